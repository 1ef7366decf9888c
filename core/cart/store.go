package cart

import (
	"context"
	"time"

	"prilavok/core/lang"
	"prilavok/core/money"
	"prilavok/core/shop"
)

// Item is a variant as the catalog has it now.
type Item struct {
	ProductID  string
	VariantID  string
	SKU        string
	CategoryID string
	Title      lang.Texts
	Options    []Option
	Image      string
	Grams      int64
	Price      money.Money
	OldPrice   money.Money
	Left       int64 // pieces that can be had; Plenty when stock is not counted
	Sold       bool  // on sale: neither hidden nor archived
}

// Goods answers what the cart must know of variants. Unknown ids are left out.
type Goods interface {
	Items(ctx context.Context, variantIDs []string) (map[string]Item, error)
}

// Row is one line as it is stored.
type Row struct {
	VariantID string
	Quantity  int64
	SeenPrice int64
	AddedAt   time.Time
}

// Stored is a cart as it is stored.
type Stored struct {
	Rows      []Row  // oldest first
	Code      string // of a promotion, folded
	Codes     bool   // the shop has promotions with codes
	Revision  int64  // 0 when there is no cart
	UpdatedAt time.Time
}

// Store is what carts need of a database. All run inside a unit of work.
type Store interface {
	// TouchCart makes the contact's cart if there is none, counts its revision up and
	// holds its row until the unit ends.
	TouchCart(ctx context.Context, contactID string, at time.Time) error
	// CartRows reads a cart with its lines.
	CartRows(ctx context.Context, contactID string) (Stored, error)
	// NoteCartFilled notes, under an id, when an empty cart got its first goods: reports count
	// how many conversations came so far.
	NoteCartFilled(ctx context.Context, id, contactID string, at time.Time) error
	// PutCartRow adds or replaces a line; its AddedAt is kept when it exists.
	PutCartRow(ctx context.Context, contactID string, r Row) error
	// SeeCartPrice notes which price of a line was shown.
	SeeCartPrice(ctx context.Context, contactID, variantID string, price int64) error
	// DropCartRow removes a line; false when there was none.
	DropCartRow(ctx context.Context, contactID, variantID string) (bool, error)
	// EmptyCart removes all lines.
	EmptyCart(ctx context.Context, contactID string) error
}

// DeliveryStore is what the cart reads of core/delivery.
type DeliveryStore interface {
	// DeliveryMethods lists the shop's methods by position, all or the active ones.
	DeliveryMethods(ctx context.Context, all bool) ([]Method, error)
	// SlotsTaken counts the bookings of the times that begin after a time, by Slot.ID.
	SlotsTaken(ctx context.Context, from time.Time) (map[string]int64, error)
}

// CheckoutStore is what checkouts need of a database.
type CheckoutStore interface {
	// ActiveCheckout finds the one under way in a conversation and holds its row when lock is set.
	ActiveCheckout(ctx context.Context, contactID, conversationID string, lock bool) (c Checkout, found bool, err error)
	// CheckoutByID answers ErrNoCheckout for another shop's.
	CheckoutByID(ctx context.Context, id string) (Checkout, error)
	// InsertCheckout answers false when one is already under way in the conversation.
	InsertCheckout(ctx context.Context, c Checkout) (bool, error)
	// SaveCheckout stores state and status if the revision is still c.Revision, and
	// counts it up; false when it is not.
	SaveCheckout(ctx context.Context, c Checkout) (bool, error)
	// KnownDetails returns what the contact gave for the newest order, else what is
	// known of the contact.
	KnownDetails(ctx context.Context, contactID string) (Prefill, error)
	// ShopByID reads the shop with its currency and its rules for orders.
	ShopByID(ctx context.Context, id string) (shop.Shop, error)
}
