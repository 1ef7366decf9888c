package store

import (
	"context"
	"time"

	"prilavok/core/payment"
)

// Approvals implements payment.Checkouts.
func (s *Store) Approvals(ctx context.Context, queryID, paymentID string) ([]payment.Approval, error) {
	var out []payment.Approval
	err := s.conn(ctx).all(ctx, "approvals", `
		SELECT query_id, payment_id, payer, ok, why, amount, currency, created_at FROM payment_approvals
		WHERE shop_id = $1 AND (query_id = $2 OR payment_id = $3) ORDER BY created_at, query_id`, []any{shopID(ctx), clean(queryID), clean(paymentID)}, func(row scanner) error {
		var a payment.Approval
		err := row.Scan(&a.QueryID, &a.PaymentID, &a.Payer, flag(&a.OK), &a.Why, &a.Amount.Amount, &a.Amount.Currency, at(&a.At))
		out = append(out, a)
		return err
	})
	return out, err
}

// InsertApproval implements payment.Checkouts.
func (s *Store) InsertApproval(ctx context.Context, a payment.Approval) (bool, error) {
	n, err := s.conn(ctx).exec(ctx, "insert approval", `
		INSERT INTO payment_approvals (shop_id, query_id, payment_id, payer, ok, why, amount, currency, created_at) VALUES (`+in(1, 9)+`)
		ON CONFLICT (shop_id, query_id) DO NOTHING`,
		shopID(ctx), clean(a.QueryID), clean(a.PaymentID), clean(a.Payer), a.OK, string(a.Why), a.Amount.Amount, clean(a.Amount.Currency), a.At)
	return n == 1, err
}

// InsertCharge implements payment.Checkouts.
func (s *Store) InsertCharge(ctx context.Context, c payment.Charge) (bool, error) {
	n, err := s.conn(ctx).exec(ctx, "insert charge", `
		INSERT INTO payment_charges (shop_id, id, account_id, payment_id, provider_id, payer, amount, currency, approved, created_at, returned_at) VALUES (`+in(1, 11)+`)
		ON CONFLICT (shop_id, id) DO NOTHING`,
		shopID(ctx), clean(c.ID), c.AccountID, clean(c.PaymentID), clean(c.ProviderID), clean(c.Payer), c.Amount.Amount, clean(c.Amount.Currency), c.Approved, c.At, c.ReturnedAt)
	return n == 1, err
}

// ChargesOf implements payment.Checkouts.
func (s *Store) ChargesOf(ctx context.Context, paymentID, id string) ([]payment.Charge, error) {
	var out []payment.Charge
	err := s.conn(ctx).all(ctx, "charges", `
		SELECT id, account_id, payment_id, provider_id, payer, amount, currency, approved, created_at, returned_at FROM payment_charges
		WHERE shop_id = $1 AND (payment_id = $2 OR id = $3) ORDER BY created_at, id`, []any{shopID(ctx), clean(paymentID), clean(id)}, func(row scanner) error {
		var c payment.Charge
		err := row.Scan(&c.ID, &c.AccountID, &c.PaymentID, &c.ProviderID, &c.Payer, &c.Amount.Amount, &c.Amount.Currency, flag(&c.Approved), at(&c.At), at(&c.ReturnedAt))
		out = append(out, c)
		return err
	})
	return out, err
}

// ChargeReturned implements payment.Checkouts.
func (s *Store) ChargeReturned(ctx context.Context, id string, now time.Time) (bool, error) {
	n, err := s.conn(ctx).exec(ctx, "charge returned", `UPDATE payment_charges SET returned_at = $3 WHERE shop_id = $1 AND id = $2 AND returned_at IS NULL`,
		shopID(ctx), clean(id), now)
	return n == 1, err
}
