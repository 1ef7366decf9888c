package tgfake

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

const day = 24 * time.Hour

// User is a person in the private chat with the bot.
type User struct {
	bot    *Bot
	chat   *chat
	who    *person
	thread int64
	conn   *connection // writes to the owner of a Business account instead
}

// User returns the person with the id, making it when it is new. Like in life, the
// person must write first.
func (b *Bot) User(id int64, name string) *User {
	b.server.mu.Lock()
	defer b.server.mu.Unlock()
	c := b.chats[id]
	if c == nil {
		who := &person{ID: id, FirstName: name, Username: fmt.Sprintf("user%d", id), Language: "ru"}
		c = &chat{id: id, kind: "private", user: who, topics: map[int64]*Topic{}, lastID: 100}
		b.chats[id] = c
	}
	return &User{bot: b, chat: c, who: c.user}
}

// Speaks sets the language of the person's app.
func (u *User) Speaks(language string) *User {
	u.who.Language = language
	return u
}

// InTopic is the same person in a topic of the private chat.
func (u *User) InTopic(thread int64) *User {
	u.bot.server.mu.Lock()
	defer u.bot.server.mu.Unlock()
	u.chat.topics[thread] = &Topic{ID: thread, Name: "topic"}
	v := *u
	v.thread = thread
	return &v
}

// say puts a message of the person into the chat and an update into the queue.
func (u *User) say(m *Message, content map[string]any) int64 {
	u.bot.server.mu.Lock()
	defer u.bot.server.mu.Unlock()
	u.chat.started, u.chat.blocked = true, false
	m.From, m.Date, m.Thread, m.extra = u.who, u.bot.server.opt.Now(), u.thread, content
	kind, n := "message", int64(0)
	if u.conn != nil {
		m.Business, kind, n = u.conn.id, "business_message", 11
	}
	u.chat.add(m)
	u.bot.push(kind, m.json(u.chat), queueID(u.chat.id, n), day)
	return m.ID
}

// Say writes a text; commands get their entity. It returns the message's id.
func (u *User) Say(text string) int64 {
	m := &Message{Text: text}
	if strings.HasPrefix(text, "/") {
		token, _, _ := strings.Cut(text, " ")
		m.Entities = []Entity{{Type: "bot_command", Length: units(token)}}
	}
	return u.say(m, nil)
}

// Start opens the bot by a deep link; payload may be empty.
func (u *User) Start(payload string) int64 { return u.Say(strings.TrimSpace("/start " + payload)) }

// Reply answers a message; quote is the part of it that was marked, or "".
func (u *User) Reply(to int64, text, quote string) int64 {
	u.bot.server.mu.Lock()
	original := u.chat.find(to)
	content := map[string]any{}
	if original != nil {
		content["reply_to_message"] = original.json(u.chat)
	}
	if quote != "" {
		content["quote"] = map[string]any{"text": quote, "position": 0, "is_manual": true}
	}
	u.bot.server.mu.Unlock()
	return u.say(&Message{Text: text}, content)
}

// Edit changes a message of the person's.
func (u *User) Edit(id int64, text string) {
	u.bot.server.mu.Lock()
	defer u.bot.server.mu.Unlock()
	m := u.chat.find(id)
	if m == nil || m.Mine {
		panic("tgfake: no such message of this person")
	}
	m.Text = text
	m.Edits++
	u.bot.push("edited_message", m.json(u.chat), queueID(u.chat.id, 0), day)
}

// Photo sends a picture with a caption.
func (u *User) Photo(data []byte, caption string) int64 {
	u.bot.server.mu.Lock()
	f := u.bot.keep("photo", data, "", "image/jpeg")
	u.bot.server.mu.Unlock()
	return u.say(&Message{Photo: f, Text: caption}, nil)
}

// Album sends pictures as one album: an update each, the caption on the first.
func (u *User) Album(caption string, pictures ...[]byte) []int64 {
	var ids []int64
	group := fmt.Sprint(13850123456780000 + u.chat.lastID)
	for i, data := range pictures {
		u.bot.server.mu.Lock()
		f := u.bot.keep("photo", data, "", "image/jpeg")
		u.bot.server.mu.Unlock()
		m := &Message{Photo: f, Album: group}
		if i == 0 {
			m.Text = caption
		}
		ids = append(ids, u.say(m, nil))
	}
	return ids
}

// Voice sends a voice message.
func (u *User) Voice(data []byte, seconds int) int64 {
	return u.file("voice", data, map[string]any{"duration": seconds, "mime_type": "audio/ogg"})
}

// Document sends a file; size may be larger than data, to be too big to download.
func (u *User) Document(name string, data []byte, size int64) int64 {
	return u.file("document", data, map[string]any{"file_name": name, "mime_type": "application/octet-stream", "file_size": size})
}

func (u *User) file(kind string, data []byte, fields map[string]any) int64 {
	u.bot.server.mu.Lock()
	f := u.bot.keep(kind, data, "", "")
	if size, ok := fields["file_size"].(int64); ok {
		f.Size = size
	}
	fields["file_id"], fields["file_unique_id"], fields["file_size"] = f.ID, "u"+f.ID, f.Size
	u.bot.server.mu.Unlock()
	return u.say(&Message{File: f}, map[string]any{kind: fields})
}

// ShareContact presses the button that the bot asked with. It panics when there is
// none: a person could not press it either.
func (u *User) ShareContact(phone string) int64 {
	u.mustBeAsked(func(k KeyboardButton) bool { return k.Contact }, "a contact")
	return u.say(&Message{}, map[string]any{"contact": map[string]any{"phone_number": phone, "first_name": u.who.FirstName, "user_id": u.who.ID}})
}

// SendCard sends somebody else's contact card.
func (u *User) SendCard(phone, name string, userID int64) int64 {
	card := map[string]any{"phone_number": phone, "first_name": name}
	if userID != 0 {
		card["user_id"] = userID
	}
	return u.say(&Message{}, map[string]any{"contact": card})
}

// SharePlace sends a point on the map.
func (u *User) SharePlace(lat, lon float64) int64 {
	return u.say(&Message{}, map[string]any{"location": map[string]any{"latitude": lat, "longitude": lon}})
}

// Sticker sends a sticker of an emoji.
func (u *User) Sticker(emoji string) int64 {
	return u.say(&Message{}, map[string]any{"sticker": map[string]any{
		"file_id": "CAAC" + emoji, "file_unique_id": "s", "type": "regular", "width": 512, "height": 512, "is_animated": false, "is_video": false, "emoji": emoji,
	}})
}

func (u *User) mustBeAsked(asks func(KeyboardButton) bool, what string) {
	for _, row := range u.Keyboard() {
		for _, k := range row {
			if asks(k) {
				return
			}
		}
	}
	panic("tgfake: no button asks for " + what)
}

// Keyboard is the reply keyboard that the person sees now.
func (u *User) Keyboard() [][]KeyboardButton {
	u.bot.server.mu.Lock()
	defer u.bot.server.mu.Unlock()
	for i := len(u.chat.messages) - 1; i >= 0; i-- {
		switch m := u.chat.messages[i]; {
		case m.Hides:
			return nil
		case len(m.Keyboard) > 0:
			return m.Keyboard
		}
	}
	return nil
}

// Press presses an inline button by its label, on the newest message when id is 0.
// It returns the query's id, to look its answer up. A label may be given in part.
func (u *User) Press(id int64, label string) string {
	u.bot.server.mu.Lock()
	defer u.bot.server.mu.Unlock()
	for i := len(u.chat.messages) - 1; i >= 0; i-- {
		m := u.chat.messages[i]
		if m.Deleted || id != 0 && m.ID != id {
			continue
		}
		for _, row := range m.Buttons {
			for _, k := range row {
				if strings.Contains(k.Text, label) && k.URL == "" {
					return u.press(m, k.Data)
				}
			}
		}
	}
	panic(fmt.Sprintf("tgfake: no button %q", label))
}

// PressData presses a button with any data, as a modified app can.
func (u *User) PressData(id int64, data string) string {
	u.bot.server.mu.Lock()
	defer u.bot.server.mu.Unlock()
	m := u.chat.find(id)
	if m == nil {
		m = &Message{ID: id}
	}
	return u.press(m, data)
}

func (u *User) press(m *Message, data string) string {
	if !utf8.ValidString(data) {
		panic("tgfake: data is not UTF-8")
	}
	b := u.bot
	id := fmt.Sprint(1198545698123000000 + b.server.next())
	b.queries[id] = &query{kind: "callback", until: b.server.opt.Now().Add(150 * time.Second), chat: u.chat}
	source := m.json(u.chat)
	if m.Date.IsZero() {
		source = map[string]any{"message_id": m.ID, "chat": u.chat.json(), "date": 0}
	}
	b.push("callback_query", map[string]any{
		"id": id, "from": u.who, "message": source, "chat_instance": "-3788475317572404878", "data": data,
	}, queueID(u.who.ID, 3), 150*time.Second)
	return id
}

// Answer tells whether a query was answered, with what text, and for a checkout
// whether with yes.
func (b *Bot) Answer(queryID string) (answered, ok bool, text string) {
	b.server.mu.Lock()
	defer b.server.mu.Unlock()
	q := b.queries[queryID]
	if q == nil {
		return false, false, ""
	}
	return q.answered, q.ok, q.text
}

// Block blocks the bot, Unblock opens it again.
func (u *User) Block() { u.member("member", "kicked", true) }

// Unblock opens a blocked bot again.
func (u *User) Unblock() { u.member("kicked", "member", false) }

func (u *User) member(from, to string, blocked bool) {
	u.bot.server.mu.Lock()
	defer u.bot.server.mu.Unlock()
	u.chat.blocked, u.chat.started = blocked, true
	now := u.bot.server.opt.Now()
	u.bot.push("my_chat_member", map[string]any{
		"chat": u.chat.json(), "from": u.who, "date": now.Unix(),
		"old_chat_member": map[string]any{"user": u.bot.self(), "status": from},
		"new_chat_member": map[string]any{"user": u.bot.self(), "status": to},
	}, queueID(u.chat.id, 5), day)
}

// Stop presses Stop under the draft; false when no draft is shown.
func (u *User) Stop() bool {
	u.bot.server.mu.Lock()
	defer u.bot.server.mu.Unlock()
	if u.chat.draft == nil {
		return false
	}
	u.chat.draft = nil
	u.bot.push("stopped_message_generation", map[string]any{"chat": u.chat.json(), "draft_id": u.chat.draftID}, 0, day)
	return true
}

// Checkout presses Pay under an invoice and returns the query's id. When the bot
// answers yes, successful_payment follows.
func (u *User) Checkout(payload, currency string, total int64) string {
	u.bot.server.mu.Lock()
	defer u.bot.server.mu.Unlock()
	b := u.bot
	id := fmt.Sprint(1198545698000000000 + b.server.next())
	b.queries[id] = &query{kind: "pre_checkout", until: b.server.opt.Now().Add(10 * time.Second), chat: u.chat, total: total, currency: currency, payload: payload}
	b.push("pre_checkout_query", map[string]any{
		"id": id, "from": u.who, "currency": currency, "total_amount": total, "invoice_payload": payload,
	}, queueID(u.who.ID, 4), 150*time.Second)
	return id
}

// Search types after the bot's name in any chat and returns the query's id; Answer
// gives the results as JSON.
func (u *User) Search(text string) string {
	u.bot.server.mu.Lock()
	defer u.bot.server.mu.Unlock()
	b := u.bot
	id := fmt.Sprint(1198545698700000000 + b.server.next())
	b.queries[id] = &query{kind: "inline", until: b.server.opt.Now().Add(30 * time.Second), chat: u.chat}
	b.push("inline_query", map[string]any{"id": id, "from": u.who, "query": text, "offset": "", "chat_type": "sender"}, queueID(u.who.ID, 1), 30*time.Second)
	return id
}
