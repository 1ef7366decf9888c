package handoff

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"prilavok/core/fault"
	"prilavok/core/id"
	"prilavok/core/inbox"
	"prilavok/core/job"
	"prilavok/core/txn"
)

// Service passes conversations to people and back.
type Service struct {
	// Ended is told, in the open unit of work, of a conversation that an operator has ended, with
	// its newest message; nil: nobody.
	Ended func(ctx context.Context, conversationID string, seq int64) error

	store  Store
	staff  StaffStore
	convs  Conversations
	people People
	orders Purchases
	events inbox.Events
	jobs   Jobs
	tx     txn.Runner
	now    func() time.Time
	ids    *id.Maker
}

// Stores is one database as handing over sees it.
type Stores interface {
	Store
	StaffStore
	Conversations
	People
}

// New returns the service.
func New(store Stores, orders Purchases, events inbox.Events, jobs Jobs, tx txn.Runner, now func() time.Time, ids *id.Maker) *Service {
	return &Service{store: store, staff: store, convs: store, people: store, orders: orders, events: events, jobs: jobs,
		tx: tx, now: now, ids: ids}
}

// inTx runs fn as a unit of work. A refusal of our own is decided before anything is
// written: it leaves the unit, and an outer one, good.
func (s *Service) inTx(ctx context.Context, fn func(ctx context.Context) error) error {
	var refused error
	err := s.tx.InTx(ctx, func(ctx context.Context) error {
		refused = fn(ctx)
		if strings.HasPrefix(fault.CodeOf(refused), "handoff.") {
			return nil
		}
		return refused
	})
	if err != nil {
		return err
	}
	return refused
}

// Request asks for a person: the conversation becomes open, so that the assistant is
// silent, and staff are told. Asking again while it is open changes nothing but adds
// the new summary.
func (s *Service) Request(ctx context.Context, conversationID string, reason Reason, summary string) (Handoff, error) {
	var h Handoff
	err := s.inTx(ctx, func(ctx context.Context) error {
		c, err := s.convs.LockConversation(ctx, conversationID)
		if err != nil {
			return err
		}
		var fresh bool
		if h, fresh, err = s.active(ctx, c, reason, clip(summary, maxSummary)); err != nil {
			return err
		}
		if err := s.hold(ctx, c, c.Assignee); err != nil || !fresh {
			return err
		}
		return s.tell(ctx, h, EventRequested)
	})
	return h, err
}

// maxSummary bounds what a summary may hold, in characters.
const maxSummary = 2000

// active finds the conversation's handoff that is not resolved, or makes one.
func (s *Service) active(ctx context.Context, c inbox.Conversation, reason Reason, summary string) (h Handoff, fresh bool, err error) {
	h, found, err := s.store.ActiveHandoff(ctx, c.ID)
	if err != nil {
		return h, false, err
	}
	if found {
		if summary == "" || strings.Contains(h.Summary, summary) {
			return h, false, nil
		}
		h.Summary = clip(strings.TrimSpace(h.Summary+"\n"+summary), maxSummary)
		return h, false, s.store.SaveHandoff(ctx, h)
	}
	h = Handoff{ID: s.ids.Make("hnd"), ContactID: c.ContactID, ConversationID: c.ID, Reason: reason, Summary: summary,
		Status: Requested, RequestedAt: s.now()}
	_, err = s.store.InsertHandoff(ctx, h)
	return h, true, err
}

// hold gives a conversation to operators.
func (s *Service) hold(ctx context.Context, c inbox.Conversation, assignee string) error {
	if c.Status == inbox.Open && c.Assignee == assignee {
		return nil
	}
	return s.convs.SetConversationStatus(ctx, c.ID, inbox.Open, assignee, s.now())
}

// Accept notes that an operator has a conversation; a colleague's is taken over. One
// that nobody asked for becomes a manual handoff.
func (s *Service) Accept(ctx context.Context, conversationID string, by Operator) (Handoff, error) {
	var h Handoff
	err := s.inTx(ctx, func(ctx context.Context) error {
		c, err := s.convs.LockConversation(ctx, conversationID)
		if err != nil {
			return err
		}
		h, err = s.accept(ctx, c, by)
		return err
	})
	return h, err
}

// Answered is Accept by an operator's own words to the customer: what came before them is
// dealt with.
func (s *Service) Answered(ctx context.Context, conversationID string, by Operator) error {
	return s.inTx(ctx, func(ctx context.Context) error {
		c, err := s.convs.LockConversation(ctx, conversationID)
		if err != nil {
			return err
		}
		return s.answered(ctx, c, by)
	})
}

func (s *Service) answered(ctx context.Context, c inbox.Conversation, by Operator) error {
	if _, err := s.accept(ctx, c, by); err != nil {
		return err
	}
	return s.convs.SetAnswered(ctx, c.ID, c.LastSeq, s.now())
}

func (s *Service) accept(ctx context.Context, c inbox.Conversation, by Operator) (Handoff, error) {
	h, _, err := s.active(ctx, c, Manual, "")
	if err != nil {
		return h, err
	}
	if err := s.hold(ctx, c, by.ID); err != nil {
		return h, err
	}
	if h.Status == Accepted && h.AcceptedBy == by.label() {
		return h, nil
	}
	h.Status, h.AcceptedBy, h.AcceptedAt = Accepted, by.label(), s.now()
	if err := s.store.SaveHandoff(ctx, h); err != nil {
		return h, err
	}
	return h, s.tell(ctx, h, EventAccepted)
}

func (o Operator) label() string {
	if o.Name != "" {
		return o.Name
	}
	return o.ID
}

// HandBack gives a conversation back to the assistant, which answers from the next
// message on; what came in meanwhile was the operators' to answer.
//
// Faults: ErrNone when the assistant has it already.
func (s *Service) HandBack(ctx context.Context, conversationID string, by Operator) (Handoff, error) {
	return s.end(ctx, conversationID, by, inbox.Pending)
}

// Resolve ends a conversation: the customer's next message starts it anew with the
// assistant. Faults as of HandBack.
func (s *Service) Resolve(ctx context.Context, conversationID string, by Operator) (Handoff, error) {
	return s.end(ctx, conversationID, by, inbox.Resolved)
}

func (s *Service) end(ctx context.Context, conversationID string, by Operator, to inbox.Status) (Handoff, error) {
	var h Handoff
	err := s.inTx(ctx, func(ctx context.Context) error {
		c, err := s.convs.LockConversation(ctx, conversationID)
		if err != nil {
			return err
		}
		var found bool
		if h, found, err = s.store.ActiveHandoff(ctx, c.ID); err != nil {
			return err
		}
		if !found && c.Status != inbox.Open {
			return ErrNone
		}
		now := s.now()
		if err := s.convs.SetAnswered(ctx, c.ID, c.LastSeq, now); err != nil {
			return err
		}
		if err := s.convs.SetConversationStatus(ctx, c.ID, to, "", now); err != nil {
			return err
		}
		if to == inbox.Resolved {
			if err := s.ended(ctx, c); err != nil {
				return err
			}
		}
		if !found {
			return nil
		}
		h.Status, h.ResolvedBy, h.ResolvedAt = Resolved, by.label(), now
		if err := s.store.SaveHandoff(ctx, h); err != nil {
			return err
		}
		return s.tell(ctx, h, EventResolved)
	})
	return h, err
}

func (s *Service) ended(ctx context.Context, c inbox.Conversation) error {
	if s.Ended == nil {
		return nil
	}
	return s.Ended(ctx, c.ID, c.LastSeq)
}

// Note keeps what an operator writes for the others.
func (s *Service) Note(ctx context.Context, conversationID string, by Operator, text string) error {
	_, err := s.AddNote(ctx, conversationID, by, text)
	return err
}

// AddNote is Note that returns it as kept.
//
// Faults: ErrEmptyNote.
func (s *Service) AddNote(ctx context.Context, conversationID string, by Operator, text string) (Note, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return Note{}, ErrEmptyNote
	}
	n := Note{ID: s.ids.Make("note"), ConversationID: conversationID, Author: by.label(), Text: clip(text, 4000), At: s.now()}
	return n, s.inTx(ctx, func(ctx context.Context) error { return s.store.AddConversationNote(ctx, n) })
}

// Notes lists a conversation's notes, oldest first.
func (s *Service) Notes(ctx context.Context, conversationID string) ([]Note, error) {
	var list []Note
	err := s.tx.View(ctx, func(ctx context.Context) error {
		var err error
		list, err = s.store.ConversationNotes(ctx, conversationID)
		return err
	})
	return list, err
}

// Waiting lists the handoffs that are not resolved, those that wait longest first.
func (s *Service) Waiting(ctx context.Context) ([]Handoff, error) {
	var list []Handoff
	err := s.tx.View(ctx, func(ctx context.Context) error {
		var err error
		list, err = s.store.WaitingHandoffs(ctx, 200)
		return err
	})
	return list, err
}

func (s *Service) tell(ctx context.Context, h Handoff, name string) error {
	err := s.events.Record(ctx, inbox.Event{Name: name, ContactID: h.ContactID, ConversationID: h.ConversationID, SubjectID: h.ID,
		Data: map[string]any{"reason": h.Reason}})
	if err != nil {
		return err
	}
	return s.jobs.Enqueue(ctx, job.New{Kind: JobPrefix + name, Payload: EventJob{h.ID, h.ConversationID}})
}

func clip(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	return string([]rune(s)[:n-1]) + "…"
}
