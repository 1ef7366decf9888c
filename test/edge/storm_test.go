package edge_test

import (
	"database/sql"
	"log/slog"
	"strconv"
	"sync"
	"testing"
	"time"

	"prilavok/app"
	"prilavok/channel/instagram/igfake"
	"prilavok/core/comment"
	"prilavok/core/id"
	"prilavok/core/lang"
	"prilavok/core/seal"
	"prilavok/core/shop"
	"prilavok/core/txn"
	"prilavok/store"
	"prilavok/store/postgres"
	"prilavok/store/storetest"
)

// storm is a shop on Instagram whose bot runs in two isolates.
type storm struct {
	t     *testing.T
	db    *sql.DB // a superuser's
	now   time.Time
	graph *igfake.Server
	peer  *igfake.Account
	pair  []*elsewhere
}

const stormPost = "18139494541428836"

// newStorm makes one that answers who asks for a price, so many in an hour.
func newStorm(t *testing.T, limit int) *storm {
	t.Helper()
	b, err := whole()
	ok(t, err)
	super := storetest.NewDatabase(t, true)
	s := &storm{t: t, now: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)}
	s.db, err = sql.Open("pgx", super)
	ok(t, err)
	t.Cleanup(func() { ok(t, s.db.Close()) })
	s.graph = igfake.New(igfake.Options{Now: s.clock})
	s.peer = s.graph.Account("17841400000000001", "IGAASTORM")
	s.peer.PrivatePerHour = limit
	s.seed(storetest.AsOwner(super), limit)
	address := pooled(t, super)
	for range 2 {
		s.pair = append(s.pair, place(t, b, address, s.graph.Doer(nil), s.clock))
	}
	return s
}

func (s *storm) clock() time.Time { return s.now }

func (s *storm) seed(address string, limit int) {
	s.t.Helper()
	db, err := postgres.Open(s.t.Context(), address, postgres.Options{MaxConns: 2})
	ok(s.t, err)
	st := store.New(db)
	defer st.Close()
	keys, err := seal.New([]seal.Key{{ID: "1", Bytes: make([]byte, seal.KeySize)}}, nil)
	ok(s.t, err)
	a := app.New(app.Deps{Store: st, HTTP: s.graph.Doer(nil), Keys: keys, Now: s.clock, IDs: id.New(s.clock, nil), Log: slog.New(slog.DiscardHandler)})
	sh, err := a.Shops.Create(s.t.Context(), shop.Shop{Slug: "edge", Name: lang.Texts{lang.RU: "Лавка"}, Languages: []lang.Lang{lang.RU},
		Currency: "RUB", TimeZone: "Europe/Moscow", Settings: shop.Settings{Comments: shop.Comments{PrivatePerHour: limit, PatienceHours: 2}}})
	ok(s.t, err)
	ctx := txn.ForShop(s.t.Context(), sh.ID)
	_, _, err = a.Direct.Connect(ctx, sh.ID, "IGAASTORM")
	ok(s.t, err)
	_, err = a.Comments.Create(ctx, comment.Rule{Title: "правило", When: comment.When{Intents: []comment.Intent{comment.Price}}, Private: lang.Texts{lang.RU: "Ответ"}, Public: lang.Texts{}})
	ok(s.t, err)
}

// comes posts a body to both isolates at once, again where it is told to, as Meta does.
func (s *storm) comes(h igfake.Hook) {
	s.t.Helper()
	var both sync.WaitGroup
	for _, p := range s.pair {
		p.clock()
		both.Go(func() {
			var a answer
			var err error
			for range 20 {
				a, err = p.edge.ask("POST", "/bot/hook/instagram", map[string]string{"Content-Type": "application/json", "X-Hub-Signature-256": h.Signature}, string(h.Body))
				if err != nil || a.status != 503 {
					break
				}
			}
			if err != nil || a.status != 200 {
				s.t.Errorf("a webhook was answered %d %s (%v)", a.status, a.body, err)
			}
		})
	}
	both.Wait()
}

// passes lets time go by, then both isolates work until nothing is due.
func (s *storm) passes(d time.Duration) {
	s.t.Helper()
	s.now = s.now.Add(d)
	for range 200 {
		for _, p := range s.pair {
			p.clock()
			if status := p.edge.tick(); status != 202 {
				s.t.Fatalf("a tick is answered %d", status)
			}
		}
		for _, p := range s.pair {
			p.edge.idle()
		}
		if s.count(`SELECT count(*) FROM prilavok.jobs WHERE run_at <= $1 AND status <> 'dead'`, s.now) == 0 {
			return
		}
	}
	s.t.Fatal("there is always something to do")
}

func (s *storm) count(query string, args ...any) (n int) {
	s.t.Helper()
	ok(s.t, s.db.QueryRowContext(s.t.Context(), query, args...).Scan(&n))
	return n
}

// answered is how many people were answered in private, and in how many calls.
func (s *storm) answered(made []*igfake.Comment) (people, calls int) {
	for _, one := range made {
		if one.Private != "" {
			people++
		}
	}
	for _, c := range s.peer.Calls() {
		if to, _ := c.Body["recipient"].(map[string]any); to["comment_id"] != nil {
			calls++
		}
	}
	return people, calls
}

// TestCommentStorm: six hundred comments of a minute, each body sent to two isolates at once.
// Each stands in the ledger once, nobody is answered twice, no hour has more private replies
// than the shop lets, and what has waited too long is marked.
func TestCommentStorm(t *testing.T) {
	t.Parallel()
	const all, at, limit = 600, 60, 15
	s := newStorm(t, limit)
	var made []*igfake.Comment
	for len(made) < all {
		hooks := make([]igfake.Hook, at)
		for i := range hooks {
			one, h := s.peer.Person("5"+strconv.Itoa(len(made)), "").Comments(stormPost, "Цена?")
			hooks[i], made = h, append(made, one)
		}
		s.comes(s.graph.Together(hooks...))
		s.now = s.now.Add(6 * time.Second)
	}
	for hour, d := range []time.Duration{0, time.Hour} {
		s.passes(d)
		if people, calls := s.answered(made); people != limit*(hour+1) || calls != people {
			t.Errorf("%d people are answered in %d calls after %d hours, want %d", people, calls, hour+1, limit*(hour+1))
		}
	}
	s.passes(time.Hour + time.Minute)
	people, calls := s.answered(made)
	if people != 2*limit || calls != people {
		t.Errorf("%d people are answered in %d calls in the end, want %d", people, calls, 2*limit)
	}
	s.ledger(made)
	for _, p := range s.pair {
		p.edge.quiet()
	}
}

// ledger compares the rows of comments with what their people have seen: one for each.
func (s *storm) ledger(made []*igfake.Comment) {
	s.t.Helper()
	want := map[string]string{}
	for _, one := range made {
		if want[one.ID] = "skipped limit"; one.Private != "" {
			want[one.ID] = "done sent"
		}
	}
	rows, err := s.db.QueryContext(s.t.Context(), `SELECT comment_id, concat_ws(' ', state, reason, CASE WHEN state = 'done' THEN private_state END) FROM prilavok.comments`)
	ok(s.t, err)
	defer rows.Close()
	for rows.Next() {
		var one, got string
		ok(s.t, rows.Scan(&one, &got))
		if got != want[one] {
			s.t.Fatalf("comment %s is %q in the ledger, want %q; nothing stands for one that stands in it twice", one, got, want[one])
		}
		delete(want, one)
	}
	ok(s.t, rows.Err())
	if len(want) > 0 {
		s.t.Errorf("%d comments are not in the ledger", len(want))
	}
}
