package faults

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"prilavok/core/fault"
	"prilavok/core/inbox"
	"prilavok/store"
	"prilavok/store/storetest"
)

const buyer = 100

// flood is Telegram's own answer to too many messages.
const flood = `{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 7","parameters":{"retry_after":7}}`

// TestTelegramMisbehaves is a table of what the Bot API does for a while; the answer
// arrives once all the same.
func TestTelegramMisbehaves(t *testing.T) {
	broken := func(code, text string) error { return fault.New(fault.Unavailable, code, "%s", text) }
	for _, c := range []struct {
		name  string
		times int // how often it fails before it works
		step  time.Duration
		fail  func() (int, string, error)
	}{
		// More often than a delivery has attempts: waiting is no failure.
		{"429", 30, 8 * time.Second, func() (int, string, error) { return 429, flood, nil }},
		{"502 from a proxy", 2, time.Minute, func() (int, string, error) { return 502, "<html>Bad Gateway</html>", nil }},
		{"500", 2, time.Minute, func() (int, string, error) {
			return 500, `{"ok":false,"error_code":500,"description":"Internal Server Error"}`, nil
		}},
		{"timeouts", 2, time.Minute, func() (int, string, error) { return 0, "", broken("call.timeout", "no answer in time") }},
		{"no connection", 10, 10 * time.Minute, func() (int, string, error) { return 0, "", broken("call.connect", "connection refused") }},
	} {
		t.Run(c.name, func(t *testing.T) {
			storetest.Both(t, func(t *testing.T, st *store.Store) {
				x := newInside(t, st, nil)
				x.answering(func(call int) (int, string, error) {
					if call <= c.times {
						return c.fail()
					}
					return 0, "", nil
				})
				x.say(buyer, "кружка")
				if got := x.texts(buyer); len(got) != 0 {
					t.Fatalf("told %q although Telegram fails", got)
				}
				x.settle(c.step, c.times+5)
				_, _, list := x.thread(buyer)
				if got := states(list, inbox.ByAssistant); got[inbox.Sent] == 0 || len(got) != 1 || len(x.texts(buyer)) != got[inbox.Sent] {
					t.Errorf("states %v, told %d times", got, len(x.texts(buyer)))
				}
				if n := x.dead(); n != 0 {
					t.Errorf("%d dead letters", n)
				}
			})
		})
	}
}

// TestRetryAfterIsKept sends nothing before the time that Telegram names.
func TestRetryAfterIsKept(t *testing.T) {
	storetest.Both(t, func(t *testing.T, st *store.Store) {
		x := newInside(t, st, nil)
		x.answering(func(call int) (int, string, error) {
			if call == 1 {
				return 429, flood, nil
			}
			return 0, "", nil
		})
		x.say(buyer, "кружка")
		x.pass(6 * time.Second)
		x.drain()
		if n := x.asked(); n != 1 {
			t.Fatalf("asked %d times within the wait", n)
		}
		x.pass(2 * time.Second)
		x.drain()
		if len(x.texts(buyer)) == 0 {
			t.Error("not sent after the wait")
		}
	})
}

// TestTelegramForGood is what no waiting mends: the message has failed, with its
// reason, and nothing else has.
func TestTelegramForGood(t *testing.T) {
	for _, c := range []struct {
		name, body, code string
		status           int
		tries            int
		state            inbox.Delivery
		blocked          bool
	}{
		{"blocked", `{"ok":false,"error_code":403,"description":"Forbidden: bot was blocked by the user"}`, "telegram.blocked", 403, 1, inbox.Failed, true},
		{"a bad token", `{"ok":false,"error_code":401,"description":"Unauthorized"}`, "telegram.token", 401, 1, inbox.Failed, false},
		// Whether it arrived is never known: it is tried three times, not twelve.
		{"never an answer", `oops`, inbox.ErrUnknownOutcome.Code, 502, 3, inbox.Unsure, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			storetest.Both(t, func(t *testing.T, st *store.Store) {
				forGood(t, st, c.status, c.body, c.code, c.tries, c.state, c.blocked)
			})
		})
	}
}

func forGood(t *testing.T, st *store.Store, status int, body, code string, tries int, state inbox.Delivery, blocked bool) {
	x := newInside(t, st, nil)
	x.answering(func(int) (int, string, error) { return status, body, nil })
	x.say(buyer, "кружка")
	x.settle(10*time.Minute, 10)
	_, to, list := x.thread(buyer)
	last := list[len(list)-1]
	said := len(list) - 1
	if last.Author != inbox.ByAssistant || last.State != state || last.Fault != code || to.Blocked != blocked {
		t.Errorf("%s %s %q, blocked %v; want %s %q, blocked %v", last.Author, last.State, last.Fault, to.Blocked, state, code, blocked)
	}
	if got := x.asked(); got != tries*said {
		t.Errorf("tried %d times for %d messages, want %d each", got, said, tries)
	}
	if n := x.dead(); n != 0 {
		t.Errorf("%d dead letters", n)
	}
	x.answering(nil) // it works again
	if blocked {
		x.n++
		x.take(fmt.Sprintf(`{"update_id":%d,"my_chat_member":{"chat":{"id":%d,"type":"private"},"from":{"id":%d,"is_bot":false,"first_name":"О"},"date":1795428102,"old_chat_member":{"user":{"id":42,"is_bot":true,"first_name":"b"},"status":"kicked","until_date":0},"new_chat_member":{"user":{"id":42,"is_bot":true,"first_name":"b"},"status":"member"}}}`, x.n, buyer, buyer))
	}
	x.pass(time.Hour)
	x.say(buyer, "кружка")
	if got := x.joined(buyer); !strings.Contains(got, "Кружка") {
		t.Errorf("told %q after Telegram works again", got)
	}
	if _, to, _ := x.thread(buyer); to.Blocked {
		t.Error("the address is still marked")
	}
}
