package edgedb

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"math"
	"reflect"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"prilavok/core/txn"
	"prilavok/store"
)

func TestRender(t *testing.T) {
	at := time.Date(2026, 1, 2, 6, 4, 5, 678901999, time.FixedZone("MSK", 3*60*60))
	tests := map[string]struct {
		query string
		args  []any
		want  string
	}{
		"no values":          {"SELECT '$1'", nil, "SELECT '$1'"},
		"order and again":    {"SELECT $2, $1, $2", []any{"a", int64(7)}, "SELECT  7 ,  'a' ,  7 "},
		"ten is not one":     {"$10$1", []any{"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"}, " 'j'  'a' "},
		"quotes":             {"$1", []any{"O'Neil"}, " 'O''Neil' "},
		"backslashes":        {"$1", []any{`\'; DROP TABLE x; --`}, ` E'\\''; DROP TABLE x; --' `},
		"a placeholder":      {"$1 $2", []any{"$2", "x"}, " '$2'   'x' "},
		"minus minus":        {"1-$1", []any{int64(-1)}, "1- (-1) "},
		"smallest":           {"$1", []any{int64(math.MinInt64)}, " (-9223372036854775808) "},
		"in a text":          {"'$1''$1' $1", []any{int64(1)}, "'$1''$1'  1 "},
		"in a name":          {`"$1" $1`, []any{int64(1)}, `"$1"  1 `},
		"in a comment":       {"-- $1\n$1 /* $1 */", []any{int64(1)}, "-- $1\n 1  /* $1 */"},
		"in dollars":         {"$$ $1 $$ $1", []any{int64(1)}, "$$ $1 $$  1 "},
		"null":               {"$1", []any{nil}, " null "},
		"bytes":              {"$1", []any{[]byte{0, 0xff, '\\'}}, ` E'\\x00ff5c' `},
		"no bytes":           {"$1", []any{[]byte(nil)}, " null "},
		"truth":              {"$1", []any{true}, " true "},
		"an instant":         {"$1", []any{at}, " '2026-01-02 03:04:05.678901Z' "},
		"a fraction":         {"$1", []any{-0.5}, " (-0.5) "},
		"infinity":           {"$1", []any{math.Inf(-1)}, " '-Infinity'::float8 "},
		"cyrillic, emoji":    {"$1", []any{"ёлка 🎄"}, " 'ёлка 🎄' "},
		"texts":              {"$1::text[]", []any{[]string{"a", "{b'", `\`}}, ` ARRAY[ 'a' , '{b''' , E'\\' ] ::text[]`},
		"no texts":           {"$1::text[]", []any{[]string(nil)}, " ARRAY[] ::text[]"},
		"numbers":            {"$1::bigint[]", []any{[]int64{1, -2}}, " ARRAY[1,-2] ::bigint[]"},
		"unclosed, harmless": {"'$1", []any{"x"}, "'$1"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := render(tt.query, named(tt.args))
			if err != nil || got != tt.want {
				t.Errorf("got %q, %v; want %q", got, err, tt.want)
			}
		})
	}
}

func named(args []any) []driver.NamedValue {
	out := make([]driver.NamedValue, len(args))
	for i, a := range args {
		out[i] = driver.NamedValue{Ordinal: i + 1, Value: a}
	}
	return out
}

func TestRenderRefuses(t *testing.T) {
	for _, bad := range []string{"a\x00b", "\xff"} {
		var e *Error
		if _, err := render("$1", named([]any{bad})); !errors.As(err, &e) || e.Code != "22021" {
			t.Errorf("%q: %v", bad, err)
		}
	}
	if got, err := render("$1", named([]any{[]string{"a", "\xff"}})); err == nil {
		t.Errorf("a broken text in a list became %q", got)
	}
	for _, q := range []string{"$2", "$0"} {
		if got, err := render(q, named([]any{"x"})); err == nil {
			t.Errorf("%s became %q", q, got)
		}
	}
}

func TestValue(t *testing.T) {
	at := time.Date(2026, 1, 2, 3, 4, 5, 678901000, time.UTC)
	tests := map[string]struct {
		oid  uint32
		text string
		want driver.Value
	}{
		"largest":        {oidInt8, "9223372036854775807", int64(math.MaxInt64)},
		"true":           {oidBool, "t", true},
		"false":          {oidBool, "f", false},
		"an instant":     {oidTimestamptz, "2026-01-02 03:04:05.678901+00", at},
		"half a zone":    {oidTimestamptz, "2026-01-02 08:34:05.678901+05:30", at},
		"a whole second": {oidTimestamptz, "2026-01-02 03:04:05+00", at.Truncate(time.Second)},
		"json":           {3802, `{"a": 1}`, `{"a": 1}`},
		"numeric":        {1700, "1.10", "1.10"},
	}
	for name, tt := range tests {
		if got, err := value(tt.oid, tt.text); err != nil || got != tt.want {
			t.Errorf("%s: %v, %v; want %v", name, got, err, tt.want)
		}
	}
	if got, err := value(oidBytea, `\x00ff`); err != nil || string(got.([]byte)) != "\x00\xff" {
		t.Errorf("bytes: %v, %v", got, err)
	}
	for oid, bad := range map[uint32]string{oidInt8: "x", oidBytea: "abc", oidTimestamptz: "infinity"} {
		if got, err := value(oid, bad); err == nil {
			t.Errorf("type %d took %q as %v", oid, bad, got)
		}
	}
}

func TestParseAnswer(t *testing.T) {
	text := func(s string) *string { return &s }
	for name, c := range map[string]struct {
		raw  string
		want Answer
		err  error
	}{
		"rows":       {"3\x00SELECT\x002\x00\x00\x00\x002\x00id\x0025\x00n\x0020\x00=a\x00=1\x00=\x00", Answer{3, "SELECT", 2, []Column{{"id", 25}, {"n", 20}}, [][]*string{{text("a"), text("1")}, {text(""), nil}}}, nil},
		"no rows":    {"1\x00SELECT\x000\x00\x00\x00\x001\x00id\x0025", Answer{1, "SELECT", 0, []Column{{"id", 25}}, nil}, nil},
		"a change":   {"1\x00UPDATE\x007\x00\x00\x00\x000", Answer{1, "UPDATE", 7, []Column{}, nil}, nil},
		"a refusal":  {"1\x00\x000\x0023505\x00t\x00t_pkey\x000", Answer{Epoch: 1}, &Error{"23505", "t", "t_pkey"}},
		"gone":       {"0\x00\x000\x0008006\x00\x00\x000", Answer{}, &Error{Code: "08006"}},
		"an old one": {`{"epoch":1}`, Answer{}, errAnswer},
		"half a row": {"1\x00SELECT\x001\x00\x00\x00\x002\x00a\x0025\x00b\x0025\x00=x", Answer{}, errAnswer},
		"cut off":    {"1\x00SELECT\x001\x00\x00\x00\x002\x00a", Answer{}, errAnswer},
	} {
		got, err := ReadAnswer(c.raw)
		if !reflect.DeepEqual(got, c.want) || !reflect.DeepEqual(err, c.err) {
			t.Errorf("%s: %+v, %v; want %+v, %v", name, got, err, c.want, c.err)
		}
	}
}

// script is a wire that notes what is sent and answers as it is told.
type script struct {
	mu     sync.Mutex
	sent   []string
	answer func(ctx context.Context, text string) (Answer, error)
}

func (s *script) note(text string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	begin, rest, found := strings.Cut(text, "; set local")
	if found {
		rest = rest[strings.LastIndex(rest, "'prilavok'; ")+len("'prilavok'; "):]
		text = begin + "; " + rest
	}
	s.sent = append(s.sent, text)
}

func (s *script) Query(ctx context.Context, text string, _ int) (Answer, error) {
	s.note(text)
	if s.answer != nil {
		return s.answer(ctx, text)
	}
	return Answer{Epoch: 1, Count: 1}, nil
}

func (s *script) Post(text string, _ int) { s.note(text + " (posted)") }

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
		w.expect(t, "begin isolation level repeatable read read only; UPDATE x", "commit (posted)")
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
			words = append(words, strings.Fields(one)[0])
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
		"apart from what is counted":           {false, steps(finish, extend), "begin WITH show UPDATE | commit"},
		"behind a question":                    {false, steps(next, finish), "begin SELECT | WITH commit"},
		"COMMIT with the only statement":       {true, steps(claim), "begin WITH commit"},
		"a second statement after an only one": {true, steps(claim, next), "begin WITH commit"},
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
		w := &script{answer: func(context.Context, string) (Answer, error) { return Answer{Epoch: 1}, &Error{Code: "PV001"} }}
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
		w := &script{answer: func(_ context.Context, text string) (Answer, error) {
			return Answer{Epoch: 1, Command: map[bool]string{true: "ROLLBACK"}[text == "commit"]}, nil
		}}
		tx := begin(t, w, nil)
		run(t, tx)
		if err := tx.Commit(); !errors.Is(err, errAborted) {
			t.Errorf("commit: %v", err)
		}
	})
	t.Run("a refused statement leaves the connection", func(t *testing.T) {
		w := &script{answer: func(context.Context, string) (Answer, error) { return Answer{Epoch: 1}, &Error{Code: "23505"} }}
		tx := begin(t, w, nil)
		_, err := tx.ExecContext(t.Context(), "UPDATE x")
		if f := toFault(err); f == nil || !strings.HasPrefix(f.Error(), "store.duplicate") {
			t.Errorf("the fault is %v", f)
		}
		if err := tx.Rollback(); err != nil {
			t.Fatal(err)
		}
		w.expect(t, "begin; UPDATE x", "rollback (posted)")
	})
	t.Run("nothing follows a connection that is gone", func(t *testing.T) {
		w := &script{answer: func(context.Context, string) (Answer, error) { return Answer{}, &Error{Code: "08006"} }}
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

// One at a time, in the order of coming; whoever waits too long is told.
func TestLine(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &line{wait: 5 * time.Second}
		if err := l.enter(t.Context()); err != nil {
			t.Fatal(err)
		}
		var order []int
		var wg sync.WaitGroup
		for i := range 4 {
			wg.Go(func() {
				ctx := t.Context()
				if i == 1 {
					var cancel context.CancelFunc
					ctx, cancel = context.WithTimeout(ctx, time.Second)
					defer cancel()
				}
				err := l.enter(ctx)
				if i == 1 {
					if !errors.Is(err, context.DeadlineExceeded) {
						t.Errorf("the one who left: %v", err)
					}
					return
				}
				if err != nil {
					t.Error(err)
				}
				order = append(order, i)
				l.leave()
			})
			synctest.Wait()
		}
		time.Sleep(4 * time.Second) // the bubble's clock
		l.leave()
		wg.Wait()
		if len(order) != 3 || order[0] != 0 || order[1] != 2 || order[2] != 3 {
			t.Errorf("served %v", order)
		}
		if err := l.enter(t.Context()); err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		if err := l.enter(t.Context()); !errors.Is(err, ErrBusy) || time.Since(start) != 5*time.Second {
			t.Errorf("the one who waited too long: %v after %v", err, time.Since(start))
		}
		l.leave()
		if err := l.enter(t.Context()); err != nil {
			t.Errorf("the free connection: %v", err)
		}
	})
}

// TestPreludeIsWhole: every setting of the store's own prelude is read, and one of another
// form is not left out in silence.
func TestPreludeIsWhole(t *testing.T) {
	text, err := preludeOf(txn.ForShop(t.Context(), "shp_1"))
	want := "set local role =  'prilavok_bot' ; set local app.shop_id =  'shp_1' ; set local app.scope =  'bot' ; set local search_path = 'prilavok'; "
	if err != nil || text != want {
		t.Errorf("got %q, %v\nwant %q", text, err, want)
	}
	for _, odd := range []string{"SELECT set_config('a', upper($1), true)", "SELECT set_config('a', $1, false)", "SELECT set_config('A', $1, true)"} {
		if text, err := setLocal(odd); err == nil {
			t.Errorf("%s became %q", odd, text)
		}
	}
}
