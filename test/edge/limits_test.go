package edge_test

import (
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"prilavok/channel/telegram/tgfake"
	"prilavok/httpapi/admin/gate"
)

// Limits of one isolate's memory, in bytes. At 128 MB in all the platform drops an isolate
// as soon as it is idle, and what WebAssembly has taken it never gives back.
const maxLinear = 64 << 20

// TestMemory: after a thousand requests of every kind the isolate is still one to be kept.
func TestMemory(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.start(isolate{})
	known := ""
	for i := range 50 {
		for j := range 2 { // to be answered
			s.bot.User(int64(100+2*i+j), "Покупатель").Say([]string{"кружка", "/start"}[i%2])
		}
		s.deliver(2)
		known = s.hooks.last()
		var all sync.WaitGroup
		for j := range 18 {
			all.Go(func() { s.any(j, known) })
		}
		all.Wait()
	}
	s.settle()
	var m struct{ Linear, HeapUsed, External, RSS float64 }
	ok(t, json.Unmarshal([]byte(s.edge.control("memory")), &m))
	report("edge: after 1000 requests %.1f MB of WebAssembly memory, heap %.1f MB, external %.1f MB", m.Linear/1e6, m.HeapUsed/1e6, m.External/1e6)
	if m.Linear <= 0 || m.Linear >= maxLinear {
		t.Errorf("WebAssembly has %.0f bytes, the limit is %d", m.Linear, maxLinear)
	}
	if n := s.count(`SELECT count(*) FROM prilavok.messages WHERE author = 'contact'`); n != 100 {
		t.Errorf("%d messages are stored, want 100", n)
	}
	s.edge.quiet()
}

// any is one of the requests that come besides new messages.
func (s *scene) any(i int, known string) {
	hook := map[string]string{"X-Telegram-Bot-Api-Secret-Token": hookSecret}
	var a answer
	var err error
	want := 200
	switch i % 6 {
	case 0, 1:
		a, err = s.edge.ask("POST", s.path(), hook, known)
	case 2:
		a, err = s.edge.ask("GET", "/bot/health", nil, "")
	case 3:
		want = 401
		a, err = s.edge.ask("POST", s.path(), nil, `{"update_id":1}`)
	case 4:
		want = 413
		a, err = s.edge.ask("POST", s.path(), hook, strings.Repeat("x", 1<<20+1))
	case 5:
		want = 202
		a, err = s.edge.ask("POST", "/bot/tick", map[string]string{"X-Prilavok-Tick": tickSecret}, "")
	}
	if err != nil || a.status != want {
		s.t.Errorf("request %d is answered %d (%v), want %d", i, a.status, err, want)
	}
}

// cpu is what the isolate's thread has used of the processor since it began.
func (d *deno) cpu() time.Duration {
	d.t.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/task/%d/schedstat", d.pid, d.pid))
	if err != nil {
		d.t.Skipf("this system does not tell: %v", err)
	}
	first, _, _ := strings.Cut(string(text), " ")
	n, err := strconv.ParseInt(first, 10, 64)
	ok(d.t, err)
	return time.Duration(n)
}

// TestProcessor prints what an isolate's thread uses, which is what the platform meters:
// 1 s of it retires an isolate. Figures of a busy machine; nothing is held.
func TestProcessor(t *testing.T) {
	s := newScene(t)
	d := s.start(isolate{env: map[string]string{"HARNESS_SPENT": "real"}})
	listening := d.cpu()
	s.say(s.bot.User(1, "Ольга"), "кружка")
	boot := d.cpu() - listening
	const n = 40
	turns := s.spend(d, n, 1000, "кружка")
	own := d.control("spent")
	used := d.cpu() - listening
	d.control("unload?reason=test") // it takes messages and does no work
	accepts := s.spend(d, n, 1000, "ещё")
	if got := s.count(`SELECT count(*) FROM prilavok.messages WHERE author = 'contact'`); got != 2*n+1 {
		t.Errorf("%d messages are stored, want %d", got, 2*n+1)
	}
	report("edge: processor: boot and the first answer %.0f ms; accepting a message %.1f ms; a whole turn %.1f ms; %s ms measured within of %.0f ms used",
		ms(boot), ms(accepts)/n, ms(turns-accepts)/n, strings.SplitN(own, ".", 2)[0], ms(used))
}

// TestProcessorAdmin prints the same of the function of the API, and holds its memory: an
// operator looks at the list of orders again and again, and so does a program.
func TestProcessorAdmin(t *testing.T) {
	o := newOffice(t)
	listening := o.edge.cpu()
	ask := func(secret string) {
		a, err := o.edge.ask("GET", "/admin"+gate.Base+"/orders", map[string]string{"Authorization": "Bearer " + secret}, "")
		ok(t, err)
		if a.status != 200 {
			t.Fatalf("answered %d: %s", a.status, a.body)
		}
	}
	spend := func(n int, secret string) float64 {
		before := o.edge.cpu()
		for range n {
			ask(secret)
		}
		return ms(o.edge.cpu()-before) / float64(n)
	}
	person := o.token(manager)
	ask(person)
	boot := o.edge.cpu() - listening
	const n = 100
	cold, key := spend(n, person), spend(n, o.key)
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			for range 40 {
				if a, err := o.edge.ask("GET", "/admin"+gate.Base+"/orders", map[string]string{"Authorization": "Bearer " + o.key}, ""); err != nil || a.status != 200 && a.status != 429 { // a key's rate is spent soon
					t.Errorf("answered %d: %v", a.status, err)
				}
			}
		})
	}
	all.Wait()
	var m struct{ Linear, HeapUsed, External float64 }
	ok(t, json.Unmarshal([]byte(o.edge.control("memory")), &m))
	report("edge: admin: processor: boot and the first answer %.0f ms; a list of orders in the first hundred %.1f ms, by an API key in the second %.1f ms", ms(boot), cold, key)
	report("edge: admin: after 1000 requests %.1f MB of WebAssembly memory, heap %.1f MB, external %.1f MB", m.Linear/1e6, m.HeapUsed/1e6, m.External/1e6)
	if m.Linear <= 0 || m.Linear >= maxLinear {
		t.Errorf("WebAssembly has %.0f bytes, the limit is %d", m.Linear, maxLinear)
	}
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// spend lets so many people write, one after another, and returns what that used.
func (s *scene) spend(d *deno, n, from int, text string) time.Duration {
	s.t.Helper()
	users := make([]*tgfake.User, n)
	for i := range users {
		users[i] = s.bot.User(int64(from+i), "Покупатель")
	}
	before := d.cpu()
	for _, u := range users {
		u.Say(text)
		s.deliver(1)
		d.idle()
	}
	return d.cpu() - before
}
