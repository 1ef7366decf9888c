package igfake

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strconv"
	"time"
)

// Button is a button or a quick reply as the customer sees it.
type Button struct{ Kind, Title, Payload, URL string }

// Element is one card of a carousel.
type Element struct {
	Title, Subtitle, Image string
	Tap                    string // opened by a tap on the card
	Buttons                []Button
}

// Message is one message of a conversation.
type Message struct {
	ID       string
	Ours     bool // the account's
	At       time.Time
	Text     string
	Image    string
	Files    []string // links of what the customer sent
	Tag      string
	Template bool
	Quick    []Button
	Buttons  []Button
	Elements []Element
}

// Person is a customer with a conversation with one account.
type Person struct {
	account  *Account
	ID       string
	Name     string
	Username string
	Blocks   bool // takes no messages
	last     time.Time
	log      []Message
	actions  []string
}

// Person returns the customer with an Instagram-scoped id, making it when it is new.
func (a *Account) Person(id, name string) *Person {
	a.server.mu.Lock()
	defer a.server.mu.Unlock()
	if p := a.people[id]; p != nil {
		return p
	}
	p := &Person{account: a, ID: id, Name: name, Username: "user" + id}
	a.people[id] = p
	return p
}

// Block makes the customer refuse the account's messages.
func (p *Person) Block() {
	p.account.server.mu.Lock()
	defer p.account.server.mu.Unlock()
	p.Blocks = true
}

// Sees lists what the account sent, oldest first.
func (p *Person) Sees() []Message {
	p.account.server.mu.Lock()
	defer p.account.server.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(p.log), func(m Message) bool { return !m.Ours })
}

// Actions lists the sender actions that were shown: typing_on, mark_seen.
func (p *Person) Actions() []string {
	p.account.server.mu.Lock()
	defer p.account.server.mu.Unlock()
	return slices.Clone(p.actions)
}

// Hook is a webhook as Meta posts it: Signature goes into X-Hub-Signature-256.
type Hook struct {
	Body      []byte
	Signature string
}

// Writes is a text of the customer. It opens the reply window.
func (p *Person) Writes(text string) Hook {
	return p.says(text, map[string]any{"text": text})
}

// Taps presses a quick reply.
func (p *Person) Taps(b Button) Hook {
	return p.says(b.Title, map[string]any{"text": b.Title, "quick_reply": map[string]any{"payload": b.Payload}})
}

// Tells presses "my phone number": Instagram writes the number as words and as payload.
func (p *Person) Tells(phone string) Hook {
	return p.Taps(Button{Title: phone, Payload: phone})
}

// Shows sends a picture, with words about it or none.
func (p *Person) Shows(picture, words string) Hook {
	m := map[string]any{"attachments": []any{map[string]any{"type": "image", "payload": map[string]any{"url": picture}}}}
	if words != "" {
		m["text"] = words
	}
	return p.says(words, m)
}

// Presses presses a button of a template.
func (p *Person) Presses(b Button) Hook {
	s := p.account.server
	s.mu.Lock()
	defer s.mu.Unlock()
	p.last = s.opt.Now()
	return p.hook(p.ID, p.account.ID, map[string]any{"postback": map[string]any{"mid": p.account.mid(), "title": b.Title, "payload": b.Payload}})
}

func (p *Person) says(text string, message map[string]any) Hook {
	s := p.account.server
	s.mu.Lock()
	defer s.mu.Unlock()
	m := Message{ID: p.account.mid(), At: s.opt.Now(), Text: text}
	p.log, p.last = append(p.log, m), m.At
	message["mid"] = m.ID
	return p.hook(p.ID, p.account.ID, map[string]any{"message": message})
}

// Echo is the webhook with which Meta repeats a message of the account.
func (p *Person) Echo(m Message) Hook {
	s := p.account.server
	s.mu.Lock()
	defer s.mu.Unlock()
	return p.hook(p.account.ID, p.ID, map[string]any{"message": map[string]any{"mid": m.ID, "text": m.Text, "is_echo": true}})
}

// ByHand writes to the customer in Instagram's own app, and returns the echo.
func (p *Person) ByHand(text string) Hook {
	s := p.account.server
	s.mu.Lock()
	m := Message{ID: p.account.mid(), Ours: true, At: s.opt.Now(), Text: text}
	p.log = append(p.log, m)
	s.mu.Unlock()
	return p.Echo(m)
}

func (a *Account) mid() string { return "aWdfZAG1faXRlbTox" + strconv.FormatInt(a.server.next(), 10) }

func (p *Person) hook(from, to string, item map[string]any) Hook {
	now := p.account.server.opt.Now().UnixMilli()
	item["sender"], item["recipient"], item["timestamp"] = map[string]any{"id": from}, map[string]any{"id": to}, now
	body, err := json.Marshal(map[string]any{"object": "instagram",
		"entry": []any{map[string]any{"id": p.account.ID, "time": now, "messaging": []any{item}}}})
	if err != nil {
		panic(err)
	}
	body = escape(body)
	return Hook{body, p.account.server.Sign(body)}
}

// Sign is the value of X-Hub-Signature-256 for a body.
func (s *Server) Sign(body []byte) string {
	m := hmac.New(sha256.New, []byte(s.opt.Secret))
	m.Write(body)
	return "sha256=" + hex.EncodeToString(m.Sum(nil))
}

func signedRequest(payload map[string]any, secret string) string {
	body, err := json.Marshal(payload)
	if err != nil {
		panic(err)
	}
	text := base64.RawURLEncoding.EncodeToString(body)
	m := hmac.New(sha256.New, []byte(secret))
	m.Write([]byte(text))
	return base64.RawURLEncoding.EncodeToString(m.Sum(nil)) + "." + text
}

// escape writes JSON as Meta does, with \uXXXX for all that is not ASCII.
func escape(body []byte) []byte {
	out := make([]byte, 0, len(body))
	for _, r := range string(body) {
		switch {
		case r < 0x80:
			out = append(out, byte(r))
		case r > 0xFFFF:
			r -= 0x10000
			out = unit(unit(out, 0xD800+r>>10), 0xDC00+r&0x3FF)
		default:
			out = unit(out, r)
		}
	}
	return out
}

func unit(out []byte, r rune) []byte {
	const hex = "0123456789abcdef"
	return append(out, '\\', 'u', hex[r>>12&15], hex[r>>8&15], hex[r>>4&15], hex[r&15])
}
