package scenario

import (
	"context"
	"fmt"
	"strings"

	"prilavok/core/call"
	"prilavok/core/shop"
)

// messenger is where the customer of a scenario is.
type messenger interface {
	name() shop.Channel
	// open connects the shop's account, before anything else happens.
	open() error
	// call answers what is the messenger's own; mine is false for a call to others.
	call(ctx context.Context, r call.Request) (res call.Response, mine bool, err error)
	// repeats posts what the messenger tells of our own messages, and reports whether it did.
	repeats() bool
	// happens is told of a line before it is done.
	happens(line string)
	// ends checks what must be true after every scenario.
	ends()
}

// writer is what people do there: the customer, and the owner in the messenger's own app.
type writer interface {
	writes(words string)
	presses(m said, b button)
	shares(phone string)
	shows(words string)
	byHand(words string)
}

// seat is a customer on a messenger.
type seat struct {
	messenger
	writer
}

// messengers are all that scenarios are played on.
var messengers = map[shop.Channel]func(*Stage) seat{
	shop.Telegram:  func(s *Stage) seat { m := &telegram{s}; return seat{m, m} },
	shop.Instagram: func(s *Stage) seat { s.gram.chat = customer; return seat{s.gram, s.gram} },
}

// telegram is a private chat with the bot, whose Bot API is the stage's own.
type telegram struct{ *Stage }

const onTelegram = `"from":{"id":279058397,"is_bot":false,"first_name":"Ольга","language_code":"ru"},"chat":{"id":279058397,"type":"private","first_name":"Ольга"},"date":1795428102`

func (m *telegram) name() shop.Channel { return shop.Telegram }

func (m *telegram) open() error { return nil }

func (m *telegram) call(context.Context, call.Request) (call.Response, bool, error) {
	return call.Response{}, false, nil
}

func (m *telegram) writes(text string) {
	entities := ""
	if strings.HasPrefix(text, "/") {
		entities = fmt.Sprintf(`,"entities":[{"type":"bot_command","offset":0,"length":%d}]`, len(strings.Fields(text)[0]))
	}
	m.update(`"message":{"message_id":%d,%s,"text":%q%s}`, 100+m.n, onTelegram, text, entities)
}

func (m *telegram) presses(on said, b button) {
	m.t.Helper()
	m.update(`"callback_query":{"id":"77%d","from":{"id":279058397,"is_bot":false,"first_name":"Ольга","language_code":"ru"},"message":{"message_id":%d,"chat":{"id":279058397,"type":"private"},"date":1795427600,"text":"x"},"chat_instance":"1","data":%q}`, m.n, on.id, b.action)
}

func (m *telegram) shares(phone string) {
	m.update(`"message":{"message_id":%d,%s,"contact":{"phone_number":%q,"first_name":"Ольга","user_id":279058397}}`, 100+m.n, onTelegram, phone)
}

func (m *telegram) shows(words string) {
	m.update(`"message":{"message_id":%d,%s,"photo":[{"file_id":"AgAC%d","file_unique_id":"u%d","width":90,"height":90,"file_size":1000}],"caption":%q}`, 100+m.n, onTelegram, m.n, m.n, words)
}

func (m *telegram) byHand(string) {
	m.t.Fatal("nobody answers by hand for a bot of Telegram's")
}

func (m *telegram) repeats() bool { return false }

func (m *telegram) happens(string) {}

func (m *telegram) ends() {}
