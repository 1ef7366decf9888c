package scenario

import (
	"fmt"
	"strings"
	"time"

	"prilavok/channel/instagram/igfake"
	"prilavok/core/inbox"
)

// trouble is what goes wrong between Instagram and the shop.
type trouble struct {
	last   igfake.Hook // the customer's newest
	fails  bool        // refusals are expected
	leaves int         // messages that are never sent
	early  bool        // echoes come before our sends return
	midway bool        // the token dies once a message of the answer was sent
	atOnce string      // what the owner writes at the instant in which the assistant's message is sent
}

// troubles does what goes wrong, and looks at what became of it:
//
//	fails: messages 613        the next such call fails; "10/2534022 403" with a subcode and a status
//	drops: messages            its connection breaks before it was done, "drops: messages after" afterwards
//	revokes: now               the token dies; "revokes: midway" when the first message of the next answer was sent
//	connects: IGAANEW          the owner connects the account anew
//	again: 40                  Meta posts the newest webhook again and again, every five minutes
//	forged:                    it comes with other signatures
//	late> 60s words            the customer's words come after what was written later
//	echoes: early              echoes come before our sends return
//	at once> words             the owner answers by hand in the same instant as the assistant
//	state: failed 551          what became of our newest message
//	account: revoked           how the account stands
//	leaves: 1                  so many messages stay unsent
func (m *direct) troubles(verb, arg string) bool {
	m.t.Helper()
	since := len(m.all)
	switch verb {
	case "fails:":
		m.fails = true
		m.acc.Fail(failure(arg))
		return true
	case "drops:":
		m.fails = true
		call, when, _ := strings.Cut(arg, " ")
		m.acc.Fail(igfake.Failure{Only: call, Drop: true, After: when == "after"})
		return true
	case "revokes:":
		m.fails, m.midway = true, arg == "midway"
		if !m.midway {
			m.acc.Revoke()
		}
		return true
	case "connects:":
		m.acc.Issue(arg)
		_, _, err := m.app.Direct.Connect(m.ctx, m.ours.ShopID, arg)
		m.ok(err)
	case "again:":
		m.again(arg)
	case "forged:":
		m.forged()
	default:
		return m.meets(verb, arg)
	}
	m.since = since
	m.works()
	return true
}

// meets is the part of troubles in which people write at awkward times, and what is looked at.
func (m *direct) meets(verb, arg string) bool {
	m.t.Helper()
	switch verb {
	case "late>":
		ago, words, _ := strings.Cut(arg, " ")
		d, err := time.ParseDuration(ago)
		m.ok(err)
		m.now = m.now.Add(-d)
		h := m.olga.Writes(words)
		m.now = m.now.Add(d)
		m.posts(h)
	case "echoes:":
		m.early = arg == "early"
	case "at":
		m.atOnce = strings.TrimPrefix(arg, "once> ")
	case "state:":
		list := m.thread()
		for i := len(list) - 1; i >= 0; i-- {
			if x := list[i]; x.Author != inbox.ByContact {
				if got := strings.TrimSpace(fmt.Sprint(x.State, " ", x.Fault)); got != arg {
					m.t.Fatalf("the newest message is %q, want %q", got, arg)
				}
				break
			}
		}
	case "account:":
		acc, err := m.app.Shops.Account(m.ctx, m.ours.ID)
		if m.ok(err); acc.Status != arg {
			m.t.Fatalf("the account is %s, want %s", acc.Status, arg)
		}
	case "leaves:":
		_, err := fmt.Sscan(arg, &m.leaves)
		m.ok(err)
	default:
		return false
	}
	return true
}

// failure reads "messages 10/2534022 403".
func failure(arg string) igfake.Failure {
	f := igfake.Failure{Message: "refused on purpose"}
	words := strings.Fields(arg)
	f.Only = words[0]
	if _, err := fmt.Sscanf(words[1], "%d/%d", &f.Code, &f.Subcode); err != nil {
		_, _ = fmt.Sscan(words[1], &f.Code) // without a subcode
	}
	if len(words) > 2 {
		_, _ = fmt.Sscan(words[2], &f.Status) // 0 is what Meta answers
	}
	return f
}

// meanwhile is what happens between a message that Instagram has taken and our knowing it.
func (m *direct) meanwhile(list []igfake.Message) {
	m.t.Helper()
	if m.midway {
		m.midway = false
		m.acc.Revoke()
	}
	if m.atOnce != "" {
		h := m.olga.ByHand(m.atOnce)
		m.atOnce, m.seen = "", m.seen+1
		list = m.olga.Sees()
		record(&m.paper, list[len(list)-1])
		m.bring(h)
	}
	if m.early {
		for _, x := range list[m.told:] {
			m.bring(m.olga.Echo(x))
		}
		m.told = len(list)
	}
}

func (m *direct) bring(h igfake.Hook) {
	m.t.Helper()
	if status, _ := m.place.Post("/hook/instagram", signed(h), h.Body); status != 200 {
		m.t.Fatalf("a webhook was answered %d", status)
	}
}

// again posts the newest webhook as Meta does that has seen no answer.
func (m *direct) again(times string) {
	m.t.Helper()
	var n int
	_, err := fmt.Sscan(times, &n)
	m.ok(err)
	for range n {
		m.now = m.now.Add(5 * time.Minute)
		m.bring(m.last)
		m.work()
	}
}

// forged posts the newest webhook's body as a stranger would.
func (m *direct) forged() {
	m.t.Helper()
	body := []byte(strings.Replace(string(m.last.Body), `"mid":"`, `"mid":"forged`, 1))
	other := igfake.New(igfake.Options{Secret: "fedcba9876543210fedcba9876543210"})
	for what, signature := range map[string]string{"no signature": "", "another body's": m.last.Signature, "another app's": other.Sign(body), "SHA-1": "sha1=" + m.graph.Sign(body)[7:47],
		"a cut one": m.graph.Sign(body)[:70]} {
		if status, _ := m.place.Post("/hook/instagram", signed(igfake.Hook{Signature: signature}), body); status != 401 {
			m.t.Fatalf("%s was answered %d", what, status)
		}
	}
}
