// Package channeltest is the suite that every channel passes: whatever the shop says
// reaches the contact, whole and in order, and every way of failing has its fault.
// It knows no channel; a channel's test brings a Fixture for each case.
package channeltest

import (
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode"

	"prilavok/core/contact"
	"prilavok/core/fault"
	"prilavok/core/inbox"
	"prilavok/core/markup"
)

// Fixture is one channel with one contact who can be written to, fresh for a case.
type Fixture struct {
	Sender inbox.Sender
	Shaper inbox.Shaper
	To     contact.Address
	// Seen is what the contact sees from us now, oldest first, edits done.
	Seen func() []Shown
	// Picture is the address of the nth picture that the channel can show.
	Picture func(n int) string
	// Block makes the contact refuse us.
	Block func()
	// Advance moves the channel's clock.
	Advance func(d time.Duration)
	// Throttle makes the channel refuse the next send for a time; nil where no
	// service stands between us and the contact.
	Throttle func(after time.Duration)
	// Lose takes away the answer of the next send, which arrived or not; nil where
	// that cannot happen.
	Lose func(arrived bool)
	// Measure is a text's length as the channel counts it; Limit is its longest.
	Measure func(text string) int
	Limit   int
	// Plain says that the channel shows no formatting: links stand as "words: address".
	Plain bool
	// Edits says that a sent message can be changed.
	Edits bool
	// Asks says that the channel has buttons of its own for a phone and a place.
	Asks bool
}

// Shown is one message as the contact sees it.
type Shown struct {
	ID      string
	Text    string   // without formatting
	Bold    []string // the bold parts of it
	Links   []string // addresses behind parts of it
	Images  []string // addresses as the fixture's Picture gave them
	Buttons []inbox.Button
	Ask     inbox.Ask
	Hides   bool
	Edited  bool
}

// Run runs the suite; fresh makes a fixture for each case.
func Run(t *testing.T, fresh func(t *testing.T) Fixture) {
	for _, c := range []struct {
		name string
		run  func(t *testing.T, f Fixture)
	}{
		{"text arrives with its formatting", plainText},
		{"hostile text stays text", hostileText},
		{"any script arrives byte for byte", scripts},
		{"long text is split and whole", longText},
		{"a cut breaks no character", cutsOnlyBetweenCharacters},
		{"a card is shown with price, picture and buttons", oneCard},
		{"many cards lose nothing", manyCards},
		{"many pictures lose nothing", manyPictures},
		{"a long caption loses nothing", longCaption},
		{"many buttons lose nothing", manyButtons},
		{"anything at all loses nothing", anything},
		{"a part shapes into itself", partsAreStable},
		{"what cannot be pressed can be typed", typedBack},
		{"labels of any length lose nothing", longLabels},
		{"links keep their address", links},
		{"asking and hiding", asking},
		{"nothing to say sends nothing", nothing},
		{"an edit changes in place", editing},
		{"an edit of what is gone is sent anew", editingGone},
		{"a blocked contact is Forbidden", blocked},
	} {
		t.Run(c.name, func(t *testing.T) { c.run(t, fresh(t)) })
	}
	// What only a service behind the channel can do to us.
	if fresh(t).Throttle != nil {
		t.Run("a refusal says when to come back", func(t *testing.T) { throttled(t, fresh(t)) })
	}
	if fresh(t).Lose != nil {
		t.Run("a lost answer is an unknown outcome", func(t *testing.T) { lost(t, fresh(t)) })
	}
}

// deliver sends a message as the delivery job does: part by part, waiting when the
// channel asks to. It returns the ids.
func deliver(t *testing.T, f Fixture, m inbox.Outgoing) []string {
	t.Helper()
	var ids []string
	for _, p := range f.Shaper.Shape(m) {
		id, err := f.Sender.Send(t.Context(), f.To, p)
		for waits := 0; fault.Is(err, fault.TooMany) && waits < 100; waits++ {
			if fault.RetryAfter(err) <= 0 {
				t.Fatalf("too many, but not until when: %v", err)
			}
			f.Advance(fault.RetryAfter(err))
			id, err = f.Sender.Send(t.Context(), f.To, p)
		}
		if err != nil {
			t.Fatalf("part %+v: %v", p, err)
		}
		if id == "" {
			t.Fatalf("part %+v was sent without an id", p)
		}
		ids = append(ids, id)
	}
	return ids
}

// squeeze drops white space, which splitting may change.
func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

func allText(seen []Shown) string {
	var b strings.Builder
	for _, s := range seen {
		b.WriteString(s.Text)
		b.WriteByte('\n')
	}
	return b.String()
}

func allButtons(seen []Shown) []inbox.Button {
	var out []inbox.Button
	for _, s := range seen {
		out = append(out, s.Buttons...)
	}
	return out
}

func allImages(seen []Shown) map[string]int {
	out := map[string]int{}
	for _, s := range seen {
		for _, u := range s.Images {
			out[u]++
		}
	}
	return out
}

// nothingLost checks that everything in m is seen in some form.
func nothingLost(t *testing.T, f Fixture, m inbox.Outgoing) {
	t.Helper()
	seen := f.Seen()
	text := squeeze(allText(seen))
	has := func(what, s string) {
		t.Helper()
		if want := squeeze(plain(s)); !strings.Contains(text, want) {
			t.Errorf("%s is lost: %q is not in %q", what, want, text)
		}
	}
	for _, words := range unlinked(m.Text) {
		has("the text", esc(words))
	}
	images := allImages(seen)
	needs := map[string]int{}
	for _, i := range m.Images {
		needs[i.URL]++
	}
	buttons := append([][]inbox.Button(nil), m.Buttons...)
	for _, c := range m.Cards {
		has("a title", esc(c.Title))
		has("a subtitle", esc(c.Subtitle))
		has("a price", esc(c.Price))
		has("an old price", esc(c.OldPrice))
		has("a badge", esc(c.Badge))
		for _, i := range c.Images {
			needs[i.URL]++
		}
		buttons = append(buttons, c.Buttons...)
	}
	parts := f.Shaper.Shape(m)
	for u, n := range needs {
		if images[u] < n {
			t.Errorf("picture %s is seen %d times, not %d", u, images[u], n)
		}
	}
	for _, row := range buttons {
		for _, b := range row {
			if !typed(parts, text, b) {
				buttonSeen(t, seen, b)
			}
		}
	}
	withinLimits(t, f, seen)
}

// unlinked cuts a text where a channel may put the address of a link.
func unlinked(src string) []string {
	t := markup.Parse(src)
	var out []string
	pos := 0
	for _, s := range t.Spans {
		if s.Kind == markup.Link && s.End >= pos {
			out, pos = append(out, t.Plain[pos:s.End]), s.End
		}
	}
	return append(out, t.Plain[pos:])
}

// typed reports whether a button is a numbered line of the text that is seen, and typing
// its number gives its action.
func typed(parts []inbox.Outgoing, text string, b inbox.Button) bool {
	for _, p := range parts {
		for _, c := range p.Typed {
			if squeeze(c.Text) != squeeze(b.Text) || c.Action != b.Action || !strings.Contains(text, squeeze(c.Line())) {
				continue
			}
			if action, ok := inbox.Chosen(parts, strconv.Itoa(c.Number)); ok && action == b.Action {
				return true
			}
		}
	}
	return false
}

func buttonSeen(t *testing.T, seen []Shown, b inbox.Button) {
	t.Helper()
	for _, x := range allButtons(seen) {
		if strings.Contains(x.Text, b.Text) && x.Action == b.Action && x.URL == b.URL {
			return
		}
	}
	if b.URL != "" && strings.Contains(squeeze(allText(seen)), squeeze(b.URL)) {
		return // where a button cannot hold it, a line of text may
	}
	t.Errorf("button %+v is lost", b)
}

func withinLimits(t *testing.T, f Fixture, seen []Shown) {
	t.Helper()
	for _, s := range seen {
		if n := f.Measure(s.Text); n > f.Limit {
			t.Errorf("a message has %d, more than %d", n, f.Limit)
		}
	}
}
