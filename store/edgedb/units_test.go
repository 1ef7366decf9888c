package edgedb

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"prilavok/core/txn"
	"prilavok/store"
)

// script is a wire that notes what is sent and answers as it is told, each statement with
// the tag that tag returns.
type script struct {
	mu   sync.Mutex
	sent []string
	fail func(ctx context.Context, text string) (at int, raw []byte, err error)
	tag  func(query string) string
}

// note writes statements down, without the settings.
func (s *script) note(list []sentence) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var texts []string
	for _, one := range list {
		if !strings.HasPrefix(one.query, "SELECT set_config('role'") {
			texts = append(texts, one.query)
		}
	}
	text := strings.Join(texts, "; ")
	s.sent = append(s.sent, text)
	return text
}

func (s *script) Query(ctx context.Context, packet []byte, _ int, sent func()) (int, []byte, error) {
	list := statements(nil, packet)
	text := s.note(list)
	if sent != nil {
		sent()
	}
	if s.fail != nil {
		return s.fail(ctx, text)
	}
	var raw []byte
	for _, one := range list {
		tag := "UPDATE 1"
		if s.tag != nil {
			tag = s.tag(one.query)
		}
		raw = append(raw, message('C', tag+"\x00")...)
	}
	return 1, append(raw, message('Z', "T")...), nil
}

// refused answers with an error of the server's; at is the connection, 0 when it is gone.
func refused(at int, code string) func(context.Context, string) (int, []byte, error) {
	return func(context.Context, string) (int, []byte, error) { return at, message('E', "C"+code+"\x00\x00"), nil }
}

func (s *script) Post(packet []byte, _ int) {
	s.note(append(statements(nil, packet), sentence{query: "(posted)"}))
}

func (s *script) expect(t *testing.T, want ...string) {
	t.Helper()
	if got := strings.Join(s.sent, " | "); got != strings.Join(want, " | ") {
		t.Errorf("sent\n %s, want\n %s", got, strings.Join(want, " | "))
	}
}

func begin(t *testing.T, w Wire, opts *sql.TxOptions) *sql.Tx {
	t.Helper()
	tx, err := New(w, Options{}).Write.BeginTx(txn.ForSystem(t.Context()), opts)
	if err != nil {
		t.Fatal(err)
	}
	return tx
}

func TestUnitsOfWork(t *testing.T) {
	t.Run("a write waits for its commit", func(t *testing.T) {
		w := &script{}
		tx := begin(t, w, nil)
		run(t, tx)
		run(t, tx)
		if err := tx.Commit(); err != nil {
			t.Fatal(err)
		}
		w.expect(t, "begin; UPDATE x", "UPDATE x", "commit")
	})
	t.Run("a view does not", func(t *testing.T) {
		w := &script{}
		tx := begin(t, w, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true})
		run(t, tx)
		if err := tx.Commit(); err != nil {
			t.Fatal(err)
		}
		w.expect(t, "begin isolation level repeatable read read only; UPDATE x", "commit; (posted)")
	})
	t.Run("what did nothing sends nothing", func(t *testing.T) {
		w := &script{}
		if err := begin(t, w, nil).Commit(); err != nil {
			t.Fatal(err)
		}
		if err := begin(t, w, nil).Rollback(); err != nil {
			t.Fatal(err)
		}
		w.expect(t)
	})
}

func run(t *testing.T, tx *sql.Tx) {
	t.Helper()
	if _, err := tx.ExecContext(t.Context(), "UPDATE x"); err != nil {
		t.Fatal(err)
	}
}

// verbs are the first words of what was sent, without the settings.
func (s *script) verbs() string {
	var sent []string
	for _, text := range s.sent {
		var words []string
		for _, one := range strings.Split(text, ";") {
			if word := strings.Fields(one)[0]; word != "(posted)" {
				words = append(words, word)
			}
		}
		sent = append(sent, strings.Join(words, " "))
	}
	return strings.Join(sent, " | ")
}

// TestTogether: what nobody waits for travels with what somebody does.
func TestTogether(t *testing.T) {
	finish := func(st *store.Store, ctx context.Context) error { return st.FinishJob(ctx, "job_1", "L") } // later
	extend := func(st *store.Store, ctx context.Context) error {                                          // its count may be asked for
		return st.ExtendJobs(ctx, "L", []string{"job_1"}, time.Time{})
	}
	next := func(st *store.Store, ctx context.Context) error { _, err := st.NextJob(ctx); return err }
	claim := func(st *store.Store, ctx context.Context) error {
		_, err := st.ClaimJobs(ctx, time.Time{}, 1, time.Time{}, "L")
		return err
	}
	for name, c := range map[string]struct {
		only  bool
		steps []func(st *store.Store, ctx context.Context) error
		want  string
	}{
		"with COMMIT":                          {false, steps(finish), "begin WITH commit"},
		"with the next question":               {false, steps(finish, next), "begin WITH SELECT | commit"},
		"with what is counted":                 {false, steps(finish, extend), "begin WITH UPDATE | commit"},
		"behind a question":                    {false, steps(next, finish), "begin SELECT | WITH commit"},
		"the only statement, by itself":        {true, steps(claim), "WITH"},
		"a second statement after an only one": {true, steps(claim, next), "WITH"},
	} {
		t.Run(name, func(t *testing.T) {
			w := &script{}
			ctx := txn.ForSystem(t.Context())
			if c.only {
				ctx = txn.Only(ctx)
			}
			st := store.New(New(w, Options{}))
			err := st.InTx(ctx, func(ctx context.Context) error {
				for _, step := range c.steps {
					if err := step(st, ctx); err != nil {
						return err
					}
				}
				return nil
			})
			if (err != nil) != (c.only && len(c.steps) > 1) {
				t.Errorf("the unit ended with %v", err)
			}
			if got := w.verbs(); got != c.want {
				t.Errorf("sent %q, want %q", got, c.want)
			}
		})
	}
	t.Run("one that is refused", func(t *testing.T) {
		w := &script{fail: refused(1, "PV001")}
		st := store.New(New(w, Options{}))
		err := st.InTx(txn.ForSystem(t.Context()), func(ctx context.Context) error { return finish(st, ctx) })
		if err == nil || w.verbs() != "begin WITH commit | rollback" {
			t.Errorf("%v after %q", err, w.verbs())
		}
	})
}

func steps(list ...func(st *store.Store, ctx context.Context) error) []func(st *store.Store, ctx context.Context) error {
	return list
}

func TestFailures(t *testing.T) {
	t.Run("a commit that rolled back is an error", func(t *testing.T) {
		w := &script{tag: func(query string) string { return map[bool]string{true: "ROLLBACK"}[query == "commit"] }}
		tx := begin(t, w, nil)
		run(t, tx)
		if err := tx.Commit(); !errors.Is(err, errAborted) {
			t.Errorf("commit: %v", err)
		}
	})
	t.Run("a refused statement leaves the connection", func(t *testing.T) {
		w := &script{fail: refused(1, "23505")}
		tx := begin(t, w, nil)
		_, err := tx.ExecContext(t.Context(), "UPDATE x")
		if f := toFault(err); f == nil || !strings.HasPrefix(f.Error(), "store.duplicate") {
			t.Errorf("the fault is %v", f)
		}
		if err := tx.Rollback(); err != nil {
			t.Fatal(err)
		}
		w.expect(t, "begin; UPDATE x", "rollback; (posted)")
	})
	t.Run("nothing follows a connection that is gone", func(t *testing.T) {
		w := &script{fail: refused(0, "08006")}
		tx := begin(t, w, nil)
		for range 2 {
			if _, err := tx.ExecContext(t.Context(), "UPDATE x"); toFault(err) == nil {
				t.Errorf("the fault of %v is not known", err)
			}
		}
		if err := tx.Rollback(); err != nil {
			t.Fatal(err)
		}
		w.expect(t, "begin; UPDATE x")
	})
}

// TestBehind: a unit of one statement is not waited for by those who come next, and what it is
// refused is its own.
func TestBehind(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		answer := make(chan string)
		w := &script{fail: func(context.Context, string) (int, []byte, error) {
			if code := <-answer; code != "" {
				return 1, message('E', "C"+code+"\x00\x00"), nil
			}
			done := message('C', "SELECT 0\x00")
			return 1, append(append(done, done...), message('Z', "I")...), nil
		}}
		st := store.New(New(w, Options{}))
		defer st.Close()
		errs := make(chan error, 2)
		sent := 0
		for range 2 {
			go func() {
				ctx := txn.WhenSent(txn.Only(txn.ForSystem(t.Context())), func() { sent++ })
				errs <- st.View(ctx, func(ctx context.Context) error { _, err := st.NextJob(ctx); return err })
			}()
			synctest.Wait()
		}
		if got := w.verbs(); got != "SELECT | SELECT" || sent != 2 {
			t.Errorf("before any answer %q was sent, %d told of it", got, sent)
		}
		answer <- "23505"
		if err := <-errs; err == nil {
			t.Error("what was refused is done")
		}
		answer <- ""
		if err := <-errs; err != nil {
			t.Errorf("the one behind it: %v", err)
		}
		if got := w.verbs(); got != "SELECT | SELECT" {
			t.Errorf("then came %q", got)
		}
	})
}

// TestAhead: what is read ahead travels with the next question and is not asked again, until
// something is written.
func TestAhead(t *testing.T) {
	next := func(st *store.Store, ctx context.Context) error { _, err := st.NextJob(ctx); return err }
	for name, c := range map[string]struct {
		write bool
		want  string
	}{
		"asked once":         {false, "begin SELECT | commit"},
		"asked again, stale": {true, "begin SELECT UPDATE | SELECT | commit"},
	} {
		w := &script{tag: func(string) string { return "SELECT 0" }}
		st := store.New(New(w, Options{}))
		err := st.InTx(txn.ForSystem(t.Context()), func(ctx context.Context) error {
			if err := st.Ahead(ctx, func(ctx context.Context) error { return next(st, ctx) }); err != nil {
				return err
			}
			if c.write {
				if err := st.ExtendJobs(ctx, "L", []string{"job_1"}, time.Time{}); err != nil {
					return err
				}
			}
			return next(st, ctx)
		})
		if err != nil || w.verbs() != c.want {
			t.Errorf("%s: %v after %q, want %q", name, err, w.verbs(), c.want)
		}
	}
}
