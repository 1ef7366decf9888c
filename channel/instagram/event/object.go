package event

import (
	"encoding/json"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// object is a JSON object whose fields are read one by one: a field of another type than
// we know is as good as absent, and never costs the fields beside it.
type object map[string]json.RawMessage

// objectOf reads an object; nil when raw is none.
func objectOf(raw json.RawMessage) object {
	var o object
	if json.Unmarshal(raw, &o) != nil {
		return nil
	}
	return o
}

func (o object) has(name string) bool {
	raw, ok := o[name]
	return ok && string(raw) != "null"
}

func (o object) object(name string) object { return objectOf(o[name]) }

// list reads an array; a single value stands for an array of one.
func (o object) list(name string) []json.RawMessage {
	if !o.has(name) {
		return nil
	}
	var out []json.RawMessage
	if json.Unmarshal(o[name], &out) != nil {
		return []json.RawMessage{o[name]}
	}
	return out
}

// text reads a string, or a number as it is written. It holds no NUL.
func (o object) text(name string) string {
	raw := o[name]
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return strings.ReplaceAll(s, "\x00", "")
	}
	var n json.Number
	if json.Unmarshal(raw, &n) == nil {
		return n.String()
	}
	return ""
}

// id reads an identifier; "" when it cannot be one.
func (o object) id(name string) string {
	const longest = 512
	s := o.text(name)
	if len(s) > longest || strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r == 0x7f || r == '\uFFFD' }) {
		return ""
	}
	return s
}

func (o object) flag(name string) bool {
	switch strings.ToLower(strings.Trim(string(o[name]), `"`)) {
	case "true", "1":
		return true
	}
	return false
}

// link reads an address of the web.
func (o object) link(name string) string {
	s := o.text(name)
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || len(s) > 8192 {
		return ""
	}
	return s
}

// time reads a moment: in milliseconds, or in seconds as comments have it; zero when
// there is none.
func (o object) time(name string) time.Time {
	const lastSecond = 100_000_000_000 // what is larger counts milliseconds
	f, err := strconv.ParseFloat(o.text(name), 64)
	switch {
	case err != nil || f != f || f <= 0 || f >= 1000*lastSecond:
		return time.Time{}
	case f < lastSecond:
		f *= 1000
	}
	return time.UnixMilli(int64(f)).UTC()
}

// canonical is the object with its fields in order, for telling a repeated one.
func (o object) canonical() string {
	b, err := json.Marshal(o)
	if err != nil {
		return ""
	}
	return string(b)
}
