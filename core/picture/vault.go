package picture

import (
	"cmp"
	"context"
	"strings"
	"time"

	"prilavok/core/fault"
)

// Faults of stores of files.
var (
	ErrNotSent = fault.New(fault.Invalid, "picture.not_sent", "the picture has not come to the store of files: send it once more")
	ErrUnknown = fault.New(fault.NotFound, "picture.unknown", "there is no such picture here: send it first, and tell that it is there")
	ErrAway    = fault.New(fault.Unavailable, "picture.store_away", "the store of files does not answer")
	ErrRefused = fault.New(fault.Unavailable, "picture.store_refused", "the store of files refuses: its address, bucket or keys are not as set up, or they may not do this")
)

// Vault is one bucket of a store of files, whose files anybody may read by their address.
//
// Faults of all its calls, besides those that each names: ErrAway, ErrRefused. None is made in a
// unit of work.
type Vault interface {
	// Invite lets a browser put one file of this kind and size, for Life; Public stays empty.
	Invite(ctx context.Context, name string, w Want) (Ticket, error)
	// Look reads how a file begins, at most bytes of it; it is no fault that there is none.
	Look(ctx context.Context, name string, most int) (s Sent, found bool, err error)
	// Move gives the file that was looked at its last name, and says to whoever reads it there
	// what kind it is. Fault: ErrNotSent, where it is another one by now.
	Move(ctx context.Context, from, to string, s Sent) error
	// Put writes a file whole.
	Put(ctx context.Context, name, mime string, data []byte) error
	// Delete deletes a file; it is no fault that there is none.
	Delete(ctx context.Context, name string) error
	// Public is the address of a file.
	Public(name string) string
}

// Sent is what lies in a vault.
type Sent struct {
	Size int64
	MIME string // as it is told to whoever reads it
	Tag  string // another one when the file is another
	Head []byte
}

// Kept is what is known of a picture in a vault. It is sent to one name and read by another, so
// that a ticket which is still good replaces nothing that customers see.
type Kept struct {
	Name      string
	Sent      string
	MIME      string
	Bytes     int64
	Checked   bool
	LooseAt   time.Time // since when no product shows it; zero: one does
	CreatedAt time.Time
}

// Store keeps what is known of pictures. All run inside a unit of work, in the shop of ctx.
type Store interface {
	AddPicture(ctx context.Context, k Kept) error
	PictureByName(ctx context.Context, name string) (k Kept, found bool, err error)
	// CheckPicture notes that one may be shown.
	CheckPicture(ctx context.Context, name string) error
	// HoldPictures notes that products show pictures, and counts those that may be shown.
	HoldPictures(ctx context.Context, names []string) (int, error)
	// LoosenPictures notes since when a product shows pictures no more.
	LoosenPictures(ctx context.Context, names []string, at time.Time) error
	// LoosePictures lists those that are loose since before a time, the oldest first; those that
	// a product shows all the same are held on the way.
	LoosePictures(ctx context.Context, before time.Time, limit int) ([]Kept, error)
	// BanPicture lets none of them be shown any more; false when it is not loose any more.
	BanPicture(ctx context.Context, name string, before time.Time) (bool, error)
	DropPicture(ctx context.Context, name string) error
}

// The folders of a vault. What lies in others is not looked after.
const (
	shownIn = "p/"
	sentTo  = "new/"
)

// headBytes is how much of a picture is looked at: what a camera writes stands in it.
const headBytes = 64 << 10

// LooseFor is how long a picture that no product shows is kept.
const LooseFor = 24 * time.Hour

// sweepBatch bounds one round of upkeep: each is two calls.
const sweepBatch = 20

// Check looks at the picture that was sent by a ticket, and lets products show it. What is not
// what the ticket was for is deleted. Told twice it is the same.
//
// Faults: ErrNowhere, ErrUnknown, ErrNotSent, ErrKind, ErrTooBig, and those of the vault.
func (s *Service) Check(ctx context.Context, public string) error {
	if s == nil || s.vault == nil {
		return ErrNowhere
	}
	name, ours := s.name(public)
	var k Kept
	found := false
	if err := s.tx.View(ctx, func(ctx context.Context) (err error) {
		k, found, err = s.store.PictureByName(ctx, name)
		return err
	}); err != nil {
		return err
	}
	if !ours || !found {
		return ErrUnknown
	}
	if k.Checked {
		return nil
	}
	bad, err := s.judge(ctx, k)
	if err != nil {
		return err
	}
	if bad != nil {
		return s.refuse(ctx, k, bad)
	}
	return s.tx.InTx(ctx, func(ctx context.Context) error { return s.store.CheckPicture(ctx, k.Name) })
}

// judge looks at what was sent, and gives a good one its last name. bad is what it is not.
func (s *Service) judge(ctx context.Context, k Kept) (bad, err error) {
	sent, found, err := s.vault.Look(ctx, k.Sent, headBytes)
	switch {
	case err != nil:
		return nil, err
	case !found: // or moved by a request that nobody heard the end of
		if sent, found, err = s.vault.Look(ctx, k.Name, headBytes); err == nil && !found {
			err = ErrNotSent
		}
		return nil, err
	case sent.Size > k.Bytes || sent.Size > MaxBytes:
		return ErrTooBig, nil
	case KindOf(sent.Head) != k.MIME || sent.MIME != k.MIME:
		return ErrKind, nil
	case len(Bare(sent.Head)) == len(sent.Head):
		return nil, s.vault.Move(ctx, k.Sent, k.Name, sent)
	}
	if sent, found, err = s.vault.Look(ctx, k.Sent, MaxBytes); err != nil || !found {
		return nil, err
	}
	if KindOf(sent.Head) != k.MIME || sent.Size > int64(len(sent.Head)) {
		return ErrKind, nil
	}
	if err := s.vault.Put(ctx, k.Name, k.MIME, Bare(sent.Head)); err != nil {
		return nil, err
	}
	return nil, s.vault.Delete(ctx, k.Sent)
}

func (s *Service) refuse(ctx context.Context, k Kept, bad error) error {
	if err := s.vault.Delete(ctx, k.Sent); err != nil {
		return err // it is swept later
	}
	if err := s.tx.InTx(ctx, func(ctx context.Context) error { return s.store.DropPicture(ctx, k.Name) }); err != nil {
		return err
	}
	return bad
}

// Shown looks after what a product showed and shows now, in the open unit of work that changes
// it: what comes in must have been checked, what goes is loose.
//
// Faults: ErrUnknown.
func (s *Service) Shown(ctx context.Context, had, has []string) error {
	if s == nil || s.vault == nil {
		return nil
	}
	before, after := s.names(had), s.names(has)
	var in, gone []string
	for name := range after {
		if !before[name] {
			in = append(in, name)
		}
	}
	for name := range before {
		if !after[name] {
			gone = append(gone, name)
		}
	}
	if len(in) > 0 {
		if n, err := s.store.HoldPictures(ctx, in); err != nil || n != len(in) {
			return cmp.Or(err, error(ErrUnknown))
		}
	}
	if len(gone) == 0 {
		return nil
	}
	return s.store.LoosenPictures(ctx, gone, s.now())
}

// names are the pictures among addresses that are looked after here.
func (s *Service) names(list []string) map[string]bool {
	out := map[string]bool{}
	for _, public := range list {
		if name, ours := s.name(public); ours {
			out[name] = true
		}
	}
	return out
}

// name is what a picture of an address is called in the vault.
func (s *Service) name(public string) (name string, ours bool) {
	name, ours = strings.CutPrefix(public, s.vault.Public(""))
	return name, ours && (strings.HasPrefix(name, shownIn) || strings.HasPrefix(name, sentTo))
}

// Sweep deletes pictures that nobody told of after sending them, and those that no product shows
// any more, a few at a time.
func (s *Service) Sweep(ctx context.Context) error {
	if s == nil || s.vault == nil {
		return nil
	}
	before := s.now().Add(-LooseFor)
	var list []Kept
	if err := s.tx.InTx(ctx, func(ctx context.Context) (err error) {
		list, err = s.store.LoosePictures(ctx, before, sweepBatch)
		return err
	}); err != nil {
		return err
	}
	for _, k := range list {
		if err := s.sweep(ctx, k, before); err != nil {
			return err
		}
	}
	return nil
}

// sweep bans a picture before it goes, so that no product takes it meanwhile.
func (s *Service) sweep(ctx context.Context, k Kept, before time.Time) error {
	loose := false
	if err := s.tx.InTx(ctx, func(ctx context.Context) (err error) {
		loose, err = s.store.BanPicture(ctx, k.Name, before)
		return err
	}); err != nil || !loose {
		return err
	}
	for _, name := range []string{k.Sent, k.Name} {
		if err := s.vault.Delete(ctx, name); err != nil {
			return err
		}
	}
	return s.tx.InTx(ctx, func(ctx context.Context) error { return s.store.DropPicture(ctx, k.Name) })
}
