package desk

import (
	"cmp"
	"context"
	"strconv"
	"strings"
	"time"

	"prilavok/core/cart"
	"prilavok/core/fault"
	"prilavok/core/handoff"
	"prilavok/core/inbox"
	"prilavok/core/job"
	"prilavok/core/lang"
	"prilavok/core/shop"
	"prilavok/core/txn"
)

// Inbox sends messages: inbox.Service.
type Inbox interface {
	Post(ctx context.Context, conversationID string, author inbox.Author, out ...inbox.Outgoing) ([]inbox.Message, error)
}

// Handoffs says who has a conversation: handoff.Service.
type Handoffs interface {
	Accept(ctx context.Context, conversationID string, by handoff.Operator) (handoff.Handoff, error)
	Answered(ctx context.Context, conversationID string, by handoff.Operator) error
	Request(ctx context.Context, conversationID string, reason handoff.Reason, summary string) (handoff.Handoff, error)
	HandBack(ctx context.Context, conversationID string, by handoff.Operator) (handoff.Handoff, error)
	Resolve(ctx context.Context, conversationID string, by handoff.Operator) (handoff.Handoff, error)
	AddNote(ctx context.Context, conversationID string, by handoff.Operator, text string) (handoff.Note, error)
}

// Jobs is the part of the queue that the desk uses.
type Jobs interface {
	Enqueue(ctx context.Context, n job.New) error
}

// Ports is what the desk works with. All are required.
type Ports struct {
	Store    Store
	Tx       txn.Runner
	Inbox    Inbox
	Handoffs Handoffs
	Jobs     Jobs
	Now      func() time.Time
	// Card shows a product as the chat does; a fault of kind NotFound where there is none.
	Card func(ctx context.Context, productID string, l lang.Lang) (inbox.Card, error)
	// Cart is what a contact is about to buy.
	Cart  func(ctx context.Context, contactID string) (cart.Cart, error)
	NewID func(prefix string) string
	// Mode is who answers in the shop where a conversation does not say otherwise.
	Mode func(ctx context.Context) (shop.Mode, error)
	// Ended is told, in the open unit of work, of a conversation that was ended though nobody
	// had it, with its newest message; of others the handoffs tell. nil: nobody.
	Ended func(ctx context.Context, conversationID string, seq int64) error
}

// Service is the desk of the shop of ctx.
type Service struct{ Ports }

// New returns the desk.
func New(p Ports) *Service { return &Service{p} }

// List lists a page of conversations and the cursor of the next, "" at the end.
//
// Faults: ErrCursor.
func (s *Service) List(ctx context.Context, f Filter, cursor string, limit int) (list []Conversation, next string, err error) {
	below, err := readSpot(cursor)
	if err != nil {
		return nil, "", err
	}
	if f.Search != "" && cursor == "" {
		if err := s.catchUp(ctx); err != nil {
			return nil, "", err
		}
	}
	err = s.Tx.View(ctx, func(ctx context.Context) error {
		if list, err = s.Store.ListConversations(ctx, f, below, limit+1); err != nil {
			return err
		}
		if len(list) > limit {
			list = list[:limit]
			next = Spot{list[limit-1].LastAt, list[limit-1].ID}.String()
		}
		if f.Search != "" && len(list) > 0 {
			if err := s.show(ctx, list, f.Search); err != nil {
				return err
			}
		}
		return s.complete(ctx, list)
	})
	return list, next, err
}

// catchUp reads what was said just now, as far as somebody who searches may wait for it.
func (s *Service) catchUp(ctx context.Context) error {
	for range 2 {
		if more, err := s.readWords(ctx, scanInSearch); err != nil || !more {
			return err
		}
	}
	return nil
}

// Conversation reads one.
//
// Faults: inbox.ErrNoConversation.
func (s *Service) Conversation(ctx context.Context, id string) (Conversation, error) {
	var c Conversation
	err := s.Tx.View(ctx, func(ctx context.Context) error {
		var err error
		if c, err = s.Store.ConversationLine(ctx, id); err != nil {
			return err
		}
		one := []Conversation{c}
		err = s.complete(ctx, one)
		c = one[0]
		return err
	})
	return c, err
}

// complete fills in names and what follows from the rest.
func (s *Service) complete(ctx context.Context, list []Conversation) error {
	var ids []string
	for _, c := range list {
		if c.Assignee.ID != "" {
			ids = append(ids, c.Assignee.ID)
		}
	}
	mode, err := s.Mode(ctx)
	if err != nil {
		return err
	}
	names, err := s.Store.NamesOf(ctx, ids)
	for i := range list {
		c := &list[i]
		c.settle()
		c.Answers = cmp.Or(c.Mode, mode, shop.Answers)
		if name := names[c.Assignee.ID]; name != "" {
			c.Assignee.Name = name
		}
		if c.Assignee.ID != "" && c.Assignee.Name == "" {
			c.Assignee.Name = c.Assignee.ID
		}
	}
	return err
}

// String writes a spot for a cursor.
func (s Spot) String() string { return strconv.FormatInt(s.At.UnixMicro(), 36) + "." + s.ID }

func readSpot(s string) (Spot, error) {
	if s == "" {
		return Spot{}, nil
	}
	at, id, ok := strings.Cut(s, ".")
	n, err := strconv.ParseInt(at, 36, 64)
	if !ok || err != nil || id == "" {
		return Spot{}, ErrCursor
	}
	return Spot{time.UnixMicro(n).UTC(), id}, nil
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

// By is an operator by the id of a member of staff or of an API key, with their name.
func (s *Service) By(ctx context.Context, id string) (handoff.Operator, error) {
	by := handoff.Operator{ID: id}
	err := s.Tx.View(ctx, func(ctx context.Context) error {
		names, err := s.Store.NamesOf(ctx, []string{id})
		by.Name = names[id]
		return err
	})
	return by, err
}

// inTx runs fn as one unit of work. A refusal of ours comes before anything is written.
func (s *Service) inTx(ctx context.Context, fn func(ctx context.Context) error) error {
	var refused error
	err := s.Tx.InTx(ctx, func(ctx context.Context) error {
		refused = fn(ctx)
		if strings.HasPrefix(fault.CodeOf(refused), "conversation.") {
			return nil
		}
		return refused
	})
	if err != nil {
		return err
	}
	return refused
}
