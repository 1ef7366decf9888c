package faults

import (
	"strings"
	"testing"
	"time"

	"prilavok/core/inbox"
	"prilavok/store"
	"prilavok/store/storetest"
)

// TestFlood lets one customer send 500 messages in a minute: the answers are bounded,
// the limit is said once, then there is silence until the hour ends. Another customer
// is answered at once all the while. Words and buttons have limits of their own.
func TestFlood(t *testing.T) {
	const other = 200
	for _, c := range []struct {
		name  string
		limit int
		words string // of the limit
		send  func(x *inside) string
		again func(x *inside) // what is answered after the hour
	}{
		{"texts", 20, "очень много сообщений", func(x *inside) string { return x.update(buyer, "есть синяя кружка?") },
			func(x *inside) { x.say(buyer, "кружка") }},
		{"buttons", 60, "много нажатий", func(x *inside) string { return x.pressed(buyer, "cart") }, func(x *inside) { x.press(buyer, "cart") }},
		{"refused buttons", 60, "много нажатий", func(x *inside) string { return x.pressed(buyer, "add:var_none") }, func(x *inside) { x.press(buyer, "cart") }},
	} {
		t.Run(c.name, func(t *testing.T) {
			storetest.Both(t, func(t *testing.T, st *store.Store) {
				x := newInside(t, st, nil)
				x.answers(20)
				for i := range 500 {
					x.take(c.send(x))
					x.drain()
					x.pass(120 * time.Millisecond)
					if i == 450 {
						x.say(other, "кружка")
						if got := x.joined(other); !strings.Contains(got, "Кружка") {
							t.Errorf("another customer was told %q", got)
						}
					}
				}
				x.settle(10*time.Second, 1000)
				_, _, list := x.thread(buyer)
				in, turns, limits := count(list, c.words)
				if in != 500 || turns < c.limit || turns > c.limit+1 || limits != 1 {
					t.Errorf("%d messages kept, %d answered, limit said %d times; want 500, %d with the limit, once", in, turns, limits, c.limit+1)
				}
				x.pass(time.Hour)
				before := len(x.texts(buyer))
				c.again(x)
				if got := x.texts(buyer)[before:]; len(got) == 0 || strings.Contains(strings.Join(got, ""), c.words) {
					t.Errorf("after the hour: %q", got)
				}
			})
		})
	}
}

// answers sets how many messages of a contact the shop answers in an hour.
func (x *inside) answers(n int) {
	x.t.Helper()
	sh, err := x.Shops.Get(x.ctx)
	if err != nil {
		x.t.Fatal(err)
	}
	sh.Settings.Assistant.ContactPerHour = n
	if _, err := x.Shops.Save(x.ctx, sh); err != nil {
		x.t.Fatal(err)
	}
}

// count tells the customer's messages, the turns that said something, and how often
// some words were said.
func count(list []inbox.Message, words string) (in, turns, said int) {
	seen := map[string]bool{}
	for _, m := range list {
		switch {
		case m.Author == inbox.ByContact:
			in++
		default:
			seen[m.TurnID] = true
			if strings.Contains(m.Text, words) {
				said++
			}
		}
	}
	return in, len(seen), said
}
