package admin

import (
	"context"

	"prilavok/core/payment"
	"prilavok/core/shop"
	"prilavok/core/staff"
	"prilavok/httpapi/admin/gate"
)

// most is what the caller may give back of one order; nil is no bound. Only operators have
// one: programs act for whoever made their key.
func (a *api) most(ctx context.Context) (*int64, shop.Settings, error) {
	if gate.CallerOf(ctx).Role != staff.Operator {
		return nil, shop.Settings{}, nil
	}
	sh, err := a.Shops.Get(ctx)
	return sh.Settings.Refunds.OperatorLimit, sh.Settings, err
}

// bounded makes a change of an order after which money goes back by itself. Where that is
// more than the caller may give back nothing is changed.
//
// Faults: payment.ErrLimit, those of the change.
func bounded[T any](a *api, ctx context.Context, orderID string, change func(ctx context.Context) (T, error)) (T, error) {
	most, _, err := a.most(ctx)
	if err != nil || most == nil {
		var none T
		if err != nil {
			return none, err
		}
		return change(ctx)
	}
	var done T
	err = a.Tx.InTx(ctx, func(ctx context.Context) error {
		was, err := a.Rows.OrderByID(ctx, orderID, true)
		if err != nil {
			return err
		}
		if done, err = change(ctx); err != nil {
			return err
		}
		is, err := a.Rows.OrderByID(ctx, orderID, false)
		if err != nil {
			return err
		}
		// A debt that was there before is not of this change's making.
		if is.Balance().Amount < was.Balance().Amount && -is.Balance().Amount > *most {
			return payment.ErrLimit
		}
		return nil
	})
	return done, err
}

// boundedEdit is bounded where the shop gives the difference of an edit back by itself.
func boundedEdit[T any](a *api, ctx context.Context, orderID string, change func(ctx context.Context) (T, error)) (T, error) {
	_, set, err := a.most(ctx)
	if err == nil && set.Payments.Difference == shop.Refund {
		return bounded(a, ctx, orderID, change)
	}
	if err != nil {
		var none T
		return none, err
	}
	return change(ctx)
}
