package webchat_test

import (
	"context"
	"fmt"
	"testing"
	"time"
	"unicode/utf8"

	"prilavok/channel/channeltest"
	"prilavok/channel/webchat"
	"prilavok/core/contact"
	"prilavok/core/id"
	"prilavok/core/inbox"
	"prilavok/core/markup"
)

// page shows what was sent as the chat page does: text, pictures and buttons in one
// box, each card in one of its own, an edit in the place of what it replaces.
type page struct {
	*webchat.Adapter
	to    *contact.Address
	order []string
	said  map[string]inbox.Outgoing
	edits map[string]bool
}

func (p *page) Send(ctx context.Context, _ contact.Address, m inbox.Outgoing) (string, error) {
	id, err := p.Adapter.Send(ctx, *p.to, m)
	if err != nil {
		return "", err
	}
	if _, known := p.said[id]; known {
		p.edits[id] = true
	} else {
		p.order = append(p.order, id)
	}
	p.said[id] = m
	return id, nil
}

func (p *page) seen() []channeltest.Shown {
	var out []channeltest.Shown
	for _, id := range p.order {
		m := p.said[id]
		if m.Text != "" || len(m.Images) > 0 || len(m.Cards) == 0 {
			out = append(out, p.box(id, markup.Parse(m.Text), m.Images, nil))
		}
		for _, c := range m.Cards {
			text := c.Title + "\n" + c.Subtitle + "\n" + c.Price + "\n" + c.OldPrice + "\n" + c.Badge
			out = append(out, p.box(id, markup.Text{Plain: text}, c.Images, c.Buttons))
		}
		last := &out[len(out)-1]
		last.Ask, last.Hides = m.Ask, m.Hide
		for _, row := range m.Buttons {
			last.Buttons = append(last.Buttons, row...)
		}
	}
	return out
}

func (p *page) box(id string, t markup.Text, images []inbox.Image, buttons [][]inbox.Button) channeltest.Shown {
	s := channeltest.Shown{ID: id, Text: t.Plain, Edited: p.edits[id]}
	for _, x := range t.Spans {
		switch x.Kind {
		case markup.Bold:
			s.Bold = append(s.Bold, t.Plain[x.Start:x.End])
		case markup.Link:
			s.Links = append(s.Links, x.URL)
		}
	}
	for _, i := range images {
		s.Images = append(s.Images, i.URL)
	}
	for _, row := range buttons {
		s.Buttons = append(s.Buttons, row...)
	}
	return s
}

func TestChannel(t *testing.T) {
	channeltest.Run(t, func(*testing.T) channeltest.Fixture {
		to := &contact.Address{AccountID: "acc1", ExternalID: visitor}
		p := &page{Adapter: webchat.New(&hub{}, id.New(nil, nil)), to: to, said: map[string]inbox.Outgoing{}, edits: map[string]bool{}}
		return channeltest.Fixture{Sender: p, Shaper: p, To: *to, Seen: p.seen,
			Picture: func(n int) string { return fmt.Sprintf("/media/p/%d.webp", n) },
			Block:   func() { to.Blocked = true },
			Advance: func(time.Duration) {},
			Measure: utf8.RuneCountInString, Limit: 8000, Edits: true, Asks: true}
	})
}
