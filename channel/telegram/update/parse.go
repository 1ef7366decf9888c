package update

import (
	"bytes"
	"encoding/json"
	"errors"
	"sort"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"prilavok/core/fault"
	"prilavok/core/inbox"
	"prilavok/core/shop"
)

// MaxBody is the longest update that Parse reads; Telegram's own are far shorter.
const MaxBody = 1 << 20

// update has every payload field of Bot API 10.3 that we treat in its own way.
type update struct {
	ID                int64           `json:"update_id"`
	Message           *message        `json:"message"`
	Edited            *message        `json:"edited_message"`
	ChannelPost       *message        `json:"channel_post"`
	EditedChannelPost *message        `json:"edited_channel_post"`
	Connection        json.RawMessage `json:"business_connection"`
	Business          *message        `json:"business_message"`
	EditedBusiness    *message        `json:"edited_business_message"`
	Deleted           json.RawMessage `json:"deleted_business_messages"`
	Guest             *message        `json:"guest_message"`
	Reaction          json.RawMessage `json:"message_reaction"`
	Inline            json.RawMessage `json:"inline_query"`
	Callback          *callbackQuery  `json:"callback_query"`
	Shipping          json.RawMessage `json:"shipping_query"`
	PreCheckout       json.RawMessage `json:"pre_checkout_query"`
	Member            json.RawMessage `json:"my_chat_member"`
	Stopped           json.RawMessage `json:"stopped_message_generation"`
	Subscription      json.RawMessage `json:"subscription"`
}

// given reports whether a field was there.
func given(raw json.RawMessage) bool { return len(raw) > 0 && string(raw) != "null" }

// fill reads what nearly all updates are, messages and presses; these were decoded
// with the update itself.
func (u *update) fill(botID int64, in *inbox.Incoming) error {
	switch {
	case u.Message != nil:
		in.Type = "message"
		readMessage(u.Message, botID, in)
	case u.Callback != nil:
		in.Type = "callback_query"
		readCallback(u.Callback, in)
	case u.Edited != nil:
		in.Type = "edited_message"
		readEdited(u.Edited, botID, in)
	case u.Business != nil:
		in.Type = "business_message"
		readMessage(u.Business, botID, in)
	case u.EditedBusiness != nil:
		in.Type = "edited_business_message"
		readEdited(u.EditedBusiness, botID, in)
	case u.Guest != nil:
		in.Type = "guest_message"
		readGuest(u.Guest, botID, in)
	case u.ChannelPost != nil:
		in.Type = "channel_post"
		readIgnored(u.ChannelPost, botID, in)
	case u.EditedChannelPost != nil:
		in.Type = "edited_channel_post"
		readIgnored(u.EditedChannelPost, botID, in)
	default:
		return u.rare(in)
	}
	return nil
}

// rare reads the other kinds; of an unknown one it keeps only the name.
func (u *update) rare(in *inbox.Incoming) (err error) {
	switch {
	case given(u.PreCheckout):
		in.Type = "pre_checkout_query"
		err = readPreCheckout(u.PreCheckout, in)
	case given(u.Shipping):
		in.Type = "shipping_query"
		err = readShipping(u.Shipping, in)
	case given(u.Deleted):
		in.Type = "deleted_business_messages"
		err = readDeleted(u.Deleted, in)
	case given(u.Connection):
		in.Type = "business_connection"
		err = readConnection(u.Connection, in)
	case given(u.Member):
		in.Type = "my_chat_member"
		err = readMember(u.Member, in)
	case given(u.Reaction):
		in.Type = "message_reaction"
		err = readReaction(u.Reaction, in)
	case given(u.Stopped):
		in.Type = "stopped_message_generation"
		err = readStopped(u.Stopped, in)
	case given(u.Subscription):
		in.Type = "subscription"
		err = readSubscription(u.Subscription, in)
	case given(u.Inline):
		in.Type = "inline_query"
		err = readInline(u.Inline, in)
	default:
		in.Kind, in.Type = inbox.KindUnknown, unknownField(in.Raw)
	}
	return err
}

// Parse reads the body of one webhook request, or one item of getUpdates. It is
// pure. botID tells our own echoes on Business accounts. One update gives one event;
// an update of an unknown kind gives one of KindUnknown, never an error.
//
// Faults: telegram.body (Invalid) for what is no update at all.
func Parse(accountID string, botID int64, body []byte) ([]inbox.Incoming, error) {
	if len(body) > MaxBody {
		return nil, fault.New(fault.Invalid, "telegram.body", "the update has %d bytes, more than %d", len(body), MaxBody)
	}
	if !utf8.Valid(body) {
		return nil, fault.New(fault.Invalid, "telegram.body", "the update is not UTF-8")
	}
	var u update
	err := json.Unmarshal(body, &u)
	if err != nil && !wrongType(err) {
		return nil, fault.New(fault.Invalid, "telegram.body", "the update is no JSON object")
	}
	if u.ID == 0 {
		return nil, fault.New(fault.Invalid, "telegram.body", "the update has no update_id")
	}
	in := inbox.Incoming{
		AccountID:   accountID,
		Channel:     shop.Telegram,
		DeliveryKey: strconv.FormatInt(u.ID, 10),
		Raw:         body,
	}
	u.read(botID, err == nil, &in)
	clean(&in)
	return []inbox.Incoming{in}, nil
}

// Peek returns an update's id, 0 when it has none, and whether somebody waits at a
// screen for the answer: a checkout, a shipping question, a pressed button.
func Peek(body []byte) (id int64, urgent bool) {
	var u update
	_ = json.Unmarshal(body, &u) // Parse judges the body; this only looks
	return u.ID, len(u.PreCheckout)+len(u.Shipping) > 0 || u.Callback != nil
}

// read fills in from the first known field. A field whose types we do not
// understand is kept as unknown: a new server must not stop the shop.
func (u *update) read(botID int64, sound bool, in *inbox.Incoming) {
	bare := *in
	if err := u.fill(botID, in); err != nil || !sound || !addressed(in) {
		bare.Type, bare.Kind = in.Type, inbox.KindUnknown
		*in = bare
	}
}

// addressed reports whether an event's conversation is one, and a question has one.
func addressed(in *inbox.Incoming) bool {
	if in.ConversationKey == "" {
		return !in.Kind.Asks()
	}
	t, err := ParseTarget(strip(in.ConversationKey))
	return err == nil && t.Key() == strip(in.ConversationKey)
}

// unknownField names the payload field of an update that we do not know.
func unknownField(body []byte) string {
	var fields map[string]json.RawMessage
	if json.Unmarshal(body, &fields) != nil {
		return "none"
	}
	names := make([]string, 0, len(fields))
	for name := range fields {
		if name != "update_id" {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return "none"
	}
	sort.Strings(names)
	return label(names[0])
}

// label makes a field name of someone else's fit for metrics.
func label(s string) string {
	s = strings.Map(func(r rune) rune {
		if r == '_' || r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, strings.ToLower(s))
	if len(s) > 48 {
		s = s[:48]
	}
	return s
}

func wrongType(err error) bool {
	var t *json.UnmarshalTypeError
	return errors.As(err, &t) && t.Field != "" && t.Field != "update_id"
}

func unix(sec int64) time.Time {
	if sec <= 0 {
		return time.Time{}
	}
	return time.Unix(sec, 0).UTC()
}

func num(n int64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}

func personOf(u *user) inbox.Person {
	if u == nil {
		return inbox.Person{}
	}
	return inbox.Person{
		ExternalID: num(u.ID),
		Name:       strings.TrimSpace(u.FirstName + " " + u.LastName),
		Username:   u.Username,
		Lang:       u.Language,
	}
}

func personOfChat(c chat) inbox.Person {
	return inbox.Person{ExternalID: num(c.ID), Name: strings.TrimSpace(c.FirstName + " " + c.LastName), Username: c.Username}
}

// clean makes every text of an event fit for a database: no NUL anywhere.
func clean(in *inbox.Incoming) {
	if !bytes.Contains(in.Raw, []byte("u0000")) {
		return // JSON has no other way to write one
	}
	in.Text = strip(in.Text)
	in.From.Name, in.From.Username, in.From.Lang = strip(in.From.Name), strip(in.From.Username), strip(in.From.Lang)
	in.ConversationKey, in.GroupKey, in.From.ExternalID = strip(in.ConversationKey), strip(in.GroupKey), strip(in.From.ExternalID)
	b, err := json.Marshal(in.Payload)
	if err != nil || !strings.Contains(string(b), `\u0000`) {
		return
	}
	var generic map[string]any
	if json.Unmarshal(b, &generic) != nil {
		return
	}
	b, err = json.Marshal(scrub(generic))
	if err != nil {
		return
	}
	in.Payload = inbox.Payload{}
	_ = json.Unmarshal(b, &in.Payload) // what we marshaled a line above reads back
}

func strip(s string) string { return strings.ReplaceAll(s, "\x00", "") }

func scrub(v any) any {
	switch v := v.(type) {
	case string:
		return strip(v)
	case []any:
		for i := range v {
			v[i] = scrub(v[i])
		}
	case map[string]any:
		for k, x := range v {
			v[k] = scrub(x)
		}
	}
	return v
}
