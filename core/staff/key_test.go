package staff

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestReadScopes(t *testing.T) {
	for in, want := range map[string]string{"orders:read": "[orders:read]", "orders:read, webhooks orders:read": "[orders:read webhooks]",
		"all": fmt.Sprint(Scopes), "": "[]", "orders": "[]", "orders:read,odd": "[]"} {
		got, err := ReadScopes(in)
		if fmt.Sprint(got) != want || (err != nil) != (want == "[]") || err != nil && !errors.Is(err, ErrScope) {
			t.Errorf("%q: %v, %v", in, got, err)
		}
	}
}

func TestGood(t *testing.T) {
	at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	for what, x := range map[string]struct {
		k    Key
		good bool
	}{"plain": {Key{}, true}, "revoked": {Key{RevokedAt: at}, false}, "until later": {Key{ExpiresAt: at.Add(1)}, true}, "until now": {Key{ExpiresAt: at}, false}} {
		if err := x.k.Good(at); (err == nil) != x.good {
			t.Errorf("%s: %v", what, err)
		}
	}
}

func TestHashOf(t *testing.T) {
	good := secretStart + strings.Repeat("a", secretLength)
	if h := hashOf(good); len(h) != 64 || h == hashOf(good[:len(good)-1]+"b") {
		t.Errorf("hash %q", h)
	}
	for _, bad := range []string{"", good[1:], good + "a", strings.Replace(good, "prk_", "sk__", 1)} {
		if hashOf(bad) != "" {
			t.Errorf("%q can be a secret", bad)
		}
	}
}
