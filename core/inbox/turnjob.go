package inbox

import (
	"context"
	"encoding/json"
	"errors"
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

// Turns is what the turn job needs besides the inbox itself.
type Turns struct {
	Responder Responder
	Directory Directory
	Staff     Staff
}

// maxResume is how often an answer is dropped because newer messages arrived.
const maxResume = 2

// Turn returns the handler of JobTurn: stop 4 with stop 5 at its end. It takes all
// unanswered messages of a conversation and answers them once.
func (s *Service) Turn(t Turns) job.Handler {
	return func(ctx context.Context, j job.Job) error {
		var p TurnJob
		if err := json.Unmarshal(j.Payload, &p); err != nil {
			return fault.Wrap(err, fault.Invalid, "inbox.bad_job", "a turn job")
		}
		for attempt := 0; ; attempt++ {
			in, err := s.turnInput(ctx, t, p.ConversationID)
			if err != nil || len(in.Messages) == 0 {
				return err
			}
			in.TurnID = "trn" + strings.TrimPrefix(j.ID, "job")
			if in.Conversation.Status == Open {
				return s.relay(ctx, t, in)
			}
			err = s.answer(ctx, t, in, attempt >= maxResume)
			if !errors.Is(err, ErrNewer) && !errors.Is(err, ErrTakenOver) {
				return err
			}
		}
	}
}

func (s *Service) turnInput(ctx context.Context, t Turns, conversationID string) (TurnInput, error) {
	w, err := s.Unanswered(ctx, conversationID)
	if err != nil || len(w.Messages) == 0 {
		return TurnInput{}, err
	}
	in := TurnInput{Conversation: w.Conversation, Messages: w.Messages, History: w.History}
	err = s.tx.View(ctx, func(ctx context.Context) error {
		var err error
		if in.Shop, err = t.Directory.ShopByID(ctx, txn.ShopID(ctx)); err != nil {
			return err
		}
		in.Contact, err = t.Directory.ContactByID(ctx, w.Conversation.ContactID)
		return err
	})
	return in, err
}

func (s *Service) answer(ctx context.Context, t Turns, in TurnInput, keep bool) error {
	res, err := t.Responder.Answer(ctx, in)
	if err != nil {
		return err
	}
	r := Reply{ConversationID: in.Conversation.ID, TurnID: in.TurnID, UpTo: in.UpTo(), Out: res.Out, Keep: keep || res.Changed || res.Handoff != nil}
	if res.Handoff != nil {
		for i := range r.Out {
			r.Out[i].Author = BySystem // still said after the operator has the conversation
		}
		r.Also = func(ctx context.Context, c Conversation) error { return t.Staff.Asked(ctx, c, *res.Handoff) }
	}
	return s.Reply(ctx, r)
}

// relay hands the customer's words to the operator who has the conversation; the
// assistant is silent and will not answer them later.
func (s *Service) relay(ctx context.Context, t Turns, in TurnInput) error {
	return s.tx.InTx(ctx, func(ctx context.Context) error {
		c, err := s.store.LockConversation(ctx, in.Conversation.ID)
		if err != nil {
			return err
		}
		if err := s.store.SetAnswered(ctx, c.ID, in.UpTo(), s.now()); err != nil {
			return err
		}
		if err := t.Staff.Wrote(ctx, c, in.Messages); err != nil {
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
