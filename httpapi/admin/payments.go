package admin

import (
	"context"
	"time"

	"prilavok/core/lang"
	"prilavok/core/money"
	"prilavok/core/payment"
	"prilavok/httpapi/admin/gate"
)

// Payment is one attempt to pay for an order, or part of it.
type Payment struct {
	ID         string      `json:"id"`
	OrderID    string      `json:"order_id"`
	Provider   string      `json:"provider"`
	Method     string      `json:"method"`
	Attempt    int         `json:"attempt" doc:"from 1 within the order"`
	Status     string      `json:"status"`
	Amount     Money       `json:"amount" doc:"asked for"`
	Held       Money       `json:"held"`
	Captured   Money       `json:"captured"`
	Refunded   Money       `json:"refunded"`
	ExternalID string      `json:"external_id,omitempty" doc:"the provider's"`
	URL        string      `json:"url,omitempty" doc:"where the customer pays"`
	Reason     string      `json:"reason,omitempty" doc:"why it failed"`
	Problem    string      `json:"problem,omitempty"`
	Receipt    string      `json:"receipt,omitempty" doc:"fiscal receipt: pending, succeeded, failed"`
	ExpiresAt  *time.Time  `json:"expires_at,omitempty"`
	CreatedAt  time.Time   `json:"created_at"`
	UpdatedAt  time.Time   `json:"updated_at"`
	Operations []Operation `json:"operations,omitempty" doc:"in the list of an order"`
}

// Operation is one thing asked of a provider.
type Operation struct {
	ID        string    `json:"id"`
	Kind      string    `json:"kind" enum:"start,capture,void,refund,receive"`
	Amount    Money     `json:"amount"`
	State     string    `json:"state" enum:"intended,pending,succeeded,failed,unclear"`
	Why       string    `json:"why,omitempty"`
	Fault     string    `json:"fault,omitempty"`
	CreatedAt time.Time `json:"created_at"`
}

func paymentOf(p payment.Payment) Payment {
	in := func(n int64) Money { return Money{n, p.Amount.Currency} }
	return Payment{ID: p.ID, OrderID: p.OrderID, Provider: p.Provider, Method: p.Method, Attempt: p.Attempt, Status: string(p.Status), Amount: moneyOf(p.Amount),
		Held: in(p.Held), Captured: in(p.Captured), Refunded: in(p.Refunded), ExternalID: p.ExternalID, URL: p.URL, Reason: p.Reason, Problem: p.Problem,
		Receipt: p.Receipt, ExpiresAt: stamp(p.ExpiresAt), CreatedAt: p.CreatedAt, UpdatedAt: p.UpdatedAt}
}

// Trouble is something about money that a person has to look at.
type Trouble struct {
	ID          string         `json:"id"`
	Kind        string         `json:"kind"`
	OrderID     string         `json:"order_id,omitempty"`
	PaymentID   string         `json:"payment_id,omitempty"`
	OperationID string         `json:"operation_id,omitempty"`
	Data        map[string]any `json:"data"`
	CreatedAt   time.Time      `json:"created_at"`
}

func troubleOf(p payment.Problem) Trouble {
	if p.Data == nil {
		p.Data = map[string]any{}
	}
	return Trouble{p.ID, p.Kind, p.OrderID, p.PaymentID, p.OperationID, p.Data, p.CreatedAt}
}

type beginIn struct {
	ByID
	Body struct {
		Method string `json:"method,omitempty" maxLength:"64" doc:"leave out for the order's"`
		Lang   string `json:"lang,omitempty" enum:"ru,en"`
		Back   string `json:"back,omitempty" maxLength:"2000" format:"uri" doc:"where the return page leads back to"`
	}
}

type receiveIn struct {
	ByID
	Body struct {
		Method string `json:"method,omitempty" maxLength:"64" doc:"leave out for the order's"`
		Amount Money  `json:"amount"`
		Note   string `json:"note,omitempty" maxLength:"500"`
	}
}

type moveIn struct {
	ByID
	Body struct {
		Amount int64  `json:"amount,omitempty" minimum:"1" doc:"minor units; leave out for all there is"`
		Why    string `json:"why,omitempty" maxLength:"500"`
	}
}

type confirmIn struct {
	ByID
	Body struct {
		Done bool   `json:"done" doc:"whether it took effect"`
		Note string `json:"note,omitempty" maxLength:"500"`
	}
}

func (a *api) payments(g *gate.Gate) {
	gate.Add(g, "payments.list", a.paymentsOf)
	gate.Add(g, "payments.get", func(ctx context.Context, in *ByID) (*out[Payment], error) { return paid(a.Payments.Get(ctx, in.ID)) })
	gate.Add(g, "payments.begin", func(ctx context.Context, in *beginIn) (*out[Payment], error) {
		b := in.Body
		return paid(a.Payments.Begin(ctx, payment.BeginRequest{OrderID: in.ID, Method: b.Method, Lang: lang.Lang(b.Lang), Back: b.Back, By: actor(ctx)}))
	})
	gate.Add(g, "payments.receive", func(ctx context.Context, in *receiveIn) (*out[Payment], error) {
		b := in.Body
		return paid(a.Payments.Receive(ctx, payment.ReceiveRequest{OrderID: in.ID, Method: b.Method, Amount: b.Amount.core(), Note: b.Note,
			Key: gate.CallerOf(ctx).OpID, By: actor(ctx)}))
	})
	gate.Add(g, "payments.capture", moved(a.Payments.Capture))
	gate.Add(g, "payments.void", moved(a.Payments.Void))
	gate.Add(g, "payments.refund", moved(func(ctx context.Context, r payment.MoveRequest) (payment.Payment, error) {
		var err error
		if r.Most, _, err = a.most(ctx); err != nil {
			return payment.Payment{}, err
		}
		return a.Payments.Refund(ctx, r)
	}))
	gate.Add(g, "operations.confirm", func(ctx context.Context, in *confirmIn) (*out[Payment], error) {
		return paid(a.Payments.Confirm(ctx, in.ID, in.Body.Done, actor(ctx), in.Body.Note))
	})
	gate.Add(g, "problems.list", a.problems)
	gate.Add(g, "problems.resolve", func(ctx context.Context, in *ByID) (*nothing, error) {
		return &nothing{}, a.Payments.Resolve(ctx, in.ID, actor(ctx))
	})
}

func paid(p payment.Payment, err error) (*out[Payment], error) {
	if err != nil {
		return nil, err
	}
	return &out[Payment]{paymentOf(p)}, nil
}

// moved is a movement of a payment's money under the request's own key.
func moved(move func(ctx context.Context, r payment.MoveRequest) (payment.Payment, error)) func(context.Context, *moveIn) (*out[Payment], error) {
	return func(ctx context.Context, in *moveIn) (*out[Payment], error) {
		return paid(move(ctx, payment.MoveRequest{PaymentID: in.ID, Amount: in.Body.Amount, Key: gate.CallerOf(ctx).OpID, By: actor(ctx), Why: in.Body.Why}))
	}
}

func (a *api) paymentsOf(ctx context.Context, in *ByID) (*out[list[Payment]], error) {
	if _, err := a.Orders.Get(ctx, in.ID); err != nil {
		return nil, err
	}
	all, ops, err := a.Payments.Of(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return listed(all, "", func(p payment.Payment) Payment {
		x := paymentOf(p)
		for _, o := range ops {
			if o.PaymentID == p.ID {
				x.Operations = append(x.Operations, Operation{o.ID, string(o.Kind), moneyOf(money.Of(o.Amount, p.Amount.Currency)), string(o.State), o.Why, o.Fault, o.CreatedAt})
			}
		}
		return x
	}), nil
}

func (a *api) problems(ctx context.Context, in *struct {
	Order string `query:"order_id" maxLength:"64" doc:"of one order; leave out for all that are open"`
}) (*out[list[Trouble]], error) {
	all, err := a.Payments.Problems(ctx, in.Order, 500)
	if err != nil {
		return nil, err
	}
	return listed(all, "", troubleOf), nil
}
