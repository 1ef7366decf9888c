// Package openai speaks the chat-completions protocol to OpenAI and to whatever
// answers like it: Ollama, vLLM, OpenRouter, Yandex AI Studio, GigaChat. It builds
// requests and reads answers; it decides nothing about what is said. There is no
// SDK in it, because the bot is also compiled to WebAssembly, and no streaming,
// because nothing of a draft is shown before the whole of it has been checked.
//
// The wire contract is openai-go 3.96.0's chatcompletion.go; so is the policy of
// retries (internal/requestconfig).
package openai

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"io"
	"strings"
	"sync"
	"time"

	"prilavok/core/assistant"
	"prilavok/core/call"
	"prilavok/core/fault"
)

// Config is what an owner sets about a model's service.
type Config struct {
	Profile      string // "" is guessed from BaseURL; see ParseProfile
	BaseURL      string // with /v1; "" is the profile's
	Key          string // secret; never in a fault, never in a log
	Organization string
	Project      string
	Scope        string // of GigaChat's token; "" is GIGACHAT_API_PERS
	Model        string // for requests that name none
	SpeechModel  string // "" turns transcription off
	Timeout      time.Duration
	Prices       map[string]assistant.Price // by model, or by the beginning of its name
	Retries      int                        // after the first try; negative is none, 0 is 2
}

// Client is one service. It implements assistant.Model and assistant.Transcriber and
// is safe for concurrent use.
type Client struct {
	cfg     Config
	profile Profile
	do      call.Doer
	now     func() time.Time
	sleep   func(ctx context.Context, d time.Duration) error
	random  io.Reader

	mu      sync.Mutex
	refused map[string]bool // optional fields that a model rejected: "model\x00field"
	token   string          // of profiles with OAuth
	expires time.Time
}

// Bounds of what is taken from a service.
const (
	maxAnswer = 4 << 20
	maxText   = 64 << 10
	maxArgs   = 32 << 10
	maxCalls  = 16
)

// New returns a client. sleep waits between tries and may be nil.
//
// Faults: model.profile, model.base_url (Invalid).
func New(cfg Config, do call.Doer, now func() time.Time, sleep func(context.Context, time.Duration) error) (*Client, error) {
	if cfg.Profile == "" {
		cfg.Profile = Guess(cfg.BaseURL)
	}
	p, err := ParseProfile(cfg.Profile)
	if err != nil {
		return nil, err
	}
	if cfg.BaseURL == "" {
		cfg.BaseURL = p.BaseURL
	}
	cfg.BaseURL = strings.TrimRight(cfg.BaseURL, "/")
	if !strings.HasPrefix(cfg.BaseURL, "https://") && !strings.HasPrefix(cfg.BaseURL, "http://") {
		return nil, fault.New(fault.Invalid, "model.base_url", "the model's address must begin with https:// or http://")
	}
	if cfg.Timeout == 0 {
		cfg.Timeout = 45 * time.Second
	}
	if cfg.Retries == 0 {
		cfg.Retries = 2
	}
	if sleep == nil {
		sleep = wait
	}
	return &Client{cfg: cfg, profile: p, do: do, now: now, sleep: sleep, random: rand.Reader, refused: map[string]bool{}}, nil
}

func wait(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

// Profile returns what the service can do.
func (c *Client) Profile() Profile { return c.profile }

// Sees reports whether pictures may be sent.
func (c *Client) Sees() bool { return c.profile.Has(Vision) }

// Hears reports whether recordings may be sent.
func (c *Client) Hears() bool { return c.profile.Has(Speech) && c.cfg.SpeechModel != "" }

// Generate implements assistant.Model.
func (c *Client) Generate(ctx context.Context, r assistant.Request) (assistant.Response, error) {
	if r.Model == "" {
		r.Model = c.cfg.Model
	}
	if r.Model == "" {
		return assistant.Response{}, assistant.ErrNoModel
	}
	var out assistant.Response
	retries, err := c.send(ctx, outgoing{
		name: "chat", path: "/chat/completions", timeout: r.Timeout, model: r.Model,
		body: func() ([]byte, string, error) {
			b, err := json.Marshal(c.request(r))
			return b, "application/json", err
		},
		read: func(body []byte) error {
			var err error
			out, err = readCompletion(body)
			return err
		},
		id: func(id string) { out.RequestID = id },
	})
	if err != nil {
		return assistant.Response{}, err
	}
	out.Retries = retries
	if out.Model == "" {
		out.Model = r.Model
	}
	c.count(&out, r)
	return out, nil
}

// count estimates usage where the service did not tell it, and prices it.
func (c *Client) count(out *assistant.Response, r assistant.Request) {
	u := &out.Usage
	if u.Prompt == 0 && u.Completion == 0 {
		n := 0
		for _, m := range r.Messages {
			n += len(m.Text) + 16
			for _, tc := range m.Calls {
				n += len(tc.Name) + len(tc.Arguments)
			}
			n += len(m.Images) * 3000
		}
		for _, t := range r.Tools {
			n += len(t.Name) + len(t.Description) + len(t.Schema)
		}
		answer := len(out.Text) + len(out.Refusal)
		for _, tc := range out.Calls {
			answer += len(tc.Name) + len(tc.Arguments)
		}
		u.Prompt, u.Completion, u.Estimated = assistant.EstimateTokens(n), assistant.EstimateTokens(answer), true
	}
	u.Cost = c.price(r.Model).Cost(*u)
}

// price finds the price of a model by its name or the longest listed beginning of it.
func (c *Client) price(model string) assistant.Price {
	best, found := "", assistant.Price{}
	for name, p := range c.cfg.Prices {
		if strings.HasPrefix(model, name) && len(name) > len(best) {
			best, found = name, p
		}
	}
	return found
}

// Models lists the ids that the service offers, for a connection test.
//
// Faults: those of assistant.Model.
func (c *Client) Models(ctx context.Context) ([]string, error) {
	if !c.profile.Has(ModelList) {
		return nil, assistant.ErrNoCan
	}
	var ids []string
	_, err := c.send(ctx, outgoing{name: "models", method: "GET", path: "/models", timeout: 10 * time.Second,
		read: func(body []byte) error {
			var list struct {
				Data []struct {
					ID string `json:"id"`
				} `json:"data"`
			}
			if err := json.Unmarshal(body, &list); err != nil || list.Data == nil {
				return assistant.ErrBadAnswer
			}
			ids = ids[:0]
			for _, m := range list.Data {
				ids = append(ids, m.ID)
			}
			return nil
		}})
	return ids, err
}
