package inbox

import (
	"context"
	"encoding/json"
	"strings"
	"time"
	"unicode"

	"prilavok/core/fault"
	"prilavok/core/job"
)

// JobMirror looks once more at what the account said. Payload: MirrorJob.
const JobMirror = "mirror"

// MirrorJob is something the account said that we could not tell to be ours yet.
type MirrorJob struct {
	ConversationID string   `json:"c"`
	ExternalID     string   `json:"x"`
	Text           string   `json:"t,omitempty"`
	Pictures       []string `json:"p,omitempty"`
}

const (
	mirrorWait  = 10 * time.Second // at most, for the channel's answer to a Send that is under way
	mirrorLook  = time.Second      // between looks whether it is there
	mirrorLooks = 30               // of our newest messages, for one that has the words
	mirrorAge   = 10 * time.Minute // of a message of ours, for its words to come back
)

// mirrored decides who said what a channel tells that the account said. A message of ours
// that has the channel's id, or waits for it with the very words, is ours, whichever comes
// first: the channel's answer to Send, or this. While a Send of other words is under way the
// decision waits for its answer, and the assistant with it: what it has queued stays back
// (mayTalk). The rest a person of the shop wrote in the channel's app.
func (s *Service) mirrored(ctx context.Context, c Conversation, in Incoming) error {
	c, err := s.store.LockConversation(ctx, c.ID)
	if err != nil {
		return err
	}
	ours, waits, err := s.ownWords(ctx, c, in)
	if err != nil || ours {
		return err
	}
	if !waits { // behind what still waits, so that a person's words keep their order
		f, err := s.store.Floor(ctx, c.ID, 0, laneOf(c), mirrorLane(c))
		if err != nil {
			return err
		}
		waits = f.Undecided
	}
	if !waits || in.Payload.Foreign {
		return s.takeover(ctx, c, in)
	}
	p := MirrorJob{ConversationID: c.ID, ExternalID: in.ExternalID, Text: in.Text}
	for _, a := range in.Payload.Attachments {
		if a.Kind == "photo" {
			p.Pictures = append(p.Pictures, a.URL)
		}
	}
	return s.jobs.Enqueue(ctx, job.New{Kind: JobMirror, Lane: mirrorLane(c), Payload: p, RunAt: s.now().Add(mirrorLook)})
}

// mirrorLane is the lane of what the account said in a conversation and nobody has decided.
func mirrorLane(c Conversation) string { return "mirror:" + c.ID }

// Mirror is the handler of JobMirror: what is nobody's of ours, when no Send is under way any
// more or its answer has taken too long, is a person's.
func (s *Service) Mirror(ctx context.Context, j job.Job) error {
	var p MirrorJob
	if err := json.Unmarshal(j.Payload, &p); err != nil {
		return fault.Wrap(err, fault.Invalid, "inbox.bad_job", "a job of what the account said")
	}
	return s.tx.InTx(ctx, func(ctx context.Context) error {
		c, err := s.store.LockConversation(ctx, p.ConversationID)
		if err != nil {
			return err
		}
		in := Incoming{Kind: KindMirror, ExternalID: p.ExternalID, Text: p.Text}
		for _, u := range p.Pictures {
			in.Payload.Attachments = append(in.Payload.Attachments, Attachment{Kind: "photo", URL: u})
		}
		ours, waits, err := s.ownWords(ctx, c, in)
		if err != nil {
			return err
		}
		if waits && s.now().Before(j.CreatedAt.Add(mirrorWait)) {
			return ErrUndecided.After(mirrorLook)
		}
		if !ours {
			if err := s.takeover(ctx, c, in); err != nil {
				return err
			}
		}
		return s.jobs.Finish(ctx)
	})
}

// ownWords reports whether we said something, and notes the channel's id of a message
// that had none; waits says that a message of ours is under way, so that it may turn out to
// be this one: the first that is queued, when a worker has begun with it.
func (s *Service) ownWords(ctx context.Context, c Conversation, in Incoming) (ours, waits bool, err error) {
	if in.ExternalID != "" {
		if ours, err = s.store.SaidAs(ctx, c.ID, in.ExternalID); err != nil || ours {
			return ours, false, err
		}
	}
	said, err := s.store.MessagesBefore(ctx, c.ID, c.LastSeq, mirrorLooks)
	if err != nil {
		return false, false, err
	}
	since, first := s.now().Add(-mirrorAge), int64(0)
	for _, m := range said {
		if m.Author == ByContact || m.Out == nil || !m.DeletedAt.IsZero() {
			continue
		}
		open := m.ExternalID == "" && (m.State == Queued || m.State == Unsure || m.State == Failed && m.CreatedAt.After(since))
		switch {
		case open && says(m, in.Text):
			return true, false, s.store.SetDelivery(ctx, c.ID, m.Seq, Sent, in.ExternalID, "", s.now())
		case m.State == Sent && m.CreatedAt.After(since) && sayPart(m, in.Text): // what is one message here may be several there
			return true, false, nil
		}
		if first == 0 && m.State == Queued {
			first = m.Seq
		}
	}
	if first == 0 {
		return false, false, nil
	}
	f, err := s.store.Floor(ctx, c.ID, first, laneOf(c), mirrorLane(c))
	return false, f.Begun, err
}

// says reports whether a message of ours has the very words.
func says(m Message, text string) bool {
	own := letters(m.Text)
	return own != "" && own == letters(text)
}

// sayPart reports whether words are a part of a message of ours: of its text, or its
// cards. A few words prove nothing unless they are all of it. Pictures and cards come back
// without words.
func sayPart(m Message, text string) bool {
	const enough = 24
	part := letters(text)
	if part == "" {
		return len(m.Out.Cards) > 0 || len(m.Out.Images) > 0
	}
	own := letters(m.Text)
	for _, card := range m.Out.Cards {
		own += letters(card.Title) + letters(card.Subtitle) + letters(card.Price)
	}
	return part == letters(m.Text) || len(part) >= enough && strings.Contains(own, part)
}

// letters is a text without what channels change in it: spaces, marks, case.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.So, r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}
