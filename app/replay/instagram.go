package replay

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"prilavok/channel/instagram/event"
	"prilavok/core/contact"
	"prilavok/core/handoff"
	"prilavok/core/inbox"
	"prilavok/core/shop"
	"prilavok/httpapi/webhook"
)

// request is a body as its channel posts it.
func (s *stage) request(body []byte) webhook.Request {
	r := webhook.Request{Method: "POST", Path: "/hook/" + string(s.acc.Channel) + "/" + s.acc.ID, Body: body, Header: func(string) string { return secret }}
	if s.pages != nil {
		m := hmac.New(sha256.New, []byte(secret))
		m.Write(body)
		sum := "sha256=" + hex.EncodeToString(m.Sum(nil))
		r.Path, r.Header = "/hook/instagram", func(string) string { return sum }
	}
	return r
}

// accounts lists the account of each event that was seen of a body; "" is nobody's.
func (s *stage) accounts(body []byte) []string {
	out := make([]string, 0, len(s.seen))
	if s.pages == nil {
		for range s.seen {
			out = append(out, s.acc.ID)
		}
		return out
	}
	parts, _ := event.Parse(body) // what cannot be read has no events
	for _, p := range parts {
		for range p.Events {
			out = append(out, s.pages[p.Account].ID)
		}
	}
	return out[:min(len(out), len(s.seen))]
}

// prepare makes the accounts that the bodies are for, and lets them have said what
// customers answer to or react to and did not write themselves: its echo is ours then.
func (s *stage) prepare(files []string, read func(string) ([]byte, error)) error {
	type said struct{ account, customer, mid string }
	var ours []said
	theirs := map[string]bool{}
	for _, name := range files {
		body, err := read(name)
		if err != nil {
			return err
		}
		parts, _ := event.Parse(body) // judged when it is replayed
		for _, p := range parts {
			if p.Account == "0" { // what the dashboard's Test button writes
				continue
			}
			if _, made := s.pages[p.Account]; !made {
				acc, err := s.app.Shops.SaveAccount(s.ctx, shop.Account{Channel: shop.Instagram, Name: "@replay", ExternalID: p.Account, Status: "active"}, "replay", "")
				if err != nil {
					return err
				}
				s.pages[p.Account] = acc
			}
			for _, in := range p.Events {
				switch {
				case in.Kind == inbox.KindReaction, in.Kind == inbox.KindSeen:
					ours = append(ours, said{p.Account, in.ConversationKey, in.ExternalID})
				case in.Kind.Asks():
					theirs[in.ExternalID] = true
					ours = append(ours, said{p.Account, in.ConversationKey, in.Payload.ReplyTo})
				}
			}
		}
	}
	for _, x := range ours {
		if x.mid == "" || theirs[x.mid] {
			continue
		}
		theirs[x.mid] = true
		if err := s.say(s.pages[x.account], x.customer, x.mid); err != nil {
			return err
		}
	}
	return nil
}

// say stores a message of ours that was sent before.
func (s *stage) say(acc shop.Account, customer, mid string) error {
	return s.app.Store.InTx(s.ctx, func(ctx context.Context) error {
		c, err := s.app.Store.OpenThread(ctx, inbox.Thread{AccountID: acc.ID, Key: customer, Channel: shop.Instagram, ContactID: s.app.IDs.Make("con"),
			AddressID: s.app.IDs.Make("adr"), ConvID: s.app.IDs.Make("cnv"), From: inbox.Person{ExternalID: customer}, At: s.now})
		if err != nil {
			return err
		}
		_, err = s.app.Store.AppendMessages(ctx, c.ID, []inbox.Message{{Author: inbox.ByAssistant, Kind: inbox.KindText, Text: "(said before)",
			Out: &inbox.Outgoing{Text: "(said before)"}, ExternalID: mid, State: inbox.Sent, CreatedAt: s.now}})
		return err
	})
}

// handBack lets the assistant have the conversations of a body again: an Instagram
// customer's bodies all meet in one, and each is told of by itself.
func (s *stage) handBack(body []byte) error {
	if s.pages == nil {
		return nil
	}
	parts, _ := event.Parse(body) // judged when it is replayed
	for _, p := range parts {
		for _, in := range p.Events {
			var c inbox.Conversation
			err := s.app.Store.View(s.ctx, func(ctx context.Context) error {
				var err error
				c, _, err = s.app.Store.ConversationByKey(ctx, s.pages[p.Account].ID, in.ConversationKey)
				return err
			})
			if err != nil {
				return err
			}
			if c.Status != inbox.Open {
				continue
			}
			if _, err := s.app.Handoffs.HandBack(s.ctx, c.ID, handoff.Operator{}); err != nil {
				return err
			}
		}
	}
	return nil
}

// postbox takes what would be sent to Instagram.
type postbox struct{ out *catcher }

// Send implements inbox.Sender.
func (p postbox) Send(_ context.Context, to contact.Address, m inbox.Outgoing) (string, error) {
	b, err := json.Marshal(map[string]any{"recipient": to.ExternalID, "message": m})
	if err != nil {
		return "", err
	}
	p.out.mu.Lock()
	defer p.out.mu.Unlock()
	p.out.n++
	p.out.sent = append(p.out.sent, Sent{Method: "messages", Body: b})
	return fmt.Sprintf("replay-%d", p.out.n), nil
}

// Shape implements inbox.Shaper.
func (postbox) Shape(m inbox.Outgoing) []inbox.Outgoing { return []inbox.Outgoing{m} }
