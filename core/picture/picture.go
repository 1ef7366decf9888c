// Package picture lets pictures of products be put where customers see them: on the
// server's disk or into a store of files, to which browsers send them directly by a
// ticket. What lies in a store of files is looked at before a product shows it, and goes
// when none does. It keeps no bytes and knows no HTTP.
package picture

import (
	"context"
	"crypto/rand"
	"strings"
	"time"

	"prilavok/core/fault"
	"prilavok/core/txn"
)

// MaxBytes is the most that a picture has. The panel scales pictures down before, so that
// what comes is a tenth of it.
const MaxBytes = 8 << 20

// Life is for how long a ticket can be used.
const Life = 10 * time.Minute

// Faults of pictures.
var (
	ErrKind    = fault.New(fault.Invalid, "picture.kind", "a picture of a product is a JPEG, PNG or WebP")
	ErrTooBig  = fault.New(fault.Invalid, "picture.too_big", "a picture of a product has at most 8 MB")
	ErrTicket  = fault.New(fault.Forbidden, "picture.ticket", "this ticket is over, was used, or is for another file: ask for a new one")
	ErrNowhere = fault.New(fault.Unsupported, "picture.nowhere", "this installation keeps no pictures: name them by their address")
)

// Want is a file that somebody is about to send.
type Want struct {
	MIME  string
	Bytes int64
}

// Ticket says how one file is sent, and what its address is then.
type Ticket struct {
	Method string
	URL    string
	Header map[string]string // to be sent with it, besides what HTTP needs
	Public string            // a path under /media/ or an address
	Check  bool              // whoever has sent it tells so: Service.Check
	Until  time.Time
}

// Shelf gives out tickets for one store of files. name is a path of letters, digits, "-", "."
// and "/" that nothing has yet.
type Shelf interface {
	Ticket(ctx context.Context, name string, w Want) (Ticket, error)
}

// endings are the kinds of pictures that browsers and messengers all show.
var endings = map[string]string{"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp"}

// Service gives out tickets, and looks after pictures that lie in a vault.
type Service struct {
	shelf Shelf
	vault Vault
	store Store
	tx    txn.Runner
	now   func() time.Time
}

// New returns the service of a server's disk; without a shelf every ticket is refused.
func New(s Shelf) *Service { return &Service{shelf: s} }

// In returns the service of a vault; nil where there is none.
func In(v Vault, s Store, tx txn.Runner, now func() time.Time) *Service {
	if v == nil {
		return nil
	}
	return &Service{vault: v, store: s, tx: tx, now: now}
}

// Ticket lets somebody send one picture of the shop of ctx.
//
// Faults: ErrKind, ErrTooBig, ErrNowhere, and those of the shelf or the vault.
func (s *Service) Ticket(ctx context.Context, w Want) (Ticket, error) {
	ending := endings[w.MIME]
	switch {
	case s == nil || s.shelf == nil && s.vault == nil:
		return Ticket{}, ErrNowhere
	case ending == "":
		return Ticket{}, ErrKind
	case w.Bytes < 1 || w.Bytes > MaxBytes:
		return Ticket{}, ErrTooBig
	}
	file := func(folder string) string {
		return folder + strings.ToLower(txn.ShopID(ctx)) + "/" + strings.ToLower(rand.Text()) + ending
	}
	if s.vault == nil {
		return s.shelf.Ticket(ctx, file(shownIn), w)
	}
	at := s.now()
	k := Kept{Name: file(shownIn), Sent: file(sentTo), MIME: w.MIME, Bytes: w.Bytes, LooseAt: at, CreatedAt: at}
	t, err := s.vault.Invite(ctx, k.Sent, w)
	if err != nil {
		return Ticket{}, err
	}
	t.Public, t.Check = s.vault.Public(k.Name), true
	return t, s.tx.InTx(ctx, func(ctx context.Context) error { return s.store.AddPicture(ctx, k) })
}

// KindOf tells a picture by how its bytes begin, whatever its sender calls it; "" when it
// is none that is kept. What may run a script where it is shown is none of them.
func KindOf(data []byte) string {
	at := func(i int, s string) bool { return len(data) >= i+len(s) && string(data[i:i+len(s)]) == s }
	switch {
	case at(0, "\xff\xd8\xff"):
		return "image/jpeg"
	case at(0, "\x89PNG\r\n\x1a\n"):
		return "image/png"
	case at(0, "RIFF") && at(8, "WEBP"):
		return "image/webp"
	}
	return ""
}
