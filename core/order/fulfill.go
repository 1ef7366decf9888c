package order

import (
	"context"
	"time"

	"prilavok/core/catalog"
)

// Fulfillment is a parcel: pieces of an order that are packed, sent and handed over
// together. Goods are the shop's, reserved for the order, until the parcel leaves: then
// they turn from reserved to sold.
type Fulfillment struct {
	ID          string
	OrderID     string
	State       ParcelState
	Lines       []Piece
	Carrier     string
	Tracking    string
	TrackingURL string
	CreatedAt   time.Time
	ShippedAt   time.Time
	DeliveredAt time.Time
	CanceledAt  time.Time
}

// Sent reports whether the parcel has left the shop.
func (f Fulfillment) Sent() bool { return f.State == ParcelShipped || f.State == ParcelDelivered }

// Piece is some pieces of one line of an order.
type Piece struct {
	Line      int    `json:"line"`
	VariantID string `json:"variant_id"`
	Quantity  int64  `json:"quantity"`
}

// PackRequest asks for a parcel. No lines means all that is left to pack.
type PackRequest struct {
	OrderID string
	Lines   []Piece // variants are filled in
	By      Actor
	Why     string
}

// Pack makes a parcel of pieces that are reserved for the order.
//
// Faults: ErrNotFound, ErrNotPacked, ErrNoLine, ErrShortfall, ErrLapsed, the reasons of May.
func (s *Service) Pack(ctx context.Context, r PackRequest) (Fulfillment, error) {
	var f Fulfillment
	_, err := s.Change(ctx, r.OrderID, r.By, func(ctx context.Context, o *Order) error {
		if err := May(ActPack, o.Status); err != nil {
			return err
		}
		list, err := s.goods.FulfillmentsOf(ctx, o.ID)
		if err != nil {
			return err
		}
		pieces, err := toPack(*o, list, r.Lines)
		if err != nil {
			return err
		}
		if err := s.packable(ctx, *o, list, pieces); err != nil {
			return err
		}
		f = Fulfillment{ID: s.ids.Make("ful"), OrderID: o.ID, State: ParcelPacked, Lines: pieces, CreatedAt: o.UpdatedAt}
		if err := s.goods.SaveFulfillment(ctx, f); err != nil {
			return err
		}
		o.count(append(list, f))
		return s.Tell(ctx, *o, EventPacked, r.By, r.Why, parcelData(f))
	})
	return f, err
}

// toPack checks what is asked for against what the lines have left.
func toPack(o Order, list []Fulfillment, asked []Piece) ([]Piece, error) {
	done := PackedOf(list)
	if len(asked) == 0 {
		for _, l := range o.Lines {
			if n := l.Quantity - done[l.Line]; n > 0 {
				asked = append(asked, Piece{Line: l.Line, Quantity: n})
			}
		}
	}
	var out []Piece
	for _, p := range asked {
		l, ok := o.LineByNumber(p.Line)
		switch {
		case !ok:
			return nil, ErrNoLine
		case p.Quantity < 1 || done[l.Line]+p.Quantity > l.Quantity:
			return nil, ErrNotPacked
		}
		done[l.Line] += p.Quantity
		out = append(out, Piece{l.Line, l.VariantID, p.Quantity})
	}
	if len(out) == 0 {
		return nil, ErrNotPacked
	}
	return out, nil
}

// packable refuses pieces that the order holds no stock for.
func (s *Service) packable(ctx context.Context, o Order, list []Fulfillment, pieces []Piece) error {
	if !o.LapsedAt.IsZero() {
		return ErrLapsed
	}
	held, err := s.stock.Held(ctx, o.ID)
	if err != nil {
		return err
	}
	for _, f := range list {
		if f.State == ParcelPacked {
			for _, p := range f.Lines {
				held[p.VariantID] -= p.Quantity
			}
		}
	}
	for _, p := range pieces {
		if held[p.VariantID] -= p.Quantity; held[p.VariantID] < 0 {
			return ErrShortfall
		}
	}
	return nil
}

// ParcelRequest moves a fulfillment on. What is empty is kept as it was.
type ParcelRequest struct {
	OrderID       string
	FulfillmentID string
	Carrier       string
	Tracking      string
	TrackingURL   string
	By            Actor
	Why           string
}

// Ship notes that a parcel has left with its carrier: its goods are sold.
//
// Faults: ErrNotFound, ErrNoParcel, the reasons of ParcelStep.
func (s *Service) Ship(ctx context.Context, r ParcelRequest) (Fulfillment, error) {
	return s.parcel(ctx, r, ParcelShipped, EventShipped)
}

// Deliver notes that a parcel was handed over, by a carrier or over the counter.
//
// Faults: as of Ship.
func (s *Service) Deliver(ctx context.Context, r ParcelRequest) (Fulfillment, error) {
	return s.parcel(ctx, r, ParcelDelivered, EventDelivered)
}

// Unpack cancels a parcel: one that was packed, or one that came back undelivered, whose
// goods are then on hand again and held for the order.
//
// Faults: as of Ship.
func (s *Service) Unpack(ctx context.Context, r ParcelRequest) (Fulfillment, error) {
	return s.parcel(ctx, r, ParcelCanceled, EventUnpacked)
}

func (s *Service) parcel(ctx context.Context, r ParcelRequest, to ParcelState, what string) (Fulfillment, error) {
	var f Fulfillment
	_, err := s.Change(ctx, r.OrderID, r.By, func(ctx context.Context, o *Order) error {
		list, err := s.goods.FulfillmentsOf(ctx, o.ID)
		if err != nil {
			return err
		}
		for i := range list {
			if list[i].ID != r.FulfillmentID {
				continue
			}
			if err := ParcelStep(list[i].State, to); err != nil {
				return err
			}
			list[i].note(r)
			if err := s.move(ctx, o, &list[i], to, r.By); err != nil {
				return err
			}
			f = list[i]
			o.count(list)
			return s.Tell(ctx, *o, what, r.By, r.Why, parcelData(f))
		}
		return ErrNoParcel
	})
	return f, err
}

// note takes over what is said of the way.
func (f *Fulfillment) note(r ParcelRequest) {
	for to, v := range map[*string]string{&f.Carrier: r.Carrier, &f.Tracking: r.Tracking, &f.TrackingURL: r.TrackingURL} {
		if v != "" {
			*to = v
		}
	}
}

// move takes a parcel to a state, with what that means for stock.
func (s *Service) move(ctx context.Context, o *Order, f *Fulfillment, to ParcelState, by Actor) error {
	var err error
	switch {
	case f.State == ParcelPacked && to != ParcelCanceled:
		err = s.stock.Sell(ctx, o.ID, pieceNeeds(f.Lines))
	case f.State == ParcelShipped && to == ParcelCanceled:
		if err = s.stock.Restock(ctx, o.ID, by.ID, pieceNeeds(f.Lines)); err == nil {
			err = s.stock.Adjust(ctx, o.ID, pieceNeeds(f.Lines), Forever)
		}
	}
	if err != nil {
		return err
	}
	f.State = to
	switch to {
	case ParcelShipped:
		f.ShippedAt = o.UpdatedAt
	case ParcelDelivered:
		f.DeliveredAt = o.UpdatedAt
	case ParcelCanceled:
		f.CanceledAt = o.UpdatedAt
	}
	return s.goods.SaveFulfillment(ctx, *f)
}

// count sums an order's pieces anew from its parcels.
func (o *Order) count(list []Fulfillment) {
	o.Goods.Packed, o.Goods.Sent, o.Goods.Arrived = 0, 0, 0
	for _, f := range list {
		var n int64
		for _, p := range f.Lines {
			n += p.Quantity
		}
		switch f.State {
		case ParcelDelivered:
			o.Goods.Arrived += n
			fallthrough
		case ParcelShipped:
			o.Goods.Sent += n
			fallthrough
		case ParcelPacked:
			o.Goods.Packed += n
		}
	}
}

// PackedOf sums by line what is in parcels, wherever those are.
func PackedOf(list []Fulfillment) map[int]int64 {
	return linesIn(list, func(s ParcelState) bool { return s != ParcelCanceled })
}

func linesIn(list []Fulfillment, in func(ParcelState) bool) map[int]int64 {
	out := map[int]int64{}
	for _, f := range list {
		if !in(f.State) {
			continue
		}
		for _, p := range f.Lines {
			out[p.Line] += p.Quantity
		}
	}
	return out
}

func pieceNeeds(list []Piece) []catalog.Need {
	out := make([]catalog.Need, len(list))
	for i, p := range list {
		out[i] = catalog.Need{VariantID: p.VariantID, Quantity: p.Quantity}
	}
	return out
}

func parcelData(f Fulfillment) map[string]any {
	return map[string]any{"fulfillment": f.ID, "lines": f.Lines, "carrier": f.Carrier, "tracking": f.Tracking, "tracking_url": f.TrackingURL}
}

// Complete ends an order whose goods and money are where they belong: what is not handed
// over yet is now, and what was reserved is sold.
//
// Faults: ErrNotFound; ErrShortfall, ErrLapsed; the named reasons of Step.
func (s *Service) Complete(ctx context.Context, orderID string, by Actor, why string) (Order, error) {
	return s.Change(ctx, orderID, by, func(ctx context.Context, o *Order) error {
		if err := Step(o.Status, Completed); err != nil {
			return err
		}
		list, err := s.goods.FulfillmentsOf(ctx, o.ID)
		if err != nil {
			return err
		}
		rest, err := toPack(*o, list, nil)
		if err == nil {
			err = s.packable(ctx, *o, list, rest)
		}
		switch {
		case err == nil:
			list = append(list, Fulfillment{ID: s.ids.Make("ful"), OrderID: o.ID, State: ParcelPacked, Lines: rest, CreatedAt: o.UpdatedAt})
		case err != ErrNotPacked: // nothing is left to pack
			return err
		}
		for i := range list {
			if ParcelStep(list[i].State, ParcelDelivered) != nil {
				continue
			}
			if err := s.move(ctx, o, &list[i], ParcelDelivered, by); err != nil {
				return err
			}
		}
		o.count(list)
		o.Status, o.CompletedAt, o.ReservedUntil = Completed, o.UpdatedAt, time.Time{}
		return s.Tell(ctx, *o, EventCompleted, by, why, nil)
	})
}

// Fulfillments lists an order's parcels, oldest first.
func (s *Service) Fulfillments(ctx context.Context, orderID string) ([]Fulfillment, error) {
	var list []Fulfillment
	err := s.tx.View(ctx, func(ctx context.Context) error {
		var err error
		list, err = s.goods.FulfillmentsOf(ctx, orderID)
		return err
	})
	return list, err
}
