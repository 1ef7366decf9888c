package webchat

import (
	"slices"
	"strings"

	"prilavok/core/inbox"
	"prilavok/core/shop"
)

// Bounds of one part, so that a page never has to draw a wall.
var (
	can       = inbox.CapsOf(shop.Webchat)
	maxCards  = can.Cards
	maxImages = can.Album
)

// Shape splits what the page would have to draw as too much at once; everything else
// is kept as it is, since the page shows text, pictures, cards and buttons together.
func (a *Adapter) Shape(m inbox.Outgoing) []inbox.Outgoing {
	m = tidy(m)
	if empty(m) {
		return nil
	}
	var parts []inbox.Outgoing
	put := func(p inbox.Outgoing) {
		p.Buttons, p.Ask, p.Hide = nil, inbox.AskNothing, false
		parts = append(parts, p)
		m.Replaces = ""
	}
	texts := split(m.Text)
	for _, t := range texts[:len(texts)-1] {
		p := m
		p.Text, p.Cards, p.Images = t, nil, nil
		put(p)
	}
	m.Text = texts[len(texts)-1]
	for len(m.Cards) > maxCards || len(m.Images) > maxImages {
		p := m
		p.Cards, m.Cards = cut(m.Cards, maxCards)
		p.Images, m.Images = cut(m.Images, maxImages)
		put(p)
		m.Text = ""
	}
	return append(parts, m)
}

// tidy drops blank text and rows without a button, which the page need not know of.
func tidy(m inbox.Outgoing) inbox.Outgoing {
	if strings.TrimSpace(m.Text) == "" {
		m.Text = ""
	}
	blank := func(row []inbox.Button) bool { return len(row) == 0 }
	m.Buttons = slices.DeleteFunc(slices.Clone(m.Buttons), blank)
	m.Cards = slices.Clone(m.Cards)
	for i := range m.Cards {
		m.Cards[i].Buttons = slices.DeleteFunc(slices.Clone(m.Cards[i].Buttons), blank)
	}
	return m
}

func empty(m inbox.Outgoing) bool {
	return m.Text == "" && len(m.Cards) == 0 && len(m.Images) == 0 && len(m.Buttons) == 0 && m.Ask == inbox.AskNothing && !m.Hide
}

func cut[T any](s []T, n int) (head, tail []T) {
	if len(s) <= n {
		return s, nil
	}
	return s[:n:n], s[n:]
}
