package contact

import (
	"context"
	"time"

	"prilavok/core/fault"
)

// EraseStore forgets people. All run inside a unit of work.
type EraseStore interface {
	// AddressesOf lists where a contact is reached, oldest first.
	AddressesOf(ctx context.Context, contactID string) ([]Address, error)
	// Unfinished reports whether a contact has an order that is neither completed nor canceled,
	// or money on its way.
	Unfinished(ctx context.Context, contactID string) (bool, error)
	// TracesOf lists what is said of a contact in rows that are not theirs alone, by kind, oldest
	// first.
	TracesOf(ctx context.Context, contactID string) ([]Trace, error)
	// EraseContact deletes what a contact said, their addresses and wishes, and takes name, phone,
	// address and words off their orders, whose goods and sums the shop has to keep.
	EraseContact(ctx context.Context, contactID string, at time.Time) error
}

// Trace is a row that tells of a person: a comment, a parcel, a line of an order's timeline. Said
// has its columns that are not empty, by name, as the database has them.
type Trace struct {
	What, ID, At string
	Said         map[string]string
}

// Faults of erasing.
var (
	ErrConfirm    = fault.New(fault.Invalid, "contact.confirm", "erasing cannot be undone: repeat the contact's id as confirm")
	ErrUnfinished = fault.New(fault.Conflict, "contact.unfinished", "the contact has an order that is not finished or money on its way: complete or cancel it first")
)

// AskErase notes that a person is to be forgotten; a job does it. confirm repeats the id.
//
// Faults: ErrConfirm, ErrNotFound, ErrUnfinished.
func (s *Service) AskErase(ctx context.Context, contactID, confirm, by string) error {
	if confirm != contactID {
		return ErrConfirm
	}
	return s.tx.InTx(ctx, func(ctx context.Context) error {
		if _, err := s.store.ContactByID(ctx, contactID); err != nil {
			return err
		}
		busy, err := s.store.Unfinished(ctx, contactID)
		if err == nil && busy {
			err = ErrUnfinished
		}
		if err != nil {
			return err
		}
		return s.Asks.Erase(ctx, contactID, by)
	})
}

// DoErase does what AskErase noted, in the open unit of work; nothing when the contact is
// gone, or has begun an order meanwhile.
func (s *Service) DoErase(ctx context.Context, contactID string) (done bool, err error) {
	if _, err := s.store.ContactByID(ctx, contactID); err != nil {
		if fault.CodeOf(err) == ErrNotFound.Code {
			err = nil
		}
		return false, err
	}
	busy, err := s.store.Unfinished(ctx, contactID)
	if err != nil || busy {
		return false, err
	}
	return true, s.store.EraseContact(ctx, contactID, s.now())
}

// Traces lists what is said of a contact beside their own data, messages and orders.
func (s *Service) Traces(ctx context.Context, contactID string) (list []Trace, err error) {
	err = s.tx.View(ctx, func(ctx context.Context) (err error) {
		list, err = s.store.TracesOf(ctx, contactID)
		return err
	})
	return list, err
}

// Addresses lists where a contact is reached, oldest first.
func (s *Service) Addresses(ctx context.Context, contactID string) ([]Address, error) {
	var out []Address
	err := s.tx.View(ctx, func(ctx context.Context) error {
		if _, err := s.store.ContactByID(ctx, contactID); err != nil {
			return err
		}
		var err error
		out, err = s.store.AddressesOf(ctx, contactID)
		return err
	})
	return out, err
}
