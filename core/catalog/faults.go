package catalog

import (
	"fmt"
	"strings"

	"prilavok/core/fault"
)

// Faults of the catalog.
var (
	ErrNotFound   = fault.New(fault.NotFound, "catalog.not_found", "there is no such product, variant or category")
	ErrIncomplete = fault.New(fault.Invalid, "catalog.incomplete", "a product needs a title, a slug and variants that each have a SKU and a price in the shop's currency")
	ErrSKU        = fault.New(fault.Conflict, "catalog.sku_taken", "this SKU belongs to another product")
	ErrSlug       = fault.New(fault.Conflict, "catalog.slug_taken", "another one has this name in addresses")
	ErrQuantity   = fault.New(fault.Invalid, "catalog.quantity", "a quantity is at least one")
	ErrInStock    = fault.New(fault.Conflict, "catalog.in_stock", "this can be had now: there is nothing to wait for")
	ErrOutOfStock = fault.New(fault.Conflict, "catalog.out_of_stock", "there are not that many pieces left")
)

// StockError is ErrOutOfStock with what is missing.
type StockError struct{ Short []Short }

// Error implements error.
func (e *StockError) Error() string {
	var b strings.Builder
	b.WriteString(ErrOutOfStock.Error())
	for _, s := range e.Short {
		fmt.Fprintf(&b, "; %s: wanted %d, left %d", s.VariantID, s.Wanted, s.Left)
	}
	return b.String()
}

// Unwrap returns ErrOutOfStock.
func (e *StockError) Unwrap() error { return ErrOutOfStock }
