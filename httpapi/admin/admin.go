// Package admin is the shop's API for programs and for the panel of its staff: REST under /api/v1 over the services of
// core. Its types are its own, so that core may change while the API stays. Who may call
// what, and how faults are told, is the gate's (httpapi/admin/gate).
package admin

import (
	"context"
	"net/http"
	"time"

	"prilavok/core/analytics"
	"prilavok/core/analytics/report"
	"prilavok/core/cart"
	"prilavok/core/catalog"
	"prilavok/core/comment"
	"prilavok/core/contact"
	"prilavok/core/delivery"
	"prilavok/core/hook"
	"prilavok/core/notify"
	"prilavok/core/order"
	"prilavok/core/order/edit"
	"prilavok/core/order/returns"
	"prilavok/core/payment"
	"prilavok/core/promotion"
	"prilavok/core/shop"
	"prilavok/core/shop/link"
	"prilavok/core/txn"
	"prilavok/httpapi/admin/bell"
	"prilavok/httpapi/admin/channels"
	"prilavok/httpapi/admin/comments"
	"prilavok/httpapi/admin/desk"
	"prilavok/httpapi/admin/gate"
	"prilavok/httpapi/admin/goods"
	"prilavok/httpapi/admin/paying"
	"prilavok/httpapi/admin/people"
	"prilavok/httpapi/admin/posts"
	"prilavok/httpapi/admin/reports"
	"prilavok/httpapi/admin/sales"
	"prilavok/httpapi/admin/settings"
	"prilavok/httpapi/admin/system"
	"prilavok/httpapi/admin/team"
)

// Services is what the routes call. All are required.
type Services struct {
	Tx       txn.Runner
	Rows     Rows
	Orders   *order.Service
	Catalog  *catalog.Service
	Delivery *delivery.Service
	Payments *payment.Service
	Promos   *promotion.Service
	Edits    *edit.Service
	Returns  *returns.Service
	Notices  *notify.Service
	Contacts *contact.Service
	Carts    *cart.Service
	Hooks    *hook.Service
	Timings  *analytics.Stops
	Team     team.Services
	Posts    *posts.Service
	Links    *link.Service
	Channels channels.Accounts
	Comments *comment.Service
	Paying   paying.Services
	People   people.Services
	Shops    *shop.Service
	Bell     bell.Services
	Desk     desk.Services
	Settings settings.Services
	Goods    goods.Services
	Reports  *report.Service
	System   system.Services
	Now      func() time.Time
}

// Rows reads what a change is compared with.
type Rows interface {
	// OrderByID answers order.ErrNotFound for another shop's; lock holds its row.
	OrderByID(ctx context.Context, id string, lock bool) (order.Order, error)
	// CountOrders counts orders that pass a filter, up to most.
	CountOrders(ctx context.Context, f order.Filter, most int) (int, error)
}

type api struct{ Services }

// New returns the API's handler; everything that it answers is under gate.Base.
func New(s Services, o gate.Options) *gate.Gate {
	g := gate.New(o, Routes())
	a := &api{s}
	a.orders(g)
	a.edits(g)
	a.parcels(g)
	a.returns(g)
	a.payments(g)
	a.promotions(g)
	a.goods(g)
	a.delivery(g)
	a.notices(g)
	a.shortfalls(g)
	a.stock(g)
	a.hooks(g)
	a.contacts(g)
	a.metrics(g)
	team.Add(g, s.Team)
	bell.Add(g, s.Bell)
	posts.Add(g, s.Posts)
	desk.Add(g, s.Desk)
	channels.Add(g, channels.Services{Links: s.Links, Accounts: s.Channels, Now: s.Now})
	comments.Add(g, s.Comments)
	paying.Add(g, s.Paying)
	people.Add(g, s.People)
	sales.Add(g, sales.Services{Shops: s.Shops, Catalog: s.Catalog, Carts: s.Carts})
	settings.Add(g, s.Settings)
	goods.Add(g, s.Goods)
	reports.Add(g, s.Reports)
	system.Add(g, s.System)
	if missing := g.Seal(); len(missing) > 0 {
		panic("routes without a handler: " + missing[0])
	}
	return g
}

var _ http.Handler = (*gate.Gate)(nil)

// ByID is the input of routes that name one thing.
type ByID struct {
	ID string `path:"id" minLength:"1" maxLength:"64"`
}

// Page is the input of lists.
type Page struct {
	Cursor string `query:"cursor" maxLength:"200" doc:"next of the page before; leave out for the first page"`
	Limit  int    `query:"limit" minimum:"1" maximum:"100" default:"50"`
}

// list is the body of lists.
type list[T any] struct {
	Items []T    `json:"items"`
	Next  string `json:"next" doc:"the cursor of the next page; empty at the end"`
}

type out[T any] struct{ Body T }

type tagged[T any] struct {
	ETag string `header:"ETag" doc:"names this revision, for If-Match"`
	Body T
}

type nothing struct{}

func listed[F, T any](from []F, next string, fn func(F) T) *out[list[T]] {
	items := make([]T, len(from))
	for i, x := range from {
		items[i] = fn(x)
	}
	return &out[list[T]]{list[T]{items, gate.Cursor(next)}}
}

// actor is the key or the member of staff that a request comes from, as it stands in timelines.
func actor(ctx context.Context) order.Actor {
	return order.Actor{Kind: order.ByOperator, ID: gate.CallerOf(ctx).ID}
}
