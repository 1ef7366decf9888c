package edge_test

import (
	"database/sql"

	"net"
	"net/url"
	"strconv"
	"sync"
	"testing"
	"time"

	"prilavok/store"
	"prilavok/store/postgres"
	"prilavok/store/storetest"
)

// ownCluster is a Postgres of this test's own with a migrated database, of which it returns
// a superuser's URL.
func ownCluster(t *testing.T) (pg *storetest.Server, super string) {
	t.Helper()
	pg, err := storetest.StartPostgres(t.Context())
	ok(t, err)
	t.Cleanup(func() { ok(t, pg.Stop()) })
	admin, err := sql.Open("pgx", pg.URL("postgres", "postgres"))
	ok(t, err)
	_, err = admin.ExecContext(t.Context(), "CREATE DATABASE edge OWNER prilavok_app")
	ok(t, err)
	ok(t, admin.Close())
	db, err := postgres.Open(t.Context(), pg.URL("prilavok_app", "edge"), postgres.Options{})
	ok(t, err)
	_, err = postgres.Migrate(t.Context(), db)
	ok(t, err)
	ok(t, store.New(db).Close())
	return pg, pg.URL("postgres", "edge")
}

// TestDatabaseAway: the function starts without a database, tells the messenger to come
// again, and works once it is there; so it does when it was restarted.
func TestDatabaseAway(t *testing.T) {
	t.Parallel()
	b, err := breakable()
	ok(t, err)
	pg, super := ownCluster(t)
	s := newSceneOn(t, b, super)
	// Straight, because pgbouncer waits 15 s before it asks a server again that was away.
	s.env["PRILAVOK_DATABASE_URL"] = storetest.AsOwner(super)
	ok(t, pg.Pause(t.Context()))
	s.start(isolate{})
	u := s.bot.User(1, "Ольга")
	u.Say("кружка")
	s.refused()
	if status, _ := s.edge.request("GET", "/bot/health", nil, ""); status != 503 {
		t.Errorf("without a database the health is %d", status)
	}
	ok(t, pg.Resume(t.Context()))
	s.deliver(1)
	s.settle()
	s.answeredOnce(u)

	ok(t, pg.Pause(t.Context()))
	ok(t, pg.Resume(t.Context()))
	v := s.bot.User(2, "Павел")
	v.Say("кружка")
	s.deliver(1)
	s.settle()
	s.answeredOnce(v)
	s.edge.quiet()
}

// refused posts an update that is not to be accepted now, and checks that it may come again.
func (s *scene) refused() {
	s.t.Helper()
	a, err := s.edge.ask("POST", s.path(), map[string]string{"X-Telegram-Bot-Api-Secret-Token": hookSecret}, `{"update_id":1}`)
	ok(s.t, err)
	if a.status != 503 || a.header.Get("Retry-After") == "" {
		s.t.Errorf("an update that cannot be kept is answered %d with Retry-After %q", a.status, a.header.Get("Retry-After"))
	}
}

// wire is a way to the database that can be slow, or lead nowhere.
type wire struct {
	ln    net.Listener
	to    string
	delay time.Duration // of every piece, each way

	mu   sync.Mutex
	mute bool // what is sent arrives nowhere
}

func newWire(t *testing.T, to string, delay time.Duration) *wire {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	ok(t, err)
	w := &wire{ln: ln, to: to, delay: delay}
	t.Cleanup(func() { _ = ln.Close() })
	go func() {
		for {
			c, err := ln.Accept()
			if err != nil {
				return
			}
			go w.carry(c)
		}
	}()
	return w
}

func (w *wire) carry(c net.Conn) {
	defer c.Close()
	far, err := net.Dial("tcp", w.to)
	if err != nil {
		return
	}
	defer far.Close()
	var both sync.WaitGroup
	for _, way := range [][2]net.Conn{{c, far}, {far, c}} {
		both.Go(func() {
			defer way[1].Close()
			buf := make([]byte, 64<<10)
			for {
				n, err := way[0].Read(buf)
				if err != nil {
					return
				}
				if w.isMute() {
					continue
				}
				time.Sleep(w.delay) // this is the slow wire
				if _, err := way[1].Write(buf[:n]); err != nil {
					return
				}
			}
		})
	}
	both.Wait()
}

func (w *wire) isMute() bool { w.mu.Lock(); defer w.mu.Unlock(); return w.mute }

func (w *wire) setMute(to bool) { w.mu.Lock(); defer w.mu.Unlock(); w.mute = to }

// over is an address of a database that leads over the wire.
func (w *wire) over(t *testing.T, address string) string {
	t.Helper()
	u, err := url.Parse(address)
	ok(t, err)
	u.Host = w.ln.Addr().String()
	return u.String()
}

// TestDatabaseSlow: with 10 ms each way all is done, only later; while nothing arrives at
// all, the messenger is told to come again.
func TestDatabaseSlow(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	u, err := url.Parse(s.pooled)
	ok(t, err)
	w := newWire(t, u.Host, 10*time.Millisecond)
	s.env["PRILAVOK_DATABASE_URL"] = w.over(t, s.pooled)
	w.setMute(true)
	s.start(isolate{})
	s.refused()
	w.setMute(false)
	olga := s.bot.User(1, "Ольга")
	for _, text := range []string{"кружка", "где мой заказ"} {
		olga.Say(text)
		s.deliver(1)
		s.settle()
	}
	s.answeredOnce(olga)
	s.edge.quiet()
}

// TestPooler: the pooler changes its connections in the middle of a unit of work, or ends
// all of them; the unit is kept whole, or not at all and tried again.
func TestPooler(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	console, err := sql.Open("pgx", s.bouncer.URL("postgres", "pgbouncer")+"&default_query_exec_mode=simple_protocol")
	ok(t, err)
	t.Cleanup(func() { ok(t, console.Close()) })
	var database string
	ok(t, s.db.QueryRowContext(t.Context(), `SELECT current_database()`).Scan(&database))
	s.start(isolate{})
	s.say(s.bot.User(1, "Ольга"), "/start")
	for i, c := range []struct {
		what     string
		at       int // which unit of several round trips: the first is the webhook's
		commands []string
	}{
		{"its connections are replaced while a message is stored", 1, []string{"RECONNECT " + database}},
		{"its connections are replaced while a turn works", 2, []string{"RECONNECT " + database}},
		{"all are ended while a message is stored", 1, []string{"KILL " + database, "RESUME " + database}},
		{"all are ended while a turn works", 2, []string{"KILL " + database, "RESUME " + database}},
	} {
		s.step(c.what, func(s *scene) { s.recycled(console, int64(10+i), c.at, c.commands) })
	}
	s.edge.quiet()
}

// recycled lets the pooler do something while a unit is about to commit.
func (s *scene) recycled(console *sql.DB, userID int64, at int, commands []string) {
	u := s.bot.User(userID, "Павел")
	s.edge.control("hold?how=wait&only=units&like=its%20commit&at=" + strconv.Itoa(at))
	u.Say("кружка")
	held, through := s.held()
	if held == "" {
		s.t.Fatal("no unit was held")
	}
	for _, c := range commands {
		_, err := console.ExecContext(s.t.Context(), c)
		ok(s.t, err)
	}
	s.edge.control("release")
	<-through
	s.deliver(s.bot.Pending())
	s.takeOver()
	s.answeredOnce(u)
}
