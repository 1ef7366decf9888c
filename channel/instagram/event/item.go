package event

import (
	"encoding/json"
	"strconv"

	"prilavok/core/inbox"
)

// App ids of Instagram's own places where people answer.
const (
	InstagramInbox = "1217981644879628"
	PageInbox      = "263902037430900"
)

// item is one event between the account and a customer.
type item struct {
	inbox.Incoming
	o       object
	account string
	own     bool // from the account
}

var common = []string{"sender", "recipient", "timestamp", "is_self"}

// item reads one element of messaging or standby. One element may be two events: a
// message that came by a link is the link and the message.
func (e entry) item(raw json.RawMessage, field string) []inbox.Incoming {
	o := objectOf(raw)
	it := item{Incoming: e.base(raw, field), o: o, account: e.id}
	if o == nil {
		return []inbox.Incoming{unknown(it.Incoming, object{field: raw})}
	}
	it.SentAt = o.time("timestamp")
	if it.SentAt.IsZero() {
		it.SentAt = e.o.time("time")
	}
	sender, recipient := o.object("sender").id("id"), o.object("recipient").id("id")
	echo := o.object("message").flag("is_echo")
	it.own = echo || sender == e.id
	customer := sender
	if it.own {
		customer = recipient
	}
	self := o.flag("is_self") || o.object("message").flag("is_self") || customer == e.id
	switch {
	case self: // the account writes to itself, to try something
		it.Kind, it.Type, it.DeliveryKey = inbox.KindEcho, "self", key("self", hash(o.canonical()))
		return []inbox.Incoming{it.Incoming}
	case customer == "":
		return []inbox.Incoming{unknown(it.Incoming, o, common...)}
	}
	it.ConversationKey, it.From = customer, inbox.Person{ExternalID: customer}
	return it.read()
}

func (it *item) read() []inbox.Incoming {
	var link []inbox.Incoming
	switch o := it.o; {
	case o.object("message") != nil:
		link = it.message(o.object("message"))
	case o.object("message_edit") != nil:
		it.edit(o.object("message_edit"))
	case o.object("message_edits") != nil:
		it.edit(o.object("message_edits"))
	case o.object("postback") != nil && !it.own:
		link = it.postback(o.object("postback"))
	case o.object("reaction") != nil:
		it.reaction(o.object("reaction"))
	case o.object("read") != nil:
		r := o.object("read")
		it.Kind, it.Type, it.ExternalID = inbox.KindSeen, "read", r.id("mid")
		it.DeliveryKey = key("s", it.ConversationKey, it.ExternalID, r.text("watermark"), it.stamp())
	case o.object("referral") != nil && !it.own:
		it.opened(o.object("referral"))
	case o.object("optin") != nil:
		it.Kind, it.Type, it.DeliveryKey = inbox.KindService, "optin", key("o", it.ConversationKey, it.stamp(), hash(o.canonical()))
	case o.object("pass_thread_control") != nil:
		it.control("pass_thread_control")
	case o.object("take_thread_control") != nil:
		it.control("take_thread_control")
	case o.object("request_thread_control") != nil:
		it.control("request_thread_control")
	default:
		return []inbox.Incoming{unknown(it.Incoming, o, common...)}
	}
	return append(link, it.Incoming)
}

func (it *item) stamp() string {
	if it.SentAt.IsZero() {
		return "0"
	}
	return strconv.FormatInt(it.SentAt.UnixMilli(), 10)
}

// message reads a message; link is the deep link that it came by.
func (it *item) message(m object) (link []inbox.Incoming) {
	mid := m.id("mid")
	it.Type, it.ExternalID, it.DeliveryKey = "message", mid, key("m", mid)
	if mid == "" {
		it.DeliveryKey = key("m", "", hash(it.o.canonical()))
	}
	switch {
	case m.flag("is_deleted"):
		it.Type, it.Kind, it.DeliveryKey = "message_deleted", inbox.KindDelete, key("d", mid)
		if mid == "" {
			it.Kind, it.DeliveryKey = inbox.KindUnknown, key("d", "", hash(it.o.canonical()))
			return nil
		}
		it.Payload.Deleted = []string{mid}
		return nil
	case it.own:
		it.Type, it.Kind = "message_echo", inbox.KindMirror
		it.Text = m.text("text")
		it.attachments(m)
		if app := m.id("app_id"); app != "" {
			it.Payload.SetExtra(ExtraApp, app)
		}
		return nil
	}
	it.content(m)
	if r := m.object("referral"); r != nil {
		link = it.cameBy(r)
	}
	return link
}

func (it *item) edit(m object) {
	mid := m.id("mid")
	it.Type, it.Kind, it.ExternalID, it.Text = "message_edit", inbox.KindEdit, mid, m.text("text")
	it.DeliveryKey = key("e", mid, m.id("num_edit"))
	if mid == "" || m.id("num_edit") == "" {
		it.DeliveryKey = key("e", mid, it.stamp(), hash(it.o.canonical()))
		return
	}
	const most = 10 // edits of a message; people have fewer
	it.Void = []string{key("d", mid)}
	if n, err := strconv.Atoi(m.id("num_edit")); err == nil && n >= 0 && n < most {
		for n++; n <= most; n++ {
			it.Void = append(it.Void, key("e", mid, strconv.Itoa(n)))
		}
	}
}

func (it *item) postback(p object) (link []inbox.Incoming) {
	mid, payload := p.id("mid"), p.text("payload")
	it.Type, it.Kind, it.ExternalID, it.Text = "postback", inbox.KindButton, mid, p.text("title")
	it.Payload.Action = payload
	it.DeliveryKey = key("m", mid)
	if mid == "" {
		it.DeliveryKey = key("p", it.ConversationKey, it.stamp(), hash(payload+"\x00"+it.Text))
	}
	if payload == "" {
		it.Kind = inbox.KindText // its title is all that it says
	}
	if r := p.object("referral"); r != nil {
		link = it.cameBy(r)
	}
	return link
}

func (it *item) reaction(r object) {
	mid, emoji := r.id("mid"), r.text("emoji")
	if emoji == "" {
		emoji = r.text("reaction")
	}
	it.Type, it.Kind, it.ExternalID = "reaction", inbox.KindReaction, mid
	set := []string{}
	if r.text("action") != "unreact" && emoji != "" {
		set = append(set, emoji)
	}
	it.Payload.SetExtra(ExtraReaction, set)
	who := it.ConversationKey
	if it.own {
		who = it.account
	}
	it.DeliveryKey = key("r", who, mid, r.text("action"), emoji, it.stamp())
}

// control reads who has the conversation from now on. What another program asks for is
// kept; nobody but a person of the shop decides it.
func (it *item) control(name string) {
	c := it.o.object(name)
	it.Type, it.Kind = name, inbox.KindService
	it.DeliveryKey = key("h", it.ConversationKey, it.stamp(), name, hash(c.canonical()))
	it.Payload.SetExtra(ExtraControl, Control{Previous: c.id("previous_owner_app_id"), New: c.id("new_owner_app_id"), Requested: c.id("requested_owner_app_id"),
		Metadata: c.text("metadata")})
	owner := c.id("new_owner_app_id")
	switch {
	case name == "take_thread_control", name == "pass_thread_control" && (owner == InstagramInbox || owner == PageInbox):
		it.Kind = inbox.KindTaken
	case name == "pass_thread_control":
		it.Kind = inbox.KindGiven
	}
}
