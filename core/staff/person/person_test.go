package person

import (
	"regexp"
	"strings"
	"testing"
	"time"
)

// TestSigned: the vector of channels.md A.15, whose token is that of its vector 3.
func TestSigned(t *testing.T) {
	token := "1234567890:" + strings.Repeat("A", 35)
	fields := map[string]string{"auth_date": "1795428000", "first_name": "Olga", "id": "279058397", "username": "olga_shop",
		"hash": "cf802997eb558ffe0ceeef64a31419c4a8f084e6eb949855fce2488c9ba4889a"}
	if !Signed(fields, token) {
		t.Error("what Telegram has signed is not known")
	}
	for k := range fields {
		other := map[string]string{}
		for n, v := range fields {
			other[n] = v
		}
		other[k] += "0"
		if Signed(other, token) {
			t.Errorf("%s may be changed", k)
		}
		delete(other, k)
		if Signed(other, token) {
			t.Errorf("%s may be left out", k)
		}
	}
	fields["hash"] = strings.ToUpper(fields["hash"])
	if Signed(fields, token) {
		t.Error("one signature has two forms, so that it can be shown twice")
	}
	fields["hash"] = strings.ToLower(fields["hash"])
	if Signed(fields, token+"x") || Signed(fields, "") || Signed(nil, token) {
		t.Error("anybody may sign")
	}
}

func TestWaitAfter(t *testing.T) {
	var got []string
	for n := int64(1); n <= 14; n++ {
		got = append(got, waitAfter(n, 5).String())
	}
	if s := strings.Join(got, " "); s != "0s 0s 0s 0s 0s 30s 1m0s 2m0s 4m0s 8m0s 15m0s 15m0s 15m0s 15m0s" {
		t.Errorf("the waits are %s", s)
	}
}

func TestSessionGood(t *testing.T) {
	at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	s := Session{SeenAt: at, ProvedAt: at, ExpiresAt: at.Add(SessionLife)}
	for after, want := range map[time.Duration]bool{0: true, SessionIdle - 1: true, SessionIdle: false, SessionLife: false} {
		if s.Good(at.Add(after)) != want {
			t.Errorf("after %s it is good: %v", after, !want)
		}
	}
	s.SeenAt = at.Add(SessionLife - time.Hour)
	if !s.Good(at.Add(SessionLife-1)) || s.Good(at.Add(SessionLife)) {
		t.Error("a month is not the end")
	}
	if !s.Fresh(at.Add(ProofLasts-1)) || s.Fresh(at.Add(ProofLasts)) {
		t.Error("a proof does not last as long as it says")
	}
}

func TestPasswords(t *testing.T) {
	for p, good := range map[string]bool{"": false, "короткий": false, "десятьбукв": true, strings.Repeat(" ", 12): false, strings.Repeat("я", 256): true, strings.Repeat("я", 257): false,
		"0123456789\xff": false} {
		if (checkPassword(p) == nil) != good {
			t.Errorf("%q is good: %v", p, !good)
		}
	}
}

func TestUUID(t *testing.T) {
	a, b := uuid("a"), uuid("b")
	if form := regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`); !form.MatchString(a) || a == b || a != uuid("a") {
		t.Errorf("%s, %s", a, b)
	}
}
