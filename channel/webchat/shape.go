package webchat

import "prilavok/core/inbox"

// Bounds of one part, so that a page never has to draw a wall.
const (
	maxCards  = 20
	maxImages = 10
)

// Shape splits what the page would have to draw as too much at once; everything else
// is kept as it is, since the page shows cards, pictures and buttons together.
func (a *Adapter) Shape(m inbox.Outgoing) []inbox.Outgoing {
	if empty(m) {
		return nil
	}
	var parts []inbox.Outgoing
	rest := m
	for len(rest.Cards) > maxCards || len(rest.Images) > maxImages {
		part := rest
		part.Cards, rest.Cards = cut(rest.Cards, maxCards)
		part.Images, rest.Images = cut(rest.Images, maxImages)
		part.Buttons, part.Ask, part.Hide = nil, inbox.AskNothing, false
		parts = append(parts, part)
		rest.Text, rest.Replaces = "", ""
	}
	return append(parts, rest)
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
