package telegram

import (
	"strings"

	"prilavok/channel/telegram/update"
	"prilavok/core/inbox"
	"prilavok/core/markup"
	"prilavok/core/shop"
)

// can is what Telegram shows: the table of all channels.
var can = inbox.CapsOf(shop.Telegram)

// cardsAlone is how many cards are shown one by one; more become an album and a list.
const cardsAlone = 5

// Shape implements inbox.Shaper.
func (b *Bot) Shape(m inbox.Outgoing) []inbox.Outgoing { return Shape(m) }

// Shape turns what we say into parts that one call sends each; nothing is dropped.
// Each card is a photo with its text and buttons, so that it can be bought where it
// is seen; more than five become albums and one list. A keyboard stands on the last
// part. It is pure, and a part gives itself.
func Shape(m inbox.Outgoing) []inbox.Outgoing {
	if m.Replaces != "" && onlyKeyboard(m) {
		m.Buttons, _ = rows(m.Buttons)
		return []inbox.Outgoing{m}
	}
	s := shaper{base: inbox.Outgoing{Author: m.Author, Thread: m.Thread, Silent: m.Silent}}
	buttons, written := rows(m.Buttons)
	s.block(m.Text, m.Images, nil, written)
	if len(m.Cards) > cardsAlone {
		s.list(m.Cards)
	} else {
		for _, c := range m.Cards {
			own, written := rows(c.Buttons)
			s.block(cardText(c), c.Images, own, written)
		}
	}
	s.keyboard(buttons)
	if m.Replaces != "" && len(s.parts) > 0 && len(s.parts[0].Images) < 2 {
		s.parts[0].Replaces = m.Replaces
	}
	s.native(m.Ask, m.Hide)
	return s.parts
}

func onlyKeyboard(m inbox.Outgoing) bool {
	return strings.TrimSpace(m.Text) == "" && len(m.Images) == 0 && len(m.Cards) == 0 && m.Ask == inbox.AskNothing && !m.Hide
}

type shaper struct {
	base  inbox.Outgoing
	parts []inbox.Outgoing
}

func (s *shaper) add(t markup.Text, images []inbox.Image, buttons [][]inbox.Button) {
	p := s.base
	p.Text, p.Images, p.Buttons = t.String(), images, buttons
	s.parts = append(s.parts, p)
}

// block is one text with its pictures and buttons; written are lines for buttons
// that cannot be pressed.
func (s *shaper) block(src string, images []inbox.Image, buttons [][]inbox.Button, written []string) {
	src = strings.TrimSpace(strings.Join(append([]string{src}, written...), "\n"))
	t := markup.Parse(src)
	if strings.TrimSpace(t.Plain) == "" {
		t = markup.Text{}
	}
	fits := update.Units(t.Plain) <= can.Caption
	switch {
	case len(images) == 0:
		s.texts(t, buttons)
	case len(images) == 1 && fits:
		s.add(trimmed(t), images, nil)
		s.keyboard(buttons)
	case len(images) > 1 && fits && len(buttons) == 0:
		s.albums(trimmed(t), images)
	case len(images) == 1:
		caption, rest := cutOff(t, can.Caption)
		s.add(caption, images, nil)
		s.texts(rest, buttons)
	default:
		s.albums(markup.Text{}, images)
		s.texts(t, buttons)
	}
}

func trimmed(t markup.Text) markup.Text {
	if pieces := split(t, len(t.Plain)+1); len(pieces) == 1 {
		return pieces[0]
	}
	return markup.Text{}
}

func (s *shaper) texts(t markup.Text, buttons [][]inbox.Button) {
	for _, piece := range split(t, can.Text) {
		s.add(piece, nil, nil)
	}
	s.keyboard(buttons)
}

// albums sends pictures by tens, what is left over as a photo; the caption stands
// under the first.
func (s *shaper) albums(caption markup.Text, images []inbox.Image) {
	for len(images) > 0 {
		n := min(len(images), can.Album)
		s.add(caption, images[:n], nil)
		images, caption = images[n:], markup.Text{}
	}
}

// keyboard puts rows on the last part, beneath those it has; what does not fit one
// message goes on the next.
func (s *shaper) keyboard(all [][]inbox.Button) {
	if len(all) == 0 {
		return
	}
	if n := len(s.parts); n == 0 || len(s.parts[n-1].Images) > 1 {
		s.add(markup.Text{Plain: fillButtons}, nil, nil)
	}
	last := &s.parts[len(s.parts)-1]
	for _, row := range all {
		if !roomFor(last.Buttons, row) {
			s.add(markup.Text{Plain: fillButtons}, nil, nil)
			last = &s.parts[len(s.parts)-1]
		}
		last.Buttons = append(last.Buttons[:len(last.Buttons):len(last.Buttons)], row)
	}
}

// native puts a reply keyboard, or its removal, where no inline keyboard is: a
// message has room for one of them.
func (s *shaper) native(ask inbox.Ask, hide bool) {
	hide = hide && ask == inbox.AskNothing
	if ask == inbox.AskNothing && !hide {
		return
	}
	for i := len(s.parts) - 1; i >= 0; i-- {
		p := &s.parts[i]
		if len(p.Buttons) == 0 && len(p.Images) < 2 && (hide || i == len(s.parts)-1) {
			p.Ask, p.Hide, p.Replaces = ask, hide, "" // an edit cannot carry it
			return
		}
	}
	p := s.base
	p.Ask, p.Hide, p.Text = ask, hide, fillHide
	switch ask {
	case inbox.AskPhone:
		p.Text = fillPhone
	case inbox.AskLocation:
		p.Text = fillLocation
	}
	s.parts = append([]inbox.Outgoing{p}, s.parts...)
}
