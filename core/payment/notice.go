package payment

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"unicode/utf8"

	"prilavok/core/fault"
	"prilavok/core/job"
	"prilavok/core/order"
	"prilavok/core/txn"
)

// noticeJob is the payload of the job that acts on a notice.
type noticeJob struct {
	AccountID string `json:"account_id"`
	Key       string `json:"key"`
}

// States of a notice.
const (
	noticeReceived = "received"
	noticeDone     = "done"
	noticeStrange  = "strange"
)

// Take keeps what a provider posted and has a job act on it, in one unit of work, and
// returns what the provider expects as the answer. A notice that is known already is
// answered alike and causes nothing. What cannot be read is kept, and answered as if it
// could: it would only come again.
//
// Faults: Unauthorized for a notice that the provider did not sign; what the database says.
func (s *Service) Take(ctx context.Context, acc Account, header func(key string) string, body []byte) (Reply, error) {
	provider, err := s.open(acc)
	if err != nil {
		return Reply{}, err
	}
	n := Notice{AccountID: acc.ID, State: noticeReceived, Raw: readable(body), At: s.clock()}
	hint, err := provider.Notice(header, body)
	if err == nil && hint.Ask != nil {
		return s.asked(ctx, acc, hint)
	}
	switch {
	case fault.Is(err, fault.Unauthorized):
		return Reply{}, err
	case err != nil:
		sum := sha256.Sum256(body)
		n.Key, n.Kind, n.State, n.DoneAt = "unreadable:"+hex.EncodeToString(sum[:]), fault.CodeOf(err), noticeStrange, n.At
	default:
		n.Key, n.Kind, n.Ref = hint.Key, hint.Kind, hint.Ref
		if n.Ref == (Ref{}) {
			n.State, n.DoneAt = noticeDone, n.At
		}
	}
	err = s.tx.InTx(txn.ForShop(ctx, acc.ShopID), func(ctx context.Context) error {
		fresh, err := s.store.InsertNotice(ctx, n)
		if err != nil || !fresh || n.State != noticeReceived {
			return err
		}
		return s.jobs.Enqueue(ctx, job.New{Kind: JobNotice, Payload: noticeJob{acc.ID, n.Key}})
	})
	if hint.Reply.Status == 0 {
		hint.Reply.Status = 200
	}
	return hint.Reply, err
}

// asked answers a provider that waits for a yes before it moves money. A fault is a no.
func (s *Service) asked(ctx context.Context, acc Account, hint Hint) (Reply, error) {
	q := *hint.Ask
	q.AccountID = acc.ID
	ctx, cancel := context.WithTimeout(txn.ForShop(ctx, acc.ShopID), AnswerWithin)
	defer cancel()
	a, _ := s.Approve(ctx, q) // its fault is in the answer
	return hint.Answer(a), nil
}

func readable(body []byte) string {
	if utf8.Valid(body) {
		return string(body)
	}
	return "hex:" + hex.EncodeToString(body)
}

// heed acts on a notice: it asks the provider about what the notice names, and believes
// only the answer.
func (s *Service) heed(ctx context.Context, j job.Job) error {
	var nj noticeJob
	if err := json.Unmarshal(j.Payload, &nj); err != nil {
		return fault.Wrap(err, fault.Invalid, "payment.bad_job", "a provider's notice")
	}
	var n Notice
	var acc Account
	err := s.view(ctx, func(ctx context.Context) error {
		var err error
		if n, err = s.store.NoticeByKey(ctx, nj.AccountID, nj.Key); err != nil {
			return err
		}
		acc, err = s.store.PaymentAccountByID(ctx, nj.AccountID)
		return err
	})
	if err != nil || n.State != noticeReceived {
		return err
	}
	state, err := s.follow(ctx, acc, n)
	if err != nil {
		return err
	}
	return s.tx.InTx(ctx, func(ctx context.Context) error {
		if err := s.store.CloseNotice(ctx, n.AccountID, n.Key, state, s.clock()); err != nil {
			return err
		}
		return s.jobs.Finish(ctx)
	})
}

// follow finds the payment that a notice is about and settles it.
func (s *Service) follow(ctx context.Context, acc Account, n Notice) (state string, err error) {
	ref := n.Ref
	if ref.Refund {
		ref = Ref{ExternalID: ref.Payment}
	}
	p, found, err := s.byRef(ctx, acc.ID, ref)
	if err == nil && !found {
		p, found, err = s.askAbout(ctx, acc, ref)
	}
	switch {
	case err != nil:
		return "", err
	case !found:
		return noticeStrange, nil
	}
	if err := s.Settle(ctx, p.ID); err != nil && fault.Retryable(err) {
		return "", err
	}
	if p.Open() { // Settle has asked
		return noticeDone, nil
	}
	if err := s.Refresh(ctx, p.ID); err != nil && fault.Retryable(err) {
		return "", err
	}
	return noticeDone, nil
}

func (s *Service) byRef(ctx context.Context, accountID string, r Ref) (p Payment, found bool, err error) {
	err = s.tx.View(ctx, func(ctx context.Context) error {
		p, found, err = s.store.PaymentByRef(ctx, accountID, r)
		return err
	})
	return p, found, err
}

// askAbout looks up what we do not know: our id may stand in the provider's object,
// when the notice was faster than the answer to our call. Money that no payment of this
// shop explains is a person's matter.
func (s *Service) askAbout(ctx context.Context, acc Account, ref Ref) (Payment, bool, error) {
	provider, err := s.open(acc)
	if err != nil {
		return Payment{}, false, err
	}
	st, err := provider.Lookup(ctx, ref)
	if definitive(err) {
		return Payment{}, false, nil // forged, or nothing of this account
	}
	if err != nil {
		return Payment{}, false, err
	}
	if st.OurID != "" {
		p, found, err := s.byRef(ctx, acc.ID, Ref{OurID: st.OurID})
		if err != nil || found {
			return p, found, err
		}
	}
	if st.Captured == 0 && st.Held == 0 {
		return Payment{}, false, nil
	}
	return Payment{}, false, s.tx.InTx(ctx, func(ctx context.Context) error {
		opened, err := s.store.OpenProblem(ctx, Problem{ID: s.ids.Make("pbl"), Kind: ProblemUnknown, Subject: acc.ID + ":" + st.ExternalID, CreatedAt: s.clock(),
			Data: map[string]any{"provider": acc.Provider, "told_id": st.ExternalID, "told_payment": st.OurID, "told_order": st.OrderID,
				"told_captured": st.Captured, "told_held": st.Held, "told_currency": st.Amount.Currency}})
		if err != nil || !opened {
			return err
		}
		return s.jobs.Enqueue(ctx, job.New{Kind: order.JobPrefix + EventProblem, Payload: order.EventJob{}})
	})
}
