package comment

import (
	"context"
	"slices"
	"time"

	"prilavok/core/catalog"
	"prilavok/core/id"
	"prilavok/core/job"
	"prilavok/core/shop"
	"prilavok/core/txn"
)

// Products tells which product a post shows; nil when it is not known. It runs inside a
// unit of work and calls nobody.
type Products interface {
	ProductOf(ctx context.Context, accountID, mediaID string) (*catalog.Product, error)
}

// Jobs is the part of the queue that comments use.
type Jobs interface {
	Enqueue(ctx context.Context, n job.New) error
	Finish(ctx context.Context) error
}

// Deps are what comments need. Voice, Products, Learn and Sorter may be nil: without the
// first nothing is sent, without the second no post shows a product, without the third only
// posts that are known already do, without the last an intent is told by words alone.
type Deps struct {
	Store    Store
	Tx       txn.Runner
	Jobs     Jobs
	Voice    Voice
	Products Products
	Learn    func(ctx context.Context, accountID, mediaID string) // asks the channel what a post is about
	Sorter   Sorter
	Now      func() time.Time
	IDs      *id.Maker
}

// Service keeps rules and the ledger, and answers.
type Service struct {
	Deps
	asked asked
}

// New returns the service.
func New(d Deps) *Service { return &Service{Deps: d} }

func (s *Service) moment() time.Time { return s.Now().UTC().Truncate(time.Microsecond) }

// Create adds a rule behind all others.
//
// Faults: a *fault.Fields, which unwraps to ErrFields; ErrRules.
func (s *Service) Create(ctx context.Context, r Rule) (Rule, error) {
	r = tidy(r)
	if err := Check(r); err != nil {
		return Rule{}, err
	}
	err := s.Tx.InTx(ctx, func(ctx context.Context) error {
		list, err := s.Store.CommentRules(ctx, false)
		if err != nil {
			return err
		}
		if len(list) >= MaxRules {
			return ErrRules
		}
		r.ID, r.Revision, r.CreatedAt, r.Position = s.IDs.Make("crl"), 1, s.moment(), 0
		r.UpdatedAt = r.CreatedAt
		for _, x := range list {
			r.Position = max(r.Position, x.Position+1)
		}
		return s.Store.InsertCommentRule(ctx, r)
	})
	if err != nil {
		return Rule{}, err
	}
	return r, nil
}

// Update replaces the rule with r.ID if its revision is still r.Revision; its place stays.
// What is in the ledger and not begun is answered by the new one.
//
// Faults: as of Create; ErrNoRule, ErrRevision, ErrArchived.
func (s *Service) Update(ctx context.Context, r Rule) (Rule, error) {
	r = tidy(r)
	if err := Check(r); err != nil {
		return Rule{}, err
	}
	return s.change(ctx, r.ID, func(old Rule) (Rule, error) {
		switch {
		case old.Status == Archived:
			return old, ErrArchived
		case old.Revision != r.Revision:
			return old, ErrRevision
		}
		return r, nil
	})
}

// Archive ends a rule for good; what waits for it is not answered.
//
// Faults: ErrNoRule; ErrRevision when somebody changed it at this moment.
func (s *Service) Archive(ctx context.Context, ruleID string) (Rule, error) {
	return s.change(ctx, ruleID, func(r Rule) (Rule, error) {
		r.Status = Archived
		return r, nil
	})
}

func (s *Service) change(ctx context.Context, ruleID string, fn func(old Rule) (Rule, error)) (out Rule, err error) {
	err = s.Tx.InTx(ctx, func(ctx context.Context) error {
		old, err := s.Store.CommentRuleByID(ctx, ruleID)
		if err != nil {
			return err
		}
		r, err := fn(old)
		if err != nil {
			return err
		}
		r.UpdatedAt = s.moment()
		ok, err := s.Store.SaveCommentRule(ctx, r)
		if err == nil && !ok {
			err = ErrRevision
		}
		if err != nil {
			return err
		}
		out, err = s.Store.CommentRuleByID(ctx, ruleID)
		return err
	})
	if err != nil {
		return Rule{}, err
	}
	return out, nil
}

// Reorder puts the rules into an order: all that are not archived, each once.
//
// Faults: ErrOrder.
func (s *Service) Reorder(ctx context.Context, ids []string) ([]Rule, error) {
	var out []Rule
	err := s.Tx.InTx(ctx, func(ctx context.Context) error {
		list, err := s.Store.CommentRules(ctx, false)
		if err != nil {
			return err
		}
		have := make([]string, len(list))
		for i, r := range list {
			have[i] = r.ID
		}
		want := slices.Sorted(slices.Values(ids))
		if slices.Sort(have); !slices.Equal(have, want) {
			return ErrOrder
		}
		for i, id := range ids {
			if err := s.Store.PlaceCommentRule(ctx, id, int64(i), s.moment()); err != nil {
				return err
			}
		}
		out, err = s.Store.CommentRules(ctx, false)
		return err
	})
	return out, err
}

// Rule returns any rule of the shop.
func (s *Service) Rule(ctx context.Context, ruleID string) (r Rule, err error) {
	err = s.Tx.View(ctx, func(ctx context.Context) error {
		r, err = s.Store.CommentRuleByID(ctx, ruleID)
		return err
	})
	return r, err
}

// Rules lists the shop's rules in the order in which they are tried.
func (s *Service) Rules(ctx context.Context, archived bool) (list []Rule, err error) {
	err = s.Tx.View(ctx, func(ctx context.Context) error {
		list, err = s.Store.CommentRules(ctx, archived)
		return err
	})
	return list, err
}

// Trial says what would become of a comment.
type Trial struct {
	Intents         []Intent
	Sorted          string // as Entry.Sorted
	RuleID          string // that answers; "" none
	Reason          string // why nothing would be answered, "" when something is
	Private, Public string
	Verdicts        []RuleVerdict // of every rule, in order
}

// RuleVerdict is what one rule says of a comment.
type RuleVerdict struct {
	RuleID, Title string
	Verdict       Verdict
}

// Try says what would become of a comment that was seen now, and sends nothing. Limits and
// what was answered before do not count. It is called outside of units of work.
func (s *Service) Try(ctx context.Context, accountID string, c Seen) (t Trial, err error) {
	var e Entry
	err = s.Tx.View(ctx, func(ctx context.Context) error {
		t, e, err = s.try(ctx, accountID, c, nil)
		return err
	})
	if err != nil || e.Step != Sort {
		return t, err
	}
	intent, cause := s.sort(ctx, c.Text)
	err = s.Tx.View(ctx, func(ctx context.Context) error {
		t, _, err = s.try(ctx, accountID, c, func(e *Entry, rules []Rule, sh shop.Shop) { s.sorted(e, intent, cause, rules, sh) })
		return err
	})
	return t, err
}

func (s *Service) try(ctx context.Context, accountID string, c Seen, sorted func(e *Entry, rules []Rule, sh shop.Shop)) (t Trial, e Entry, err error) {
	sh, rules, err := s.shopAndRules(ctx)
	if err != nil {
		return t, e, err
	}
	e = s.judge(accountID, c, rules, sh)
	if sorted != nil && e.Step == Sort {
		sorted(&e, rules, sh)
	}
	t = Trial{Intents: e.Intents, Sorted: e.Sorted, RuleID: e.RuleID, Reason: e.Reason}
	said := e.said()
	for _, r := range rules {
		t.Verdicts = append(t.Verdicts, RuleVerdict{r.ID, r.Title, r.judge(accountID, c, said, s.Now().In(sh.Location()))})
		if r.ID != e.RuleID || e.State != Open {
			continue
		}
		answer := e
		if _, err := s.compose(ctx, &answer, r, sh); err != nil {
			return t, e, err
		}
		t.Private, t.Public = answer.Private.Text, answer.Public.Text
		if t.Private == "" && t.Public == "" {
			t.Reason = WhyProduct
		}
	}
	return t, e, nil
}

func (s *Service) shopAndRules(ctx context.Context) (shop.Shop, []Rule, error) {
	sh, err := s.Store.ShopByID(ctx, txn.ShopID(ctx))
	if err != nil {
		return shop.Shop{}, nil, err
	}
	rules, err := s.Store.CommentRules(ctx, false)
	return sh, rules, err
}
