package instagram_test

import (
	"fmt"
	"testing"
	"time"

	"prilavok/channel/channeltest"
	"prilavok/channel/instagram"
	"prilavok/channel/instagram/igfake"
	"prilavok/core/contact"
	"prilavok/core/inbox"
)

const (
	igid  = "17841400000000001"
	token = "IGAATESTTOKEN"
	olga  = "1234567890123456"
)

// clock is a clock that only tests move.
type clock struct{ t time.Time }

func (c *clock) now() time.Time          { return c.t }
func (c *clock) advance(d time.Duration) { c.t = c.t.Add(d) }

type world struct {
	clock *clock
	fake  *igfake.Server
	peer  *igfake.Account
	ours  *instagram.Account
	olga  *igfake.Person
	to    contact.Address
}

// newWorld is one account on a fake, and one customer who has just written.
func newWorld(_ *testing.T, change ...func(*igfake.Options, *instagram.Options)) *world {
	w := &world{clock: &clock{time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)}}
	fo := igfake.Options{Now: w.clock.now}
	o := instagram.Options{IGID: igid, Token: token, Now: w.clock.now, Public: func(path string) string { return "https://shop.example" + path }}
	for _, f := range change {
		f(&fo, &o)
	}
	w.fake = igfake.New(fo)
	w.peer = w.fake.Account(igid, token)
	if o.Do == nil {
		o.Do = w.fake.Doer(nil)
	}
	w.ours = instagram.New(o)
	w.olga = w.peer.Person(olga, "Ольга")
	w.olga.Writes("Здравствуйте")
	w.to = contact.Address{AccountID: "acc_1", ExternalID: olga, ConversationKey: olga}
	return w
}

func TestChannel(t *testing.T) {
	channeltest.Run(t, func(t *testing.T) channeltest.Fixture {
		w := newWorld(t)
		return channeltest.Fixture{
			Sender: w.ours, Shaper: w.ours, To: w.to,
			Seen:    func() []channeltest.Shown { return shown(w.olga.Sees()) },
			Picture: func(n int) string { return fmt.Sprintf("https://shop.example/media/%d.jpg", n) },
			Block:   w.olga.Block,
			Advance: w.clock.advance,
			Throttle: func(time.Duration) {
				w.peer.Fail(igfake.Failure{Code: 613, Message: "Calls to this api have exceeded the rate limit."})
			},
			Lose:    func(arrived bool) { w.peer.Fail(igfake.Failure{Drop: true, After: arrived}) },
			Measure: func(s string) int { return len(s) },
			Limit:   1000, Plain: true,
		}
	})
}

// shown is what a customer sees; each card of a carousel is one.
func shown(messages []igfake.Message) []channeltest.Shown {
	var out []channeltest.Shown
	for _, m := range messages {
		for _, e := range m.Elements {
			s := channeltest.Shown{ID: m.ID, Text: e.Title + "\n" + e.Subtitle, Buttons: pressed(e.Buttons)}
			if e.Image != "" {
				s.Images = []string{e.Image}
			}
			out = append(out, s)
		}
		if len(m.Elements) > 0 {
			continue
		}
		s := channeltest.Shown{ID: m.ID, Text: m.Text, Buttons: append(pressed(m.Buttons), pressed(m.Quick)...)}
		if m.Image != "" {
			s.Images = []string{m.Image}
		}
		for _, q := range m.Quick {
			if q.Kind == "user_phone_number" {
				s.Ask = inbox.AskPhone
			}
		}
		out = append(out, s)
	}
	return out
}

func pressed(list []igfake.Button) []inbox.Button {
	var out []inbox.Button
	for _, b := range list {
		if b.Kind != "user_phone_number" {
			out = append(out, inbox.Button{Text: b.Title, Action: b.Payload, URL: b.URL})
		}
	}
	return out
}
