package totp

import (
	"encoding/base32"
	"net/url"
	"testing"
	"time"
)

// TestVectors: the codes of RFC 6238, appendix B, for SHA-1; six digits are the last ones.
func TestVectors(t *testing.T) {
	secret := base32.StdEncoding.EncodeToString([]byte("12345678901234567890"))
	for at, want := range map[int64]string{59: "287082", 1111111109: "081804", 1111111111: "050471", 1234567890: "005924", 2000000000: "279037", 20000000000: "353130"} {
		if got, err := (Codes{}).At(secret, time.Unix(at, 0)); got != want || err != nil {
			t.Errorf("at %d: %s, %v; want %s", at, got, err, want)
		}
	}
	if _, err := (Codes{}).At("1", time.Unix(59, 0)); err == nil {
		t.Error("a secret that is none has a code")
	}
}

func TestNew(t *testing.T) {
	secret, link, err := Codes{}.New("Лавка: север", "anna@shop.example")
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(link)
	if err != nil || u.Scheme != "otpauth" || u.Host != "totp" || u.Query().Get("secret") != secret || len(secret) < 32 {
		t.Errorf("the app reads %s, %v", link, err)
	}
	other, _, _ := Codes{}.New("x", "y")
	if other == secret {
		t.Error("two secrets are equal")
	}
}
