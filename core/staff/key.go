// Package staff is who acts for a shop besides its customers: programs that hold an API
// key, and people who sign in with Supabase Auth. It says what each may do and remembers
// what was asked under which idempotency key. It speaks no HTTP and reads no token itself.
package staff

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Key lets a program act for a shop. The secret itself is shown once, when the key is
// issued; only its SHA-256 is kept.
type Key struct {
	ID        string
	ShopID    string
	Name      string // for people: "1С", "сайт"
	Prefix    string // how the secret begins, to tell keys apart
	Hash      string // of the whole secret, hex
	Scopes    []Scope
	CreatedAt time.Time
	ExpiresAt time.Time // zero: never
	RevokedAt time.Time // zero: good
	LastUsed  time.Time // to within LastUsedStep
}

const (
	secretStart  = "prk_"
	secretLength = 64 // 5 bits each; what follows the prefix alone is 280 bits
	prefixLength = len(secretStart) + 8

	// LastUsedStep is how coarse Key.LastUsed is, so that reading costs no write.
	LastUsedStep = 5 * time.Minute
)

// May reports whether the key has a scope.
func (k Key) May(s Scope) bool { return slices.Contains(k.Scopes, s) }

// Good returns nil if the key opens anything at a time, else ErrKeyUnknown: a revoked key
// and one that never was look alike.
func (k Key) Good(now time.Time) error {
	if !k.RevokedAt.IsZero() || !k.ExpiresAt.IsZero() && !now.Before(k.ExpiresAt) {
		return ErrKeyUnknown
	}
	return nil
}

// ReadScopes reads scopes as people list them, with commas or spaces; "all" is every one.
//
// Faults: ErrScope.
func ReadScopes(list string) ([]Scope, error) {
	var out []Scope
	for _, s := range strings.FieldsFunc(list, func(r rune) bool { return r == ',' || r == ' ' }) {
		switch {
		case s == "all":
			return slices.Clone(Scopes), nil
		case !slices.Contains(Scopes, Scope(s)):
			return nil, ErrScope
		case !slices.Contains(out, Scope(s)):
			out = append(out, Scope(s))
		}
	}
	if len(out) == 0 {
		return nil, ErrScope
	}
	return out, nil
}

// hashOf is what a secret is known by; "" when it cannot be one.
func hashOf(secret string) string {
	if len(secret) != len(secretStart)+secretLength || !strings.HasPrefix(secret, secretStart) {
		return ""
	}
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

func checkName(name string) error {
	if n := utf8.RuneCountInString(strings.TrimSpace(name)); n < 1 || n > 100 {
		return ErrKeyName
	}
	return nil
}
