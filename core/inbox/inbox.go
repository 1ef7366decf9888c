// Package inbox is conversations and messages: it receives what channels bring,
// keeps the order within a conversation, stores replies and delivers them. It does
// not decide what to answer (assistant does) and does not speak any channel's
// protocol (channel/* do).
package inbox

import (
	"encoding/json"
	"time"

	"prilavok/core/lang"
	"prilavok/core/shop"
)

// Kind says what an incoming event is. Its group decides what receiving does.
type Kind string

// Kinds that become a message of the customer and ask for a turn.
const (
	KindText        Kind = "text"
	KindCommand     Kind = "command" // Payload.Command and Payload.Argument
	KindButton      Kind = "button"  // Payload.Action
	KindPhoto       Kind = "photo"   // caption in Text
	KindVideo       Kind = "video"
	KindVoice       Kind = "voice"
	KindAudio       Kind = "audio"
	KindDocument    Kind = "document"
	KindSticker     Kind = "sticker" // its emoji in Text
	KindContact     Kind = "contact"
	KindLocation    Kind = "location"
	KindPaid        Kind = "paid"    // successful_payment
	KindWebApp      Kind = "web_app" // data from a Mini App
	KindShare       Kind = "share"   // a post, reel or story, without words; its caption is the quote
	KindUnsupported Kind = "unsupported"
)

// Kinds that change what is stored and ask for no turn.
const (
	KindEdit      Kind = "edit"      // new text of message ExternalID
	KindDelete    Kind = "delete"    // messages Payload.Deleted are gone
	KindBlocked   Kind = "blocked"   // the contact cannot be reached
	KindUnblocked Kind = "unblocked" // can again
	KindOperator  Kind = "operator"  // a person of the shop wrote to the customer in the channel's own app
	KindEcho      Kind = "echo"      // what we sent ourselves
	KindMirror    Kind = "mirror"    // what the account said, by us or by a person in the channel's own app
	KindReaction  Kind = "reaction"
	KindSeen      Kind = "seen"    // the customer has seen everything up to ExternalID
	KindTaken     Kind = "taken"   // another program has the conversation now
	KindGiven     Kind = "given"   // the conversation is ours again
	KindComment   Kind = "comment" // something public under a post, or a mention
	KindStaff     Kind = "staff"   // something said in a group
	KindService   Kind = "service" // handled by the channel at once: queries, connections
	KindUnknown   Kind = "unknown" // kept raw, counted, not lost
)

// Asks reports whether an event of this kind becomes a customer's message that
// wants an answer.
func (k Kind) Asks() bool {
	switch k {
	case KindText, KindCommand, KindButton, KindPhoto, KindVideo, KindVoice, KindAudio, KindDocument,
		KindSticker, KindContact, KindLocation, KindPaid, KindWebApp, KindShare, KindUnsupported:
		return true
	}
	return false
}

// Incoming is one event as a channel parsed it. Parsing is pure: it knows neither
// the database nor the clock.
type Incoming struct {
	AccountID       string
	Channel         shop.Channel
	DeliveryKey     string // unique per account; equal for a repeated delivery
	Kind            Kind
	Type            string // the channel's own name of the event, for metrics: "callback_query"
	ConversationKey string // "" when the event belongs to no conversation
	From            Person
	ExternalID      string // the channel's id of the message; "" when it has none
	GroupKey        string // album: parts with one key are one message
	Text            string // markup-free; NUL-free valid UTF-8
	Payload         Payload
	SentAt          time.Time // the channel's clock; zero when unknown
	Void            []string  `json:",omitempty"` // delivery keys of events after which this one no longer counts
	Raw             []byte    // the body as it came
}

// Person is who an incoming event is from, as the channel tells.
type Person struct {
	ExternalID string
	Name       string
	Username   string
	Lang       string // IETF tag, "" unknown
}

// Payload is what an incoming message carries besides text. It is stored as JSON.
type Payload struct {
	Command     string         `json:"command,omitempty"`  // without slash and bot name, lower case
	Argument    string         `json:"argument,omitempty"` // after the command; a deep link's payload
	Action      string         `json:"action,omitempty"`   // data of a pressed button; untrusted
	CallbackID  string         `json:"callback_id,omitempty"`
	Source      string         `json:"source,omitempty"` // external id of the message whose button was pressed; "" when it cannot be edited
	ReplyTo     string         `json:"reply_to,omitempty"`
	Quote       string         `json:"quote,omitempty"` // the part of ours they answer to
	Forwarded   bool           `json:"forwarded,omitempty"`
	Attachments []Attachment   `json:"attachments,omitempty"`
	Contact     *SharedContact `json:"contact,omitempty"`
	Location    *Location      `json:"location,omitempty"`
	Deleted     []string       `json:"deleted,omitempty"`
	Thread      string         `json:"thread,omitempty"`
	Silent      bool           `json:"silent,omitempty"`  // a customer's message that wants no answer
	Aside       bool           `json:"aside,omitempty"`   // it opens no reply window, or is not known to
	Foreign     bool           `json:"foreign,omitempty"` // another program has the conversation: it answers, we only keep
	Extra       map[string]any `json:"extra,omitempty"`   // what only the channel itself reads
}

// Attachment is a file of a message.
type Attachment struct {
	Kind     string `json:"kind"` // photo, video, voice, audio, document, sticker
	FileID   string `json:"file_id,omitempty"`
	URL      string `json:"url,omitempty"`
	Name     string `json:"name,omitempty"`
	MIME     string `json:"mime,omitempty"`
	Size     int64  `json:"size,omitempty"`
	Width    int    `json:"width,omitempty"`
	Height   int    `json:"height,omitempty"`
	Duration int    `json:"duration,omitempty"` // seconds
	TooBig   bool   `json:"too_big,omitempty"`  // the channel will not give it to us
	Fault    string `json:"fault,omitempty"`    // code of why it is not with us, where it was to be fetched
}

// SharedContact is a contact card. Own is true only where the channel proves that
// the card is the sender's own.
type SharedContact struct {
	Phone string `json:"phone"`
	Name  string `json:"name,omitempty"`
	Own   bool   `json:"own"`
}

// Location is a point, with a name and address where the sender picked a place.
type Location struct {
	Lat     float64 `json:"lat"`
	Lon     float64 `json:"lon"`
	Title   string  `json:"title,omitempty"`
	Address string  `json:"address,omitempty"`
}

// Status of a conversation.
type Status string

const (
	Pending  Status = "pending" // the assistant answers
	Open     Status = "open"    // operators have it; the assistant is silent
	Snoozed  Status = "snoozed"
	Resolved Status = "resolved" // the next message makes it pending
)

// Route says who answers a conversation's messages: ours, or an old bot's.
type Route string

const (
	RouteOurs      Route = "ours"
	RouteForwarded Route = "forwarded"
	RouteShadow    Route = "shadow"
)

// Conversation is a thread with one contact on one channel account.
type Conversation struct {
	ID         string
	ShopID     string
	AccountID  string
	Channel    shop.Channel
	Key        string // the channel's id
	ContactID  string
	AddressID  string
	Status     Status
	Route      Route
	Assignee   string
	Lang       lang.Lang
	LastSeq    int64 // sequence of the newest message, both directions
	AnsweredTo int64 // every customer message up to here is answered
	AskedAt    time.Time
	Question   string    // what the desk for orders waits to be told; "" nothing
	Mode       shop.Mode // who answers; "" as the shop has it
	HeldTo     int64     // customer messages up to here are left to people
	DraftID    string    // the draft that waits for a person; "" none
	CreatedAt  time.Time
	UpdatedAt  time.Time
}

// Author says who wrote a message.
type Author string

const (
	ByContact   Author = "contact"
	ByAssistant Author = "assistant"
	ByOperator  Author = "operator"
	BySystem    Author = "system" // notices
)

// Delivery is the state of an outgoing message.
type Delivery string

const (
	Received Delivery = "received" // incoming
	Queued   Delivery = "queued"
	Sent     Delivery = "sent"
	Failed   Delivery = "failed"
	Unsure   Delivery = "unknown" // the channel may or may not have it
)

// Message is one stored message of a conversation.
type Message struct {
	ID             string
	ShopID         string
	ConversationID string
	Seq            int64
	Author         Author
	Kind           Kind
	Text           string // incoming: plain; outgoing: markup
	Payload        Payload
	Out            *Outgoing // of outgoing ones
	ExternalID     string
	State          Delivery
	Fault          string // code, of failed ones
	TurnID         string
	SentAt         time.Time // incoming: the channel's clock; zero when unknown
	CreatedAt      time.Time
	EditedAt       time.Time
	DeletedAt      time.Time
}

// Outgoing is what we say, independent of any channel. A channel's Shape turns it
// into parts that it can send; nothing in it is silently dropped.
type Outgoing struct {
	Text     string     `json:"text,omitempty"` // markup
	Cards    []Card     `json:"cards,omitempty"`
	Images   []Image    `json:"images,omitempty"`
	Buttons  [][]Button `json:"buttons,omitempty"`  // rows
	Typed    []Choice   `json:"typed,omitempty"`    // of a part: buttons that stand in the text as numbered lines
	Ask      Ask        `json:"ask,omitempty"`      // a native way to answer, beside typing
	Hide     bool       `json:"hide,omitempty"`     // takes an asked keyboard away again
	Replaces string     `json:"replaces,omitempty"` // external id of our message to edit instead of repeating; sent anew where it cannot be
	Author   Author     `json:"author,omitempty"`
	Operator string     `json:"operator,omitempty"` // who of the shop's people says it, by name
	Client   string     `json:"client,omitempty"`   // the id that whoever sent it gave it
	Drafted  Drafted    `json:"drafted,omitempty"`  // the operator took it from a draft of the assistant's
	Thread   string     `json:"thread,omitempty"`
	Silent   bool       `json:"silent,omitempty"`
	Bill     *Bill      `json:"bill,omitempty"` // what it says about the money of an order
}

// Drafted says what an operator did to a draft that they sent; "" there was none.
type Drafted string

const (
	AsDrafted Drafted = "as_is"
	Reworded  Drafted = "edited"
)

// Bill is how the money of an order stood when a message was sent. A page may show it
// live: a later bill of the same order takes the place of an earlier one.
type Bill struct {
	Order  string    `json:"order"`          // its number
	Status string    `json:"status"`         // as order.PaymentStatus has it
	Over   bool      `json:"over,omitempty"` // nothing is to be paid any more
	Until  time.Time `json:"until,omitzero"` // the goods wait for money until then
}

// Card shows a product, rendered from the database.
type Card struct {
	ProductID string     `json:"product_id"`
	Title     string     `json:"title"`
	Subtitle  string     `json:"subtitle,omitempty"` // options, a line of description
	Price     string     `json:"price,omitempty"`    // formatted
	OldPrice  string     `json:"old_price,omitempty"`
	Badge     string     `json:"badge,omitempty"` // "нет в наличии"
	Images    []Image    `json:"images,omitempty"`
	Buttons   [][]Button `json:"buttons,omitempty"`
}

// Image is a picture by its path under our own media root ("/media/…") or a full URL.
type Image struct {
	URL string `json:"url"`
	Alt string `json:"alt,omitempty"`
}

// Button is one thing to press. Exactly one of Action, URL is set.
type Button struct {
	Text   string `json:"text"`
	Action string `json:"action,omitempty"` // ≤ 64 bytes; comes back as Payload.Action
	URL    string `json:"url,omitempty"`
	Style  string `json:"style,omitempty"` // "", primary, success, danger
}

// Ask names a native way to answer.
type Ask string

const (
	AskNothing  Ask = ""
	AskPhone    Ask = "phone"
	AskLocation Ask = "location"
)

// MaxAction is how many bytes a button's action may have (Telegram's callback_data).
const MaxAction = 64

// MarshalPayload writes a payload for storing.
func MarshalPayload(p Payload) string {
	b, err := json.Marshal(p)
	if err != nil {
		return "{}"
	}
	return string(b)
}
