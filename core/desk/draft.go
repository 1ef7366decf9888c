package desk

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"prilavok/core/contact"
	"prilavok/core/fault"
	"prilavok/core/handoff"
	"prilavok/core/inbox"
	"prilavok/core/job"
	"prilavok/core/lang"
	"prilavok/core/markup"
	"prilavok/core/shop"
)

// Draft is what the assistant proposes to say. A person sends it, changed or not, or drops it.
// A conversation has at most one that waits.
type Draft struct {
	ID             string
	ConversationID string
	From, UpTo     int64 // the customer's messages that it answers
	Status         DraftStatus
	Text           string // plain
	ProductIDs     []string
	Would          []inbox.Would // what the assistant would have done besides
	Path           string        // how it came about: model, fallback
	Fault          string        // why the model did not write it, or nobody did
	AskedBy        string        // who asked for it; "" the shop wants drafts
	SettledBy      string        // who sent or dropped it, by name
	Edited         bool          // it was changed before it was sent
	CreatedAt      time.Time
	SettledAt      time.Time
}

// DraftStatus is what became of a draft.
type DraftStatus string

const (
	DraftMaking  DraftStatus = "making"
	DraftReady   DraftStatus = "ready"
	DraftFailed  DraftStatus = "failed" // it could not be written
	DraftSent    DraftStatus = "sent"
	DraftDropped DraftStatus = "dropped"
	DraftStale   DraftStatus = "stale" // more was said before somebody sent it
)

// Waits reports whether a person may still decide on it.
func (d Draft) Waits() bool {
	return d.Status == DraftMaking || d.Status == DraftReady || d.Status == DraftFailed
}

// DraftStore keeps drafts. All run inside a unit of work.
type DraftStore interface {
	// InsertDraft adds a draft that is to be written; it is the one that waits from now on.
	InsertDraft(ctx context.Context, d Draft) error
	// DraftByID reads one of the shop's.
	DraftByID(ctx context.Context, id string) (d Draft, found bool, err error)
	// WriteDraft keeps what was written, or why it was not, of one that is still to be: false when it is not.
	WriteDraft(ctx context.Context, d Draft) (bool, error)
	// SettleDraft ends the draft that waits in a conversation; nothing where none does.
	SettleDraft(ctx context.Context, conversationID, id string, status DraftStatus, by string, edited bool, at time.Time) error
	// SetMode notes who answers a conversation. Where the assistant does from now on, what it
	// had left to people is its own again.
	SetMode(ctx context.Context, conversationID string, mode shop.Mode) error
	// AskedAfter lists the customer's messages above seq, oldest first.
	AskedAfter(ctx context.Context, conversationID string, seq int64, limit int) ([]inbox.Message, error)
}

// JobDraft writes a draft; payload DraftJob.
const JobDraft = "desk:draft"

// DraftJob names the draft.
type DraftJob struct {
	ID string `json:"id"`
}

const (
	draftFar      = 40 // messages that are looked through for what to answer
	draftHistory  = 24
	draftProducts = 10
)

// AskDraft asks for a draft, and takes the place of one that waits.
//
// Faults: inbox.ErrNoConversation, ErrNothing.
func (s *Service) AskDraft(ctx context.Context, id string, by handoff.Operator) (Draft, error) {
	var d Draft
	err := s.inTx(ctx, func(ctx context.Context) error {
		c, err := s.Store.LockConversation(ctx, id)
		if err != nil {
			return err
		}
		said, err := s.Store.MessagesBefore(ctx, c.ID, c.LastSeq, draftFar)
		if err != nil {
			return err
		}
		from, upTo := unanswered(said)
		if from == 0 {
			return ErrNothing
		}
		d, err = s.begin(ctx, c, from, upTo, by.ID)
		return err
	})
	return d, err
}

// unanswered finds the customer's newest words with nobody else's between them.
func unanswered(said []inbox.Message) (from, upTo int64) {
	for _, m := range slices.Backward(said) {
		switch {
		case m.Author == inbox.ByContact && m.DeletedAt.IsZero() && m.Kind != inbox.KindButton:
			from, upTo = m.Seq, max(upTo, m.Seq)
		case m.Author != inbox.ByContact && m.Author != inbox.BySystem && from > 0:
			return from, upTo
		}
	}
	return from, upTo
}

// Renew asks for a draft of what the customer has just said; one that waits is out of date,
// and the new one answers what it answered, too. It joins the open unit of work, which holds
// the conversation.
func (s *Service) Renew(ctx context.Context, c inbox.Conversation, from, upTo int64) error {
	asked := ""
	if c.DraftID != "" {
		old, found, err := s.Store.DraftByID(ctx, c.DraftID)
		if err != nil {
			return err
		}
		if found && old.Waits() {
			from, asked = min(from, old.From), old.AskedBy
		}
	}
	_, err := s.begin(ctx, c, from, upTo, asked)
	return err
}

func (s *Service) begin(ctx context.Context, c inbox.Conversation, from, upTo int64, by string) (Draft, error) {
	now := s.Now()
	if c.DraftID != "" {
		if err := s.Store.SettleDraft(ctx, c.ID, c.DraftID, DraftStale, "", false, now); err != nil {
			return Draft{}, err
		}
	}
	d := Draft{ID: s.NewID("drf"), ConversationID: c.ID, From: from, UpTo: upTo, Status: DraftMaking, AskedBy: by, CreatedAt: now}
	if err := s.Store.InsertDraft(ctx, d); err != nil {
		return d, err
	}
	return d, s.Jobs.Enqueue(ctx, job.New{Kind: JobDraft, Lane: "draft:" + c.ID, Seq: upTo, Payload: DraftJob{d.ID}})
}

// Draft reads the draft that waits in a conversation; found is false where none does.
//
// Faults: inbox.ErrNoConversation.
func (s *Service) Draft(ctx context.Context, id string) (d Draft, found bool, err error) {
	err = s.Tx.View(ctx, func(ctx context.Context) error {
		c, err := s.Store.ConversationByID(ctx, id)
		if err != nil || c.DraftID == "" {
			return err
		}
		d, found, err = s.Store.DraftByID(ctx, c.DraftID)
		return err
	})
	return d, found && d.Waits(), err
}

// DropDraft takes a draft away. One that is over already stays as it is.
//
// Faults: inbox.ErrNoConversation, ErrNoDraft, *Settled.
func (s *Service) DropDraft(ctx context.Context, id, draftID string, by handoff.Operator) error {
	return s.inTx(ctx, func(ctx context.Context) error {
		c, err := s.Store.LockConversation(ctx, id)
		if err != nil {
			return err
		}
		if _, err := s.waiting(ctx, c, draftID); err != nil {
			return err
		}
		return s.Store.SettleDraft(ctx, c.ID, draftID, DraftDropped, nameOf(by), false, s.Now())
	})
}

func nameOf(by handoff.Operator) string { return cmp.Or(by.Name, by.ID) }

// waiting finds a draft that a person may still decide on.
func (s *Service) waiting(ctx context.Context, c inbox.Conversation, id string) (Draft, error) {
	d, found, err := s.Store.DraftByID(ctx, id)
	switch {
	case err != nil:
		return d, err
	case !found || d.ConversationID != c.ID:
		return d, ErrNoDraft
	case d.Status == DraftStale:
		return d, ErrStale
	case !d.Waits():
		return d, &Settled{d.SettledBy}
	}
	return d, nil
}

// spend ends the draft that waits: the words were made from it, or take its place.
func (s *Service) spend(ctx context.Context, c inbox.Conversation, w Said, by handoff.Operator) (inbox.Drafted, error) {
	if w.DraftID == "" {
		if c.DraftID == "" {
			return "", nil
		}
		return "", s.Store.SettleDraft(ctx, c.ID, c.DraftID, DraftDropped, nameOf(by), false, s.Now())
	}
	d, err := s.waiting(ctx, c, w.DraftID)
	if err != nil {
		return "", err
	}
	if d.Status != DraftReady {
		return "", ErrNoDraft
	}
	said, err := s.Store.MessagesBefore(ctx, c.ID, c.LastSeq, draftFar)
	if err != nil {
		return "", err
	}
	for _, m := range said {
		if m.Seq > d.UpTo && (m.Author == inbox.ByOperator || m.Author == inbox.ByContact && m.Kind != inbox.KindButton && m.Kind != inbox.KindCommand) {
			return "", ErrStale
		}
	}
	how := inbox.AsDrafted
	if strings.TrimSpace(d.Text) != w.Text || !slices.Equal(d.ProductIDs, w.ProductIDs) {
		how = inbox.Reworded
	}
	return how, s.Store.SettleDraft(ctx, c.ID, d.ID, DraftSent, nameOf(by), how == inbox.Reworded, s.Now())
}

// answered makes the conversation the operator's, unless the words are a draft's of a
// conversation in which the assistant goes on to propose.
func (s *Service) answered(ctx context.Context, c inbox.Conversation, w Said, by handoff.Operator) error {
	mode := c.Mode
	if w.DraftID != "" && c.Status == inbox.Pending && mode == "" {
		var err error
		if mode, err = s.Mode(ctx); err != nil {
			return err
		}
	}
	if w.DraftID != "" && c.Status == inbox.Pending && mode == shop.Proposes {
		return s.Store.SetAnswered(ctx, c.ID, c.LastSeq, s.Now())
	}
	return s.Handoffs.Answered(ctx, c.ID, by)
}

// SetMode decides who answers a conversation: the assistant, a person with its drafts, or a
// person alone; "" is as the shop has it.
//
// Faults: inbox.ErrNoConversation, ErrMode.
func (s *Service) SetMode(ctx context.Context, id string, mode shop.Mode) (Conversation, error) {
	if !slices.Contains([]shop.Mode{"", shop.Answers, shop.Proposes, shop.Silent}, mode) {
		return Conversation{}, ErrMode
	}
	err := s.inTx(ctx, func(ctx context.Context) error {
		c, err := s.Store.LockConversation(ctx, id)
		if err != nil {
			return err
		}
		if err := s.Store.SetMode(ctx, c.ID, mode); err != nil || c.Status != inbox.Pending || mode != shop.Answers {
			return err
		}
		return s.Jobs.Enqueue(ctx, job.New{Kind: inbox.JobTurn, Lane: "turn:" + c.ID, Seq: c.LastSeq, Payload: inbox.TurnJob{ConversationID: c.ID}})
	})
	if err != nil {
		return Conversation{}, err
	}
	return s.Conversation(ctx, id)
}

// Cards shows what a draft names, as the chat does; what is not sold any more is left out.
func (s *Service) Cards(ctx context.Context, d Draft) ([]inbox.Card, error) {
	if len(d.ProductIDs) == 0 {
		return nil, nil
	}
	c, err := s.Conversation(ctx, d.ConversationID)
	if err != nil {
		return nil, err
	}
	var out []inbox.Card
	for _, id := range d.ProductIDs {
		card, err := s.Card(ctx, id, cmp.Or(c.Lang, lang.RU))
		if fault.Is(err, fault.NotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		out = append(out, card)
	}
	return out, nil
}

// Writer is what writes drafts. It is not there where only the API is.
type Writer struct {
	Responder inbox.Responder
	Between   func(ctx context.Context, conversationID string) (inbox.Conversation, contact.Contact, shop.Shop, error)
	Finish    func(ctx context.Context) error // ends the job in hand, in the open unit of work
}

// Write is the handler of JobDraft: the assistant's turn, whose answer is kept instead of
// being said.
func (s *Service) Write(w Writer) job.Handler {
	return func(ctx context.Context, j job.Job) error {
		var p DraftJob
		if err := json.Unmarshal(j.Payload, &p); err != nil {
			return fault.Wrap(err, fault.Invalid, "app.bad_job", "a draft")
		}
		d, in, err := s.draftInput(ctx, w, p.ID)
		if err != nil || len(in.Messages) == 0 {
			return ignoreGone(err)
		}
		res, err := w.Responder.Answer(ctx, in)
		if err != nil {
			return err
		}
		d.written(res)
		return s.Tx.InTx(ctx, func(ctx context.Context) error {
			if _, err := s.Store.WriteDraft(ctx, d); err != nil {
				return err
			}
			return w.Finish(ctx)
		})
	}
}

// draftInput reads what a draft is made from; no messages where it need not be made any more.
func (s *Service) draftInput(ctx context.Context, w Writer, id string) (d Draft, in inbox.TurnInput, err error) {
	err = s.Tx.InTx(ctx, func(ctx context.Context) error {
		var found bool
		if d, found, err = s.Store.DraftByID(ctx, id); err != nil || !found || d.Status != DraftMaking {
			return errors.Join(err, w.Finish(ctx))
		}
		in = inbox.TurnInput{TurnID: "trn" + strings.TrimPrefix(d.ID, "drf"), Draft: true}
		if in.Conversation, in.Contact, in.Shop, err = w.Between(ctx, d.ConversationID); err != nil {
			return err
		}
		asked, err := s.Store.AskedAfter(ctx, d.ConversationID, d.From-1, inbox.MaxUnanswered)
		if err != nil {
			return err
		}
		for _, m := range asked {
			if m.Seq <= d.UpTo {
				in.Messages = append(in.Messages, m)
			}
		}
		if len(in.Messages) == 0 { // taken back meanwhile
			d.Status, d.Fault = DraftFailed, ErrNothing.Code
			if _, err := s.Store.WriteDraft(ctx, d); err != nil {
				return err
			}
			return w.Finish(ctx)
		}
		in.History, err = s.Store.MessagesBefore(ctx, d.ConversationID, d.From-1, draftHistory)
		return err
	})
	return d, in, err
}

// written takes over what a turn would have said.
func (d *Draft) written(res inbox.TurnResult) {
	var text []string
	for _, o := range res.Out {
		if t := strings.TrimSpace(markup.Plain(o.Text)); t != "" {
			text = append(text, t)
		}
		for _, c := range o.Cards {
			if len(d.ProductIDs) < draftProducts && !slices.Contains(d.ProductIDs, c.ProductID) {
				d.ProductIDs = append(d.ProductIDs, c.ProductID)
			}
		}
	}
	d.Text, d.Would, d.Path, d.Fault = strings.Join(text, "\n\n"), res.Would, res.Meta.Path, res.Meta.Fault
	if d.Status = DraftReady; d.Text == "" && len(d.ProductIDs) == 0 {
		d.Status = DraftFailed
	}
}

// NotWritten notes that nobody could write a draft: its job has become a dead letter.
func (s *Service) NotWritten(ctx context.Context, j job.Job, cause error) error {
	var p DraftJob
	if err := json.Unmarshal(j.Payload, &p); err != nil {
		return nil
	}
	d, found, err := s.Store.DraftByID(ctx, p.ID)
	if err != nil || !found {
		return err
	}
	d.Status, d.Fault = DraftFailed, fault.CodeOf(cause)
	_, err = s.Store.WriteDraft(ctx, d)
	return err
}
