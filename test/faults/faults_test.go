// Package faults breaks things on purpose: processes are killed in the middle of their
// work, the database goes away, Telegram misbehaves. What must hold afterwards: no
// update lost, no order twice, no reply lost, duplicates bounded.
package faults

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"prilavok/app"
	"prilavok/app/config"
	"prilavok/app/server"
	"prilavok/core/cart"
	"prilavok/core/catalog"
	"prilavok/core/id"
	"prilavok/core/lang"
	"prilavok/core/money"
	"prilavok/core/seal"
	"prilavok/core/shop"
	"prilavok/core/txn"
	"prilavok/store"
)

// key is the secret key of every process of these tests.
const key = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="

const secret = "faults-secret"

// TestMain lets the test binary be the server: a child process is the real thing, and
// can be killed.
func TestMain(m *testing.M) {
	if os.Getenv("PRILAVOK_FAULTS_CHILD") == "" {
		os.Exit(m.Run())
	}
	if err := child(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func child() error {
	cfg, _, err := config.Load(config.Input{Env: os.LookupEnv})
	if err != nil {
		return err
	}
	s, err := server.Open(context.Background(), cfg, server.Options{Version: "test", Log: slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelError}))})
	if err != nil {
		return err
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Println("listening", ln.Addr().(*net.TCPAddr).Port)
	return s.Run(context.Background(), ln)
}

// world is a database with a shop, a Bot API, and the processes that serve it.
type world struct {
	t       *testing.T
	url     string // DATABASE_URL
	st      *store.Store
	app     *app.App
	ctx     context.Context
	acc     shop.Account
	variant string
	pickup  string
	api     *botAPI
	procs   []*process
	update  int
	mu      sync.Mutex
}

func newWorld(t *testing.T, db store.DB, url string, stock int64) *world {
	t.Helper()
	w := &world{t: t, url: url, st: store.New(db), api: newBotAPI(t)}
	keys, err := seal.ParseKeys(key)
	if err != nil {
		t.Fatal(err)
	}
	ring, err := seal.New(keys, nil)
	if err != nil {
		t.Fatal(err)
	}
	w.app = app.New(app.Deps{Store: w.st, Keys: ring, Now: time.Now, IDs: id.New(nil, nil), Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
	sh, err := w.app.Shops.Create(context.Background(), shop.Shop{Slug: "faults", Name: lang.Texts{lang.RU: "Лавка"}, Languages: []lang.Lang{lang.RU}, Currency: "RUB", TimeZone: "Europe/Moscow"})
	if err != nil {
		t.Fatal(err)
	}
	w.ctx = txn.ForShop(context.Background(), sh.ID)
	// Paused: no process connects it, so that only the test's own updates come.
	if w.acc, err = w.app.Shops.SaveAccount(w.ctx, shop.Account{Channel: shop.Telegram, Name: "@b", ExternalID: "42", Status: "paused"}, "42:token", secret); err != nil {
		t.Fatal(err)
	}
	p, err := w.app.Catalog.Save(w.ctx, catalog.Product{Slug: "mug", Title: lang.Texts{lang.RU: "Кружка"}, Variants: []catalog.Variant{
		{SKU: "MUG", Price: money.Of(79000, "RUB"), OnHand: stock, Tracked: true, Active: true}}})
	if err != nil {
		t.Fatal(err)
	}
	w.variant = p.Variants[0].ID
	m, err := w.app.Delivery.Put(w.ctx, cart.Method{Kind: cart.Pickup, Title: lang.Texts{lang.RU: "Самовывоз"}, Active: true})
	if err != nil {
		t.Fatal(err)
	}
	w.pickup = m.ID
	return w
}

// process is one running server.
type process struct {
	cmd  *exec.Cmd
	hook string
}

func (w *world) start() *process {
	w.t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "PRILAVOK_FAULTS_CHILD=1", "DATABASE_URL="+w.url, "PRILAVOK_SECRET_KEY="+key, "TELEGRAM_API_URL="+w.api.url,
		"DATA_DIR="+w.t.TempDir(), "WORKERS=4", "LOG_FORMAT=text", "DATABASE_CONNECTIONS=6")
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		w.t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() { _ = cmd.Process.Kill(); _, _ = cmd.Process.Wait() })
	line := make([]byte, 64)
	n, err := out.Read(line)
	port, ok := strings.CutPrefix(strings.TrimSpace(string(line[:n])), "listening ")
	if err != nil || !ok {
		w.t.Fatalf("the server did not start: %q %v", line[:n], err)
	}
	p := &process{cmd, "http://127.0.0.1:" + port + "/hook/telegram/" + w.acc.ID}
	w.procs = append(w.procs, p)
	return p
}

// kill is kill -9.
func (p *process) kill() {
	_ = p.cmd.Process.Kill()
	_, _ = p.cmd.Process.Wait()
}

// next numbers an update.
func (w *world) next() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.update++
	return w.update
}

func (w *world) text(chat int, s string) []byte {
	n := w.next()
	return fmt.Appendf(nil, `{"update_id":%d,"message":{"message_id":%d,"from":{"id":%d,"is_bot":false,"first_name":"О"},"chat":{"id":%d,"type":"private"},"date":1795428102,"text":%q}}`, n, n, chat, chat, s)
}

func (w *world) press(chat int, action string) []byte {
	n := w.next()
	return fmt.Appendf(nil, `{"update_id":%d,"callback_query":{"id":"%d","from":{"id":%d,"is_bot":false,"first_name":"О"},"message":{"message_id":1,"date":1795427600,"chat":{"id":%d,"type":"private"},"text":"x"},"chat_instance":"1","data":%q}}`, n, n, chat, chat, action)
}

// deliver posts one update as Telegram does: again until it is answered 200.
func deliver(hook func() string, body []byte, until time.Time) error {
	for time.Now().Before(until) {
		req, err := http.NewRequest("POST", hook(), bytes.NewReader(body))
		if err != nil {
			return err
		}
		req.Header.Set("X-Telegram-Bot-Api-Secret-Token", secret)
		c := http.Client{Timeout: 5 * time.Second}
		res, err := c.Do(req)
		if err == nil {
			_, _ = io.Copy(io.Discard, res.Body)
			res.Body.Close()
			if res.StatusCode == 200 {
				return nil
			}
		}
		time.Sleep(20 * time.Millisecond) // what a sender does between tries
	}
	return fmt.Errorf("an update was never accepted")
}

// settle waits until nothing is queued any more.
func (w *world) settle(until time.Time) {
	w.t.Helper()
	for time.Now().Before(until) {
		st, err := w.app.QueueStats(context.Background())
		if err == nil && st.Ready == 0 && st.Running == 0 {
			if st.Dead > 0 {
				w.t.Fatalf("%d dead letters", st.Dead)
			}
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	st, err := w.app.QueueStats(context.Background())
	w.t.Fatalf("the queue does not empty: %+v %v", st, err)
}

// botAPI is a loopback Bot API that takes everything, unless told otherwise.
type botAPI struct {
	url  string
	mu   sync.Mutex
	sent int
	by   map[string]int // texts by chat
	fail func(n int) (status int, body string)
	n    int
}

func newBotAPI(t *testing.T) *botAPI {
	t.Helper()
	a := &botAPI{by: map[string]int{}}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	a.url = "http://" + ln.Addr().String()
	srv := &http.Server{Handler: a}
	go func() { _ = srv.Serve(ln) }()
	t.Cleanup(func() { _ = srv.Close() })
	return a
}

// ServeHTTP implements http.Handler.
func (a *botAPI) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	_, _ = io.Copy(io.Discard, r.Body)
	method := r.URL.Path[strings.LastIndex(r.URL.Path, "/")+1:]
	a.mu.Lock()
	defer a.mu.Unlock()
	a.n++
	w.Header().Set("Content-Type", "application/json")
	if a.fail != nil {
		if status, body := a.fail(a.n); status != 0 {
			w.WriteHeader(status)
			_, _ = io.WriteString(w, body)
			return
		}
	}
	if strings.HasPrefix(method, "send") || strings.HasPrefix(method, "edit") {
		a.sent++
	}
	_, _ = io.WriteString(w, `{"ok":true,"result":{"message_id":`+strconv.Itoa(1000+a.n)+`,"date":1,"chat":{"id":1,"type":"private"}}}`)
}

func (a *botAPI) count() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.sent
}

func itoa(n int) string { return strconv.Itoa(n) }
