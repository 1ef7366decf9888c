package event

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"strings"
)

// Request is what Meta tells of a user of the app: that they have taken it away, or want
// their data deleted.
type Request struct{ UserID string }

// ReadRequest reads a signed_request (channels.md B.2.9): base64url(signature).base64url(JSON),
// signed with a secret of the app. ok is false for one that is not; all secrets are tried,
// in constant time. Empty secrets sign nothing.
func ReadRequest(signed string, secrets ...string) (r Request, ok bool) {
	const longest = 8 << 10
	sum, body, found := strings.Cut(signed, ".")
	if !found || len(signed) > longest {
		return r, false
	}
	got, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(sum, "="))
	if err != nil {
		return r, false
	}
	good := 0
	for _, secret := range secrets {
		if secret == "" {
			continue
		}
		m := hmac.New(sha256.New, []byte(secret))
		m.Write([]byte(body))
		good |= subtle.ConstantTimeCompare(m.Sum(nil), got)
	}
	if good == 0 {
		return r, false
	}
	plain, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(body, "="))
	if err != nil {
		return r, false
	}
	var in struct {
		Algorithm string          `json:"algorithm"`
		UserID    json.RawMessage `json:"user_id"`
	}
	if json.Unmarshal(plain, &in) != nil || !strings.EqualFold(in.Algorithm, "HMAC-SHA256") {
		return r, false
	}
	r.UserID = strings.Trim(string(in.UserID), `"`)
	return r, r.UserID != "" && r.UserID != "null"
}
