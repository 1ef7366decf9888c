package inbox

import (
	"context"

	"prilavok/core/job"
	"prilavok/core/markup"
)

// Waiting is a conversation with what it waits for an answer to.
type Waiting struct {
	Conversation Conversation
	Messages     []Message // unanswered ones of the customer, in order
	History      []Message // what was said before, oldest first
}

// UpTo returns the sequence number of the newest message that an answer covers.
func (w Waiting) UpTo() int64 {
	if n := len(w.Messages); n > 0 {
		return w.Messages[n-1].Seq
	}
	return w.Conversation.AnsweredTo
}

// Bounds of what a turn reads.
const (
	maxUnanswered = 50
	historyLength = 24
)

// Unanswered returns what a conversation waits for.
func (s *Service) Unanswered(ctx context.Context, conversationID string) (Waiting, error) {
	var w Waiting
	err := s.tx.View(ctx, func(ctx context.Context) error {
		var err error
		w = Waiting{}
		if w.Conversation, err = s.store.ConversationByID(ctx, conversationID); err != nil {
			return err
		}
		after := w.Conversation.AnsweredTo
		if w.Messages, err = s.store.AskedAfter(ctx, conversationID, after, maxUnanswered); err != nil {
			return err
		}
		w.History, err = s.store.MessagesBefore(ctx, conversationID, after, historyLength)
		return err
	})
	return w, err
}

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
		if err := s.store.SetAnswered(ctx, c.ID, r.UpTo, s.now()); err != nil {
			return err
		}
		if _, err := s.say(ctx, c, ByAssistant, r.TurnID, r.Out); err != nil {
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
	})
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

// say shapes messages for the conversation's channel, stores each part as a row of
// its own and enqueues its delivery.
func (s *Service) say(ctx context.Context, c Conversation, author Author, turnID string, out []Outgoing) ([]Message, error) {
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
			part.Author = o.Author
			rows = append(rows, Message{Author: o.Author, Kind: KindText, Text: markup.Plain(part.Text), Out: &part,
				State: Queued, TurnID: turnID, CreatedAt: s.now()})
		}
	}
	if len(rows) == 0 {
		return nil, nil
	}
	rows, err := s.store.AppendMessages(ctx, c.ID, rows)
	if err != nil {
		return nil, err
	}
	for _, m := range rows {
		err := s.jobs.Enqueue(ctx, job.New{Kind: JobDeliver, Lane: "deliver:" + c.ID, Seq: m.Seq,
			Payload: DeliverJob{c.ID, m.Seq}})
		if err != nil {
			return nil, err
		}
	}
	return rows, nil
}
