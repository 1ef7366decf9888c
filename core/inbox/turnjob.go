package inbox

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"strings"

	"prilavok/core/contact"
	"prilavok/core/fault"
	"prilavok/core/job"
	"prilavok/core/shop"
)

// Responder makes the answer of a turn: the assistant.
type Responder interface {
	Answer(ctx context.Context, in TurnInput) (TurnResult, error)
}

// Directory tells who a turn is between.
type Directory interface {
	// Between returns a conversation with its contact and shop, and holds the
	// conversation's row until the unit of work ends.
	Between(ctx context.Context, conversationID string) (Conversation, contact.Contact, shop.Shop, error)
}

// Staff is told, in the unit of work of a turn, what concerns operators.
type Staff interface {
	// Asked: the turn asks for a person; the conversation is theirs from now on.
	Asked(ctx context.Context, c Conversation, h Handoff) error
	// Wrote: the customer wrote while an operator has the conversation.
	Wrote(ctx context.Context, c Conversation, m []Message) error
}

// Script is the deterministic path. Both run inside a unit of work.
type Script interface {
	// Try answers what needs no model. It may change things; handled is false, and
	// nothing changed, when the turn is not for it.
	Try(ctx context.Context, in TurnInput) (res TurnResult, handled bool, err error)
	// Explain says why what Try was asked for cannot be done. It changes nothing.
	Explain(ctx context.Context, in TurnInput, cause error) (TurnResult, error)
}

// Turns is what the turn job needs besides the inbox itself.
type Turns struct {
	Script    Script
	Responder Responder
	Directory Directory
	Staff     Staff
	// Drafts asks for a draft of what a person is to answer, in the unit of work of a turn:
	// from and upTo are the messages left to them; may be nil.
	Drafts func(ctx context.Context, c Conversation, from, upTo int64) error
	// Ahead is told, in the unit of work of a turn, what the turn is about to read; may be nil.
	Ahead func(ctx context.Context, c Conversation) error
}

// maxResume is how often an answer is dropped because newer messages arrived.
const maxResume = 2

// Turn returns the handler of JobTurn: stop 4 with stop 5 at its end. It takes all
// unanswered messages of a conversation: what is typed in one go is answered once,
// and every command or pressed button by itself, in order.
func (s *Service) Turn(t Turns) job.Handler {
	return func(ctx context.Context, j job.Job) error {
		var p TurnJob
		if err := json.Unmarshal(j.Payload, &p); err != nil {
			return fault.Wrap(err, fault.Invalid, "inbox.bad_job", "a turn job")
		}
		for dropped := 0; ; {
			next, err := s.turn(ctx, t, p.ConversationID, j.ID, &dropped)
			if err != nil || !next {
				return err
			}
		}
	}
}

// turn answers the first group of unanswered messages; next is true when the job is not
// at its end.
func (s *Service) turn(ctx context.Context, t Turns, conversationID, jobID string, dropped *int) (next bool, err error) {
	w := &opened{id: conversationID, turnID: "trn" + strings.TrimPrefix(jobID, "job")}
	handled, err := s.scripted(ctx, t, w)
	switch {
	case errors.Is(err, ErrTakenOver):
		return true, nil
	case handled || err != nil || len(w.in.Messages) == 0:
		return err == nil && len(w.rest) > 0 && !w.relayed, err
	}
	res, err := t.Responder.Answer(ctx, w.in)
	if err != nil {
		return false, err
	}
	keep := len(w.rest) > 0 || *dropped >= maxResume || res.Changed || res.Handoff != nil
	switch err := s.Reply(ctx, s.replyOf(t, w, res, keep)); {
	case errors.Is(err, ErrNewer):
		*dropped++
		return true, nil
	case errors.Is(err, ErrTakenOver):
		return true, nil
	default:
		return err == nil && len(w.rest) > 0, err
	}
}

// opened is a turn with what was read for it.
type opened struct {
	id, turnID string
	in         TurnInput
	upTo       int64     // what the answer deals with
	rest       []Message // what follows the group that is being answered
	relayed    bool      // an operator has the conversation, and the words
	mode       shop.Mode
}

// open holds the conversation and reads the first group of unanswered messages; none
// when there is nothing to answer.
func (s *Service) open(ctx context.Context, t Turns, w *opened) error {
	w.in, w.rest, w.relayed = TurnInput{}, nil, false
	c, who, sh, err := t.Directory.Between(ctx, w.id)
	if err != nil {
		return err
	}
	if t.Ahead != nil {
		if err := t.Ahead(ctx, c); err != nil {
			return err
		}
	}
	asked, err := s.store.AskedAfter(ctx, c.ID, max(c.AnsweredTo, c.HeldTo), MaxUnanswered)
	if err != nil || len(asked) == 0 {
		return err
	}
	last := asked[len(asked)-1].Seq
	if asked, err = s.mend(ctx, c, asked); err != nil {
		return err
	}
	if c.Status != Open {
		if asked, err = s.wanted(ctx, c, asked); err != nil {
			return err
		}
	}
	if len(asked) == 0 {
		return s.store.SetAnswered(ctx, c.ID, last, s.now())
	}
	w.mode = ModeOf(sh, c)
	n := groupLength(asked)
	w.rest, w.upTo = asked[n:], last
	if len(w.rest) > 0 {
		w.upTo = w.rest[0].Seq - 1
	}
	w.in = TurnInput{TurnID: w.turnID + "." + strconv.FormatInt(asked[0].Seq, 10), Shop: sh, Contact: who, Conversation: c, Messages: inOrder(c, asked[:n]), Draft: w.mode != shop.Answers && !alone(asked[0].Kind)}
	return nil
}

// groupLength tells how many messages from the first on belong to one answer.
func groupLength(list []Message) int {
	n := 1
	for n < len(list) && !alone(list[0].Kind) && !alone(list[n].Kind) {
		n++
	}
	return n
}

// alone tells the kinds that are always answered by themselves.
func alone(k Kind) bool {
	switch k {
	case KindCommand, KindButton, KindContact, KindPaid, KindWebApp:
		return true
	}
	return false
}

// scripted opens a turn and answers it by rules where they can. All of it is one unit of
// work, so that what a button does is done once; the model's path is not, because no
// network call happens inside a unit: it is handled false then, with what was said before.
func (s *Service) scripted(ctx context.Context, t Turns, w *opened) (handled bool, err error) {
	err = s.tx.InTx(ctx, func(ctx context.Context) error {
		if err := s.open(ctx, t, w); err != nil {
			return err
		}
		if len(w.in.Messages) == 0 {
			return s.jobs.Finish(ctx)
		}
		if w.in.Conversation.Status == Open {
			handled = true
			return s.relay(ctx, t, w)
		}
		var res TurnResult
		var err error
		if res, handled, err = t.Script.Try(ctx, w.in); err != nil {
			return err
		}
		if !handled && w.in.Draft {
			handled = true
			return s.hold(ctx, t, w)
		}
		if !handled {
			w.in.History, err = s.store.MessagesBefore(ctx, w.id, w.in.Conversation.AnsweredTo, historyLength)
			return err
		}
		r := s.replyOf(t, w, res, true)
		return s.reply(ctx, r, w.in.Conversation)
	})
	if err == nil || !explains(err) || len(w.in.Messages) == 0 {
		return handled && err == nil, err
	}
	cause := err
	err = s.tx.InTx(ctx, func(ctx context.Context) error {
		res, err := t.Script.Explain(ctx, w.in, cause)
		if err != nil {
			return err
		}
		return s.Reply(ctx, s.replyOf(t, w, res, true))
	})
	return err == nil, err
}

// explains tells the faults that are an answer to the customer, not of ours.
func explains(err error) bool {
	if errors.Is(err, ErrTakenOver) || errors.Is(err, job.ErrLeaseLost) {
		return false
	}
	switch fault.KindOf(err) {
	case fault.Invalid, fault.NotFound, fault.Conflict, fault.Unsupported:
		return true
	}
	return false
}

func (s *Service) replyOf(t Turns, w *opened, res TurnResult, keep bool) Reply {
	r := Reply{ConversationID: w.id, TurnID: w.in.TurnID, UpTo: w.upTo, Out: res.Out, Keep: keep, Last: len(w.rest) == 0}
	if res.Handoff != nil {
		for i := range r.Out {
			r.Out[i].Author = BySystem // still said after the operator has the conversation
		}
		h := *res.Handoff
		r.Also = func(ctx context.Context, c Conversation) error { return t.Staff.Asked(ctx, c, h) }
	}
	return r
}

// relay hands the customer's words to the operator who has the conversation; the
// assistant is silent and will not answer them later.
func (s *Service) relay(ctx context.Context, t Turns, w *opened) error {
	all := append(slices.Clone(w.in.Messages), w.rest...)
	w.relayed = true
	if err := s.store.SetAnswered(ctx, w.id, all[len(all)-1].Seq, s.now()); err != nil {
		return err
	}
	if err := t.Staff.Wrote(ctx, w.in.Conversation, all); err != nil {
		return err
	}
	if err := s.draft(ctx, t, w, all); err != nil {
		return err
	}
	return s.jobs.Finish(ctx)
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
