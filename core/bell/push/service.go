package push

import (
	"context"
	"encoding/json"
	"time"

	"prilavok/core/bell"
	"prilavok/core/id"
	"prilavok/core/job"
	"prilavok/core/lang"
	"prilavok/core/shop"
	"prilavok/core/staff"
	"prilavok/core/staff/person"
	"prilavok/core/txn"
)

// Jobs of push messages, in the shop of what they tell.
const (
	JobTell = "push:tell" // payload tellJob: whom an item comes to
	JobSend = "push:send" // payload sendJob: one message to one browser
)

// Columns that secrets are sealed for.
const (
	columnPair    = "push_keys.secret"
	columnBrowser = "push_subscriptions.secret"
)

// Life is how long a message is worth being told; Attempts is how often it is tried.
const (
	Life     = 24 * time.Hour
	Attempts = 6
)

// Ports is what messages are made from and handed to. All but Private are required.
type Ports struct {
	Sender  Sender
	Bells   Bells
	People  People
	Shops   Shops
	Keys    shop.Keyring
	Jobs    Jobs
	Public  func() string // where the panel is reached, "" when that is not known
	Private bool          // browsers may take messages at addresses of the inside
}

// Bells reads what is told. All run inside a unit of work.
type Bells interface {
	// Bell reads an item as a reader has it; bell.ErrNoItem when there is none.
	Bell(ctx context.Context, readerID, id string) (bell.Told, error)
	BellChoices(ctx context.Context, readers []string) (map[string]bell.Choices, error)
}

// People finds people. All run inside a unit of work.
type People interface {
	// Members lists the staff of ctx's shop, those who have left too.
	Members(ctx context.Context) ([]staff.Member, error)
	// MembersByUser lists where somebody is staff; PersonByID finds a person, FirstShop the
	// installation's oldest shop: system scope.
	MembersByUser(ctx context.Context, userID string) ([]staff.Member, error)
	PersonByID(ctx context.Context, id string) (person.Person, error)
	FirstShop(ctx context.Context) (string, error)
}

// Shops reads a shop, inside a unit of work.
type Shops interface {
	ShopByID(ctx context.Context, id string) (shop.Shop, error)
}

// Jobs is the part of the queue that is used.
type Jobs interface {
	Enqueue(ctx context.Context, n job.New) error
	EnqueueAll(ctx context.Context, list []job.New) error
	Finish(ctx context.Context) error
}

// Service keeps browsers and sends to them.
type Service struct {
	Ports
	store Store
	tx    txn.Runner
	now   func() time.Time
	ids   *id.Maker
}

// New returns the service.
func New(p Ports, store Store, tx txn.Runner, now func() time.Time, ids *id.Maker) *Service {
	return &Service{Ports: p, store: store, tx: tx, now: now, ids: ids}
}

// system is a context of what crosses shops; a job's lease is proved in its own shop only.
func system(ctx context.Context) context.Context { return txn.ForSystem(ctx) }

// there is a context of a person's shop.
func there(ctx context.Context, shopID string) context.Context {
	return txn.WithFence(txn.ForShop(ctx, shopID), nil)
}

// Key is the public part of the installation's pair, which browsers are asked to know us by. The
// pair is made when it is first asked for, once: of two that are made at a time the first stays.
func (s *Service) Key(ctx context.Context) (string, error) {
	p, err := s.pair(ctx)
	return p.Public, err
}

func (s *Service) pair(ctx context.Context) (Pair, error) {
	kept, found, err := s.keptPair(ctx)
	if err != nil {
		return Pair{}, err
	}
	if !found {
		if err := s.makePair(ctx); err != nil {
			return Pair{}, err
		}
		if kept, _, err = s.keptPair(ctx); err != nil {
			return Pair{}, err
		}
	}
	private, err := s.Keys.Open(kept.SecretKeyID, kept.ShopID, columnPair, kept.Secret)
	return Pair{kept.Public, string(private)}, err
}

func (s *Service) keptPair(ctx context.Context) (p KeptPair, found bool, err error) {
	err = s.tx.View(system(ctx), func(ctx context.Context) error {
		p, found, err = s.store.PushPair(ctx)
		return err
	})
	return p, found, err
}

func (s *Service) makePair(ctx context.Context) error {
	made, err := s.Sender.Pair()
	if err != nil {
		return err
	}
	var first string
	if err := s.tx.View(system(ctx), func(ctx context.Context) (err error) {
		first, err = s.People.FirstShop(ctx)
		return err
	}); err != nil {
		return err
	}
	keyID, secret, err := s.Keys.Seal(first, columnPair, []byte(made.Private))
	if err != nil {
		return err
	}
	return s.tx.InTx(there(ctx, first), func(ctx context.Context) error {
		_, err := s.store.InsertPushPair(ctx, KeptPair{first, made.Public, secret, keyID, s.now()})
		return err
	})
}

// Subscribe keeps the browser of a session.
//
// Faults: ErrEndpoint, ErrKeys.
func (s *Service) Subscribe(ctx context.Context, se person.Session, b Browser) error {
	if err := b.check(s.Private); err != nil {
		return err
	}
	plain, err := json.Marshal(b)
	if err != nil {
		return err
	}
	keyID, secret, err := s.Keys.Seal(se.ShopID, columnBrowser, plain)
	if err != nil {
		return err
	}
	return s.tx.InTx(there(ctx, se.ShopID), func(ctx context.Context) error {
		return s.store.SavePush(ctx, Subscription{ID: s.ids.Make("psh"), PersonID: se.PersonID, SessionID: se.ID, EndpointHash: b.hash(), Secret: secret, SecretKeyID: keyID, CreatedAt: s.now()})
	})
}

// Unsubscribe forgets the browser of a session.
func (s *Service) Unsubscribe(ctx context.Context, se person.Session) error {
	return s.tx.InTx(there(ctx, se.ShopID), func(ctx context.Context) error { return s.store.DeletePush(ctx, se.ID) })
}

// Subscribed reports whether the browser of a session takes messages.
func (s *Service) Subscribed(ctx context.Context, se person.Session) (found bool, err error) {
	err = s.tx.View(there(ctx, se.ShopID), func(ctx context.Context) error {
		_, found, err = s.store.PushOf(ctx, se.ID)
		return err
	})
	return found, err
}

// Left forgets the browsers of somebody who is nobody's staff any more.
func (s *Service) Left(ctx context.Context, userID string) error {
	var of []staff.Member
	var p person.Person
	err := s.tx.View(system(ctx), func(ctx context.Context) (err error) {
		if of, err = s.People.MembersByUser(ctx, userID); err != nil {
			return err
		}
		p, err = s.People.PersonByID(ctx, userID)
		return err
	})
	if err != nil || len(of) > 0 || p.ID == "" {
		return err
	}
	return s.tx.InTx(there(ctx, p.ShopID), func(ctx context.Context) error { return s.store.DeletePushesOf(ctx, p.ID) })
}

// speaks is the language of a person's device.
func speaks(p person.Person, sh shop.Shop) lang.Lang {
	if p.Lang != "" {
		return p.Lang
	}
	return sh.DefaultLang()
}
