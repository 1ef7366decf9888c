package rating

import (
	"context"
	"strings"
	"unicode/utf8"

	"prilavok/core/dialog"
	"prilavok/core/inbox"
	"prilavok/core/lang"
	"prilavok/core/notify"
	"prilavok/core/txn"
)

// Script understands scores, and what customers say of low ones, before the rules it stands
// before. It implements inbox.Script.
type Script struct {
	inbox.Script
	Ratings *Service
}

// Try implements inbox.Script. What somebody says of a low score goes to a person of the shop,
// whatever it is: it may be a request, and no complaint is lost.
func (x Script) Try(ctx context.Context, in inbox.TurnInput) (inbox.TurnResult, bool, error) {
	c, l := &in.Conversation, dialog.Lang(in.Shop, in.Contact, in.Conversation)
	if id, score, ok := x.Ratings.meant(c, in.Messages); ok {
		text, err := x.Ratings.rate(ctx, c, id, score, l)
		return said(text), err == nil, err
	}
	n, ours := noteOf(c)
	if !ours {
		return x.Script.Try(ctx, in)
	}
	if r, ok, err := x.Ratings.explained(ctx, c, n, in.Messages); ok || err != nil {
		res := said(txtHeard.In(l))
		res.Handoff = &inbox.Handoff{Reason: "complaint", Summary: r.summary(in.Shop.DefaultLang())}
		return res, err == nil, err
	}
	if err := x.Ratings.Store.SetQuestion(ctx, c.ID, ""); err != nil { // they talk of something else
		return inbox.TurnResult{}, false, err
	}
	in.Conversation.Question = ""
	return x.Script.Try(ctx, in)
}

func said(text string) inbox.TurnResult {
	return inbox.TurnResult{Handled: true, Changed: true, Meta: inbox.TurnMeta{Path: "script"}, Out: []inbox.Outgoing{{Text: text}}}
}

// Heard takes scores, and words about low ones, out of what a customer says while people have
// the conversation, in the open unit of work. It returns what is left for them: all but presses.
func (s *Service) Heard(ctx context.Context, c *inbox.Conversation, list []inbox.Message) ([]inbox.Message, error) {
	var left []inbox.Message
	n, ours := noteOf(c)
	for _, m := range list {
		id, score, ok := s.meant(c, []inbox.Message{m})
		if !ok {
			left = append(left, m)
			continue
		}
		ours = false // a press asks anew, or has ended what was asked
		if err := s.answer(ctx, c, id, score); err != nil {
			return nil, err
		}
	}
	if !ours || len(left) == 0 || c.Status != inbox.Open {
		return left, nil
	}
	if _, ok, err := s.explained(ctx, c, n, left); ok || err != nil {
		return left, err
	}
	return left, s.Store.SetQuestion(ctx, c.ID, "")
}

// answer is a press while people have the conversation.
func (s *Service) answer(ctx context.Context, c *inbox.Conversation, id string, score int) error {
	sh, err := s.Store.ShopByID(ctx, txn.ShopID(ctx))
	if err != nil {
		return err
	}
	who, err := s.Store.ContactByID(ctx, c.ContactID)
	if err != nil {
		return err
	}
	text, err := s.rate(ctx, c, id, score, dialog.Lang(sh, who, *c))
	if err != nil {
		return err
	}
	_, err = s.Inbox.Post(ctx, c.ID, inbox.BySystem, inbox.Outgoing{Text: text})
	return err
}

// meant tells which rating a message is a score of: a press, or a score that is typed right
// after the question.
func (s *Service) meant(c *inbox.Conversation, list []inbox.Message) (id string, score int, ok bool) {
	if len(list) != 1 {
		return "", 0, false
	}
	if id, score, ok = pressed(list[0]); ok {
		return id, score, true
	}
	n, ours := noteOf(c)
	score = scoreOf(strings.TrimSpace(list[0].Text))
	return n.ID, score, ours && list[0].Kind == inbox.KindText && n.Ask == askScore && score > 0 && n.fresh(s.Now())
}

// rate notes a score, and returns what is said to it. A press is data that anybody can send: a
// rating of somebody else's is none, and nothing tells that it exists.
func (s *Service) rate(ctx context.Context, c *inbox.Conversation, id string, score int, l lang.Lang) (string, error) {
	r, err := s.Store.LockRating(ctx, id)
	if err != nil {
		return "", err
	}
	if r == nil || r.ConversationID != c.ID || score == 0 {
		return txtClosed.In(l), nil
	}
	now := s.Now()
	rated := r.Score > 0
	switch {
	case !rated && now.Sub(r.AskedAt) > answersIn,
		rated && score != r.Score && now.Sub(r.RatedAt) > changesIn:
		return txtClosed.In(l), nil
	case rated && score == r.Score:
		return txtSame.F(l, score), nil
	}
	was := r.Score
	if r.Score = score; !rated {
		r.RatedAt = now
	}
	if err := s.Store.SaveRating(ctx, r); err != nil {
		return "", err
	}
	if err := s.follow(ctx, c, r, was); err != nil {
		return "", err
	}
	return r.thanks(was, l), nil
}

// follow does what a score leads to: a low one rings the bell and is asked about; after any
// other a conversation that was ended stays so.
func (s *Service) follow(ctx context.Context, c *inbox.Conversation, r *Rating, was int) error {
	if !r.low() {
		if _, ours := noteOf(c); ours {
			if err := s.Store.SetQuestion(ctx, c.ID, ""); err != nil {
				return err
			}
		}
		if r.Ending == Resolved && c.Status == inbox.Pending {
			return s.Store.SetConversationStatus(ctx, c.ID, inbox.Resolved, "", s.Now())
		}
		return nil
	}
	if was == 0 || !low(was) {
		if err := s.Events.Record(ctx, inbox.Event{Name: notify.EventLowRating, ContactID: c.ContactID, ConversationID: c.ID, SubjectID: r.ID, Data: map[string]any{"score": r.Score}}); err != nil {
			return err
		}
	}
	return s.remember(ctx, c.ID, askWhy, r.ID)
}

// maxComment bounds what is kept of a comment, in characters.
const maxComment = 2000

// explained keeps what a customer says of a low score; ok is false when it is nothing of the
// kind. A file without words counts: it is with the conversation.
func (s *Service) explained(ctx context.Context, c *inbox.Conversation, n note, list []inbox.Message) (r *Rating, ok bool, err error) {
	if n.Ask != askWhy || !n.fresh(s.Now()) {
		return nil, false, nil
	}
	var words []string
	for _, m := range list {
		switch m.Kind {
		case inbox.KindCommand, inbox.KindButton, inbox.KindPaid, inbox.KindWebApp, inbox.KindContact:
			return nil, false, nil
		}
		if text := strings.TrimSpace(m.Text); text != "" {
			words = append(words, text)
		}
	}
	if r, err = s.Store.LockRating(ctx, n.ID); err != nil || r == nil || r.ConversationID != c.ID {
		return r, false, err
	}
	r.Comment = strings.Join(words, "\n")
	if utf8.RuneCountInString(r.Comment) > maxComment {
		r.Comment = string([]rune(r.Comment)[:maxComment-1]) + "…"
	}
	if err := s.Store.SaveRating(ctx, r); err != nil {
		return r, false, err
	}
	return r, true, s.Store.SetQuestion(ctx, c.ID, "")
}

// summary is for who takes over.
func (r *Rating) summary(l lang.Lang) string {
	words := r.Comment
	if words == "" {
		words = txtNoWords.In(l)
	}
	return txtSummary.F(l, r.Score, words)
}

func (r *Rating) thanks(was int, l lang.Lang) string {
	var before string
	if was > 0 {
		before = txtChanged.F(l, r.Score) + "\n"
	}
	switch {
	case r.low():
		return before + txtWhy.In(l)
	case was > 0:
		return before + txtThanks.In(l)
	case r.Score < good:
		return txtMiddle.In(l)
	}
	return txtThanks.In(l)
}
