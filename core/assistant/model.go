// Package assistant answers a customer's free text with a language model: a turn is
// a bounded loop between the model and tools, whose every response and effect is
// kept in a transcript, and whose draft is checked against facts before anybody sees
// it. It is not the deterministic path (dialog) and knows no vendor of models: when
// the model cannot help, dialog answers.
package assistant

import (
	"context"
	"encoding/json"
	"time"
)

// Model is a chat-completions model with tools. It does not stream: nothing of a
// draft is shown before the whole of it has been checked.
//
// Faults: those in faults.go, and no others. Their texts never hold the prompt, the
// model's words or a key.
type Model interface {
	Generate(ctx context.Context, r Request) (Response, error)
}

// Transcriber turns speech into text.
type Transcriber interface {
	Transcribe(ctx context.Context, a Audio) (Transcript, error)
}

// Role says who speaks in a prompt.
type Role string

const (
	RoleSystem    Role = "system"
	RoleUser      Role = "user"
	RoleAssistant Role = "assistant"
	RoleTool      Role = "tool"
)

// Message is one message of a prompt.
type Message struct {
	Role   Role
	Text   string
	Images []Picture  // of the user's
	Calls  []ToolCall // of the assistant's
	CallID string     // of a tool's: which call it answers
}

// Picture is an image for a model that sees.
type Picture struct {
	MIME string
	Data []byte
}

// ToolCall is a call the model asks for. Arguments are as the model wrote them:
// they may be no JSON at all.
type ToolCall struct {
	ID        string `json:"id"`
	Name      string `json:"name"`
	Arguments string `json:"arguments"`
}

// ToolSpec describes a tool to the model. Schema is strict: every property is
// required, and no others are allowed.
type ToolSpec struct {
	Name        string
	Description string
	Schema      json.RawMessage
}

// Format asks for an answer that is one JSON document.
type Format struct {
	Name   string
	Schema json.RawMessage
}

// Request is one call of a model.
type Request struct {
	Model       string // "" is the adapter's default
	Messages    []Message
	Tools       []ToolSpec
	Format      *Format       // nil is plain text
	MaxTokens   int           // of the answer; 0 is the model's default
	Temperature float64       // 0 is not sent
	CacheKey    string        // equal for prompts with an equal beginning
	Person      string        // a hash that stands for the contact, for the vendor's abuse checks
	Timeout     time.Duration // of each try; 0 is the adapter's
}

// Finish says why a model stopped.
type Finish string

const (
	FinishStop   Finish = "stop"
	FinishTools  Finish = "tool_calls"
	FinishLength Finish = "length"
)

// Response is what a model answered. Text and Calls may both be empty: then it
// refused, or had nothing to say.
type Response struct {
	Text      string     `json:"text,omitempty"`
	Refusal   string     `json:"refusal,omitempty"`
	Calls     []ToolCall `json:"calls,omitempty"`
	Finish    Finish     `json:"finish,omitempty"`
	Model     string     `json:"model,omitempty"`
	RequestID string     `json:"request_id,omitempty"`
	Retries   int        `json:"retries,omitempty"`
	Usage     Usage      `json:"usage,omitzero"`
}

// Usage counts tokens. Cached and CacheWrite are parts of Prompt, Reasoning is part
// of Completion. Cost is in micro-units (millionths) of the price table's currency.
type Usage struct {
	Prompt     int64 `json:"prompt,omitempty"`
	Cached     int64 `json:"cached,omitempty"`
	CacheWrite int64 `json:"cache_write,omitempty"`
	Completion int64 `json:"completion,omitempty"`
	Reasoning  int64 `json:"reasoning,omitempty"`
	Cost       int64 `json:"cost,omitempty"`
	Estimated  bool  `json:"estimated,omitempty"` // the service did not count
}

// Total returns all tokens.
func (u Usage) Total() int64 { return u.Prompt + u.Completion }

// Add returns the sum of two usages.
func (u Usage) Add(v Usage) Usage {
	return Usage{u.Prompt + v.Prompt, u.Cached + v.Cached, u.CacheWrite + v.CacheWrite,
		u.Completion + v.Completion, u.Reasoning + v.Reasoning, u.Cost + v.Cost, u.Estimated || v.Estimated}
}

// Price is what a million tokens cost, in micro-units of a currency.
type Price struct {
	Input      int64 `json:"input"`
	Cached     int64 `json:"cached"`
	CacheWrite int64 `json:"cache_write"`
	Output     int64 `json:"output"`
}

// Cost returns what u costs, in micro-units, rounded up.
func (p Price) Cost(u Usage) int64 {
	plain := max(u.Prompt-u.Cached-u.CacheWrite, 0)
	sum := plain*p.Input + u.Cached*p.Cached + u.CacheWrite*p.CacheWrite + u.Completion*p.Output
	return (sum + 999_999) / 1_000_000
}

// Audio is a recording to be transcribed.
type Audio struct {
	Name string // with an extension that tells the format: voice.ogg
	MIME string
	Data []byte
	Lang string // ISO 639-1, "" unknown
	Hint string // words that may occur: names of goods
}

// Transcript is what was heard.
type Transcript struct {
	Text  string
	Model string
	Usage Usage
}

// EstimateTokens is a rough count for budgets when a service does not count: about
// three bytes a token, which is high for Latin script and about right for Cyrillic.
func EstimateTokens(bytes int) int64 { return int64(bytes/3) + 1 }
