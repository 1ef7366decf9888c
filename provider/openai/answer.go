package openai

import (
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"

	"prilavok/core/assistant"
)

type completion struct {
	Model   string `json:"model"`
	Choices []struct {
		Message struct {
			Content   json.RawMessage `json:"content"`
			Refusal   json.RawMessage `json:"refusal"`
			ToolCalls []struct {
				ID       string `json:"id"`
				Function struct {
					Name      string          `json:"name"`
					Arguments json.RawMessage `json:"arguments"`
				} `json:"function"`
			} `json:"tool_calls"`
		} `json:"message"`
		FinishReason string `json:"finish_reason"`
	} `json:"choices"`
	Usage json.RawMessage `json:"usage"`
}

type wireUsage struct {
	Prompt     float64 `json:"prompt_tokens"`
	Completion float64 `json:"completion_tokens"`
	PromptMore struct {
		Cached     float64 `json:"cached_tokens"`
		CacheWrite float64 `json:"cache_write_tokens"`
	} `json:"prompt_tokens_details"`
	CompletionMore struct {
		Reasoning float64 `json:"reasoning_tokens"`
	} `json:"completion_tokens_details"`
}

// readCompletion reads an answer. What is odd but understandable is understood
// (content in parts, arguments as an object, calls without an id); what is not is
// model.bad_answer. Tool names and arguments are not judged here.
func readCompletion(body []byte) (assistant.Response, error) {
	var w completion
	if err := json.Unmarshal(body, &w); err != nil || len(w.Choices) == 0 {
		return assistant.Response{}, assistant.ErrBadAnswer
	}
	c := w.Choices[0]
	out := assistant.Response{Text: contentOf(c.Message.Content), Refusal: contentOf(c.Message.Refusal),
		Finish: assistant.Finish(c.FinishReason), Model: w.Model, Usage: usageOf(w.Usage)}
	for i, tc := range c.Message.ToolCalls {
		if i == maxCalls {
			break
		}
		id := tc.ID
		if id == "" {
			id = fmt.Sprintf("call_%d", i+1)
		}
		out.Calls = append(out.Calls, assistant.ToolCall{ID: cut(id, 128), Name: cut(tc.Function.Name, 128),
			Arguments: argumentsOf(tc.Function.Arguments)})
	}
	if c.FinishReason == "content_filter" && out.Text == "" && len(out.Calls) == 0 {
		return assistant.Response{}, assistant.ErrRefused
	}
	if out.Text == "" && out.Refusal == "" && len(out.Calls) == 0 {
		return assistant.Response{}, assistant.ErrBadAnswer
	}
	if len(out.Calls) > 0 {
		out.Finish = assistant.FinishTools
	}
	return out, nil
}

// contentOf reads content that is text, null, or parts of text.
func contentOf(raw json.RawMessage) string {
	var s string
	if len(raw) == 0 || json.Unmarshal(raw, &s) == nil {
		return cut(s, maxText)
	}
	var ps []struct {
		Text string `json:"text"`
	}
	if json.Unmarshal(raw, &ps) != nil {
		return ""
	}
	for _, p := range ps {
		s += p.Text
	}
	return cut(s, maxText)
}

// argumentsOf reads arguments, which the protocol writes as text that holds JSON and
// some gateways as JSON itself. Too long ones are cut, and so are no JSON any more.
func argumentsOf(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) != nil {
		s = string(raw)
	}
	return cut(strings.TrimSpace(s), maxArgs)
}

func usageOf(raw json.RawMessage) assistant.Usage {
	var u wireUsage
	if json.Unmarshal(raw, &u) != nil {
		return assistant.Usage{}
	}
	n := func(f float64) int64 { return int64(min(max(f, 0), 1e12)) }
	return assistant.Usage{Prompt: n(u.Prompt), Completion: n(u.Completion), Cached: n(min(u.PromptMore.Cached, u.Prompt)),
		CacheWrite: n(min(u.PromptMore.CacheWrite, u.Prompt)), Reasoning: n(u.CompletionMore.Reasoning)}
}

// cut shortens s to at most n bytes of valid UTF-8.
func cut(s string, n int) string {
	if len(s) > n {
		s = s[:n]
		for len(s) > 0 && !utf8.RuneStart(s[len(s)-1]) {
			s = s[:len(s)-1]
		}
		if r, size := utf8.DecodeLastRuneInString(s); r == utf8.RuneError && size == 1 {
			s = s[:len(s)-1]
		}
	}
	return strings.ToValidUTF8(s, "\uFFFD")
}
