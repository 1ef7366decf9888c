package webchat

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"unicode/utf8"

	"prilavok/core/inbox"
	"prilavok/core/shop"
)

// Limits of one message.
const (
	MaxText  = 4000 // characters
	maxLabel = 80   // characters of a pressed button's text
	maxID    = 64
	maxStart = 64 // bytes of a deep link's payload, as in Telegram

	// MaxPhotos is how many pictures one message may name.
	MaxPhotos = 10
)

// body is what the page posts: exactly one of Text, Photos, Action, Contact, Location and
// Start; beside Photos, Text is what they are about. Label is what the visitor saw on what
// they pressed.
type body struct {
	ClientID string          `json:"client_id"`
	Text     string          `json:"text"`
	Photos   []string        `json:"photos"` // ids of uploads; whose they are is not known here
	Action   string          `json:"action"`
	Label    string          `json:"label"`
	Source   string          `json:"source"`
	Contact  *phoneCard      `json:"contact"`
	Location *inbox.Location `json:"location"`
	Start    *string         `json:"start"`
	Lang     string          `json:"lang"`
}

type phoneCard struct {
	Phone string `json:"phone"`
	Name  string `json:"name"`
}

// Parse reads one posted message of a visitor, whom from.ExternalID names by the hash
// of their token. It is pure. The delivery key is made of visitor and client_id, so
// that a repeated post is one message and nobody can take another's keys.
//
// Faults: Invalid with a code that says which field is wrong.
func Parse(raw []byte, accountID string, from inbox.Person) (inbox.Incoming, error) {
	var b body
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(&b); err != nil || d.More() {
		return inbox.Incoming{}, ErrBody
	}
	if !validID(b.ClientID, 8) || (b.Source != "" && !validID(b.Source, 1)) {
		return inbox.Incoming{}, ErrClientID
	}
	if b.Lang == "ru" || b.Lang == "en" {
		from.Lang = b.Lang
	}
	in := inbox.Incoming{AccountID: accountID, Channel: shop.Webchat, Type: "message",
		DeliveryKey: "web:" + from.ExternalID + ":" + b.ClientID, ConversationKey: from.ExternalID,
		From: from, ExternalID: b.ClientID, Raw: raw}
	return in, b.fill(&in)
}

func (b body) fill(in *inbox.Incoming) error {
	given := 0
	for _, set := range []bool{b.Text != "" || len(b.Photos) > 0, b.Action != "", b.Contact != nil, b.Location != nil, b.Start != nil} {
		if set {
			given++
		}
	}
	if given != 1 {
		return ErrOneOf
	}
	switch {
	case len(b.Photos) > 0:
		return b.photos(in)
	case b.Text != "":
		return b.text(in)
	case b.Action != "":
		return b.button(in)
	case b.Contact != nil:
		return b.phone(in)
	case b.Location != nil:
		return b.place(in)
	}
	start := clean(*b.Start)
	if len(start) > maxStart {
		return ErrAction
	}
	in.Kind, in.Text = inbox.KindCommand, "/start"
	in.Payload = inbox.Payload{Command: "start", Argument: start}
	return nil
}

func (b body) text(in *inbox.Incoming) error {
	t := clean(b.Text)
	if t == "" {
		return ErrOneOf
	}
	if utf8.RuneCountInString(t) > MaxText {
		return ErrTooLong
	}
	in.Kind, in.Text = inbox.KindText, t
	if name, arg, ok := command(t); ok {
		in.Kind, in.Payload.Command, in.Payload.Argument = inbox.KindCommand, name, arg
		if label := short(b.Label); label != "" {
			in.Payload.Extra = map[string]any{"label": label}
		}
	}
	return nil
}

// photos reads a message of pictures, which may have words.
func (b body) photos(in *inbox.Incoming) error {
	t := clean(b.Text)
	switch {
	case len(b.Photos) > MaxPhotos:
		return ErrPhotos
	case utf8.RuneCountInString(t) > MaxText:
		return ErrTooLong
	}
	in.Kind, in.Type, in.Text = inbox.KindPhoto, "photo", t
	for i, id := range b.Photos {
		if !validID(id, 1) || slices.Contains(b.Photos[:i], id) {
			return ErrPhotos
		}
		in.Payload.Attachments = append(in.Payload.Attachments, inbox.Attachment{Kind: "photo", FileID: id})
	}
	return nil
}

// command reads "/name argument".
func command(t string) (name, arg string, ok bool) {
	if !strings.HasPrefix(t, "/") {
		return "", "", false
	}
	name, arg, _ = strings.Cut(t[1:], " ")
	if name == "" || len(name) > 32 || strings.Trim(strings.ToLower(name), "abcdefghijklmnopqrstuvwxyz0123456789_") != "" {
		return "", "", false
	}
	return strings.ToLower(name), strings.TrimSpace(arg), true
}

func (b body) button(in *inbox.Incoming) error {
	if len(b.Action) > inbox.MaxAction || clean(b.Action) != b.Action {
		return ErrAction
	}
	in.Kind, in.Text, in.Type = inbox.KindButton, short(b.Label), "button"
	in.Payload = inbox.Payload{Action: b.Action, Source: b.Source}
	return nil
}

// phone keeps a typed number: it proves nothing about who typed it, so Own is false.
func (b body) phone(in *inbox.Incoming) error {
	var digits strings.Builder
	for _, r := range b.Contact.Phone {
		switch {
		case r >= '0' && r <= '9':
			digits.WriteRune(r)
		case strings.ContainsRune("+ -().\u00a0", r):
		default:
			return ErrPhone
		}
	}
	d := digits.String()
	if len(d) == 11 && d[0] == '8' && !strings.HasPrefix(strings.TrimSpace(b.Contact.Phone), "+") {
		d = "7" + d[1:] // the trunk prefix of Russia and Kazakhstan
	}
	if len(d) < 10 || len(d) > 15 {
		return ErrPhone
	}
	in.Kind, in.Type = inbox.KindContact, "contact"
	in.Payload.Contact = &inbox.SharedContact{Phone: "+" + d, Name: short(b.Contact.Name)}
	return nil
}

func (b body) place(in *inbox.Incoming) error {
	l := *b.Location
	if l.Lat < -90 || l.Lat > 90 || l.Lon < -180 || l.Lon > 180 {
		return ErrPlace
	}
	l.Title, l.Address = short(l.Title), short(l.Address)
	in.Kind, in.Type, in.Payload.Location = inbox.KindLocation, "location", &l
	return nil
}

func validID(s string, least int) bool {
	if len(s) < least || len(s) > maxID {
		return false
	}
	return strings.Trim(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") == ""
}

// clean makes text storable: valid UTF-8 without NUL and other control characters
// that no keyboard types, trimmed.
func clean(s string) string {
	s = strings.ToValidUTF8(s, "\ufffd")
	s = strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' || r >= ' ' && r != 0x7f {
			return r
		}
		return -1
	}, s)
	return strings.TrimSpace(s)
}

func short(s string) string {
	r := []rune(strings.ReplaceAll(clean(s), "\n", " "))
	if len(r) > maxLabel {
		r = r[:maxLabel]
	}
	return string(r)
}
