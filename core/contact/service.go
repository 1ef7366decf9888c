package contact

import (
	"context"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"prilavok/core/fault"
	"prilavok/core/id"
	"prilavok/core/lang"
	"prilavok/core/txn"
)

// Store is what contacts need of a database. All run inside a unit of work.
type Store interface {
	ContactByID(ctx context.Context, id string) (Contact, error)
	UpdateContact(ctx context.Context, c Contact) error
	// ContactByVerifiedPhone finds the oldest other contact that proved the phone.
	ContactByVerifiedPhone(ctx context.Context, phone, except string) (c Contact, found bool, err error)
}

// Stores is one database as contacts see it.
type Stores interface {
	Store
	CodeStore
	JoinStore
	EraseStore
	ListStore
}

// Service changes what we know of contacts.
type Service struct {
	Asks  Asks // connected before an operator asks for anything
	store Stores
	tx    txn.Runner
	now   func() time.Time
	ids   *id.Maker
}

// New returns the service.
func New(store Stores, tx txn.Runner, now func() time.Time, ids *id.Maker) *Service {
	return &Service{store: store, tx: tx, now: now, ids: ids}
}

// Faults of contacts.
var (
	ErrNotFound = fault.New(fault.NotFound, "contact.not_found", "there is no such contact")
	ErrPostal   = fault.New(fault.Invalid, "contact.postal", "a part of a postal address has at most 200 characters, in one line")
	ErrBadCode  = fault.New(fault.NotFound, "contact.bad_code", "the code is unknown, used or too old: ask for a new one")
	ErrOwnCode  = fault.New(fault.Conflict, "contact.own_code", "the code was issued to this contact: give it on another channel")
	ErrGuesses  = fault.New(fault.TooMany, "contact.guesses", "too many wrong codes came from this address: wait a quarter of an hour")
	ErrSame     = fault.New(fault.Invalid, "contact.same", "a contact cannot be joined to itself")
	ErrNoJoin   = fault.New(fault.NotFound, "contact.no_join", "there is no such join of contacts")

	ErrNotJoined = fault.New(fault.Conflict, "contact.not_joined", "this join is not in force: it was undone, refused, or has not been made yet")
	ErrJoinedOn  = fault.New(fault.Conflict, "contact.joined_on", "the contact was joined to another one since: undo that join first")
)

// postalLength is how long a part of a postal address may be, in characters.
const postalLength = 200

// Get returns a contact of ctx's shop.
func (s *Service) Get(ctx context.Context, id string) (Contact, error) {
	var c Contact
	err := s.tx.View(ctx, func(ctx context.Context) error {
		var err error
		c, err = s.store.ContactByID(ctx, id)
		return err
	})
	return c, err
}

func (s *Service) change(ctx context.Context, id string, fn func(*Contact)) error {
	return s.tx.InTx(ctx, func(ctx context.Context) error {
		c, err := s.store.ContactByID(ctx, id)
		if err != nil {
			return err
		}
		before := c
		fn(&c)
		if c == before {
			return nil
		}
		c.UpdatedAt = s.now()
		return s.store.UpdateContact(ctx, c)
	})
}

// SetLang notes the language that a contact chose.
func (s *Service) SetLang(ctx context.Context, id string, l lang.Lang) error {
	return s.change(ctx, id, func(c *Contact) { c.Lang = l })
}

// SetName notes how a contact wants to be called.
func (s *Service) SetName(ctx context.Context, id, name string) error {
	return s.change(ctx, id, func(c *Contact) { c.Name = name })
}

// SetPhone notes a typed phone. It identifies nobody: a proven phone is kept.
func (s *Service) SetPhone(ctx context.Context, id, phone string) error {
	return s.change(ctx, id, func(c *Contact) {
		if !c.PhoneVerified {
			c.Phone = phone
		}
	})
}

// SetPostal saves where a contact wants things sent, for the next checkout. Orders that
// are placed already keep the address they were placed with.
//
// Faults: ErrNotFound; ErrPostal.
func (s *Service) SetPostal(ctx context.Context, id string, p Postal) error {
	for _, f := range []string{p.Country, p.Region, p.City, p.Line, p.Code} {
		if utf8.RuneCountInString(f) > postalLength || strings.ContainsFunc(f, unicode.IsControl) {
			return ErrPostal
		}
	}
	return s.change(ctx, id, func(c *Contact) { c.Postal = p })
}

// ProvePhone notes a phone that the channel itself vouches for (Telegram's contact
// button with user_id equal to the sender's), and joins the contact to the one that
// proved the same phone before. It returns the contact that remains.
func (s *Service) ProvePhone(ctx context.Context, id, phone string) (Contact, error) {
	var out Contact
	err := s.tx.InTx(ctx, func(ctx context.Context) error {
		c, err := s.store.ContactByID(ctx, id)
		if err != nil {
			return err
		}
		c.Phone, c.PhoneVerified, c.UpdatedAt = phone, true, s.now()
		if err := s.store.UpdateContact(ctx, c); err != nil {
			return err
		}
		other, found, err := s.store.ContactByVerifiedPhone(ctx, phone, id)
		if err != nil || !found {
			out = c
			return err
		}
		if err := s.join(ctx, &Join{GoneID: id, KeptID: other.ID, How: ByPhone}); err != nil {
			return err
		}
		out, err = s.store.ContactByID(ctx, other.ID)
		return err
	})
	return out, err
}
