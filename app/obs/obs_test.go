package obs_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"testing"
	"time"

	"prilavok/app/obs"
	"prilavok/core/assistant"
	"prilavok/core/call"
	"prilavok/core/contact"
	"prilavok/core/fault"
	"prilavok/core/inbox"
	"prilavok/core/job"
	"prilavok/core/shop"
	"prilavok/core/txn"
)

var update = flag.Bool("update", false, "write docs/METRICS.md")

// clock moves a second with every look at it.
func clock() func() time.Time {
	t := time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)
	return func() time.Time { t = t.Add(time.Second); return t }
}

func TestLogCarriesIDs(t *testing.T) {
	var out bytes.Buffer
	log := obs.NewLogger(&out, "info", "json").With("part", "test")
	ctx := obs.WithTurn(obs.WithRequest(txn.ForShop(context.Background(), "shop_1"), "req_1"), "turn_1")
	_ = obs.With(ctx, slog.String("leak", "x")) // a sibling changes nothing here
	log.DebugContext(ctx, "not written")
	log.InfoContext(ctx, "answered", obs.Fault(fault.New(fault.TooMany, "a.b", "wait")))
	var line map[string]any
	if err := json.Unmarshal(out.Bytes(), &line); err != nil {
		t.Fatalf("%v: %s", err, out.String())
	}
	for k, want := range map[string]string{"request_id": "req_1", "turn_id": "turn_1", "shop_id": "shop_1", "part": "test", "msg": "answered", "level": "INFO"} {
		if line[k] != want {
			t.Errorf("%s is %v, want %s", k, line[k], want)
		}
	}
	if f, _ := line["fault"].(map[string]any); f["code"] != "a.b" || f["kind"] != "too_many" || line["leak"] != nil {
		t.Errorf("%s", out.String())
	}
}

func TestNoSecretIsLogged(t *testing.T) {
	const token = "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
	tests := []struct {
		name string
		attr slog.Attr
		gone string
		kept string
	}{
		{"token in a URL", slog.String("url", "https://api.telegram.org/bot"+token+"/getMe"), "AAHdq", "getMe"},
		{"token in an error", slog.Any("err", fmt.Errorf("Get %q: timeout", "https://x/bot"+token)), "AAHdq", "timeout"},
		{"model key", slog.String("text", "Incorrect API key provided: sk-proj-abcdefgh1234"), "abcdefgh", "Incorrect"},
		{"payment key", slog.String("text", "shop:live_abcdefghijklmnopqrstuvwxyz1"), "abcdefgh", "shop"},
		{"bearer", slog.String("header", "Authorization: Bearer abcdefghijkl"), "abcdefghijkl", "Authorization"},
		{"database password", slog.String("url", "postgres://u:hunter2@h/d"), "hunter2", "u:"},
		{"query", slog.String("url", "/x?a=1&token=hunter2&b=2"), "hunter2", "b=2"},
		{"by name", slog.String("bot_token", "hunter2"), "hunter2", "bot_token"},
		{"by name, mixed case", slog.String("Authorization", "hunter2"), "hunter2", "hidden"},
		{"in a group", slog.Group("g", slog.String("password", "hunter2")), "hunter2", "hidden"},
		{"phone", slog.String("phone", "+79161234567"), "7916", "hidden"},
		{"raw body", slog.Any("body", []byte("hunter2")), "aHVudGVyMg", "body_bytes"},
		{"harmless", slog.String("text", "order A-1042: 2 items, test_mode"), "[", "order A-1042: 2 items, test_mode"},
	}
	for _, tt := range tests {
		for _, format := range []string{"json", "text"} {
			t.Run(tt.name+" "+format, func(t *testing.T) {
				var out bytes.Buffer
				obs.NewLogger(&out, "info", format).Info("m", tt.attr)
				if s := out.String(); strings.Contains(s, tt.gone) || !strings.Contains(s, tt.kept) {
					t.Errorf("%s", s)
				}
			})
		}
	}
	var out bytes.Buffer
	obs.NewLogger(&out, "info", "json").Info("connecting " + token)
	if strings.Contains(out.String(), "AAHdq") {
		t.Errorf("in the message: %s", out.String())
	}
}

// fakes of what the wrappers wrap.
type sender struct {
	inbox.Adapter
	err error
}

func (s sender) Send(context.Context, contact.Address, inbox.Outgoing) (string, error) {
	return "1", s.err
}

type model struct {
	res assistant.Response
	err error
}

func (m model) Generate(context.Context, assistant.Request) (assistant.Response, error) {
	return m.res, m.err
}

type responder struct{ res inbox.TurnResult }

func (r responder) Answer(context.Context, inbox.TurnInput) (inbox.TurnResult, error) {
	return r.res, nil
}

type script struct{ inbox.Script }

func (script) Try(context.Context, inbox.TurnInput) (inbox.TurnResult, bool, error) {
	return inbox.TurnResult{Out: []inbox.Outgoing{{Text: "hi"}}}, true, nil
}

// value reads one series of the snapshot; a histogram's count.
func value(t *testing.T, m *obs.Metrics, name string, labels ...string) float64 {
	t.Helper()
	for _, f := range m.Registry.Snapshot() {
		for _, s := range f.Series {
			if f.Name == name && strings.Join(s.Values, "|") == strings.Join(labels, "|") {
				if s.Buckets != nil {
					return float64(s.Count())
				}
				return s.Value
			}
		}
	}
	t.Errorf("there is no %s%q", name, labels)
	return -1
}

func TestCounts(t *testing.T) {
	m := obs.NewMetrics("1.2.3", clock())
	busy := fault.New(fault.TooMany, "telegram.rate_limit", "wait")
	ctx := t.Context()

	m.Webhook(shop.Telegram, 200, []inbox.Incoming{{Kind: inbox.KindText}, {Kind: inbox.KindPhoto}}, nil)
	m.Webhook(shop.Telegram, 503, nil, fault.New(fault.Unavailable, "store.unavailable", ""))
	_, _ = m.Adapter(shop.Telegram, sender{}).Send(ctx, contact.Address{}, inbox.Outgoing{})
	_, _ = m.Adapter(shop.Telegram, sender{err: busy}).Send(ctx, contact.Address{}, inbox.Outgoing{})
	good := assistant.Response{Model: "m-1", Usage: assistant.Usage{Prompt: 100, Cached: 40, Completion: 7, Cost: 2_500_000}}
	_, _ = m.Model(model{res: good}).Generate(ctx, assistant.Request{Model: "m"})
	_, _ = m.Model(model{err: busy}).Generate(ctx, assistant.Request{Model: "m"})
	m.Call(call.Request{Service: "telegram"}, 429, nil, time.Second)
	m.Call(call.Request{Service: "telegram"}, 0, fault.New(fault.Unavailable, "call.timeout", ""), time.Second)
	m.WatchQueue(func(ctx context.Context) (job.Stats, error) {
		return job.Stats{Ready: 3, Running: 2, Dead: 1, OldestReady: 9 * time.Second}, nil
	})
	for _, tt := range []struct {
		want   float64
		name   string
		labels []string
	}{
		{1, "prilavok_build_info", []string{"1.2.3"}},
		{1, "prilavok_webhooks_total", []string{"telegram", "200"}},
		{1, "prilavok_received_total", []string{"telegram", "photo"}},
		{1, "prilavok_failed_total", []string{"receive", "store.unavailable"}},
		{1, "prilavok_delivered_total", []string{"telegram"}},
		{1, "prilavok_delivery_errors_total", []string{"telegram", "telegram.rate_limit"}},
		{1, "prilavok_model_calls_total", []string{"m-1", "ok"}},
		{1, "prilavok_model_calls_total", []string{"m", "telegram.rate_limit"}},
		{1, "prilavok_model_seconds", []string{"m-1"}},
		{40, "prilavok_model_tokens_total", []string{"m-1", "cached"}},
		{2.5, "prilavok_model_cost_total", []string{"m-1"}},
		{1, "prilavok_calls_total", []string{"telegram", "429"}},
		{1, "prilavok_calls_total", []string{"telegram", "call.timeout"}},
		{2, "prilavok_call_seconds", []string{"telegram"}},
		{3, "prilavok_queue_jobs", []string{"ready"}},
		{9, "prilavok_queue_oldest_seconds", nil},
	} {
		if got := value(t, m, tt.name, tt.labels...); got != tt.want {
			t.Errorf("%s%q is %v, want %v", tt.name, tt.labels, got, tt.want)
		}
	}
}

func TestAnswersAreCountedOnceAndOnlyWhenKept(t *testing.T) {
	m := obs.NewMetrics("", clock())
	in := inbox.TurnInput{TurnID: "turn_1", Conversation: inbox.Conversation{Channel: shop.Webchat}}
	out := inbox.TurnResult{Out: []inbox.Outgoing{{Text: "hi"}}, Meta: inbox.TurnMeta{Path: "fallback"}}
	fail := error(fault.New(fault.Conflict, "inbox.newer_messages", ""))
	turn := m.Stops(obs.StopTurn, func(ctx context.Context, _ job.Job) error {
		// A unit of work that is repeated asks the script twice.
		_, _, _ = m.Script(script{}).Try(ctx, in)
		_, _, _ = m.Script(script{}).Try(ctx, in)
		second := in
		second.TurnID = "turn_2"
		_, _ = m.Responder(responder{out}).Answer(ctx, second)
		silent := in
		silent.TurnID = "turn_3"
		_, _ = m.Responder(responder{inbox.TurnResult{Handled: true}}).Answer(ctx, silent)
		return fail
	})
	if err := turn(t.Context(), job.Job{}); !errors.Is(err, fail) {
		t.Errorf("err %v", err)
	}
	if got := value(t, m, "prilavok_failed_total", "turn", "inbox.newer_messages"); got != 1 {
		t.Errorf("failed %v", got)
	}
	fail = nil
	if err := turn(t.Context(), job.Job{}); err != nil {
		t.Fatal(err)
	}
	if a, b := value(t, m, "prilavok_answered_total", "webchat", "script"), value(t, m, "prilavok_answered_total", "webchat", "fallback"); a != 1 || b != 1 {
		t.Errorf("answered script %v, fallback %v", a, b)
	}
	if got := value(t, m, "prilavok_stop_seconds", "turn"); got != 2 {
		t.Errorf("observed %v turns", got)
	}
}

func TestObserver(t *testing.T) {
	var out bytes.Buffer
	m := obs.NewMetrics("", clock())
	observe := m.Observer(obs.NewLogger(&out, "info", "json"))
	j := job.Job{Kind: "deliver", ID: "job_1", ShopID: "shop_1"}
	observe(j, nil)
	if out.Len() > 0 {
		t.Errorf("success is logged: %s", out.String())
	}
	observe(j, fault.New(fault.Unavailable, "x.y", "later"))
	observe(j, fault.New(fault.Forbidden, "x.z", "never"))
	for _, result := range []string{"done", "again", "dead"} {
		if got := value(t, m, "prilavok_jobs_total", "deliver", result); got != 1 {
			t.Errorf("%s: %v", result, got)
		}
	}
	if s := out.String(); !strings.Contains(s, `"job_id":"job_1"`) || strings.Count(s, "\n") != 2 {
		t.Errorf("%s", s)
	}
}

func TestProcessAndPage(t *testing.T) {
	m := obs.NewMetrics("", clock())
	m.WatchProcess(time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC))
	if v := value(t, m, "prilavok_uptime_seconds"); v < 86400 {
		t.Errorf("uptime %v", v)
	}
	if v := value(t, m, "prilavok_memory_bytes"); v < 1<<20 {
		t.Errorf("memory %v", v)
	}
	const name = "../../docs/METRICS.md"
	if *update {
		if err := os.WriteFile(name, []byte(obs.Page()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	have, err := os.ReadFile(name)
	if err != nil || string(have) != obs.Page() {
		t.Errorf("docs/METRICS.md differs (%v); run go test ./app/obs -update", err)
	}
}
