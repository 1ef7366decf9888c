package person

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"prilavok/core/txn"
)

// ceremonyLasts is how long a person has between the beginning and the end.
const ceremonyLasts = 5 * time.Minute

// ceremony is one that has begun. It is with the browser, sealed: nothing is stored for who
// may be nobody.
type ceremony struct {
	State  []byte    `json:"s"`
	Person string    `json:"p,omitempty"` // whose passkey it will be; "" signs in
	Origin string    `json:"o"`
	Until  time.Time `json:"u"`
}

const ceremonyColumn = "passkey ceremony"

func (s *Service) begun(c ceremony) (ticket string, err error) {
	c.Until = s.time().Add(ceremonyLasts)
	plain, err := json.Marshal(c)
	if err != nil {
		return "", err
	}
	key, sealed, err := s.Keys.Seal("", ceremonyColumn, plain)
	return key + "." + base64.RawURLEncoding.EncodeToString(sealed), err
}

func (s *Service) resumed(ticket, person string, site Site) (c ceremony, err error) {
	key, text, _ := strings.Cut(ticket, ".")
	sealed, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil || base64.RawURLEncoding.EncodeToString(sealed) != text { // in one form only: a ticket is remembered by its text
		return c, ErrPasskey
	}
	plain, err := s.Keys.Open(key, "", ceremonyColumn, sealed)
	if err != nil || json.Unmarshal(plain, &c) != nil || c.Person != person || c.Origin != site.Origin || !s.time().Before(c.Until) {
		return c, ErrPasskey
	}
	return c, nil
}

// spend takes a proof, so that nobody can show it again. It runs in a unit of work.
func (s *Service) spend(ctx context.Context, hash string, until time.Time) error {
	now := s.time()
	if err := s.tickets.ForgetTickets(ctx, now.Add(-InvitationLasts)); err != nil {
		return err
	}
	ok, err := s.tickets.InsertTicket(ctx, Ticket{ID: s.ids.Make("tkt"), ShopID: txn.ShopID(ctx), Kind: ticketProof, Hash: hash, CreatedAt: now, ExpiresAt: until, UsedAt: now})
	return errors.Join(err, unless(ok || err != nil, ErrBadSignIn))
}

// HasPasskeys reports whether passkeys can be had at a site.
func (s *Service) HasPasskeys(site Site) bool { return s.Passkeys != nil && site.ID != "" }

// BeginPasskey begins to sign somebody in by a passkey: options for the browser, and what
// the end must bring.
//
// Faults: ErrPasskeyOff.
func (s *Service) BeginPasskey(_ context.Context, site Site) (options []byte, ticket string, err error) {
	if !s.HasPasskeys(site) {
		return nil, "", ErrPasskeyOff
	}
	options, state, err := s.Passkeys.BeginLogin(site)
	if err != nil {
		return nil, "", err
	}
	ticket, err = s.begun(ceremony{State: state, Origin: site.Origin})
	return options, ticket, err
}

// EndPasskey signs in whose passkey has answered. A passkey asks its device for a finger or
// a PIN, so that no second factor is asked for.
//
// Faults: ErrPasskey, ErrPasskeyOff, ErrBadSignIn, ErrLocked.
func (s *Service) EndPasskey(ctx context.Context, site Site, ticket string, answer []byte, from From) (g Grant, err error) {
	if !s.HasPasskeys(site) {
		return g, ErrPasskeyOff
	}
	err = s.attempt(ctx, from, "", func(ctx context.Context) error {
		c, err := s.resumed(ticket, "", site)
		if err != nil {
			return err
		}
		p, k, err := s.Passkeys.EndLogin(site, c.State, answer, func(id string) (Person, []Passkey, error) { return s.withKeys(ctx, id) })
		if err != nil {
			return err
		}
		err = s.tx.InTx(txn.ForShop(ctx, p.ShopID), func(ctx context.Context) error {
			if err := s.spend(ctx, digest("passkey", ticket), c.Until); err != nil {
				return err
			}
			return s.keys.UsePasskey(ctx, k.ID, k.Credential, s.time())
		})
		if err != nil {
			return err
		}
		g, err = s.grant(ctx, p, ByPasskey, from)
		return err
	})
	return g, err
}

// withKeys reads a person and their passkeys.
//
// Faults: ErrPasskey when there is nobody of that id.
func (s *Service) withKeys(ctx context.Context, id string) (p Person, keys []Passkey, err error) {
	if p, err = lookup(ctx, s, func(ctx context.Context) (Person, error) { return s.find.PersonByID(ctx, id) }); err != nil {
		return p, nil, err
	}
	if p.ID == "" {
		return p, nil, ErrPasskey
	}
	keys, err = s.keysOf(ctx, p)
	return p, keys, err
}

func (s *Service) keysOf(ctx context.Context, p Person) (keys []Passkey, err error) {
	err = s.tx.View(txn.ForShop(ctx, p.ShopID), func(ctx context.Context) error {
		keys, err = s.keys.Passkeys(ctx, p.ID)
		return err
	})
	return keys, err
}

// PasskeysOf lists a person's passkeys, oldest first.
func (s *Service) PasskeysOf(ctx context.Context, v Visit) ([]Passkey, error) {
	return s.keysOf(ctx, v.Person)
}

// BeginNewPasskey begins to add a passkey to who has signed in.
//
// Faults: ErrPasskeyOff, ErrProve.
func (s *Service) BeginNewPasskey(ctx context.Context, v Visit, site Site) (options []byte, ticket string, err error) {
	switch {
	case !s.HasPasskeys(site):
		return nil, "", ErrPasskeyOff
	case !v.Fresh:
		return nil, "", ErrProve
	}
	have, err := s.keysOf(ctx, v.Person)
	if err != nil {
		return nil, "", err
	}
	options, state, err := s.Passkeys.BeginRegister(site, v.Person, have)
	if err != nil {
		return nil, "", err
	}
	ticket, err = s.begun(ceremony{State: state, Person: v.Person.ID, Origin: site.Origin})
	return options, ticket, err
}

// EndNewPasskey adds the passkey that has answered.
//
// Faults: ErrPasskeyOff, ErrPasskey, ErrName, ErrProve.
func (s *Service) EndNewPasskey(ctx context.Context, v Visit, site Site, ticket string, answer []byte, name string) (k Passkey, err error) {
	if name, err = readName(name); err != nil {
		return k, err
	}
	switch {
	case !s.HasPasskeys(site):
		return k, ErrPasskeyOff
	case !v.Fresh:
		return k, ErrProve
	}
	c, err := s.resumed(ticket, v.Person.ID, site)
	if err != nil {
		return k, err
	}
	have, err := s.keysOf(ctx, v.Person)
	if err != nil {
		return k, err
	}
	id, credential, err := s.Passkeys.EndRegister(site, v.Person, have, c.State, answer)
	if err != nil {
		return k, err
	}
	k = Passkey{ID: s.ids.Make("psk"), ShopID: v.Person.ShopID, PersonID: v.Person.ID, CredentialID: id, Credential: credential, Name: name, CreatedAt: s.time()}
	err = s.tx.InTx(txn.ForShop(ctx, k.ShopID), func(ctx context.Context) error {
		ok, err := s.keys.InsertPasskey(ctx, k)
		return errors.Join(err, unless(ok || err != nil, ErrPasskey))
	})
	return k, err
}

// DeletePasskey takes a passkey away.
//
// Faults: ErrProve, ErrNoPasskey, also for another person's.
func (s *Service) DeletePasskey(ctx context.Context, v Visit, id string) error {
	if !v.Fresh {
		return ErrProve
	}
	return s.tx.InTx(txn.ForShop(ctx, v.Person.ShopID), func(ctx context.Context) error {
		ok, err := s.keys.DeletePasskey(ctx, v.Person.ID, id)
		return errors.Join(err, unless(ok || err != nil, ErrNoPasskey))
	})
}

// RenamePasskey gives a passkey another name: it opens nothing, so that no new proof is asked for.
//
// Faults: ErrName, ErrNoPasskey, also for another person's.
func (s *Service) RenamePasskey(ctx context.Context, v Visit, id, name string) error {
	name, err := readName(name)
	if err != nil {
		return err
	}
	return s.tx.InTx(txn.ForShop(ctx, v.Person.ShopID), func(ctx context.Context) error {
		ok, err := s.keys.RenamePasskey(ctx, v.Person.ID, id, name)
		return errors.Join(err, unless(ok || err != nil, ErrNoPasskey))
	})
}

// SetProfile changes a person's name, "" leaves it, and the language of their panel.
//
// Faults: ErrName, ErrLanguage.
func (s *Service) SetProfile(ctx context.Context, v Visit, name, language string) (err error) {
	if name != "" {
		if name, err = readName(name); err != nil {
			return err
		}
	}
	if !slices.Contains([]string{"", "ru", "en"}, language) {
		return ErrLanguage
	}
	err = s.alter(ctx, v.Person, func(_ context.Context, p *Person) error {
		p.set(name, language)
		return nil
	})
	if err != nil || name == "" {
		return err
	}
	return s.staff.Rename(ctx, v.Person.ID, name)
}
