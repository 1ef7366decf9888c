package catalog

import (
	"context"
	"time"
)

// Store is what products need of a database. All run inside a unit of work; products
// come whole, with their variants.
type Store interface {
	CategoryList(ctx context.Context) ([]Category, error)
	SaveCategory(ctx context.Context, c Category, at time.Time) error
	// ProductsByID keeps no order and drops unknown ids.
	ProductsByID(ctx context.Context, ids []string) ([]Product, error)
	// ProductIDBySlug answers "" when there is none.
	ProductIDBySlug(ctx context.Context, slug string) (string, error)
	// ProductIDsOfVariants names the products that have any of the variants.
	ProductIDsOfVariants(ctx context.Context, variantIDs []string) ([]string, error)
	// SaveProduct adds or replaces a product and its variants; stock counts of known
	// variants are kept. Variants that are left out become inactive.
	SaveProduct(ctx context.Context, p Product) error
	// BrowseProducts lists ids in the order of a filter, after a cursor.
	BrowseProducts(ctx context.Context, f Filter, after Cursor, limit int) ([]Spot, error)
}

// StockStore is what stock needs of a database.
type StockStore interface {
	// HoldStock reserves if that many are available; held false changes nothing. What is
	// not counted is held without a limit.
	HoldStock(ctx context.Context, variantID string, n int64) (held, counted bool, err error)
	// FreeStock takes n off what is reserved; sold also takes it off what is on hand. It
	// is only for what was counted when it was held.
	FreeStock(ctx context.Context, variantID string, n int64, sold bool) error
	// SetStock sets what is on hand, never below what is reserved; false then.
	SetStock(ctx context.Context, variantID string, onHand int64) (delta int64, ok bool, err error)
	// StockLeft tells what can be had, Unlimited where stock is not counted, and holds the
	// rows in the order of ids. What is no longer sold is left out.
	StockLeft(ctx context.Context, variantIDs []string) (map[string]int64, error)
	InsertReservations(ctx context.Context, list []Reservation, at time.Time) error
	// Reservations lists what a holder holds, in the order of variants, and holds the rows.
	Reservations(ctx context.Context, holder string) ([]Reservation, error)
	// CloseReservation ends one that is held; false when it was over already.
	CloseReservation(ctx context.Context, id, status string, at time.Time) (bool, error)
	LogStock(ctx context.Context, list ...Movement) error
}

// PartStore is what holding several, and selling and giving back parts, needs of a database.
type PartStore interface {
	// HoldLeft reserves what StockLeft has said can be had, in the same unit of work. Of what
	// is not counted nothing changes.
	HoldLeft(ctx context.Context, needs []Need) error
	// ShrinkReservation takes n off one that is held; less than it holds.
	ShrinkReservation(ctx context.Context, id string, n int64) error
	// AddStock puts n more pieces on hand; counted is false, and nothing done, where stock
	// is not counted.
	AddStock(ctx context.Context, variantID string, n int64) (counted bool, err error)
}

// ExpiryStore finds reservations whose time is over.
type ExpiryStore interface {
	ExpiredHolders(ctx context.Context, now time.Time, limit int) ([]string, error)
}

// SalesStore tells what is bought.
type SalesStore interface {
	// SoldMost lists products by how many pieces were reserved or sold since a time.
	SoldMost(ctx context.Context, since time.Time, limit int) ([]string, error)
}

// SheetStore is what import and export need of a database besides Store.
type SheetStore interface {
	// VariantsBySKU finds variants by their SKU, with their products.
	VariantsBySKU(ctx context.Context, skus []string) (map[string]SKUOwner, error)
	// ProductsAfter lists ids of all products, archived ones too, in the order of ids.
	ProductsAfter(ctx context.Context, afterID string, limit int) ([]string, error)
}

// SKUOwner is the variant that has a SKU.
type SKUOwner struct{ ProductID, VariantID string }

// Filter narrows a list of products; zero fields take everything that is active.
type Filter struct {
	CategoryID string
	InStock    bool
	PriceMin   int64 // minor units
	PriceMax   int64 // 0 is no bound
	By         Sort

	Status     Status // "" is active; Kept is all but archived
	OutOfStock bool   // nothing of it can be had
	NoPicture  bool
}

// Kept stands for what is active or a draft, where a list is narrowed by status.
const Kept Status = "kept"

// Sort is the order of a list.
type Sort string

const (
	ByPosition  Sort = "" // the owner's order
	ByPriceUp   Sort = "price"
	ByPriceDown Sort = "-price"
)

// Cursor is where a page ended: the sort value and the id of its last row.
type Cursor struct {
	Value int64
	ID    string
}

// Spot is where a product stands in an order.
type Spot struct {
	ID    string
	Value int64
}
