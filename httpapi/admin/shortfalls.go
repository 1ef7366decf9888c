package admin

import (
	"context"
	"time"

	"prilavok/core/order"
	"prilavok/core/order/edit"
	"prilavok/httpapi/admin/gate"
)

// Shortfall is pieces that an order should have and stock has not.
type Shortfall struct {
	ID        string     `json:"id"`
	OrderID   string     `json:"order_id"`
	VariantID string     `json:"variant_id"`
	Quantity  int64      `json:"quantity"`
	State     string     `json:"state" enum:"open,waiting,filled,substituted,refunded,dropped" doc:"open: somebody must choose"`
	CreatedAt time.Time  `json:"created_at"`
	ClosedAt  *time.Time `json:"closed_at,omitempty"`
}

func shortfallOf(f order.Shortfall) Shortfall {
	return Shortfall{f.ID, f.OrderID, f.VariantID, f.Quantity, string(f.State), f.CreatedAt, stamp(f.ClosedAt)}
}

type chooseIn struct {
	ByID
	Part string `path:"part" minLength:"1" maxLength:"64"`
	Body struct {
		Why string `json:"why,omitempty" maxLength:"500" doc:"shown in the timeline"`
	}
}

type substituteIn struct {
	ByID
	Part string `path:"part" minLength:"1" maxLength:"64"`
	Body struct {
		VariantID string `json:"variant_id" minLength:"1" maxLength:"64" doc:"what goes instead"`
		Why       string `json:"why,omitempty" maxLength:"500" doc:"shown in the timeline"`
	}
}

func (a *api) shortfalls(g *gate.Gate) {
	gate.Add(g, "shortfalls.list", func(ctx context.Context, in *ByID) (*out[list[Shortfall]], error) {
		if _, err := a.Orders.Get(ctx, in.ID); err != nil {
			return nil, err
		}
		all, err := a.Orders.Shortfalls(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		return listed(all, "", shortfallOf), nil
	})
	for id, fn := range map[string]func(context.Context, edit.ShortChoice) (order.Order, error){"shortfalls.wait": a.Edits.Wait, "shortfalls.refund": a.Edits.RefundShort} {
		gate.Add(g, id, func(ctx context.Context, in *chooseIn) (*tagged[Order], error) {
			return answered(bounded(a, ctx, in.ID, func(ctx context.Context) (order.Order, error) {
				return fn(ctx, edit.ShortChoice{OrderID: in.ID, ShortfallID: in.Part, By: actor(ctx), Why: in.Body.Why})
			}))
		})
	}
	gate.Add(g, "shortfalls.substitute", func(ctx context.Context, in *substituteIn) (*tagged[Order], error) {
		return answered(a.Edits.Substitute(ctx, edit.ShortChoice{OrderID: in.ID, ShortfallID: in.Part, VariantID: in.Body.VariantID, By: actor(ctx), Why: in.Body.Why}))
	})
	gate.Add(g, "orders.hold", func(ctx context.Context, in *ByID) (*tagged[Order], error) {
		return answered(a.Orders.Hold(ctx, in.ID, actor(ctx)))
	})
}
