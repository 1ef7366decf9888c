package picture

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"strings"
	"time"

	"prilavok/core/seal"
	"prilavok/core/txn"
)

// Root is where pictures of the server's disk are seen, and Desk where they are sent to.
const (
	Root = "/media/"
	Desk = "/media/put/"
)

// column names tickets where secrets are sealed.
const column = "picture.ticket"

// Sealed gives out tickets of our own server. A ticket holds all that it allows, sealed, so
// that any process of the installation takes it. It implements Shelf.
type Sealed struct {
	keys *seal.Keyring
	now  func() time.Time
}

// NewSealed returns the shelf of a server's disk.
func NewSealed(keys *seal.Keyring, now func() time.Time) *Sealed { return &Sealed{keys, now} }

// Allowed is what a ticket of our own server allows.
type Allowed struct {
	Name  string    `json:"n"`
	MIME  string    `json:"m"`
	Bytes int64     `json:"b"`
	Until time.Time `json:"u"`
}

// Ticket implements Shelf.
func (s *Sealed) Ticket(ctx context.Context, name string, w Want) (Ticket, error) {
	a := Allowed{name, w.MIME, w.Bytes, s.now().Add(Life)}
	plain, err := json.Marshal(a)
	if err != nil {
		return Ticket{}, err
	}
	shop := txn.ShopID(ctx)
	key, sealed, err := s.keys.Seal(shop, column, plain)
	if err != nil {
		return Ticket{}, err
	}
	b64 := base64.RawURLEncoding
	token := b64.EncodeToString([]byte(shop)) + "." + b64.EncodeToString([]byte(key)) + "." + b64.EncodeToString(sealed)
	return Ticket{Method: "PUT", URL: Desk + token, Header: map[string]string{"Content-Type": w.MIME}, Public: Root + name, Until: a.Until}, nil
}

// Read says what a ticket allows.
//
// Faults: ErrTicket.
func (s *Sealed) Read(token string) (Allowed, error) {
	var a Allowed
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return a, ErrTicket
	}
	var raw [3][]byte
	for i, p := range parts {
		b, err := base64.RawURLEncoding.DecodeString(p)
		if err != nil {
			return a, ErrTicket
		}
		raw[i] = b
	}
	plain, err := s.keys.Open(string(raw[1]), string(raw[0]), column, raw[2])
	if err != nil || json.Unmarshal(plain, &a) != nil || s.now().After(a.Until) {
		return Allowed{}, ErrTicket
	}
	return a, nil
}
