package instagram

import (
	"strings"

	"prilavok/core/inbox"
	"prilavok/core/markup"
)

// cards shows products side by side; what an element has no room for follows.
func (s *shaper) cards(list []inbox.Card) {
	var row []inbox.Card
	var after []func()
	flush := func() {
		if len(row) > 0 {
			p := s.base
			p.Cards = row
			s.parts = append(s.parts, p)
		}
		for _, f := range after {
			f()
		}
		row, after = nil, nil
	}
	for _, c := range list {
		el, text, images, ok := s.element(c, len(list) > 1)
		if !ok {
			flush()
			s.pictures(images)
			s.texts(text)
			continue
		}
		row = append(row, el)
		after = append(after, func() { s.pictures(images); s.texts(text) })
		if len(row) == can.Cards {
			flush()
		}
	}
	flush()
}

// element makes of a card what fits one element of a carousel; text and images are what
// is left over. A card of which nothing could be an element is left over whole (ok false).
func (s *shaper) element(c inbox.Card, many bool) (el inbox.Card, text string, images []inbox.Image, ok bool) {
	buttons := flatten(c.Buttons)
	title := oneLine(c.Title)
	if title == "" || prices(c) == "" && oneLine(c.Subtitle) == "" && len(c.Images) == 0 && len(buttons) == 0 {
		_, lines := s.fit(buttons, 0, true)
		return el, join(title, append([]string{prices(c), strings.TrimSpace(c.Subtitle)}, lines...)), c.Images, false
	}
	var left []string
	el = inbox.Card{ProductID: c.ProductID, Title: title, Subtitle: c.Subtitle, Price: c.Price, OldPrice: c.OldPrice, Badge: c.Badge}
	if units(subtitle(el)) > can.CardSubtitle {
		el.Subtitle = ""
		left = append(left, strings.TrimSpace(c.Subtitle))
	}
	if units(subtitle(el)) > can.CardSubtitle {
		el.Price, el.OldPrice, el.Badge = "", "", ""
		left = append([]string{prices(c)}, left...)
	}
	if el.Title = clip(title, can.CardTitle); el.Title != title {
		left = append([]string{title}, left...)
	}
	if len(c.Images) > 0 {
		el.Images, images = c.Images[:1:1], c.Images[1:]
	}
	keys, lines := s.fit(buttons, can.CardButtons, true)
	if len(keys) > 0 {
		el.Buttons = [][]inbox.Button{keys}
	}
	left = append(left, lines...)
	if len(left) > 0 && many && el.Title == title {
		left = append([]string{title}, left...)
	}
	if !whole(el) { // Meta takes no element of a title alone
		if len(left) == 0 || left[0] != title {
			left = append([]string{title}, left...)
		}
		return el, join("", left), c.Images, false
	}
	return el, join("", left), images, true
}

func whole(c inbox.Card) bool {
	return subtitle(c) != "" || len(c.Images) > 0 || len(c.Buttons) > 0
}

// prices is the line of what a card costs.
func prices(c inbox.Card) string {
	price := oneLine(c.Price)
	if old := oneLine(c.OldPrice); old != "" {
		was := "was "
		if markup.Cyrillic(c.Title + c.Subtitle + c.Badge) {
			was = "было "
		}
		price = strings.TrimSpace(price + " (" + was + old + ")")
	}
	if badge := oneLine(c.Badge); badge != "" && price != "" {
		return price + " · " + badge
	} else if badge != "" {
		return badge
	}
	return price
}

// subtitle is an element's second line: the price first, so that a cut never takes it.
func subtitle(c inbox.Card) string {
	p, s := prices(c), oneLine(c.Subtitle)
	switch {
	case p == "":
		return s
	case s == "":
		return p
	}
	return p + " · " + s
}
