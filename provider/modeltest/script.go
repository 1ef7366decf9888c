// Package modeltest holds what adapters and fakes of assistant.Model are tested
// with: the suite that each must pass, a scripted model, and an independent server
// that speaks chat completions. It is only for tests.
package modeltest

import (
	"context"
	"strings"
	"sync"

	"prilavok/core/assistant"
	"prilavok/core/fault"
)

// Step is one thing that a scripted model does.
type Step func(ctx context.Context, r assistant.Request) (assistant.Response, error)

// Say answers with a text.
func Say(text string) Step {
	return func(_ context.Context, r assistant.Request) (assistant.Response, error) {
		return assistant.Response{Text: text, Finish: assistant.FinishStop, Model: "script", Usage: usage(r, len(text))}, nil
	}
}

// Call asks for tools; pairs are name, arguments, name, arguments, …
func Call(pairs ...string) Step {
	return func(_ context.Context, r assistant.Request) (assistant.Response, error) {
		out := assistant.Response{Finish: assistant.FinishTools, Model: "script", Usage: usage(r, 40)}
		for i := 0; i+1 < len(pairs); i += 2 {
			out.Calls = append(out.Calls, assistant.ToolCall{ID: "call_" + string(rune('a'+i/2)), Name: pairs[i], Arguments: pairs[i+1]})
		}
		return out, nil
	}
}

// Fail answers with a fault.
func Fail(err error) Step {
	return func(context.Context, assistant.Request) (assistant.Response, error) { return assistant.Response{}, err }
}

// Hang answers nothing until the caller gives up.
func Hang() Step {
	return func(ctx context.Context, _ assistant.Request) (assistant.Response, error) {
		<-ctx.Done()
		return assistant.Response{}, assistant.ErrUnavailable
	}
}

func usage(r assistant.Request, answer int) assistant.Usage {
	n := 0
	for _, m := range r.Messages {
		n += len(m.Text)
	}
	return assistant.Usage{Prompt: assistant.EstimateTokens(n), Completion: assistant.EstimateTokens(answer)}
}

// Script is a model that does what it was told: the steps of the first rule whose
// words occur in the last user message, one after another, the last one again and
// again. It keeps the requests it got and is safe for concurrent use.
type Script struct {
	mu       sync.Mutex
	rules    []*rule
	requests []assistant.Request
}

type rule struct {
	words string
	steps []Step
	next  int
}

// NewScript returns a model that does the given steps whatever it is asked.
func NewScript(steps ...Step) *Script {
	s := &Script{}
	if len(steps) > 0 {
		s.On("", steps...)
	}
	return s
}

// On adds a rule and returns the script.
func (s *Script) On(words string, steps ...Step) *Script {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rules = append(s.rules, &rule{words: words, steps: steps})
	return s
}

// Generate implements assistant.Model.
func (s *Script) Generate(ctx context.Context, r assistant.Request) (assistant.Response, error) {
	if ctx.Err() != nil {
		return assistant.Response{}, assistant.ErrUnavailable
	}
	step := s.step(r)
	if step == nil {
		return assistant.Response{}, fault.New(fault.Unavailable, assistant.ErrUnavailable.Code, "the script has no rule for this")
	}
	return step(ctx, r)
}

func (s *Script) step(r assistant.Request) Step {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests = append(s.requests, r)
	asked := ""
	for _, m := range r.Messages {
		if m.Role == assistant.RoleUser {
			asked = m.Text
		}
	}
	for _, x := range s.rules {
		if !strings.Contains(asked, x.words) || len(x.steps) == 0 {
			continue
		}
		step := x.steps[min(x.next, len(x.steps)-1)]
		x.next++
		return step
	}
	return nil
}

// Requests returns what the model was asked so far.
func (s *Script) Requests() []assistant.Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]assistant.Request(nil), s.requests...)
}
