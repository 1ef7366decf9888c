package storetest

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"

	"prilavok/core/cart"
	"prilavok/core/handoff"
	"prilavok/core/inbox"
	"prilavok/core/job"
	"prilavok/core/lang"
	"prilavok/store"
)

// desk is a counter whose shop has a staff chat.
type desk struct {
	*Counter
	*handoff.Service
	conv inbox.Conversation
}

type recorder struct{ *Counter }

func (r recorder) Record(ctx context.Context, e inbox.Event) error {
	return r.Store.RecordEvent(ctx, r.IDs.Make("evt"), e, r.Now())
}

const staffChat = "-1001"

func newDesk(t *testing.T, st *store.Store, topics bool, slug ...string) *desk {
	t.Helper()
	c := NewCounter(t, st, strings.ReplaceAll("north "+strings.Join(slug, ""), " ", "-"))
	sh := c.Shop
	sh.Settings.Staff.AccountID, sh.Settings.Staff.ChatID, sh.Settings.Staff.Topics = c.Account.ID, staffChat, topics
	c.OK(st.InTx(c.Ctx, func(ctx context.Context) error { return st.UpdateShop(ctx, sh) }))
	c.Shop = sh
	d := &desk{Counter: c, Service: handoff.New(st, c.Orders, recorder{c}, c.Jobs, st, c.Now, c.IDs)}
	d.conv = c.Buyer()
	return d
}

// now reads the conversation as it stands.
func (d *desk) now() inbox.Conversation {
	d.T.Helper()
	var c inbox.Conversation
	d.OK(d.Store.View(d.Ctx, func(ctx context.Context) error {
		var err error
		c, err = d.Store.ConversationByID(ctx, d.conv.ID)
		return err
	}))
	return c
}

// writes adds a message of the customer, or of another author.
func (d *desk) writes(by inbox.Author, text string) inbox.Message {
	d.T.Helper()
	var m []inbox.Message
	d.OK(d.Store.InTx(d.Ctx, func(ctx context.Context) error {
		var err error
		m, err = d.Store.AppendMessages(ctx, d.conv.ID, []inbox.Message{{Author: by, Kind: inbox.KindText, Text: text, State: inbox.Received, CreatedAt: d.Now()}})
		return err
	}))
	return m[0]
}

// said is something said in a group.
type said struct {
	text, command, argument, reply, thread, chat, senderChat, action, name string
	bot, edited                                                            bool
}

func (d *desk) hears(s said) handoff.Action {
	d.T.Helper()
	if s.chat == "" {
		s.chat = staffChat
	}
	in := inbox.Incoming{AccountID: d.Account.ID, Kind: inbox.KindStaff, ExternalID: "77", Text: s.text, From: inbox.Person{ExternalID: "op1", Name: "Ольга"},
		Payload: inbox.Payload{Command: s.command, Argument: s.argument, ReplyTo: s.reply, Thread: s.thread, Action: s.action,
			Extra: map[string]any{"staff": map[string]any{"chat_id": s.chat, "thread": s.thread, "sender_chat": s.senderChat, "bot": s.bot,
				"edited": s.edited, "command_bot": s.name}}}}
	a, err := d.StaffSaid(d.Ctx, in)
	d.OK(err)
	return a
}

func (d *desk) post(thread, id string) {
	d.T.Helper()
	d.OK(d.Posted(d.Ctx, handoff.Post{Spot: handoff.Spot{AccountID: d.Account.ID, ChatID: staffChat, Thread: thread}, ConversationID: d.conv.ID, Seq: 3}, id))
}

func TestHandoff(t *testing.T) {
	Each(t, func(t *testing.T, st *store.Store) {
		d := newDesk(t, st, false)
		by := handoff.Operator{ID: "op1", Name: "Ольга"}
		_, err := d.HandBack(d.Ctx, d.conv.ID, by)
		wantFault(t, err, handoff.ErrNone)
		d.writes(inbox.ByContact, "где мой заказ")
		h, err := d.Request(d.Ctx, d.conv.ID, handoff.Complaint, "опоздали с доставкой")
		d.OK(err)
		again, err := d.Request(d.Ctx, d.conv.ID, handoff.Asked, "просит перезвонить")
		d.OK(err)
		if again.ID != h.ID || again.Reason != handoff.Complaint || again.Summary != "опоздали с доставкой\nпросит перезвонить" || d.now().Status != inbox.Open {
			t.Errorf("asked twice: %+v, conversation %s", again, d.now().Status)
		}
		got, err := d.Accept(d.Ctx, d.conv.ID, by)
		d.OK(err)
		if got.ID != h.ID || got.Status != handoff.Accepted || got.AcceptedBy != "Ольга" || d.now().Assignee != "op1" {
			t.Errorf("accepted: %+v, %+v", got, d.now())
		}
		last := d.writes(inbox.ByContact, "спасибо")
		waiting, err := d.Waiting(d.Ctx)
		d.OK(err)
		got, err = d.HandBack(d.Ctx, d.conv.ID, by)
		d.OK(err)
		if c := d.now(); len(waiting) != 1 || got.Status != handoff.Resolved || c.Status != inbox.Pending || c.Assignee != "" || c.AnsweredTo != last.Seq {
			t.Errorf("given back: %+v, %+v", got, c)
		}
		manual, err := d.Accept(d.Ctx, d.conv.ID, by)
		d.OK(err)
		_, err = d.Resolve(d.Ctx, d.conv.ID, by)
		d.OK(err)
		if manual.ID == h.ID || manual.Reason != handoff.Manual || d.now().Status != inbox.Resolved {
			t.Errorf("taken by hand: %+v, %s", manual, d.now().Status)
		}
		wantFault(t, d.Note(d.Ctx, d.conv.ID, by, "  "), handoff.ErrEmptyNote)
		d.OK(d.Note(d.Ctx, d.conv.ID, by, "любит синее"))
		notes, err := d.Notes(d.Ctx, d.conv.ID)
		d.OK(err)
		if len(notes) != 1 || notes[0].Text != "любит синее" || notes[0].Author != "Ольга" {
			t.Errorf("notes %+v", notes)
		}
		heard := map[string]int{}
		var mu sync.Mutex // jobs of different lanes run at the same time
		for _, e := range []string{handoff.EventRequested, handoff.EventAccepted, handoff.EventResolved} {
			d.Jobs.Register(handoff.JobPrefix+e, func(context.Context, job.Job) error {
				mu.Lock()
				defer mu.Unlock()
				heard[e]++
				return nil
			}, job.Options{})
		}
		_, err = d.Jobs.Drain(d.Ctx)
		d.OK(err)
		if fmt.Sprint(heard) != "map[handoff.accepted:2 handoff.requested:1 handoff.resolved:2]" {
			t.Errorf("told of %v", heard)
		}
	})
}

// TestStaffChat goes through what a message in a group can mean.
func TestStaffChat(t *testing.T) {
	Both(t, func(t *testing.T, st *store.Store) {
		for _, c := range []struct {
			name   string
			said   said
			want   handoff.Meaning
			status inbox.Status
			posts  string // a word of the answer
		}{
			{"another group", said{chat: "-5", text: "привет", reply: "50"}, handoff.Stranger, inbox.Pending, ""},
			{"a channel's post", said{senderChat: "-9", text: "привет", reply: "50"}, handoff.Stranger, inbox.Pending, ""},
			{"an anonymous admin", said{senderChat: staffChat, text: "привет", reply: "50"}, handoff.Says, inbox.Open, ""},
			{"talk among staff", said{text: "кто сегодня?"}, handoff.Ignored, inbox.Pending, ""},
			{"talk in another topic", said{text: "кто сегодня?", thread: "8"}, handoff.Ignored, inbox.Pending, ""},
			{"a bot", said{text: "реклама", reply: "50", bot: true}, handoff.Ignored, inbox.Pending, ""},
			{"an edit", said{text: "исправил", reply: "50", edited: true}, handoff.Ignored, inbox.Pending, ""},
			{"an answer to a card", said{text: "Здравствуйте! <3", reply: "50"}, handoff.Says, inbox.Open, ""},
			{"a message in the topic", said{text: "Здравствуйте! <3", thread: "7"}, handoff.Says, inbox.Open, ""},
			{"an answer to a post in the topic", said{text: "Здравствуйте! <3", thread: "7", reply: "50"}, handoff.Says, inbox.Open, ""},
			{"an answer to a colleague in the topic", said{text: "и я так думаю", thread: "7", reply: "51"}, handoff.Ignored, inbox.Pending, "между вами"},
			{"nothing to say", said{thread: "7"}, handoff.Ignored, inbox.Pending, ""},
			{"take", said{command: "take", thread: "7"}, handoff.Took, inbox.Open, "Ольга"},
			{"take by a button", said{action: handoff.ActTake + "%s"}, handoff.Took, inbox.Open, "Ольга"},
			{"a forged button", said{action: handoff.ActTake + "cnv_none"}, handoff.Ignored, inbox.Pending, ""},
			{"an unknown button", said{action: "buy", reply: "50"}, handoff.Ignored, inbox.Pending, ""},
			{"close what is not open", said{command: "close", thread: "7"}, handoff.Closed, inbox.Pending, "и так ведёт"},
			{"close in Russian", said{text: "/вернуть боту", reply: "50"}, handoff.Closed, inbox.Pending, "и так ведёт"},
			{"close nothing", said{command: "close"}, handoff.Unknown, inbox.Pending, "Не понимаю"},
			{"a command for another bot", said{command: "close", thread: "7", name: "other_bot"}, handoff.Ignored, inbox.Pending, ""},
			{"a command for us", said{command: "take", thread: "7", name: "Chat"}, handoff.Took, inbox.Open, "Ольга"},
			{"a command we do not know", said{command: "start", thread: "7"}, handoff.Ignored, inbox.Pending, ""},
			{"note", said{command: "note", argument: "любит синее", thread: "7"}, handoff.Noted, inbox.Pending, "Записал"},
			{"note without a text", said{command: "note", thread: "7"}, handoff.Noted, inbox.Pending, "после команды"},
			{"no orders", said{command: "orders", reply: "50"}, handoff.Lists, inbox.Pending, "пока нет"},
		} {
			t.Run(c.name, func(t *testing.T) {
				d := newDesk(t, st, true, c.name)
				d.OK(d.TopicOpened(d.Ctx, handoff.Spot{AccountID: d.Account.ID, ChatID: staffChat, Thread: "7"}, d.conv.ID))
				d.post("7", "50")
				c.said.action = strings.Replace(c.said.action, "%s", d.conv.ID, 1)
				asked := d.writes(inbox.ByContact, "вопрос")
				a := d.hears(c.said)
				texts := ""
				for _, p := range a.Posts {
					texts += p.Text
				}
				if a.Meaning != c.want || d.now().Status != c.status || !strings.Contains(texts, c.posts) || (c.posts == "") != (texts == "") {
					t.Errorf("means %s, conversation %s, answer %q", a.Meaning, d.now().Status, texts)
				}
				if (a.Say != nil) != (c.want == handoff.Says) {
					t.Errorf("says %+v", a.Say)
				}
				if a.Say != nil && (a.ConversationID != d.conv.ID || d.now().AnsweredTo != asked.Seq || strings.Contains(a.Say.Text, "<3")) {
					t.Errorf("says %+v, answered to %d", a.Say, d.now().AnsweredTo)
				}
			})
		}
	})
}

func TestStaffCloses(t *testing.T) {
	Each(t, func(t *testing.T, st *store.Store) {
		d := newDesk(t, st, false)
		_, err := d.Request(d.Ctx, d.conv.ID, handoff.Asked, "")
		d.OK(err)
		d.post("", "50")
		d.hears(said{text: "Сейчас посмотрю", reply: "50"})
		h, err := d.Waiting(d.Ctx)
		d.OK(err)
		if len(h) != 1 || h[0].Status != handoff.Accepted || h[0].AcceptedBy != "Ольга" {
			t.Errorf("an answer does not accept: %+v", h)
		}
		a := d.hears(said{command: "close", reply: "50"})
		if a.Meaning != handoff.Closed || d.now().Status != inbox.Pending || a.Posts[0].ReplyTo != "77" {
			t.Errorf("closed: %+v, %s", a, d.now().Status)
		}
		d.OK(d.ChatMoved(d.Ctx, d.Account.ID, staffChat, "-2002"))
		if a := d.hears(said{text: "ещё тут?", reply: "50"}); a.Meaning != handoff.Ignored {
			t.Errorf("the old chat still means %s", a.Meaning)
		}
	})
}

func TestStaffSees(t *testing.T) {
	Each(t, func(t *testing.T, st *store.Store) {
		d := newDesk(t, st, true)
		v := d.Variant("кружка", 49900, 5)
		_, err := d.Carts.Add(d.Ctx, d.conv.ContactID, v, 1)
		d.OK(err)
		o, err := d.Orders.Place(d.Ctx, d.PlaceRequest(d.conv, "k", cart.Choice{}))
		d.OK(err)
		card, err := d.About(d.Ctx, o.ConversationID, func(lang.Lang) (string, [][]inbox.Button) { return "№ " + o.Number, nil })
		d.OK(err)
		if placed, err := d.Locate(d.Ctx, card); err != nil || placed.OpenTopic != "" || placed.ChatID != staffChat || !strings.Contains(placed.Text, o.Number) {
			t.Errorf("an order makes a topic: %+v, %v", placed, err)
		}
		d.writes(inbox.ByContact, "где <мой> заказ")
		d.writes(inbox.ByAssistant, "Сейчас узнаю")
		h, err := d.Request(d.Ctx, d.conv.ID, handoff.Asked, "хочет человека")
		d.OK(err)
		card, err = d.Card(d.Ctx, h.ID)
		d.OK(err)
		for _, want := range []string{"Анна Петрова, webchat", "просит человека", "хочет человека", "<b>Клиент</b>: где &lt;мой&gt; заказ", "<b>Помощник</b>: Сейчас узнаю"} {
			if !strings.Contains(card.Text, want) {
				t.Errorf("the card lacks %q:\n%s", want, card.Text)
			}
		}
		if b := card.Buttons[0]; b[0].Action != handoff.ActTake+d.conv.ID || len(b[0].Action) > inbox.MaxAction {
			t.Errorf("buttons %+v", b)
		}
		placed, err := d.Locate(d.Ctx, card)
		d.OK(err)
		if placed.OpenTopic != "Анна Петрова · webchat" || placed.Thread != "" {
			t.Errorf("first it goes to %+v", placed.Spot)
		}
		at := handoff.Spot{AccountID: d.Account.ID, ChatID: staffChat, Thread: "7"}
		d.OK(d.TopicOpened(d.Ctx, at, d.conv.ID))
		placed, err = d.Locate(d.Ctx, card)
		d.OK(err)
		d.OK(d.Posted(d.Ctx, placed, "50"))
		d.OK(d.TopicGone(d.Ctx, at))
		if again, err := d.Locate(d.Ctx, card); err != nil || placed.Thread != "7" || placed.OpenTopic != "" || again.OpenTopic == "" {
			t.Errorf("with a topic to %+v, without to %+v, %v", placed, again, err)
		}
		if a := d.hears(said{command: "orders", reply: "50"}); !strings.Contains(a.Posts[0].Text, o.Number) {
			t.Errorf("orders: %+v", a.Posts)
		}
		d.checkRelay()
		d.OK(st.View(d.Ctx, func(ctx context.Context) error {
			id, err := st.StaffPostOf(ctx, d.Account.ID, staffChat, d.conv.ID, 0)
			if id != "50" {
				t.Errorf("the card is post %q", id)
			}
			return err
		}))
	})
}

// checkRelay looks at what staff see of messages that come while they hold it.
func (d *desk) checkRelay() {
	d.T.Helper()
	photo := inbox.Message{Seq: 5, Author: inbox.ByContact, Kind: inbox.KindPhoto, Text: "вот", ExternalID: "m5",
		Payload: inbox.Payload{Attachments: []inbox.Attachment{{Kind: "photo", FileID: "f"}}}}
	text := func(seq int64, s string) inbox.Message {
		return inbox.Message{Seq: seq, Author: inbox.ByContact, Kind: inbox.KindText, Text: s}
	}
	posts, err := d.Relay(d.Ctx, d.conv.ID, []inbox.Message{text(3, "один"), text(4, "<два>"), photo, text(6, "три"), {Author: inbox.ByOperator, Text: "нет"}})
	d.OK(err)
	var got []string
	for _, p := range posts {
		got = append(got, fmt.Sprintf("%d %s %d %s", p.Seq, p.Text, len(p.Attachments), p.Source.MessageID))
	}
	want := "4 <b>Анна Петрова</b>: один\n&lt;два&gt; 0 |5 <b>Анна Петрова</b>: [фото] вот 1 m5|6 <b>Анна Петрова</b>: три 0 "
	if s := strings.Join(got, "|"); s != want {
		d.T.Errorf("got\n%s\nwant\n%s", s, want)
	}
}

func TestNoStaffChat(t *testing.T) {
	c := NewCounter(t, SQLite(t), "north")
	s := handoff.New(c.Store, c.Orders, recorder{c}, c.Jobs, c.Store, c.Now, c.IDs)
	b := c.Buyer()
	h, err := s.Request(c.Ctx, b.ID, handoff.Asked, "")
	c.OK(err)
	c.OK(c.Store.InTx(c.Ctx, func(ctx context.Context) error {
		_, err := s.Card(ctx, h.ID)
		wantFault(t, err, handoff.ErrNoStaff)
		_, err = s.Relay(ctx, b.ID, nil)
		wantFault(t, err, handoff.ErrNoStaff)
		_, err = s.About(ctx, b.ID, nil)
		wantFault(t, err, handoff.ErrNoStaff)
		return nil
	}))
	a, err := s.StaffSaid(c.Ctx, inbox.Incoming{AccountID: c.Account.ID, Text: "привет"})
	c.OK(err)
	if a.Meaning != handoff.Stranger {
		t.Errorf("means %s", a.Meaning)
	}
}

var (
	_ = Covers("ActiveHandoff HandoffByID InsertHandoff SaveHandoff WaitingHandoffs AddConversationNote ConversationNotes")
	_ = Covers("ConversationOfTopic ConversationOfPost TopicOf PutTopic DropTopic PutStaffPost StaffPostOf MoveStaffChat")
)
