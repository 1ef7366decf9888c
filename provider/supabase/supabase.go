// Package supabase knows the access tokens of Supabase Auth: staff.Tokens for one project.
// Tokens that are signed with the project's key pairs (ES256, RS256) are checked here, by
// its published keys; those of old projects (HS256) by the shared secret if it is given,
// else the project is asked. It builds for the edge; all HTTP goes through call.Doer.
package supabase

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"strings"
	"time"

	"prilavok/core/call"
	"prilavok/core/staff"
)

// Config is a project.
type Config struct {
	URL     string // https://<ref>.supabase.co
	AnonKey string // names the project to its Auth; needed to ask about HS256 tokens
	Secret  string // the shared secret of HS256 tokens, "" when we do not have it
}

// Tokens implements staff.Tokens.
type Tokens struct {
	issuer string
	secret []byte
	now    func() time.Time
	keys   *keys
	auth   *auth // nil: without a key of the project nobody can be asked
}

// New returns what knows a project's tokens. It calls nobody yet.
func New(c Config, do call.Doer, now func() time.Time) *Tokens {
	base := strings.TrimRight(c.URL, "/") + "/auth/v1"
	t := &Tokens{issuer: base, secret: []byte(c.Secret), now: now,
		keys: &keys{do: do, url: base + "/.well-known/jwks.json", now: now}}
	if c.AnonKey != "" {
		t.auth = &auth{do: do, url: base + "/user", key: c.AnonKey, now: now, slots: make(chan struct{}, asking), known: map[[sha256.Size]byte]verdict{}}
	}
	return t
}

// Verify implements staff.Tokens. What a token says is looked at before its signature, so
// that what can be no good costs no call.
func (t *Tokens) Verify(ctx context.Context, raw string) (staff.Claims, error) {
	tok, err := read(raw)
	if err != nil {
		return staff.Claims{}, err
	}
	who, err := tok.says.check(t.issuer, t.now())
	if err != nil {
		return staff.Claims{}, err
	}
	switch tok.head.Alg {
	case "ES256", "RS256":
		err = t.published(ctx, tok)
	case "HS256":
		err = t.shared(ctx, tok, raw, who)
	default: // none, and whatever else
		err = staff.ErrTokenAlgorithm
	}
	if err != nil {
		return staff.Claims{}, err
	}
	return who, nil
}

// published checks a signature by a key of the project. The key says which algorithm it is
// for, and the token must agree.
func (t *Tokens) published(ctx context.Context, tok token) error {
	if tok.head.Kid == "" {
		return staff.ErrTokenKey
	}
	k, err := t.keys.find(ctx, tok.head.Kid)
	switch {
	case err != nil:
		return err
	case k.alg != tok.head.Alg:
		return staff.ErrTokenAlgorithm
	case !k.signed(tok.signed, tok.signature):
		return staff.ErrTokenSignature
	}
	return nil
}

// shared checks a token of a project that signs with one secret. No published key is used
// for it: who knows a public key could sign with its bytes.
func (t *Tokens) shared(ctx context.Context, tok token, raw string, who staff.Claims) error {
	switch {
	case len(t.secret) > 0:
		mac := hmac.New(sha256.New, t.secret)
		mac.Write([]byte(tok.signed))
		if !hmac.Equal(mac.Sum(nil), tok.signature) {
			return staff.ErrTokenSignature
		}
		return nil
	case t.auth != nil:
		return t.auth.ask(ctx, raw, who.UserID)
	}
	return staff.ErrTokenAlgorithm
}
