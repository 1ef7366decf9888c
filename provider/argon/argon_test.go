package argon

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"prilavok/core/staff/person"
)

// cheap is for tests of what is around the hash.
var cheap = Params{Memory: 64, Time: 1, Threads: 1}

func open(t *testing.T, p Params, atOnce int, wait time.Duration) *Hasher {
	t.Helper()
	h, err := New(p, atOnce, wait, nil)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func TestPasswords(t *testing.T) {
	h := open(t, Default, 2, time.Minute)
	phc, err := h.Hash(t.Context(), "пароль с пробелами")
	if err != nil || !strings.HasPrefix(phc, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Fatalf("hashed as %q, %v", phc, err)
	}
	again, _ := h.Hash(t.Context(), "пароль с пробелами")
	if again == phc {
		t.Error("two hashes of a password are equal: the salt is none")
	}
	for _, x := range []struct {
		phc, password string
		ok            bool
	}{{phc, "пароль с пробелами", true}, {phc, "пароль с пробелами ", false}, {phc, "", false}, {"", "nobody's", false}, {"", "", false}} {
		if ok, stale, err := h.Verify(t.Context(), x.phc, x.password); ok != x.ok || stale || err != nil {
			t.Errorf("%q: %v, %v, %v", x.password, ok, stale, err)
		}
	}
	old := open(t, cheap, 1, time.Minute)
	weak, _ := old.Hash(t.Context(), "слово")
	if ok, stale, err := h.Verify(t.Context(), weak, "слово"); !ok || !stale || err != nil {
		t.Errorf("a hash of other parameters: %v, %v, %v", ok, stale, err)
	}
}

// TestKnown: a string that argon2's reference program wrote is known.
func TestKnown(t *testing.T) {
	const theirs = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"
	h := open(t, cheap, 1, time.Minute)
	if ok, stale, err := h.Verify(t.Context(), theirs, "password"); !ok || !stale || err != nil {
		t.Errorf("%v, %v, %v", ok, stale, err)
	}
}

func TestUnreadable(t *testing.T) {
	h := open(t, cheap, 1, time.Minute)
	good, _ := h.Hash(t.Context(), "x")
	for _, bad := range []string{"x", "$2b$10$abc", strings.Replace(good, "argon2id", "argon2i", 1), strings.Replace(good, "v=19", "v=16", 1), strings.Replace(good, "m=64", "m=999999999", 1),
		strings.Replace(good, "t=1", "t=0", 1), strings.Replace(good, "p=1", "p=0", 1), good[:len(good)-40], good + "$", strings.Replace(good, "$m=", "$n=", 1)} {
		if ok, _, err := h.Verify(t.Context(), bad, "x"); ok || !errors.Is(err, errPHC) {
			t.Errorf("%q: %v, %v", bad, ok, err)
		}
	}
}

// TestStorm: no more hashes are made at once than there are places, those that wait are
// bounded, and the rest are sent away.
func TestStorm(t *testing.T) {
	h := open(t, cheap, 2, time.Hour)
	var held []func()
	for range 2 {
		leave, err := h.enter(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		held = append(held, leave)
	}
	ctx, cancel := context.WithCancel(t.Context())
	var waiting sync.WaitGroup
	errs := make(chan error, 16)
	for range 16 {
		waiting.Go(func() {
			_, _, err := h.Verify(ctx, "", "x")
			errs <- err
		})
	}
	for len(h.queue) < cap(h.queue) { // the sixteen have come
		select {
		case err := <-errs:
			t.Fatalf("one of those that wait was sent away: %v", err)
		default:
		}
	}
	if _, err := h.Hash(t.Context(), "x"); !errors.Is(err, person.ErrBusy) {
		t.Errorf("one too many: %v", err)
	}
	cancel()
	waiting.Wait()
	held[0]()
	held[1]()
	if len(h.queue) != 0 || len(h.places) != 0 {
		t.Errorf("%d wait and %d work when all have gone", len(h.queue), len(h.places))
	}
	if _, err := h.Hash(t.Context(), "x"); err != nil {
		t.Errorf("afterwards: %v", err)
	}
	short := open(t, cheap, 1, time.Nanosecond)
	leave, err := short.enter(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer leave()
	if _, err := short.Hash(t.Context(), "x"); !errors.Is(err, person.ErrBusy) {
		t.Errorf("no place in time: %v", err)
	}
}
