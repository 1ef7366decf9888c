package tgfake

import (
	"encoding/json"
	"maps"
	"slices"
	"sync"
	"time"
)

// Bot is one bot on the fake. Its exported fields may be set before it is used.
type Bot struct {
	server    *Server
	ID        int64
	Name      string
	Username  string
	HasTopics bool // private chats have topics
	Business  bool // may be connected to a Business account
	Drafts    bool // the server knows sendMessageDraft
	Silent    bool // money is told of by TellAgain only: the update is on its way

	chats       map[int64]*chat
	files       map[string]*File
	queries     map[string]*query
	commands    map[string][]BotCommand
	connections map[string]*connection
	calls       []Call
	failures    []*Failure
	invoices    map[string]*invoice // by link
	charges     []*charge

	queue      []*pending // what getUpdates would give, in order
	lastUpdate int64
	hook       *webhook
	poll       *poll
	polled     chan struct{}
	pollOnce   sync.Once
	sentAt     []time.Time
}

// Call is one request that the bot made.
type Call struct {
	Method string
	Params map[string]json.RawMessage
	Files  map[string][]byte
}

// Failure is what a request gets instead of its answer.
type Failure struct {
	Method     string // "" is every method
	Code       int    // HTTP status and error_code; 502 without a text is a proxy's page
	Text       string
	RetryAfter int
	Times      int  // 0 is once
	Drop       bool // the connection breaks
	After      bool // the method has its effect all the same
}

func (f *Failure) refusal() *refusal {
	return &refusal{Code: f.Code, Text: f.Text, RetryAfter: f.RetryAfter}
}

// Fail makes coming requests fail.
func (b *Bot) Fail(f Failure) {
	b.server.mu.Lock()
	defer b.server.mu.Unlock()
	f.Times = max(f.Times, 1)
	b.failures = append(b.failures, &f)
}

func (b *Bot) record(method string, p params) *Failure {
	b.server.mu.Lock()
	defer b.server.mu.Unlock()
	b.calls = append(b.calls, Call{Method: method, Params: p.Values, Files: p.Files})
	for i, f := range b.failures {
		if f.Method == "" || f.Method == method {
			if f.Times--; f.Times == 0 {
				b.failures = slices.Delete(b.failures, i, i+1)
			}
			return f
		}
	}
	return nil
}

// Calls returns the requests of a method so far, all when method is "".
func (b *Bot) Calls(method string) []Call {
	b.server.mu.Lock()
	defer b.server.mu.Unlock()
	var out []Call
	for _, c := range b.calls {
		if method == "" || c.Method == method {
			out = append(out, c)
		}
	}
	return out
}

// Commands returns the bot's menu in a language ("" is everybody's).
func (b *Bot) Commands(language string) []BotCommand {
	b.server.mu.Lock()
	defer b.server.mu.Unlock()
	return b.commands[language]
}

// BotCommand is one entry of the menu.
type BotCommand struct {
	Command     string `json:"command"`
	Description string `json:"description"`
}

// chat is a chat as this bot knows it.
type chat struct {
	id         int64
	kind       string // private, group, supergroup, channel
	title      string
	user       *person
	forum      bool
	direct     bool
	started    bool
	blocked    bool
	kicked     bool
	topics     map[int64]*Topic
	canTopics  bool
	migratedTo int64
	messages   []*Message
	lastID     int64
	action     string
	actions    int
	draft      *string
	draftID    int64
	sentAt     []time.Time
}

// Topic is a forum topic.
type Topic struct {
	ID     int64
	Name   string
	Closed bool
}

type person struct {
	ID        int64  `json:"id"`
	IsBot     bool   `json:"is_bot"`
	FirstName string `json:"first_name"`
	LastName  string `json:"last_name,omitempty"`
	Username  string `json:"username,omitempty"`
	Language  string `json:"language_code,omitempty"`
}

// File is a picture or another file that the fake knows.
type File struct {
	ID   string
	Kind string // photo, voice, document
	Data []byte // nil for what came by URL and was not fetched
	URL  string
	Mime string
	Size int64
	path string
}

// Message is one message as people see it now.
type Message struct {
	ID       int64
	Date     time.Time
	From     *person
	Mine     bool // from the bot
	Thread   int64
	Topic    int64 // of a channel's direct messages
	Business string
	Text     string // of a photo: its caption
	Entities []Entity
	Photo    *File
	File     *File // any other file
	Album    string
	Buttons  [][]Button
	Keyboard [][]KeyboardButton
	Hides    bool // takes the reply keyboard away
	Silent   bool
	Edits    int
	Deleted  bool
	extra    map[string]any // content of people's messages
}

// Entity is a MessageEntity.
type Entity struct {
	Type   string `json:"type"`
	Offset int    `json:"offset"`
	Length int    `json:"length"`
	URL    string `json:"url,omitempty"`
}

// Button is a button of an inline keyboard.
type Button struct {
	Text  string `json:"text"`
	Data  string `json:"callback_data,omitempty"`
	URL   string `json:"url,omitempty"`
	Style string `json:"style,omitempty"`
}

// KeyboardButton is a button of a reply keyboard.
type KeyboardButton struct {
	Text     string `json:"text"`
	Contact  bool   `json:"request_contact,omitempty"`
	Location bool   `json:"request_location,omitempty"`
}

type query struct {
	kind     string // callback, pre_checkout, shipping
	until    time.Time
	answered bool
	ok       bool
	text     string
	chat     *chat
	total    int64
	currency string
	payload  string
}

type connection struct {
	id      string
	owner   *person
	enabled bool
	reply   bool
	chats   map[int64]*chat
}

func (b *Bot) self() *person {
	return &person{ID: b.ID, IsBot: true, FirstName: b.Name, Username: b.Username}
}

func (c *chat) find(id int64) *Message {
	for _, m := range c.messages {
		if m.ID == id && !m.Deleted {
			return m
		}
	}
	return nil
}

func (c *chat) add(m *Message) *Message {
	c.lastID++
	m.ID = c.lastID
	c.messages = append(c.messages, m)
	return m
}

func (c *chat) json() map[string]any {
	out := map[string]any{"id": c.id, "type": c.kind}
	if c.user != nil {
		out["first_name"] = c.user.FirstName
		if c.user.Username != "" {
			out["username"] = c.user.Username
		}
		return out
	}
	out["title"] = c.title
	if c.forum {
		out["is_forum"] = true
	}
	if c.direct {
		out["is_direct_messages"] = true
	}
	return out
}

// json writes a message as the Bot API does.
func (m *Message) json(c *chat) map[string]any {
	out := map[string]any{"message_id": m.ID, "date": m.Date.Unix(), "chat": c.json()}
	if m.From != nil {
		out["from"] = m.From
	}
	if m.Thread != 0 {
		out["message_thread_id"], out["is_topic_message"] = m.Thread, true
	}
	if m.Topic != 0 {
		out["direct_messages_topic"] = map[string]any{"topic_id": m.Topic, "user": m.From}
	}
	if m.Business != "" {
		out["business_connection_id"] = m.Business
	}
	if m.Album != "" {
		out["media_group_id"] = m.Album
	}
	if m.Edits > 0 {
		out["edit_date"] = m.Date.Unix()
	}
	text, entities := "text", "entities"
	if m.Photo != nil || m.File != nil {
		text, entities = "caption", "caption_entities"
	}
	if m.Photo != nil {
		out["photo"] = m.Photo.sizes()
	}
	if m.Text != "" {
		out[text] = m.Text
	}
	if len(m.Entities) > 0 {
		out[entities] = m.Entities
	}
	if len(m.Buttons) > 0 {
		out["reply_markup"] = map[string]any{"inline_keyboard": m.Buttons}
	}
	maps.Copy(out, m.extra)
	return out
}

func (f *File) sizes() []map[string]any {
	size := func(suffix string, w, h int) map[string]any {
		return map[string]any{"file_id": f.ID + suffix, "file_unique_id": "u" + f.ID + suffix, "width": w, "height": h, "file_size": f.Size}
	}
	return []map[string]any{size("-s", 90, 67), size("", 1280, 960)}
}

// Server returns the fake that the bot is on.
func (b *Bot) Server() *Server { return b.server }
