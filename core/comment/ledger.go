package comment

import (
	"context"
	"slices"
	"strings"
	"time"

	"prilavok/core/fault"
	"prilavok/core/job"
	"prilavok/core/shop"
)

// JobAnswer answers an account's comments, one call at a time. Payload: Turn.
const JobAnswer = "comments"

// Turn is the payload of JobAnswer: whose turn it is. A job whose turn is over does nothing.
type Turn struct {
	AccountID string `json:"a"`
	Turn      int64  `json:"t"`
}

// Receive puts what was seen into the ledger, inside the unit of work of the caller, and
// decides by which rule it is answered. What is known stays as it is, whichever process
// stored it.
func (s *Service) Receive(ctx context.Context, accountID string, list []Seen) error {
	sh, rules, err := s.shopAndRules(ctx)
	if err != nil {
		return err
	}
	entries := make([]Entry, len(list))
	for i, c := range list {
		entries[i] = s.judge(accountID, c, rules, sh)
	}
	// In one order everywhere, so that two processes with the same comments wait one way round.
	slices.SortFunc(entries, func(a, b Entry) int { return strings.Compare(a.Key, b.Key) })
	fresh, err := s.Store.AddComments(ctx, entries)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(entries, func(e Entry) bool { return e.State == Open && slices.Contains(fresh, e.ID) }) {
		return s.wake(ctx, accountID)
	}
	return nil
}

// wake sees to it that somebody works on an account's ledger now.
func (s *Service) wake(ctx context.Context, accountID string) error {
	now := s.moment()
	turn, woke, err := s.Store.WakeComments(ctx, accountID, now)
	if err != nil || !woke {
		return err
	}
	return s.Jobs.Enqueue(ctx, job.New{Kind: JobAnswer, Payload: Turn{accountID, turn}, RunAt: now})
}

// judge makes the entry of what was seen.
func (s *Service) judge(accountID string, c Seen, rules []Rule, sh shop.Shop) Entry {
	now := s.moment()
	if c.Kind == "" {
		c.Kind = Said
	}
	e := Entry{ID: s.IDs.Make("cmt"), AccountID: accountID, Seen: c, State: Skipped, Lang: langOf(c.Text, sh), SeenAt: now, UpdatedAt: now}
	said := read(c.Text)
	e.Intents = said.intents
	switch {
	case c.Own:
		e.Reason = WhyOwn
	case c.Kind == Mention:
		e.Reason = WhyMention
	case strings.TrimSpace(c.Text) == "":
		e.Reason = WhyEmpty
	case s.late(e, sh):
		e.Reason = WhyTooOld
	default:
		s.choose(&e, said, rules, sh)
	}
	return e
}

// choose gives an entry the first rule that fits, else has it sorted, else leaves it alone.
func (s *Service) choose(e *Entry, said words, rules []Rule, sh shop.Shop) {
	now := s.moment()
	for _, r := range rules {
		if r.judge(e.AccountID, e.Seen, said, e.SeenAt.In(sh.Location())) == Fits {
			e.assign(r, now)
			return
		}
	}
	e.State, e.Reason, e.Step = Skipped, WhyNoRule, ""
	if s.sortable(*e, said, rules, sh) {
		e.State, e.Reason, e.Step, e.DueAt = Open, "", Sort, now
	}
}

// assign opens an entry for a rule.
func (e *Entry) assign(r Rule, now time.Time) {
	e.State, e.Reason, e.RuleID, e.DueAt = Open, "", r.ID, now
	if len(r.Private) > 0 {
		e.Private.State = Waiting
	}
	if len(r.Public) > 0 {
		e.Public.State = Waiting
	}
	e.Step = e.next()
}

// late reports whether the channel takes no answer to a comment any more, or soon will not:
// under a broadcast only while it goes on.
func (s *Service) late(e Entry, sh shop.Shop) bool {
	window := Window
	if e.Live {
		window = orDefault(sh.Settings.Comments.LiveMinutes, 10, time.Minute)
	}
	return s.Now().Sub(e.age()) > window
}

func orDefault(n, otherwise int, unit time.Duration) time.Duration {
	if n <= 0 {
		n = otherwise
	}
	return time.Duration(n) * unit
}

// Page is part of the ledger; Next is "" at its end.
type Page struct {
	Entries []Entry
	Next    string
}

// List lists the ledger, newest first.
func (s *Service) List(ctx context.Context, f Filter, cursor string, limit int) (Page, error) {
	if limit <= 0 || limit > 100 {
		limit = 50
	}
	var out Page
	err := s.Tx.View(ctx, func(ctx context.Context) error {
		list, err := s.Store.Comments(ctx, f, cursor, limit+1)
		out = Page{Entries: list}
		if len(list) > limit {
			out = Page{list[:limit], list[limit-1].ID}
		}
		return err
	})
	return out, err
}

// Entry returns one entry.
func (s *Service) Entry(ctx context.Context, entryID string) (e Entry, err error) {
	err = s.Tx.View(ctx, func(ctx context.Context) error {
		e, err = s.Store.CommentByID(ctx, entryID, false)
		return err
	})
	return e, err
}

// Counts counts what was seen in a time, and lists the queues of the shop's accounts.
func (s *Service) Counts(ctx context.Context, from, until time.Time) (counts []Count, queues []Queue, err error) {
	err = s.Tx.View(ctx, func(ctx context.Context) error {
		if counts, err = s.Store.CountComments(ctx, from, until); err != nil {
			return err
		}
		queues, err = s.Store.CommentQueues(ctx)
		return err
	})
	return counts, queues, err
}

// Retry lets an entry be answered once more that was not, at a person's wish. What was
// sent stays as it is; what may have been sent is looked for first. One that no rule
// fitted is judged anew.
//
// Faults: ErrNoEntry, ErrRetry.
func (s *Service) Retry(ctx context.Context, entryID string) (Entry, error) {
	var e Entry
	err := s.Tx.InTx(ctx, func(ctx context.Context) error {
		var err error
		if e, err = s.Store.CommentByID(ctx, entryID, true); err != nil {
			return err
		}
		sh, rules, err := s.shopAndRules(ctx)
		if err != nil {
			return err
		}
		if err := s.reopen(&e, rules, sh); err != nil {
			return err
		}
		if err := s.Store.SaveComment(ctx, e); err != nil {
			return err
		}
		return s.wake(ctx, e.AccountID)
	})
	if err != nil {
		return Entry{}, err
	}
	return e, nil
}

// final reasons are of what is never answered.
var final = []string{WhyOwn, WhyMention, WhyEmpty, WhyNobody, WhyDeleted, WhyErased}

func (s *Service) reopen(e *Entry, rules []Rule, sh shop.Shop) error {
	now := s.moment()
	if e.State == Open || e.State == Done || slices.Contains(final, e.Reason) || s.late(*e, sh) {
		return ErrRetry
	}
	if e.Private.State == "" && e.Public.State == "" {
		again := s.judge(e.AccountID, e.Seen, rules, sh)
		if again.State != Open {
			return ErrRetry
		}
		e.RuleID, e.Private, e.Public, e.Step, e.Sorted = again.RuleID, again.Private, again.Public, again.Step, ""
	}
	for _, p := range []*Part{&e.Private, &e.Public} {
		switch p.State {
		case Refused, Left:
			if *p = (Part{State: Waiting}); p == &e.Private {
				e.Seq = 0 // another message of the conversation's
			}
		case Unsure:
			p.State = Sending
		}
	}
	e.State, e.Reason, e.DueAt, e.Attempts, e.UpdatedAt = Open, "", now, 0, now
	e.ByHand, e.Step = true, e.next()
	if e.Step == "" {
		return ErrRetry
	}
	return nil
}

// Upkeep forgets old entries, a batch at a time, and wakes accounts whose work was lost.
func (s *Service) Upkeep(ctx context.Context, limit int) (forgotten int64, err error) {
	err = s.Tx.InTx(ctx, func(ctx context.Context) error {
		queues, err := s.Store.CommentQueues(ctx)
		if err != nil {
			return err
		}
		for _, q := range queues {
			if !q.DueAt.IsZero() {
				continue
			}
			for _, step := range Steps {
				_, found, err := s.Store.FirstComment(ctx, q.AccountID, step)
				if err == nil && found {
					err = s.wake(ctx, q.AccountID)
				}
				if err != nil {
					return err
				}
			}
		}
		forgotten, err = s.Store.ForgetComments(ctx, s.Now().Add(-Keep), limit)
		return err
	})
	return forgotten, err
}

// Buried notes that a job has become a dead letter: the account is woken by the next
// comment, or by upkeep.
func (s *Service) Buried(ctx context.Context, j job.Job, cause error) error {
	t, err := turnOf(j)
	if err != nil {
		return nil // nobody's turn
	}
	q, found, err := s.Store.LockCommentQueue(ctx, t.AccountID)
	if err != nil || !found || q.Turn != t.Turn {
		return err
	}
	q.DueAt, q.Fault = time.Time{}, fault.CodeOf(cause)
	return s.Store.SaveCommentQueue(ctx, q)
}
