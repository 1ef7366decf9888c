package id_test

import (
	"bytes"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"prilavok/core/id"
)

func TestIDsAscend(t *testing.T) {
	now := time.UnixMilli(1_795_428_102_000)
	m := id.New(func() time.Time { return now }, nil)
	var got []string
	for i := range 3000 {
		if i%1000 == 999 {
			now = now.Add(time.Millisecond)
		}
		if i == 1500 {
			now = now.Add(-time.Hour) // a clock that is set back
		}
		got = append(got, m.Make("ord"))
	}
	if !slices.IsSorted(got) || len(slices.Compact(slices.Clone(got))) != len(got) {
		t.Error("ids do not ascend, or repeat")
	}
	for _, s := range got {
		if len(s) != len("ord_")+26 || id.Prefix(s) != "ord" || strings.Trim(s[4:], "0123456789abcdefghjkmnpqrstvwxyz") != "" {
			t.Fatalf("%q is no id", s)
		}
	}
}

func TestIDsOfManyWorkers(t *testing.T) {
	m := id.New(nil, nil)
	var all sync.Map
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 500 {
				if _, twice := all.LoadOrStore(m.Make("x"), true); twice {
					t.Error("an id was made twice")
				}
			}
		})
	}
	wg.Wait()
}

func TestKnownBits(t *testing.T) {
	zero := id.New(func() time.Time { return time.UnixMilli(0x0102030405) }, bytes.NewReader(make([]byte, 10)))
	// 48 bits of milliseconds, 80 of randomness, five to a character from the right.
	if got := zero.Make("a"); len(got) != 28 || got != "a_00041061050"+strings.Repeat("0", 15) {
		t.Errorf("%s", got)
	}
	defer func() {
		if recover() == nil {
			t.Error("an id was made without randomness")
		}
	}()
	zero.Make("a")
}

func TestToken(t *testing.T) {
	m := id.New(nil, nil)
	a, b := m.Token(16), m.Token(16)
	if len(a) != 16 || a == b || strings.Trim(a, "0123456789abcdefghjkmnpqrstvwxyz") != "" {
		t.Errorf("tokens %q and %q", a, b)
	}
	for s, want := range map[string]string{"ord_x": "ord", "x": "", "": "", "_x": "", "a_b_c": "a"} {
		if got := id.Prefix(s); got != want {
			t.Errorf("Prefix(%q) = %q, want %q", s, got, want)
		}
	}
}
