package comment

import (
	"context"
	"slices"
	"strings"

	"prilavok/core/fault"
	"prilavok/core/shop"
	"prilavok/core/txn"
)

// Sorter tells what a comment asks for whose words do not. It is called outside of units of
// work, is bounded in time and in cost, and answers one of Intents.
//
// Faults: any. Nothing is tried again: the comment stays what its words say.
type Sorter interface {
	Sort(ctx context.Context, sh shop.Shop, text string) (Intent, error)
}

// maxSorts is how often the sorter is asked about one comment: more than once only after a
// process ended while it asked.
const maxSorts = 2

// said is what an entry says, with the intents that are known of it.
func (e Entry) said() words {
	w := read(e.Text)
	w.intents = e.Intents
	return w
}

// sortable reports whether an intent that words do not tell could give an entry a rule: one
// that asks for intents and fits in all else. Signs alone are nothing to be sorted.
func (s *Service) sortable(e Entry, said words, rules []Rule, sh shop.Shop) bool {
	if s.Sorter == nil || sh.Settings.Assistant.Off || len(said.stems) == 0 || e.Sorted != "" {
		return false
	}
	return slices.ContainsFunc(rules, func(r Rule) bool {
		return len(r.Intents) > 0 && r.judge(e.AccountID, e.Seen, said, e.SeenAt.In(sh.Location())) == OtherWords
	})
}

// toSort looks once more whether an entry has to be sorted, and keeps that it is asked for;
// nil when it has not.
func (s *Service) toSort(ctx context.Context, e Entry, rules []Rule, sh shop.Shop) (*task, error) {
	switch {
	case s.late(e, sh):
		e.leave(Skipped, WhyTooOld)
	case s.impatient(e, sh):
		e.leave(Skipped, WhyLimit)
	case e.Attempts >= maxSorts:
		s.sorted(&e, "", ErrUnsorted, rules, sh)
	default:
		tries := e.Attempts
		if s.choose(&e, e.said(), rules, sh); e.Step == Sort { // rules may have changed
			e.Attempts = tries + 1
			return &task{Entry: e}, s.Store.SaveComment(ctx, e)
		}
	}
	return nil, s.Store.SaveComment(ctx, e)
}

// sort asks for the intent of a text.
func (s *Service) sort(ctx context.Context, text string) (Intent, error) {
	if s.Sorter == nil {
		return "", ErrUnsorted
	}
	var sh shop.Shop
	err := s.Tx.View(ctx, func(ctx context.Context) (err error) {
		sh, err = s.Store.ShopByID(ctx, txn.ShopID(ctx))
		return err
	})
	if err != nil {
		return "", err
	}
	intent, err := s.Sorter.Sort(ctx, sh, strings.TrimSpace(text))
	if err == nil && !slices.Contains(Intents, intent) {
		err = ErrUnsorted
	}
	return intent, err
}

// sorted notes what came of sorting, and gives the entry the rule that fits now.
func (s *Service) sorted(e *Entry, intent Intent, cause error, rules []Rule, sh shop.Shop) {
	e.UpdatedAt = s.moment()
	if cause != nil {
		e.Sorted = fault.CodeOf(cause)
		e.leave(Skipped, WhyUnsorted)
		return
	}
	if e.Sorted = ByModel; !slices.Contains(e.Intents, intent) {
		e.Intents = append(e.Intents, intent)
	}
	e.Attempts = 0
	s.choose(e, e.said(), rules, sh)
}

// settleSorted asks, and keeps the answer as one unit with the end of this job.
func (s *Service) settleSorted(ctx context.Context, turn Turn, t task) error {
	intent, cause := s.sort(ctx, t.Text)
	return s.Tx.InTx(ctx, func(ctx context.Context) error {
		q, found, err := s.Store.LockCommentQueue(ctx, turn.AccountID)
		if err != nil {
			return err
		}
		if !found || q.Turn != turn.Turn {
			return s.Jobs.Finish(ctx)
		}
		sh, rules, err := s.shopAndRules(ctx)
		if err != nil {
			return err
		}
		e := t.Entry
		e.Intents = slices.Clone(e.Intents) // the unit may be repeated
		s.sorted(&e, intent, cause, rules, sh)
		if err := s.Store.SaveComment(ctx, e); err != nil {
			return err
		}
		return s.schedule(ctx, q, sh)
	})
}
