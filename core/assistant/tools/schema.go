// Package tools is what the model may call: the shop's services seen as tools with
// strict schemas, and the executors of what they propose. Whose cart and orders they
// work on comes from the session alone. It decides nothing about turns.
package tools

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

	"prilavok/core/fault"
)

// object writes a strict schema: every property is required, no others are allowed.
// pairs are name, schema, name, schema, …
func object(pairs ...string) json.RawMessage {
	var props, names []string
	for i := 0; i+1 < len(pairs); i += 2 {
		name, _ := json.Marshal(pairs[i])
		props = append(props, string(name)+":"+pairs[i+1])
		names = append(names, string(name))
	}
	return json.RawMessage(`{"type":"object","properties":{` + strings.Join(props, ",") + `},"required":[` +
		strings.Join(names, ",") + `],"additionalProperties":false}`)
}

// Schemas of single arguments. Bounds are checked in Go: not every service knows them.
func text(description string) string { return typed(`"string"`, description) }
func maybe(description string) string {
	return typed(`["string","null"]`, description)
}
func whole(description string) string { return typed(`"integer"`, description) }
func maybeWhole(description string) string {
	return typed(`["integer","null"]`, description)
}
func maybeTrue(description string) string { return typed(`["boolean","null"]`, description) }

func typed(kind, description string) string {
	d, _ := json.Marshal(description)
	return `{"type":` + kind + `,"description":` + string(d) + `}`
}

// decode reads arguments strictly: no unknown and no trailing things.
func decode(args json.RawMessage, v any) error {
	dec := json.NewDecoder(bytes.NewReader(args))
	dec.DisallowUnknownFields()
	if err := dec.Decode(v); err != nil {
		return fault.New(fault.Invalid, "assistant.arguments", "the arguments do not fit the schema of this tool")
	}
	if dec.More() {
		return fault.New(fault.Invalid, "assistant.arguments", "the arguments are followed by something else")
	}
	return nil
}

// Lint returns what keeps a schema from being strict in the common sense of all
// services: an object at the root, every property required, no additional ones, and
// none of the keywords that some reject.
func Lint(schema json.RawMessage) []string {
	var root map[string]any
	if err := json.Unmarshal(schema, &root); err != nil {
		return []string{"it is no JSON object"}
	}
	if root["type"] != "object" {
		return []string{"its root is no object"}
	}
	return lint("$", root)
}

var unportable = []string{"minLength", "maxLength", "pattern", "format", "minimum", "maximum", "minItems", "maxItems", "default", "oneOf", "allOf", "not"}

func lint(path string, node map[string]any) []string {
	var out []string
	for _, k := range unportable {
		if _, has := node[k]; has {
			out = append(out, path+" uses "+k)
		}
	}
	props, isObject := node["properties"].(map[string]any)
	if node["type"] == "object" || isObject {
		if node["additionalProperties"] != false {
			out = append(out, path+" allows additional properties")
		}
		required, _ := node["required"].([]any)
		for name, p := range props {
			if !slices.Contains(required, any(name)) {
				out = append(out, path+"."+name+" is not required")
			}
			if sub, ok := p.(map[string]any); ok {
				out = append(out, lint(path+"."+name, sub)...)
			}
		}
		if len(required) != len(props) {
			out = append(out, path+" requires what it does not have")
		}
	}
	if items, ok := node["items"].(map[string]any); ok {
		out = append(out, lint(path+"[]", items)...)
	}
	return out
}
