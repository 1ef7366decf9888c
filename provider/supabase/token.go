package supabase

import (
	"encoding/base64"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"prilavok/core/staff"
)

// leeway is how far two clocks may be apart.
const leeway = 60 * time.Second

// token is an access token, read but not believed.
type token struct {
	head      head
	says      claims
	signed    string // what the signature is of
	signature []byte
}

type head struct {
	Alg  string          `json:"alg"`
	Kid  string          `json:"kid"`
	Crit json.RawMessage `json:"crit"` // demands that we know none of
}

type claims struct {
	Issuer    string   `json:"iss"`
	Subject   string   `json:"sub"`
	Audience  audience `json:"aud"`
	Role      string   `json:"role"`
	Email     string   `json:"email"`
	Anonymous bool     `json:"is_anonymous"`
	Expires   *float64 `json:"exp"`
	From      *float64 `json:"nbf"`
}

// audience is one name or a list of them.
type audience []string

// UnmarshalJSON implements json.Unmarshaler.
func (a *audience) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '"' {
		*a = make(audience, 1)
		return json.Unmarshal(b, &(*a)[0])
	}
	return json.Unmarshal(b, (*[]string)(a))
}

// read takes a token apart.
func read(raw string) (token, error) {
	if len(raw) > staff.MaxToken {
		return token{}, staff.ErrTokenLong
	}
	parts := strings.Split(raw, ".")
	if len(parts) != 3 || strings.ContainsAny(raw, "\r\n") { // line ends are nothing to the decoder
		return token{}, staff.ErrTokenMalformed
	}
	t := token{signed: raw[:len(parts[0])+1+len(parts[1])]}
	var err error
	if t.signature, err = base64.RawURLEncoding.Strict().DecodeString(parts[2]); err != nil {
		return token{}, staff.ErrTokenMalformed
	}
	if !decode(parts[0], &t.head) || !decode(parts[1], &t.says) || t.head.Crit != nil {
		return token{}, staff.ErrTokenMalformed
	}
	return t, nil
}

// decode drops what is wrong: it would repeat a part of the token.
func decode(part string, v any) bool {
	b, err := base64.RawURLEncoding.Strict().DecodeString(part)
	return err == nil && json.Unmarshal(b, v) == nil
}

// check says whom a token speaks for, if it is to be believed and the time is now.
func (c claims) check(issuer string, now time.Time) (staff.Claims, error) {
	seconds, slack := float64(now.UnixMilli())/1000, leeway.Seconds()
	user, bad := staff.ReadUser(c.Subject)
	switch {
	case c.Role != "authenticated" || c.Anonymous:
		return staff.Claims{}, staff.ErrTokenRole
	case c.Issuer != issuer:
		return staff.Claims{}, staff.ErrTokenIssuer
	case !slices.Contains(c.Audience, "authenticated"):
		return staff.Claims{}, staff.ErrTokenAudience
	case c.Expires == nil || seconds >= *c.Expires+slack:
		return staff.Claims{}, staff.ErrTokenExpired
	case c.From != nil && seconds < *c.From-slack:
		return staff.Claims{}, staff.ErrTokenEarly
	case bad != nil:
		return staff.Claims{}, staff.ErrTokenSubject
	}
	return staff.Claims{UserID: user, Email: c.Email}, nil
}
