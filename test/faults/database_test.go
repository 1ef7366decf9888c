package faults

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"prilavok/core/inbox"
	"prilavok/store"
	"prilavok/store/postgres"
	"prilavok/store/sqlite"
	"prilavok/store/storetest"
)

// TestDatabaseAway stops Postgres under load and starts it again after the half minute
// of a failover. It has nothing in common with the other tests and waits beside them.
func TestDatabaseAway(t *testing.T) {
	t.Parallel()
	const customers, away = 8, 30 * time.Second
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	pg, db, url := cluster(t)
	w := newWorld(t, db, url, customers)
	p := w.start()
	until := time.Now().Add(2 * time.Minute)
	var senders sync.WaitGroup
	for c := range customers {
		senders.Go(func() {
			for _, body := range w.purchase(100 + c) {
				if err := deliver(func() string { return p.hook }, body, until); err != nil {
					t.Error(err)
				}
				time.Sleep(30 * time.Millisecond) // load that lasts into the outage
			}
		})
	}
	time.Sleep(150 * time.Millisecond)
	if err := pg.Pause(ctx); err != nil {
		t.Fatal(err)
	}
	refused, other := probe(w, p.hook, away)
	if err := pg.Resume(ctx); err != nil {
		t.Fatal(err)
	}
	senders.Wait()
	if refused == 0 || other != "" {
		t.Errorf("while the database was away: %d times 503 with Retry-After, and %s", refused, other)
	}
	if !w.alive(p) {
		t.Error("the process did not survive")
	}
	// What the probe brought was never accepted; it is no customer's of the check.
	w.settle(until)
	w.check(customers, 1)
}

// cluster is a Postgres of this test's own, migrated, and its only database.
func cluster(t *testing.T) (*storetest.Server, store.DB, string) {
	t.Helper()
	pg, err := storetest.StartPostgres(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = pg.Stop() })
	admin, err := sql.Open("pgx", pg.URL("postgres", "postgres"))
	if err != nil {
		t.Fatal(err)
	}
	_, err = admin.ExecContext(t.Context(), "CREATE DATABASE faults OWNER prilavok_app")
	if err = errors.Join(err, admin.Close()); err != nil {
		t.Fatal(err)
	}
	url := pg.URL("prilavok_app", "faults")
	db, err := postgres.Open(t.Context(), url, postgres.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.New(db).Close() })
	if _, err := postgres.Migrate(t.Context(), db); err != nil {
		t.Fatal(err)
	}
	return pg, db, url
}

// probe posts one update again and again, and counts how often it is put off properly.
func probe(w *world, hook string, long time.Duration) (refused int, other string) {
	body := []byte(`{"update_id":999999999,"message":{"message_id":1,"from":{"id":9,"is_bot":false,"first_name":"П"},"chat":{"id":9,"type":"private"},"date":1,"text":"?"}}`)
	c := http.Client{Timeout: 30 * time.Second}
	for end := time.Now().Add(long); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		res, err := c.Do(signed(w.t, hook, body))
		if err != nil {
			return refused, err.Error()
		}
		_ = res.Body.Close()
		if res.StatusCode != 503 || res.Header.Get("Retry-After") == "" {
			return refused, res.Status + " with Retry-After " + res.Header.Get("Retry-After")
		}
		refused++
	}
	return refused, ""
}

func signed(t *testing.T, hook string, body []byte) *http.Request {
	t.Helper()
	req, err := http.NewRequest("POST", hook, bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("X-Telegram-Bot-Api-Secret-Token", secret)
	return req
}

// alive reports whether a process answers and works.
func (w *world) alive(p *process) bool {
	base, _, _ := strings.Cut(p.hook, "/hook/")
	res, err := http.Get(base + "/readyz")
	if err != nil {
		return false
	}
	b, _ := io.ReadAll(res.Body)
	_ = res.Body.Close()
	if res.StatusCode != 200 {
		w.t.Logf("readyz: %s %s", res.Status, b)
	}
	return res.StatusCode == 200
}

// TestDiskFull lets the SQLite file not grow any more: what does not fit is refused
// whole and can be sent again; with room all is answered once.
func TestDiskFull(t *testing.T) {
	path := t.TempDir() + "/shop.db"
	db, err := sqlite.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	st := store.New(db)
	t.Cleanup(func() { _ = st.Close() })
	if _, err := sqlite.Migrate(t.Context(), db); err != nil {
		t.Fatal(err)
	}
	x := newInside(t, st, nil)
	x.say(buyer, "кружка")
	x.settle(10*time.Second, 20)
	var pages int
	if err := db.Write.QueryRowContext(t.Context(), "PRAGMA page_count").Scan(&pages); err != nil {
		t.Fatal(err)
	}
	limit := func(n int) {
		if _, err := db.Write.ExecContext(t.Context(), "PRAGMA max_page_count = "+itoa(n)); err != nil {
			t.Fatal(err)
		}
	}
	limit(pages + 2)
	accepted, refused := 0, []string{}
	for i := range 40 {
		body := x.update(500+i, "кружка "+strings.Repeat("очень нужна ", 200))
		switch res := x.post(body); {
		case res.Status == 200:
			accepted++
		case res.Status == 503 && res.RetryAfter > 0:
			refused = append(refused, body)
		default:
			t.Fatalf("the webhook answered %d", res.Status)
		}
	}
	if len(refused) == 0 {
		t.Fatal("the disk was never full")
	}
	_, _ = x.Jobs.Drain(context.Background()) // may fail: there is no room to answer
	if got := x.stored(500, 40); got != accepted {
		t.Errorf("%d messages are stored, %d were accepted", got, accepted)
	}
	limit(1 << 30)
	for _, body := range refused {
		x.take(body)
	}
	x.pass(time.Minute)
	x.settle(10*time.Second, 200)
	for i := range 40 {
		if _, _, list := x.thread(500 + i); len(list) < 2 || states(list, inbox.ByContact)[inbox.Received] != 1 {
			t.Errorf("chat %d: %d messages", 500+i, len(list))
		}
	}
	if n := x.dead(); n != 0 {
		t.Errorf("%d dead letters", n)
	}
}

// stored counts the customers' messages of some chats.
func (x *inside) stored(from, n int) int {
	sum := 0
	for i := range n {
		_, _, list := x.thread(from + i)
		sum += states(list, inbox.ByContact)[inbox.Received]
	}
	return sum
}
