// Package catalog is what the shop sells: categories, products, variants, prices,
// stock and the search over them. It knows nothing of carts and orders: whoever holds
// stock is a holder with an id.
package catalog

import (
	"math"
	"time"

	"prilavok/core/lang"
	"prilavok/core/money"
)

// Category is a shelf of the shop.
type Category struct {
	ID       string
	Slug     string
	ParentID string // "" at the top
	Title    lang.Texts
	Position int
	Active   bool
}

// Status of a product.
type Status string

const (
	Active   Status = "active"
	Draft    Status = "draft"    // not shown yet
	Archived Status = "archived" // no longer sold; orders still name it
)

// Product is one thing that is sold, in one or more variants.
type Product struct {
	ID          string
	Slug        string
	CategoryID  string
	Title       lang.Texts
	Description lang.Texts
	Brand       string
	Attributes  []Attribute
	Images      []Image
	Status      Status
	Position    int
	Variants    []Variant // in order of their position
	CreatedAt   time.Time
	UpdatedAt   time.Time
}

// Attribute is one property of a product, in the order the owner wants.
type Attribute struct {
	Name  lang.Texts `json:"name"`
	Value lang.Texts `json:"value"`
}

// Image is a picture: a path under /media/ or an http address.
type Image struct {
	URL     string     `json:"url"`
	Alt     lang.Texts `json:"alt,omitempty"`
	Variant string     `json:"variant,omitempty"` // SKU that it shows, "" all
}

// Variant is what is really bought: a size, a color, a weight.
type Variant struct {
	ID        string
	ProductID string
	SKU       string
	Options   []Attribute // what tells it apart: размер 46, цвет красный
	Price     money.Money
	CompareAt money.Money // the old price; zero is none
	Grams     int64       // weight of one piece; 0 is not known
	OnHand    int64
	Reserved  int64
	Tracked   bool // stock is counted
	Position  int
	Active    bool
}

// Unlimited stands for stock that is not counted.
const Unlimited = math.MaxInt64

// Available returns how many pieces can be sold now.
func (v Variant) Available() int64 {
	if !v.Tracked {
		return Unlimited
	}
	return max(v.OnHand-v.Reserved, 0)
}

// Sellable returns the variants that are offered, in or out of stock.
func (p Product) Sellable() []Variant {
	if p.Status != Active {
		return nil
	}
	var out []Variant
	for _, v := range p.Variants {
		if v.Active {
			out = append(out, v)
		}
	}
	return out
}

// InStock reports whether some variant can be bought now.
func (p Product) InStock() bool {
	for _, v := range p.Sellable() {
		if v.Available() > 0 {
			return true
		}
	}
	return false
}

// PriceRange returns the lowest and the highest price of what is offered; of what can
// be had now, where anything can.
func (p Product) PriceRange() (low, high money.Money) {
	stocked := p.InStock()
	for _, v := range p.Sellable() {
		if stocked && v.Available() == 0 {
			continue
		}
		if low.Currency == "" || v.Price.Amount < low.Amount {
			low = v.Price
		}
		if high.Currency == "" || v.Price.Amount > high.Amount {
			high = v.Price
		}
	}
	return low, high
}

// Variant finds a variant by its id.
func (p Product) Variant(id string) (Variant, bool) {
	for _, v := range p.Variants {
		if v.ID == id {
			return v, true
		}
	}
	return Variant{}, false
}

// Need is how many pieces of a variant a holder wants.
type Need struct {
	VariantID string
	Quantity  int64
}

// Short is a need that stock cannot meet.
type Short struct {
	VariantID string
	Wanted    int64
	Left      int64
}

// Movement is one row of the stock log.
type Movement struct {
	ID        string
	VariantID string
	Delta     int64  // of what is on hand
	Held      int64  // of what is reserved
	Reason    string // set, reserved, released, expired, sold, returned, written_off, import
	Holder    string // an order's id, "" none
	By        string // who, "" the system
	At        time.Time
}

// Reservation is stock held for somebody until a time.
type Reservation struct {
	ID        string
	Holder    string
	VariantID string
	Quantity  int64
	Counted   bool   // stock was counted when it was held
	Status    string // held, released, expired, sold
	ExpiresAt time.Time
}
