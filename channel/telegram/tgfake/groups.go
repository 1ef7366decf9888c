package tgfake

import (
	"fmt"
	"strings"
)

// Group is a supergroup that the bot is in.
type Group struct {
	bot  *Bot
	chat *chat
}

// Group returns the supergroup with the (negative) id; with topics it is a forum
// where the bot may manage them.
func (b *Bot) Group(id int64, title string, topics bool) *Group {
	b.server.mu.Lock()
	defer b.server.mu.Unlock()
	c := b.chats[id]
	if c == nil {
		c = &chat{id: id, kind: "supergroup", title: title, forum: topics, canTopics: topics, started: true, topics: map[int64]*Topic{}}
		b.chats[id] = c
	}
	return &Group{b, c}
}

// Say writes a text of a member into a topic (0: the main one).
func (g *Group) Say(from int64, name string, thread int64, text string) int64 {
	return g.say(&person{ID: from, FirstName: name}, thread, text, nil)
}

// SayAnonymously writes as an admin who hides behind the group.
func (g *Group) SayAnonymously(thread int64, text string) int64 {
	who := &person{ID: 1087968824, IsBot: true, FirstName: "Group", Username: "GroupAnonymousBot"}
	return g.say(who, thread, text, map[string]any{"sender_chat": g.chat.json()})
}

// Reply answers a message in the group.
func (g *Group) Reply(from int64, name string, to int64, text string) int64 {
	g.bot.server.mu.Lock()
	original := g.chat.find(to)
	if original == nil {
		panic("tgfake: no such message in the group")
	}
	content := map[string]any{"reply_to_message": original.json(g.chat)}
	g.bot.server.mu.Unlock()
	return g.say(&person{ID: from, FirstName: name}, original.Thread, text, content)
}

func (g *Group) say(who *person, thread int64, text string, content map[string]any) int64 {
	g.bot.server.mu.Lock()
	defer g.bot.server.mu.Unlock()
	m := &Message{From: who, Date: g.bot.server.opt.Now(), Thread: thread, Text: text, extra: content}
	if strings.HasPrefix(text, "/") {
		token, _, _ := strings.Cut(text, " ")
		m.Entities = []Entity{{Type: "bot_command", Length: units(token)}}
	}
	g.chat.add(m)
	g.bot.push("message", m.json(g.chat), queueID(g.chat.id, 0), day)
	return m.ID
}

// Press presses an inline button in the group by (part of) its label.
func (g *Group) Press(from int64, name string, id int64, label string) string {
	g.bot.server.mu.Lock()
	defer g.bot.server.mu.Unlock()
	u := &User{bot: g.bot, chat: g.chat, who: &person{ID: from, FirstName: name}}
	if m := g.chat.find(id); m != nil {
		for _, row := range m.Buttons {
			for _, k := range row {
				if strings.Contains(k.Text, label) {
					return u.press(m, k.Data)
				}
			}
		}
	}
	panic(fmt.Sprintf("tgfake: no button %q", label))
}

// Topics returns the group's topics by thread.
func (g *Group) Topics() map[int64]Topic {
	g.bot.server.mu.Lock()
	defer g.bot.server.mu.Unlock()
	out := map[int64]Topic{}
	for id, t := range g.chat.topics {
		out[id] = *t
	}
	return out
}

// DeleteTopic deletes a topic, as an admin can.
func (g *Group) DeleteTopic(thread int64) {
	g.bot.server.mu.Lock()
	defer g.bot.server.mu.Unlock()
	delete(g.chat.topics, thread)
}

// Kick takes the bot out of the group.
func (g *Group) Kick() {
	g.bot.server.mu.Lock()
	defer g.bot.server.mu.Unlock()
	g.chat.kicked = true
}

// Upgrade gives the group a new id, as when it became a supergroup.
func (g *Group) Upgrade(to int64) *Group {
	next := g.bot.Group(to, g.chat.title, g.chat.forum)
	g.bot.server.mu.Lock()
	defer g.bot.server.mu.Unlock()
	g.chat.migratedTo = to
	return next
}

// Messages is what the group shows now.
func (g *Group) Messages() []Message { return (&Chat{g.bot, g.chat}).Messages() }

// Chat is what one chat shows.
type Chat struct {
	bot  *Bot
	chat *chat
}

// Chat returns the chat with the id; it panics when the bot knows none.
func (b *Bot) Chat(id int64) *Chat {
	b.server.mu.Lock()
	defer b.server.mu.Unlock()
	c := b.chats[id]
	if c == nil {
		panic(fmt.Sprintf("tgfake: no chat %d", id))
	}
	return &Chat{b, c}
}

// Sees is what the person sees now.
func (u *User) Sees() *Chat { return &Chat{u.bot, u.chat} }

// Messages are all that stand in the chat now, edits done, deleted ones gone.
func (c *Chat) Messages() []Message {
	c.bot.server.mu.Lock()
	defer c.bot.server.mu.Unlock()
	var out []Message
	for _, m := range c.chat.messages {
		if !m.Deleted {
			out = append(out, *m)
		}
	}
	return out
}

// FromBot are the bot's messages only.
func (c *Chat) FromBot() []Message {
	var out []Message
	for _, m := range c.Messages() {
		if m.Mine {
			out = append(out, m)
		}
	}
	return out
}

// Last is the newest message of the bot; its zero value when there is none.
func (c *Chat) Last() Message {
	all := c.FromBot()
	if len(all) == 0 {
		return Message{}
	}
	return all[len(all)-1]
}

// Draft is the draft's text and whether one is shown.
func (c *Chat) Draft() (string, bool) {
	c.bot.server.mu.Lock()
	defer c.bot.server.mu.Unlock()
	if c.chat.draft == nil {
		return "", false
	}
	return *c.chat.draft, true
}

// Typing is how often the bot said that it types.
func (c *Chat) Typing() int {
	c.bot.server.mu.Lock()
	defer c.bot.server.mu.Unlock()
	return c.chat.actions
}

// Owner is a person whose Business account the bot may answer from.
type Owner struct {
	bot  *Bot
	conn *connection
}

// Connect connects the bot to a person's Business account.
func (b *Bot) Connect(connectionID string, ownerID int64, name string, canReply bool) *Owner {
	b.server.mu.Lock()
	defer b.server.mu.Unlock()
	c := &connection{id: connectionID, owner: &person{ID: ownerID, FirstName: name}, enabled: true, reply: canReply, chats: map[int64]*chat{}}
	b.connections[connectionID] = c
	o := &Owner{b, c}
	o.push()
	return o
}

// Disconnect takes the bot off the account.
func (o *Owner) Disconnect() {
	o.bot.server.mu.Lock()
	defer o.bot.server.mu.Unlock()
	o.conn.enabled = false
	o.push()
}

func (o *Owner) push() {
	body := map[string]any{
		"id": o.conn.id, "user": o.conn.owner, "user_chat_id": o.conn.owner.ID,
		"date": o.bot.server.opt.Now().Unix(), "is_enabled": o.conn.enabled,
	}
	if o.conn.enabled {
		body["rights"] = map[string]any{"can_reply": o.conn.reply}
	}
	o.bot.push("business_connection", body, queueID(o.conn.owner.ID, 10), day)
}

// Customer is a person who writes to the owner.
func (o *Owner) Customer(id int64, name string) *User {
	o.bot.server.mu.Lock()
	defer o.bot.server.mu.Unlock()
	c := o.conn.chats[id]
	if c == nil {
		c = &chat{id: id, kind: "private", user: &person{ID: id, FirstName: name, Language: "ru"}, started: true, topics: map[int64]*Topic{}, lastID: 7000}
		o.conn.chats[id] = c
	}
	return &User{bot: o.bot, chat: c, who: c.user, conn: o.conn}
}

// Say writes to a customer as the owner, in the owner's own app.
func (o *Owner) Say(to *User, text string) int64 {
	o.bot.server.mu.Lock()
	defer o.bot.server.mu.Unlock()
	m := to.chat.add(&Message{From: o.conn.owner, Date: o.bot.server.opt.Now(), Business: o.conn.id, Text: text})
	o.bot.push("business_message", m.json(to.chat), queueID(to.chat.id, 11), day)
	return m.ID
}

// Delete deletes messages of a customer's chat.
func (o *Owner) Delete(of *User, ids ...int64) {
	o.bot.server.mu.Lock()
	defer o.bot.server.mu.Unlock()
	for _, id := range ids {
		if m := of.chat.find(id); m != nil {
			m.Deleted = true
		}
	}
	o.bot.push("deleted_business_messages", map[string]any{
		"business_connection_id": o.conn.id, "chat": of.chat.json(), "message_ids": ids,
	}, queueID(of.chat.id, 11), day)
}

// Channel is a channel whose direct messages the bot answers.
func (b *Bot) Channel(id int64, title string) *Group {
	g := b.Group(id, title, false)
	b.server.mu.Lock()
	defer b.server.mu.Unlock()
	g.chat.direct = true
	return g
}

// Ask writes a direct message to a channel; the topic is the person's.
func (g *Group) Ask(from int64, name, text string) int64 {
	g.bot.server.mu.Lock()
	defer g.bot.server.mu.Unlock()
	m := g.chat.add(&Message{From: &person{ID: from, FirstName: name}, Date: g.bot.server.opt.Now(), Topic: from, Text: text})
	g.bot.push("message", m.json(g.chat), queueID(g.chat.id, 0), day)
	return m.ID
}

// Picture answers a message in the group with a photo and its caption.
func (g *Group) Picture(from int64, name string, to int64, data []byte, caption string) int64 {
	g.bot.server.mu.Lock()
	defer g.bot.server.mu.Unlock()
	original := g.chat.find(to)
	if original == nil {
		panic("tgfake: no such message in the group")
	}
	m := &Message{From: &person{ID: from, FirstName: name}, Date: g.bot.server.opt.Now(), Thread: original.Thread, Text: caption,
		Photo: g.bot.keep("photo", data, "", "image/jpeg"), extra: map[string]any{"reply_to_message": original.json(g.chat)}}
	g.chat.add(m)
	g.bot.push("message", m.json(g.chat), queueID(g.chat.id, 0), day)
	return m.ID
}
