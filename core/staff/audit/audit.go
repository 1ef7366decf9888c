// Package audit is the log of what staff and programs have changed: who, what, when, and how
// it was before and after. What a line may hold is decided here: no secret, and nothing that
// names a customer. Who writes is the API's gate, in one place.
package audit

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"prilavok/core/fault"
	"prilavok/core/id"
	"prilavok/core/txn"
)

// Entry is one line of the log.
type Entry struct {
	ID        string
	At        time.Time
	ActorID   string // of a member of staff or an API key
	Action    string // of the API's table: orders.cancel
	Path      string // what was asked for
	Subject   string // the id of what was changed; "" for what was only made
	Status    int    // that was answered
	RequestID string
	Before    json.RawMessage // {} when there was nothing, or nothing is told
	After     json.RawMessage
}

// Filter selects lines; what is empty selects all.
type Filter struct {
	ActorID, Action, Subject string
	Since, Until             time.Time
}

// PageSize is how many lines are read at a time.
const PageSize = 50

// ErrCursor is a cursor that is none of List's.
var ErrCursor = fault.New(fault.Invalid, "staff.audit_cursor", "take the cursor from next of the page before")

// Store keeps the log. All run inside a unit of work of the shop.
type Store interface {
	InsertAudit(ctx context.Context, e Entry) error
	// AuditPage lists lines, the newest first, from below an id; "" is the newest.
	AuditPage(ctx context.Context, f Filter, below string, limit int) ([]Entry, error)
}

// Service writes and reads the log.
type Service struct {
	store Store
	tx    txn.Runner
	now   func() time.Time
	ids   *id.Maker
}

// New returns the service.
func New(store Store, tx txn.Runner, now func() time.Time, ids *id.Maker) *Service {
	return &Service{store, tx, now, ids}
}

// Note adds a line to the log of ctx's shop. Before and After are JSON as it stands; what
// may not be kept of it is taken out here. private says that all of it is about customers.
func (s *Service) Note(ctx context.Context, e Entry, private bool) error {
	e.ID, e.At = s.ids.Make("aud"), s.now().UTC().Truncate(time.Microsecond)
	e.Before, e.After = changed(read(e.Before), read(e.After), private)
	return s.tx.InTx(ctx, func(ctx context.Context) error { return s.store.InsertAudit(ctx, e) })
}

// List reads a page, the newest first; next is empty at the end.
//
// Faults: ErrCursor.
func (s *Service) List(ctx context.Context, f Filter, cursor string) (out []Entry, next string, err error) {
	if cursor != "" && !strings.HasPrefix(cursor, "aud_") {
		return nil, "", ErrCursor
	}
	err = s.tx.View(ctx, func(ctx context.Context) error {
		out, err = s.store.AuditPage(ctx, f, cursor, PageSize+1)
		return err
	})
	if len(out) > PageSize {
		out = out[:PageSize]
		next = out[PageSize-1].ID
	}
	return out, next, err
}
