package staff

import (
	"context"
	"strings"
	"sync"
	"time"

	"prilavok/core/id"
	"prilavok/core/txn"
)

// Stores is one database as this package sees it.
type Stores interface {
	Lookup
	KeyStore
	MemberStore
	RequestStore
}

// Service issues API keys and knows them again, knows members of staff by their tokens,
// and remembers requests.
type Service struct {
	find     Lookup
	keys     KeyStore
	members  MemberStore
	requests RequestStore
	tokens   Tokens // nil: nobody signs in
	tx       txn.Runner
	now      func() time.Time
	ids      *id.Maker

	mu    sync.Mutex
	swept map[string]time.Time // when a shop's old answers were last deleted
}

// New returns the service.
func New(store Stores, tx txn.Runner, now func() time.Time, ids *id.Maker) *Service {
	return &Service{find: store, keys: store, members: store, requests: store, tx: tx, now: now, ids: ids, swept: map[string]time.Time{}}
}

func (s *Service) time() time.Time { return s.now().UTC().Truncate(time.Microsecond) }

// Issue makes a key of ctx's shop. The secret is returned here and never again. A zero
// until means that the key does not expire.
//
// Faults: ErrKeyName, ErrScope, ErrExpiry.
func (s *Service) Issue(ctx context.Context, name string, scopes []Scope, until time.Time) (Key, string, error) {
	if err := checkName(name); err != nil {
		return Key{}, "", err
	}
	var list []string
	for _, x := range scopes {
		list = append(list, string(x))
	}
	scopes, err := ReadScopes(strings.Join(list, ","))
	if err != nil {
		return Key{}, "", err
	}
	now := s.time()
	if !until.IsZero() && !now.Before(until) {
		return Key{}, "", ErrExpiry
	}
	secret := secretStart + s.ids.Token(secretLength)
	k := Key{ID: s.ids.Make("key"), ShopID: txn.ShopID(ctx), Name: strings.TrimSpace(name), Prefix: secret[:prefixLength], Hash: hashOf(secret),
		Scopes: scopes, CreatedAt: now, ExpiresAt: until}
	if err := s.tx.InTx(ctx, func(ctx context.Context) error { return s.keys.InsertAPIKey(ctx, k) }); err != nil {
		return Key{}, "", err
	}
	return k, secret, nil
}

// Keys lists the shop's keys, newest first, revoked ones too.
func (s *Service) Keys(ctx context.Context) ([]Key, error) {
	var out []Key
	err := s.tx.View(ctx, func(ctx context.Context) error {
		var err error
		out, err = s.keys.APIKeys(ctx)
		return err
	})
	return out, err
}

// Revoke ends a key at once, by its id or by its prefix.
//
// Faults: ErrNoKey, also for one that was revoked before.
func (s *Service) Revoke(ctx context.Context, idOrPrefix string) error {
	return s.tx.InTx(ctx, func(ctx context.Context) error {
		ok, err := s.keys.RevokeAPIKey(ctx, idOrPrefix, s.time())
		if err == nil && !ok {
			return ErrNoKey
		}
		return err
	})
}

// Authenticate finds the key of a secret, in whichever shop. ctx needs no scope.
//
// Faults: ErrKeyUnknown, whatever is wrong with it.
func (s *Service) Authenticate(ctx context.Context, secret string) (Key, error) {
	hash := hashOf(secret)
	if hash == "" {
		return Key{}, ErrKeyUnknown
	}
	var k Key
	err := s.tx.View(txn.ForSystem(ctx), func(ctx context.Context) error {
		var err error
		k, err = s.find.APIKeyByHash(ctx, hash)
		return err
	})
	if err != nil {
		return Key{}, err
	}
	now := s.time()
	if err := k.Good(now); err != nil {
		return Key{}, err
	}
	if now.Sub(k.LastUsed) < LastUsedStep {
		return k, nil
	}
	return k, s.tx.InTx(txn.ForShop(ctx, k.ShopID), func(ctx context.Context) error { return s.keys.TouchAPIKey(ctx, k.ID, now) })
}

// Begin takes an idempotency key for a request. When the same was asked before and
// answered, the answer is returned and Done is set; else the caller does the work, under
// the operation id of what is returned, and calls Finish or Drop.
//
// Faults: ErrReused, ErrInFlight.
func (s *Service) Begin(ctx context.Context, r Request) (Request, error) {
	now := s.time()
	r.CreatedAt, r.StartedAt, r.OpID = now, now, s.ids.Make("arq")
	if s.sweeps(txn.ShopID(ctx), now) {
		if _, err := s.Forget(ctx); err != nil {
			return r, err
		}
	}
	err := s.tx.InTx(ctx, func(ctx context.Context) error {
		known, fresh, err := s.requests.BeginRequest(ctx, r)
		switch {
		case err != nil || fresh:
			return err
		case !known.same(r):
			return ErrReused
		case known.Done:
			r = known
			return nil
		case now.Sub(known.StartedAt) < RunsFor:
			return ErrInFlight.After(known.StartedAt.Add(RunsFor).Sub(now))
		}
		known.StartedAt = now
		r = known
		return s.requests.RestartRequest(ctx, r)
	})
	return r, err
}

// Finish keeps an answer, for who asks the same again.
func (s *Service) Finish(ctx context.Context, r Request) error {
	return s.tx.InTx(ctx, func(ctx context.Context) error { return s.requests.FinishRequest(ctx, r) })
}

// Drop forgets a request that failed for a passing reason, so that it may be tried again.
func (s *Service) Drop(ctx context.Context, r Request) error {
	return s.tx.InTx(ctx, func(ctx context.Context) error { return s.requests.DropRequest(ctx, r) })
}

// Forget deletes answers of ctx's shop that are older than RequestsKept.
func (s *Service) Forget(ctx context.Context) (int64, error) {
	var n int64
	err := s.tx.InTx(ctx, func(ctx context.Context) error {
		var err error
		n, err = s.requests.ForgetRequests(ctx, s.time().Add(-RequestsKept))
		return err
	})
	return n, err
}

// sweeps reports whether a shop's old answers are due to be deleted: once a minute.
func (s *Service) sweeps(shopID string, now time.Time) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if now.Sub(s.swept[shopID]) < time.Minute {
		return false
	}
	s.swept[shopID] = now
	return true
}
