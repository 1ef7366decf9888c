package tgfake

import (
	"reflect"
)

// editable finds the message to edit and its new keyboard.
func (b *Bot) editable(p params) (*Message, place, markup, *refusal) {
	pl, no := b.placeOf(p)
	if no != nil {
		return nil, pl, markup{}, no
	}
	m := pl.chat.find(p.Num("message_id"))
	switch {
	case m == nil:
		return nil, pl, markup{}, bad("message to edit not found")
	case !m.Mine || len(m.Keyboard) > 0 || m.Hides:
		return nil, pl, markup{}, bad("message can't be edited")
	}
	k, no := markupOf(p, pl.chat, pl.business != "", true)
	return m, pl, k, no
}

const notModified = "message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message"

// change puts a new state onto a message unless nothing differs.
func (b *Bot) change(m *Message, pl place, next Message) (any, *refusal) {
	if m.Text == next.Text && m.Photo == next.Photo && same(m.Entities, next.Entities) && same(m.Buttons, next.Buttons) {
		return nil, bad(notModified)
	}
	if no := b.pace(pl.chat, 1); no != nil {
		return nil, no
	}
	m.Text, m.Entities, m.Photo, m.Buttons = next.Text, next.Entities, next.Photo, next.Buttons
	m.Edits++
	return m.json(pl.chat), nil
}

func same[T any](a, b []T) bool { return len(a) == 0 && len(b) == 0 || reflect.DeepEqual(a, b) }

func (b *Bot) editMessageText(p params) (any, *refusal) {
	m, pl, k, no := b.editable(p)
	if no != nil {
		return nil, no
	}
	if m.Photo != nil || m.File != nil {
		return nil, bad("there is no text in the message to edit")
	}
	text, entities, no := textOf(p, "text", "entities", 4096, true)
	if no != nil {
		return nil, no
	}
	return b.change(m, pl, Message{Text: text, Entities: entities, Buttons: k.inline})
}

func (b *Bot) editMessageCaption(p params) (any, *refusal) {
	m, pl, k, no := b.editable(p)
	if no != nil {
		return nil, no
	}
	if m.Photo == nil && m.File == nil {
		return nil, bad("there is no caption in the message to edit")
	}
	text, entities, no := textOf(p, "caption", "caption_entities", 1024, false)
	if no != nil {
		return nil, no
	}
	return b.change(m, pl, Message{Text: text, Entities: entities, Photo: m.Photo, Buttons: k.inline})
}

func (b *Bot) editMessageReplyMarkup(p params) (any, *refusal) {
	m, pl, k, no := b.editable(p)
	if no != nil {
		return nil, no
	}
	return b.change(m, pl, Message{Text: m.Text, Entities: m.Entities, Photo: m.Photo, Buttons: k.inline})
}

func (b *Bot) editMessageMedia(p params) (any, *refusal) {
	m, pl, k, no := b.editable(p)
	if no != nil {
		return nil, no
	}
	var item inputMedia
	if no := p.Object("media", &item); no != nil {
		return nil, no
	}
	if no := item.check(); no != nil {
		return nil, no
	}
	f, no := b.pictureOf(p, item.Media, "")
	if no != nil {
		return nil, no
	}
	if m.Album != "" && len(k.inline) > 0 {
		return nil, bad("tgfake: a message of an album has no keyboard")
	}
	return b.change(m, pl, Message{Text: item.Caption, Entities: item.Entities, Photo: f, Buttons: k.inline})
}

// staffGroup finds a forum where the bot may manage topics.
func (b *Bot) staffGroup(p params) (*chat, *refusal) {
	pl, no := b.placeOf(p)
	switch {
	case no != nil:
		return nil, no
	case !pl.chat.forum:
		return nil, bad("the chat is not a forum")
	case !pl.chat.canTopics:
		return nil, bad("not enough rights to create a topic")
	}
	return pl.chat, nil
}

func (b *Bot) createForumTopic(p params) (any, *refusal) {
	c, no := b.staffGroup(p)
	if no != nil {
		return nil, no
	}
	name := p.Str("name")
	if n := len([]rune(name)); n < 1 || n > 128 {
		return nil, bad("TOPIC_TITLE_INVALID")
	}
	if no := b.pace(c, 1); no != nil {
		return nil, no
	}
	c.lastID++
	c.topics[c.lastID] = &Topic{ID: c.lastID, Name: name}
	return map[string]any{"message_thread_id": c.lastID, "name": name, "icon_color": 7322096}, nil
}

func (b *Bot) closeForumTopic(p params) (any, *refusal)  { return b.turnTopic(p, true) }
func (b *Bot) reopenForumTopic(p params) (any, *refusal) { return b.turnTopic(p, false) }

func (b *Bot) turnTopic(p params, closed bool) (any, *refusal) {
	c, no := b.staffGroup(p)
	if no != nil {
		return nil, no
	}
	t := c.topics[p.Num("message_thread_id")]
	switch {
	case t == nil:
		return nil, bad("message thread not found")
	case t.Closed == closed:
		return nil, bad("TOPIC_NOT_MODIFIED")
	}
	t.Closed = closed
	return true, nil
}
