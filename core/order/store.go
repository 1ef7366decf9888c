package order

import (
	"context"
	"time"

	"prilavok/core/cart"
	"prilavok/core/catalog"
	"prilavok/core/delivery"
	"prilavok/core/job"
	"prilavok/core/shop"
)

// Store is what placing and changing orders needs of a database. All run inside a
// unit of work.
type Store interface {
	// PlacingAhead is told what placing an order is about to read.
	PlacingAhead(ctx context.Context, contactID, key string) error
	// InsertOrder stores an order with its lines. When its key is another's, the unit fails
	// with store.duplicate, at its end at the latest.
	InsertOrder(ctx context.Context, o Order) error
	// SaveOrder stores all but the lines and what never changes (number, key, contact) if the revision is still o.Revision, and
	// counts it up; false when it is not.
	SaveOrder(ctx context.Context, o Order) (bool, error)
	// AddOrderEntry adds a row to the timeline.
	AddOrderEntry(ctx context.Context, e Entry) error
	// RecordOrderEvent adds a row to the events table.
	RecordOrderEvent(ctx context.Context, e Entry, o Order) error
}

// GoodsStore is what an order's goods need of a database.
type GoodsStore interface {
	// ReplaceOrderLines stores an order's lines anew.
	ReplaceOrderLines(ctx context.Context, o Order) error
	// FulfillmentsOf lists an order's parcels, oldest first.
	FulfillmentsOf(ctx context.Context, orderID string) ([]Fulfillment, error)
	// SaveFulfillment adds a parcel or stores its state.
	SaveFulfillment(ctx context.Context, f Fulfillment) error
	// ShortfallsOf lists an order's shortfalls, closed ones too, oldest first.
	ShortfallsOf(ctx context.Context, orderID string) ([]Shortfall, error)
	// SaveShortfall adds a shortfall or stores its quantity and state.
	SaveShortfall(ctx context.Context, f Shortfall) error
	// CloseShortfalls closes all open ones of an order.
	CloseShortfalls(ctx context.Context, orderID string, state ShortState, at time.Time) error
	// WaitingFor lists who waits for a variant, the longest first.
	WaitingFor(ctx context.Context, variantID string, limit int) ([]Shortfall, error)
	// AwaitedVariants names those of the variants that somebody waits for.
	AwaitedVariants(ctx context.Context, variantIDs []string) ([]string, error)
}

// Reader is what finding orders needs of a database. Orders come with their lines.
type Reader interface {
	// OrderByID answers ErrNotFound for another shop's; lock holds its row.
	OrderByID(ctx context.Context, id string, lock bool) (Order, error)
	// OrderByKey answers found false when nothing was placed under the key.
	OrderByKey(ctx context.Context, key string) (o Order, found bool, err error)
	// OrdersByNumber finds orders with this number or these digits, of one contact
	// unless contactID is "".
	OrdersByNumber(ctx context.Context, contactID, number string, seq int64) ([]Order, error)
	// OrdersOf lists a contact's, newest first, below the id cursor.
	OrdersOf(ctx context.Context, contactID, cursor string, limit int) ([]Order, error)
	// ListOrders lists the shop's, newest first, below a spot; the zero Spot is the top.
	ListOrders(ctx context.Context, f Filter, below Spot, limit int) ([]Order, error)
	// OrderEntries lists an order's timeline, oldest first.
	OrderEntries(ctx context.Context, orderID string) ([]Entry, error)
	// ShopByID reads the shop with its rules for orders.
	ShopByID(ctx context.Context, id string) (shop.Shop, error)
}

// Spot is where an order stands in the list.
type Spot struct {
	At time.Time // when it was placed; a draft, when it was made
	ID string
}

// Filter narrows a list of orders; empty fields take everything.
type Filter struct {
	Statuses    []Status
	Payment     []PaymentStatus
	Fulfillment []FulfillmentStatus
	Sources     []string
	Methods     []PaymentMethod
	Labels      []string // stages set by hand
	Owing       bool     // the customer owes something
	Owed        bool     // the shop owes something back
	Lapsed      bool     // standing orders that hold no goods
	ContactID   string
	From, To    time.Time // placed in [From, To); drafts by when they were made
	Number      string    // exact, as printed or its digits
	Search      string    // the beginning of a name, or digits of a number or at the end of a phone
	Stage       string    // key of one of the shop's stages
	Short       bool      // stock has not all pieces
	Returning   bool      // a return is asked for or under way
	Limit       int       // of a page; 0 is 50

	Stages []shop.Stage // the shop's; filled in by List where a Stage is named
}

// Stock holds goods for orders. All calls join the open unit of work.
type Stock interface {
	// Reserve takes all needs or none: a *catalog.StockError when some cannot be had.
	Reserve(ctx context.Context, holder string, needs []catalog.Need, until time.Time) error
	// Adjust holds more of some variants and gives back of others, where the quantity is
	// below zero: all or nothing, as Reserve.
	Adjust(ctx context.Context, holder string, changes []catalog.Need, until time.Time) error
	// Sell turns part of what a holder has into sold goods.
	Sell(ctx context.Context, holder string, needs []catalog.Need) error
	// Restock puts goods that came back on hand.
	Restock(ctx context.Context, holder, by string, needs []catalog.Need) error
	// WriteOff notes goods that came back and are not sold again.
	WriteOff(ctx context.Context, holder, by string, needs []catalog.Need) error
	// Held tells what a holder has, by variant.
	Held(ctx context.Context, holder string) (map[string]int64, error)
	// Left tells what can be had of variants and holds their rows.
	Left(ctx context.Context, variantIDs []string) (map[string]int64, error)
	// Release gives back what a holder has; nothing held is no fault.
	Release(ctx context.Context, holder string) error
}

// Slots books times of delivery. All calls join the open unit of work.
type Slots interface {
	// Book takes a slot for a holder, instead of what it had; the zero Slot only gives
	// back. delivery.ErrSlotFull spoils the unit.
	Book(ctx context.Context, holder string, slot delivery.Slot) error
	// Free gives back what a holder has; nothing booked is no fault.
	Free(ctx context.Context, holder string) error
}

// Carts is the part of the cart that placing an order uses.
type Carts interface {
	Lock(ctx context.Context, contactID string) error
	Quote(ctx context.Context, contactID string, choice cart.Choice) (cart.Quote, error)
	QuoteNow(ctx context.Context, contactID string, choice cart.Choice) (cart.Quote, error)
	Empty(ctx context.Context, contactID string) error
	Finish(ctx context.Context, checkoutID, orderID string) error
	// Redeem counts the uses of what made the quote cheaper: promotion.ErrTaken when a
	// rival took the last one.
	Redeem(ctx context.Context, contactID, orderID string, q cart.Quote) error
	// GiveBack takes the uses of an order back; none is no fault.
	GiveBack(ctx context.Context, orderID string) error
}

// Jobs is the part of the queue that orders use.
type Jobs interface {
	Enqueue(ctx context.Context, n job.New) error
}
