package channeltest

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"prilavok/core/inbox"
	"prilavok/core/markup"
)

// typedBack: whatever a channel has no button for can be answered by typing, and a number
// names one thing only in all that was said at once.
func typedBack(t *testing.T, f Fixture) {
	m := inbox.Outgoing{Text: "Размер?"}
	for i := range 40 {
		m.Buttons = append(m.Buttons, []inbox.Button{{Text: fmt.Sprintf("Размер %d", 30+i), Action: fmt.Sprintf("size:%d", 30+i)}})
	}
	c := sampleCard(f, 7)
	c.Buttons = append(c.Buttons, m.Buttons[:9]...)
	m.Cards = []inbox.Card{c, sampleCard(f, 8)}
	deliver(t, f, m)
	nothingLost(t, f, m)
	seen := map[int]string{}
	for _, p := range f.Shaper.Shape(m) {
		for _, c := range p.Typed {
			if other, twice := seen[c.Number]; twice && other != c.Action {
				t.Errorf("%d is both %s and %s", c.Number, other, c.Action)
			}
			seen[c.Number] = c.Action
		}
	}
}

func longLabels(t *testing.T, f Fixture) {
	for _, n := range []int{1, 3, 4, 13, 14} {
		m := inbox.Outgoing{Text: "Куда доставить?"}
		for i := range n {
			label := fmt.Sprintf("Пункт выдачи №%d, улица Маршала Жукова, дом %d", i, i*7)
			m.Buttons = append(m.Buttons, []inbox.Button{{Text: label, Action: fmt.Sprintf("point:%d:%d", n, i)}})
		}
		c := sampleCard(f, n)
		c.Title, c.Buttons = strings.TrimSpace(strings.Repeat("Очень длинное название платья ", 4)), m.Buttons
		for _, m := range []inbox.Outgoing{m, {Cards: []inbox.Card{c}}} {
			deliver(t, f, m)
			nothingLost(t, f, m)
		}
	}
}

func links(t *testing.T, f Fixture) {
	const first, second = "https://shop.example/p/42?a=1&b=2", "https://shop.example/доставка"
	m := inbox.Outgoing{Text: markup.A(first, "платье") + " и <b>" + markup.A(second, "условия") + "</b>, " + markup.A(first, first)}
	deliver(t, f, m)
	nothingLost(t, f, m)
	for _, u := range []string{first, second} {
		found := false
		for _, s := range f.Seen() {
			found = found || slices.Contains(s.Links, u) || strings.Contains(s.Text, u)
		}
		if !found {
			t.Errorf("the address %s is lost: %+v", u, f.Seen())
		}
	}
}
