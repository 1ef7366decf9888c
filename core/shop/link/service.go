package link

import (
	"context"
	"time"

	"prilavok/core/id"
	"prilavok/core/shop"
	"prilavok/core/txn"
)

// Store is what links need of a database.
type Store interface {
	// LinkedAccounts lists the shop's accounts with their health, oldest first.
	LinkedAccounts(ctx context.Context) ([]Linked, error)
	// ChannelHealth is of one account of the shop; lock holds it for the unit of work.
	ChannelHealth(ctx context.Context, accountID string, lock bool) (Health, error)
	SaveChannelHealth(ctx context.Context, h Health) error
	AddErasure(ctx context.Context, e Erasure) error
	EndErasure(ctx context.Context, code string, now time.Time) error
}

// Lookup is what crosses shops: it runs in the system scope.
type Lookup interface {
	// KeepStray stores an event of nobody's; a known key or a full account changes nothing.
	KeepStray(ctx context.Context, s Stray) error
	// StraysOf lists what waits for an account, oldest first.
	StraysOf(ctx context.Context, c shop.Channel, externalID string, limit int) ([]Stray, error)
	DropStrays(ctx context.Context, c shop.Channel, externalID string, keys []string) error
	ForgetStrays(ctx context.Context, before time.Time) error
	// StrayAccounts counts what waits, by the channel's id of the account.
	StrayAccounts(ctx context.Context) (map[string]int64, error)
	ErasureByCode(ctx context.Context, code string) (e Erasure, found bool, err error)
}

// Service keeps links.
type Service struct {
	store Store
	tries Attempts
	find  Lookup
	tx    txn.Runner
	now   func() time.Time
	ids   *id.Maker
}

// New returns the service.
func New(store Store, tries Attempts, find Lookup, tx txn.Runner, now func() time.Time, ids *id.Maker) *Service {
	return &Service{store, tries, find, tx, now, ids}
}

// List returns the accounts of ctx's shop.
func (s *Service) List(ctx context.Context) ([]Linked, error) {
	var out []Linked
	err := s.tx.View(ctx, func(ctx context.Context) error {
		var err error
		out, err = s.store.LinkedAccounts(ctx)
		return err
	})
	return out, err
}

// Get returns one account of ctx's shop. Faults: ErrNotKnown.
func (s *Service) Get(ctx context.Context, accountID string) (Linked, error) {
	list, err := s.List(ctx)
	for _, l := range list {
		if l.ID == accountID {
			return l, err
		}
	}
	if err == nil {
		err = ErrNotKnown
	}
	return Linked{}, err
}

// Health returns what is known of an account of ctx's shop.
func (s *Service) Health(ctx context.Context, accountID string) (Health, error) {
	var h Health
	err := s.tx.View(ctx, func(ctx context.Context) error {
		var err error
		h, err = s.store.ChannelHealth(ctx, accountID, false)
		return err
	})
	return h, err
}

// Change changes what is known of an account; fn sees the newest and may be repeated. also
// runs in the same unit of work.
func (s *Service) Change(ctx context.Context, accountID string, fn func(h *Health), also ...func(ctx context.Context, h Health) error) error {
	return s.tx.InTx(ctx, func(ctx context.Context) error {
		h, err := s.store.ChannelHealth(ctx, accountID, true)
		if err != nil {
			return err
		}
		fn(&h)
		h.AccountID = accountID
		if err := s.store.SaveChannelHealth(ctx, h); err != nil {
			return err
		}
		for _, f := range also {
			if err := f(ctx, h); err != nil {
				return err
			}
		}
		return nil
	})
}

// Keep stores events for accounts that no shop has.
func (s *Service) Keep(ctx context.Context, list []Stray) error {
	return s.tx.InTx(txn.ForSystem(ctx), func(ctx context.Context) error {
		for _, x := range list {
			x.At = s.now()
			if err := s.find.KeepStray(ctx, x); err != nil {
				return err
			}
		}
		return nil
	})
}

// Strays lists what waits for an account, at most limit, oldest first.
func (s *Service) Strays(ctx context.Context, c shop.Channel, externalID string, limit int) ([]Stray, error) {
	var out []Stray
	err := s.tx.View(txn.ForSystem(ctx), func(ctx context.Context) error {
		var err error
		out, err = s.find.StraysOf(ctx, c, externalID, limit)
		return err
	})
	return out, err
}

// Drop forgets strays that have got their shop.
func (s *Service) Drop(ctx context.Context, list []Stray) error {
	if len(list) == 0 {
		return nil
	}
	keys := make([]string, len(list))
	for i, x := range list {
		keys[i] = x.Key
	}
	return s.tx.InTx(txn.ForSystem(ctx), func(ctx context.Context) error {
		return s.find.DropStrays(ctx, list[0].Channel, list[0].ExternalID, keys)
	})
}

// Forget forgets strays that nobody has asked for in StrayLife.
func (s *Service) Forget(ctx context.Context) error {
	return s.tx.InTx(txn.ForSystem(ctx), func(ctx context.Context) error { return s.find.ForgetStrays(ctx, s.now().Add(-StrayLife)) })
}

// Waiting counts what waits for accounts that no shop has, by the channel's id.
func (s *Service) Waiting(ctx context.Context) (map[string]int64, error) {
	var out map[string]int64
	err := s.tx.View(txn.ForSystem(ctx), func(ctx context.Context) error {
		var err error
		out, err = s.find.StrayAccounts(ctx)
		return err
	})
	return out, err
}

// Erase notes a request to delete what is known through an account of ctx's shop.
func (s *Service) Erase(ctx context.Context, accountID string) (Erasure, error) {
	e := Erasure{Code: s.ids.Token(16), ShopID: txn.ShopID(ctx), AccountID: accountID, CreatedAt: s.now()}
	return e, s.tx.InTx(ctx, func(ctx context.Context) error { return s.store.AddErasure(ctx, e) })
}

// Erased notes that it was done.
func (s *Service) Erased(ctx context.Context, code string) error {
	return s.tx.InTx(ctx, func(ctx context.Context) error { return s.store.EndErasure(ctx, code, s.now()) })
}

// Erasure finds a request of any shop by its code.
func (s *Service) Erasure(ctx context.Context, code string) (e Erasure, found bool, err error) {
	err = s.tx.View(txn.ForSystem(ctx), func(ctx context.Context) error {
		e, found, err = s.find.ErasureByCode(ctx, code)
		return err
	})
	return e, found, err
}
