// Package update reads Telegram updates (Bot API 10.3): bytes in, inbox events out.
// It is pure: no network, no clock, no database. What only Telegram's own handlers
// need is kept in the payload's extras, under the keys of extra.go. It also names
// where a conversation is (Target) and counts in Telegram's measure (Units).
package update

import "encoding/json"

// The types are the subset of the Bot API that a shop reads; the raw body is kept
// beside them (inbox.Incoming.Raw), so nothing outside the subset is lost.

type user struct {
	ID        int64  `json:"id"`
	IsBot     bool   `json:"is_bot"`
	FirstName string `json:"first_name"`
	LastName  string `json:"last_name"`
	Username  string `json:"username"`
	Language  string `json:"language_code"`
}

type chat struct {
	ID               int64  `json:"id"`
	Type             string `json:"type"`
	Title            string `json:"title"`
	Username         string `json:"username"`
	FirstName        string `json:"first_name"`
	LastName         string `json:"last_name"`
	IsForum          bool   `json:"is_forum"`
	IsDirectMessages bool   `json:"is_direct_messages"`
}

type entity struct {
	Type   string `json:"type"`
	Offset int    `json:"offset"` // UTF-16 code units
	Length int    `json:"length"`
	URL    string `json:"url,omitempty"`
}

type file struct {
	FileID   string `json:"file_id"`
	Name     string `json:"file_name"`
	MIME     string `json:"mime_type"`
	Size     int64  `json:"file_size"`
	Width    int    `json:"width"`
	Height   int    `json:"height"`
	Length   int    `json:"length"` // of a video note: its side
	Duration int    `json:"duration"`
	Emoji    string `json:"emoji"` // of a sticker
}

type card struct {
	Phone     string `json:"phone_number"`
	FirstName string `json:"first_name"`
	LastName  string `json:"last_name"`
	UserID    int64  `json:"user_id"`
}

type point struct {
	Lat float64 `json:"latitude"`
	Lon float64 `json:"longitude"`
}

type venue struct {
	Location point  `json:"location"`
	Title    string `json:"title"`
	Address  string `json:"address"`
}

type message struct {
	MessageID       int64    `json:"message_id"`
	EphemeralID     int64    `json:"ephemeral_message_id"`
	ThreadID        int64    `json:"message_thread_id"`
	IsTopic         bool     `json:"is_topic_message"`
	From            *user    `json:"from"`
	SenderChat      *chat    `json:"sender_chat"`
	SenderBot       *user    `json:"sender_business_bot"`
	Chat            chat     `json:"chat"`
	Date            int64    `json:"date"`
	EditDate        int64    `json:"edit_date"`
	Business        string   `json:"business_connection_id"`
	GuestQuery      string   `json:"guest_query_id"`
	MediaGroup      string   `json:"media_group_id"`
	Text            string   `json:"text"`
	Caption         string   `json:"caption"`
	Entities        []entity `json:"entities"`
	CaptionEntities []entity `json:"caption_entities"`
	DirectTopic     *struct {
		TopicID int64 `json:"topic_id"`
		User    *user `json:"user"`
	} `json:"direct_messages_topic"`
	ReplyTo       *message        `json:"reply_to_message"`
	Quote         *quote          `json:"quote"`
	ForwardOrigin json.RawMessage `json:"forward_origin"`
	AutoForward   bool            `json:"is_automatic_forward"`

	Animation *file       `json:"animation"`
	LivePhoto *file       `json:"live_photo"`
	Photo     []file      `json:"photo"`
	Video     *file       `json:"video"`
	VideoNote *file       `json:"video_note"`
	Voice     *file       `json:"voice"`
	Audio     *file       `json:"audio"`
	Document  *file       `json:"document"`
	Sticker   *file       `json:"sticker"`
	Contact   *card       `json:"contact"`
	Venue     *venue      `json:"venue"`
	Location  *point      `json:"location"`
	Rich      *richText   `json:"rich_message"`
	Checklist *checklist  `json:"checklist"`
	Dice      *file       `json:"dice"`
	Poll      *poll       `json:"poll"`
	Paid      *Payment    `json:"successful_payment"`
	Refunded  *Payment    `json:"refunded_payment"`
	WebApp    *WebAppData `json:"web_app_data"`

	MigrateTo    int64           `json:"migrate_to_chat_id"`
	MigrateFrom  int64           `json:"migrate_from_chat_id"`
	TopicCreated json.RawMessage `json:"forum_topic_created"`
}

type quote struct {
	Text string `json:"text"`
}

type checklist struct {
	Title string `json:"title"`
	Tasks []struct {
		Text string `json:"text"`
	} `json:"tasks"`
}

type poll struct {
	Question string `json:"question"`
}

type callbackQuery struct {
	ID              string   `json:"id"`
	From            user     `json:"from"`
	Message         *message `json:"message"`
	InlineMessageID string   `json:"inline_message_id"`
	Data            *string  `json:"data"`
	Game            string   `json:"game_short_name"`
}

type memberUpdate struct {
	Chat chat  `json:"chat"`
	From user  `json:"from"`
	Date int64 `json:"date"`
	New  struct {
		Status string `json:"status"`
	} `json:"new_chat_member"`
}

type deletedMessages struct {
	Business string  `json:"business_connection_id"`
	Chat     chat    `json:"chat"`
	IDs      []int64 `json:"message_ids"`
}

type reaction struct {
	Chat      chat  `json:"chat"`
	MessageID int64 `json:"message_id"`
	User      *user `json:"user"`
	Date      int64 `json:"date"`
	New       []struct {
		Type  string `json:"type"`
		Emoji string `json:"emoji"`
	} `json:"new_reaction"`
}
