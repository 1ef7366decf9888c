// Package txn is the unit of work: what happens in one is kept as a whole, or not
// at all. It holds the contract and what travels in the context; the store
// implements it. It knows no database.
package txn

import (
	"context"

	"prilavok/core/fault"
)

// Runner runs units of work. Inner ones join the outer one, and an error of an
// inner one dooms the outer. A closure may be run more than once, so it must not
// change anything outside the unit except through AfterCommit. Its parameter is
// always named ctx, and no other context is used inside it.
type Runner interface {
	// InTx runs fn as one unit of work that may write.
	InTx(ctx context.Context, fn func(ctx context.Context) error) error
	// View runs fn over one consistent state and writes nothing.
	View(ctx context.Context, fn func(ctx context.Context) error) error
}

// Role says with which rights a unit of work runs.
type Role string

const (
	// RoleBot sees the rows of one shop.
	RoleBot Role = "bot"
	// RoleSystem sees only what crosses shops: account lookup, job claims, maintenance.
	RoleSystem Role = "system"
)

// Scope is whose rows a unit of work may touch.
type Scope struct {
	Role   Role
	ShopID string
}

type (
	scopeKey struct{}
	unitKey  struct{}
	fenceKey struct{}
	onlyKey  struct{}
	sentKey  struct{}
	hurryKey struct{}
)

// ForShop returns a context whose units of work see the rows of one shop.
func ForShop(ctx context.Context, shopID string) context.Context {
	return context.WithValue(ctx, scopeKey{}, Scope{RoleBot, shopID})
}

// ForSystem returns a context whose units of work see what crosses shops.
func ForSystem(ctx context.Context) context.Context {
	return context.WithValue(ctx, scopeKey{}, Scope{Role: RoleSystem})
}

// Urgent returns a context whose units of work go ahead of those that wait for a
// connection: somebody outside counts seconds.
func Urgent(ctx context.Context) context.Context { return context.WithValue(ctx, hurryKey{}, true) }

// IsUrgent reports whether ctx is Urgent's.
func IsUrgent(ctx context.Context) bool {
	v, _ := ctx.Value(hurryKey{}).(bool)
	return v
}

// ScopeOf returns the scope in ctx; ok is false when none was set.
func ScopeOf(ctx context.Context) (Scope, bool) {
	s, ok := ctx.Value(scopeKey{}).(Scope)
	return s, ok
}

// ShopID returns the shop of ctx's scope, "" in the system's.
func ShopID(ctx context.Context) string {
	s, _ := ScopeOf(ctx)
	return s.ShopID
}

// Unit is an open unit of work. Only a store makes one.
type Unit struct {
	Scope  Scope
	Handle any // the store's own transaction
	Write  bool
	Fenced bool // what the unit has done proves its lease: its fence need not run
	doom   error
	after  []func()
}

// Doom marks the unit as failed: it will roll back whatever its closure returns.
func (u *Unit) Doom(err error) {
	if u.doom == nil {
		u.doom = err
	}
}

// Doomed returns the first error that doomed the unit.
func (u *Unit) Doomed() error { return u.doom }

// Committed runs what was registered by AfterCommit, in order.
func (u *Unit) Committed() {
	for _, fn := range u.after {
		fn()
	}
}

// WithUnit returns a context that carries an open unit.
func WithUnit(ctx context.Context, u *Unit) context.Context {
	return context.WithValue(ctx, unitKey{}, u)
}

// UnitOf returns the open unit of ctx, nil if there is none.
func UnitOf(ctx context.Context) *Unit {
	u, _ := ctx.Value(unitKey{}).(*Unit)
	return u
}

// Open reports whether a unit of work is open in ctx. Outgoing calls refuse to
// run then: no network call happens inside a unit.
func Open(ctx context.Context) bool { return UnitOf(ctx) != nil }

// AfterCommit runs fn once the outermost unit has committed; at once when none is
// open. fn must be quick and must not fail: it wakes somebody, nothing more.
func AfterCommit(ctx context.Context, fn func()) {
	if u := UnitOf(ctx); u != nil {
		u.after = append(u.after, fn)
		return
	}
	fn()
}

// Only returns a context whose next unit of work says that it has one statement, so that
// its end may travel with it. A second statement is a fault.
func Only(ctx context.Context) context.Context { return context.WithValue(ctx, onlyKey{}, true) }

// WhenSent returns a context whose next unit of work, when it is Only's, calls fn as soon as its
// statement is on its way and whatever is asked later comes behind it. Where nothing travels
// by itself fn is not called.
func WhenSent(ctx context.Context, fn func()) context.Context {
	return context.WithValue(ctx, sentKey{}, fn)
}

// Sent is for drivers: it calls what WhenSent was given.
func Sent(ctx context.Context) {
	if fn, ok := ctx.Value(sentKey{}).(func()); ok {
		fn()
	}
}

// IsOnly reports whether ctx is Only's.
func IsOnly(ctx context.Context) bool { return ctx.Value(onlyKey{}) != nil }

// WithFence returns a context in which every writing unit ends with fence, a job's lease
// check, unless it is Fenced by then. When fence fails the unit is rolled back. At the end
// it says as much as at the beginning, since all of the unit or nothing is kept, and most
// units prove the lease by ending the job.
func WithFence(ctx context.Context, fence func(ctx context.Context) error) context.Context {
	return context.WithValue(ctx, fenceKey{}, fence)
}

// FenceOf returns the fence of ctx, nil if there is none.
func FenceOf(ctx context.Context) func(ctx context.Context) error {
	f, _ := ctx.Value(fenceKey{}).(func(ctx context.Context) error)
	return f
}

// Faults of units of work.
var (
	ErrNoScope  = fault.New(fault.Internal, "txn.no_scope", "a unit of work needs txn.ForShop or txn.ForSystem")
	ErrScope    = fault.New(fault.Internal, "txn.scope_changed", "an inner unit of work named another shop or role than the outer")
	ErrReadOnly = fault.New(fault.Internal, "txn.read_only", "InTx was called inside View")
	ErrOutside  = fault.New(fault.Internal, "txn.outside", "a query ran outside a unit of work")
	ErrOpen     = fault.New(fault.Internal, "txn.open", "a call to an outside service was made inside a unit of work")
)
