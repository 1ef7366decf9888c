package payment

import (
	"context"
	"time"

	"prilavok/core/fault"
	"prilavok/core/job"
	"prilavok/core/order"
	"prilavok/core/shop"
	"prilavok/core/txn"
	"prilavok/core/zone"
)

// JobReport compares orders, provider and receipts of one shop, nightly.
const JobReport = "payment.report"

// Report is what a comparison of orders, provider and receipts found.
type Report struct {
	Day         string // in the shop's time zone
	Payments    int    // compared with the provider
	Orders      int    // compared with their payments
	Receipts    int    // that should exist
	Findings    int    // problems that are new
	Unreachable int    // payments the provider did not answer for
	At          time.Time
}

// Ledger is what the report reads and keeps.
type Ledger interface {
	// PaymentsSince lists payments changed since then, by id, after one.
	PaymentsSince(ctx context.Context, since time.Time, after string, limit int) ([]Payment, error)
	// SaveReport keeps a report; false when the day has one. replace writes over it.
	SaveReport(ctx context.Context, r Report, replace bool) (bool, error)
	// Reports lists the newest.
	Reports(ctx context.Context, limit int) ([]Report, error)
}

// reportDays is how far back a report looks, and reportPage how many payments it reads
// at a time.
const (
	reportDays = 35
	reportPage = 100
)

// Compare asks the providers about every payment of the last weeks and compares orders,
// provider and receipts. Each disagreement becomes a problem, once; what the provider
// knows better is taken over. It calls.
func (s *Service) Compare(ctx context.Context) (Report, error) {
	sh, err := s.shop(ctx)
	if err != nil {
		return Report{}, err
	}
	r := Report{Day: day(s.clock(), sh), At: s.clock()}
	seen := map[string]bool{}
	for after := ""; ; {
		var page []Payment
		err := s.tx.View(ctx, func(ctx context.Context) error {
			page, err = s.store.PaymentsSince(ctx, r.At.AddDate(0, 0, -reportDays), after, reportPage)
			return err
		})
		if err != nil {
			return r, err
		}
		for _, p := range page {
			if err := s.comparePayment(ctx, &r, p); err != nil {
				return r, err
			}
			if !seen[p.OrderID] {
				seen[p.OrderID] = true
				if err := s.compareOrder(ctx, &r, p.OrderID); err != nil {
					return r, err
				}
			}
		}
		if len(page) < reportPage {
			break
		}
		after = page[len(page)-1].ID
	}
	return r, s.tx.InTx(ctx, func(ctx context.Context) error {
		_, err := s.store.SaveReport(ctx, r, true)
		return err
	})
}

func (s *Service) shop(ctx context.Context) (sh shop.Shop, err error) {
	err = s.tx.View(ctx, func(ctx context.Context) error {
		sh, err = s.store.ShopByID(ctx, txn.ShopID(ctx))
		return err
	})
	return sh, err
}

func day(t time.Time, sh shop.Shop) string { return t.In(zoneOf(sh)).Format(time.DateOnly) }

func zoneOf(sh shop.Shop) *time.Location {
	if at, err := zone.Load(sh.TimeZone); err == nil {
		return at
	}
	return time.UTC
}

// comparePayment compares one payment with its provider, and its receipt.
func (s *Service) comparePayment(ctx context.Context, r *Report, p Payment) error {
	kind := s.kinds[p.Provider]
	if kind.Can.Manual || kind.Open == nil {
		return nil
	}
	r.Payments++
	var acc Account
	err := s.view(ctx, func(ctx context.Context) error {
		var err error
		acc, err = s.accountOf(ctx, p)
		return err
	})
	if err != nil {
		return err
	}
	provider, err := s.open(acc)
	if err != nil {
		return err
	}
	if _, none := provider.(keyless); none { // nobody can be asked any more, and that is no difference
		r.Unreachable++
		return nil
	}
	st, err := provider.Lookup(ctx, Ref{OurID: p.ID, ExternalID: p.ExternalID, Since: p.CreatedAt})
	switch {
	case err != nil && !definitive(err):
		r.Unreachable++
		return nil
	case err != nil && p.Captured == 0 && p.Held == 0:
		return nil // neither side knows of money
	case err != nil:
		return s.finding(ctx, r, p, ProblemDiffers, map[string]any{"captured": p.Captured, "held": p.Held, "fault": fault.CodeOf(err)})
	}
	if kind.Can.RefundsUntold && st.Refunded == 0 {
		st.Refunded = p.Refunded
	}
	if st.Captured != p.Captured || st.Refunded != p.Refunded || st.Held != p.Held {
		data := map[string]any{"captured": p.Captured, "refunded": p.Refunded, "held": p.Held,
			"told_captured": st.Captured, "told_refunded": st.Refunded, "told_held": st.Held}
		if err := s.finding(ctx, r, p, ProblemDiffers, data); err != nil {
			return err
		}
		if err := s.takeOver(ctx, p, st); err != nil {
			return err
		}
	}
	if !kind.Can.Receipts || kind.Can.ReceiptsUntold || !acc.Config.Receipt.On || st.Captured == 0 {
		return nil
	}
	r.Receipts++
	if st.Receipt == "succeeded" || st.Receipt == "pending" && s.clock().Sub(p.UpdatedAt) < unreachableAfter {
		return nil
	}
	return s.finding(ctx, r, p, ProblemNoReceipt, map[string]any{"receipt": st.Receipt, "captured": st.Captured})
}

// finding makes a problem of a disagreement.
func (s *Service) finding(ctx context.Context, r *Report, old Payment, kind string, data map[string]any) error {
	return s.tx.InTx(ctx, func(ctx context.Context) error {
		d, err := s.lock(ctx, old.OrderID)
		if err != nil {
			return err
		}
		p := d.payment(old.ID)
		if p == nil {
			return ErrNotFound
		}
		was := p.Problem
		p.Problem = ""
		if err := s.trouble(ctx, p, kind, p.ID, "", data); err != nil {
			return err
		}
		if p.Problem == "" { // open already
			p.Problem = was
			return nil
		}
		r.Findings++
		return s.store.SavePayment(ctx, *p)
	})
}

// compareOrder compares what an order says with what its payments sum up to.
func (s *Service) compareOrder(ctx context.Context, r *Report, orderID string) error {
	r.Orders++
	return s.tx.InTx(ctx, func(ctx context.Context) error {
		d, err := s.lock(ctx, orderID)
		if err != nil || len(d.list) == 0 {
			return err
		}
		f := d.facts()
		o := d.order
		if order.PaymentOf(f) == o.Payment && f.Captured == o.Captured.Amount && f.Refunded == o.Refunded.Amount && f.Authorized == o.Authorized.Amount {
			return nil
		}
		p := &d.list[len(d.list)-1]
		p.Problem = ""
		if err := s.trouble(ctx, p, ProblemSums, orderID, "", map[string]any{"order": string(o.Payment), "payments": string(order.PaymentOf(f)),
			"captured": f.Captured, "refunded": f.Refunded}); err != nil {
			return err
		}
		if p.Problem != "" {
			r.Findings++
		}
		return s.tell(ctx, d)
	})
}

// Reports lists the newest reports.
func (s *Service) Reports(ctx context.Context, limit int) (list []Report, err error) {
	err = s.tx.View(ctx, func(ctx context.Context) error {
		list, err = s.store.Reports(ctx, limit)
		return err
	})
	return list, err
}

// tonight asks for the next nightly report, in the open unit of work.
func (s *Service) tonight(ctx context.Context) error {
	sh, err := s.store.ShopByID(ctx, txn.ShopID(ctx))
	if err != nil {
		return err
	}
	local := s.clock().In(zoneOf(sh))
	at := time.Date(local.Year(), local.Month(), local.Day()+1, 3, 30, 0, 0, local.Location())
	return s.jobs.Enqueue(ctx, job.New{Kind: JobReport, RunAt: at.UTC(), Payload: struct{}{}})
}

// nightly makes the report of the day and asks for the next; where the day has one
// already, another chain of nights goes on and this one ends.
func (s *Service) nightly(ctx context.Context) error {
	sh, err := s.shop(ctx)
	if err != nil {
		return err
	}
	fresh := false
	mark := func(ctx context.Context) error {
		fresh, err = s.store.SaveReport(ctx, Report{Day: day(s.clock(), sh), At: s.clock()}, false)
		if err != nil || !fresh {
			return err
		}
		return s.tonight(ctx)
	}
	if err := s.tx.InTx(ctx, mark); err != nil {
		return err
	}
	if !fresh { // empty: the one who marked the day did not get to its end
		last, err := s.Reports(ctx, 1)
		if err != nil || len(last) == 0 || last[0].Orders > 0 {
			return err
		}
	}
	_, err = s.Compare(ctx)
	return err
}
