package admin

import (
	"context"
	"time"

	"prilavok/core/order"
	"prilavok/core/order/returns"
	"prilavok/httpapi/admin/gate"
)

// Piece is some pieces of one line of an order.
type Piece struct {
	Line      int    `json:"line" minimum:"1"`
	VariantID string `json:"variant_id,omitempty" maxLength:"64" doc:"filled in by the shop"`
	Quantity  int64  `json:"quantity" minimum:"1"`
}

func piecesOf(list []order.Piece) []Piece {
	return gate.ListOf(convert(list, func(p order.Piece) Piece { return Piece(p) }))
}

func corePieces(list []Piece) []order.Piece {
	return convert(list, func(p Piece) order.Piece { return order.Piece{Line: p.Line, Quantity: p.Quantity} })
}

// Fulfillment is a parcel of an order.
type Fulfillment struct {
	ID          string     `json:"id"`
	OrderID     string     `json:"order_id"`
	State       string     `json:"state"`
	Lines       []Piece    `json:"lines"`
	Carrier     string     `json:"carrier,omitempty"`
	Tracking    string     `json:"tracking,omitempty"`
	TrackingURL string     `json:"tracking_url,omitempty"`
	CreatedAt   time.Time  `json:"created_at"`
	ShippedAt   *time.Time `json:"shipped_at,omitempty"`
	DeliveredAt *time.Time `json:"delivered_at,omitempty"`
	CanceledAt  *time.Time `json:"canceled_at,omitempty"`
}

func fulfillmentOf(f order.Fulfillment) Fulfillment {
	return Fulfillment{f.ID, f.OrderID, string(f.State), piecesOf(f.Lines), f.Carrier, f.Tracking, f.TrackingURL, f.CreatedAt,
		stamp(f.ShippedAt), stamp(f.DeliveredAt), stamp(f.CanceledAt)}
}

// Return is goods that come back, for money or for other goods.
type Return struct {
	ID         string     `json:"id"`
	OrderID    string     `json:"order_id"`
	State      string     `json:"state"`
	Lines      []Piece    `json:"lines"`
	Amount     Money      `json:"amount" doc:"what the goods are worth"`
	Difference Money      `json:"difference" doc:"what an exchange costs the customer more; below zero the shop owes it"`
	Reason     string     `json:"reason,omitempty"`
	Refusal    string     `json:"refusal,omitempty"`
	CreatedAt  time.Time  `json:"created_at"`
	DecidedAt  *time.Time `json:"decided_at,omitempty"`
	ReceivedAt *time.Time `json:"received_at,omitempty"`
}

func returnOf(r returns.Return) Return {
	return Return{r.ID, r.OrderID, string(r.State), piecesOf(r.Lines), moneyOf(r.Amount), moneyOf(r.Difference()), r.Reason, r.Refusal, r.CreatedAt,
		stamp(r.DecidedAt), stamp(r.ReceivedAt)}
}

type packIn struct {
	ByID
	Body struct {
		Lines []Piece `json:"lines,omitempty" maxItems:"200" doc:"leave out for all that is left to pack"`
		Why   string  `json:"why,omitempty" maxLength:"500"`
	}
}

type parcelIn struct {
	ByID
	Part string `path:"part" minLength:"1" maxLength:"64"`
	Body struct {
		Carrier     string `json:"carrier,omitempty" maxLength:"100"`
		Tracking    string `json:"tracking,omitempty" maxLength:"100"`
		TrackingURL string `json:"tracking_url,omitempty" maxLength:"2000" format:"uri"`
		Why         string `json:"why,omitempty" maxLength:"500"`
	}
}

type returnIn struct {
	ByID
	Body struct {
		Lines    []Piece `json:"lines" minItems:"1" maxItems:"200"`
		Exchange []struct {
			VariantID string `json:"variant_id" maxLength:"64"`
			Quantity  int64  `json:"quantity" minimum:"1"`
		} `json:"exchange,omitempty" maxItems:"200" doc:"what goes out instead; leave out for money"`
		Reason   string `json:"reason,omitempty" maxLength:"1000"`
		RefundTo string `json:"refund_to,omitempty" maxLength:"100"`
	}
}

type decideIn struct {
	ByID
	Part string `path:"part" minLength:"1" maxLength:"64"`
	Body struct {
		Why string `json:"why,omitempty" maxLength:"500" doc:"of a refusal: for the customer"`
	}
}

type takeIn struct {
	ByID
	Part string `path:"part" minLength:"1" maxLength:"64"`
	Body struct {
		Lines      []Piece `json:"lines,omitempty" maxItems:"200" doc:"what really came; leave out for all of it"`
		WrittenOff []Piece `json:"written_off,omitempty" maxItems:"200" doc:"of that, what is not sold again"`
		Amount     *int64  `json:"amount,omitempty" minimum:"0" doc:"minor units to give back, where it is less"`
		Why        string  `json:"why,omitempty" maxLength:"500"`
	}
}

func (a *api) parcels(g *gate.Gate) {
	gate.Add(g, "fulfillments.list", func(ctx context.Context, in *ByID) (*out[list[Fulfillment]], error) {
		if _, err := a.Orders.Get(ctx, in.ID); err != nil {
			return nil, err
		}
		all, err := a.Orders.Fulfillments(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		return listed(all, "", fulfillmentOf), nil
	})
	gate.Add(g, "fulfillments.create", func(ctx context.Context, in *packIn) (*out[Fulfillment], error) {
		return packed(a.Orders.Pack(ctx, order.PackRequest{OrderID: in.ID, Lines: corePieces(in.Body.Lines), By: actor(ctx), Why: in.Body.Why}))
	})
	for id, fn := range map[string]func(context.Context, order.ParcelRequest) (order.Fulfillment, error){
		"fulfillments.ship": a.Orders.Ship, "fulfillments.deliver": a.Orders.Deliver, "fulfillments.cancel": a.Orders.Unpack} {
		gate.Add(g, id, func(ctx context.Context, in *parcelIn) (*out[Fulfillment], error) {
			b := in.Body
			return packed(fn(ctx, order.ParcelRequest{OrderID: in.ID, FulfillmentID: in.Part, Carrier: b.Carrier, Tracking: b.Tracking, TrackingURL: b.TrackingURL,
				By: actor(ctx), Why: b.Why}))
		})
	}
}

func packed(f order.Fulfillment, err error) (*out[Fulfillment], error) {
	if err != nil {
		return nil, err
	}
	return &out[Fulfillment]{fulfillmentOf(f)}, nil
}

func (a *api) returns(g *gate.Gate) {
	gate.Add(g, "returns.list", func(ctx context.Context, in *ByID) (*out[list[Return]], error) {
		if _, err := a.Orders.Get(ctx, in.ID); err != nil {
			return nil, err
		}
		all, err := a.Returns.Of(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		return listed(all, "", returnOf), nil
	})
	gate.Add(g, "returns.request", func(ctx context.Context, in *returnIn) (*out[Return], error) {
		q := returns.Request{OrderID: in.ID, Lines: corePieces(in.Body.Lines), Reason: in.Body.Reason, RefundTo: in.Body.RefundTo, By: actor(ctx)}
		for _, x := range in.Body.Exchange {
			q.Exchange = append(q.Exchange, returns.Swap{VariantID: x.VariantID, Quantity: x.Quantity})
		}
		return returned(a.Returns.Request(ctx, q))
	})
	for id, fn := range map[string]func(context.Context, returns.Decision) (returns.Return, error){"returns.approve": a.Returns.Approve, "returns.refuse": a.Returns.Refuse} {
		gate.Add(g, id, func(ctx context.Context, in *decideIn) (*out[Return], error) {
			return returned(fn(ctx, returns.Decision{OrderID: in.ID, ReturnID: in.Part, By: actor(ctx), Why: in.Body.Why}))
		})
	}
	gate.Add(g, "returns.receive", func(ctx context.Context, in *takeIn) (*out[Return], error) {
		b := in.Body
		return returned(bounded(a, ctx, in.ID, func(ctx context.Context) (returns.Return, error) {
			return a.Returns.Receive(ctx, returns.Receipt{Decision: returns.Decision{OrderID: in.ID, ReturnID: in.Part, By: actor(ctx), Why: b.Why},
				Lines: corePieces(b.Lines), WrittenOff: corePieces(b.WrittenOff), Amount: b.Amount})
		}))
	})
}

func returned(r returns.Return, err error) (*out[Return], error) {
	if err != nil {
		return nil, err
	}
	return &out[Return]{returnOf(r)}, nil
}
