package inbox

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"strings"

	"prilavok/core/contact"
	"prilavok/core/fault"
	"prilavok/core/job"
	"prilavok/core/shop"
	"prilavok/core/txn"
)

// Responder makes the answer of a turn: the assistant.
type Responder interface {
	Answer(ctx context.Context, in TurnInput) (TurnResult, error)
}

// Directory tells who a turn is between. Both run inside a unit of work.
type Directory interface {
	ShopByID(ctx context.Context, id string) (shop.Shop, error)
	ContactByID(ctx context.Context, id string) (contact.Contact, error)
}

// Staff is told, in the unit of work of a turn, what concerns operators.
type Staff interface {
	// Asked: the turn asks for a person; the conversation is theirs from now on.
	Asked(ctx context.Context, c Conversation, h Handoff) error
	// Wrote: the customer wrote while an operator has the conversation.
	Wrote(ctx context.Context, c Conversation, m []Message) error
}

// Script is the deterministic path. Both run inside a unit of work.
type Script interface {
	// Try answers what needs no model. It may change things; handled is false, and
	// nothing changed, when the turn is not for it.
	Try(ctx context.Context, in TurnInput) (res TurnResult, handled bool, err error)
	// Explain says why what Try was asked for cannot be done. It changes nothing.
	Explain(ctx context.Context, in TurnInput, cause error) (TurnResult, error)
}

// Turns is what the turn job needs besides the inbox itself.
type Turns struct {
	Script    Script
	Responder Responder
	Directory Directory
	Staff     Staff
}

// maxResume is how often an answer is dropped because newer messages arrived.
const maxResume = 2

// Turn returns the handler of JobTurn: stop 4 with stop 5 at its end. It takes all
// unanswered messages of a conversation: what is typed in one go is answered once,
// and every command or pressed button by itself, in order.
func (s *Service) Turn(t Turns) job.Handler {
	return func(ctx context.Context, j job.Job) error {
		var p TurnJob
		if err := json.Unmarshal(j.Payload, &p); err != nil {
			return fault.Wrap(err, fault.Invalid, "inbox.bad_job", "a turn job")
		}
		for dropped := 0; ; {
			in, rest, err := s.turnInput(ctx, t, p.ConversationID)
			if err != nil || len(in.Messages) == 0 {
				return err
			}
			in.TurnID = "trn" + strings.TrimPrefix(j.ID, "job") + "." + strconv.FormatInt(in.Messages[0].Seq, 10)
			if in.Conversation.Status == Open {
				return s.relay(ctx, t, in, rest)
			}
			switch err := s.answer(ctx, t, in, len(rest) > 0 || dropped >= maxResume, len(rest) == 0); {
			case errors.Is(err, ErrNewer):
				dropped++
			case err != nil && !errors.Is(err, ErrTakenOver):
				return err
			case err == nil && len(rest) == 0:
				return nil
			}
		}
	}
}

// turnInput reads the first group of unanswered messages; rest is what follows it.
func (s *Service) turnInput(ctx context.Context, t Turns, conversationID string) (in TurnInput, rest []Message, err error) {
	err = s.tx.View(ctx, func(ctx context.Context) error {
		in, rest = TurnInput{}, nil
		w, err := s.Unanswered(ctx, conversationID)
		if err != nil || len(w.Messages) == 0 {
			return err
		}
		n := groupLength(w.Messages)
		in = TurnInput{Conversation: w.Conversation, Messages: w.Messages[:n], History: w.History}
		rest = w.Messages[n:]
		if in.Shop, err = t.Directory.ShopByID(ctx, txn.ShopID(ctx)); err != nil {
			return err
		}
		in.Contact, err = t.Directory.ContactByID(ctx, w.Conversation.ContactID)
		return err
	})
	return in, rest, err
}

// groupLength tells how many messages from the first on belong to one answer.
func groupLength(list []Message) int {
	n := 1
	for n < len(list) && !alone(list[0].Kind) && !alone(list[n].Kind) {
		n++
	}
	return n
}

// alone tells the kinds that are always answered by themselves.
func alone(k Kind) bool {
	switch k {
	case KindCommand, KindButton, KindContact, KindPaid, KindWebApp:
		return true
	}
	return false
}

// answer makes and stores one answer. The deterministic path and its reply are one
// unit of work, so that what a button does is done once; the model's path is not,
// because no network call happens inside a unit.
func (s *Service) answer(ctx context.Context, t Turns, in TurnInput, keep, last bool) error {
	handled, err := s.scripted(ctx, t, in, last)
	if handled || err != nil {
		return err
	}
	res, err := t.Responder.Answer(ctx, in)
	if err != nil {
		return err
	}
	return s.Reply(ctx, s.replyOf(t, in, res, keep || res.Changed || res.Handoff != nil, last))
}

func (s *Service) scripted(ctx context.Context, t Turns, in TurnInput, last bool) (handled bool, err error) {
	err = s.tx.InTx(ctx, func(ctx context.Context) error {
		c, err := s.store.LockConversation(ctx, in.Conversation.ID)
		if err != nil {
			return err
		}
		if c.Status == Open || c.AnsweredTo >= in.UpTo() {
			return ErrTakenOver
		}
		var res TurnResult
		if res, handled, err = t.Script.Try(ctx, in); err != nil || !handled {
			return err
		}
		return s.Reply(ctx, s.replyOf(t, in, res, true, last))
	})
	if err == nil || !explains(err) {
		return handled && err == nil, err
	}
	cause := err
	err = s.tx.InTx(ctx, func(ctx context.Context) error {
		res, err := t.Script.Explain(ctx, in, cause)
		if err != nil {
			return err
		}
		return s.Reply(ctx, s.replyOf(t, in, res, true, last))
	})
	return err == nil, err
}

// explains tells the faults that are an answer to the customer, not of ours.
func explains(err error) bool {
	if errors.Is(err, ErrTakenOver) || errors.Is(err, job.ErrLeaseLost) {
		return false
	}
	switch fault.KindOf(err) {
	case fault.Invalid, fault.NotFound, fault.Conflict, fault.Unsupported:
		return true
	}
	return false
}

func (s *Service) replyOf(t Turns, in TurnInput, res TurnResult, keep, last bool) Reply {
	r := Reply{ConversationID: in.Conversation.ID, TurnID: in.TurnID, UpTo: in.UpTo(), Out: res.Out, Keep: keep, Last: last}
	if res.Handoff != nil {
		for i := range r.Out {
			r.Out[i].Author = BySystem // still said after the operator has the conversation
		}
		h := *res.Handoff
		r.Also = func(ctx context.Context, c Conversation) error { return t.Staff.Asked(ctx, c, h) }
	}
	return r
}

// relay hands the customer's words to the operator who has the conversation; the
// assistant is silent and will not answer them later.
func (s *Service) relay(ctx context.Context, t Turns, in TurnInput, rest []Message) error {
	all := append(slices.Clone(in.Messages), rest...)
	return s.tx.InTx(ctx, func(ctx context.Context) error {
		c, err := s.store.LockConversation(ctx, in.Conversation.ID)
		if err != nil {
			return err
		}
		if err := s.store.SetAnswered(ctx, c.ID, all[len(all)-1].Seq, s.now()); err != nil {
			return err
		}
		if err := t.Staff.Wrote(ctx, c, all); err != nil {
			return err
		}
		return s.jobs.Finish(ctx)
	})
}

// SetStatus changes who answers a conversation; what was asked until now is dealt
// with when it comes back to the assistant. It joins the open unit of work.
func (s *Service) SetStatus(ctx context.Context, conversationID string, status Status, assignee string) error {
	return s.tx.InTx(ctx, func(ctx context.Context) error {
		c, err := s.store.LockConversation(ctx, conversationID)
		if err != nil {
			return err
		}
		if c.Status == Open && status != Open {
			if err := s.store.SetAnswered(ctx, c.ID, c.LastSeq, s.now()); err != nil {
				return err
			}
		}
		return s.store.SetConversationStatus(ctx, c.ID, status, assignee, s.now())
	})
}
