package openai

import (
	"encoding/base64"
	"encoding/json"

	"prilavok/core/assistant"
)

type chatRequest struct {
	Model             string        `json:"model"`
	Messages          []chatMessage `json:"messages"`
	Tools             []chatTool    `json:"tools,omitempty"`
	ParallelToolCalls *bool         `json:"parallel_tool_calls,omitempty"`
	ResponseFormat    any           `json:"response_format,omitempty"`
	MaxTokens         int           `json:"max_tokens,omitempty"`
	MaxCompletion     int           `json:"max_completion_tokens,omitempty"`
	Temperature       float64       `json:"temperature,omitempty"`
	PromptCacheKey    string        `json:"prompt_cache_key,omitempty"`
	SafetyID          string        `json:"safety_identifier,omitempty"`
	Store             *bool         `json:"store,omitempty"`
}

type chatMessage struct {
	Role       string     `json:"role"`
	Content    any        `json:"content"` // text, parts, or null beside calls
	ToolCalls  []chatCall `json:"tool_calls,omitempty"`
	ToolCallID string     `json:"tool_call_id,omitempty"`
}

type chatPart struct {
	Type     string     `json:"type"`
	Text     string     `json:"text,omitempty"`
	ImageURL *chatImage `json:"image_url,omitempty"`
}

type chatImage struct {
	URL string `json:"url"`
}

type chatCall struct {
	ID       string       `json:"id"`
	Type     string       `json:"type"`
	Function chatFunction `json:"function"`
}

type chatFunction struct {
	Name      string `json:"name"`
	Arguments string `json:"arguments"`
}

type chatTool struct {
	Type     string   `json:"type"`
	Function toolSpec `json:"function"`
}

type toolSpec struct {
	Name        string          `json:"name"`
	Description string          `json:"description"`
	Strict      *bool           `json:"strict,omitempty"`
	Parameters  json.RawMessage `json:"parameters"`
}

type jsonFormat struct {
	Type   string      `json:"type"`
	Schema *jsonSchema `json:"json_schema,omitempty"`
}

type jsonSchema struct {
	Name   string          `json:"name"`
	Strict bool            `json:"strict"`
	Schema json.RawMessage `json:"schema"`
}

// can reports whether an optional field may be sent: the profile has it, and this
// model has not rejected it before.
func (c *Client) can(model, feature string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.profile.Has(feature) && !c.refused[model+"\x00"+feature]
}

// request writes r for the wire. Equal requests give equal bytes, so that a vendor's
// prompt cache hits.
func (c *Client) request(r assistant.Request) chatRequest {
	yes, no := true, false
	out := chatRequest{Model: r.Model, Messages: c.messages(r)}
	for _, t := range r.Tools {
		spec := toolSpec{Name: t.Name, Description: t.Description, Parameters: t.Schema}
		if c.can(r.Model, StrictTools) {
			spec.Strict = &yes
		}
		out.Tools = append(out.Tools, chatTool{"function", spec})
	}
	if len(r.Tools) > 0 && c.can(r.Model, ParallelTools) {
		out.ParallelToolCalls = &no
	}
	if r.Format != nil {
		out.ResponseFormat = c.format(r)
	}
	if c.can(r.Model, Completion) {
		out.MaxCompletion = r.MaxTokens
	} else {
		out.MaxTokens = r.MaxTokens
	}
	if c.can(r.Model, Temperature) {
		out.Temperature = r.Temperature
	}
	if c.can(r.Model, CacheKey) {
		out.PromptCacheKey = r.CacheKey
	}
	if c.can(r.Model, SafetyID) {
		out.SafetyID = r.Person
	}
	if c.can(r.Model, NoStore) {
		out.Store = &no
	}
	return out
}

func (c *Client) format(r assistant.Request) any {
	switch {
	case c.can(r.Model, JSONSchema):
		return jsonFormat{"json_schema", &jsonSchema{r.Format.Name, c.can(r.Model, StrictTools), r.Format.Schema}}
	case c.can(r.Model, JSONObject):
		return jsonFormat{Type: "json_object"}
	}
	return nil
}

func (c *Client) messages(r assistant.Request) []chatMessage {
	out := make([]chatMessage, 0, len(r.Messages))
	for _, m := range r.Messages {
		w := chatMessage{Role: string(m.Role), Content: m.Text, ToolCallID: m.CallID}
		if m.Role == assistant.RoleSystem && c.profile.Has(Developer) {
			w.Role = "developer"
		}
		for _, tc := range m.Calls {
			w.ToolCalls = append(w.ToolCalls, chatCall{tc.ID, "function", chatFunction{tc.Name, tc.Arguments}})
		}
		if len(w.ToolCalls) > 0 && m.Text == "" {
			w.Content = nil
		}
		if len(m.Images) > 0 && c.profile.Has(Vision) {
			w.Content = parts(m)
		}
		out = append(out, w)
	}
	return out
}

func parts(m assistant.Message) []chatPart {
	var out []chatPart
	if m.Text != "" {
		out = append(out, chatPart{Type: "text", Text: m.Text})
	}
	for _, p := range m.Images {
		data := "data:" + p.MIME + ";base64," + base64.StdEncoding.EncodeToString(p.Data)
		out = append(out, chatPart{Type: "image_url", ImageURL: &chatImage{data}})
	}
	return out
}
