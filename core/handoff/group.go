package handoff

import (
	"context"
	"encoding/json"
	"strings"

	"prilavok/core/fault"
	"prilavok/core/inbox"
	"prilavok/core/lang"
	"prilavok/core/markup"
	"prilavok/core/shop"
	"prilavok/core/txn"
)

// group is what a channel tells of a group that something was said in: the entry
// "staff" of Payload.Extra.
type group struct {
	ChatID      string `json:"chat_id"`
	Thread      string `json:"thread"`
	SenderChat  string `json:"sender_chat"`
	Bot         bool   `json:"bot"`
	Edited      bool   `json:"edited"`
	CommandBot  string `json:"command_bot"`
	MigrateTo   string `json:"migrate_to"`
	MigrateFrom string `json:"migrate_from"`
}

func groupOf(in inbox.Incoming) (group, bool) {
	var g group
	b, err := json.Marshal(in.Payload.Extra["staff"])
	if err != nil || json.Unmarshal(b, &g) != nil || g.ChatID == "" {
		return g, false
	}
	return g, true
}

// heard is one thing said in the staff chat, with all that is known around it.
type heard struct {
	in   inbox.Incoming
	at   Spot
	by   Operator
	l    lang.Lang
	conv string // the conversation it is about; "" unknown
	hit  bool   // it answers one of our posts

	edited bool // it was said before, in other words
}

// StaffSaid decides what something said in a group means, and does it: an operator's
// answer takes the conversation over, commands take, give back, note and list orders.
// It joins the open unit of work; the caller enqueues Action.Say and Action.Posts there.
// Only the shop's own staff chat is heard; in any other group the bot says nothing.
func (s *Service) StaffSaid(ctx context.Context, in inbox.Incoming) (Action, error) {
	var a Action
	err := s.inTx(ctx, func(ctx context.Context) error {
		g, ok := groupOf(in)
		if !ok {
			a = Action{Meaning: Stranger}
			return nil
		}
		sh, err := s.people.ShopByID(ctx, txn.ShopID(ctx))
		if err != nil {
			return err
		}
		if !isStaff(sh.Settings.Staff, in.AccountID, g) {
			a = Action{Meaning: Stranger}
			return nil
		}
		h, quiet, err := s.hear(ctx, in, g, sh)
		if err != nil {
			return err
		}
		if quiet {
			a = Action{Meaning: Ignored}
			return nil
		}
		a, err = s.understand(ctx, h)
		return err
	})
	return a, err
}

// isStaff reports whether a group is the shop's staff chat, and the speaker one of it:
// a member, or an admin who writes as the group itself.
func isStaff(set shop.Staff, accountID string, g group) bool {
	return set.ChatID != "" && g.ChatID == set.ChatID && (set.AccountID == "" || set.AccountID == accountID) &&
		(g.SenderChat == "" || g.SenderChat == g.ChatID)
}

// hear gathers what is known around something said; quiet is true for what never
// means anything: bots, commands for another bot.
func (s *Service) hear(ctx context.Context, in inbox.Incoming, g group, sh shop.Shop) (h heard, quiet bool, err error) {
	h = heard{in: in, at: Spot{in.AccountID, g.ChatID, g.Thread}, by: Operator{in.From.ExternalID, in.From.Name}, l: sh.DefaultLang(), edited: g.Edited}
	if g.Bot || g.MigrateTo != "" || g.MigrateFrom != "" {
		return h, true, nil
	}
	if g.CommandBot != "" {
		acc, err := s.people.AccountByID(ctx, in.AccountID)
		if err != nil || !strings.EqualFold(strings.TrimPrefix(acc.Name, "@"), g.CommandBot) {
			return h, true, err
		}
	}
	for _, m := range []string{in.Payload.ReplyTo, in.Payload.Source} {
		if m == "" || h.conv != "" {
			continue
		}
		if h.conv, err = s.staff.ConversationOfPost(ctx, h.at, m); err != nil {
			return h, false, err
		}
		h.hit = h.conv != ""
	}
	if h.conv == "" && g.Thread != "" {
		h.conv, err = s.staff.ConversationOfTopic(ctx, h.at)
	}
	return h, false, err
}

func (s *Service) understand(ctx context.Context, h heard) (Action, error) {
	cmd, rest := command(h.in)
	if h.edited {
		return s.staffCorrects(ctx, h, cmd)
	}
	if ok, err := s.pressed(ctx, &h, &cmd); !ok || err != nil {
		return Action{Meaning: Ignored}, err
	}
	switch {
	case cmd != "" && h.conv == "":
		return Action{Meaning: Unknown, Posts: []Post{h.answer(txtWhich)}}, nil
	case cmd == "take":
		return s.staffTakes(ctx, h)
	case cmd == "close":
		return s.staffCloses(ctx, h)
	case cmd == "note":
		return s.staffNotes(ctx, h, rest)
	case cmd == "orders":
		return s.staffLists(ctx, h)
	case h.conv == "", h.in.Payload.Action != "", h.in.Payload.Command != "":
		return Action{Meaning: Ignored}, nil
	case h.in.Payload.ReplyTo != "" && !h.hit:
		// In a topic, an answer to a colleague: not for the customer's eyes.
		return Action{Meaning: Ignored, ConversationID: h.conv, Posts: []Post{h.answer(txtAside)}}, nil
	}
	return s.staffSays(ctx, h)
}

// pressed reads a card's button, whose data is not to be trusted: ok is false when it
// names no conversation of the shop.
func (s *Service) pressed(ctx context.Context, h *heard, cmd *string) (ok bool, err error) {
	for prefix, name := range map[string]string{ActTake: "take", ActClose: "close"} {
		conv, found := strings.CutPrefix(h.in.Payload.Action, prefix)
		if !found {
			continue
		}
		if _, err := s.convs.ConversationByID(ctx, conv); err != nil {
			if fault.Is(err, fault.NotFound) {
				err = nil
			}
			return false, err
		}
		*cmd, h.conv = name, conv
	}
	return true, nil
}

// commands are what staff may write, with and without a command's look.
var commands = map[string]string{
	"close": "close", "back": "close", "bot": "close", "вернуть": "close", "закрыть": "close",
	"take": "take", "взять": "take", "note": "note", "заметка": "note", "orders": "orders", "заказы": "orders",
}

func command(in inbox.Incoming) (name, rest string) {
	if in.Payload.Command != "" {
		return commands[in.Payload.Command], in.Payload.Argument
	}
	word, ok := strings.CutPrefix(strings.TrimSpace(in.Text), "/")
	if !ok {
		return "", ""
	}
	word, rest, _ = strings.Cut(word, " ")
	return commands[strings.ToLower(word)], rest
}

// staffSays passes an operator's words on to the customer.
func (s *Service) staffSays(ctx context.Context, h heard) (Action, error) {
	text := strings.TrimSpace(h.in.Text)
	if text == "" && len(h.in.Payload.Attachments) == 0 {
		return Action{Meaning: Ignored}, nil
	}
	c, err := s.convs.LockConversation(ctx, h.conv)
	if err != nil {
		return Action{}, err
	}
	if err := s.answered(ctx, c, h.by); err != nil {
		return Action{}, err
	}
	return Action{Meaning: Says, ConversationID: c.ID, By: h.by, Attachments: h.in.Payload.Attachments,
		Say: &inbox.Outgoing{Text: markup.Esc(text), Author: inbox.ByOperator}}, nil
}

// staffCorrects passes an operator's edited words on as a correction, while the
// conversation is theirs: what has been read cannot be unsaid. An edited command, aside or
// picture means nothing.
func (s *Service) staffCorrects(ctx context.Context, h heard, cmd string) (Action, error) {
	text := strings.TrimSpace(h.in.Text)
	aside := h.in.Payload.ReplyTo != "" && !h.hit
	if h.conv == "" || cmd != "" || h.in.Payload.Command != "" || aside || text == "" || len(h.in.Payload.Attachments) > 0 {
		return Action{Meaning: Ignored}, nil
	}
	c, err := s.convs.ConversationByID(ctx, h.conv)
	if err != nil || c.Status != inbox.Open {
		return Action{Meaning: Ignored}, err
	}
	l := c.Lang
	if l == "" {
		l = h.l
	}
	return Action{Meaning: Says, ConversationID: c.ID, By: h.by, Say: &inbox.Outgoing{Text: txtCorrected.F(l, markup.Esc(text)), Author: inbox.ByOperator}}, nil
}

func (s *Service) staffTakes(ctx context.Context, h heard) (Action, error) {
	if _, err := s.Accept(ctx, h.conv, h.by); err != nil {
		return Action{}, err
	}
	return Action{Meaning: Took, ConversationID: h.conv, By: h.by, Posts: []Post{h.answer(txtTook, markup.Esc(h.by.label()))}}, nil
}

func (s *Service) staffCloses(ctx context.Context, h heard) (Action, error) {
	a := Action{Meaning: Closed, ConversationID: h.conv, By: h.by}
	c, err := s.convs.ConversationByID(ctx, h.conv)
	if err != nil {
		return a, err
	}
	if _, err = s.HandBack(ctx, h.conv, h.by); err == nil { // the staff chat knows no other end
		err = s.ended(ctx, c)
	}
	switch {
	case err == nil:
		a.Posts = []Post{h.answer(txtClosed)}
	case fault.CodeOf(err) == ErrNone.Code:
		a.Posts, err = []Post{h.answer(txtNotOpen)}, nil
	}
	return a, err
}

func (s *Service) staffNotes(ctx context.Context, h heard, text string) (Action, error) {
	a := Action{Meaning: Noted, ConversationID: h.conv, By: h.by}
	err := s.Note(ctx, h.conv, h.by, text)
	switch {
	case err == nil:
		a.Posts = []Post{h.answer(txtNoted)}
	case fault.CodeOf(err) == ErrEmptyNote.Code:
		a.Posts, err = []Post{h.answer(txtNoteHow)}, nil
	}
	return a, err
}

func (s *Service) staffLists(ctx context.Context, h heard) (Action, error) {
	c, err := s.convs.ConversationByID(ctx, h.conv)
	if err != nil {
		return Action{}, err
	}
	page, err := s.orders.ForContact(ctx, c.ContactID, "", 5)
	if err != nil {
		return Action{}, err
	}
	p := h.answer(txtNoOrders)
	if len(page.Orders) > 0 {
		p.Text = orderList(page.Orders, h.l)
	}
	return Action{Meaning: Lists, ConversationID: h.conv, By: h.by, Posts: []Post{p}}, nil
}

// answer is a short post where something was said.
func (h heard) answer(text lang.Phrase, args ...any) Post {
	p := Post{Spot: h.at, ConversationID: h.conv, ReplyTo: h.in.ExternalID, Silent: true, Text: text.In(h.l)}
	if len(args) > 0 {
		p.Text = text.F(h.l, args...)
	}
	return p
}
