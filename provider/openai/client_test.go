package openai_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"prilavok/core/assistant"
	"prilavok/core/call"
	"prilavok/core/fault"
	"prilavok/provider/modeltest"
	"prilavok/provider/openai"
)

const key = "sk-secret-0123456789abcdef"

// wire answers with what was prepared, the last answer again and again.
type wire struct {
	answers []any // call.Response or error
	sent    []call.Request
	waits   []time.Duration
}

func (w *wire) Do(_ context.Context, r call.Request) (call.Response, error) {
	a := w.answers[min(len(w.sent), len(w.answers)-1)]
	w.sent = append(w.sent, r)
	if err, bad := a.(error); bad {
		return call.Response{}, err
	}
	return a.(call.Response), nil
}

func (w *wire) sleep(_ context.Context, d time.Duration) error {
	w.waits = append(w.waits, d)
	return nil
}

func (w *wire) body(t *testing.T, i int) map[string]any {
	t.Helper()
	var m map[string]any
	if err := json.Unmarshal(w.sent[i].Body, &m); err != nil {
		t.Fatal(err)
	}
	return m
}

func answer(status int, body string, headers ...string) call.Response {
	h := map[string]string{}
	for i := 0; i+1 < len(headers); i += 2 {
		h[headers[i]] = headers[i+1]
	}
	return call.Response{Status: status, Body: []byte(body), Header: h}
}

const hello = `{"model":"m1","choices":[{"message":{"role":"assistant","content":"Привет"},"finish_reason":"stop"}],"usage":{"prompt_tokens":100,"completion_tokens":5,"prompt_tokens_details":{"cached_tokens":60}}}`

func client(t *testing.T, profile string, answers ...any) (*openai.Client, *wire) {
	t.Helper()
	w := &wire{answers: answers}
	c, err := openai.New(openai.Config{Profile: profile, BaseURL: "https://model.example/v1/", Key: key, Model: "m1", SpeechModel: "ear",
		Prices: map[string]assistant.Price{"m": {Input: 1}, "m1": {Input: 1_000_000, Cached: 100_000, Output: 4_000_000}}}, w, clock, w.sleep)
	if err != nil {
		t.Fatal(err)
	}
	return c, w
}

func TestRetries(t *testing.T) {
	outage := fault.New(fault.Unavailable, "call.timeout", "no answer from https://model.example")
	for name, x := range map[string]struct {
		answers []any
		code    string
		tries   int
		waits   string
	}{
		"500 then fine":           {[]any{answer(500, ""), answer(200, hello)}, "", 2, "[500ms]"},
		"timeout then fine":       {[]any{outage, outage, answer(200, hello)}, "", 3, "[500ms 1s]"},
		"500 for ever":            {[]any{answer(500, "")}, "model.unavailable", 3, "[500ms 1s]"},
		"429 says when":           {[]any{answer(429, `{"error":{"code":"rate_limit_exceeded"}}`, "retry-after", "3"), answer(200, hello)}, "", 2, "[3s]"},
		"429 in milliseconds":     {[]any{answer(429, "", "retry-after-ms", "250", "retry-after", "9"), answer(200, hello)}, "", 2, "[250ms]"},
		"429 with a date":         {[]any{answer(429, "", "retry-after", "Mon, 23 Nov 2026 12:00:30 GMT"), answer(200, hello)}, "", 2, "[30s]"},
		"429 too long":            {[]any{answer(429, "", "retry-after", "500")}, "model.rate_limited", 1, "[]"},
		"quota never":             {[]any{answer(429, `{"error":{"code":"insufficient_quota"}}`, "retry-after", "1")}, "model.quota", 1, "[]"},
		"quota by type":           {[]any{answer(429, `{"error":{"type":"insufficient_quota"}}`, "x-should-retry", "true")}, "model.quota", 1, "[]"},
		"402":                     {[]any{answer(402, "")}, "model.quota", 1, "[]"},
		"told not to":             {[]any{answer(500, "", "x-should-retry", "false")}, "model.unavailable", 1, "[]"},
		"told to":                 {[]any{answer(400, `{"error":{"message":"x"}}`, "x-should-retry", "true"), answer(200, hello)}, "", 2, "[500ms]"},
		"408 and 409":             {[]any{answer(408, ""), answer(409, ""), answer(200, hello)}, "", 3, "[500ms 1s]"},
		"400 never":               {[]any{answer(400, `{"error":{"message":"bad"}}`)}, "model.request", 1, "[]"},
		"401":                     {[]any{answer(401, "")}, "model.key", 1, "[]"},
		"404":                     {[]any{answer(404, "")}, "model.unknown", 1, "[]"},
		"half a body":             {[]any{answer(200, hello[:60]), answer(200, hello)}, "", 2, "[500ms]"},
		"HTML":                    {[]any{answer(200, "<html>502</html>")}, "model.bad_answer", 3, "[500ms 1s]"},
		"nothing":                 {[]any{answer(200, "")}, "model.bad_answer", 3, "[500ms 1s]"},
		"no choices":              {[]any{answer(200, `{"choices":[]}`)}, "model.bad_answer", 3, "[500ms 1s]"},
		"an error with 200":       {[]any{answer(200, `{"error":{"message":"upstream","code":429}}`), answer(200, hello)}, "", 2, "[500ms]"},
		"an error as text":        {[]any{answer(503, `{"error":"overloaded"}`), answer(200, hello)}, "", 2, "[500ms]"},
		"too large":               {[]any{fault.New(fault.Invalid, "call.too_large", "too large")}, "model.bad_answer", 1, "[]"},
		"content filter":          {[]any{answer(200, `{"choices":[{"message":{"content":null},"finish_reason":"content_filter"}]}`)}, "model.refused", 1, "[]"},
		"context by its message":  {[]any{answer(400, `{"error":{"message":"This model's maximum context length is 8192 tokens"}}`)}, "model.context_too_long", 1, "[]"},
		"context by its own code": {[]any{answer(400, `{"error":{"code":"context_length_exceeded"}}`)}, "model.context_too_long", 1, "[]"},
	} {
		t.Run(name, func(t *testing.T) {
			c, w := client(t, "openai", x.answers...)
			got, err := c.Generate(context.Background(), modeltest.Prompt("hello"))
			if code := codeOf(err); code != x.code || len(w.sent) != x.tries || fmt.Sprint(w.waits) != x.waits {
				t.Errorf("%q after %d tries, waits %v; want %q, %d, %s", code, len(w.sent), w.waits, x.code, x.tries, x.waits)
			}
			if err == nil && (got.Text != "Привет" || got.Retries != x.tries-1) {
				t.Errorf("answer is %+v", got)
			}
			if err != nil {
				for _, secret := range []string{key, modeltest.Canary, "modeltest", "model.example"} {
					if strings.Contains(err.Error(), secret) {
						t.Errorf("the fault tells %q: %v", secret, err)
					}
				}
			}
		})
	}
}

func codeOf(err error) string {
	if err == nil {
		return ""
	}
	return fault.CodeOf(err)
}

func TestFieldsOfProfiles(t *testing.T) {
	all := []string{"temperature", "parallel_tool_calls", "prompt_cache_key", "safety_identifier", "store", "max_completion_tokens", "max_tokens"}
	for profile, want := range map[string]string{
		"openai":                          "temperature parallel_tool_calls prompt_cache_key safety_identifier store max_completion_tokens",
		"ollama":                          "temperature max_tokens",
		"vllm":                            "temperature max_tokens",
		"openrouter":                      "temperature max_tokens",
		"yandex":                          "temperature max_tokens",
		"custom":                          "temperature max_tokens",
		"custom,-temperature,+store":      "store max_tokens",
		"openai,-store,-prompt_cache_key": "temperature parallel_tool_calls safety_identifier max_completion_tokens",
	} {
		c, w := client(t, profile, answer(200, hello))
		if _, err := c.Generate(context.Background(), modeltest.Prompt("hello")); err != nil {
			t.Fatal(err)
		}
		body := w.body(t, 0)
		var got []string
		for _, f := range all {
			if _, sent := body[f]; sent {
				got = append(got, f)
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s sends %v, want %s", profile, got, want)
		}
		strict := strings.Contains(string(w.sent[0].Body), `"strict":true`)
		if strict != strings.HasPrefix(profile, "openai") {
			t.Errorf("%s: strict is %v", profile, strict)
		}
		if w.sent[0].URL != "https://model.example/v1/chat/completions" || w.sent[0].Header["authorization"] != "Bearer "+key {
			t.Errorf("%s: sent to %s", profile, w.sent[0].URL)
		}
	}
}

func TestBadProfiles(t *testing.T) {
	for _, p := range []string{"gpt", "openai,vision", "openai,+magic", "openai,+"} {
		if _, err := openai.ParseProfile(p); fault.CodeOf(err) != "model.profile" {
			t.Errorf("%q gave %v", p, err)
		}
	}
	if _, err := openai.New(openai.Config{BaseURL: "ftp://x"}, &wire{}, clock, nil); fault.CodeOf(err) != "model.base_url" {
		t.Errorf("a wrong address gave %v", err)
	}
	for url, want := range map[string]string{"": "openai", "https://api.openai.com/v1": "openai", "http://127.0.0.1:11434/v1": "ollama",
		"https://openrouter.ai/api/v1": "openrouter", "https://x.example/v1": "custom", "https://api.giga.chat/v1": "gigachat"} {
		if got := openai.Guess(url); got != want {
			t.Errorf("%q is guessed as %s, want %s", url, got, want)
		}
	}
}

// A reasoning model rejects temperature: the field is left out from then on.
func TestLearnsWhatAModelRejects(t *testing.T) {
	c, w := client(t, "openai", answer(400, `{"error":{"message":"Unsupported","param":"temperature","code":"unsupported_value"}}`),
		answer(400, `{"error":{"message":"Unsupported","param":"max_completion_tokens"}}`), answer(200, hello))
	for range 2 {
		if _, err := c.Generate(context.Background(), modeltest.Prompt("hello")); err != nil {
			t.Fatal(err)
		}
	}
	if len(w.sent) != 4 || len(w.waits) != 0 {
		t.Errorf("%d requests, waits %v", len(w.sent), w.waits)
	}
	last := w.body(t, 3)
	if last["temperature"] != nil || last["max_tokens"] == nil || last["max_completion_tokens"] != nil {
		t.Errorf("the last request is %v", last)
	}
}

func TestOddAnswers(t *testing.T) {
	for name, x := range map[string]struct{ message, text, call string }{
		"parts":                {`{"content":[{"type":"text","text":"При"},{"type":"text","text":"вет"}]}`, "Привет", ""},
		"arguments as JSON":    {`{"content":null,"tool_calls":[{"id":"c","function":{"name":"f","arguments":{"a":1}}}]}`, "", `{"c" "f" "{\"a\":1}"}`},
		"no id":                {`{"tool_calls":[{"function":{"name":"f","arguments":"{}"}}]}`, "", `{"call_1" "f" "{}"}`},
		"no arguments":         {`{"tool_calls":[{"id":"c","function":{"name":"f"}}]}`, "", `{"c" "f" ""}`},
		"half arguments":       {`{"tool_calls":[{"id":"c","function":{"name":"f","arguments":"{\"a\":"}}]}`, "", `{"c" "f" "{\"a\":"}`},
		"a refusal":            {`{"content":null,"refusal":"нет"}`, "", ""},
		"broken UTF-8":         {"{\"content\":\"a\xffb\"}", "a\uFFFDb", ""},
		"content of a number":  {`{"content":5,"refusal":"x"}`, "", ""},
		"arguments of a list":  {`{"tool_calls":[{"id":"c","function":{"name":"f","arguments":[1]}}]}`, "", `{"c" "f" "[1]"}`},
		"a call without name":  {`{"tool_calls":[{"id":"c","function":{}}]}`, "", `{"c" "" ""}`},
		"usage that is a text": {`{"content":"x"}`, "x", ""},
	} {
		c, _ := client(t, "openai", answer(200, `{"choices":[{"message":`+x.message+`}],"usage":"many"}`))
		got, err := c.Generate(context.Background(), modeltest.Prompt("hello"))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		calls := ""
		if len(got.Calls) > 0 {
			calls = fmt.Sprintf("%q", got.Calls[0])
		}
		if got.Text != x.text || calls != x.call || !got.Usage.Estimated {
			t.Errorf("%s: %q, calls %s, usage %+v", name, got.Text, calls, got.Usage)
		}
	}
}

func TestHugeAnswers(t *testing.T) {
	long, _ := json.Marshal(strings.Repeat("ч", 100_000))
	many := strings.Repeat(`{"id":"c","function":{"name":"f","arguments":"{}"}},`, 100)
	c, _ := client(t, "openai", answer(200, `{"choices":[{"message":{"content":`+string(long)+`,"tool_calls":[`+many[:len(many)-1]+`]}}]}`))
	got, err := c.Generate(context.Background(), modeltest.Prompt("hello"))
	if err != nil || len(got.Text) > 64<<10 || len(got.Calls) > 16 || !strings.HasSuffix(got.Text, "ч") {
		t.Errorf("text of %d bytes, %d calls, %v", len(got.Text), len(got.Calls), err)
	}
}

func TestUsageAndPrice(t *testing.T) {
	c, _ := client(t, "openai", answer(200, hello, "x-request-id", "req_1"))
	got, err := c.Generate(context.Background(), modeltest.Prompt("hello"))
	// 40 plain + 60 cached at a tenth + 5 at four
	if err != nil || got.Usage.Cost != 40+6+20 || got.Usage.Cached != 60 || got.RequestID != "req_1" || got.Model != "m1" {
		t.Errorf("answer is %+v, %v", got, err)
	}
	c, _ = client(t, "custom", answer(200, `{"choices":[{"message":{"content":"x"}}]}`))
	if got, _ := c.Generate(context.Background(), modeltest.Prompt("hello")); !got.Usage.Estimated || got.Usage.Prompt < 20 {
		t.Errorf("estimated usage is %+v", got.Usage)
	}
}

func TestPicturesAndRoles(t *testing.T) {
	r := assistant.Request{Messages: []assistant.Message{{Role: assistant.RoleSystem, Text: "s"},
		{Role: assistant.RoleUser, Text: "что это?", Images: []assistant.Picture{{MIME: "image/png", Data: []byte{1, 2}}}}}}
	c, w := client(t, "openai,+developer", answer(200, hello))
	if _, err := c.Generate(context.Background(), r); err != nil {
		t.Fatal(err)
	}
	if got := string(w.sent[0].Body); !strings.Contains(got, `"data:image/png;base64,AQI="`) || !strings.Contains(got, `"developer"`) {
		t.Errorf("sent %s", got)
	}
	c, w = client(t, "ollama", answer(200, hello))
	if _, err := c.Generate(context.Background(), r); err != nil {
		t.Fatal(err)
	}
	if got := string(w.sent[0].Body); strings.Contains(got, "image") || c.Sees() {
		t.Errorf("a blind model was sent %s", got)
	}
}

func TestGigaChat(t *testing.T) {
	token := func(s string) call.Response {
		return answer(200, fmt.Sprintf(`{"access_token":%q,"expires_at":%d}`, s, epoch.Add(30*time.Minute).UnixMilli()))
	}
	c, w := client(t, "gigachat", token("t1"), answer(200, hello), answer(200, hello), answer(401, ""), token("t2"), answer(200, hello))
	for range 3 {
		if _, err := c.Generate(context.Background(), modeltest.Prompt("hello")); err != nil {
			t.Fatal(err)
		}
	}
	var got []string
	for _, r := range w.sent {
		got = append(got, r.Name+" "+r.Header["authorization"])
	}
	want := "token Basic " + key + ",chat Bearer t1,chat Bearer t1,chat Bearer t1,token Basic " + key + ",chat Bearer t2"
	if strings.Join(got, ",") != want {
		t.Errorf("calls are %v", got)
	}
	if id := w.sent[0].Header["rquid"]; len(id) != 36 || string(w.sent[0].Body) != "scope=GIGACHAT_API_PERS" {
		t.Errorf("token asked with %q, %s", id, w.sent[0].Body)
	}
}

func TestSpeechLimits(t *testing.T) {
	c, w := client(t, "openai", answer(200, `{"text":" привет "}`))
	got, err := c.Transcribe(context.Background(), assistant.Audio{Name: "a\"\r\nb.ogg", MIME: "x\r\ny", Data: []byte("OggS"), Hint: "a\r\nb"})
	if err != nil || got.Text != "привет" || strings.Contains(string(w.sent[0].Body), "x\r\ny") {
		t.Errorf("heard %+v, %v", got, err)
	}
	c2, w2 := client(t, "openai", answer(200, `{"text":"x"}`))
	if _, err := c2.Transcribe(context.Background(), assistant.Audio{Name: "voice.ogg", MIME: "audio/mp4", Data: []byte("ftyp")}); err != nil || !strings.Contains(string(w2.sent[0].Body), `filename="voice.m4a"`) {
		t.Errorf("a recording of Instagram's is sent as %q, %v", w2.sent[0].Body, err)
	}
	if _, err := c.Transcribe(context.Background(), assistant.Audio{}); fault.CodeOf(err) != "model.request" {
		t.Errorf("an empty recording gave %v", err)
	}
	c, _ = client(t, "ollama", answer(200, "{}"))
	if _, err := c.Transcribe(context.Background(), assistant.Audio{Data: []byte("x")}); fault.CodeOf(err) != "model.unsupported" {
		t.Errorf("a deaf service gave %v", err)
	}
}
