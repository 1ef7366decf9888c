package audit

import (
	"encoding/json"
	"reflect"
	"strings"
)

// Masked stands for what the log does not tell.
const Masked = "•••"

// told are the fields that are kept although all of the thing is about customers.
var told = map[string]bool{"id": true, "status": true, "state": true, "kind": true, "channel": true, "revision": true, "created_at": true, "updated_at": true}

// hidden are words in names of fields whose values are secrets, or lead to a person.
var hidden = []string{"secret", "token", "password", "recovery", "credential", "api_key", "link", "url", "recipient", "phone", "email", "address", "comment",
	"contact", "customer", "person", "photo", "tracking", "note", "text", "body", "message", "reason", "why", "refusal", "proof", "place", "code"}

// read reads a document. What is no JSON object is {}.
func read(doc json.RawMessage) map[string]any {
	var m map[string]any
	if json.Unmarshal(doc, &m) != nil || m == nil {
		return map[string]any{}
	}
	return m
}

func masked(v any, private bool) any {
	switch v := v.(type) {
	case map[string]any:
		for name, x := range v {
			switch {
			case isID(name) || told[name]:
			case hides(name):
				v[name] = cover(x)
			default:
				v[name] = masked(x, private)
			}
		}
		return v
	case []any:
		for i, x := range v {
			v[i] = masked(x, private)
		}
		return v
	case string:
		if private {
			return cover(v)
		}
	}
	return v
}

// cover leaves whether there is something.
func cover(v any) any {
	if v == nil || reflect.ValueOf(v).IsZero() {
		return v
	}
	return Masked
}

func isID(name string) bool { return name == "id" || strings.HasSuffix(name, "_id") }

func hides(name string) bool {
	name = strings.ToLower(name)
	for _, h := range hidden {
		if strings.Contains(name, h) {
			return true
		}
	}
	return false
}

// changed leaves of two documents the fields that differ, and of one that has no other side
// all; then it takes out what the log does not tell.
func changed(before, after map[string]any, private bool) (b, a json.RawMessage) {
	if len(before) > 0 && len(after) > 0 {
		for name, x := range before {
			if y, ok := after[name]; ok && reflect.DeepEqual(x, y) {
				delete(before, name)
				delete(after, name)
			}
		}
	}
	return written(masked(before, private)), written(masked(after, private))
}

// mostKept bounds a document of a line.
const mostKept = 32 << 10

func written(m any) json.RawMessage {
	b, err := json.Marshal(m)
	if err != nil || len(b) > mostKept {
		b = []byte(`{"left_out":"too long"}`)
	}
	return b
}
