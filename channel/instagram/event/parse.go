// Package event reads what Instagram posts to its webhook. It is pure: bytes in, events
// out; it knows neither accounts of ours nor the clock. Sending is package instagram's.
package event

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"sort"
	"strings"

	"prilavok/core/fault"
	"prilavok/core/inbox"
	"prilavok/core/shop"
)

// MaxBody is the longest body that Parse reads: a thousand events with the longest texts,
// whose letters come as six bytes each, and their links.
const MaxBody = 8 << 20

// Part is the events of one account of a body, in the order of their time.
type Part struct {
	Account string // Instagram's id of the account, as entry.id has it
	Events  []inbox.Incoming
}

// Parse reads a body. Events of accounts come apart, in the order in which the body names
// the accounts. Nothing that is an event fails the ones beside it: what is not understood
// is one of KindUnknown. A body of another product's has no parts.
//
// Fault: instagram.body (Invalid) for what is no webhook's body at all.
func Parse(body []byte) ([]Part, error) {
	if len(body) > MaxBody {
		return nil, fault.New(fault.Invalid, "instagram.body", "the body has %d bytes, more than %d", len(body), MaxBody)
	}
	list, err := envelopes(body)
	if err != nil {
		return nil, err
	}
	var parts []Part
	at := map[string]int{}
	for _, o := range list {
		if o.text("object") != "instagram" {
			continue
		}
		for _, raw := range o.list("entry") {
			e := entryOf(raw)
			if e.id == "" {
				continue // of nobody: there is no one to keep it for
			}
			i, known := at[e.id]
			if !known {
				i = len(parts)
				at[e.id] = i
				parts = append(parts, Part{Account: e.id})
			}
			parts[i].Events = append(parts[i].Events, e.events()...)
		}
	}
	for i := range parts {
		inOrder(parts[i].Events)
	}
	return parts, nil
}

// envelopes reads the object of a body, or the objects: samples come wrapped in an array.
func envelopes(body []byte) ([]object, error) {
	var raws []json.RawMessage
	if trimmed := bytes.TrimLeft(body, " \t\r\n"); len(trimmed) > 0 && trimmed[0] == '[' {
		if json.Unmarshal(body, &raws) != nil {
			return nil, fault.New(fault.Invalid, "instagram.body", "the body is no JSON")
		}
	} else {
		raws = []json.RawMessage{body}
	}
	var out []object
	for _, raw := range raws {
		if o := objectOf(raw); o != nil {
			out = append(out, o)
		}
	}
	if len(out) == 0 {
		return nil, fault.New(fault.Invalid, "instagram.body", "the body is no JSON object")
	}
	return out, nil
}

// inOrder sorts events by their time. One without a time stays behind what it came after.
func inOrder(list []inbox.Incoming) {
	keys := make([]int64, len(list))
	for i, in := range list {
		switch {
		case !in.SentAt.IsZero():
			keys[i] = in.SentAt.UnixMilli()
		case i > 0:
			keys[i] = keys[i-1]
		}
	}
	sort.Stable(byTime{list, keys})
}

type byTime struct {
	list []inbox.Incoming
	keys []int64
}

func (b byTime) Len() int           { return len(b.list) }
func (b byTime) Less(i, j int) bool { return b.keys[i] < b.keys[j] }
func (b byTime) Swap(i, j int) {
	b.list[i], b.list[j] = b.list[j], b.list[i]
	b.keys[i], b.keys[j] = b.keys[j], b.keys[i]
}

// entry is what a body tells of one account.
type entry struct {
	id string
	o  object
}

func entryOf(raw json.RawMessage) entry {
	o := objectOf(raw)
	return entry{id: o.id("id"), o: o}
}

func (e entry) events() []inbox.Incoming {
	var out []inbox.Incoming
	for _, raw := range e.o.list("messaging") {
		out = append(out, e.item(raw, "messaging")...)
	}
	for _, raw := range e.o.list("standby") {
		for _, in := range e.item(raw, "standby") {
			in.Payload.Foreign = true
			out = append(out, in)
		}
	}
	for _, raw := range e.o.list("changes") {
		out = append(out, e.change(raw)...)
	}
	if e.o.has("field") {
		flat, err := json.Marshal(object{"field": e.o["field"], "value": e.o["value"]})
		if err == nil {
			out = append(out, e.change(flat)...)
		}
	}
	if len(out) == 0 {
		whole, err := json.Marshal(e.o)
		if err == nil {
			out = append(out, unknown(e.base(whole, ""), e.o, "id", "time"))
		}
	}
	return out
}

// base is an event of the entry before it is read. Its raw body is a webhook's body of
// this event alone, so that it can be replayed.
func (e entry) base(raw json.RawMessage, field string) inbox.Incoming {
	var b bytes.Buffer
	b.WriteString(`{"object":"instagram","entry":[`)
	if field == "" {
		b.Write(raw)
	} else {
		b.WriteString(`{"id":`)
		b.Write(e.o["id"])
		if e.o.has("time") {
			b.WriteString(`,"time":`)
			b.Write(e.o["time"])
		}
		b.WriteString(`,"` + field + `":[`)
		b.Write(raw)
		b.WriteString(`]}`)
	}
	b.WriteString(`]}`)
	return inbox.Incoming{Channel: shop.Instagram, Raw: b.Bytes()}
}

// unknown makes of an event one that is kept and not understood. It is named after the
// first field that is none of those that all have.
func unknown(in inbox.Incoming, o object, common ...string) inbox.Incoming {
	names := make([]string, 0, len(o))
	for name := range o {
		if !has(common, name) {
			names = append(names, name)
		}
	}
	sort.Strings(names)
	name := "none"
	if len(names) > 0 {
		name = label(names[0])
	}
	return inbox.Incoming{Channel: in.Channel, Raw: in.Raw, Kind: inbox.KindUnknown, Type: name, DeliveryKey: "x:" + hash(o.canonical()), SentAt: in.SentAt}
}

func has(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

// label makes a field name of someone else's fit for metrics.
func label(s string) string {
	s = strings.Map(func(r rune) rune {
		if r == '_' || r == '.' || r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, strings.ToLower(s))
	return s[:min(len(s), 48)]
}

// key joins what tells an event from others of its account; equal for a repeated one.
func key(kind string, parts ...string) string {
	const longest = 200 // of a key that stands in an index
	s := kind + ":" + strings.Join(parts, ":")
	if len(s) > longest {
		return kind + ":#" + hash(s)
	}
	return s
}

func hash(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}
