package telegram

import (
	"context"
	"strconv"

	"prilavok/core/contact"
	"prilavok/core/fault"
	"prilavok/core/inbox"
)

type sent struct {
	MessageID int64  `json:"message_id"`
	Photo     []file `json:"photo"`
}

// Send implements inbox.Sender for a part that Shape made. The id it returns is
// that of the message, of an album's first picture.
func (b *Bot) Send(ctx context.Context, to contact.Address, m inbox.Outgoing) (string, error) {
	t, err := b.target(to, m)
	if err != nil {
		return "", err
	}
	if wait := b.limits.Take(t.Chat, Dialog); wait > 0 {
		return "", fault.New(fault.TooMany, CodeRateLimit, "the chat's rate is spent").After(wait)
	}
	a := t.args()
	setText(a, m.Text, "text", "entities")
	if len(m.Buttons) > 0 {
		a["reply_markup"] = inlineKeyboard(m.Buttons)
	}
	var s sent
	if err := b.client.Call(ctx, "sendMessage", a, &s); err != nil {
		return "", err
	}
	return strconv.FormatInt(s.MessageID, 10), nil
}

// target says where a message goes: the conversation, else the address itself.
func (b *Bot) target(to contact.Address, m inbox.Outgoing) (Target, error) {
	key := to.ConversationKey
	if key == "" {
		key = to.ExternalID
	}
	t, err := ParseTarget(key)
	if err != nil {
		return t, err
	}
	if m.Thread != "" {
		if t.Thread, err = strconv.ParseInt(m.Thread, 10, 64); err != nil {
			return t, fault.New(fault.Invalid, "telegram.target", "%q is no topic", m.Thread)
		}
	}
	return t, nil
}

// args are the parameters that say where to send.
func (t Target) args() args {
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
