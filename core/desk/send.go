package desk

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"time"

	"prilavok/core/fault"
	"prilavok/core/handoff"
	"prilavok/core/inbox"
	"prilavok/core/job"
	"prilavok/core/lang"
	"prilavok/core/markup"
)

// Said is what an operator writes to a customer.
type Said struct {
	ConversationID string
	Text           string // plain
	ClientID       string // the sender's own id: what has it already is not sent again
	ProductIDs     []string
	Force          bool   // also where a colleague has the conversation
	DraftID        string // the assistant's draft that it was made from; "" none
}

// Send passes an operator's words on. From then on the conversation is theirs and the
// assistant is silent. It returns the first of the parts that the channel makes of it.
//
// A draft is sent once. Where the assistant proposes and nobody has the conversation, sending
// one leaves it so.
//
// Faults: inbox.ErrNoConversation, ErrEmpty, ErrGoods, *Held where a colleague has it; of a
// draft ErrNoDraft, *Settled and ErrStale.
func (s *Service) Send(ctx context.Context, w Said, by handoff.Operator) (Item, error) {
	w.Text = strings.TrimSpace(w.Text)
	if w.Text == "" && len(w.ProductIDs) == 0 {
		return Item{}, ErrEmpty
	}
	out, err := s.compose(ctx, w, by)
	if err != nil {
		return Item{}, err
	}
	var x Item
	err = s.inTx(ctx, func(ctx context.Context) error {
		c, err := s.Store.LockConversation(ctx, w.ConversationID)
		if err != nil {
			return err
		}
		if w.ClientID != "" {
			known, found, err := s.Store.SaidBy(ctx, c.ID, w.ClientID)
			if found || err != nil {
				x = itemOf(known)
				return err
			}
		}
		if err := s.free(ctx, c, by, w.Force); err != nil {
			return err
		}
		out := out
		if out.Drafted, err = s.spend(ctx, c, w, by); err != nil {
			return err
		}
		if err := s.answered(ctx, c, w, by); err != nil {
			return err
		}
		said, err := s.Inbox.Post(ctx, c.ID, inbox.ByOperator, out)
		if err != nil {
			return err
		}
		if len(said) == 0 {
			return ErrEmpty
		}
		x = itemOf(said[0])
		return s.Store.SetRead(ctx, c.ID, said[len(said)-1].Seq)
	})
	return x, err
}

// compose makes the message before anything is held.
func (s *Service) compose(ctx context.Context, w Said, by handoff.Operator) (inbox.Outgoing, error) {
	out := inbox.Outgoing{Text: markup.Esc(w.Text), Author: inbox.ByOperator, Operator: by.Name, Client: w.ClientID}
	if len(w.ProductIDs) == 0 {
		return out, nil
	}
	c, err := s.Conversation(ctx, w.ConversationID)
	if err != nil {
		return out, err
	}
	l := c.Lang
	if l == "" {
		l = lang.RU
	}
	for _, id := range w.ProductIDs {
		card, err := s.Card(ctx, id, l)
		if fault.Is(err, fault.NotFound) {
			err = ErrGoods
		}
		if err != nil {
			return out, err
		}
		out.Cards = append(out.Cards, card)
	}
	return out, nil
}

// free refuses where a colleague has a conversation.
func (s *Service) free(ctx context.Context, c inbox.Conversation, by handoff.Operator, force bool) error {
	if force || c.Status != inbox.Open || c.Assignee == "" || c.Assignee == by.ID {
		return nil
	}
	names, err := s.Store.NamesOf(ctx, []string{c.Assignee})
	if err != nil {
		return err
	}
	held := Person{c.Assignee, names[c.Assignee]}
	if held.Name == "" {
		held.Name = held.ID
	}
	return &Held{held}
}

// Take makes a conversation an operator's, also from a colleague.
func (s *Service) Take(ctx context.Context, id string, by handoff.Operator) (Conversation, error) {
	if _, err := s.Handoffs.Accept(ctx, id, by); err != nil {
		return Conversation{}, err
	}
	return s.Conversation(ctx, id)
}

// HandBack gives a conversation to the assistant again, with a note for colleagues. One
// that the assistant has already stays so.
func (s *Service) HandBack(ctx context.Context, id, note string, by handoff.Operator) (Conversation, error) {
	return s.end(ctx, id, note, by, s.Handoffs.HandBack)
}

// Resolve ends a conversation.
func (s *Service) Resolve(ctx context.Context, id string, by handoff.Operator) (Conversation, error) {
	return s.end(ctx, id, "", by, func(ctx context.Context, id string, by handoff.Operator) (handoff.Handoff, error) {
		h, err := s.Handoffs.Resolve(ctx, id, by)
		if errors.Is(err, handoff.ErrNone) { // nobody had it: it ends all the same
			err = s.finish(ctx, id)
		}
		return h, err
	})
}

// finish ends a conversation that nobody has.
func (s *Service) finish(ctx context.Context, id string) error {
	c, err := s.Store.LockConversation(ctx, id)
	if err != nil {
		return err
	}
	if err := s.Store.SetConversationStatus(ctx, id, inbox.Resolved, "", s.Now()); err != nil || s.Ended == nil {
		return err
	}
	return s.Ended(ctx, id, c.LastSeq)
}

type ending = func(ctx context.Context, id string, by handoff.Operator) (handoff.Handoff, error)

func (s *Service) end(ctx context.Context, id, note string, by handoff.Operator, how ending) (Conversation, error) {
	err := s.inTx(ctx, func(ctx context.Context) error {
		c, err := s.Store.LockConversation(ctx, id)
		if err != nil {
			return err
		}
		if strings.TrimSpace(note) != "" {
			if _, err := s.Handoffs.AddNote(ctx, id, by, note); err != nil {
				return err
			}
		}
		if _, err = how(ctx, id, by); errors.Is(err, handoff.ErrNone) {
			err = nil
			if c.Status != inbox.Pending { // snoozed or ended: the assistant has it again
				err = s.Store.SetConversationStatus(ctx, id, inbox.Pending, "", s.Now())
			}
		}
		return err
	})
	if err != nil {
		return Conversation{}, err
	}
	return s.Conversation(ctx, id)
}

// Reopen makes a conversation that was ended or put away the operators' again.
func (s *Service) Reopen(ctx context.Context, id string) (Conversation, error) {
	if _, err := s.Handoffs.Request(ctx, id, handoff.Manual, ""); err != nil {
		return Conversation{}, err
	}
	return s.Conversation(ctx, id)
}

// Assign gives a conversation to a member of staff; "" leaves it open for whoever takes it.
//
// Faults: ErrMember.
func (s *Service) Assign(ctx context.Context, id, memberID string) (Conversation, error) {
	err := s.inTx(ctx, func(ctx context.Context) error {
		c, err := s.Store.LockConversation(ctx, id)
		if err != nil {
			return err
		}
		if memberID == "" {
			if _, err := s.Handoffs.Request(ctx, c.ID, handoff.Manual, ""); err != nil {
				return err
			}
			return s.Store.SetConversationStatus(ctx, c.ID, inbox.Open, "", s.Now())
		}
		name, ok, err := s.Store.Answering(ctx, memberID)
		if err == nil && !ok {
			err = ErrMember
		}
		if err != nil {
			return err
		}
		_, err = s.Handoffs.Accept(ctx, c.ID, handoff.Operator{ID: memberID, Name: name})
		return err
	})
	if err != nil {
		return Conversation{}, err
	}
	return s.Conversation(ctx, id)
}

// JobWake brings a conversation back that was put away until a time; payload WakeJob.
const JobWake = "desk:wake"

// WakeJob names the conversation.
type WakeJob struct {
	ConversationID string `json:"c"`
}

// Snooze puts a conversation away until a time, or until the customer writes.
//
// Faults: ErrSnooze.
func (s *Service) Snooze(ctx context.Context, id string, until time.Time) (Conversation, error) {
	now := s.Now()
	if !until.After(now) || until.After(now.AddDate(1, 0, 0)) {
		return Conversation{}, ErrSnooze
	}
	err := s.inTx(ctx, func(ctx context.Context) error {
		c, err := s.Store.LockConversation(ctx, id)
		if err != nil {
			return err
		}
		if err := s.Store.Snooze(ctx, c.ID, until, now); err != nil {
			return err
		}
		return s.Jobs.Enqueue(ctx, job.New{Kind: JobWake, Payload: WakeJob{c.ID}, RunAt: until})
	})
	if err != nil {
		return Conversation{}, err
	}
	return s.Conversation(ctx, id)
}

// Wake brings a conversation back whose time has come; put away anew it stays away.
func (s *Service) Wake(ctx context.Context, id string) error {
	return s.inTx(ctx, func(ctx context.Context) error {
		c, err := s.Store.LockConversation(ctx, id)
		if err != nil || c.Status != inbox.Snoozed {
			return ignoreGone(err)
		}
		until, err := s.Store.Snoozed(ctx, id)
		if err != nil || until.After(s.Now()) {
			return err
		}
		return s.Store.SetConversationStatus(ctx, id, inbox.Open, c.Assignee, s.Now())
	})
}

func ignoreGone(err error) error {
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	return err
}

// Read notes that operators have seen everything so far.
func (s *Service) Read(ctx context.Context, id string) (Conversation, error) {
	err := s.inTx(ctx, func(ctx context.Context) error {
		c, err := s.Store.LockConversation(ctx, id)
		if err != nil {
			return err
		}
		return s.Store.SetRead(ctx, c.ID, c.LastSeq)
	})
	if err != nil {
		return Conversation{}, err
	}
	return s.Conversation(ctx, id)
}

// Label replaces the labels of a conversation.
//
// Faults: ErrLabel.
func (s *Service) Label(ctx context.Context, id string, labels []string) (Conversation, error) {
	labels, err := ReadLabels(labels)
	if err != nil {
		return Conversation{}, err
	}
	err = s.inTx(ctx, func(ctx context.Context) error {
		if _, err := s.Store.LockConversation(ctx, id); err != nil {
			return err
		}
		return s.Store.SetLabels(ctx, id, labels)
	})
	if err != nil {
		return Conversation{}, err
	}
	return s.Conversation(ctx, id)
}

// Note keeps what an operator writes for colleagues.
//
// Faults: handoff.ErrEmptyNote, inbox.ErrNoConversation.
func (s *Service) Note(ctx context.Context, id, text string, by handoff.Operator) (Item, error) {
	var x Item
	err := s.inTx(ctx, func(ctx context.Context) error {
		if _, err := s.Store.LockConversation(ctx, id); err != nil {
			return err
		}
		n, err := s.Handoffs.AddNote(ctx, id, by, text)
		x = NoteItem(n)
		return err
	})
	return x, err
}

// NoteItem shows a note.
func NoteItem(n handoff.Note) Item {
	return Item{ID: n.ID, At: n.At, By: inbox.ByOperator, Author: n.Author, Note: &n}
}

// Retry sends a message again that has failed.
//
// Faults: inbox.ErrNoMessage, ErrSent.
func (s *Service) Retry(ctx context.Context, id, messageID string) (Item, error) {
	number, ok := strings.CutPrefix(messageID, messagePrefix)
	seq, err := strconv.ParseInt(number, 10, 64)
	var x Item
	err = errors.Join(s.inTx(ctx, func(ctx context.Context) error {
		c, held := s.Store.LockConversation(ctx, id)
		if held != nil {
			return held
		}
		if !ok || err != nil {
			return inbox.ErrNoMessage
		}
		list, err := s.Store.MessagesBefore(ctx, c.ID, seq, 1)
		if err != nil {
			return err
		}
		if len(list) == 0 || list[0].Seq != seq {
			return inbox.ErrNoMessage
		}
		m := list[0]
		if m.Out == nil || m.State != inbox.Failed {
			return ErrSent
		}
		if err := s.Store.SetDelivery(ctx, c.ID, seq, inbox.Queued, "", "", time.Time{}); err != nil {
			return err
		}
		m.State, m.Fault = inbox.Queued, ""
		x = itemOf(m)
		return s.Jobs.Enqueue(ctx, job.New{Kind: inbox.JobDeliver, Lane: "deliver:" + c.ID, Seq: seq, Payload: inbox.DeliverJob{ConversationID: c.ID, Seq: seq}})
	}))
	return x, err
}
