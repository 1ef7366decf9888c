package person

import (
	"context"
	"errors"
	"sync"
	"time"

	"prilavok/core/id"
	"prilavok/core/shop"
	"prilavok/core/staff"
	"prilavok/core/txn"
)

// Ports is what people sign in by. Hasher, Codes and Keys are required.
type Ports struct {
	Hasher   Hasher
	Codes    Codes
	Passkeys Ceremonies // nil: there are none
	Bots     Bots       // nil: nobody signs in by Telegram
	Keys     shop.Keyring
}

// Service signs people in.
type Service struct {
	Ports
	find     Lookup
	people   People
	keys     PasskeyStore
	sessions Sessions
	tickets  Tickets
	attempts Attempts
	staff    *staff.Service
	tx       txn.Runner
	now      func() time.Time
	ids      *id.Maker

	mu    sync.Mutex
	first string    // the first shop, once there is one
	swept time.Time // when what has expired was last deleted
}

// New returns the service.
func New(p Ports, store Stores, team *staff.Service, tx txn.Runner, now func() time.Time, ids *id.Maker) *Service {
	return &Service{Ports: p, find: store, people: store, keys: store, sessions: store, tickets: store, attempts: store, staff: team, tx: tx, now: now, ids: ids}
}

func (s *Service) time() time.Time { return s.now().UTC().Truncate(time.Microsecond) }

// From is where a request comes from.
type From struct {
	Address string // for people to read
	Net     string // what attempts are counted by: the address, of IPv6 the network
	Agent   string
	Token   string // of the session that the browser had, which a new one replaces
}

// Grant is a session that has just begun. Token is told here and never again.
type Grant struct {
	Token   string
	Session Session
	Person  Person
	Member  staff.Member
}

// Password signs somebody in by e-mail and password, and by code when they have a second
// factor: what an app shows, or a recovery code. Whether there is such an account shows
// neither in the answer nor in the work that is done.
//
// Faults: ErrBadSignIn, ErrCode, ErrLocked, ErrBusy.
func (s *Service) Password(ctx context.Context, email, password, code string, from From) (g Grant, err error) {
	err = s.attempt(ctx, from, emailKey(email), func(ctx context.Context) error {
		p, err := s.check(ctx, email, password, code)
		if err != nil {
			return err
		}
		g, err = s.grant(ctx, p, ByPassword, from)
		return err
	})
	return g, err
}

// check finds the person whom an e-mail, a password and a code are of.
func (s *Service) check(ctx context.Context, email, password, code string) (Person, error) {
	p, err := lookup(ctx, s, func(ctx context.Context) (Person, error) { return s.find.PersonByEmail(ctx, emailKey(email)) })
	if err != nil {
		return p, err
	}
	if len(password) > 4*PasswordMax {
		password = ""
	}
	ok, stale, err := s.Hasher.Verify(ctx, p.Password, password)
	switch {
	case err != nil:
		return p, err
	case p.ID == "" || !ok:
		return Person{}, ErrBadSignIn
	}
	if err := s.second(ctx, p, code); err != nil {
		return Person{}, err
	}
	if stale {
		err = s.rehash(ctx, p, password)
	}
	return p, err
}

// rehash writes a good password as passwords are written now.
func (s *Service) rehash(ctx context.Context, p Person, password string) error {
	phc, err := s.Hasher.Hash(ctx, password)
	if err != nil {
		return err
	}
	return s.alter(ctx, p, func(_ context.Context, now *Person) error {
		if now.Password == p.Password {
			now.Password = phc
		}
		return nil
	})
}

// alter changes a person's row, held meanwhile.
func (s *Service) alter(ctx context.Context, p Person, fn func(ctx context.Context, p *Person) error) error {
	return s.tx.InTx(txn.ForShop(ctx, p.ShopID), func(ctx context.Context) error {
		now, err := s.people.HoldPerson(ctx, p.ID)
		if err != nil {
			return err
		}
		if now.ID == "" {
			return ErrNoSession
		}
		if err := fn(ctx, &now); err != nil {
			return err
		}
		now.UpdatedAt = s.time()
		return s.people.UpdatePerson(ctx, now)
	})
}

// lookup reads across shops.
func lookup[T any](ctx context.Context, s *Service, fn func(ctx context.Context) (T, error)) (out T, err error) {
	err = s.tx.View(txn.ForSystem(ctx), func(ctx context.Context) error {
		out, err = fn(ctx)
		return err
	})
	return out, err
}

// Limits of attempts: so many are free, then each waits twice as long as the one before.
const (
	accountFree = 5
	addressFree = 30
	firstWait   = 30 * time.Second
	longestWait = 15 * time.Minute
	// attemptsKept is after how long without one attempts are forgotten.
	attemptsKept = 24 * time.Hour
)

// waitAfter is how long nothing is tried after so many failures.
func waitAfter(failures, free int64) time.Duration {
	over := failures - free
	switch {
	case over <= 0:
		return 0
	case over > 5:
		return longestWait
	}
	return min(longestWait, firstWait<<(over-1))
}

// attempt counts an attempt before it is made, so that many at once are no more than one
// after another, and takes it back unless it failed as guesses do. account may be empty.
// Nothing in it depends on whether there is such an account.
//
// Faults: ErrLocked.
func (s *Service) attempt(ctx context.Context, from From, account string, fn func(ctx context.Context) error) error {
	home, err := s.firstShop(ctx)
	if err != nil {
		return err
	}
	if home == "" {
		return ErrBadSignIn
	}
	keys := []string{digest("address", from.Net)}
	free := []int64{addressFree}
	if account != "" {
		keys, free = append(keys, digest("account", account)), append(free, accountFree)
	}
	there := txn.ForShop(ctx, home)
	var until []time.Time
	err = s.tx.InTx(there, func(ctx context.Context) error {
		until, err = s.take(ctx, keys, free)
		return err
	})
	if err != nil {
		return err
	}
	err = fn(ctx)
	if errors.Is(err, ErrBadSignIn) || errors.Is(err, ErrLink) || errors.Is(err, ErrPasskey) {
		return err
	}
	back := s.tx.InTx(there, func(ctx context.Context) error { return s.giveBack(ctx, keys, until, err == nil) })
	return errors.Join(err, back)
}

// take counts one more under each key, unless one of them has to wait. It returns until when
// each waits now.
func (s *Service) take(ctx context.Context, keys []string, free []int64) (until []time.Time, err error) {
	now := s.time()
	if err := s.sweep(ctx, now); err != nil {
		return nil, err
	}
	for i, key := range keys {
		t, err := s.attempts.HoldAttempts(ctx, key, now)
		if err != nil {
			return nil, err
		}
		if now.Before(t.Until) {
			return nil, ErrLocked.After(t.Until.Sub(now))
		}
		if now.Sub(t.LastAt) >= attemptsKept {
			t.Failures = 0
		}
		t.Failures, t.LastAt, t.Until = t.Failures+1, now, time.Time{}
		if wait := waitAfter(t.Failures, free[i]); wait > 0 {
			t.Until = now.Add(wait)
		}
		if err := s.attempts.SetAttempts(ctx, t); err != nil {
			return nil, err
		}
		until = append(until, t.Until)
	}
	return until, nil
}

// giveBack takes a counted attempt back, and the wait that it has caused, but none that others
// have; a success makes the account's count nothing.
func (s *Service) giveBack(ctx context.Context, keys []string, until []time.Time, success bool) error {
	for i, key := range keys {
		t, err := s.attempts.HoldAttempts(ctx, key, s.time())
		if err != nil {
			return err
		}
		t.Failures = max(0, t.Failures-1)
		if t.Until.Equal(until[i]) {
			t.Until = time.Time{}
		}
		if success && i > 0 {
			t.Failures, t.Until = 0, time.Time{}
		}
		if err := s.attempts.SetAttempts(ctx, t); err != nil {
			return err
		}
	}
	return nil
}

// forgive makes an account's count nothing.
func (s *Service) forgive(ctx context.Context, account string) error {
	home, err := s.firstShop(ctx)
	if err != nil || home == "" {
		return err
	}
	return s.tx.InTx(txn.ForShop(ctx, home), func(ctx context.Context) error {
		return s.attempts.SetAttempts(ctx, Tally{Key: digest("account", account), LastAt: s.time()})
	})
}

// sweep deletes old attempts once a minute.
func (s *Service) sweep(ctx context.Context, now time.Time) error {
	s.mu.Lock()
	due := now.Sub(s.swept) >= time.Minute
	if due {
		s.swept = now
	}
	s.mu.Unlock()
	if !due {
		return nil
	}
	return s.attempts.ForgetAttempts(ctx, now.Add(-attemptsKept))
}

func (s *Service) firstShop(ctx context.Context) (string, error) {
	s.mu.Lock()
	known := s.first
	s.mu.Unlock()
	if known != "" {
		return known, nil
	}
	found, err := lookup(ctx, s, s.find.FirstShop)
	s.mu.Lock()
	s.first = found
	s.mu.Unlock()
	return found, err
}
