package inbox

import (
	"context"

	"prilavok/core/job"
	"prilavok/core/markup"
)

// Bounds of what a turn reads.
const (
	MaxUnanswered = 50 // messages of the customer at once
	historyLength = 24
)

// Reply is what a turn says.
type Reply struct {
	ConversationID string
	TurnID         string
	UpTo           int64 // the answer covers the customer's messages up to here
	Out            []Outgoing
	Keep           bool                                            // send it although newer messages arrived
	Last           bool                                            // nothing else is left for the job in hand
	Also           func(ctx context.Context, c Conversation) error // done in the same unit; may be nil
}

// Reply is stop 5: one unit of work that checks that the conversation is still the
// assistant's, appends the messages, enqueues their delivery and ends the job in hand.
//
// Faults: ErrTakenOver when an operator has the conversation; ErrNewer when newer
// messages arrived and Keep is false. Nothing is stored then.
func (s *Service) Reply(ctx context.Context, r Reply) error {
	return s.tx.InTx(ctx, func(ctx context.Context) error {
		c, err := s.store.LockConversation(ctx, r.ConversationID)
		if err != nil {
			return err
		}
		if c.Status == Open {
			return ErrTakenOver
		}
		if !r.Keep {
			newer, err := s.hasNewer(ctx, c, r.UpTo)
			if err != nil {
				return err
			}
			if newer {
				return ErrNewer
			}
		}
		return s.reply(ctx, r, c)
	})
}

// reply stores an answer of a conversation that the unit of work holds. The worker that
// answers goes on with sending it when the job in hand ends with it.
func (s *Service) reply(ctx context.Context, r Reply, c Conversation) error {
	rows, err := s.parts(c, ByAssistant, r.TurnID, r.Out)
	if err != nil {
		return err
	}
	rows, alone, err := s.store.AppendAnswer(ctx, Answer{c.ID, r.UpTo, s.now(), laneOf(c)}, rows)
	if err != nil {
		return err
	}
	if err := s.deliver(ctx, c, rows, r.Last && alone); err != nil {
		return err
	}
	if r.Also != nil {
		if err := r.Also(ctx, c); err != nil {
			return err
		}
	}
	if !r.Last {
		return nil
	}
	return s.jobs.Finish(ctx)
}

func (s *Service) hasNewer(ctx context.Context, c Conversation, upTo int64) (bool, error) {
	if c.LastSeq <= upTo {
		return false, nil
	}
	news, err := s.store.AskedAfter(ctx, c.ID, upTo, 1)
	return len(news) > 0, err
}

// Say appends messages that are no answer of a turn: an operator's words. It joins the
// open unit of work.
func (s *Service) Say(ctx context.Context, conversationID string, author Author, out ...Outgoing) error {
	_, err := s.Post(ctx, conversationID, author, out...)
	return err
}

// Post is Say that returns the messages as stored, one for each part. Nothing that the
// conversation waits for counts as answered by them, and they go out whoever has it.
func (s *Service) Post(ctx context.Context, conversationID string, author Author, out ...Outgoing) ([]Message, error) {
	var said []Message
	err := s.tx.InTx(ctx, func(ctx context.Context) error {
		c, err := s.store.LockConversation(ctx, conversationID)
		if err != nil {
			return err
		}
		said, err = s.say(ctx, c, author, "", out)
		return err
	})
	return said, err
}

// say stores messages and enqueues their delivery.
func (s *Service) say(ctx context.Context, c Conversation, author Author, turnID string, out []Outgoing) ([]Message, error) {
	rows, err := s.parts(c, author, turnID, out)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	if rows, err = s.store.AppendMessages(ctx, c.ID, rows); err != nil {
		return nil, err
	}
	return rows, s.deliver(ctx, c, rows, false)
}

// parts shapes messages for the conversation's channel; each part is a row of its own.
func (s *Service) parts(c Conversation, author Author, turnID string, out []Outgoing) ([]Message, error) {
	adapter, ok := s.channels[c.Channel]
	if !ok {
		return nil, ErrNoChannel
	}
	var rows []Message
	for _, o := range out {
		if o.Author == "" {
			o.Author = author
		}
		for _, part := range adapter.Shape(o) {
			part.Author, part.Operator, part.Client, part.Drafted = o.Author, o.Operator, o.Client, o.Drafted
			rows = append(rows, Message{Author: o.Author, Kind: KindText, Text: markup.Plain(part.Text), Out: &part,
				State: Queued, TurnID: turnID, CreatedAt: s.now()})
		}
	}
	return rows, nil
}

// laneOf is the lane of a conversation's deliveries. Whoever adds to it holds the
// conversation's row.
func laneOf(c Conversation) string { return "deliver:" + c.ID }

// deliver enqueues the delivery of stored parts, in order; next lets the worker in hand
// go on with them.
func (s *Service) deliver(ctx context.Context, c Conversation, rows []Message, next bool) error {
	list := make([]job.New, len(rows))
	for i, m := range rows {
		list[i] = job.New{Kind: JobDeliver, Lane: laneOf(c), Seq: m.Seq, Payload: DeliverJob{c.ID, m.Seq}, Next: next}
	}
	return s.jobs.EnqueueAll(ctx, list)
}
