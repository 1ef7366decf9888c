package telegram

import (
	"net/url"
	"strings"

	"prilavok/channel/telegram/update"
	"prilavok/core/inbox"
	"prilavok/core/markup"
)

// maxEntities is how much formatting one message may have; the rest stays plain.
const maxEntities = 100

// entity is a MessageEntity as we send it; offsets are UTF-16 code units.
type entity struct {
	Type   string `json:"type"`
	Offset int    `json:"offset"`
	Length int    `json:"length"`
	URL    string `json:"url,omitempty"`
}

var entityTypes = map[markup.Kind]string{
	markup.Bold: "bold", markup.Italic: "italic", markup.Under: "underline", markup.Strike: "strikethrough",
	markup.Code: "code", markup.Pre: "pre", markup.Quote: "blockquote", markup.Link: "text_link",
}

// entities writes the spans of t with UTF-16 offsets. Explicit entities cannot fail
// to parse, whatever the text holds. Nesting that Telegram refuses (inside code,
// a quotation in a quotation, a link in a link) is left out.
func entities(t markup.Text) []entity {
	var out []entity
	var open []markup.Span
	at, pos := 0, 0
	for _, s := range t.Spans {
		for len(open) > 0 && open[len(open)-1].End <= s.Start {
			open = open[:len(open)-1]
		}
		if s.Start < pos || s.End > len(t.Plain) || s.End <= s.Start || forbidden(open, s.Kind) || len(out) == maxEntities {
			continue
		}
		at += update.Units(t.Plain[pos:s.Start])
		pos = s.Start
		out = append(out, entity{Type: entityTypes[s.Kind], Offset: at, Length: update.Units(t.Plain[s.Start:s.End]), URL: s.URL})
		open = append(open, s)
	}
	return out
}

func forbidden(open []markup.Span, kind markup.Kind) bool {
	for _, o := range open {
		switch {
		case o.Kind == markup.Code || o.Kind == markup.Pre, o.Kind == kind:
			return true
		case (kind == markup.Code || kind == markup.Pre) && o.Kind != markup.Quote:
			return true
		case kind == markup.Quote && o.Kind == markup.Link:
			return true
		}
	}
	return false
}

// setText puts text and its entities into a method's parameters.
func setText(a args, src, textField, entitiesField string) {
	t := markup.Parse(src)
	a[textField] = t.Plain
	if e := entities(t); len(e) > 0 {
		a[entitiesField] = e
	}
}

type inlineButton struct {
	Text  string  `json:"text"`
	Data  *string `json:"callback_data,omitempty"`
	URL   string  `json:"url,omitempty"`
	Style string  `json:"style,omitempty"`
}

func inlineKeyboard(rows [][]inbox.Button) any {
	out := make([][]inlineButton, 0, len(rows))
	for _, row := range rows {
		line := make([]inlineButton, 0, len(row))
		for _, b := range row {
			x := inlineButton{Text: b.Text, Style: b.Style}
			if b.URL != "" {
				x.URL = b.URL
			} else {
				x.Data = &b.Action
			}
			line = append(line, x)
		}
		if len(line) > 0 {
			out = append(out, line)
		}
	}
	return map[string]any{"inline_keyboard": out}
}

// replyKeyboard asks for a phone or a place with Telegram's own button. The label's
// language is the message's.
func replyKeyboard(ask inbox.Ask, russian bool) any {
	b := map[string]any{"text": askLabels.Of(ask).EN}
	if russian {
		b["text"] = askLabels.Of(ask).RU
	}
	if ask == inbox.AskLocation {
		b["request_location"] = true
	} else {
		b["request_contact"] = true
	}
	return map[string]any{"keyboard": [][]any{{b}}, "resize_keyboard": true, "one_time_keyboard": true}
}

// pressable reports whether Telegram takes u as a button's address: it refuses
// what is no public host.
func pressable(u string) bool {
	p, err := url.Parse(u)
	if err != nil {
		return false
	}
	switch p.Scheme {
	case "tg":
		return true
	case "http", "https":
		host := p.Hostname()
		return strings.Contains(strings.Trim(host, "."), ".") && !strings.HasPrefix(host, "127.") && !strings.HasSuffix(host, ".local")
	}
	return false
}
