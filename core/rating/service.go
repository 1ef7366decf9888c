package rating

import (
	"context"
	"encoding/json"
	"math"
	"strconv"
	"time"

	"prilavok/core/dialog"
	"prilavok/core/fault"
	"prilavok/core/id"
	"prilavok/core/inbox"
	"prilavok/core/job"
	"prilavok/core/lang"
	"prilavok/core/notify"
	"prilavok/core/txn"
)

// Ports is what ratings work with.
type Ports struct {
	Store  Stores
	Tx     txn.Runner
	Inbox  notify.Inbox
	Jobs   Jobs
	Events inbox.Events
	// Open tells whether a place can be written to now: notify.Service.Open.
	Open func(p notify.Place) bool
	Now  func() time.Time
	IDs  *id.Maker
}

// Service asks for ratings and takes them.
type Service struct{ Ports }

// New returns the service.
func New(p Ports) *Service { return &Service{p} }

// JobAsk asks a customer about a conversation that an operator has ended; payload AskJob.
const JobAsk = "rating:ask"

// AskJob names the conversation, and its newest message when it ended: about one that has gone
// on since nobody is asked yet.
type AskJob struct {
	ConversationID string `json:"c"`
	Seq            int64  `json:"s"`
}

// Ended plans to ask about a conversation that an operator has ended, in the open unit of work:
// a little later, so that they can still take it back.
func Ended(jobs Jobs, now func() time.Time) func(ctx context.Context, conversationID string, seq int64) error {
	return func(ctx context.Context, conversationID string, seq int64) error {
		return jobs.Enqueue(ctx, job.New{Kind: JobAsk, Payload: AskJob{conversationID, seq}, RunAt: now().Add(settles)})
	}
}

// Ask is the handler of JobAsk. Whoever may not be asked is not: no fault.
func (s *Service) Ask(ctx context.Context, j job.Job) error {
	var p AskJob
	if err := json.Unmarshal(j.Payload, &p); err != nil {
		return fault.Wrap(err, fault.Invalid, "rating.bad_job", "asking for a rating")
	}
	return s.ask(ctx, p, Resolved)
}

// Sweep asks about conversations that have come to a quiet end. It may run in several
// processes at once: a customer is asked once.
func (s *Service) Sweep(ctx context.Context) error {
	var list []string
	err := s.Tx.View(ctx, func(ctx context.Context) error {
		list = nil
		sh, err := s.Store.ShopByID(ctx, txn.ShopID(ctx))
		set, now := sh.Settings.Ratings, s.Now()
		if err != nil || !set.On {
			return err
		}
		if _, quiet := notify.Quiet(sh.Settings.Notices, sh.Location(), now); quiet {
			return nil
		}
		list, err = s.Store.QuietTalks(ctx, Search{From: now.Add(-lookBack), To: now.Add(-silence(set)), Alone: now.Add(-every(set)), Since: now.Add(-about), Limit: atOnce})
		return err
	})
	for _, id := range list {
		if err == nil {
			err = s.ask(ctx, AskJob{id, math.MaxInt64}, Quiet)
		}
	}
	return err
}

// ask puts the question, in one unit of work, unless it may not be put now. At night it waits
// for the morning, or for the next round.
func (s *Service) ask(ctx context.Context, p AskJob, ending Ending) error {
	return s.Tx.InTx(ctx, func(ctx context.Context) error {
		sh, err := s.Store.ShopByID(ctx, txn.ShopID(ctx))
		if err != nil || !sh.Settings.Ratings.On {
			return err
		}
		if until, quiet := notify.Quiet(sh.Settings.Notices, sh.Location(), s.Now()); quiet {
			if ending == Quiet {
				return nil
			}
			return s.Jobs.Enqueue(ctx, job.New{Kind: JobAsk, Payload: p, RunAt: until})
		}
		c, err := s.Store.LockConversation(ctx, p.ConversationID)
		if fault.Is(err, fault.NotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		r := &Rating{ID: s.IDs.Make("rat"), ContactID: c.ContactID, ConversationID: c.ID, Channel: c.Channel, Ending: ending, Seq: c.AnsweredTo, AskedAt: s.Now()}
		if may, err := s.may(ctx, &c, p, ending, r.AskedAt.Add(-every(sh.Settings.Ratings))); !may || err != nil {
			return err
		}
		if r.Talk, err = s.Store.TalkToRate(ctx, c.ID, r.AskedAt.Add(-about)); err != nil || r.Words == 0 {
			return err
		}
		if fresh, err := s.Store.AddRating(ctx, r); !fresh || err != nil {
			return err
		}
		who, err := s.Store.ContactByID(ctx, c.ContactID)
		if err != nil {
			return err
		}
		return s.put(ctx, r, &c, dialog.Lang(sh, who, c))
	})
}

// may tells whether the customer of a conversation may be asked now: they wait for nothing, it
// is over, they can be written to, and they were not asked lately.
func (s *Service) may(ctx context.Context, c *inbox.Conversation, p AskJob, ending Ending, alone time.Time) (bool, error) {
	over := c.Status == inbox.Resolved || c.Status == inbox.Pending
	if !over || c.Route != inbox.RouteOurs || ending == Quiet && s.Now().Sub(c.AskedAt) > lookBack {
		return false, nil
	}
	if waits, err := s.Store.AskedAfter(ctx, c.ID, min(c.AnsweredTo, p.Seq), 1); len(waits) > 0 || err != nil {
		return false, err
	}
	if lately, err := s.Store.AskedSince(ctx, c.ContactID, alone); lately || err != nil {
		return false, err
	}
	places, err := s.Store.PlacesOf(ctx, c.ContactID)
	for _, p := range places {
		if p.ConversationID == c.ID {
			return s.Open(p), err
		}
	}
	return false, err
}

// put says the question. A score may be typed as well, where the conversation remembers
// nothing else that was asked.
func (s *Service) put(ctx context.Context, r *Rating, c *inbox.Conversation, l lang.Lang) error {
	row := make([]inbox.Button, Best)
	for i := range row {
		row[i] = inbox.Button{Text: strconv.Itoa(i + 1), Action: action(r.ID, i+1)}
	}
	said, err := s.Inbox.Post(ctx, c.ID, inbox.BySystem, inbox.Outgoing{Text: txtAsk.In(l), Buttons: [][]inbox.Button{row}})
	if err != nil || len(said) == 0 {
		return err
	}
	r.MessageSeq = said[len(said)-1].Seq
	if err := s.Store.SaveRating(ctx, r); err != nil {
		return err
	}
	if _, ours := noteOf(c); c.Question != "" && !ours {
		return nil
	}
	return s.remember(ctx, c.ID, askScore, r.ID)
}

func (s *Service) remember(ctx context.Context, conversationID, ask, ratingID string) error {
	text, err := json.Marshal(note{ask, ratingID, s.Now().UTC().Truncate(time.Second)})
	if err != nil {
		return fault.Wrap(err, fault.Internal, "rating.note", "a question")
	}
	return s.Store.SetQuestion(ctx, conversationID, string(text))
}

// Of lists the ratings that a conversation was given, newest first.
func (s *Service) Of(ctx context.Context, conversationID string) ([]Rating, error) {
	var list []Rating
	err := s.Tx.View(ctx, func(ctx context.Context) error {
		var err error
		list, err = s.Store.RatingsOf(ctx, conversationID, 20)
		return err
	})
	return list, err
}
