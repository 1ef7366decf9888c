// Package webpush encrypts and sends push messages to browsers: Message Encryption for Web Push
// (RFC 8291), signed by the installation (VAPID, RFC 8292). It is a push.Sender over any
// call.Doer; who is sent what is core/bell/push's. github.com/SherClockHolmes/webpush-go was
// weighed: it computes on curves by hand where the standard library warns not to, and its
// signatures last as long as its own clock says.
package webpush

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"

	"math/big"
	"net/url"
	"strconv"
	"strings"
	"time"

	"prilavok/core/bell/push"
	"prilavok/core/call"
	"prilavok/core/fault"
)

// Bounds of a message and its sending.
const (
	recordSize = 4096                     // one record, as push services take them
	maxPlain   = recordSize - 86 - 16 - 1 // less the head, the seal and the padding's mark
	timeout    = 15 * time.Second         // of one call
	signedFor  = 12 * time.Hour           // services take up to a day
	padTo      = 512                      // lengths of messages tell little
)

// Sender sends to browsers.
type Sender struct {
	Do  call.Doer
	Now func() time.Time
}

var base = base64.RawURLEncoding

// Pair implements push.Sender.
func (s Sender) Pair() (push.Pair, error) {
	k, err := ecdh.P256().GenerateKey(rand.Reader)
	if err != nil {
		return push.Pair{}, fault.Wrap(err, fault.Internal, "push.pair", "a pair of keys")
	}
	return push.Pair{Public: base.EncodeToString(k.PublicKey().Bytes()), Private: base.EncodeToString(k.Bytes())}, nil
}

// Send implements push.Sender.
func (s Sender) Send(ctx context.Context, to push.Browser, by push.Pair, m push.Message) error {
	local, err := ecdh.P256().GenerateKey(rand.Reader)
	if err != nil {
		return fault.Wrap(err, fault.Internal, "push.pair", "a key for one message")
	}
	salt := make([]byte, 16)
	_, _ = rand.Read(salt) // never fails
	body, err := encrypt(to, local, salt, pad(m.Body))
	if err != nil {
		return err
	}
	sign, err := s.authorization(to.Endpoint, by, m.Subject)
	if err != nil {
		return err
	}
	urgency := "normal"
	if m.Urgent {
		urgency = "high"
	}
	head := map[string]string{"Content-Type": "application/octet-stream", "Content-Encoding": "aes128gcm", "Authorization": sign,
		"TTL": strconv.FormatInt(int64(m.TTL/time.Second), 10), "Urgency": urgency}
	if m.Topic != "" {
		head["Topic"] = m.Topic
	}
	resp, err := s.Do.Do(ctx, call.Request{Method: "POST", URL: to.Endpoint, Header: head, Body: body, Timeout: timeout, MaxBody: 16 << 10, Service: "push", Name: "send"})
	if err != nil {
		return err
	}
	return s.judge(resp)
}

// judge reads what the push service answered.
func (s Sender) judge(resp call.Response) error {
	switch {
	case resp.Status >= 200 && resp.Status < 300:
		return nil
	case resp.Status == 404, resp.Status == 410:
		return push.ErrGone
	case resp.Status == 429:
		return fault.New(fault.TooMany, "push.too_many", "the push service asks to wait").After(max(s.wait(resp), 30*time.Second))
	case resp.Status >= 500:
		return push.ErrLater.After(s.wait(resp))
	}
	return push.ErrRefused
}

// wait reads Retry-After: seconds or a date, a day at most.
func (s Sender) wait(resp call.Response) time.Duration {
	text := strings.TrimSpace(resp.Header["retry-after"])
	n, err := strconv.ParseInt(text, 10, 32)
	d := time.Duration(n) * time.Second
	if err != nil {
		at, err := time.Parse("Mon, 02 Jan 2006 15:04:05 GMT", text)
		if err != nil {
			return 0
		}
		d = at.Sub(s.Now())
	}
	return min(max(d, 0), 24*time.Hour)
}

// pad ends a message and fills it up, as its one and last record is (RFC 8188).
func pad(plain []byte) []byte {
	out := append(append([]byte{}, plain...), 2)
	for len(out) < padTo {
		out = append(out, 0)
	}
	return out
}

// encrypt makes the body of a request (RFC 8291, section 4): a head with salt and our key of
// this one message, and the padded message sealed for the browser.
func encrypt(to push.Browser, local *ecdh.PrivateKey, salt, padded []byte) ([]byte, error) {
	point, err := base.DecodeString(strings.TrimRight(to.P256dh, "="))
	if err != nil {
		return nil, push.ErrKeys
	}
	auth, err := base.DecodeString(strings.TrimRight(to.Auth, "="))
	if err != nil || len(auth) != 16 {
		return nil, push.ErrKeys
	}
	theirs, err := ecdh.P256().NewPublicKey(point)
	if err != nil {
		return nil, push.ErrKeys
	}
	if len(padded) > maxPlain+1 {
		return nil, push.ErrRefused
	}
	secret, err := local.ECDH(theirs)
	if err != nil {
		return nil, push.ErrKeys
	}
	ours := local.PublicKey().Bytes()
	ikm, err := derive(secret, auth, "WebPush: info\x00"+string(point)+string(ours), 32)
	if err != nil {
		return nil, err
	}
	key, err := derive(ikm, salt, "Content-Encoding: aes128gcm\x00", 16)
	if err != nil {
		return nil, err
	}
	nonce, err := derive(ikm, salt, "Content-Encoding: nonce\x00", 12)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, broken(err)
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		return nil, broken(err)
	}
	out := binary.BigEndian.AppendUint32(append([]byte{}, salt...), recordSize)
	out = append(append(out, byte(len(ours))), ours...)
	return gcm.Seal(out, nonce, padded, nil), nil
}

func derive(secret, salt []byte, info string, n int) ([]byte, error) {
	out, err := hkdf.Key(sha256.New, secret, salt, info, n)
	if err != nil {
		return nil, broken(err)
	}
	return out, nil
}

func broken(err error) error {
	return fault.Wrap(err, fault.Internal, "push.crypto", "a push message cannot be encrypted")
}

// authorization signs for a push service that it is us who send (RFC 8292, section 2).
func (s Sender) authorization(endpoint string, by push.Pair, subject string) (string, error) {
	u, err := url.Parse(endpoint)
	if err != nil {
		return "", push.ErrEndpoint
	}
	scalar, err := base.DecodeString(by.Private)
	if err != nil {
		return "", broken(err)
	}
	key, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), scalar)
	if err != nil {
		return "", broken(err)
	}
	claims, err := json.Marshal(map[string]any{"aud": u.Scheme + "://" + u.Host, "exp": s.Now().Add(signedFor).Unix(), "sub": subject})
	if err != nil {
		return "", broken(err)
	}
	text := base.EncodeToString([]byte(`{"typ":"JWT","alg":"ES256"}`)) + "." + base.EncodeToString(claims)
	sum := sha256.Sum256([]byte(text))
	r, v, err := ecdsa.Sign(rand.Reader, key, sum[:])
	if err != nil {
		return "", broken(err)
	}
	return "vapid t=" + text + "." + base.EncodeToString(pair(r, v)) + ", k=" + by.Public, nil
}

// pair writes a signature as JOSE does: both numbers in full length.
func pair(r, v *big.Int) []byte {
	out := make([]byte, 64)
	r.FillBytes(out[:32])
	v.FillBytes(out[32:])
	return out
}
