package event

import (
	"encoding/json"
	"strings"

	"prilavok/core/inbox"
)

// change reads one element of changes: a comment, a mention, or what the dashboard's
// Test button sends.
func (e entry) change(raw json.RawMessage) []inbox.Incoming {
	o := objectOf(raw)
	field, v := o.text("field"), o.object("value")
	in := e.base(raw, "changes")
	in.SentAt = e.o.time("time")
	switch {
	case v == nil:
		return []inbox.Incoming{unknown(in, o)}
	case field == "comments", field == "live_comments":
		return []inbox.Incoming{e.comment(in, field, v)}
	case field == "mentions":
		c := Comment{ID: v.id("comment_id"), MediaID: v.id("media_id")}
		in.Kind, in.Type, in.ExternalID = inbox.KindComment, field, c.ID
		in.DeliveryKey = key("n", c.MediaID, c.ID)
		if c.MediaID == "" && c.ID == "" {
			return []inbox.Incoming{unknown(in, v)}
		}
		in.Payload.Extra = map[string]any{ExtraComment: c}
		return []inbox.Incoming{in}
	case v.object("sender") != nil:
		if e.id != v.object("recipient").id("id") && e.id != v.object("sender").id("id") {
			in.Kind, in.Type, in.DeliveryKey = inbox.KindEcho, "test", key("test", hash(v.canonical()))
			return []inbox.Incoming{in}
		}
		// Events of conversations come this way too where an app was set up so.
		item := e.item(o["value"], "messaging")
		if strings.HasPrefix(field, "standby") {
			for i := range item {
				item[i].Payload.Foreign = true
			}
		}
		return item
	}
	in = unknown(in, v)
	in.Type = label("changes." + field)
	return []inbox.Incoming{in}
}

// comment reads what somebody wrote under a post. The account's own come back as well.
func (e entry) comment(in inbox.Incoming, field string, v object) inbox.Incoming {
	from, media := v.object("from"), v.object("media")
	c := Comment{ID: first(v.id("id"), v.id("comment_id")), ParentID: v.id("parent_id"), MediaID: media.id("id"), Product: media.text("media_product_type"),
		AdID: media.id("ad_id"), AdTitle: media.text("ad_title"), OriginalMediaID: media.id("original_media_id"), Live: field == "live_comments"}
	if c.ID == "" {
		return unknown(in, v)
	}
	in.Kind, in.Type, in.ExternalID, in.DeliveryKey, in.Text = inbox.KindComment, field, c.ID, key("c", c.ID), v.text("text")
	in.From = inbox.Person{ExternalID: from.id("id"), Username: from.text("username")}
	c.Own = in.From.ExternalID == e.id || from.id("self_ig_scoped_id") != ""
	in.Payload.Extra = map[string]any{ExtraComment: c}
	return in
}
