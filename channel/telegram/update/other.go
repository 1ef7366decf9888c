package update

import (
	"encoding/json"
	"strconv"

	"prilavok/core/inbox"
)

func readCallback(q *callbackQuery, in *inbox.Incoming) {
	in.Kind, in.From = inbox.KindButton, personOf(&q.From)
	in.Payload.CallbackID = q.ID
	if q.InlineMessageID != "" {
		in.Payload.SetExtra(ExtraInlineID, q.InlineMessageID)
	}
	if q.Data == nil { // a game's button: nothing of ours
		in.Kind = inbox.KindUnknown
		return
	}
	in.Payload.Action = *q.Data
	if q.Message == nil { // from inline mode: the chat is unknown, the person is not
		in.ConversationKey = num(q.From.ID)
		return
	}
	pressed(q, in)
}

// pressed says where the button was. The time of a press is not told; that of the
// message under the button would be a lie.
func pressed(q *callbackQuery, in *inbox.Incoming) {
	m := q.Message
	in.Payload.Thread = m.thread()
	if m.Date > 0 { // zero: an inaccessible message, which cannot be edited
		in.Payload.Source = num(m.MessageID)
	}
	if m.isGroup() {
		in.Kind = inbox.KindStaff
		in.Payload.SetExtra(ExtraStaff, Staff{
			ChatID: num(m.Chat.ID), Title: m.Chat.Title, Forum: m.Chat.IsForum, Thread: num(m.ThreadID), Bot: q.From.IsBot,
		})
		return
	}
	in.ConversationKey = m.key()
}

func readDeleted(raw json.RawMessage, in *inbox.Incoming) error {
	var d deletedMessages
	if err := json.Unmarshal(raw, &d); err != nil {
		return err
	}
	in.Kind, in.From = inbox.KindDelete, personOfChat(d.Chat)
	in.ConversationKey = Target{Chat: d.Chat.ID, Business: d.Business}.Key()
	for _, id := range d.IDs {
		in.Payload.Deleted = append(in.Payload.Deleted, num(id))
	}
	return nil
}

func readConnection(raw json.RawMessage, in *inbox.Incoming) error {
	var c struct {
		ID      string `json:"id"`
		User    user   `json:"user"`
		ChatID  int64  `json:"user_chat_id"`
		Date    int64  `json:"date"`
		Enabled bool   `json:"is_enabled"`
		Rights  struct {
			CanReply bool `json:"can_reply"`
			CanRead  bool `json:"can_read_messages"`
		} `json:"rights"`
	}
	if err := json.Unmarshal(raw, &c); err != nil {
		return err
	}
	in.Kind, in.From, in.SentAt = inbox.KindService, personOf(&c.User), unix(c.Date)
	in.Payload.SetExtra(ExtraConnection, Connection{
		ID: c.ID, OwnerID: c.User.ID, Owner: in.From.Name, ChatID: c.ChatID,
		Enabled: c.Enabled, CanReply: c.Rights.CanReply, CanRead: c.Rights.CanRead,
	})
	return nil
}

// readMember reads the bot's own standing. In a private chat "kicked" means that the
// contact blocked the bot.
func readMember(raw json.RawMessage, in *inbox.Incoming) error {
	var u memberUpdate
	if err := json.Unmarshal(raw, &u); err != nil {
		return err
	}
	in.From, in.SentAt = personOf(&u.From), unix(u.Date)
	if u.Chat.Type != "private" {
		in.Kind = inbox.KindService
		in.Payload.SetExtra(ExtraMember, Member{ChatID: num(u.Chat.ID), Type: u.Chat.Type, Title: u.Chat.Title, Status: u.New.Status})
		return nil
	}
	in.ConversationKey = num(u.Chat.ID)
	in.Kind = inbox.KindUnblocked
	if u.New.Status == "kicked" || u.New.Status == "left" {
		in.Kind = inbox.KindBlocked
	}
	return nil
}

func readReaction(raw json.RawMessage, in *inbox.Incoming) error {
	var r reaction
	if err := json.Unmarshal(raw, &r); err != nil {
		return err
	}
	in.Kind, in.From, in.SentAt, in.ExternalID = inbox.KindReaction, personOf(r.User), unix(r.Date), num(r.MessageID)
	if r.Chat.Type == "private" {
		in.ConversationKey = num(r.Chat.ID)
	}
	emoji := []string{}
	for _, x := range r.New {
		if x.Emoji != "" {
			emoji = append(emoji, x.Emoji)
		} else {
			emoji = append(emoji, label(x.Type))
		}
	}
	in.Payload.SetExtra(ExtraReaction, emoji)
	return nil
}

func readPreCheckout(raw json.RawMessage, in *inbox.Incoming) error {
	return readQuery[PreCheckout](raw, ExtraPreCheckout, in)
}

func readShipping(raw json.RawMessage, in *inbox.Incoming) error {
	return readQuery[Shipping](raw, ExtraShipping, in)
}

func readInline(raw json.RawMessage, in *inbox.Incoming) error {
	if err := readQuery[InlineQuery](raw, ExtraInline, in); err != nil {
		return err
	}
	in.ConversationKey = "" // typed in any chat, not said to us
	return nil
}

// readQuery reads an update that has "from" and an id of its own. The conversation
// is the sender's private chat with the bot.
func readQuery[T any](raw json.RawMessage, key string, in *inbox.Incoming) error {
	var v T
	var q struct {
		From user `json:"from"`
	}
	if err := json.Unmarshal(raw, &q); err != nil {
		return err
	}
	if err := json.Unmarshal(raw, &v); err != nil {
		return err
	}
	in.Kind, in.From, in.ConversationKey = inbox.KindService, personOf(&q.From), num(q.From.ID)
	in.Payload.SetExtra(key, v)
	return nil
}

func readSubscription(raw json.RawMessage, in *inbox.Incoming) error {
	var s struct {
		User user `json:"user"`
		Subscription
	}
	if err := json.Unmarshal(raw, &s); err != nil {
		return err
	}
	in.Kind, in.From, in.ConversationKey = inbox.KindService, personOf(&s.User), num(s.User.ID)
	in.Payload.SetExtra(ExtraSubscribed, s.Subscription)
	return nil
}

func readStopped(raw json.RawMessage, in *inbox.Incoming) error {
	var s struct {
		Chat     chat  `json:"chat"`
		ThreadID int64 `json:"message_thread_id"`
		DraftID  int64 `json:"draft_id"`
	}
	if err := json.Unmarshal(raw, &s); err != nil {
		return err
	}
	in.Kind, in.From = inbox.KindService, personOfChat(s.Chat)
	in.ConversationKey = Target{Chat: s.Chat.ID, Thread: s.ThreadID}.Key()
	in.Payload.SetExtra(ExtraStopped, Stopped{DraftID: s.DraftID})
	return nil
}

// readIgnored keeps posts of channels: nobody asks the shop there.
func readIgnored(m *message, _ int64, in *inbox.Incoming) {
	in.Kind, in.ExternalID, in.SentAt = inbox.KindUnknown, strconv.FormatInt(m.MessageID, 10), unix(m.Date)
}
