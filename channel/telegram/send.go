package telegram

import (
	"context"
	"strconv"
	"strings"

	"prilavok/channel/telegram/update"
	"prilavok/core/contact"
	"prilavok/core/fault"
	"prilavok/core/inbox"
	"prilavok/core/markup"
)

// file is what we read of a photo's size.
type file struct {
	FileID string `json:"file_id"`
	Width  int    `json:"width"`
}

// sent is what we read of a Message that a method gave back.
type sent struct {
	MessageID int64  `json:"message_id"`
	Photo     []file `json:"photo"`
}

// Send implements inbox.Sender for a part that Shape made. The id it returns is
// that of the message, or of an album's first picture; for an edit the edited one's.
//
// Faults beyond the port's: telegram.thread_gone (NotFound) when m.Thread names a
// topic that is gone; telegram.action_too_long and telegram.unshaped (Invalid).
func (b *Bot) Send(ctx context.Context, to contact.Address, m inbox.Outgoing) (string, error) {
	t, err := target(to, m)
	if err != nil {
		return "", err
	}
	if m, err = onePart(m); err != nil {
		return "", err
	}
	if wait := b.limits.TakeN(t.Chat, priorityOf(ctx), max(1, len(m.Images))); wait > 0 {
		return "", fault.New(fault.TooMany, CodeRateLimit, "the chat's rate is spent").After(wait)
	}
	if m.Replaces != "" {
		id, err := b.edit(ctx, t, m)
		if !codeIs(err, CodeEditGone, CodeNoText) {
			return id, err
		}
		if m.Replaces = ""; onlyKeyboard(m) && len(m.Buttons) == 0 {
			return "", nil // a keyboard to take away from a message that is gone
		}
	}
	return b.fresh(ctx, t, m)
}

// onePart checks what could only be a defect of the caller.
func onePart(m inbox.Outgoing) (inbox.Outgoing, error) {
	for _, row := range m.Buttons {
		for _, x := range row {
			if len(x.Action) > inbox.MaxAction || (x.Action == "") == (x.URL == "") {
				return m, fault.New(fault.Invalid, "telegram.action_too_long", "a button needs either a URL or an action of 1 to %d bytes", inbox.MaxAction)
			}
		}
	}
	parts := Shape(m)
	if len(parts) != 1 {
		return m, fault.New(fault.Invalid, "telegram.unshaped", "the message makes %d parts; send what Shape gives, one by one", len(parts))
	}
	return parts[0], nil
}

func (b *Bot) fresh(ctx context.Context, t update.Target, m inbox.Outgoing) (string, error) {
	r := b.request(t, m)
	var err error
	switch len(m.Images) {
	case 0:
		r.method = "sendMessage"
		r.text(m.Text)
		if strings.TrimSpace(m.Text) == "" {
			r.args["text"] = fillButtons
		}
	case 1:
		return b.photo(ctx, r, m)
	default:
		return b.album(ctx, r, m)
	}
	var s sent
	if err = b.run(ctx, r, &s); err != nil {
		return "", err
	}
	return strconv.FormatInt(s.MessageID, 10), nil
}

// request starts a request with where it goes and its keyboard.
func (b *Bot) request(t update.Target, m inbox.Outgoing) *request {
	r := &request{chat: t.Chat, pinned: m.Thread != "", args: where(t)}
	if m.Silent {
		r.args["disable_notification"] = true
	}
	switch {
	case len(m.Buttons) > 0:
		r.args["reply_markup"] = inlineKeyboard(m.Buttons)
	case m.Ask != inbox.AskNothing && t.Private():
		r.args["reply_markup"] = replyKeyboard(m.Ask, markup.Cyrillic(m.Text))
	case m.Hide && t.Private():
		r.args["reply_markup"] = map[string]any{"remove_keyboard": true}
	}
	return r
}

// edit changes our message m.Replaces. An edit may be repeated, so nothing about it
// is ever unknown.
func (b *Bot) edit(ctx context.Context, t update.Target, m inbox.Outgoing) (string, error) {
	id, err := strconv.ParseInt(m.Replaces, 10, 64)
	if err != nil {
		return "", fault.New(fault.Conflict, CodeEditGone, "the message to edit has no number")
	}
	r := b.request(update.Target{Chat: t.Chat, Business: t.Business}, m)
	delete(r.args, "disable_notification")
	r.args["message_id"] = id
	switch {
	case len(m.Images) == 1:
		err = b.editPhoto(ctx, r, m)
	case strings.TrimSpace(m.Text) == "":
		r.method = "editMessageReplyMarkup"
		err = b.run(ctx, r, nil)
	default:
		err = b.editText(ctx, r, m)
	}
	if codeIs(err, CodeNotModified) {
		err = nil
	}
	return m.Replaces, err
}

// editText changes a text, or the caption where the message is a picture.
func (b *Bot) editText(ctx context.Context, r *request, m inbox.Outgoing) error {
	r.method = "editMessageText"
	r.text(m.Text)
	err := b.run(ctx, r, nil)
	if !codeIs(err, CodeNoText) || update.Units(markup.Plain(m.Text)) > can.Caption {
		return err
	}
	r.method = "editMessageCaption"
	r.drop("text", "entities", "link_preview_options")
	setText(r.args, m.Text, "caption", "caption_entities")
	return b.run(ctx, r, nil)
}

// target says where a message goes: the conversation, else the address itself.
func target(to contact.Address, m inbox.Outgoing) (update.Target, error) {
	key := to.ConversationKey
	if key == "" {
		key = to.ExternalID
	}
	t, err := update.ParseTarget(key)
	if err != nil {
		return t, err
	}
	if m.Thread != "" && t.Direct == 0 {
		if t.Thread, err = strconv.ParseInt(m.Thread, 10, 64); err != nil {
			return t, fault.New(fault.Invalid, "telegram.target", "the thread is no number of a topic")
		}
	}
	return t, nil
}

// where are the parameters that say where to send.
func where(t update.Target) args {
	a := args{"chat_id": t.Chat}
	if t.Business != "" {
		a["business_connection_id"] = t.Business
	}
	if t.Thread != 0 {
		a["message_thread_id"] = t.Thread
	}
	if t.Direct != 0 {
		a["direct_messages_topic_id"] = t.Direct
	}
	return a
}

type priorityKey struct{}

// WithPriority says how urgent sends in ctx are; Dialog when not said.
func WithPriority(ctx context.Context, p Priority) context.Context {
	return context.WithValue(ctx, priorityKey{}, p)
}

func priorityOf(ctx context.Context) Priority {
	p, _ := ctx.Value(priorityKey{}).(Priority)
	return p
}
