package promotion

import (
	"context"
	"time"
)

// Store is what keeping promotions needs of a database. All run inside a unit of work.
type Store interface {
	// InsertPromotion stores a new promotion with its codes.
	InsertPromotion(ctx context.Context, p Promotion) error
	// SavePromotion replaces a promotion and its codes if its revision is still
	// p.Revision, counts that up and counts its uses anew; false when it is not.
	SavePromotion(ctx context.Context, p Promotion) (bool, error)
	// PromotionByID answers ErrNotFound for another shop's.
	PromotionByID(ctx context.Context, id string) (Promotion, error)
	// Promotions lists the shop's, newest first, below the id cursor; archived ones on
	// request. Used counts the orders that stand.
	Promotions(ctx context.Context, archived bool, cursor string, limit int) ([]Promotion, error)
	// CodesTaken returns those of some folded codes that belong to other promotions.
	CodesTaken(ctx context.Context, promotionID string, codes []string) ([]string, error)
}

// Found is what may apply to a contact's cart, with the facts that a database knows.
type Found struct {
	Promotions []Promotion      // automatic ones, and the one of the code; its Codes hold that code alone
	Used       map[string]int64 // see Facts
	First      bool
}

// Use is one use of a promotion by an order.
type Use struct {
	PromotionID string
	OrderID     string
	ContactID   string
	Code        string
	Amount      int64
	Limited     bool // the promotion had a limit when it was read
	At          time.Time
}
