package edgedb

import (
	"context"
	"database/sql/driver"
	"errors"
	"io"
	"math"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"prilavok/core/txn"
)

// TestParameters: every value as a text that the server reads the same whatever its settings.
func TestParameters(t *testing.T) {
	at := time.Date(2026, 1, 2, 6, 4, 5, 678901999, time.FixedZone("MSK", 3*60*60))
	for name, c := range map[string]struct {
		value any
		want  string
	}{
		"smallest":        {int64(math.MinInt64), "-9223372036854775808"},
		"largest":         {int64(math.MaxInt64), "9223372036854775807"},
		"text":            {`O'Neil \ "x" $1`, `O'Neil \ "x" $1`},
		"no text":         {"", ""},
		"cyrillic, emoji": {"ёлка 🎄", "ёлка 🎄"},
		"null":            {nil, null},
		"bytes":           {[]byte{0, 0xff, '\\'}, `\x00ff5c`},
		"no bytes":        {[]byte(nil), null},
		"empty bytes":     {[]byte{}, `\x`},
		"truth":           {true, "true"},
		"an instant":      {at, "2026-01-02 03:04:05.678901Z"},
		"a fraction":      {-0.5, "-0.5"},
		"infinity":        {math.Inf(1), "Infinity"},
		"below it":        {math.Inf(-1), "-Infinity"},
		"no number":       {math.NaN(), "NaN"},
		"texts":           {[]string{"a", "{b,'", `\`, `"`, "", "NULL"}, `{"a","{b,'","\\","\"","","NULL"}`},
		"no texts":        {[]string(nil), "{}"},
		"numbers":         {[]int64{1, -2}, "{1,-2}"},
	} {
		p := packet{}
		p.statement("SELECT $1", named([]any{c.value}), true)
		if got := statements(t, p.sync()); p.err != nil || len(got) != 1 || got[0].query != "SELECT $1" || len(got[0].args) != 1 || got[0].args[0] != c.want {
			t.Errorf("%s: sent %q, %v; want %q", name, got, p.err, c.want)
		}
	}
}

func TestParametersRefused(t *testing.T) {
	for _, bad := range []any{"a\x00b", "\xff", []string{"a", "\xff"}, []string{"\x00"}} {
		p := packet{}
		p.value(bad)
		var e *Error
		if !errors.As(p.err, &e) || e.Code != "22021" {
			t.Errorf("%q: %v", bad, p.err)
		}
	}
	p := packet{}
	if p.value(struct{}{}); p.err == nil {
		t.Error("a value of no type of ours was taken")
	}
	p = packet{}
	if p.statement("x", make([]driver.NamedValue, math.MaxUint16+1), false); p.err == nil {
		t.Error("more values than a message can hold were taken")
	}
}

func named(args []any) []driver.NamedValue {
	out := make([]driver.NamedValue, len(args))
	for i, a := range args {
		out[i] = driver.NamedValue{Ordinal: i + 1, Value: a}
	}
	return out
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

func TestReadAnswers(t *testing.T) {
	row := func(values ...string) []byte { return message('D', rowOf(values...)) }
	columns := message('T', "\x00\x02id\x00"+strings.Repeat("\x00", 6)+"\x00\x00\x00\x19"+strings.Repeat("\x00", 8)+"n\x00"+strings.Repeat("\x00", 6)+"\x00\x00\x00\x14"+strings.Repeat("\x00", 8))
	ready := message('Z', "I")
	two := []Column{{"id", 25}, {"n", 20}}
	for name, c := range map[string]struct {
		raw  [][]byte
		want []Answer
		err  error
	}{
		"rows": {[][]byte{message('1', ""), message('2', ""), columns, row("a", "1"), row("", null), message('C', "SELECT 2\x00"), ready},
			[]Answer{{"SELECT 2", two, []string{rowOf("a", "1"), rowOf("", null)}}}, nil},
		"no rows":  {[][]byte{columns, message('C', "SELECT 0\x00"), ready}, []Answer{{"SELECT 0", two, nil}}, nil},
		"several":  {[][]byte{message('C', "BEGIN\x00"), message('n', ""), message('C', "INSERT 0 7\x00"), ready}, []Answer{{Tag: "BEGIN"}, {Tag: "INSERT 0 7"}}, nil},
		"notices":  {[][]byte{message('N', "CXX000\x00\x00"), message('C', "BEGIN\x00"), message('S', "a\x00b\x00"), message('A', "xxxx\x00\x00"), ready}, []Answer{{Tag: "BEGIN"}}, nil},
		"a nobody": {[][]byte{message('I', ""), ready}, []Answer{{}}, nil},
		"a refusal": {[][]byte{message('C', "BEGIN\x00"), message('E', "SERROR\x00VERROR\x00C23505\x00Mid 7 exists\x00tt\x00nt_pkey\x00\x00"), ready},
			[]Answer{{Tag: "BEGIN"}}, &Error{"23505", "t", "t_pkey"}},
		"gone":          {[][]byte{message('E', "SFATAL\x00C08006\x00\x00")}, nil, &Error{Code: "08006"}},
		"without state": {[][]byte{message('E', "\x00")}, nil, &Error{Code: "08P01"}},
		"cut off":       {[][]byte{columns[:len(columns)-1]}, nil, errAnswer},
		"half a head":   {[][]byte{{'D', 0}}, nil, errAnswer},
		"no length":     {[][]byte{{'D', 0, 0, 0, 3}}, nil, errAnswer},
		"short columns": {[][]byte{message('T', "\x00\x02id\x00")}, nil, errAnswer},
	} {
		got, err := ReadAnswers(slices.Concat(c.raw...))
		if !reflect.DeepEqual(got, c.want) || !reflect.DeepEqual(err, c.err) {
			t.Errorf("%s: %+v, %v; want %+v, %v", name, got, err, c.want, c.err)
		}
	}
	if a := (Answer{Tag: "INSERT 0 7"}); a.Count() != 7 || (Answer{Tag: "BEGIN"}).Count() != 0 || (Answer{}).Count() != 0 {
		t.Error("tags are counted otherwise")
	}
}

// TestRows: values come as they are, and a row that is another than its columns is no row.
func TestRows(t *testing.T) {
	a := Answer{Columns: []Column{{"id", 25}, {"n", 20}}, Rows: []string{rowOf("a", "9223372036854775807"), rowOf("", null)}}
	r, dest := &rows{answer: a}, make([]driver.Value, 2)
	for _, want := range [][]driver.Value{{"a", int64(math.MaxInt64)}, {"", nil}} {
		if err := r.Next(dest); err != nil || !reflect.DeepEqual(dest, want) {
			t.Errorf("%v, %v; want %v", dest, err, want)
		}
	}
	if err := r.Next(dest); err != io.EOF {
		t.Errorf("after the last: %v", err)
	}
	for _, bad := range []string{"", "\x00\x01", rowOf("a"), rowOf("a", "1")[:9], rowOf("a", "x")} {
		if err := (&rows{answer: Answer{Columns: a.Columns, Rows: []string{bad}}}).Next(dest); err == nil || err == io.EOF {
			t.Errorf("%q became %v", bad, dest)
		}
	}
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

// TestLineTakesTurns: what is urgent goes first, and nobody waits for more than one of it.
func TestLineTakesTurns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &line{wait: time.Hour}
		if err := l.enter(t.Context()); err != nil {
			t.Fatal(err)
		}
		var order strings.Builder
		var wg sync.WaitGroup
		for _, name := range strings.Split("abABCDc", "") {
			ctx := t.Context()
			if name < "a" {
				ctx = txn.Urgent(ctx)
			}
			wg.Go(func() {
				if err := l.enter(ctx); err != nil {
					t.Error(err)
				}
				order.WriteString(name)
				l.leave()
			})
			synctest.Wait()
		}
		l.leave()
		if wg.Wait(); order.String() != "AaBbCcD" {
			t.Errorf("they went as %s", order.String())
		}
	})
}

// page is a Sender that keeps what it is asked.
type page struct {
	asked  []uint32
	closed int
}

func (p *page) Query(id uint32, _ []byte, _ int) { p.asked = append(p.asked, id) }
func (p *page) Post([]byte, int)                 {}
func (p *page) Close()                           { p.closed++ }

// TestBridge: each question gets its own answer, and one that is given up closes the
// connection; its answer is then nobody's.
func TestBridge(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &page{}
		b := NewBridge(p)
		ctx, cancel := context.WithCancel(t.Context())
		var wg sync.WaitGroup
		var got []string
		for range 2 {
			wg.Go(func() {
				_, raw, err := b.Query(t.Context(), nil, 0, nil)
				if err != nil {
					t.Error(err)
				}
				got = append(got, string(raw))
			})
			synctest.Wait()
		}
		wg.Go(func() {
			if at, _, err := b.Query(ctx, nil, 0, nil); at != 0 || !errors.Is(err, context.Canceled) {
				t.Errorf("the one given up: %d, %v", at, err)
			}
		})
		synctest.Wait()
		cancel()
		synctest.Wait()
		for i := len(p.asked) - 1; i >= 0; i-- {
			b.Answered(p.asked[i], 1, []byte{byte('a' + i)})
			b.Answered(p.asked[i], 1, nil) // again is nobody's
			synctest.Wait()
		}
		wg.Wait()
		if strings.Join(got, " ") != "b a" || p.closed != 1 {
			t.Errorf("answers came as %q, closed %d times", got, p.closed)
		}
	})
}
