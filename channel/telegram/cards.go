package telegram

import (
	"strconv"
	"strings"

	"prilavok/core/inbox"
	"prilavok/core/markup"
)

const (
	maxRow      = 8
	maxKeyboard = 8000 // bytes; Telegram refuses at about 10 KB
)

// cardText writes a card: the price stands beside the name, the description last,
// so that a cut never takes the price.
func cardText(c inbox.Card) string {
	lines := []string{markup.B(c.Title)}
	price := ""
	if c.Price != "" {
		price = markup.B(c.Price)
	}
	if c.OldPrice != "" {
		price = strings.TrimSpace(price + " " + markup.S(c.OldPrice))
	}
	if c.Title == "" {
		lines = nil
	}
	for _, l := range []string{price, markup.I(c.Badge), markup.Esc(c.Subtitle)} {
		if strings.TrimSpace(markup.Plain(l)) != "" {
			lines = append(lines, l)
		}
	}
	return strings.Join(lines, "\n")
}

// list shows many cards: their pictures as albums, then one numbered text whose
// buttons carry the numbers.
func (s *shaper) list(cards []inbox.Card) {
	var images []inbox.Image
	var texts []string
	var buttons [][]inbox.Button
	for i, c := range cards {
		images = append(images, c.Images...)
		own, written := rows(c.Buttons)
		number := strconv.Itoa(i+1) + ". "
		texts = append(texts, strings.Join(append([]string{number + cardText(c)}, written...), "\n"))
		for _, row := range own {
			numbered := make([]inbox.Button, len(row))
			for k, b := range row {
				b.Text = number + b.Text
				numbered[k] = b
			}
			buttons = append(buttons, numbered)
		}
	}
	s.albums(markup.Text{}, images)
	s.texts(markup.Parse(strings.Join(texts, "\n\n")), buttons)
}

// rows makes keyboard rows fit: at most eight buttons each, none without a text. A
// button whose address Telegram would refuse becomes a line of text.
func rows(in [][]inbox.Button) (out [][]inbox.Button, written []string) {
	for _, row := range in {
		var line []inbox.Button
		for _, b := range row {
			if strings.TrimSpace(b.Text) == "" {
				b.Text = "•"
			}
			if b.URL != "" && !pressable(b.URL) {
				written = append(written, markup.Esc(b.Text+": "+b.URL))
				continue
			}
			if len(line) == maxRow {
				out, line = append(out, line), nil
			}
			line = append(line, b)
		}
		if len(line) > 0 {
			out = append(out, line)
		}
	}
	return out, written
}

func roomFor(have [][]inbox.Button, row []inbox.Button) bool {
	n, size := len(row), rowSize(row)
	for _, r := range have {
		n += len(r)
		size += rowSize(r)
	}
	return len(have) == 0 || n <= can.Buttons && size <= maxKeyboard
}

func rowSize(row []inbox.Button) int {
	n := 2
	for _, b := range row {
		n += len(b.Text) + len(b.Action) + len(b.URL) + 40
	}
	return n
}
