package app_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"prilavok/core/contact"
	"prilavok/core/handoff"
	"prilavok/core/inbox"
	"prilavok/core/shop"
	"prilavok/store"
	"prilavok/store/storetest"
)

// asking is a mailbox that can be asked whether a message arrived; it did not.
type asking struct {
	*mailbox
	asked func()
}

// Find implements inbox.Finder.
func (a asking) Find(context.Context, contact.Address, inbox.Outgoing, time.Time, []string) (string, bool, error) {
	a.asked()
	return "", false, nil
}

// TestInstagramFloor: while the assistant's three messages go out a person of the shop speaks,
// at each step and in each way. What is said after that is the person's alone.
func TestInstagramFloor(t *testing.T) {
	ways := map[string]func(p *page, c inbox.Conversation){
		"in Instagram's app": func(p *page, _ inbox.Conversation) { p.goes(echoOf("hand-1", "сейчас посмотрю")) },
		"a picture there": func(p *page, _ inbox.Conversation) {
			p.goes(`"message":{"mid":"hand-1","is_echo":true,"attachments":[{"type":"image","payload":{"url":"https://x.example/1.jpg"}}]}`)
		},
		"with us": func(p *page, c inbox.Conversation) {
			p.t.Helper()
			err := p.Store.InTx(p.ctx, func(ctx context.Context) error {
				if err := p.Inbox.Say(ctx, c.ID, inbox.ByOperator, inbox.Outgoing{Text: "сейчас посмотрю"}); err != nil {
					return err
				}
				return p.Handoffs.Answered(ctx, c.ID, handoff.Operator{ID: "stf_1", Name: "Пётр"})
			})
			if err != nil {
				p.t.Error(err)
			}
		},
		"and gives it back": func(p *page, c inbox.Conversation) {
			p.t.Helper()
			p.goes(echoOf("hand-1", "сейчас посмотрю"))
			if p.box.before == nil { // nothing under way: it is decided at once
				if _, err := p.Handoffs.HandBack(p.ctx, c.ID, handoff.Operator{ID: "stf_1"}); err != nil {
					p.t.Error(err)
				}
			}
		},
	}
	for way, speaks := range ways {
		for step := range 4 { // messages of the assistant that are out, the last as it goes
			t.Run(fmt.Sprint(way, " after ", step), func(t *testing.T) {
				storetest.Both(t, func(t *testing.T, st *store.Store) {
					p := newPage(t, st)
					c := p.talked()
					p.assistant(c, "раз", "два", "три")
					if step == 0 {
						speaks(p, c)
					} else {
						n := 0
						p.box.before = func(string) {
							if n++; n == step {
								speaks(p, c)
							}
						}
					}
					got := slices.DeleteFunc(append(p.drain(), p.drain()...), func(s string) bool { return s == "сейчас посмотрю" })
					if want := []string{"раз", "два", "три"}[:step]; !slices.Equal(got, want) {
						t.Errorf("the assistant said %q, want %q", got, want)
					}
					conv, list := p.messages()
					if all := strings.Join(list, "\n"); strings.Count(all, "operator sent") != 1 || strings.Count(all, "assistant failed") != 3-step || strings.Contains(all, "queued") {
						t.Errorf("stored %q", list)
					}
					if back := way == "and gives it back" && step == 0; (conv.Status == inbox.Open) == back {
						t.Errorf("the conversation is %s", conv.Status)
					}
				})
			})
		}
	}
}

// TestInstagramFloorKept: an echo in other words that turns out to be ours delays what the
// assistant has to say, and takes nothing of it.
func TestInstagramFloorKept(t *testing.T) {
	storetest.Both(t, func(t *testing.T, st *store.Store) {
		p := newPage(t, st)
		c := p.talked()
		p.assistant(c, "раз", "два", "три")
		p.box.before = func(s string) {
			if s == "раз" {
				p.goes(echoOf("sent-1", "иначе сказано"))
			}
		}
		if got := append(p.drain(), p.drain()...); !slices.Equal(got, []string{"раз", "два", "три"}) {
			t.Errorf("said %q", got)
		}
		if conv, list := p.messages(); conv.Status != inbox.Pending || strings.Contains(strings.Join(list, "\n"), "operator") {
			t.Errorf("%s %q", conv.Status, list)
		}
	})
}

// TestInstagramFloorAsked: a person speaks while Instagram is asked what became of an earlier
// try.
func TestInstagramFloorAsked(t *testing.T) {
	storetest.Both(t, func(t *testing.T, st *store.Store) {
		p := newPage(t, st)
		c := p.talked()
		asked := 0
		p.Inbox.Ask(shop.Instagram, asking{p.box, func() {
			if asked++; asked == 1 {
				p.goes(echoOf("hand-1", "сейчас посмотрю"))
			}
		}})
		p.box.err = inbox.ErrUnknownOutcome
		p.assistant(c, "раз", "два")
		p.box.before = func(string) { p.box.before = func(string) { p.box.err = nil } }
		got := append(p.drain(), p.drain()...)
		if conv, list := p.messages(); asked == 0 || len(got) != 0 || conv.Status != inbox.Open {
			t.Errorf("asked %d times, said %q: %s %q", asked, got, conv.Status, list)
		}
	})
}

// talked is a conversation in which the customer's first words are answered.
func (p *page) talked() inbox.Conversation {
	p.t.Helper()
	p.comes(0, text("c1", "ъъъ"))
	p.drain()
	p.now = p.now.Add(time.Hour)
	c, _ := p.messages()
	return c
}

// assistant lets the assistant say something, which waits to be delivered.
func (p *page) assistant(c inbox.Conversation, said ...string) {
	p.t.Helper()
	var out []inbox.Outgoing
	for _, s := range said {
		out = append(out, inbox.Outgoing{Text: s})
	}
	if err := p.Inbox.Say(p.ctx, c.ID, inbox.ByAssistant, out...); err != nil {
		p.t.Fatal(err)
	}
}
