package instagram

import (
	"strings"

	"prilavok/core/inbox"
	"prilavok/core/markup"
	"prilavok/core/shop"
)

// can is what Instagram shows (channels.md D, the table of all channels).
var can = inbox.CapsOf(shop.Instagram)

// fillers are messages that only carry what is to be pressed; they need no language.
const (
	fillButtons  = "👇"
	fillPhone    = "📱"
	fillLocation = "📍"
)

// Shape implements inbox.Shaper.
func (a *Account) Shape(m inbox.Outgoing) []inbox.Outgoing { return Shape(m) }

// Shape turns what we say into parts that one call sends each; nothing is dropped.
// Pictures are messages of their own, cards stand side by side by tens. Up to three
// buttons are buttons; more are quick replies, and what does not fit those either is a
// numbered line of the text that can be typed back (Typed). What can be pressed stands
// on the last part, because quick replies vanish with the next message. It is pure, and
// a part gives itself. Nothing of ours can be edited: Replaces is sent anew.
func Shape(m inbox.Outgoing) []inbox.Outgoing {
	s := &shaper{base: inbox.Outgoing{Author: m.Author, Thread: m.Thread, Silent: m.Silent}, typed: m.Typed, next: 1}
	for _, c := range m.Typed {
		s.next = max(s.next, c.Number+1)
	}
	text := flat(markup.Parse(m.Text))
	if len(m.Cards) == 0 {
		s.pictures(m.Images)
		keys, lines := s.keyboard(flatten(m.Buttons), text, m.Ask)
		s.texts(join(text, lines))
		s.attach(keys, m.Ask)
		return s.parts
	}
	s.pictures(m.Images)
	s.texts(text)
	s.cards(m.Cards)
	keys, lines := s.keyboard(flatten(m.Buttons), "", m.Ask)
	s.texts(join("", lines))
	s.attach(keys, m.Ask)
	return s.parts
}

type shaper struct {
	base  inbox.Outgoing
	parts []inbox.Outgoing
	typed []inbox.Choice
	next  int // number of the next choice
}

func (s *shaper) texts(text string) {
	for _, piece := range split(text, can.Text) {
		p := s.base
		p.Text = markup.Esc(piece)
		s.parts = append(s.parts, p)
	}
}

func (s *shaper) pictures(images []inbox.Image) {
	for i := range images {
		p := s.base
		p.Images = images[i : i+1 : i+1]
		s.parts = append(s.parts, p)
	}
}

// attach puts what can be pressed, and what can be typed, on the last part.
func (s *shaper) attach(keys []inbox.Button, ask inbox.Ask) {
	if len(keys) == 0 && ask == inbox.AskNothing && len(s.typed) == 0 {
		return
	}
	if n := len(s.parts); n == 0 || s.parts[n-1].Text == "" {
		switch {
		case len(keys) == 0 && ask == inbox.AskPhone:
			s.texts(fillPhone)
		case len(keys) == 0 && ask == inbox.AskLocation:
			s.texts(fillLocation)
		default:
			s.texts(fillButtons)
		}
	}
	last := &s.parts[len(s.parts)-1]
	if ask == inbox.AskPhone { // a place has no button here: the words ask for it
		last.Ask = ask
	}
	last.Typed = s.typed
	if len(keys) > 0 {
		last.Buttons = [][]inbox.Button{keys}
	}
}

// keyboard chooses what of the buttons can be pressed beneath text; lines are written
// for what cannot.
func (s *shaper) keyboard(all []inbox.Button, text string, ask inbox.Ask) (keys []inbox.Button, lines []string) {
	if template(all, text, ask) {
		return all, nil
	}
	room := can.Quick
	if ask == inbox.AskPhone {
		room--
	}
	return s.fit(all, room, false)
}

// template reports whether buttons can stand beneath a text as such.
func template(all []inbox.Button, text string, ask inbox.Ask) bool {
	if len(all) == 0 || len(all) > can.Buttons || len(text) > can.ButtonText || ask == inbox.AskPhone {
		return false
	}
	for _, b := range all {
		if units(b.Text) > can.ButtonTitle || b.URL != "" && !pressable(b.URL) {
			return false
		}
	}
	return true
}

// fit takes up to room buttons that can be pressed; links says whether addresses can. A
// label that is too long is pressed by its beginning and stands whole in a line; what has
// no room at all is a line.
func (s *shaper) fit(all []inbox.Button, room int, links bool) (keys []inbox.Button, lines []string) {
	for _, b := range all {
		switch {
		case b.URL != "" && (!links || !pressable(b.URL) || len(keys) == room || units(b.Text) > can.ButtonTitle):
			lines = append(lines, b.Text+": "+b.URL)
		case b.URL != "" || len(keys) < room && units(b.Text) <= can.QuickTitle:
			keys = append(keys, b)
		default:
			c := inbox.Choice{Number: s.next, Text: b.Text, Action: b.Action}
			s.next++
			s.typed = append(s.typed[:len(s.typed):len(s.typed)], c)
			lines = append(lines, c.Line())
			if len(keys) < room {
				b.Text = clip(c.Line(), can.QuickTitle)
				keys = append(keys, b)
			}
		}
	}
	return keys, lines
}

func flatten(rows [][]inbox.Button) []inbox.Button {
	var out []inbox.Button
	for _, row := range rows {
		for _, b := range row {
			if b.Text = oneLine(b.Text); b.Text == "" {
				b.Text = "•"
			}
			out = append(out, b)
		}
	}
	return out
}

// pressable reports whether Meta takes an address for a button: a web page of a public host.
func pressable(u string) bool {
	host, ok := strings.CutPrefix(u, "https://")
	if !ok {
		host, ok = strings.CutPrefix(u, "http://")
	}
	host, _, _ = strings.Cut(host, "/")
	host, _, _ = strings.Cut(host, ":")
	return ok && strings.Contains(strings.Trim(host, "."), ".") && !strings.HasPrefix(host, "127.") && !strings.HasSuffix(host, ".local")
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

func join(text string, lines []string) string {
	return strings.TrimSpace(strings.Join(append([]string{text}, lines...), "\n"))
}
