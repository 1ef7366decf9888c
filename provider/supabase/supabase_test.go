package supabase_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"prilavok/core/fault"
	"prilavok/core/staff"
	"prilavok/provider/supabase"
	fake "prilavok/provider/supabase/supabasefake"
)

const anna = "6f1d2c3b-4a59-4e68-8d77-0123456789ab"

// desk is a project and what knows its tokens, with one clock.
type desk struct {
	*testing.T
	*fake.Project
	*supabase.Tokens
	at time.Time
}

func open(t *testing.T, change ...func(c *supabase.Config)) *desk {
	t.Helper()
	d := &desk{T: t, at: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)}
	d.Project = fake.New(d.now)
	c := supabase.Config{URL: fake.URL + "/"}
	for _, fn := range change {
		fn(&c)
	}
	d.Tokens = supabase.New(c, d.Project, d.now)
	return d
}

func (d *desk) now() time.Time { return d.at }

func asks(c *supabase.Config)       { c.AnonKey = fake.AnonKey }
func secret(c *supabase.Config)     { c.Secret = fake.Secret }
func everything(t *testing.T) *desk { return open(t, asks, secret) }

// is verifies a token and checks what comes of it; nil is that it is anna's. No fault holds
// a part of the token.
func (d *desk) is(what, token string, want error) {
	d.Helper()
	who, err := d.Verify(d.Context(), token)
	switch {
	case want == nil && err != nil, want != nil && !errors.Is(err, want):
		d.Errorf("%s: %v, want %v", what, err, want)
	case err == nil && (who.UserID != anna || who.Email != "anna@shop.example"):
		d.Errorf("%s: it is %+v", what, who)
	case err != nil && who != (staff.Claims{}):
		d.Errorf("%s: refused, and yet %+v", what, who)
	}
	for _, part := range strings.Split(token, ".") {
		if err != nil && len(part) > 8 && strings.Contains(err.Error(), part[:8]) {
			d.Errorf("%s: the fault holds a part of the token: %v", what, err)
		}
	}
}

func claim(name string, v any) func(t *fake.Token) { return func(t *fake.Token) { t.Claims[name] = v } }

func head(name string, v any) func(t *fake.Token) { return func(t *fake.Token) { t.Head[name] = v } }

func (d *desk) in(name string, seconds int64) func(t *fake.Token) {
	return claim(name, d.at.Unix()+seconds)
}

func TestWhatTokensSay(t *testing.T) {
	d := open(t)
	for _, x := range []struct {
		what   string
		change []func(t *fake.Token)
		want   error
	}{
		{"as issued", nil, nil},
		{"an audience of several", []func(*fake.Token){claim("aud", []string{"other", "authenticated"})}, nil},
		{"a capital UUID", []func(*fake.Token){claim("sub", strings.ToUpper(anna))}, nil},
		{"expired within the leeway", []func(*fake.Token){d.in("exp", -59)}, nil},
		{"expired", []func(*fake.Token){d.in("exp", -60)}, staff.ErrTokenExpired},
		{"expired long ago", []func(*fake.Token){d.in("exp", -86400)}, staff.ErrTokenExpired},
		{"never expires", []func(*fake.Token){claim("exp", nil)}, staff.ErrTokenExpired},
		{"expires in words", []func(*fake.Token){claim("exp", "tomorrow")}, staff.ErrTokenMalformed},
		{"valid within the leeway", []func(*fake.Token){d.in("nbf", 60)}, nil},
		{"not yet valid", []func(*fake.Token){d.in("nbf", 61)}, staff.ErrTokenEarly},
		{"a foreign issuer", []func(*fake.Token){claim("iss", "https://other.supabase.example/auth/v1")}, staff.ErrTokenIssuer},
		{"an issuer that begins like ours", []func(*fake.Token){claim("iss", fake.Issuer+".evil.example")}, staff.ErrTokenIssuer},
		{"an issuer with a slash", []func(*fake.Token){claim("iss", fake.Issuer+"/")}, staff.ErrTokenIssuer},
		{"no issuer", []func(*fake.Token){claim("iss", nil)}, staff.ErrTokenIssuer},
		{"a wrong audience", []func(*fake.Token){claim("aud", "anon")}, staff.ErrTokenAudience},
		{"an audience that holds ours", []func(*fake.Token){claim("aud", "authenticated users")}, staff.ErrTokenAudience},
		{"no audience", []func(*fake.Token){claim("aud", nil)}, staff.ErrTokenAudience},
		{"an empty audience", []func(*fake.Token){claim("aud", []string{})}, staff.ErrTokenAudience},
		{"an audience that is a number", []func(*fake.Token){claim("aud", 1)}, staff.ErrTokenMalformed},
		{"the anon key", []func(*fake.Token){claim("role", "anon")}, staff.ErrTokenRole},
		{"the service_role key", []func(*fake.Token){claim("role", "service_role")}, staff.ErrTokenRole},
		{"no role", []func(*fake.Token){claim("role", nil)}, staff.ErrTokenRole},
		{"an anonymous visitor", []func(*fake.Token){claim("is_anonymous", true)}, staff.ErrTokenRole},
		{"no subject", []func(*fake.Token){claim("sub", nil)}, staff.ErrTokenSubject},
		{"a subject that is no UUID", []func(*fake.Token){claim("sub", "anna@shop.example")}, staff.ErrTokenSubject},
		{"a subject without dashes", []func(*fake.Token){claim("sub", strings.ReplaceAll(anna, "-", "0"))}, staff.ErrTokenSubject},
		{"an extension that must be known", []func(*fake.Token){head("crit", []string{"exp"})}, staff.ErrTokenMalformed},
	} {
		for _, kid := range []string{fake.EC, fake.RSA} {
			d.is(kid+": "+x.what, d.Token(anna, kid, x.change...), x.want)
		}
	}
	// The bare keys of an old project, as they are: no subject, no audience, another issuer.
	for _, role := range []string{"anon", "service_role"} {
		bare := d.Token("", "", claim("iss", "supabase"), claim("ref", "project"), claim("role", role), claim("sub", nil), claim("aud", nil))
		everything(t).is("the bare "+role+" key", bare, staff.ErrTokenRole)
	}
}

func TestForgedSignatures(t *testing.T) {
	d := open(t)
	signed := func(key []byte) func(t *fake.Token) {
		return func(t *fake.Token) { t.Sign = func(text string) []byte { return fake.MAC(key, text) } }
	}
	unsigned := func(t *fake.Token) { t.Sign = func(string) []byte { return nil } }
	zeros := func(n int) func(t *fake.Token) {
		return func(t *fake.Token) { t.Sign = func(string) []byte { return make([]byte, n) } }
	}
	by := func(name string) func(t *fake.Token) {
		return func(t *fake.Token) { t.Sign = func(text string) []byte { return fake.Signed(d.Key(name), text) } }
	}
	other := fake.New(d.now)
	foreign, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	other.Publish(fake.RSA, foreign)
	public := d.Key(fake.RSA).Public().(*rsa.PublicKey)
	for _, x := range []struct {
		what, token string
		want        error
	}{
		{"another project's EC key under our kid", other.Token(anna, fake.EC), staff.ErrTokenSignature},
		{"another project's RSA key under our kid", other.Token(anna, fake.RSA), staff.ErrTokenSignature},
		{"an EC signature of zeros", d.Token(anna, fake.EC, zeros(64)), staff.ErrTokenSignature},
		{"an EC signature that is short", d.Token(anna, fake.EC, zeros(63)), staff.ErrTokenSignature},
		{"an RSA signature of zeros", d.Token(anna, fake.RSA, zeros(256)), staff.ErrTokenSignature},
		{"no EC signature", d.Token(anna, fake.EC, unsigned), staff.ErrTokenSignature},
		{"no RSA signature", d.Token(anna, fake.RSA, unsigned), staff.ErrTokenSignature},
		{"alg none", d.Token(anna, fake.EC, head("alg", "none"), unsigned), staff.ErrTokenAlgorithm},
		{"alg None", d.Token(anna, fake.EC, head("alg", "None"), unsigned), staff.ErrTokenAlgorithm},
		{"no alg", d.Token(anna, fake.EC, head("alg", nil), unsigned), staff.ErrTokenAlgorithm},
		{"an algorithm we do not take", d.Token(anna, fake.RSA, head("alg", "PS256")), staff.ErrTokenAlgorithm},
		{"alg in small letters", d.Token(anna, fake.RSA, head("alg", "rs256")), staff.ErrTokenAlgorithm},
		{"an EC signature called RS256", d.Token(anna, fake.EC, head("alg", "RS256")), staff.ErrTokenAlgorithm},
		{"an RSA signature called ES256", d.Token(anna, fake.RSA, head("alg", "ES256")), staff.ErrTokenAlgorithm},
		{"the RSA key's signature under the EC key's id", d.Token(anna, fake.EC, by(fake.RSA)), staff.ErrTokenSignature},
		{"no kid", d.Token(anna, fake.EC, head("kid", nil)), staff.ErrTokenKey},
		{"an unknown kid", d.Token(anna, fake.EC, head("kid", "kid-none")), staff.ErrTokenKey},
	} {
		d.is(x.what, x.token, x.want)
	}
	d.called("all within 10 s", "jwks", 1)
	rich := everything(t)
	for _, alg := range []any{"none", "NONE", "", nil, "HS512"} {
		d.is(fmt.Sprint("by the secret, and called ", alg), d.Token(anna, "", head("alg", alg)), staff.ErrTokenAlgorithm)
		rich.is(fmt.Sprint("by the secret, which is set, and called ", alg), rich.Token(anna, "", head("alg", alg)), staff.ErrTokenAlgorithm)
	}
	rich.is("no kid", rich.Token(anna, fake.EC, head("kid", nil)), staff.ErrTokenKey)
	rich.called("no kid", "jwks", 0)
	rich.called("none", "user", 0)
	// HS256 with the bytes of a public key, in each form that somebody might take them.
	for what, key := range map[string][]byte{"modulus": public.N.Bytes(), "its text": []byte(fake.JWK("", public)["n"].(string)),
		"PEM": pem.EncodeToMemory(&pem.Block{Type: "RSA PUBLIC KEY", Bytes: public.N.Bytes()}), "nothing": nil} {
		token := d.Token(anna, fake.RSA, head("alg", "HS256"), signed(key))
		d.is("HS256 with the public key: "+what, token, staff.ErrTokenAlgorithm)
		open(t, secret).is("HS256 with the public key and a secret set: "+what, token, staff.ErrTokenSignature)
		open(t, asks).is("HS256 with the public key, asked: "+what, token, staff.ErrTokenRefused)
	}
}

// TestBroken: whatever is cut off, changed or added, a token is good only whole.
func TestBroken(t *testing.T) {
	d := everything(t)
	for _, kid := range []string{fake.EC, fake.RSA, ""} {
		good := d.Token(anna, kid)
		d.is("whole", good, nil)
		for i := range good {
			if _, err := d.Verify(t.Context(), good[:i]); !fault.Is(err, fault.Unauthorized) {
				t.Fatalf("%s: cut at %d: %v", kid, i, err)
			}
			other := byte('A')
			if good[i] == 'A' {
				other = 'B'
			}
			if _, err := d.Verify(t.Context(), good[:i]+string(other)+good[i+1:]); !fault.Is(err, fault.Unauthorized) {
				t.Fatalf("%s: changed at %d: %v", kid, i, err)
			}
		}
		// The last letter has bits that are in no byte: another one there is another token.
		if last := strings.IndexByte(alphabet, good[len(good)-1]); len(good[strings.LastIndex(good, ".")+1:])%4 != 0 {
			d.is("spare bits", good[:len(good)-1]+alphabet[last^1:][:1], staff.ErrTokenMalformed)
		}
		parts := strings.Split(good, ".")
		for what, raw := range map[string]string{"nothing": "", "dots": "..", "a part more": good + ".", "padded": good + "=", "a line end": parts[0] + ".\n" + parts[1] + "." + parts[2],
			"a line end in the signature": good + "\n", "two": good + good, "no JSON": "e30e." + parts[1] + "." + parts[2], "a list": b64("[]") + "." + b64("[]") + "." + parts[2]} {
			d.is(what, raw, staff.ErrTokenMalformed)
		}
		d.is("null", b64("null")+"."+b64("null")+".", staff.ErrTokenRole)
	}
}

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

func b64(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) }

func TestLength(t *testing.T) {
	d := open(t)
	long := func(n int) string { // of a token with n bytes more
		return d.Token(anna, fake.EC, claim("app_metadata", strings.Repeat("x", n)))
	}
	plain := len(long(0))
	fits := (staff.MaxToken - plain) / 4 * 3
	d.is("at the limit", long(fits-3), nil)
	d.is("9 KB", long(9<<10-plain), staff.ErrTokenLong)
	d.is("a megabyte of dots", strings.Repeat(".", 1<<20), staff.ErrTokenLong)
	if n := d.Calls("jwks"); n != 1 {
		t.Errorf("%d calls for what is too long", n)
	}
}

// TestOddKeys: keys that are of no use are left out, and do no harm to the others.
func TestOddKeys(t *testing.T) {
	d := open(t)
	small, err := rsa.GenerateKey(rand.Reader, 1024)
	if err != nil {
		t.Fatal(err)
	}
	big, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	d.Publish("small", small)
	d.Publish("P-384", big)
	d.Publish("", d.Key(fake.EC))
	for kid, change := range map[string]map[string]any{
		"off the curve": {"x": b64("x"), "y": b64("y")}, "not for signing": {"use": "enc"}, "no text": {"x": "!"}, "huge": {"x": b64(strings.Repeat("x", 99))},
		"a secret": {"kty": "oct", "k": b64(fake.Secret)}, "another algorithm": {"alg": "ES384"},
	} {
		j := fake.JWK(kid, d.Key(fake.EC).Public())
		for k, v := range change {
			j[k] = v
		}
		d.PublishJWK(kid, d.Key(fake.EC), j)
	}
	for _, kid := range []string{"small", "P-384", "", "off the curve", "not for signing", "no text", "huge", "a secret", "another algorithm"} {
		alg := "ES256"
		if kid == "small" {
			alg = "RS256"
		}
		d.is(kid, d.Token(anna, fake.EC, head("kid", kid), head("alg", alg), func(t *fake.Token) {
			t.Sign = func(text string) []byte { return fake.Signed(d.Key(kid), text) }
		}), staff.ErrTokenKey)
	}
	d.is("a good key", d.Token(anna, fake.EC), nil)
	d.is("a good RSA key", d.Token(anna, fake.RSA), nil)
}
