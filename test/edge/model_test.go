package edge_test

import (
	"crypto/tls"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"prilavok/app"
	"prilavok/core/txn"
)

// replies is a chat-completions service that says what it is told to, in order.
type replies struct {
	mu    sync.Mutex
	list  []string // of messages, JSON
	asked []string // bodies of requests
}

// ServeHTTP implements http.Handler.
func (m *replies) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var body json.RawMessage
	if json.NewDecoder(r.Body).Decode(&body) != nil || r.Header.Get("Authorization") != "Bearer key-of-the-test" {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.asked = append(m.asked, string(body))
	said := `{"role":"assistant","content":"Больше мне нечего сказать."}`
	if len(m.list) > 0 {
		said, m.list = m.list[0], m.list[1:]
	}
	w.Header().Set("Content-Type", "application/json")
	fmt.Fprintf(w, `{"id":"c1","model":"test","choices":[{"index":0,"message":%s,"finish_reason":"stop"}],"usage":{"prompt_tokens":10,"completion_tokens":5,"total_tokens":15}}`, said)
}

// TestModel: a question in one's own words is answered by the model, from what its tool has
// found, and the turn's tokens are counted.
func TestModel(t *testing.T) {
	t.Parallel()
	m := &replies{list: []string{
		`{"role":"assistant","content":null,"tool_calls":[{"id":"t1","type":"function","function":{"name":"search_products","arguments":"{\"query\":\"кружка\"}"}}]}`,
		`{"role":"assistant","content":"Для мамы подойдёт синяя кружка за 790 ₽."}`,
	}}
	service := httptest.NewServer(m)
	t.Cleanup(service.Close)
	s := newScene(t)
	s.start(isolate{env: map[string]string{"OPENAI_BASE_URL": service.URL, "OPENAI_API_KEY": "key-of-the-test", "OPENAI_MODEL": "test"}})
	olga := s.bot.User(7, "Ольга")
	s.say(olga, "Посоветуйте, что подарить маме, она любит пить чай по утрам")
	if got := sent(olga); !strings.Contains(got, "Для мамы подойдёт синяя кружка за 790 ₽.") {
		t.Errorf("the customer was told:\n%s", got)
	}
	if len(m.asked) != 2 || !strings.Contains(m.asked[1], "79000") && !strings.Contains(m.asked[1], "790") {
		t.Errorf("the model was asked %d times; at last: %s", len(m.asked), m.asked[len(m.asked)-1])
	}
	if n := s.count(`SELECT coalesce(sum(tokens_in + tokens_out), 0) FROM prilavok.turns`); n != 30 {
		t.Errorf("%d tokens are counted, want 30", n)
	}
}

// TestOutsideOnly: a webhook of a shop never reaches what is not the internet: not over plain
// HTTP, and not by a name that resolves to the inside, though its certificate is right.
func TestOutsideOnly(t *testing.T) {
	t.Parallel()
	var hits atomic.Int64
	here := http.HandlerFunc(func(http.ResponseWriter, *http.Request) { hits.Add(1) })
	plain, secure := httptest.NewServer(here), httptest.NewUnstartedServer(here)
	ca := newAuthority(t)
	cert, key := ca.leaf(t)
	pair, err := tls.X509KeyPair([]byte(cert), []byte(key))
	ok(t, err)
	secure.TLS = &tls.Config{Certificates: []tls.Certificate{pair}}
	secure.StartTLS()
	t.Cleanup(func() { plain.Close(); secure.Close() })
	trusted := filepath.Join(t.TempDir(), "ca.pem")
	ok(t, os.WriteFile(trusted, []byte(ca.pem), 0o600))
	s := newScene(t)
	s.start(isolate{env: map[string]string{"DENO_CERT": trusted}})
	a := app.New(s.deps)
	ctx := txn.ForShop(t.Context(), s.acc.ShopID)
	for _, address := range []string{plain.URL, strings.Replace(secure.URL, "127.0.0.1", "localhost", 1)} {
		// As an older release, or another way in, may have left it.
		e, _, err := a.Hooks.Add(ctx, "https://crm.example.com/in", []string{"order.placed"})
		ok(t, err)
		_, err = s.db.ExecContext(t.Context(), `UPDATE prilavok.webhook_endpoints SET url = $1 WHERE id = $2`, address, e.ID)
		ok(t, err)
	}
	s.buy(s.bot.User(7, "Ольга"), s.dialog())
	var states []string
	rows, err := s.db.QueryContext(t.Context(), `SELECT coalesce(fault, '') FROM prilavok.webhook_deliveries`)
	ok(t, err)
	defer rows.Close()
	for rows.Next() {
		var f string
		ok(t, rows.Scan(&f))
		states = append(states, f)
	}
	if fmt.Sprint(states) != "[call.connect call.connect]" || hits.Load() != 0 {
		t.Errorf("deliveries ended with %v, the inside was reached %d times", states, hits.Load())
	}
}
