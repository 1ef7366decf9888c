// Package supabasefake is a Supabase project's Auth for tests: it signs tokens in every way
// that projects do, publishes its keys and says whose a token is. It is a call.Doer.
package supabasefake

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hmac"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"maps"
	"math/big"
	"strings"
	"sync"
	"time"

	"prilavok/core/call"
	"prilavok/core/fault"
	"prilavok/core/txn"
)

// What every fake project is called and has.
const (
	URL     = "https://project.supabase.example"
	Issuer  = URL + "/auth/v1"
	AnonKey = "sb_publishable_fake"
	Secret  = "a-shared-secret-of-an-old-project-32b"
)

// Kids of the two keys that a new project publishes.
const (
	EC  = "kid-ec"
	RSA = "kid-rsa"
)

// Project is one project.
type Project struct {
	now func() time.Time

	mu        sync.Mutex
	keys      map[string]crypto.Signer
	published []map[string]any
	calls     map[string]int
	asked     []call.Request
	answer    func(r call.Request) (call.Response, error) // nil: as a project does
	ended     map[string]bool
}

// rsaKey is every new project's: making one takes long.
var rsaKey = sync.OnceValue(func() *rsa.PrivateKey { return must(rsa.GenerateKey(rand.Reader, 2048)) })

// New makes a project that publishes an EC key of its own, and an RSA key that all have.
func New(now func() time.Time) *Project {
	p := &Project{now: now, keys: map[string]crypto.Signer{}, calls: map[string]int{}, ended: map[string]bool{}}
	p.Publish(EC, must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader)))
	p.Publish(RSA, rsaKey())
	return p
}

// Publish adds a key to the project's.
func (p *Project) Publish(kid string, s crypto.Signer) { p.PublishJWK(kid, s, JWK(kid, s.Public())) }

// PublishJWK adds a key that is published as something else than it is.
func (p *Project) PublishJWK(kid string, s crypto.Signer, jwk map[string]any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.keys[kid] = s
	p.published = append(p.published, jwk)
}

// Withdraw takes all keys out of the published set.
func (p *Project) Withdraw() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.published = nil
}

// Key returns the key with an id.
func (p *Project) Key(kid string) crypto.Signer {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.keys[kid]
}

// Answer makes the project answer otherwise; nil is as before.
func (p *Project) Answer(fn func(r call.Request) (call.Response, error)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.answer = fn
}

// Down is an answer of a project that is not reached.
func Down(call.Request) (call.Response, error) {
	return call.Response{}, fault.New(fault.Unavailable, "call.connect", "the service cannot be reached")
}

// SignOut ends the session of a token.
func (p *Project) SignOut(token string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.ended[token] = true
}

// Calls returns how often "jwks" or "user" was called.
func (p *Project) Calls(name string) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.calls[name]
}

// Asked returns the last request.
func (p *Project) Asked() call.Request {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.asked[len(p.asked)-1]
}

// Do implements call.Doer.
func (p *Project) Do(ctx context.Context, r call.Request) (call.Response, error) {
	p.mu.Lock()
	answer := p.answer
	p.calls[r.Name]++
	p.asked = append(p.asked, r)
	p.mu.Unlock()
	if txn.Open(ctx) {
		return call.Response{}, txn.ErrOpen
	}
	if ctx.Err() != nil {
		return call.Response{}, fault.New(fault.Unavailable, "call.timeout", "the service did not answer in time")
	}
	if answer != nil {
		resp, err := answer(r)
		if ctx.Err() != nil { // the caller has gone meanwhile
			return call.Response{}, ctx.Err()
		}
		return resp, err
	}
	switch {
	case r.Method == "GET" && r.URL == Issuer+"/.well-known/jwks.json":
		p.mu.Lock()
		defer p.mu.Unlock()
		return JSON(200, map[string]any{"keys": append([]map[string]any{}, p.published...)}), nil
	case r.Method == "GET" && r.URL == Issuer+"/user":
		return p.user(r), nil
	}
	return JSON(404, map[string]any{"msg": "no such route"}), nil
}

// user says whose an HS256 token is, as Auth does: it looks at the signature, the time and
// the session.
func (p *Project) user(r call.Request) call.Response {
	if r.Header["apikey"] != AnonKey {
		return JSON(401, map[string]any{"message": "Invalid API key"})
	}
	raw := strings.TrimPrefix(r.Header["Authorization"], "Bearer ")
	text, signature := cutLast(raw)
	_, middle, _ := strings.Cut(text, ".")
	var says struct {
		Sub, Role string
		Exp       int64
	}
	b, _ := base64.RawURLEncoding.DecodeString(middle)
	_ = json.Unmarshal(b, &says) // what cannot be read has no user
	p.mu.Lock()
	ended := p.ended[raw]
	p.mu.Unlock()
	if signature != base64.RawURLEncoding.EncodeToString(MAC([]byte(Secret), text)) || p.now().Unix() > says.Exp || ended || says.Sub == "" {
		return JSON(403, map[string]any{"code": 403, "error_code": "bad_jwt", "msg": "invalid JWT"})
	}
	return JSON(200, map[string]any{"id": says.Sub, "aud": "authenticated", "role": says.Role, "email": "anna@shop.example"})
}

// JSON is an answer.
func JSON(status int, body any) call.Response {
	return call.Response{Status: status, Header: map[string]string{"content-type": "application/json"}, Body: must(json.Marshal(body))}
}

// JWK is a public key as projects publish it.
func JWK(kid string, public crypto.PublicKey) map[string]any {
	text := func(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }
	switch k := public.(type) {
	case *ecdsa.PublicKey:
		b := must(k.Bytes())
		n := (len(b) - 1) / 2
		return map[string]any{"kty": "EC", "crv": k.Curve.Params().Name, "alg": "ES256", "use": "sig", "kid": kid, "key_ops": []string{"verify"}, "ext": true,
			"x": text(b[1 : 1+n]), "y": text(b[1+n:])}
	case *rsa.PublicKey:
		return map[string]any{"kty": "RSA", "alg": "RS256", "use": "sig", "kid": kid, "n": text(k.N.Bytes()), "e": text(big.NewInt(int64(k.E)).Bytes())}
	}
	panic("no such key")
}

// Token is what is to be signed. Head and Claims begin as a project's are; set a field to
// nil to leave it out.
type Token struct {
	Head   map[string]any
	Claims map[string]any
	Sign   func(text string) []byte // nil: by the head's alg and kid
}

// Token signs a token for a user; change makes it another one than a project would issue.
func (p *Project) Token(user, kid string, change ...func(t *Token)) string {
	now := p.now().Unix()
	t := &Token{Head: map[string]any{"alg": "HS256", "typ": "JWT"},
		Claims: map[string]any{"iss": Issuer, "sub": user, "aud": "authenticated", "role": "authenticated", "email": "anna@shop.example", "is_anonymous": false,
			"iat": now, "exp": now + 3600, "aal": "aal1", "session_id": "0f9d2c3b-4a59-4e68-8d77-0123456789ab"}}
	switch p.Key(kid).(type) {
	case *ecdsa.PrivateKey:
		t.Head["alg"], t.Head["kid"] = "ES256", kid
	case *rsa.PrivateKey:
		t.Head["alg"], t.Head["kid"] = "RS256", kid
	}
	for _, fn := range change {
		fn(t)
	}
	if t.Sign == nil {
		key := p.Key(kid)
		t.Sign = func(text string) []byte { return Signed(key, text) }
	}
	text := part(t.Head) + "." + part(t.Claims)
	return text + "." + base64.RawURLEncoding.EncodeToString(t.Sign(text))
}

// Signed signs with a key of a project, or with the shared secret when it is nil.
func Signed(key crypto.Signer, text string) []byte {
	sum := sha256.Sum256([]byte(text))
	switch k := key.(type) {
	case *ecdsa.PrivateKey:
		r, s, err := ecdsa.Sign(rand.Reader, k, sum[:])
		if err != nil {
			panic(err)
		}
		n := (k.Curve.Params().BitSize + 7) / 8
		return append(r.FillBytes(make([]byte, n)), s.FillBytes(make([]byte, n))...)
	case *rsa.PrivateKey:
		return must(rsa.SignPKCS1v15(rand.Reader, k, crypto.SHA256, sum[:]))
	}
	return MAC([]byte(Secret), text)
}

// MAC signs with a shared secret.
func MAC(secret []byte, text string) []byte {
	m := hmac.New(sha256.New, secret)
	m.Write([]byte(text))
	return m.Sum(nil)
}

func cutLast(s string) (before, after string) {
	i := max(strings.LastIndexByte(s, '.'), 0)
	return s[:i], strings.TrimPrefix(s[i:], ".")
}

func part(fields map[string]any) string {
	fields = maps.Clone(fields)
	maps.DeleteFunc(fields, func(_ string, v any) bool { return v == nil })
	return base64.RawURLEncoding.EncodeToString(must(json.Marshal(fields)))
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
