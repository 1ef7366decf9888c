package telegram

import (
	"context"
	"hash/fnv"
	"strconv"

	"prilavok/channel/telegram/update"
	"prilavok/core/contact"
	"prilavok/core/fault"
	"prilavok/core/inbox"
	"prilavok/core/markup"
)

// Typing implements inbox.Presence: a draft with a Stop button where the bot can
// have one, else "typing…". progress is a fixed line, never the model's text. It
// costs nothing of the chat's rate, and is left out while the chat must wait.
func (b *Bot) Typing(ctx context.Context, to contact.Address, progress string) {
	t, err := target(to, inbox.Outgoing{})
	if err != nil || t.Direct != 0 || !b.limits.free(t.Chat) {
		return
	}
	if t.Private() && b.caps.has(CapDrafts) {
		err := b.draft(ctx, t, progress)
		if err == nil || !fault.Is(err, fault.Invalid) && !fault.Is(err, fault.Unsupported) {
			return
		}
		b.caps.off(CapDrafts)
	}
	r := &request{method: "sendChatAction", chat: t.Chat, args: where(t)}
	r.args["action"] = "typing"
	_ = b.run(ctx, r, nil) // best effort, as the port says
}

func (b *Bot) draft(ctx context.Context, t update.Target, progress string) error {
	r := &request{method: "sendMessageDraft", chat: t.Chat, args: where(t)}
	r.args["draft_id"] = DraftID(t.Key())
	r.args["text"] = markup.Plain(progress) // "" shows "Thinking…"
	r.args["can_stop"] = true
	return b.run(ctx, r, nil)
}

// DraftID is the draft's number in a conversation: always the same, so that its
// changes are animated, and never zero. Stopped.DraftID repeats it.
func DraftID(conversationKey string) int64 {
	h := fnv.New32a()
	_, _ = h.Write([]byte(conversationKey))
	return int64(h.Sum32()&0x7FFFFFFF | 1)
}

// AnswerButton ends the spinner of a pressed button; text (at most 200 characters)
// shows above the chat. A query that is too old is no fault: nobody waits for it.
func (b *Bot) AnswerButton(ctx context.Context, callbackID, text string) error {
	a := args{"callback_query_id": callbackID}
	if text != "" {
		a["text"] = clip(markup.Plain(text), 200)
	}
	return old(b.client.Call(ctx, "answerCallbackQuery", a, nil))
}

// AnswerPreCheckout lets a payment through, or stops it with a reason for the
// payer. It must reach Telegram within ten seconds of the query.
func (b *Bot) AnswerPreCheckout(ctx context.Context, queryID string, ok bool, reason string) error {
	a := args{"pre_checkout_query_id": queryID, "ok": ok}
	if !ok {
		a["error_message"] = reason
	}
	return b.client.Call(ctx, "answerPreCheckoutQuery", a, nil)
}

// ShippingOption is one way of delivery offered inside a Telegram payment.
type ShippingOption struct {
	ID     string         `json:"id"`
	Title  string         `json:"title"`
	Prices []LabeledPrice `json:"prices"`
}

// LabeledPrice is an amount in the currency's smallest units.
type LabeledPrice struct {
	Label  string `json:"label"`
	Amount int64  `json:"amount"`
}

// AnswerShipping offers delivery options, or says with a reason that there are none.
func (b *Bot) AnswerShipping(ctx context.Context, queryID string, options []ShippingOption, reason string) error {
	a := args{"shipping_query_id": queryID, "ok": len(options) > 0}
	if len(options) > 0 {
		a["shipping_options"] = options
	} else {
		a["error_message"] = reason
	}
	return b.client.Call(ctx, "answerShippingQuery", a, nil)
}

func old(err error) error {
	if codeIs(err, CodeQueryOld) {
		return nil
	}
	return err
}

// CreateTopic makes a topic in a staff group and returns its thread. The bot needs
// the right to manage topics there.
func (b *Bot) CreateTopic(ctx context.Context, chatID, name string) (string, error) {
	t, err := update.ParseTarget(chatID)
	if err != nil {
		return "", err
	}
	var topic struct {
		ThreadID int64 `json:"message_thread_id"`
	}
	r := &request{method: "createForumTopic", chat: t.Chat, args: args{"chat_id": t.Chat, "name": clip(orElse(name, "…"), 120)}}
	if wait := b.limits.Take(t.Chat, Dialog); wait > 0 {
		return "", fault.New(fault.TooMany, CodeRateLimit, "the group's rate is spent").After(wait)
	}
	if err := b.run(ctx, r, &topic); err != nil {
		return "", err
	}
	return strconv.FormatInt(topic.ThreadID, 10), nil
}

// CloseTopic closes a topic, ReopenTopic opens it again; both may be repeated.
func (b *Bot) CloseTopic(ctx context.Context, chatID, thread string) error {
	return b.topic(ctx, "closeForumTopic", chatID, thread)
}

// ReopenTopic opens a closed topic.
func (b *Bot) ReopenTopic(ctx context.Context, chatID, thread string) error {
	return b.topic(ctx, "reopenForumTopic", chatID, thread)
}

func (b *Bot) topic(ctx context.Context, method, chatID, thread string) error {
	t, err := target(contact.Address{ExternalID: chatID}, inbox.Outgoing{Thread: thread})
	if err != nil {
		return err
	}
	err = b.run(ctx, &request{method: method, chat: t.Chat, pinned: true, args: where(t)}, nil)
	if codeIs(err, CodeNotModified) {
		return nil
	}
	return err
}

// Copy copies a message of one chat into another (a customer's photo into the
// staff topic, an operator's file to the customer) and returns the copy's id.
func (b *Bot) Copy(ctx context.Context, from contact.Address, messageID string, to contact.Address, thread string) (string, error) {
	source, err := target(from, inbox.Outgoing{})
	if err != nil {
		return "", err
	}
	t, err := target(to, inbox.Outgoing{Thread: thread})
	if err != nil {
		return "", err
	}
	id, err := strconv.ParseInt(messageID, 10, 64)
	if err != nil || source.Business != "" || t.Business != "" {
		return "", fault.New(fault.Unsupported, "telegram.copy", "this message cannot be copied; send its file instead")
	}
	if wait := b.limits.Take(t.Chat, Dialog); wait > 0 {
		return "", fault.New(fault.TooMany, CodeRateLimit, "the chat's rate is spent").After(wait)
	}
	r := &request{method: "copyMessage", chat: t.Chat, pinned: thread != "", args: where(t)}
	r.args["from_chat_id"], r.args["message_id"] = source.Chat, id
	var s sent
	if err := b.run(ctx, r, &s); err != nil {
		return "", err
	}
	return strconv.FormatInt(s.MessageID, 10), nil
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}
