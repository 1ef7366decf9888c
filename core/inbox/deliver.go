package inbox

import (
	"context"
	"encoding/json"
	"errors"

	"prilavok/core/contact"
	"prilavok/core/fault"
	"prilavok/core/job"
	"prilavok/core/txn"
)

// maxUnsure bounds how often a message is sent again when the channel did not say
// whether it took it: each try may be a duplicate for the customer.
const maxUnsure = 3

// Deliver is stop 6: the handler of JobDeliver. It sends one message and notes the
// channel's id of it. Delivery is at least once; the window for a duplicate is from
// the channel's answer to the one update that follows.
func (s *Service) Deliver(ctx context.Context, j job.Job) error {
	var d DeliverJob
	if err := json.Unmarshal(j.Payload, &d); err != nil {
		return fault.Wrap(err, fault.Invalid, "inbox.bad_job", "a delivery job")
	}
	var (
		m  Message
		to contact.Address
		c  Conversation
	)
	err := s.tx.View(txn.Only(ctx), func(ctx context.Context) error {
		var err error
		m, to, c, err = s.store.MessageAt(ctx, d.ConversationID, d.Seq)
		return err
	})
	if err != nil || m.State != Queued {
		return err
	}
	if c.Status == Open && m.Author == ByAssistant {
		return s.settle(ctx, m, to, "", ErrTakenOver)
	}
	adapter, ok := s.channels[to.Channel]
	if !ok {
		return s.settle(ctx, m, to, "", ErrNoChannel)
	}
	if f := s.finders[to.Channel]; f != nil && mayHaveArrived(j) {
		if done, err := s.lookFor(ctx, j, f, m, to, c); done || err != nil {
			return err
		}
	}
	if err := s.mayTalk(ctx, m, c); errors.Is(err, ErrTakenOver) {
		return s.settle(ctx, m, to, "", err)
	} else if err != nil {
		return err
	}
	externalID, err := adapter.Send(WithAskedAt(ctx, c.AskedAt), to, *m.Out)
	if err != nil && fault.Retryable(err) && !(errors.Is(err, ErrUnknownOutcome) && j.Attempts >= s.tries(to.Channel)) {
		return err
	}
	return s.settle(ctx, m, to, externalID, err)
}

// mayTalk looks once more, right before a Send, whether the assistant still has the floor in
// a channel whose people answer beside us: asking the channel takes its time, and what an
// operator says takes back what the assistant has queued. What is left is the time that an
// echo takes to come.
//
// Faults: ErrTakenOver; ErrUndecided, to look again soon.
func (s *Service) mayTalk(ctx context.Context, m Message, c Conversation) error {
	if m.Author != ByAssistant || ordered(c.Channel) {
		return nil
	}
	var f Floor
	err := s.tx.View(txn.Only(ctx), func(ctx context.Context) error {
		var err error
		f, err = s.store.Floor(ctx, c.ID, m.Seq, laneOf(c), mirrorLane(c))
		return err
	})
	switch {
	case err != nil:
		return err
	case f.Status == Open || f.Spoken:
		return ErrTakenOver
	case f.Undecided:
		return ErrUndecided.After(mirrorLook + mirrorLook/2) // not in step with the looks
	}
	return nil
}

// mayHaveArrived reports whether an earlier try of a delivery ended without an answer, or
// without an end.
func mayHaveArrived(j job.Job) bool {
	return j.Attempts > 1 && (j.LastFault == "" || j.LastFault == ErrUnknownOutcome.Code || j.LastFault == ErrUndecided.Code)
}

// settle notes what became of a message, in one unit with the end of its job.
func (s *Service) settle(ctx context.Context, m Message, to contact.Address, externalID string, cause error) error {
	return s.tx.InTx(ctx, func(ctx context.Context) error {
		state, code := Sent, ""
		if cause != nil {
			state, code = Failed, fault.CodeOf(cause)
		}
		if errors.Is(cause, ErrUnknownOutcome) {
			state = Unsure
			now, _, _, err := s.store.MessageAt(ctx, m.ConversationID, m.Seq)
			if err != nil {
				return err
			}
			if now.State == Sent { // an echo has told meanwhile
				return s.jobs.Finish(ctx)
			}
		}
		now := s.now()
		if err := s.store.SetDelivery(ctx, m.ConversationID, m.Seq, state, externalID, code, now); err != nil {
			return err
		}
		if fault.Is(cause, fault.Forbidden) {
			if err := s.store.SetBlocked(ctx, to.ID, true, now); err != nil {
				return err
			}
		}
		if cause != nil && !errors.Is(cause, ErrTakenOver) {
			if err := s.recordFailure(ctx, m, to, code, cause); err != nil {
				return err
			}
		}
		return s.jobs.Finish(ctx)
	})
}

func (s *Service) recordFailure(ctx context.Context, m Message, to contact.Address, code string, cause error) error {
	name, subject := EventMessageFailed, m.ConversationID
	if fault.Is(cause, fault.Unauthorized) {
		name, subject = EventRevoked, to.AccountID
	}
	return s.events.Record(ctx, Event{Name: name, ContactID: to.ContactID, ConversationID: m.ConversationID,
		SubjectID: subject, Data: map[string]any{"seq": m.Seq, "fault": code, "channel": to.Channel}})
}

// Buried notes that a delivery has become a dead letter: the message has failed.
func (s *Service) Buried(ctx context.Context, j job.Job, cause error) error {
	var d DeliverJob
	if err := json.Unmarshal(j.Payload, &d); err != nil {
		return nil
	}
	if err := s.store.SetDelivery(ctx, d.ConversationID, d.Seq, Failed, "", fault.CodeOf(cause), s.now()); err != nil {
		return err
	}
	return s.events.Record(ctx, Event{Name: EventMessageFailed, ConversationID: d.ConversationID, SubjectID: d.ConversationID,
		Data: map[string]any{"seq": d.Seq, "fault": fault.CodeOf(cause)}})
}
