package faults

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strings"
	"testing"
	"time"

	"prilavok/core/inbox"
	"prilavok/store"
)

// TestWebhookBodies posts what no Telegram sends, to a real process: each has its own
// answer, what comes in by the secret is kept, and the process lives.
func TestWebhookBodies(t *testing.T) {
	onBoth(t, func(t *testing.T, db store.DB, url string) {
		w := newWorld(t, db, url, 1)
		p := w.start()
		base, _, _ := strings.Cut(p.hook, "/hook/")
		broken := bytes.Replace(w.text(100, "привет"), []byte("привет"), []byte("прив\xd0\xff\xfeет"), 1)
		deep := []byte(strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000))
		deepField := []byte(`{"update_id":77,"message":` + strings.Repeat(`{"reply_to_message":`, 40_000) + `1` + strings.Repeat("}", 40_001))
		for _, c := range []struct {
			name, method, url, secret string
			body                      []byte
			status                    int
			kept                      bool
		}{
			{"10 MB", "POST", p.hook, secret, bytes.Repeat([]byte("x"), 10<<20), 413, false},
			{"10 MB without a secret", "POST", p.hook, "", bytes.Repeat([]byte("x"), 10<<20), 413, false},
			{"broken UTF-8", "POST", p.hook, secret, broken, 200, true},
			{"100,000 brackets", "POST", p.hook, secret, deep, 200, true},
			{"40,000 objects", "POST", p.hook, secret, deepField, 200, true},
			{"no JSON", "POST", p.hook, secret, []byte("hello\x00world"), 200, true},
			{"a message", "POST", p.hook, secret, w.text(100, "привет"), 200, false},
			{"nothing", "POST", p.hook, secret, nil, 200, true},
			{"another JSON", "POST", p.hook, secret, []byte(`[1,2]`), 200, true},
			{"a wrong secret", "POST", p.hook, "wrong", w.text(100, "x"), 401, false},
			{"no secret", "POST", p.hook, "", w.text(100, "x"), 401, false},
			{"GET", "GET", p.hook, secret, []byte("{}"), 405, false},
			{"an unknown account", "POST", base + "/hook/telegram/acc_none", secret, w.text(100, "x"), 404, false},
			{"an unknown channel", "POST", base + "/hook/fax/" + w.acc.ID, secret, w.text(100, "x"), 404, false},
		} {
			t.Run(c.name, func(t *testing.T) {
				if got := send(t, c.method, c.url, c.secret, c.body); got != c.status {
					t.Errorf("answered %d, want %d", got, c.status)
				}
				if kept := w.kept(c.body); kept != c.kept {
					t.Errorf("kept for later: %v, want %v", kept, c.kept)
				}
			})
		}
		if !w.alive(p) {
			t.Error("the process does not work any more")
		}
		w.settle(time.Now().Add(time.Minute))
		in, out, unsent := w.messages()
		if in != 1 || out == 0 || unsent != 0 {
			t.Errorf("%d messages, %d answers, %d unsent; want the one that can be read, answered", in, out, unsent)
		}
	})
}

func send(t *testing.T, method, url, secret string, body []byte) int {
	t.Helper()
	req, err := http.NewRequest(method, url, bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if secret != "" {
		req.Header.Set("X-Telegram-Bot-Api-Secret-Token", secret)
	}
	c := http.Client{Timeout: 20 * time.Second}
	res, err := c.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	return res.StatusCode
}

// kept reports whether a body waits in the intake, to be read by a newer release.
func (w *world) kept(body []byte) (found bool) {
	w.t.Helper()
	sum := sha256.Sum256(body)
	err := w.st.View(w.ctx, func(ctx context.Context) error {
		var kind string
		var err error
		_, kind, found, err = w.st.IntakeState(ctx, w.acc.ID, "unreadable:"+hex.EncodeToString(sum[:]))
		found = found && kind == string(inbox.KindUnknown)
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return found
}
