// Package held is what could not be said because the reply window was closed. It is kept; an
// operator decides whether it is said when the customer writes again, on another address of
// theirs, or not at all. What the assistant could not say goes elsewhere where that is
// possible, and waits else. Notices are core/notify's own.
package held

import (
	"context"
	"slices"
	"time"

	"prilavok/core/contact"
	"prilavok/core/fault"
	"prilavok/core/inbox"
	"prilavok/core/notify"
	"prilavok/core/txn"
)

// Wish is what somebody wants done with a held message.
type Wish string

const (
	Later     Wish = "later"     // said when the customer writes
	Elsewhere Wish = "elsewhere" // said on another address of theirs now
	Drop      Wish = "drop"      // not said
)

// Outcome is what became of it.
type Outcome string

const (
	Waits   Outcome = "" // nobody has decided, or it waits for the customer
	Said    Outcome = "said"
	Dropped Outcome = "dropped"
)

// Message is a held message. The message itself stays in its conversation, as failed.
type Message struct {
	ConversationID string
	Seq            int64
	Author         inbox.Author
	Reason         string // code of the fault that kept it
	Wish           Wish
	By             string // who decided
	Outcome        Outcome
	WentTo         string // conversation in which it was said
	CreatedAt      time.Time
	DoneAt         time.Time
}

// Store keeps held messages. All run inside a unit of work.
type Store interface {
	// AddHeld answers false when the message is held already.
	AddHeld(ctx context.Context, m Message) (bool, error)
	// LockHeld reads one and holds its row; ErrNone when there is none.
	LockHeld(ctx context.Context, conversationID string, seq int64) (Message, error)
	// SaveHeld stores wish, outcome, and who did what when.
	SaveHeld(ctx context.Context, m Message) error
	// HeldIn lists those of a conversation, oldest first.
	HeldIn(ctx context.Context, conversationID string) ([]Message, error)
	// HeldFor lists what is wished to be said later to a contact, oldest first.
	HeldFor(ctx context.Context, contactID string) ([]Message, error)
	// MessageAt returns a message with its address and conversation.
	MessageAt(ctx context.Context, conversationID string, seq int64) (inbox.Message, contact.Address, inbox.Conversation, error)
	// PlacesOf lists a contact's conversations, where they wrote last first.
	PlacesOf(ctx context.Context, contactID string) ([]notify.Place, error)
	// SetNoticesWait notes at the contact that something waits for them.
	SetNoticesWait(ctx context.Context, contactID string, wait bool) error
}

// Faults of held messages.
var (
	ErrNone    = fault.New(fault.NotFound, "held.none", "no such message is held")
	ErrDone    = fault.New(fault.Conflict, "held.done", "it is decided already what becomes of this message")
	ErrNoPlace = fault.New(fault.Conflict, "held.no_place", "the customer has no other address that can be written to now")
	ErrWish    = fault.New(fault.Invalid, "held.wish", "a held message is said later, elsewhere, or dropped")
)

// Asks hands a decision to a job that can speak to customers, in the open unit of work.
type Asks interface {
	Decide(ctx context.Context, conversationID string, seq int64, wish Wish, by string) error
}

// Service keeps and releases held messages.
type Service struct {
	Asks  Asks
	store Store
	tx    txn.Runner
	inbox notify.Inbox
	open  func(notify.Place) bool
	now   func() time.Time
}

// New returns the service. open tells whether a place can be written to now.
func New(store Store, tx txn.Runner, in notify.Inbox, open func(notify.Place) bool, now func() time.Time) *Service {
	return &Service{store: store, tx: tx, inbox: in, open: open, now: now}
}

// Hold keeps a message that failed as the window was closed; found is false for any other.
// elsewhere is another place where it could be said now, nil when there is none. What the
// assistant said needs no decision.
func (s *Service) Hold(ctx context.Context, conversationID string, seq int64) (m Message, elsewhere *notify.Place, found bool, err error) {
	err = s.tx.InTx(ctx, func(ctx context.Context) error {
		found, elsewhere = false, nil
		said, _, c, err := s.store.MessageAt(ctx, conversationID, seq)
		if err != nil || said.State != inbox.Failed || said.Fault != inbox.ErrWindow.Code || said.Author != inbox.ByOperator && said.Author != inbox.ByAssistant {
			return err
		}
		m = Message{ConversationID: conversationID, Seq: seq, Author: said.Author, Reason: said.Fault, CreatedAt: s.now()}
		if found, err = s.store.AddHeld(ctx, m); err != nil || !found {
			return err
		}
		if elsewhere, err = s.place(ctx, c); err != nil || said.Author == inbox.ByOperator {
			return err
		}
		m.Wish = Later
		if elsewhere != nil {
			m.Wish = Elsewhere
		}
		return s.carryOut(ctx, &m)
	})
	return m, elsewhere, found, err
}

// Asked reports whether people are asked what becomes of a message: an operator's own that
// is held.
func (s *Service) Asked(ctx context.Context, conversationID string, seq int64) (bool, error) {
	list, err := s.In(ctx, conversationID)
	return slices.ContainsFunc(list, func(m Message) bool { return m.Seq == seq && m.Author == inbox.ByOperator }), err
}

// place finds where else a contact can be written to now.
func (s *Service) place(ctx context.Context, c inbox.Conversation) (*notify.Place, error) {
	list, err := s.store.PlacesOf(ctx, c.ContactID)
	for _, p := range list {
		if p.ConversationID != c.ID && s.open(p) {
			return &p, err
		}
	}
	return nil, err
}

// Decide does what somebody wants done. A wish for later can be changed until the customer
// writes.
//
// Faults: ErrWish, ErrNone, ErrDone, ErrNoPlace.
func (s *Service) Decide(ctx context.Context, conversationID string, seq int64, wish Wish, by string) (Message, error) {
	return s.waiting(ctx, conversationID, seq, wish, func(ctx context.Context, m *Message) error {
		m.Wish, m.By = wish, by
		return s.carryOut(ctx, m)
	})
}

// Ask notes a decision for a job to carry out. Faults as of Decide, but for ErrNoPlace, which
// only the job can know.
func (s *Service) Ask(ctx context.Context, conversationID string, seq int64, wish Wish, by string) (Message, error) {
	return s.waiting(ctx, conversationID, seq, wish, func(ctx context.Context, _ *Message) error {
		return s.Asks.Decide(ctx, conversationID, seq, wish, by)
	})
}

// waiting does something about a message that waits, with its row locked.
func (s *Service) waiting(ctx context.Context, conversationID string, seq int64, wish Wish, do func(ctx context.Context, m *Message) error) (Message, error) {
	var m Message
	if wish != Later && wish != Elsewhere && wish != Drop {
		return m, ErrWish
	}
	err := s.tx.InTx(ctx, func(ctx context.Context) error {
		var err error
		if m, err = s.store.LockHeld(ctx, conversationID, seq); err != nil {
			return err
		}
		if m.Outcome != Waits {
			return ErrDone
		}
		return do(ctx, &m)
	})
	return m, err
}

func (s *Service) carryOut(ctx context.Context, m *Message) error {
	_, _, c, err := s.store.MessageAt(ctx, m.ConversationID, m.Seq)
	if err != nil {
		return err
	}
	switch m.Wish {
	case Later:
		if err := s.store.SetNoticesWait(ctx, c.ContactID, true); err != nil {
			return err
		}
		return s.store.SaveHeld(ctx, *m)
	case Elsewhere:
		p, err := s.place(ctx, c)
		if err != nil {
			return err
		}
		if p == nil {
			return ErrNoPlace
		}
		return s.say(ctx, m, p.ConversationID)
	}
	m.Outcome, m.DoneAt = Dropped, s.now()
	return s.store.SaveHeld(ctx, *m)
}

// say says a held message in a conversation that can be written to.
func (s *Service) say(ctx context.Context, m *Message, in string) error {
	said, _, _, err := s.store.MessageAt(ctx, m.ConversationID, m.Seq)
	if err != nil {
		return err
	}
	out := *said.Out
	out.Replaces = ""
	if _, err := s.inbox.Post(ctx, in, said.Author, out); err != nil {
		return err
	}
	m.Outcome, m.WentTo, m.DoneAt = Said, in, s.now()
	return s.store.SaveHeld(ctx, *m)
}

// Arrived says what was wished to be said later, where the contact has just written.
func (s *Service) Arrived(ctx context.Context, conversationID, contactID string) error {
	return s.tx.InTx(ctx, func(ctx context.Context) error {
		list, err := s.store.HeldFor(ctx, contactID)
		for _, x := range list {
			m, err := s.store.LockHeld(ctx, x.ConversationID, x.Seq)
			if err != nil {
				return err
			}
			if m.Outcome == Waits && m.Wish == Later {
				if err := s.say(ctx, &m, conversationID); err != nil {
					return err
				}
			}
		}
		return err
	})
}

// In lists the held messages of a conversation, oldest first.
func (s *Service) In(ctx context.Context, conversationID string) ([]Message, error) {
	var out []Message
	err := s.tx.View(ctx, func(ctx context.Context) error {
		var err error
		out, err = s.store.HeldIn(ctx, conversationID)
		return err
	})
	return out, err
}
