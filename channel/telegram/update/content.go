package update

import (
	"encoding/json"
	"sort"
	"strings"

	"prilavok/core/inbox"
)

// MaxDownload is what getFile gives: 20 MB (Bot API, "getFile").
const MaxDownload = 20 << 20

// content fills kind, text and payload from the first content field set, in the
// order that the Bot API wants: an animation also sets document, a venue location.
func (m *message) content(in *inbox.Incoming) {
	in.Text = m.Caption
	switch {
	case m.attach(in):
	case m.Rich != nil:
		in.Kind, in.Text = inbox.KindText, m.Rich.plain()
	case m.Contact != nil:
		in.Kind, in.Payload.Contact = inbox.KindContact, m.shared()
	case m.Venue != nil:
		v := m.Venue
		in.Kind = inbox.KindLocation
		in.Payload.Location = &inbox.Location{Lat: v.Location.Lat, Lon: v.Location.Lon, Title: v.Title, Address: v.Address}
	case m.Location != nil:
		in.Kind = inbox.KindLocation
		in.Payload.Location = &inbox.Location{Lat: m.Location.Lat, Lon: m.Location.Lon}
	case m.Checklist != nil:
		in.Kind, in.Text = inbox.KindText, m.Checklist.plain()
	case m.Dice != nil:
		in.Kind, in.Text = inbox.KindSticker, m.Dice.Emoji
	case m.Text != "":
		m.textual(in)
	default:
		m.special(in)
	}
}

func (m *message) textual(in *inbox.Incoming) {
	in.Kind, in.Text = inbox.KindText, m.Text
	if name, _, rest, ok := m.command(); ok {
		in.Kind, in.Payload.Command, in.Payload.Argument = inbox.KindCommand, name, rest
	}
}

// attach fills the file of a message; false when it has none.
func (m *message) attach(in *inbox.Incoming) bool {
	add := func(kind inbox.Kind, f *file) bool {
		in.Kind = keepStaff(in.Kind, kind)
		in.Payload.Attachments = append(in.Payload.Attachments, attachment(string(kind), f))
		return true
	}
	switch {
	case m.Animation != nil:
		return add(inbox.KindVideo, m.Animation)
	case len(m.Photo) > 0:
		return add(inbox.KindPhoto, largest(m.Photo))
	case m.LivePhoto != nil:
		return add(inbox.KindVideo, m.LivePhoto)
	case m.Video != nil:
		return add(inbox.KindVideo, m.Video)
	case m.VideoNote != nil:
		m.VideoNote.Width, m.VideoNote.Height = m.VideoNote.Length, m.VideoNote.Length
		return add(inbox.KindVideo, m.VideoNote)
	case m.Voice != nil:
		return add(inbox.KindVoice, m.Voice)
	case m.Audio != nil:
		return add(inbox.KindAudio, m.Audio)
	case m.Document != nil:
		return add(inbox.KindDocument, m.Document)
	case m.Sticker != nil:
		in.Text = m.Sticker.Emoji
		return add(inbox.KindSticker, m.Sticker)
	}
	return false
}

func keepStaff(have, kind inbox.Kind) inbox.Kind {
	if have == inbox.KindStaff {
		return have
	}
	return kind
}

func attachment(kind string, f *file) inbox.Attachment {
	a := inbox.Attachment{
		Kind: kind, FileID: f.FileID, Name: f.Name, MIME: f.MIME, Size: f.Size,
		Width: f.Width, Height: f.Height, Duration: f.Duration, TooBig: f.Size > MaxDownload,
	}
	if kind == string(inbox.KindPhoto) {
		a.MIME = "image/jpeg" // photos always are; documents keep their own type
	}
	return a
}

func largest(sizes []file) *file {
	best := &sizes[0]
	for i := range sizes {
		if sizes[i].Width*sizes[i].Height >= best.Width*best.Height {
			best = &sizes[i]
		}
	}
	return best
}

// shared reads a contact card. Only a card whose user is the sender proves the
// phone, and a forwarded one proves nothing.
func (m *message) shared() *inbox.SharedContact {
	c := m.Contact
	s := &inbox.SharedContact{Phone: c.Phone, Name: strings.TrimSpace(c.FirstName + " " + c.LastName)}
	s.Own = m.From != nil && c.UserID != 0 && c.UserID == m.From.ID && len(m.ForwardOrigin) == 0
	if s.Own {
		s.Phone = "+" + digits(c.Phone) // international, with or without its plus
	}
	return s
}

func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
}

func (c *checklist) plain() string {
	lines := []string{c.Title}
	for _, t := range c.Tasks {
		lines = append(lines, "• "+t.Text)
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}

// special is service messages and content that we cannot read.
func (m *message) special(in *inbox.Incoming) {
	switch {
	case m.Paid != nil:
		in.Kind = inbox.KindPaid
		in.Payload.SetExtra(ExtraPayment, *m.Paid)
	case m.Refunded != nil:
		in.Kind, in.Type = inbox.KindService, "refunded_payment"
		in.Payload.SetExtra(ExtraPayment, *m.Refunded)
	case m.WebApp != nil:
		in.Kind, in.Text = inbox.KindWebApp, m.WebApp.Button
		in.Payload.SetExtra(ExtraWebApp, *m.WebApp)
	case m.Poll != nil:
		in.Kind, in.Text = inbox.KindUnsupported, m.Poll.Question
		in.Payload.SetExtra(ExtraContent, "poll")
	default:
		unreadable(in)
	}
}

// unreadable tells a service notice (kept, no answer) from content of the customer
// that nobody here can read (answered with a request to write it).
func unreadable(in *inbox.Incoming) {
	in.Kind = inbox.KindUnsupported
	name := contentField(in.Raw, in.Type)
	if name == "" {
		return
	}
	in.Payload.SetExtra(ExtraContent, name)
	if serviceFields[name] {
		in.Kind = inbox.KindUnknown
	}
}

// contentField names the field of the update's message that is content or a notice.
func contentField(body []byte, update string) string {
	var outer, fields map[string]json.RawMessage
	if json.Unmarshal(body, &outer) != nil || json.Unmarshal(outer[update], &fields) != nil {
		return ""
	}
	var names []string
	for name := range fields {
		if !envelopeFields[name] {
			names = append(names, label(name))
		}
	}
	sort.Strings(names)
	for _, name := range names {
		if serviceFields[name] {
			return name
		}
	}
	if len(names) == 0 {
		return ""
	}
	return names[0]
}

func set(names string) map[string]bool {
	m := map[string]bool{}
	for _, name := range strings.Fields(names) {
		m[name] = true
	}
	return m
}

// envelopeFields are fields of Message that are no content (Bot API 10.3).
var envelopeFields = set(`message_id ephemeral_message_id message_thread_id is_topic_message from sender_chat
	sender_boost_count sender_business_bot sender_tag date edit_date business_connection_id chat forward_origin
	is_automatic_forward reply_to_message external_reply quote reply_to_story reply_to_checklist_task_id via_bot
	has_protected_content is_from_offline is_paid_post media_group_id author_signature paid_star_count entities
	caption caption_entities link_preview_options suggested_post_info effect_id show_caption_above_media
	has_media_spoiler reply_markup direct_messages_topic guest_query_id receiver_user text
	guest_bot_caller_user guest_bot_caller_chat reply_to_poll_option_id`)

// serviceFields are notices that ask for no answer (Bot API 10.3).
var serviceFields = set(`new_chat_members left_chat_member new_chat_title new_chat_photo delete_chat_photo
	group_chat_created supergroup_chat_created channel_chat_created message_auto_delete_timer_changed
	migrate_to_chat_id migrate_from_chat_id pinned_message users_shared chat_shared gift unique_gift
	gift_upgrade_sent connected_website write_access_allowed passport_data proximity_alert_triggered boost_added
	chat_background_set checklist_tasks_done checklist_tasks_added direct_message_price_changed
	forum_topic_created forum_topic_edited forum_topic_closed forum_topic_reopened general_forum_topic_hidden
	general_forum_topic_unhidden giveaway_created giveaway giveaway_winners giveaway_completed
	paid_message_price_changed suggested_post_approved suggested_post_approval_failed suggested_post_declined
	suggested_post_paid suggested_post_refunded video_chat_scheduled video_chat_started video_chat_ended
	video_chat_participants_invited chat_owner_left chat_owner_changed managed_bot_created poll_option_added
	poll_option_deleted community_chat_joined community_chat_left`)
