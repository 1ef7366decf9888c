package seal

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"prilavok/core/txn"
)

// Sealed is one sealed secret where it is kept.
type Sealed struct {
	Column string // "channel_accounts.secret"
	ID     string // of its row
	KeyID  string
	Secret []byte
}

// Shelf is where sealed secrets are kept: every column of the shop of ctx that has some.
// All run inside a unit of work.
type Shelf interface {
	SealedSecrets(ctx context.Context) ([]Sealed, error)
	// Reseal puts a secret in the place of old; false when old is not there any more.
	Reseal(ctx context.Context, old Sealed, keyID string, secret []byte) (bool, error)
}

// Count is how many secrets a key seals, and whether the keyring has that key.
type Count struct {
	KeyID   string
	Secrets int
	Known   bool
	First   bool // what is sealed now is sealed with it
}

// Has reports whether the keyring opens what a key sealed.
func (r *Keyring) Has(keyID string) bool { return r.aeads[keyID] != nil }

// Census counts the secrets of the shop of ctx by their keys.
func (r *Keyring) Census(ctx context.Context, tx txn.Runner, s Shelf) ([]Count, error) {
	list, err := sealed(ctx, tx, s)
	if err != nil {
		return nil, err
	}
	n := map[string]int{}
	for _, x := range list {
		n[x.KeyID]++
	}
	var out []Count
	for id, secrets := range n {
		out = append(out, Count{id, secrets, r.Has(id), id == r.first})
	}
	slices.SortFunc(out, func(a, b Count) int { return b.Secrets - a.Secrets })
	return out, nil
}

// Rotate seals every secret of the shop of ctx with the first key that another one seals,
// each in a unit of work of its own, and counts them. It may be stopped and repeated at any
// time; a secret that is saved anew meanwhile is left as it was saved. What does not open is
// left too and named in the error, which is given after everything else is done.
func (r *Keyring) Rotate(ctx context.Context, tx txn.Runner, s Shelf) (n int, err error) {
	list, err := sealed(ctx, tx, s)
	if err != nil {
		return 0, err
	}
	var errs []error
	for _, old := range list {
		if old.KeyID == r.first {
			continue
		}
		done, err := r.reseal(ctx, tx, s, old)
		if done {
			n++
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("%s of %s, sealed with %q: %w", old.Column, old.ID, old.KeyID, err))
		}
	}
	return n, errors.Join(errs...)
}

func (r *Keyring) reseal(ctx context.Context, tx txn.Runner, s Shelf, old Sealed) (done bool, err error) {
	plain, err := r.Open(old.KeyID, txn.ShopID(ctx), old.Column, old.Secret)
	if err != nil {
		return false, err
	}
	keyID, secret, err := r.Seal(txn.ShopID(ctx), old.Column, plain)
	if err != nil {
		return false, err
	}
	err = tx.InTx(ctx, func(ctx context.Context) error {
		done, err = s.Reseal(ctx, old, keyID, secret)
		return err
	})
	return done && err == nil, err
}

func sealed(ctx context.Context, tx txn.Runner, s Shelf) (list []Sealed, err error) {
	err = tx.View(ctx, func(ctx context.Context) error {
		list, err = s.SealedSecrets(ctx)
		return err
	})
	return list, err
}
