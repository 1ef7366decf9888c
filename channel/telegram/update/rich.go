package update

import (
	"encoding/json"
	"strings"
)

// richText is a rich message (Bot API 10.1): blocks instead of text.
type richText struct {
	Blocks []json.RawMessage `json:"blocks"`
}

// richDepth bounds nesting; the Bot API allows 16 levels.
const richDepth = 32

// plain flattens the blocks: one line a block, list items after their labels.
func (r *richText) plain() string {
	var b strings.Builder
	for _, block := range r.Blocks {
		flatten(block, &b, richDepth)
		line(&b)
	}
	return strings.TrimSpace(b.String())
}

func line(b *strings.Builder) {
	if b.Len() > 0 && !strings.HasSuffix(b.String(), "\n") {
		b.WriteByte('\n')
	}
}

// richFields are where blocks keep what people read, in reading order.
var richFields = []string{"label", "summary", "title", "text", "expression", "alternative_text", "button", "buttons", "items", "cells", "blocks", "caption", "credit"}

// richLines are the fields whose entries stand on lines of their own.
var richLines = map[string]bool{"items": true, "cells": true, "blocks": true, "buttons": true}

func flatten(raw json.RawMessage, b *strings.Builder, depth int) {
	if depth == 0 || len(raw) == 0 {
		return
	}
	switch raw[0] {
	case '"':
		var s string
		if json.Unmarshal(raw, &s) == nil {
			b.WriteString(s)
		}
	case '[':
		var list []json.RawMessage
		if json.Unmarshal(raw, &list) == nil {
			for _, x := range list {
				flatten(x, b, depth-1)
			}
		}
	case '{':
		flattenObject(raw, b, depth)
	}
}

func flattenObject(raw json.RawMessage, b *strings.Builder, depth int) {
	var fields map[string]json.RawMessage
	if json.Unmarshal(raw, &fields) != nil {
		return
	}
	for _, name := range richFields {
		v, ok := fields[name]
		if !ok {
			continue
		}
		if !richLines[name] {
			flatten(v, b, depth-1)
			if name == "label" || fields["valign"] != nil { // a list item's label, a cell of a table
				b.WriteByte(' ')
			}
			continue
		}
		var list []json.RawMessage
		if json.Unmarshal(v, &list) != nil {
			continue
		}
		for _, x := range list {
			flatten(x, b, depth-1)
			line(b)
		}
	}
}
