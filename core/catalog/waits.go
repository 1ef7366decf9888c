package catalog

import (
	"context"
	"slices"
	"time"

	"prilavok/core/lang"
	"prilavok/core/money"
)

// Names of stock's events.
const (
	EventAvailable = "stock.available" // pieces of a variant that somebody waits for came
	EventBack      = "stock.back"      // one who waited is to be told; once
	EventLow       = "stock.low"       // few are left; once until it is refilled
)

// StockEvent is something that happened to a variant's stock.
type StockEvent struct {
	Name           string
	VariantID      string
	ContactID      string // with EventBack: who is to be told
	ConversationID string // with EventBack: where they asked for it
	Data           StockData
}

// StockData is what a notice about stock is written from.
type StockData struct {
	ProductID string      `json:"product_id"`
	Product   lang.Texts  `json:"product"` // with what tells the variant apart
	SKU       string      `json:"sku"`
	Price     money.Money `json:"price"`
	Left      int64       `json:"left"`
}

// StockEvents records events in the open unit of work.
type StockEvents interface {
	StockEvent(ctx context.Context, e StockEvent) error
}

// Wait is somebody who wants to hear when a variant can be had again.
type Wait struct {
	ContactID      string
	ConversationID string
	VariantID      string
}

// WaitStore is what waiting for goods, and few of them being left, needs of a database.
type WaitStore interface {
	// PutWait adds a wait; one that has been told waits again, at the end of the row.
	PutWait(ctx context.Context, w Wait, at time.Time) error
	// DropWaits ends a contact's waits for a variant, all when it is "", and counts them.
	DropWaits(ctx context.Context, contactID, variantID string) (int64, error)
	// TakeWaits marks the first n waits for a variant as told and returns them; each is
	// returned once, whoever asks at the same moment.
	TakeWaits(ctx context.Context, variantID string, n int64, at time.Time) ([]Wait, error)
	// MarkLow notes that few are left of a counted variant, by its own mark or the shop's;
	// low false when they are not few or it was noted before.
	MarkLow(ctx context.Context, variantID string) (left int64, low bool, err error)
	// ClearLow forgets the note once there is more than the mark.
	ClearLow(ctx context.Context, variantID string) error
	// SetLowMark sets at how many pieces a variant is low: 0 as the shop's settings say,
	// -1 never; false when there is no such variant.
	SetLowMark(ctx context.Context, variantID string, n int64) (bool, error)
}

// Watch names who records events of stock. It is called once, while the shop is wired;
// without it nobody is told of anything.
func (s *Service) Watch(e StockEvents) { s.events = e }

// AwaitStock puts a contact on the list of those who are told when a variant can be had
// again: once each, in turn, at most as many as there are pieces.
//
// Faults: ErrNotFound; ErrInStock when it can be had now.
func (s *Service) AwaitStock(ctx context.Context, w Wait) (Product, Variant, error) {
	p, v, err := s.VariantProduct(ctx, w.VariantID)
	switch {
	case err != nil:
		return p, v, err
	case !v.Active || p.Status != Active:
		return p, v, ErrNotFound
	case v.Available() > 0:
		return p, v, ErrInStock
	}
	return p, v, s.tx.InTx(ctx, func(ctx context.Context) error { return s.waits.PutWait(ctx, w, s.now()) })
}

// LeaveWaits takes a contact off the list of a variant, of all when it is "", and tells
// of how many.
func (s *Service) LeaveWaits(ctx context.Context, contactID, variantID string) (int64, error) {
	var n int64
	err := s.tx.InTx(ctx, func(ctx context.Context) error {
		var err error
		n, err = s.waits.DropWaits(ctx, contactID, variantID)
		return err
	})
	return n, err
}

// TellWaiting tells those who wait for variants that they can be had: as many, in turn, as
// there are pieces, in the open unit of work. What cannot be had is told to nobody.
func (s *Service) TellWaiting(ctx context.Context, variantIDs []string) error {
	if s.events == nil || len(variantIDs) == 0 {
		return nil
	}
	left, err := s.stock.StockLeft(ctx, variantIDs)
	if err != nil {
		return err
	}
	for _, id := range slices.Compact(slices.Sorted(slices.Values(variantIDs))) {
		if err := s.waits.ClearLow(ctx, id); err != nil {
			return err
		}
		if left[id] < 1 {
			continue
		}
		told, err := s.waits.TakeWaits(ctx, id, min(left[id], 1000), s.now())
		if err != nil {
			return err
		}
		if err := s.tellBack(ctx, id, left[id], told); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) tellBack(ctx context.Context, variantID string, left int64, told []Wait) error {
	if len(told) == 0 {
		return nil
	}
	if left == Unlimited {
		left = -1
	}
	data, err := s.stockData(ctx, variantID, left)
	if err != nil {
		return err
	}
	if err := s.events.StockEvent(ctx, StockEvent{Name: EventAvailable, VariantID: variantID, Data: data}); err != nil {
		return err
	}
	for _, w := range told {
		e := StockEvent{Name: EventBack, VariantID: variantID, ContactID: w.ContactID, ConversationID: w.ConversationID, Data: data}
		if err := s.events.StockEvent(ctx, e); err != nil {
			return err
		}
	}
	return nil
}

// NoteLow looks at variants that some were taken of, and tells staff once of each of
// which few are left.
func (s *Service) NoteLow(ctx context.Context, variantIDs ...string) error {
	if s.events == nil {
		return nil
	}
	return s.tx.InTx(ctx, func(ctx context.Context) error {
		for _, id := range slices.Compact(slices.Sorted(slices.Values(variantIDs))) {
			left, low, err := s.waits.MarkLow(ctx, id)
			if err != nil {
				return err
			}
			if !low {
				continue
			}
			data, err := s.stockData(ctx, id, left)
			if err != nil {
				return err
			}
			if err := s.events.StockEvent(ctx, StockEvent{Name: EventLow, VariantID: id, Data: data}); err != nil {
				return err
			}
		}
		return nil
	})
}

// SetLowMark sets at how many pieces staff are told that a variant is low: 0 as the
// shop's settings say, -1 never.
//
// Faults: ErrNotFound, ErrQuantity.
func (s *Service) SetLowMark(ctx context.Context, variantID string, n int64) error {
	if n < -1 {
		return ErrQuantity
	}
	return s.tx.InTx(ctx, func(ctx context.Context) error {
		ok, err := s.waits.SetLowMark(ctx, variantID, n)
		if err == nil && !ok {
			return ErrNotFound
		}
		return err
	})
}

func (s *Service) stockData(ctx context.Context, variantID string, left int64) (StockData, error) {
	p, v, err := s.VariantProduct(ctx, variantID)
	if err != nil {
		return StockData{}, err
	}
	d := StockData{ProductID: p.ID, Product: lang.Texts{}, SKU: v.SKU, Price: v.Price, Left: left}
	for l, title := range p.Title {
		d.Product[l] = title
		for i, o := range v.Options {
			sep := ", "
			if i == 0 {
				sep = " — "
			}
			d.Product[l] += sep + o.Value.In(l, lang.RU)
		}
	}
	return d, nil
}
