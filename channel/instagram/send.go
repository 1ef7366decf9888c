package instagram

import (
	"context"
	"strings"

	"prilavok/core/contact"
	"prilavok/core/fault"
	"prilavok/core/inbox"
	"prilavok/core/markup"
)

type object = map[string]any

// Send implements inbox.Sender for a part that Shape made. It is sent only when Meta gave
// its id. The window is judged before the call where ctx tells when the customer last
// wrote (inbox.AskedAt).
//
// Faults beyond the port's: channel.window (Unsupported) when no message may go out now;
// instagram.unshaped (Invalid).
func (a *Account) Send(ctx context.Context, to contact.Address, m inbox.Outgoing) (string, error) {
	parts := Shape(m)
	if len(parts) != 1 {
		return "", fault.New(fault.Invalid, "instagram.unshaped", "the message makes %d parts; send what Shape gives, one by one", len(parts))
	}
	m = parts[0]
	how := open
	if asked, known := inbox.AskedAt(ctx); known {
		if how = judge(m.Author, asked, a.now(), a.human.Load()); how == closed {
			return "", inbox.ErrWindow
		}
	}
	l := texts
	if len(m.Images) > 0 {
		l = media
	}
	if wait := a.limits.take(l); wait > 0 {
		return "", fault.New(fault.TooMany, CodeRateLimit, "the account's rate is spent").After(wait)
	}
	body := object{"recipient": object{"id": recipient(to)}}
	if how == tagged {
		body["tag"] = "HUMAN_AGENT"
	}
	if len(m.Images) > 0 {
		return a.picture(ctx, body, m.Images[0])
	}
	body["message"] = a.message(m)
	id, err := a.send(ctx, body)
	if fault.Is(err, fault.Invalid) && a.unpictured(body["message"]) {
		id, err = a.send(ctx, body)
	}
	return id, err
}

// unpictured takes the pictures off cards, as one that Meta does not take fails them all: a
// tap on a card opens its picture then. False where there is none.
func (a *Account) unpictured(message any) (had bool) {
	att, _ := message.(object)["attachment"].(object)
	payload, _ := att["payload"].(object)
	elements, _ := payload["elements"].([]object)
	for _, e := range elements {
		if u, ok := e["image_url"]; ok {
			had = true
			delete(e, "image_url")
			e["default_action"] = object{"type": "web_url", "url": u}
		}
	}
	return had
}

// send posts a message and returns Meta's id of it.
func (a *Account) send(ctx context.Context, body object) (string, error) {
	var sent struct {
		ID string `json:"message_id"`
	}
	err := a.client.post(ctx, "messages", a.node+"/messages", true, body, &sent)
	switch {
	case fault.Is(err, fault.TooMany):
		a.limits.refused(fault.RetryAfter(err))
	case fault.CodeOf(err) == CodeHumanAgent:
		a.human.Store(false)
	case err == nil && sent.ID == "":
		err = unknownOutcome("messages")
	}
	return sent.ID, err
}

// picture sends a picture by its address. One that Meta does not take, or that has no
// public address, goes as words and address: the customer can still open it.
func (a *Account) picture(ctx context.Context, body object, i inbox.Image) (string, error) {
	address := a.address(i.URL)
	if address != "" {
		body["message"] = object{"attachment": object{"type": "image", "payload": object{"url": address}}}
		id, err := a.send(ctx, body)
		if !fault.Is(err, fault.Invalid) {
			return id, err
		}
	}
	words := oneLine(i.Alt)
	switch {
	case words != "" && address != "":
		words += ": " + address
	case words == "":
		words = address
	}
	if words == "" {
		return "", fault.New(fault.Unsupported, CodeMedia, "the picture has no public address: set PUBLIC_URL")
	}
	body["message"] = object{"text": split(words, can.Text)[0]}
	return a.send(ctx, body)
}

// address is where Meta can fetch a picture, "" nowhere.
func (a *Account) address(u string) string {
	if strings.HasPrefix(u, "/") {
		return a.public(u)
	}
	return u
}

func recipient(to contact.Address) string {
	if to.ConversationKey != "" {
		return to.ConversationKey
	}
	return to.ExternalID
}

// element writes a card in Meta's words; a picture that Meta cannot fetch is left to its address.
func (a *Account) element(c inbox.Card) object {
	e := object{"title": c.Title}
	e["subtitle"] = subtitle(c)
	if e["subtitle"] == "" {
		e["subtitle"] = "•" // Meta takes no element of a title alone
	}
	if len(c.Images) > 0 {
		if u := a.address(c.Images[0].URL); u != "" {
			e["image_url"] = u
		}
	}
	if b := buttons(flatten(c.Buttons)); len(b) > 0 {
		e["buttons"] = b
	}
	return e
}

func (a *Account) message(m inbox.Outgoing) object {
	if len(m.Cards) > 0 {
		elements := make([]object, len(m.Cards))
		for i, c := range m.Cards {
			elements[i] = a.element(c)
		}
		return attachment(object{"template_type": "generic", "elements": elements})
	}
	text, keys := markup.Plain(m.Text), flatten(m.Buttons)
	if template(keys, text, m.Ask) {
		return attachment(object{"template_type": "button", "text": text, "buttons": buttons(keys)})
	}
	out := object{"text": text}
	var quick []object
	for _, b := range keys {
		quick = append(quick, object{"content_type": "text", "title": b.Text, "payload": b.Action})
	}
	if m.Ask == inbox.AskPhone {
		quick = append(quick, object{"content_type": "user_phone_number"})
	}
	if len(quick) > 0 {
		out["quick_replies"] = quick
	}
	return out
}

func attachment(payload object) object {
	return object{"attachment": object{"type": "template", "payload": payload}}
}

func buttons(keys []inbox.Button) []object {
	out := make([]object, 0, len(keys))
	for _, b := range keys {
		x := object{"type": "postback", "title": b.Text, "payload": b.Action}
		if b.URL != "" {
			x = object{"type": "web_url", "title": b.Text, "url": b.URL}
		}
		out = append(out, x)
	}
	return out
}

// Typing implements inbox.Presence: typing_on, which Instagram takes away by itself. The
// line of progress has no place there. It is left out while the account must wait.
func (a *Account) Typing(ctx context.Context, to contact.Address, _ string) {
	a.act(ctx, to, "typing_on")
}

// Seen marks what the customer wrote as seen; best effort like Typing.
func (a *Account) Seen(ctx context.Context, to contact.Address) { a.act(ctx, to, "mark_seen") }

func (a *Account) act(ctx context.Context, to contact.Address, action string) {
	if !a.limits.free() {
		return
	}
	body := object{"recipient": object{"id": recipient(to)}, "sender_action": action}
	err := a.client.post(ctx, action, a.node+"/messages", false, body, nil)
	if fault.Is(err, fault.TooMany) {
		a.limits.refused(fault.RetryAfter(err))
	}
}
