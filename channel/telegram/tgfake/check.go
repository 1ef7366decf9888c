package tgfake

import (
	"bytes"
	"encoding/json"
	"image"
	_ "image/gif"  // pictures that Telegram takes
	_ "image/jpeg" // pictures that Telegram takes
	_ "image/png"  // pictures that Telegram takes
	"net/url"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

func units(s string) int { return len(utf16.Encode([]rune(s))) }

// textOf reads a text with its formatting and holds it to a limit.
func textOf(p params, field, entitiesField string, limit int, required bool) (string, []Entity, *refusal) {
	text := p.Str(field)
	var entities []Entity
	if no := p.Object(entitiesField, &entities); no != nil {
		return "", nil, no
	}
	if len(text) > 32768 {
		return "", nil, bad("text is too long")
	}
	if !utf8.ValidString(text) {
		return "", nil, bad("strings must be encoded in UTF-8")
	}
	if p.Str("parse_mode") != "" {
		return "", nil, bad("tgfake: parse_mode is not carried out; send entities")
	}
	if no := checkEntities(text, entities); no != nil {
		return "", nil, no
	}
	trimmed := strings.TrimRight(text, " \n\t\r")
	if required && strings.TrimSpace(trimmed) == "" {
		return "", nil, bad("message text is empty")
	}
	if units(trimmed) > limit {
		if field == "caption" {
			return "", nil, bad("message caption is too long")
		}
		return "", nil, bad("message is too long")
	}
	return trimmed, entities, nil
}

var entityTypes = map[string]bool{
	"bold": true, "italic": true, "underline": true, "strikethrough": true, "spoiler": true, "code": true, "pre": true,
	"blockquote": true, "expandable_blockquote": true, "text_link": true, "text_mention": true, "custom_emoji": true,
	"mention": true, "hashtag": true, "cashtag": true, "bot_command": true, "url": true, "email": true, "phone_number": true,
}

// checkEntities is stricter than the server, which silently drops what it cannot
// use: offsets must be whole characters, entities must nest as documented.
func checkEntities(text string, list []Entity) *refusal {
	u := utf16.Encode([]rune(text))
	half := func(i int) bool { return i > 0 && i < len(u) && utf16.IsSurrogate(rune(u[i])) && u[i] >= 0xDC00 }
	if len(list) > 100 {
		return bad("tgfake: more than 100 entities")
	}
	for i, e := range list {
		end := e.Offset + e.Length
		switch {
		case !entityTypes[e.Type]:
			return bad("can't parse entities: unsupported type %q", e.Type)
		case e.Offset < 0 || e.Length <= 0 || end > len(u):
			return bad("ENTITY_BOUNDS_INVALID")
		case half(e.Offset) || half(end):
			return bad("can't parse entities: entity begins in the middle of a UTF-16 symbol")
		case e.Type == "text_link" && e.URL == "":
			return bad("can't parse entities: text_link without url")
		}
		for _, o := range list[:i] {
			oEnd := o.Offset + o.Length
			overlap := e.Offset < oEnd && o.Offset < end
			inside := e.Offset >= o.Offset && end <= oEnd || o.Offset >= e.Offset && oEnd <= end
			if overlap && (!inside || !mayNest(o.Type, e.Type)) {
				return bad("can't parse entities: %s and %s cross or may not nest", o.Type, e.Type)
			}
		}
	}
	return nil
}

func mayNest(a, b string) bool {
	simple := func(t string) bool {
		return strings.Contains(" bold italic underline strikethrough spoiler ", " "+t+" ")
	}
	fixed := func(t string) bool { return t == "pre" || t == "code" }
	quote := func(t string) bool { return strings.HasSuffix(t, "blockquote") }
	switch {
	case a == b:
		return false
	case fixed(a) || fixed(b):
		return quote(a) || quote(b)
	case simple(a) || simple(b):
		return true
	}
	return quote(a) != quote(b)
}

// markup is a parsed reply_markup.
type markup struct {
	inline   [][]Button
	keyboard [][]KeyboardButton
	hides    bool
	given    bool
}

// markupOf reads reply_markup; only inline keyboards are taken when inlineOnly.
func markupOf(p params, c *chat, business, inlineOnly bool) (markup, *refusal) {
	var raw map[string]json.RawMessage
	var m markup
	if no := p.Object("reply_markup", &raw); no != nil || raw == nil {
		return m, no
	}
	m.given = true
	size := 0
	for _, v := range raw {
		size += len(v)
	}
	if size > 10<<10 {
		return m, bad("reply markup is too long")
	}
	if rows, ok := raw["inline_keyboard"]; ok {
		if json.Unmarshal(rows, &m.inline) != nil {
			return m, bad("can't parse inline keyboard button")
		}
		return m, checkInline(m.inline, rows)
	}
	if inlineOnly {
		return m, bad("inline keyboard expected")
	}
	if business || c.kind != "private" {
		return m, bad("tgfake: reply keyboards do not work here")
	}
	m.hides = string(raw["remove_keyboard"]) == "true"
	if rows, ok := raw["keyboard"]; ok {
		if json.Unmarshal(rows, &m.keyboard) != nil || len(m.keyboard) == 0 {
			return m, bad("can't parse keyboard button")
		}
	} else if !m.hides && raw["force_reply"] == nil {
		return m, bad("object expected as reply markup")
	}
	return m, nil
}

func checkInline(rows [][]Button, raw json.RawMessage) *refusal {
	var plain [][]map[string]any
	if json.Unmarshal(raw, &plain) != nil {
		return bad("can't parse inline keyboard button")
	}
	n := 0
	for i, row := range rows {
		if len(row) > 8 {
			return bad("tgfake: more than 8 buttons in a row")
		}
		for k, b := range row {
			n++
			actions := 0
			for name := range plain[i][k] {
				if name != "text" && name != "style" && name != "icon_custom_emoji_id" {
					actions++
				}
			}
			data, isData := plain[i][k]["callback_data"].(string)
			switch {
			case strings.TrimSpace(b.Text) == "":
				return bad("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
			case actions != 1:
				return bad("can't parse inline keyboard button: exactly one action is needed, got %d", actions)
			case isData && (data == "" || len(data) > 64):
				return bad("BUTTON_DATA_INVALID")
			case b.URL != "" && !publicURL(b.URL):
				return bad("BUTTON_URL_INVALID")
			case b.Style != "" && b.Style != "danger" && b.Style != "success" && b.Style != "primary":
				return bad("can't parse inline keyboard button: unknown style")
			}
		}
	}
	if n > 100 {
		return bad("reply markup is too long")
	}
	return nil
}

func publicURL(s string) bool {
	u, err := url.Parse(s)
	if err != nil {
		return false
	}
	host := u.Hostname()
	return u.Scheme == "tg" || (u.Scheme == "http" || u.Scheme == "https") && strings.Contains(host, ".") && !strings.HasPrefix(host, "127.")
}

// pictureOf finds a photo by file_id, by URL or among the uploads.
func (b *Bot) pictureOf(p params, ref, part string) (*File, *refusal) {
	if name, ok := strings.CutPrefix(ref, "attach://"); ok {
		part, ref = name, ""
	}
	if ref == "" {
		data, ok := p.Files[part]
		if !ok {
			return nil, bad("there is no photo in the request")
		}
		return b.store(data, "")
	}
	if strings.HasPrefix(ref, "http://") || strings.HasPrefix(ref, "https://") {
		if b.server.opt.Fetch == nil {
			return nil, bad("failed to get HTTP URL content")
		}
		data, err := b.server.opt.Fetch(ref)
		if err != nil || len(data) > 5<<20 {
			return nil, bad("failed to get HTTP URL content")
		}
		f, no := b.store(data, ref)
		if no != nil {
			return nil, bad("wrong type of the web page content")
		}
		return f, nil
	}
	f := b.files[strings.TrimSuffix(ref, "-s")]
	if f == nil {
		return nil, bad("wrong file identifier/HTTP URL specified")
	}
	return f, nil
}

func (b *Bot) store(data []byte, from string) (*File, *refusal) {
	if len(data) > 10<<20 {
		return nil, refuse(413, "Request Entity Too Large")
	}
	webp := len(data) > 12 && string(data[:4]) == "RIFF" && string(data[8:12]) == "WEBP"
	if !webp {
		size, _, err := image.DecodeConfig(bytes.NewReader(data))
		if err != nil {
			return nil, bad("IMAGE_PROCESS_FAILED")
		}
		w, h := size.Width, size.Height
		if w+h > 10000 || w == 0 || h == 0 || w > 20*h || h > 20*w {
			return nil, bad("PHOTO_INVALID_DIMENSIONS")
		}
	}
	return b.keep("photo", data, from, ""), nil
}
