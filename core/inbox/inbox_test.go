package inbox_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"prilavok/core/contact"
	"prilavok/core/fault"
	"prilavok/core/id"
	"prilavok/core/inbox"
	"prilavok/core/job"
	"prilavok/core/shop"
	"prilavok/core/txn"
	"prilavok/store"
	"prilavok/store/storetest"
)

// desk is an inbox on SQLite whose channel, script, responder and staff do as told.
type desk struct {
	*inbox.Service
	t    *testing.T
	st   *store.Store
	jobs *job.Queue
	ctx  context.Context
	acc  shop.Account
	n    int

	mu     sync.Mutex
	now    time.Time
	sent   []string
	send   func(m inbox.Outgoing) error
	try    func(in inbox.TurnInput) (inbox.TurnResult, bool, error)
	answer func(in inbox.TurnInput) (inbox.TurnResult, error)
	staff  []string
	asked  []string
	events []string
}

func newDesk(t *testing.T, fake func(st *store.Store) inbox.Store) *desk {
	t.Helper()
	d := &desk{t: t, st: storetest.SQLite(t), now: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)}
	d.ctx, _, d.acc = storetest.Shop(t, d.st, "desk")
	ids := id.New(d.clock, nil)
	d.jobs = job.NewQueue(d.st, d.st, d.clock, ids, nil)
	var port inbox.Store = d.st
	if fake != nil {
		port = fake(d.st)
	}
	d.Service = inbox.New(port, d.st, d.jobs, d, d.clock, ids)
	d.Connect(shop.Webchat, d)
	d.jobs.Register(inbox.JobTurn, d.Turn(inbox.Turns{Script: d, Responder: d, Directory: d.st, Staff: d}), job.Options{})
	d.jobs.Register(inbox.JobDeliver, d.Deliver, job.Options{MaxAttempts: 4, Dead: d.Buried})
	return d
}

func (d *desk) clock() time.Time { d.mu.Lock(); defer d.mu.Unlock(); return d.now }

// Send implements inbox.Sender.
func (d *desk) Send(_ context.Context, _ contact.Address, m inbox.Outgoing) (string, error) {
	if d.send != nil {
		if err := d.send(m); err != nil {
			return "", err
		}
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.sent = append(d.sent, m.Text)
	return fmt.Sprint("ext", len(d.sent)), nil
}

// Shape implements inbox.Shaper: a part for each line.
func (d *desk) Shape(m inbox.Outgoing) (out []inbox.Outgoing) {
	for _, line := range strings.Split(m.Text, "\n") {
		part := m
		part.Text = line
		out = append(out, part)
	}
	return out
}

// Record implements inbox.Events.
func (d *desk) Record(_ context.Context, e inbox.Event) error {
	d.events = append(d.events, e.Name)
	return nil
}

// Try implements inbox.Script.
func (d *desk) Try(_ context.Context, in inbox.TurnInput) (inbox.TurnResult, bool, error) {
	if d.try == nil {
		return inbox.TurnResult{}, false, nil
	}
	return d.try(in)
}

// Explain implements inbox.Script.
func (d *desk) Explain(_ context.Context, _ inbox.TurnInput, cause error) (inbox.TurnResult, error) {
	return say("нельзя: " + fault.CodeOf(cause)), nil
}

// Answer implements inbox.Responder: the words that were asked, unless told otherwise.
func (d *desk) Answer(_ context.Context, in inbox.TurnInput) (inbox.TurnResult, error) {
	d.asked = append(d.asked, words(in.Messages))
	if d.answer != nil {
		return d.answer(in)
	}
	return say("ответ на " + words(in.Messages)), nil
}

// Asked implements inbox.Staff.
func (d *desk) Asked(_ context.Context, _ inbox.Conversation, h inbox.Handoff) error {
	d.staff = append(d.staff, "asked "+h.Reason)
	return nil
}

// Wrote implements inbox.Staff.
func (d *desk) Wrote(_ context.Context, _ inbox.Conversation, m []inbox.Message) error {
	d.staff = append(d.staff, "wrote "+words(m))
	return nil
}

func say(s string) inbox.TurnResult {
	return inbox.TurnResult{Out: []inbox.Outgoing{{Text: s}}, Handled: true}
}

func words(list []inbox.Message) string {
	var out []string
	for _, m := range list {
		out = append(out, m.Text)
	}
	return strings.Join(out, "+")
}

func (d *desk) in(kind inbox.Kind, text string) inbox.Incoming {
	d.n++
	return inbox.Incoming{DeliveryKey: fmt.Sprint("d", d.n), Kind: kind, ConversationKey: "chat", ExternalID: fmt.Sprint(d.n), Text: text,
		From: inbox.Person{ExternalID: "chat", Name: "О", Lang: "ru"}, Raw: []byte("{}")}
}

func (d *desk) receive(in ...inbox.Incoming) {
	d.t.Helper()
	if err := d.Receive(d.ctx, d.acc, in); err != nil {
		d.t.Fatal(err)
	}
}

// drain does what is due and returns what was sent.
func (d *desk) drain() []string {
	d.t.Helper()
	d.sent = nil
	if _, err := d.jobs.Drain(context.Background()); err != nil {
		d.t.Fatal(err)
	}
	return d.sent
}

func (d *desk) pass(x time.Duration) { d.mu.Lock(); defer d.mu.Unlock(); d.now = d.now.Add(x) }

func (d *desk) want(what string, got []string, want ...string) {
	d.t.Helper()
	if !slices.Equal(got, want) {
		d.t.Errorf("%s: %q, want %q", what, got, want)
	}
}

func (d *desk) thread() (c inbox.Conversation, list []inbox.Message, to contact.Address) {
	d.t.Helper()
	err := d.st.View(d.ctx, func(ctx context.Context) (err error) {
		if c, _, err = d.st.ConversationByKey(ctx, d.acc.ID, "chat"); err != nil {
			return err
		}
		if list, err = d.st.MessagesBefore(ctx, c.ID, c.LastSeq, 500); err != nil {
			return err
		}
		_, to, _, err = d.st.MessageAt(ctx, c.ID, 1)
		return err
	})
	if err != nil {
		d.t.Fatal(err)
	}
	return c, list, to
}

// TestGroups answers words together, and each command or button by itself, in order.
func TestGroups(t *testing.T) {
	d := newDesk(t, nil)
	d.receive(d.in(inbox.KindText, "а"), d.in(inbox.KindText, "б"), d.in(inbox.KindButton, "кнопка"), d.in(inbox.KindCommand, "команда"), d.in(inbox.KindText, "в"), d.in(inbox.KindPhoto, "фото"))
	d.want("answers", d.drain(), "ответ на а+б", "ответ на кнопка", "ответ на команда", "ответ на в+фото")
	d.want("nothing is left", d.drain())
}

// TestNewerMessages drops a draft for newer messages twice; the third is said.
func TestNewerMessages(t *testing.T) {
	for _, c := range []struct {
		name    string
		changed bool
		want    []string
	}{
		{"a draft", false, []string{"ответ на а+1+2", "ответ на 3"}},
		{"something was changed", true, []string{"ответ на а", "ответ на 1", "ответ на 2", "ответ на 3"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := newDesk(t, nil)
			n := 0
			d.answer = func(in inbox.TurnInput) (inbox.TurnResult, error) {
				if n++; n <= 3 {
					d.receive(d.in(inbox.KindText, fmt.Sprint(n)))
				}
				res := say("ответ на " + words(in.Messages))
				res.Changed = c.changed
				return res, nil
			}
			d.receive(d.in(inbox.KindText, "а"))
			d.want("said", d.drain(), c.want...)
		})
	}
}

func TestScriptRefusal(t *testing.T) {
	d := newDesk(t, nil)
	for _, c := range []struct {
		err  error
		want []string
	}{
		{fault.New(fault.Conflict, "cart.sold_out", "x"), []string{"нельзя: cart.sold_out"}},
		{fault.New(fault.Unavailable, "test.away", "x"), nil}, // ours: later again
	} {
		d.try = func(inbox.TurnInput) (inbox.TurnResult, bool, error) { return inbox.TurnResult{}, false, c.err }
		d.receive(d.in(inbox.KindButton, "x"))
		d.want(c.err.Error(), d.drain(), c.want...)
	}
	d.try = nil
	d.pass(time.Minute)
	d.want("the outage is over", d.drain(), "ответ на x")
}

func TestEditsAndDeletes(t *testing.T) {
	d := newDesk(t, nil)
	one, two := d.in(inbox.KindText, "синяя"), d.in(inbox.KindText, "лишнее")
	edit, gone := d.in(inbox.KindEdit, "красная"), d.in(inbox.KindDelete, "")
	edit.ExternalID, gone.Payload.Deleted = "1", []string{"2"}
	d.receive(one, two, edit, gone, edit)
	d.want("what is left of it", d.drain(), "ответ на красная")
	if _, list, _ := d.thread(); len(list) != 3 || list[0].EditedAt.IsZero() || list[1].DeletedAt.IsZero() {
		t.Errorf("stored %+v", list)
	}
}

func TestAlbum(t *testing.T) {
	d := newDesk(t, nil)
	part := func(n int, caption string) inbox.Incoming {
		in := d.in(inbox.KindPhoto, caption)
		in.GroupKey, in.Payload.Attachments = "g", []inbox.Attachment{{Kind: "photo", FileID: fmt.Sprint("f", n)}}
		return in
	}
	one, two, three := part(1, "вот"), part(2, ""), part(3, "ещё")
	for _, in := range []inbox.Incoming{one, two, one, two, three, three} { // parts that come again
		d.receive(in)
	}
	d.want("an album is waited for", d.drain())
	d.pass(2 * time.Second)
	d.want("and answered once", d.drain(), "ответ на вот", "ещё")
	if _, list, _ := d.thread(); len(list) < 1 || len(list[0].Payload.Attachments) != 3 {
		t.Errorf("stored %+v", list)
	}
	late := part(4, "поздно")
	d.receive(late, late)
	d.pass(2 * time.Second)
	d.want("a part after the answer is a message", d.drain(), "ответ на поздно")
}

// TestTakeover is a person of the shop who answers in the channel's own app.
func TestTakeover(t *testing.T) {
	d := newDesk(t, nil)
	d.receive(d.in(inbox.KindText, "есть кто?"), d.in(inbox.KindOperator, "да, я"))
	d.want("the assistant is silent", d.drain())
	d.receive(d.in(inbox.KindText, "ура"))
	d.want("still", d.drain())
	d.want("the staff reads along", d.staff, "wrote ура")
	c, _, _ := d.thread()
	if err := d.SetStatus(d.ctx, c.ID, inbox.Pending, ""); err != nil {
		t.Fatal(err)
	}
	d.want("what the operator has read is not answered again", d.drain())
	d.receive(d.in(inbox.KindText, "а теперь?"))
	d.want("handed back", d.drain(), "ответ на а теперь?")
}

func TestHandoffIsStillSaid(t *testing.T) {
	d := newDesk(t, nil)
	d.answer = func(inbox.TurnInput) (inbox.TurnResult, error) {
		res := say("зову человека")
		res.Handoff = &inbox.Handoff{Reason: "asked"}
		return res, nil
	}
	d.send = func(inbox.Outgoing) error {
		c, _, _ := d.thread()
		return d.SetStatus(d.ctx, c.ID, inbox.Open, "opr")
	}
	d.receive(d.in(inbox.KindText, "человека!"))
	d.want("said", d.drain(), "зову человека")
	d.want("staff", d.staff, "asked asked")
}

func TestDeliverOutcomes(t *testing.T) {
	unsure := fault.Wrap(errors.New("x"), inbox.ErrUnknownOutcome.Kind, inbox.ErrUnknownOutcome.Code, "x")
	for _, c := range []struct {
		err     error
		tries   int
		state   inbox.Delivery
		blocked bool
		event   string
	}{
		{nil, 1, inbox.Sent, false, ""},
		{fault.New(fault.Forbidden, "test.blocked", "x"), 1, inbox.Failed, true, inbox.EventMessageFailed},
		{fault.New(fault.Unauthorized, "test.token", "x"), 1, inbox.Failed, false, inbox.EventRevoked},
		{fault.New(fault.Invalid, "test.bad", "x"), 1, inbox.Failed, false, inbox.EventMessageFailed},
		{fault.New(fault.Unavailable, "test.away", "x"), 4, inbox.Failed, false, inbox.EventMessageFailed},
		{unsure, 3, inbox.Unsure, false, inbox.EventMessageFailed},
	} {
		t.Run(fault.CodeOf(c.err), func(t *testing.T) {
			d := newDesk(t, nil)
			tries := 0
			d.send = func(inbox.Outgoing) error { tries++; return c.err }
			d.receive(d.in(inbox.KindText, "а"))
			for range 8 {
				d.drain()
				d.pass(time.Hour)
			}
			_, list, to := d.thread()
			if m := list[len(list)-1]; tries != c.tries || m.State != c.state || to.Blocked != c.blocked || strings.Join(d.events, " ") != c.event {
				t.Errorf("%d tries, %s, blocked %v, events %v; want %+v", tries, m.State, to.Blocked, d.events, c)
			}
		})
	}
}

func TestSayOfAnUnknownChannel(t *testing.T) {
	d := newDesk(t, nil)
	d.receive(d.in(inbox.KindText, "а"))
	c, _, _ := d.thread()
	other := inbox.New(d.st, d.st, d.jobs, d, d.clock, id.New(d.clock, nil))
	err := other.Say(txn.ForShop(context.Background(), d.acc.ShopID), c.ID, inbox.ByOperator, inbox.Outgoing{Text: "x"})
	if !errors.Is(err, inbox.ErrNoChannel) {
		t.Errorf("says %v", err)
	}
}
