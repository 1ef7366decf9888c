package desk

import (
	"context"
	"strings"

	"prilavok/core/cart"
	"prilavok/core/handoff"
	"prilavok/core/inbox"
)

// Story is what a colleague would have to read the whole conversation for. It is made of
// what is on record; no model is needed for it.
type Story struct {
	Wants   []string // the customer's newest words before a person was asked for, oldest first
	Cart    []cart.Line
	Tried   []Tried
	Reason  handoff.Reason // "" nobody asked for a person
	Summary string         // what the assistant left for the operator
}

// Tried is something that the assistant looked for or did.
type Tried struct {
	Tool   string
	Args   string // JSON
	Failed bool
}

// StoryStore reads what a story is made of. All run inside a unit of work.
type StoryStore interface {
	// ActiveHandoff finds the one of a conversation that is not over.
	ActiveHandoff(ctx context.Context, conversationID string) (h handoff.Handoff, found bool, err error)
	// TriedIn lists the newest calls of tools in a conversation, newest first.
	TriedIn(ctx context.Context, conversationID string, limit int) ([]Tried, error)
}

// What a story holds at most.
const (
	storyWords = 3
	storyTried = 8
	storyFar   = 40 // messages that are looked through
	wordsLimit = 300
)

// Story tells a conversation in short.
//
// Faults: inbox.ErrNoConversation.
func (s *Service) Story(ctx context.Context, id string) (Story, error) {
	var out Story
	var who string
	err := s.Tx.View(ctx, func(ctx context.Context) error {
		c, err := s.Store.ConversationLine(ctx, id)
		if err != nil {
			return err
		}
		who = c.ContactID
		h, found, err := s.Store.ActiveHandoff(ctx, id)
		if err != nil {
			return err
		}
		if found {
			out.Reason, out.Summary = h.Reason, h.Summary
		}
		said, err := s.Store.MessagesBefore(ctx, id, newest, storyFar)
		if err != nil {
			return err
		}
		out.Wants = wants(said, h, found)
		out.Tried, err = s.Store.TriedIn(ctx, id, storyTried)
		return err
	})
	if err != nil {
		return out, err
	}
	k, err := s.Cart(ctx, who)
	out.Cart = k.Lines
	return out, err
}

// wants are the customer's own words up to when a person was asked for.
func wants(said []inbox.Message, h handoff.Handoff, over bool) []string {
	var out []string
	for _, m := range said { // oldest first
		text := strings.Join(strings.Fields(m.Text), " ")
		if m.Author != inbox.ByContact || text == "" || !m.DeletedAt.IsZero() || over && m.CreatedAt.After(h.RequestedAt) {
			continue
		}
		out = append(out, clip(text, wordsLimit))
	}
	return out[max(0, len(out)-storyWords):]
}
