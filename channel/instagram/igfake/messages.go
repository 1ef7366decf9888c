package igfake

import (
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf16"
)

// The windows, as Meta applies them.
const (
	window      = 24 * time.Hour
	humanWindow = 7 * 24 * time.Hour
)

// messages is POST /<IG_ID>/messages.
func (a *Account) messages(body map[string]any) (any, *refusal) {
	if no := a.may("instagram_business_manage_messages"); no != nil {
		return nil, no
	}
	for key := range body {
		if !slices.Contains([]string{"recipient", "message", "sender_action", "tag", "messaging_type", "payload", "reply_to"}, key) {
			return nil, refuse(100, 0, "Invalid parameter: %s", key)
		}
	}
	to, _ := body["recipient"].(map[string]any)
	if id, ok := to["comment_id"].(string); ok {
		return a.privateReply(id, body)
	}
	id, _ := to["id"].(string)
	p := a.people[id]
	if p == nil {
		return nil, refuse(100, 2534014, "The requested user cannot be found")
	}
	if action, ok := body["sender_action"].(string); ok {
		return a.action(p, action, body)
	}
	if no := a.allowed(p, body); no != nil {
		return nil, no
	}
	m, no := a.read(body)
	if no != nil {
		return nil, no
	}
	m.ID, m.At, m.Ours = a.mid(), a.server.opt.Now(), true
	m.Tag, _ = body["tag"].(string)
	p.log = append(p.log, m)
	return map[string]any{"recipient_id": p.ID, "message_id": m.ID}, nil
}

func (a *Account) action(p *Person, action string, body map[string]any) (any, *refusal) {
	if len(body) != 2 || !slices.Contains([]string{"typing_on", "typing_off", "mark_seen"}, action) {
		return nil, refuse(100, 0, "Invalid parameter: sender_action")
	}
	if p.Blocks {
		return nil, refuse(551, 0, "This person isn't available right now.")
	}
	p.actions = append(p.actions, action)
	return map[string]any{"recipient_id": p.ID}, nil
}

// allowed is the reply window by the fake's clock.
func (a *Account) allowed(p *Person, body map[string]any) *refusal {
	age := a.server.opt.Now().Sub(p.last)
	tag, tagged := body["tag"].(string)
	switch {
	case p.Blocks:
		return refuse(551, 1545041, "This person isn't available right now.")
	case tagged && tag != "HUMAN_AGENT":
		return refuse(100, 0, "Invalid parameter: the message tag %s is not supported", tag)
	case tagged && !a.Human:
		return refuse(100, 2018276, "Cannot tag messages with 'HUMAN_AGENT' without prior approval")
	case p.last.IsZero(), age > window && !tagged, age > humanWindow:
		return &refusal{403, 10, 2534022, "This message is sent outside of allowed window."}
	}
	return nil
}

// read checks a message and reads what the customer will see of it.
func (a *Account) read(body map[string]any) (Message, *refusal) {
	in, _ := body["message"].(map[string]any)
	text, hasText := in["text"].(string)
	att, hasAtt := in["attachment"].(map[string]any)
	quick, hasQuick := in["quick_replies"].([]any)
	switch {
	case hasText == hasAtt:
		return Message{}, refuse(100, 0, "Invalid parameter: a message has either a text or an attachment")
	case hasQuick && !hasText:
		return Message{}, refuse(100, 0, "Invalid parameter: quick replies need a text")
	case hasText:
		m := Message{Text: text}
		if strings.TrimSpace(text) == "" || len(text) > 1000 {
			return m, refuse(100, 2534037, "Invalid parameter: the text has %d bytes, 1 to 1000 are allowed", len(text))
		}
		var no *refusal
		m.Quick, no = quickReplies(quick, hasQuick)
		return m, no
	}
	payload, _ := att["payload"].(map[string]any)
	switch att["type"] {
	case "image":
		return a.image(payload)
	case "template":
		return a.template(payload)
	}
	return Message{}, refuse(100, 0, "Invalid parameter: attachment type")
}

func quickReplies(list []any, given bool) ([]Button, *refusal) {
	var out []Button
	if given && (len(list) == 0 || len(list) > 13) {
		return nil, refuse(100, 0, "Invalid parameter: %d quick replies, 1 to 13 are allowed", len(list))
	}
	for _, x := range list {
		o, _ := x.(map[string]any)
		b := Button{Kind: str(o, "content_type"), Title: str(o, "title"), Payload: str(o, "payload")}
		switch b.Kind {
		case "text":
			if b.Title == "" || length(b.Title) > 20 || b.Payload == "" || len(b.Payload) > 1000 {
				return nil, refuse(100, 0, "Invalid parameter: a quick reply needs a title of 1 to 20 and a payload of 1 to 1000 characters")
			}
		case "user_phone_number", "user_email":
		default:
			return nil, refuse(100, 0, "Invalid parameter: content_type %s", b.Kind)
		}
		out = append(out, b)
	}
	return out, nil
}

func (a *Account) image(payload map[string]any) (Message, *refusal) {
	address := str(payload, "url")
	if no := a.fetch(address); no != nil {
		return Message{}, no
	}
	return Message{Image: address}, nil
}

func (a *Account) fetch(address string) *refusal {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" || u.Host == "" {
		return refuse(100, 0, "Invalid parameter: %s is no valid URL", address)
	}
	if a.server.opt.Fetch != nil && a.server.opt.Fetch(address) != nil {
		return refuse(100, 2018047, "Upload attachment failure: the file could not be fetched")
	}
	return nil
}

func (a *Account) template(payload map[string]any) (Message, *refusal) {
	switch str(payload, "template_type") {
	case "button":
		m := Message{Text: str(payload, "text"), Template: true}
		if m.Text == "" || len(m.Text) > 640 {
			return m, refuse(100, 0, "Invalid parameter: the text of a button template has 1 to 640 bytes")
		}
		list, _ := payload["buttons"].([]any)
		if len(list) == 0 {
			return m, refuse(100, 0, "Invalid parameter: a button template needs buttons")
		}
		var no *refusal
		m.Buttons, no = buttonsOf(list)
		return m, no
	case "generic":
		list, _ := payload["elements"].([]any)
		if len(list) == 0 || len(list) > 10 {
			return Message{}, refuse(100, 0, "Invalid parameter: %d elements, 1 to 10 are allowed", len(list))
		}
		m := Message{Template: true}
		for _, x := range list {
			e, no := a.element(x)
			if no != nil {
				return m, no
			}
			m.Elements = append(m.Elements, e)
		}
		return m, nil
	}
	return Message{}, refuse(100, 0, "Invalid parameter: template_type")
}

func (a *Account) element(x any) (Element, *refusal) {
	o, _ := x.(map[string]any)
	e := Element{Title: str(o, "title"), Subtitle: str(o, "subtitle"), Image: str(o, "image_url")}
	list, _ := o["buttons"].([]any)
	tap, _ := o["default_action"].(map[string]any)
	e.Tap = str(tap, "url")
	switch {
	case tap != nil && (tap["type"] != "web_url" || e.Tap == ""):
		return e, refuse(100, 0, "Invalid parameter: default_action")
	case e.Title == "" || length(e.Title) > 80 || length(e.Subtitle) > 80:
		return e, refuse(100, 0, "Invalid parameter: a title has 1 to 80 and a subtitle up to 80 characters")
	case e.Subtitle == "" && e.Image == "" && len(list) == 0:
		return e, refuse(100, 0, "Invalid parameter: an element needs more than a title")
	}
	if e.Image != "" {
		if no := a.fetch(e.Image); no != nil {
			return e, no
		}
	}
	var no *refusal
	e.Buttons, no = buttonsOf(list)
	return e, no
}

func buttonsOf(list []any) ([]Button, *refusal) {
	if len(list) > 3 {
		return nil, refuse(100, 0, "Invalid parameter: %d buttons, up to 3 are allowed", len(list))
	}
	var out []Button
	for _, x := range list {
		o, _ := x.(map[string]any)
		b := Button{Kind: str(o, "type"), Title: str(o, "title"), Payload: str(o, "payload"), URL: str(o, "url")}
		u, err := url.Parse(b.URL)
		bad := b.Kind == "web_url" && (err != nil || !strings.Contains(u.Hostname(), ".") || !strings.HasPrefix(u.Scheme, "http")) ||
			b.Kind == "postback" && (b.Payload == "" || len(b.Payload) > 1000) || b.Kind != "web_url" && b.Kind != "postback"
		if bad || b.Title == "" || length(b.Title) > 20 {
			return nil, refuse(100, 0, "Invalid parameter: buttons[%d]", len(out))
		}
		out = append(out, b)
	}
	return out, nil
}

func str(o map[string]any, key string) string {
	s, _ := o[key].(string)
	return s
}

func length(s string) int { return len(utf16.Encode([]rune(s))) }
