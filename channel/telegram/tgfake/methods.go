package tgfake

import (
	"fmt"
	"time"
)

// handlers are the methods that the fake carries out.
var handlers = map[string]func(b *Bot, p params) (any, *refusal){
	"getMe": (*Bot).getMe, "getFile": (*Bot).getFile,
	"setMyCommands": (*Bot).setMyCommands, "getMyCommands": (*Bot).getMyCommands,
	"setWebhook": (*Bot).setWebhook, "deleteWebhook": (*Bot).deleteWebhook, "getWebhookInfo": (*Bot).getWebhookInfo,
	"sendMessage": (*Bot).sendMessage, "sendPhoto": (*Bot).sendPhoto, "sendMediaGroup": (*Bot).sendMediaGroup,
	"sendChatAction": (*Bot).sendChatAction, "sendMessageDraft": (*Bot).sendMessageDraft, "copyMessage": (*Bot).copyMessage,
	"editMessageText": (*Bot).editMessageText, "editMessageCaption": (*Bot).editMessageCaption,
	"editMessageReplyMarkup": (*Bot).editMessageReplyMarkup, "editMessageMedia": (*Bot).editMessageMedia,
	"deleteMessage":    (*Bot).deleteMessage,
	"createForumTopic": (*Bot).createForumTopic, "closeForumTopic": (*Bot).closeForumTopic, "reopenForumTopic": (*Bot).reopenForumTopic,
	"answerCallbackQuery": (*Bot).answerCallbackQuery, "answerPreCheckoutQuery": (*Bot).answerPreCheckoutQuery,
	"answerShippingQuery": (*Bot).answerShippingQuery, "answerInlineQuery": (*Bot).answerInlineQuery,
	"createInvoiceLink": (*Bot).createInvoiceLink, "refundStarPayment": (*Bot).refundStarPayment, "getStarTransactions": (*Bot).getStarTransactions,
}

// call runs a method; the server's lock is held.
func (b *Bot) call(method string, p params) (any, *refusal) {
	if no := p.Check(method); no != nil {
		return nil, no
	}
	if method == "sendMessageDraft" && !b.Drafts {
		return nil, refuse(404, "Not Found: method not found")
	}
	h := handlers[method]
	if h == nil {
		return nil, refuse(501, "tgfake: %s is not carried out by the fake", method)
	}
	return h(b, p)
}

// place is where a message goes.
type place struct {
	chat     *chat
	thread   int64
	topic    int64
	business string
}

// placeOf finds and checks the chat of a method.
func (b *Bot) placeOf(p params) (place, *refusal) {
	pl := place{thread: p.Num("message_thread_id"), topic: p.Num("direct_messages_topic_id"), business: p.Str("business_connection_id")}
	id := p.Num("chat_id")
	if pl.business != "" {
		conn := b.connections[pl.business]
		switch {
		case conn == nil:
			return pl, bad("BUSINESS_CONNECTION_INVALID")
		case !conn.enabled || !conn.reply:
			return pl, bad("BUSINESS_CONNECTION_NOT_ALLOWED")
		case conn.chats[id] == nil:
			return pl, bad("BUSINESS_PEER_INVALID")
		}
		pl.chat = conn.chats[id]
		return pl, nil
	}
	c := b.chats[id]
	switch {
	case c == nil:
		return pl, bad("chat not found")
	case c.migratedTo != 0:
		no := bad("group chat was upgraded to a supergroup chat")
		no.MigrateTo = c.migratedTo
		return pl, no
	case c.blocked:
		return pl, refuse(403, "Forbidden: bot was blocked by the user")
	case c.kicked:
		return pl, refuse(403, "Forbidden: bot was kicked from the supergroup chat")
	case c.kind == "private" && !c.started:
		return pl, refuse(403, "Forbidden: bot can't initiate conversation with a user")
	case pl.thread != 0 && c.topics[pl.thread] == nil:
		return pl, bad("message thread not found")
	case c.direct && pl.topic == 0:
		return pl, bad("DIRECT_MESSAGES_TOPIC_REQUIRED")
	}
	pl.chat = c
	return pl, nil
}

// pace counts a message against the published rates.
func (b *Bot) pace(c *chat, n int) *refusal {
	if !b.server.opt.Limits {
		return nil
	}
	now := b.server.opt.Now()
	within := func(list []time.Time, d time.Duration) []time.Time {
		for len(list) > 0 && now.Sub(list[0]) >= d {
			list = list[1:]
		}
		return list
	}
	window, limit := 3*time.Second, 5 // about one a second, short bursts allowed
	if c.kind != "private" {
		window, limit = time.Minute, 20
	}
	c.sentAt, b.sentAt = within(c.sentAt, window), within(b.sentAt, time.Second)
	wait := time.Duration(0)
	if len(c.sentAt) >= limit {
		wait = window - now.Sub(c.sentAt[0])
	}
	if len(b.sentAt) >= 30 {
		wait = max(wait, time.Second-now.Sub(b.sentAt[0]))
	}
	if wait > 0 {
		after := int((wait + time.Second - 1) / time.Second)
		return &refusal{Code: 429, Text: fmt.Sprintf("Too Many Requests: retry after %d", after), RetryAfter: after}
	}
	for range n {
		c.sentAt, b.sentAt = append(c.sentAt, now), append(b.sentAt, now)
	}
	return nil
}

// outgoing starts a message of the bot in a place.
func (b *Bot) outgoing(pl place, p params) *Message {
	m := &Message{
		Date: b.server.opt.Now(), From: b.self(), Mine: true, Thread: pl.thread, Topic: pl.topic,
		Business: pl.business, Silent: p.Flag("disable_notification"),
	}
	if pl.business != "" {
		m.From = b.connections[pl.business].owner
		m.extra = map[string]any{"sender_business_bot": b.self()}
	}
	return m
}

// post adds the bot's message to the chat, as its people see it.
func (b *Bot) post(pl place, m *Message) any {
	pl.chat.add(m)
	pl.chat.action, pl.chat.draft = "", nil
	out := m.json(pl.chat)
	if pl.business != "" {
		b.push("business_message", out, queueID(pl.chat.id, 11), 24*time.Hour)
	}
	return out
}

func (b *Bot) sendMessage(p params) (any, *refusal) {
	pl, no := b.placeOf(p)
	if no != nil {
		return nil, no
	}
	text, entities, no := textOf(p, "text", "entities", 4096, true)
	if no != nil {
		return nil, no
	}
	k, no := markupOf(p, pl.chat, pl.business != "", false)
	if no != nil {
		return nil, no
	}
	if no := b.pace(pl.chat, 1); no != nil {
		return nil, no
	}
	m := b.outgoing(pl, p)
	m.Text, m.Entities = text, entities
	k.onto(m)
	return b.post(pl, m), nil
}

func (k markup) onto(m *Message) {
	m.Buttons, m.Keyboard, m.Hides = k.inline, k.keyboard, k.hides
}

func (b *Bot) sendPhoto(p params) (any, *refusal) {
	pl, no := b.placeOf(p)
	if no != nil {
		return nil, no
	}
	caption, entities, no := textOf(p, "caption", "caption_entities", 1024, false)
	if no != nil {
		return nil, no
	}
	k, no := markupOf(p, pl.chat, pl.business != "", false)
	if no != nil {
		return nil, no
	}
	f, no := b.pictureOf(p, p.Str("photo"), "photo")
	if no != nil {
		return nil, no
	}
	if no := b.pace(pl.chat, 1); no != nil {
		return nil, no
	}
	m := b.outgoing(pl, p)
	m.Text, m.Entities, m.Photo = caption, entities, f
	k.onto(m)
	return b.post(pl, m), nil
}

type inputMedia struct {
	Type      string   `json:"type"`
	Media     string   `json:"media"`
	Caption   string   `json:"caption"`
	ParseMode string   `json:"parse_mode"`
	Entities  []Entity `json:"caption_entities"`
}

func (i inputMedia) check() *refusal {
	switch {
	case i.Type != "photo":
		return bad("tgfake: only photos are carried out, not %q", i.Type)
	case i.ParseMode != "":
		return bad("tgfake: parse_mode in media is not implemented")
	case units(i.Caption) > 1024:
		return bad("message caption is too long")
	}
	return checkEntities(i.Caption, i.Entities)
}

func (b *Bot) sendMediaGroup(p params) (any, *refusal) {
	pl, no := b.placeOf(p)
	if no != nil {
		return nil, no
	}
	var items []inputMedia
	if no := p.Object("media", &items); no != nil {
		return nil, no
	}
	if len(items) < 2 || len(items) > 10 {
		return nil, bad("there must be from 2 to 10 messages in the album")
	}
	var album []*Message
	for _, item := range items {
		if no := item.check(); no != nil {
			return nil, no
		}
		f, no := b.pictureOf(p, item.Media, "")
		if no != nil {
			return nil, no
		}
		m := b.outgoing(pl, p)
		m.Text, m.Entities, m.Photo = item.Caption, item.Entities, f
		album = append(album, m)
	}
	if no := b.pace(pl.chat, len(album)); no != nil {
		return nil, no
	}
	group := fmt.Sprint(13850000000000000 + b.server.next())
	out := []any{}
	for _, m := range album {
		m.Album = group
		out = append(out, b.post(pl, m))
	}
	return out, nil
}

var actions = map[string]bool{"typing": true, "upload_photo": true, "record_voice": true, "upload_document": true, "find_location": true}

func (b *Bot) sendChatAction(p params) (any, *refusal) {
	pl, no := b.placeOf(p)
	if no != nil {
		return nil, no
	}
	if !actions[p.Str("action")] {
		return nil, bad("wrong parameter action in request")
	}
	if pl.chat.direct {
		return nil, bad("tgfake: chat actions do not work in direct messages of channels")
	}
	pl.chat.action = p.Str("action")
	pl.chat.actions++
	return true, nil
}

func (b *Bot) sendMessageDraft(p params) (any, *refusal) {
	pl, no := b.placeOf(p)
	if no != nil {
		return nil, no
	}
	text, _, no := textOf(p, "text", "entities", 4096, false)
	switch {
	case no != nil:
		return nil, no
	case pl.chat.kind != "private":
		return nil, bad("drafts are for private chats")
	case p.Num("draft_id") == 0:
		return nil, bad("RANDOM_ID_INVALID")
	}
	pl.chat.draft, pl.chat.draftID = &text, p.Num("draft_id")
	return true, nil
}

func (b *Bot) copyMessage(p params) (any, *refusal) {
	pl, no := b.placeOf(p)
	if no != nil {
		return nil, no
	}
	from := b.chats[p.Num("from_chat_id")]
	if from == nil {
		return nil, bad("chat not found")
	}
	source := from.find(p.Num("message_id"))
	if source == nil {
		return nil, bad("message to copy not found")
	}
	if no := b.pace(pl.chat, 1); no != nil {
		return nil, no
	}
	m := b.outgoing(pl, p)
	m.Text, m.Entities, m.Photo, m.File = source.Text, source.Entities, source.Photo, source.File
	b.post(pl, m)
	return map[string]any{"message_id": m.ID}, nil
}

func (b *Bot) deleteMessage(p params) (any, *refusal) {
	pl, no := b.placeOf(p)
	if no != nil {
		return nil, no
	}
	m := pl.chat.find(p.Num("message_id"))
	if m == nil {
		return nil, bad("message to delete not found")
	}
	m.Deleted = true
	return true, nil
}
