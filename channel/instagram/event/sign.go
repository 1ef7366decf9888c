package event

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"net/url"
	"strings"
)

// SignatureHeader is the header that carries a body's signature.
const SignatureHeader = "X-Hub-Signature-256"

// Signed reports whether the header's value is the signature of the body, as it came,
// with one of the secrets. Empty secrets sign nothing. All are tried, in constant time.
func Signed(body []byte, header string, secrets ...string) bool {
	sum, ok := strings.CutPrefix(header, "sha256=")
	if !ok || len(sum) != 2*sha256.Size {
		return false
	}
	got, err := hex.DecodeString(sum)
	if err != nil {
		return false
	}
	good := 0
	for _, secret := range secrets {
		if secret == "" {
			continue
		}
		m := hmac.New(sha256.New, []byte(secret))
		m.Write(body)
		good |= subtle.ConstantTimeCompare(m.Sum(nil), got)
	}
	return good == 1
}

// Greet answers the handshake of an address: the challenge, when the query carries the
// verify token of the installation. Only digits are repeated: anything else would let
// strangers put words, and scripts, into an answer of ours.
func Greet(query, token string) (challenge string, ok bool) {
	const longest = 32
	q, err := url.ParseQuery(query)
	if err != nil || token == "" {
		return "", false
	}
	given := sha256.Sum256([]byte(q.Get("hub.verify_token"))) // so that lengths tell nothing
	want := sha256.Sum256([]byte(token))
	challenge = q.Get("hub.challenge")
	ok = subtle.ConstantTimeCompare(given[:], want[:]) == 1 && q.Get("hub.mode") == "subscribe" &&
		challenge != "" && len(challenge) <= longest && strings.Trim(challenge, "0123456789") == ""
	if !ok {
		return "", false
	}
	return challenge, true
}
