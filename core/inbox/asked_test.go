package inbox_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"prilavok/core/contact"
	"prilavok/core/fault"
	"prilavok/core/inbox"
	"prilavok/core/job"
	"prilavok/core/shop"
)

// finder answers each question after a message with the next of its answers.
type finder struct {
	answers []error // nil: found; errNone: not there
	asked   int
	known   []string
}

var errNone = errors.New("not there")

// Find implements inbox.Finder.
func (f *finder) Find(_ context.Context, _ contact.Address, _ inbox.Outgoing, _ time.Time, known []string) (string, bool, error) {
	err := f.answers[min(f.asked, len(f.answers)-1)]
	f.asked++
	f.known = known
	if errors.Is(err, errNone) {
		return "", false, nil
	}
	if err != nil {
		return "", false, err
	}
	return "found", true, nil
}

// TestAskedBeforeSentAgain: where the channel can be asked, an unknown outcome is never
// followed by a blind repetition.
func TestAskedBeforeSentAgain(t *testing.T) {
	away := fault.New(fault.Unavailable, "test.away", "x")
	refused := fault.New(fault.Unauthorized, "test.token", "x")
	for _, c := range []struct {
		name       string
		lost       int // tries without an answer
		answers    []error
		sent, asks int
		state      inbox.Delivery
		id         string
	}{
		{"it arrived", 1, []error{nil}, 1, 1, inbox.Sent, "found"},
		{"it did not", 1, []error{errNone}, 2, 1, inbox.Sent, "ext1"},
		{"it never does", 9, []error{errNone}, 3, 3, inbox.Unsure, ""},
		{"the third arrived", 9, []error{errNone, errNone, nil}, 3, 3, inbox.Sent, "found"},
		{"asking fails at first", 1, []error{away, away, nil}, 1, 3, inbox.Sent, "found"},
		{"asking always fails", 1, []error{away}, 1, 3, inbox.Unsure, ""},
		{"nobody may ask", 1, []error{refused}, 1, 1, inbox.Unsure, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := newDesk(t, nil)
			f := &finder{answers: c.answers}
			d.Ask(shop.Webchat, f)
			sent := 0
			d.send = func(inbox.Outgoing) error {
				if sent++; sent <= c.lost {
					return inbox.ErrUnknownOutcome.After(15 * time.Second)
				}
				return nil
			}
			d.receive(d.in(inbox.KindText, "а"))
			d.drain()
			if f.asked > 0 {
				t.Error("asked at once: an echo has no time to come")
			}
			for range 8 {
				d.pass(time.Hour)
				d.drain()
			}
			_, list, _ := d.thread()
			m := list[len(list)-1]
			if sent != c.sent || f.asked != c.asks || m.State != c.state || m.ExternalID != c.id {
				t.Errorf("sent %d times, asked %d times, %s as %q; want %+v", sent, f.asked, m.State, m.ExternalID, c)
			}
		})
	}
}

// TestKnownIDs: an earlier message of ours is never taken for a later one.
func TestKnownIDs(t *testing.T) {
	d := newDesk(t, nil)
	f := &finder{answers: []error{errNone}}
	d.Ask(shop.Webchat, f)
	d.receive(d.in(inbox.KindText, "а"))
	d.drain()
	lost := true
	d.send = func(inbox.Outgoing) error {
		if lost {
			lost = false
			return inbox.ErrUnknownOutcome.After(15 * time.Second)
		}
		return nil
	}
	d.receive(d.in(inbox.KindText, "б"))
	d.drain()
	d.pass(time.Minute)
	d.drain()
	if !strings.Contains(strings.Join(f.known, " "), "ext1") {
		t.Errorf("known are %v", f.known)
	}
}

func TestChosen(t *testing.T) {
	said := []inbox.Outgoing{
		{Typed: []inbox.Choice{{Number: 1, Text: "Самовывоз", Action: "old"}}, Buttons: [][]inbox.Button{{{Text: "Меню", Action: "menu"}, {Text: "Сайт", URL: "https://x.example"}}}},
		{Typed: []inbox.Choice{{Number: 1, Text: "Почта", Action: "post"}, {Number: 2, Text: "Курьер", Action: "courier"}}},
	}
	for text, want := range map[string]string{"1": "post", " 2. ": "courier", "2)": "courier", "курьер": "courier", "САМОВЫВОЗ": "old", "меню": "menu",
		"3": "", "сайт": "", "": "", "12": "", "два": ""} {
		if got, ok := inbox.Chosen(said, text); got != want || ok != (want != "") {
			t.Errorf("%q is %q, %v; want %q", text, got, ok, want)
		}
	}
}

// TestEchoBeforeTheEnd: what an echo has told meanwhile stands, whatever the last try says.
func TestEchoBeforeTheEnd(t *testing.T) {
	d := newDesk(t, nil)
	d.send = func(inbox.Outgoing) error {
		c, list, _ := d.thread()
		err := d.st.InTx(d.ctx, func(ctx context.Context) error {
			return d.st.SetDelivery(ctx, c.ID, list[len(list)-1].Seq, inbox.Sent, "mid1", "", d.clock())
		})
		if err != nil {
			return err
		}
		return inbox.ErrUnknownOutcome
	}
	d.jobs.Register(inbox.JobDeliver, func(ctx context.Context, j job.Job) error {
		j.Attempts = 9 // the last try
		return d.Deliver(ctx, j)
	}, job.Options{})
	d.receive(d.in(inbox.KindText, "а"))
	d.drain()
	if _, list, _ := d.thread(); list[1].State != inbox.Sent || list[1].ExternalID != "mid1" || len(d.events) > 0 {
		t.Errorf("%s as %q, events %v", list[1].State, list[1].ExternalID, d.events)
	}
}
