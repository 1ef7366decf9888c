// Package seal encrypts the secrets that a shop keeps with us: channel tokens and
// provider keys, with AES-256-GCM. Whose secret it is, is part of what is
// authenticated, so that a row copied to another shop or column does not open.
//
// It does not keep keys: they come from the environment or a file beside the data,
// and a backup never has them.
package seal

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"io"
	"strings"

	"prilavok/core/fault"
	"prilavok/core/pattern"
)

// KeySize is how many bytes a key has.
const KeySize = 32

// DefaultID names a key that was given without a name.
const DefaultID = "k1"

// Faults of sealing. None holds key, plain text or cipher text.
var (
	ErrNoKey = fault.New(fault.Internal, "seal.no_key",
		"the secret was sealed with a key that PRILAVOK_SECRET_KEY does not have: add the old key after the new one")
	ErrBroken = fault.New(fault.Internal, "seal.broken",
		"the secret does not open: the key, the shop or the column is another, or the data was changed")
)

// Key is one named key.
type Key struct {
	ID    string
	Bytes []byte // KeySize
}

// Keyring seals with its first key and opens with all. It is safe for concurrent use.
type Keyring struct {
	first  string
	aeads  map[string]cipher.AEAD
	random io.Reader
}

var idForm = pattern.New(`^[A-Za-z0-9_-]{1,32}$`)

// ParseKeys reads "KEY" or "id:KEY,id:KEY", the newest first; a KEY is 32 bytes in
// base64 (any of its alphabets, padded or not) or in hex.
//
// Faults: seal.key (Invalid), which says which entry is wrong and never shows it.
func ParseKeys(setting string) ([]Key, error) {
	var keys []Key
	for i, part := range strings.Split(setting, ",") {
		part = strings.TrimSpace(part)
		id, text, named := strings.Cut(part, ":")
		if !named {
			id, text = DefaultID, part
		}
		if !idForm.MatchString(id) {
			return nil, fault.New(fault.Invalid, "seal.key", "key %d: a key's id has 1 to 32 letters, digits, - or _", i+1)
		}
		b, ok := decode(text)
		if !ok {
			return nil, fault.New(fault.Invalid, "seal.key", "key %d is not 32 bytes in base64 or hex", i+1)
		}
		keys = append(keys, Key{ID: id, Bytes: b})
	}
	return keys, unique(keys)
}

func unique(keys []Key) error {
	seen := map[string]bool{}
	for _, k := range keys {
		if seen[k.ID] {
			return fault.New(fault.Invalid, "seal.key", "two keys have the id %q", k.ID)
		}
		seen[k.ID] = true
	}
	return nil
}

func decode(text string) ([]byte, bool) {
	text = strings.TrimSpace(text)
	if b, err := hex.DecodeString(text); err == nil && len(b) == KeySize {
		return b, true
	}
	text = strings.NewReplacer("-", "+", "_", "/").Replace(strings.TrimRight(text, "="))
	b, err := base64.RawStdEncoding.DecodeString(text)
	return b, err == nil && len(b) == KeySize
}

// NewKey returns a fresh key as it stands in a setting.
func NewKey(random io.Reader) (string, error) {
	if random == nil {
		random = rand.Reader
	}
	b := make([]byte, KeySize)
	if _, err := io.ReadFull(random, b); err != nil {
		return "", fault.Wrap(err, fault.Internal, "seal.random", "no randomness for a key")
	}
	return base64.StdEncoding.EncodeToString(b), nil
}

// New returns a keyring that seals with the first key. A nil random is crypto/rand.
func New(keys []Key, random io.Reader) (*Keyring, error) {
	if len(keys) == 0 {
		return nil, fault.New(fault.Invalid, "seal.key", "there is no key")
	}
	if err := unique(keys); err != nil {
		return nil, err
	}
	if random == nil {
		random = rand.Reader
	}
	r := &Keyring{first: keys[0].ID, aeads: map[string]cipher.AEAD{}, random: random}
	for i, k := range keys {
		if len(k.Bytes) != KeySize {
			return nil, fault.New(fault.Invalid, "seal.key", "key %d has %d bytes, want %d", i+1, len(k.Bytes), KeySize)
		}
		block, err := aes.NewCipher(k.Bytes)
		if err != nil {
			return nil, fault.Wrap(err, fault.Invalid, "seal.key", "key %d", i+1)
		}
		if r.aeads[k.ID], err = cipher.NewGCM(block); err != nil {
			return nil, fault.Wrap(err, fault.Internal, "seal.cipher", "key %d", i+1)
		}
	}
	return r, nil
}

// Seal encrypts plain for one column of one shop. The cipher text begins with its
// nonce; keyID is stored beside it.
func (r *Keyring) Seal(shopID, column string, plain []byte) (keyID string, sealed []byte, err error) {
	aead := r.aeads[r.first]
	nonce := make([]byte, aead.NonceSize(), aead.NonceSize()+len(plain)+aead.Overhead())
	if _, err := io.ReadFull(r.random, nonce); err != nil {
		return "", nil, fault.Wrap(err, fault.Internal, "seal.random", "no randomness for a nonce")
	}
	return r.first, aead.Seal(nonce, nonce, plain, bound(r.first, shopID, column)), nil
}

// Open decrypts what Seal made for the same shop and column.
//
// Faults: seal.no_key, seal.broken.
func (r *Keyring) Open(keyID, shopID, column string, sealed []byte) ([]byte, error) {
	aead, ok := r.aeads[keyID]
	if !ok {
		return nil, ErrNoKey
	}
	if len(sealed) < aead.NonceSize() {
		return nil, ErrBroken
	}
	plain, err := aead.Open(nil, sealed[:aead.NonceSize()], sealed[aead.NonceSize():], bound(keyID, shopID, column))
	if err != nil {
		return nil, ErrBroken // the cause says nothing more
	}
	return plain, nil
}

// Stale reports whether a secret should be sealed again, because the first key is
// another one now.
func (r *Keyring) Stale(keyID string) bool { return keyID != r.first }

// bound is the associated data: each part with its length, so that no two triples
// give the same bytes.
func bound(parts ...string) []byte {
	var b []byte
	for _, p := range parts {
		b = binary.AppendUvarint(b, uint64(len(p)))
		b = append(b, p...)
	}
	return b
}
