package modeltest

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"prilavok/core/assistant"
	"prilavok/core/fault"
)

// Canary stands in every prompt of the suite; no fault may repeat it.
const Canary = "зелёный слон номер 4471"

// Suite is what every assistant.Model must pass. The model answers the words of
// test/aimock/fixtures/modeltest.json as that file says, and retries without waiting.
func Suite(t *testing.T, m assistant.Model) {
	t.Run("answers a text", func(t *testing.T) { answersText(t, m) })
	t.Run("asks for a tool and reads its result", func(t *testing.T) { usesTool(t, m) })
	t.Run("asks for two tools", func(t *testing.T) { twoCalls(t, m) })
	t.Run("says when it was cut off", func(t *testing.T) {
		if got := ask(t, m, "cut off"); got.Finish != assistant.FinishLength {
			t.Errorf("finish is %q, want length", got.Finish)
		}
	})
	for words, want := range faults {
		t.Run(words, func(t *testing.T) { fails(t, m, words, want) })
	}
	t.Run("ends with its caller", func(t *testing.T) {
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		if _, err := m.Generate(ctx, Prompt("say hello")); fault.KindOf(err) != fault.Unavailable {
			t.Errorf("a canceled call gave %v, want Unavailable", err)
		}
	})
}

var faults = map[string]*fault.Fault{
	"no credit":       assistant.ErrQuota,
	"slow down":       assistant.ErrRateLimited,
	"outage":          assistant.ErrUnavailable,
	"hang up":         assistant.ErrUnavailable,
	"nonsense":        assistant.ErrBadAnswer,
	"too long":        assistant.ErrTooLong,
	"forbidden words": assistant.ErrRefused,
	"wrong key":       assistant.ErrKey,
	"wrong model":     assistant.ErrNoModel,
}

// Prompt is a request of the suite.
func Prompt(words string) assistant.Request {
	return assistant.Request{
		Messages: []assistant.Message{
			{Role: assistant.RoleSystem, Text: "You are a shop's assistant. " + Canary},
			{Role: assistant.RoleUser, Text: "modeltest: " + words},
		},
		Tools: []assistant.ToolSpec{{Name: "search_products", Description: "Finds products",
			Schema: json.RawMessage(`{"type":"object","properties":{"query":{"type":"string"},"limit":{"type":["integer","null"]}},"required":["query","limit"],"additionalProperties":false}`)}},
		MaxTokens: 300, Temperature: 0.2, CacheKey: "shop:v1", Person: "a1b2", Timeout: 20 * time.Second,
	}
}

func ask(t *testing.T, m assistant.Model, words string) assistant.Response {
	t.Helper()
	got, err := m.Generate(context.Background(), Prompt(words))
	if err != nil {
		t.Fatalf("%s: %v", words, err)
	}
	return got
}

func answersText(t *testing.T, m assistant.Model) {
	got := ask(t, m, "say hello")
	if got.Text != "Здравствуйте! Чем помочь?" || len(got.Calls) != 0 || got.Finish != assistant.FinishStop {
		t.Errorf("answer is %+v", got)
	}
	if got.Usage.Prompt == 0 || got.Usage.Completion == 0 || got.Usage.Cached > got.Usage.Prompt {
		t.Errorf("usage is %+v", got.Usage)
	}
	if got.Model == "" {
		t.Error("the answer does not name its model")
	}
}

func usesTool(t *testing.T, m assistant.Model) {
	r := Prompt("look for tea")
	first, err := m.Generate(context.Background(), r)
	if err != nil || len(first.Calls) != 1 || first.Finish != assistant.FinishTools {
		t.Fatalf("first answer is %+v, %v", first, err)
	}
	c := first.Calls[0]
	var args struct {
		Query string
		Limit *int
	}
	if err := json.Unmarshal([]byte(c.Arguments), &args); err != nil || c.Name != "search_products" || args.Query != "чай" || c.ID == "" {
		t.Fatalf("call is %+v, %v", c, err)
	}
	r.Messages = append(r.Messages, assistant.Message{Role: assistant.RoleAssistant, Calls: first.Calls},
		assistant.Message{Role: assistant.RoleTool, CallID: c.ID, Text: `{"items":[{"id":"prd_tea"}]}`})
	second, err := m.Generate(context.Background(), r)
	if err != nil || !strings.Contains(second.Text, "[[prd_tea]]") {
		t.Errorf("second answer is %+v, %v", second, err)
	}
}

func twoCalls(t *testing.T, m assistant.Model) {
	got := ask(t, m, "two calls")
	if len(got.Calls) != 2 || got.Calls[0].ID == got.Calls[1].ID || got.Calls[1].Name != "faq" {
		t.Errorf("calls are %+v", got.Calls)
	}
}

func fails(t *testing.T, m assistant.Model, words string, want *fault.Fault) {
	_, err := m.Generate(context.Background(), Prompt(words))
	if fault.CodeOf(err) != want.Code || fault.KindOf(err) != want.Kind {
		t.Fatalf("fault is %v, want %s", err, want.Code)
	}
	for _, secret := range []string{Canary, "modeltest", "sk-", "127.0.0.1", "зелёный"} {
		if strings.Contains(err.Error(), secret) {
			t.Errorf("the fault tells %q: %v", secret, err)
		}
	}
	if words == "slow down" && fault.RetryAfter(err) != 7*time.Second {
		t.Errorf("RetryAfter is %v, want 7s", fault.RetryAfter(err))
	}
}
