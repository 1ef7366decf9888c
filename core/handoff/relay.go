package handoff

import (
	"context"
	"fmt"
	"strings"

	"prilavok/core/contact"
	"prilavok/core/inbox"
	"prilavok/core/lang"
	"prilavok/core/markup"
	"prilavok/core/shop"
	"prilavok/core/txn"
)

// lately is how many messages a card about a waiting customer shows.
const lately = 6

// scene is whom a post is about and where it goes.
type scene struct {
	set  shop.Staff
	l    lang.Lang
	who  contact.Contact
	conv inbox.Conversation
}

func (s *Service) scene(ctx context.Context, c inbox.Conversation) (scene, error) {
	sh, err := s.people.ShopByID(ctx, txn.ShopID(ctx))
	if err != nil {
		return scene{}, err
	}
	if sh.Settings.Staff.ChatID == "" {
		return scene{}, ErrNoStaff
	}
	x := scene{set: sh.Settings.Staff, l: sh.DefaultLang(), conv: c}
	x.who, err = s.people.ContactByID(ctx, c.ContactID)
	return x, err
}

func (x scene) name() string {
	if x.who.Name != "" {
		return x.who.Name
	}
	if x.who.Phone != "" {
		return x.who.Phone
	}
	return txtNoName.In(x.l)
}

// post begins a post about the conversation; Locate finds its topic when it is sent.
func (x scene) post(text string) Post {
	return Post{Spot: Spot{AccountID: x.set.AccountID, ChatID: x.set.ChatID}, ConversationID: x.conv.ID, Text: text}
}

// view runs fn over one state; ErrNoStaff leaves an outer unit good.
func (s *Service) view(ctx context.Context, fn func(ctx context.Context) error) error {
	var refused error
	err := s.tx.View(ctx, func(ctx context.Context) error {
		refused = fn(ctx)
		if refused == ErrNoStaff {
			return nil
		}
		return refused
	})
	if err != nil {
		return err
	}
	return refused
}

// Card is what staff are shown when a person is asked for: who, why, what was said.
//
// Faults: ErrNoStaff when the shop has no staff chat.
func (s *Service) Card(ctx context.Context, handoffID string) (Post, error) {
	var p Post
	err := s.view(ctx, func(ctx context.Context) error {
		h, err := s.store.HandoffByID(ctx, handoffID)
		if err != nil {
			return err
		}
		c, err := s.convs.ConversationByID(ctx, h.ConversationID)
		if err != nil {
			return err
		}
		x, err := s.scene(ctx, c)
		if err != nil {
			return err
		}
		said, err := s.convs.MessagesBefore(ctx, c.ID, c.LastSeq, lately)
		if err != nil {
			return err
		}
		p = x.post(x.card(h, said))
		p.Buttons = [][]inbox.Button{{{Text: txtTake.In(x.l), Action: ActTake + c.ID, Style: "primary"}, {Text: txtClose.In(x.l), Action: ActClose + c.ID}}}
		return nil
	})
	return p, err
}

func (x scene) card(h Handoff, said []inbox.Message) string {
	var b strings.Builder
	b.WriteString(markup.B(txtRequested.In(x.l)) + "\n")
	b.WriteString(markup.Esc(x.name()) + ", " + string(x.conv.Channel))
	if x.who.Phone != "" && x.who.Phone != x.name() {
		b.WriteString(", " + markup.Esc(x.who.Phone))
	}
	fmt.Fprintf(&b, "\n%s: %s", txtWhy.In(x.l), h.Reason.Text(x.l))
	if h.Summary != "" {
		fmt.Fprintf(&b, "\n%s: %s", txtGist.In(x.l), markup.Esc(h.Summary))
	}
	if len(said) > 0 {
		b.WriteString("\n\n" + txtLately.In(x.l))
	}
	for _, m := range said {
		fmt.Fprintf(&b, "\n%s: %s", markup.B(author(m.Author, x.l)), markup.Esc(clip(plain(m, x.l), 300)))
	}
	how := txtReplyHow
	if x.set.Topics {
		how = txtTopicHow
	}
	b.WriteString("\n\n" + markup.I(how.In(x.l)))
	return b.String()
}

func author(a inbox.Author, l lang.Lang) string {
	switch a {
	case inbox.ByContact:
		return txtCustomer.In(l)
	case inbox.ByAssistant:
		return txtAssistant.In(l)
	case inbox.ByOperator:
		return txtOperator.In(l)
	}
	return txtShop.In(l)
}

// plain is a message as one line of text: what is no text is named.
func plain(m inbox.Message, l lang.Lang) string {
	text := m.Text
	if m.Kind != inbox.KindText && m.Kind != inbox.KindCommand {
		if p, ok := kindTexts.Find(string(m.Kind)); ok {
			text = strings.TrimSpace("[" + p.In(l) + "] " + text)
		}
	}
	if c := m.Payload.Contact; c != nil {
		text = strings.TrimSpace(text + " " + c.Name + " " + c.Phone)
	}
	if p := m.Payload.Location; p != nil {
		text = strings.TrimSpace(fmt.Sprintf("%s %s %s %.6f, %.6f", text, p.Title, p.Address, p.Lat, p.Lon))
	}
	if m.Payload.Command != "" && text == "" {
		text = "/" + m.Payload.Command
	}
	return text
}

// Relay makes the posts that show staff what a customer wrote while they have the
// conversation. Texts in a row become one post: groups are limited to few a minute.
//
// Faults: ErrNoStaff when the shop has no staff chat; the messages wait for the panel.
func (s *Service) Relay(ctx context.Context, conversationID string, list []inbox.Message) ([]Post, error) {
	var out []Post
	err := s.view(ctx, func(ctx context.Context) error {
		c, err := s.convs.ConversationByID(ctx, conversationID)
		if err != nil {
			return err
		}
		x, err := s.scene(ctx, c)
		if err != nil {
			return err
		}
		out = x.relay(list)
		return nil
	})
	return out, err
}

func (x scene) relay(list []inbox.Message) []Post {
	var out []Post
	open := false // the last post takes more text
	for _, m := range list {
		if m.Author != inbox.ByContact {
			continue
		}
		text := markup.Esc(plain(m, x.l))
		texty := len(m.Payload.Attachments) == 0
		if open && texty && len(out[len(out)-1].Text)+len(text) < 3000 {
			p := &out[len(out)-1]
			p.Text, p.Seq = p.Text+"\n"+text, m.Seq
			continue
		}
		p := x.post(markup.B(x.name()) + ": " + text)
		p.Seq, p.Attachments = m.Seq, m.Payload.Attachments
		p.Source = Source{x.conv.AccountID, x.conv.Key, m.ExternalID}
		out, open = append(out, p), texty
	}
	return out
}

// About makes a post about a conversation that is in nobody's hands: a card with buttons
// for staff. A reply to it goes to the customer.
//
// Faults: ErrNoStaff when the shop has no staff chat.
func (s *Service) About(ctx context.Context, conversationID string, write func(l lang.Lang) (text string, buttons [][]inbox.Button)) (Post, error) {
	var p Post
	err := s.view(ctx, func(ctx context.Context) error {
		sh, err := s.people.ShopByID(ctx, txn.ShopID(ctx))
		if err != nil {
			return err
		}
		set := sh.Settings.Staff
		if set.ChatID == "" {
			return ErrNoStaff
		}
		p = Post{Spot: Spot{AccountID: set.AccountID, ChatID: set.ChatID}, ConversationID: conversationID}
		p.Text, p.Buttons = write(sh.DefaultLang())
		return nil
	})
	return p, err
}

// Speaker tells who said something in the shop's staff chat; ok is false for anybody else.
func (s *Service) Speaker(ctx context.Context, in inbox.Incoming) (by Operator, at Spot, ok bool, err error) {
	g, known := groupOf(in)
	if !known || g.Bot {
		return by, at, false, nil
	}
	err = s.tx.View(ctx, func(ctx context.Context) error {
		sh, err := s.people.ShopByID(ctx, txn.ShopID(ctx))
		ok = err == nil && isStaff(sh.Settings.Staff, in.AccountID, g)
		return err
	})
	return Operator{in.From.ExternalID, in.From.Name}, Spot{in.AccountID, g.ChatID, g.Thread}, ok, err
}

// Locate says where a post goes now: into the conversation's topic, into a new one
// (OpenTopic is then its name) where topics are on, else into the chat itself. Cards
// of orders outside of an open conversation make no topic of their own.
func (s *Service) Locate(ctx context.Context, p Post) (Post, error) {
	err := s.tx.View(ctx, func(ctx context.Context) error {
		p.OpenTopic = ""
		if p.ConversationID == "" || p.Thread != "" {
			return nil
		}
		sh, err := s.people.ShopByID(ctx, txn.ShopID(ctx))
		if err != nil || !sh.Settings.Staff.Topics {
			return err
		}
		if p.Thread, err = s.staff.TopicOf(ctx, p.AccountID, p.ChatID, p.ConversationID); err != nil || p.Thread != "" {
			return err
		}
		c, err := s.convs.ConversationByID(ctx, p.ConversationID)
		if err != nil || c.Status != inbox.Open {
			return err
		}
		x, err := s.scene(ctx, c)
		p.OpenTopic = clip(x.name()+" · "+string(c.Channel), 128)
		return err
	})
	return p, err
}

// TopicOpened notes a topic that was made for a conversation.
func (s *Service) TopicOpened(ctx context.Context, at Spot, conversationID string) error {
	return s.tx.InTx(ctx, func(ctx context.Context) error { return s.staff.PutTopic(ctx, at, conversationID, s.now()) })
}

// TopicGone forgets a topic that staff have deleted; the next post makes a new one.
func (s *Service) TopicGone(ctx context.Context, at Spot) error {
	return s.tx.InTx(ctx, func(ctx context.Context) error { return s.staff.DropTopic(ctx, at) })
}

// Posted notes the id that the channel gave to a post.
func (s *Service) Posted(ctx context.Context, p Post, messageID string) error {
	if p.ConversationID == "" || messageID == "" {
		return nil
	}
	return s.tx.InTx(ctx, func(ctx context.Context) error {
		return s.staff.PutStaffPost(ctx, p.Spot, messageID, p.ConversationID, p.Seq, s.now())
	})
}

// ChatMoved follows a group that became a supergroup and has a new id.
func (s *Service) ChatMoved(ctx context.Context, accountID, from, to string) error {
	return s.tx.InTx(ctx, func(ctx context.Context) error { return s.staff.MoveStaffChat(ctx, accountID, from, to) })
}
