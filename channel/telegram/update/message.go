package update

import (
	"strings"

	"prilavok/core/inbox"
)

// groupAnonymous is the user that Telegram names as sender of anonymous admins.
const groupAnonymous = 1087968824

// quoteLimit is how many characters of the answered message are kept.
const quoteLimit = 1024

func readMessage(m *message, botID int64, in *inbox.Incoming) {
	m.envelope(in)
	if m.isGroup() {
		m.staff(in)
		return
	}
	m.content(in)
	m.own(botID, in)
}

// envelope fills what every message has, whatever its content.
func (m *message) envelope(in *inbox.Incoming) {
	in.ConversationKey = m.key()
	in.ExternalID = num(m.MessageID) // 0, of ephemeral messages, names nothing
	in.SentAt = unix(m.Date)
	in.GroupKey = m.MediaGroup
	in.From = personOf(m.From)
	in.Payload.Thread = m.thread()
	in.Payload.Forwarded = len(m.ForwardOrigin) > 0 || m.AutoForward
	if m.ReplyTo != nil && len(m.ReplyTo.TopicCreated) == 0 {
		in.Payload.ReplyTo = num(m.ReplyTo.MessageID)
		in.Payload.Quote = clip(m.ReplyTo.Text+m.ReplyTo.Caption, quoteLimit)
	}
	if m.Quote != nil {
		in.Payload.Quote = m.Quote.Text
	}
}

// isGroup is true where a message is no conversation of the shop with a contact.
func (m *message) isGroup() bool {
	return m.Chat.Type != "private" && m.Business == "" && m.DirectTopic == nil
}

// key names the conversation: see Target for its forms.
func (m *message) key() string {
	t := Target{Chat: m.Chat.ID, Business: m.Business}
	switch {
	case m.DirectTopic != nil:
		t.Direct = m.DirectTopic.TopicID
	case m.isGroup():
		return ""
	case m.IsTopic:
		t.Thread = m.ThreadID
	}
	return t.Key()
}

func (m *message) thread() string {
	if m.IsTopic || m.isGroup() {
		return num(m.ThreadID)
	}
	return ""
}

// own tells the owner's and our own messages on a Business account from the
// customer's: in a private chat the customer's id is the chat's.
func (m *message) own(botID int64, in *inbox.Incoming) {
	if m.Business == "" {
		if m.From != nil && m.From.ID == botID && botID != 0 {
			in.Kind = inbox.KindEcho
		}
		return
	}
	switch {
	case m.SenderBot != nil:
		in.Kind = inbox.KindEcho
		in.From = personOfChat(m.Chat)
	case m.From != nil && m.From.ID != m.Chat.ID:
		in.Kind = inbox.KindOperator
		in.Payload.SetExtra(ExtraOwner, in.From.ExternalID)
		in.From = personOfChat(m.Chat)
	}
}

// staff fills an event of a group: where, by whom, under whose name.
func (m *message) staff(in *inbox.Incoming) {
	in.Kind = inbox.KindStaff
	in.Text = m.Text + m.Caption
	s := Staff{
		ChatID: num(m.Chat.ID), Title: m.Chat.Title, Forum: m.Chat.IsForum, Thread: num(m.ThreadID),
		MigrateTo: num(m.MigrateTo), MigrateFrom: num(m.MigrateFrom), Ephemeral: m.EphemeralID,
	}
	if m.SenderChat != nil {
		s.SenderChat = num(m.SenderChat.ID)
	}
	if m.From != nil {
		s.Anonymous = m.From.ID == groupAnonymous
		s.Bot = m.From.IsBot && !s.Anonymous
	}
	if name, bot, rest, ok := m.command(); ok {
		in.Payload.Command, in.Payload.Argument, s.CommandBot = name, rest, bot
	}
	m.attach(in)
	in.Payload.SetExtra(ExtraStaff, s)
}

func readEdited(m *message, botID int64, in *inbox.Incoming) {
	readMessage(m, botID, in)
	switch in.Kind {
	case inbox.KindStaff:
		s, _ := inbox.Extra[Staff](in.Payload, ExtraStaff)
		s.Edited = true
		in.Payload.SetExtra(ExtraStaff, s)
	case inbox.KindEcho:
	default:
		in.Kind = inbox.KindEdit
	}
}

// readGuest keeps a question asked where the bot is no member: it can be answered
// once, by its query only, and starts no conversation.
func readGuest(m *message, _ int64, in *inbox.Incoming) {
	in.Kind, in.From, in.SentAt, in.Text = inbox.KindService, personOf(m.From), unix(m.Date), m.Text+m.Caption
	in.ExternalID = num(m.MessageID)
	in.Payload.SetExtra(ExtraGuest, m.GuestQuery)
}

// command reads a command at the very start of the text. Telegram marks commands
// with an entity; hand-made updates may lack it, so its shape is enough.
func (m *message) command() (name, bot, rest string, ok bool) {
	token := ""
	for _, e := range m.Entities {
		if e.Type == "bot_command" && e.Offset == 0 {
			token = slice16(m.Text, 0, e.Length)
		}
	}
	if token == "" {
		token, _, _ = strings.Cut(m.Text, " ")
		token, _, _ = strings.Cut(token, "\n")
	}
	name, bot, _ = strings.Cut(strings.TrimPrefix(token, "/"), "@")
	if !strings.HasPrefix(token, "/") || !isCommand(name) {
		return "", "", "", false
	}
	return strings.ToLower(name), bot, strings.TrimSpace(m.Text[len(token):]), true
}

func isCommand(s string) bool {
	for _, r := range s {
		if r != '_' && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') {
			return false
		}
	}
	return len(s) >= 1 && len(s) <= 32
}

// clip cuts s to n characters.
func clip(s string, n int) string {
	for i := range s {
		if n--; n < 0 {
			return s[:i]
		}
	}
	return s
}
