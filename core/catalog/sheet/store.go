package sheet

import (
	"context"
	"time"

	"prilavok/core/fault"
)

// Faults of imports that were done.
var (
	ErrNoImport = fault.New(fault.NotFound, "sheet.no_import", "there is no such import")
	ErrTooLate  = fault.New(fault.Conflict, "sheet.too_late", "this import is older than 30 days: what it changed is not kept any more")
)

// Store keeps imports that were done. All run inside a unit of work.
type Store interface {
	AddImport(ctx context.Context, e Entry, at time.Time) error
	// EndImport notes when an import was over, what it made, who took it back and what came
	// of that.
	EndImport(ctx context.Context, e Entry) error
	// Imports lists imports, newest first, below the id before; one alone by ImportByID,
	// which answers ErrNoImport when there is none.
	Imports(ctx context.Context, before string, limit int) ([]Entry, error)
	ImportByID(ctx context.Context, id string) (Entry, error)
	// AddTouched keeps what an import did to products, Touched lists it in the order of
	// their ids, and ForgetTouched forgets that of imports before a time.
	AddTouched(ctx context.Context, importID string, list []Touched) error
	Touched(ctx context.Context, importID, after string, limit int) ([]Touched, error)
	ForgetTouched(ctx context.Context, before time.Time) error
	// EverHeld lists those of the variants that were ever held or sold.
	EverHeld(ctx context.Context, variantIDs []string) ([]string, error)
}

// Entry is one import that was done.
type Entry struct {
	ID         string
	By         string // who, "" the command line
	ByName     string // their name; filled in where entries are read
	File       string
	At         time.Time
	Created    int      // variants
	Updated    int      // variants
	Categories []string // ids of those it made
	UndoneAt   time.Time
	UndoneBy   string
	Outcome    Undone
}

// Undone is what taking an import back did.
type Undone struct {
	Restored int    `json:"restored,omitempty"` // fields that are as they were before
	Archived int    `json:"archived,omitempty"` // products it had made
	Left     []Left `json:"left,omitempty"`     // what stayed as it is; the first maxLeft
	More     int    `json:"more,omitempty"`     // how many more stayed
}

// Left is what stayed as it is when an import was taken back.
type Left struct {
	ProductID string `json:"product_id"`
	Product   string `json:"product"`
	SKU       string `json:"sku,omitempty"` // of the variant, "" the product as a whole
	Field     string `json:"field"`         // as in Difference; product, variant: one that the import made
	Why       Why    `json:"why"`
}

// Why something stayed.
type Why string

// The reasons.
const (
	WhyChanged  Why = "changed"  // somebody has changed it since
	WhySold     Why = "sold"     // it was sold or is held for an order
	WhyPromised Why = "promised" // more was promised to customers than there was before
	WhyGone     Why = "gone"     // it is no more
)

const maxLeft = 200

// keptFor is how long an import can be taken back.
const keptFor = 30 * 24 * time.Hour

// Undoable reports whether what an import changed is still kept, and not taken back.
func (e Entry) Undoable(now time.Time) bool { return e.UndoneAt.IsZero() && now.Sub(e.At) < keptFor }

// Touched is what an import did to one product.
type Touched struct {
	ProductID string
	Made      bool // there was none before
	Fields    []Field
}

// Field is one value before and after, as JSON. It is kept as text, so that a database
// does not write it in its own way.
type Field struct {
	Variant string `json:"v,omitempty"` // its id, "" the product's
	Name    string `json:"f"`           // as in Difference; made: the variant itself
	Was     string `json:"was,omitempty"`
	Now     string `json:"now"`
}
