package igfake_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"prilavok/channel/instagram/igfake"
)

const (
	id    = "17841400000000001"
	token = "IGAATESTTOKEN"
	olga  = "1234567890123456"
)

type peer struct {
	t    *testing.T
	now  time.Time
	fake *igfake.Server
	acc  *igfake.Account
	olga *igfake.Person
}

func newPeer(t *testing.T) *peer {
	p := &peer{t: t, now: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)}
	p.fake = igfake.New(igfake.Options{Now: func() time.Time { return p.now }})
	p.acc = p.fake.Account(id, token)
	p.olga = p.acc.Person(olga, "Ольга")
	return p
}

// call returns the status and the code and subcode of a refusal.
func (p *peer) call(method, path, body string) (status int, code string, answer map[string]any) {
	p.t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.Header.Set("authorization", "Bearer "+token)
	w := httptest.NewRecorder()
	p.fake.ServeHTTP(w, r)
	if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil {
		p.t.Fatalf("%s: %v", w.Body, err)
	}
	if e, ok := answer["error"].(map[string]any); ok {
		code = fmt.Sprintf("%.0f/%.0f", e["code"], e["error_subcode"])
		if e["message"] == "" || e["type"] == "" || e["fbtrace_id"] == "" {
			p.t.Errorf("an error without its fields: %v", e)
		}
	}
	return w.Code, code, answer
}

func (p *peer) send(message string) (string, map[string]any) {
	p.t.Helper()
	_, code, answer := p.call("POST", "/v25.0/"+id+"/messages", `{"recipient":{"id":"`+olga+`"},"message":`+message+`}`)
	return code, answer
}

func TestLimits(t *testing.T) {
	quick := func(n int, title string) string {
		one := `{"content_type":"text","title":"` + title + `","payload":"p"}`
		return `{"text":"?","quick_replies":[` + strings.TrimSuffix(strings.Repeat(one+",", n), ",") + `]}`
	}
	template := func(payload string) string {
		return `{"attachment":{"type":"template","payload":` + payload + `}}`
	}
	cards := func(n int, title, subtitle string) string {
		one := `{"title":"` + title + `","subtitle":"` + subtitle + `"}`
		return template(`{"template_type":"generic","elements":[` + strings.TrimSuffix(strings.Repeat(one+",", n), ",") + `]}`)
	}
	buttons := func(n int, text, title string) string {
		one := `{"type":"postback","title":"` + title + `","payload":"p"}`
		return template(`{"template_type":"button","text":"` + text + `","buttons":[` + strings.TrimSuffix(strings.Repeat(one+",", n), ",") + `]}`)
	}
	for message, ok := range map[string]bool{
		`{"text":"` + strings.Repeat("я", 500) + `"}`:  true,
		`{"text":"` + strings.Repeat("я", 500) + `x"}`: false,
		`{"text":" "}`:                             false,
		`{}`:                                       false,
		quick(13, "M"):                             true,
		quick(14, "M"):                             false,
		quick(1, strings.Repeat("я", 20)):          true,
		quick(1, strings.Repeat("я", 21)):          false,
		quick(0, ""):                               false,
		cards(10, "Платье", "5 490 ₽"):             true,
		cards(11, "Платье", "5 490 ₽"):             false,
		cards(1, strings.Repeat("я", 81), "x"):     false,
		cards(1, "x", strings.Repeat("я", 81)):     false,
		cards(1, "x", ""):                          false,
		buttons(3, "?", "Да"):                      true,
		buttons(4, "?", "Да"):                      false,
		buttons(0, "?", "Да"):                      false,
		buttons(1, strings.Repeat("x", 641), "Да"): false,
		buttons(1, "?", strings.Repeat("я", 21)):   false,
		`{"attachment":{"type":"image","payload":{"url":"https://shop.example/1.jpg"}}}`:   true,
		`{"attachment":{"type":"image","payload":{"url":"/media/1.jpg"}}}`:                 false,
		`{"text":"x","attachment":{"type":"image","payload":{"url":"https://x.example"}}}`: false,
	} {
		p := newPeer(t)
		p.olga.Writes("привет")
		code, answer := p.send(message)
		if sent := answer["message_id"] != nil; sent != ok || len(p.olga.Sees()) == 1 != ok || !ok && !strings.HasPrefix(code, "100/") {
			t.Errorf("%s: %v (%s)", message[:min(len(message), 120)], answer, code)
		}
	}
}

func TestWindowAndTokens(t *testing.T) {
	p := newPeer(t)
	text := `{"text":"x"}`
	if code, _ := p.send(text); code != "10/2534022" {
		t.Errorf("to who never wrote: %s", code)
	}
	p.olga.Writes("привет")
	for _, c := range []struct {
		age   time.Duration
		human bool
		tag   string
		want  string
	}{
		{0, false, "", ""},
		{24 * time.Hour, false, "", ""},
		{24*time.Hour + time.Second, false, "", "10/2534022"},
		{25 * time.Hour, false, "HUMAN_AGENT", "100/2018276"},
		{25 * time.Hour, true, "HUMAN_AGENT", ""},
		{25 * time.Hour, true, "ACCOUNT_UPDATE", "100/0"},
		{7*24*time.Hour + time.Second, true, "HUMAN_AGENT", "10/2534022"},
	} {
		start := p.now
		p.now, p.acc.Human = start.Add(c.age), c.human
		tag := ""
		if c.tag != "" {
			tag = `,"tag":"` + c.tag + `"`
		}
		_, code, _ := p.call("POST", "/v25.0/me/messages", `{"recipient":{"id":"`+olga+`"},"message":{"text":"x"}`+tag+`}`)
		if code != c.want {
			t.Errorf("after %s with %q (approved %v): %s", c.age, c.tag, c.human, code)
		}
		p.now = start
	}
	p.now = p.now.Add(60 * 24 * time.Hour)
	if status, code, _ := p.call("GET", "/v25.0/me?fields=user_id", ""); status != 401 || code != "190/0" {
		t.Errorf("a token past its end: %d %s", status, code)
	}
}

// TestConversation: 20 messages can be read back, the newest first, and no more.
func TestConversation(t *testing.T) {
	p := newPeer(t)
	p.olga.Writes("привет")
	for i := range 25 {
		p.send(fmt.Sprintf(`{"text":"ответ %d"}`, i))
	}
	_, _, list := p.call("GET", "/v25.0/me/conversations?platform=instagram&user_id="+olga, "")
	conv := list["data"].([]any)[0].(map[string]any)["id"].(string)
	_, _, thread := p.call("GET", "/v25.0/"+conv+"?fields=messages", "")
	messages := thread["messages"].(map[string]any)["data"].([]any)
	first := messages[0].(map[string]any)
	if len(messages) != 20 || first["message"] != "ответ 24" || first["from"].(map[string]any)["id"] != id {
		t.Errorf("%d messages, the first is %v", len(messages), first)
	}
	if _, code, _ := p.call("GET", "/v25.0/"+"999"+"?fields=name", ""); code != "100/33" {
		t.Errorf("nobody's profile: %s", code)
	}
}

// TestHooks: a webhook is posted as Meta does, escaped and signed over its raw bytes.
func TestHooks(t *testing.T) {
	p := newPeer(t)
	const vector = `{"object":"instagram","entry":[{"id":"17841400000000001","time":1795428000123,"messaging":[{"sender":{"id":"1234567890123456"},"recipient":{"id":"17841400000000001"},"timestamp":1795428000001,"message":{"mid":"aWdfMID1","text":"\u041f\u0440\u0438\u0432\u0435\u0442"}}]}]}`
	if got := p.fake.Sign([]byte(vector)); got != "sha256=d7982ff24f1f95a65b8651f9616463badcfa75970d8ab509e63fb4c9eb57b564" {
		t.Errorf("signed as %s", got)
	}
	var got []byte
	var signature string
	web := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		got, _ = io.ReadAll(r.Body)
		signature = r.Header.Get("X-Hub-Signature-256")
	}))
	defer web.Close()
	h := p.olga.Writes("Привет 👋")
	status, err := h.Post(t.Context(), web.Client(), web.URL)
	if err != nil || status != 200 || !bytes.Equal(got, h.Body) || signature != p.fake.Sign(got) {
		t.Fatalf("%d, %v: %s %s", status, err, signature, got)
	}
	var body map[string]any
	if !bytes.Contains(got, []byte(`\u041f\u0440\u0438\u0432\u0435\u0442 \ud83d\udc4b`)) || json.Unmarshal(got, &body) != nil {
		t.Errorf("posted %s", got)
	}
	for what, h := range map[string]igfake.Hook{"quick_reply": p.olga.Taps(igfake.Button{Title: "M", Payload: "size:m"}), "postback": p.olga.Presses(igfake.Button{Title: "Да", Payload: "yes"}),
		"is_echo": p.olga.ByHand("я тут")} {
		if !bytes.Contains(h.Body, []byte(`"`+what+`"`)) || h.Signature != p.fake.Sign(h.Body) {
			t.Errorf("%s: %s", what, h.Body)
		}
	}
}
