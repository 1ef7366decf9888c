package store

import (
	"context"

	"prilavok/core/payment"
)

const paymentColumns = `id, order_id, account_id, provider, method, attempt, status, currency, amount, held, captured, refunded, two_stage, external_id,
	url, back, token, lang, reason, problem, receipt, proof, watch, checks, expires_at, created_at, updated_at, settled_at`

func (s *Store) payments(ctx context.Context, what, where string, args ...any) ([]payment.Payment, error) {
	var out []payment.Payment
	err := s.conn(ctx).all(ctx, what, `SELECT `+paymentColumns+` FROM payments WHERE shop_id = $1 AND `+where, args, func(row scanner) error {
		var p payment.Payment
		err := row.Scan(&p.ID, &p.OrderID, text(&p.AccountID), &p.Provider, &p.Method, &p.Attempt, &p.Status, &p.Amount.Currency, &p.Amount.Amount, &p.Held,
			&p.Captured, &p.Refunded, flag(&p.TwoStage), text(&p.ExternalID), &p.URL, &p.Back, text(&p.Token), &p.Lang, &p.Reason, &p.Problem, &p.Receipt,
			doc(&p.Proof), &p.Watch, &p.Checks, at(&p.ExpiresAt), at(&p.CreatedAt), at(&p.UpdatedAt), at(&p.SettledAt))
		out = append(out, p)
		return err
	})
	return out, err
}

func (s *Store) onePayment(ctx context.Context, what, where string, args ...any) (payment.Payment, error) {
	list, err := s.payments(ctx, what, where, args...)
	if err != nil {
		return payment.Payment{}, err
	}
	if len(list) == 0 {
		return payment.Payment{}, payment.ErrNotFound
	}
	return list[0], nil
}

// InsertPayment implements payment.Store.
func (s *Store) InsertPayment(ctx context.Context, p payment.Payment) error {
	_, err := s.conn(ctx).exec(ctx, "insert payment", `INSERT INTO payments (shop_id, `+paymentColumns+`) VALUES (`+in(1, 29)+`)`,
		shopID(ctx), p.ID, p.OrderID, null(p.AccountID), p.Provider, p.Method, p.Attempt, string(p.Status), p.Amount.Currency, p.Amount.Amount, p.Held,
		p.Captured, p.Refunded, p.TwoStage, null(p.ExternalID), p.URL, p.Back, null(p.Token), string(p.Lang), p.Reason, p.Problem, p.Receipt,
		toJSON(p.Proof), p.Watch, p.Checks, p.ExpiresAt, p.CreatedAt, p.UpdatedAt, p.SettledAt)
	return err
}

// SavePayment implements payment.Store.
func (s *Store) SavePayment(ctx context.Context, p payment.Payment) error {
	n, err := s.conn(ctx).exec(ctx, "save payment", `
		UPDATE payments SET method = $3, status = $4, amount = $5, held = $6, captured = $7, refunded = $8, external_id = $9, url = $10, reason = $11,
			problem = $12, receipt = $13, proof = $14, watch = $15, checks = $16, expires_at = $17, updated_at = $18, settled_at = $19
		WHERE shop_id = $1 AND id = $2`,
		shopID(ctx), p.ID, p.Method, string(p.Status), p.Amount.Amount, p.Held, p.Captured, p.Refunded, null(p.ExternalID), p.URL, clean(p.Reason),
		p.Problem, p.Receipt, toJSON(p.Proof), p.Watch, p.Checks, p.ExpiresAt, p.UpdatedAt, p.SettledAt)
	if err == nil && n == 0 {
		return payment.ErrNotFound
	}
	return err
}

// PaymentByID implements payment.Reader.
func (s *Store) PaymentByID(ctx context.Context, id string, lock bool) (payment.Payment, error) {
	return s.onePayment(ctx, "payment", `id = $2`+s.locking(lock), shopID(ctx), id)
}

func (s *Store) locking(lock bool) string {
	if lock {
		return s.db.Dialect.forUpdate()
	}
	return ""
}

// PaymentByRef implements payment.Reader.
func (s *Store) PaymentByRef(ctx context.Context, accountID string, r payment.Ref) (payment.Payment, bool, error) {
	list, err := s.payments(ctx, "payment by reference", `account_id = $2 AND ($3 <> '' AND external_id = $3 OR $4 <> '' AND id = $4)`,
		shopID(ctx), accountID, r.ExternalID, r.OurID)
	if err != nil || len(list) != 1 {
		return payment.Payment{}, false, err
	}
	return list[0], true, nil
}

// PaymentByToken implements payment.Reader.
func (s *Store) PaymentByToken(ctx context.Context, token string) (payment.Payment, error) {
	return s.onePayment(ctx, "payment by token", `token = $2`, shopID(ctx), token)
}

// PaymentsOf implements payment.Reader.
func (s *Store) PaymentsOf(ctx context.Context, orderID string, lock bool) ([]payment.Payment, error) {
	return s.payments(ctx, "payments of an order", `order_id = $2 ORDER BY attempt`+s.locking(lock), shopID(ctx), orderID)
}

const operationColumns = `id, key, payment_id, order_id, kind, amount, state, external_id, request, why, fault, receipt, actor, actor_id, created_at, updated_at, settled_at`

func (s *Store) operations(ctx context.Context, what, where string, args ...any) ([]payment.Operation, error) {
	var out []payment.Operation
	err := s.conn(ctx).all(ctx, what, `SELECT `+operationColumns+` FROM payment_operations WHERE shop_id = $1 AND `+where, args, func(row scanner) error {
		var o payment.Operation
		err := row.Scan(&o.ID, &o.Key, &o.PaymentID, &o.OrderID, &o.Kind, &o.Amount, &o.State, text(&o.ExternalID), doc(&o.Request), &o.Why, &o.Fault, &o.Receipt,
			&o.By.Kind, &o.By.ID, at(&o.CreatedAt), at(&o.UpdatedAt), at(&o.SettledAt))
		out = append(out, o)
		return err
	})
	return out, err
}

// InsertOperations implements payment.Store.
func (s *Store) InsertOperations(ctx context.Context, list []payment.Operation) (bool, error) {
	args := []any{shopID(ctx)}
	values := ""
	for i, o := range list {
		if i > 0 {
			values += ", "
		}
		values += `($1, ` + in(len(args)+1, 17) + `)`
		args = append(args, o.ID, o.Key, o.PaymentID, o.OrderID, string(o.Kind), o.Amount, string(o.State), null(o.ExternalID), toJSON(o.Request), clean(o.Why), o.Fault,
			o.Receipt, string(o.By.Kind), o.By.ID, o.CreatedAt, o.UpdatedAt, o.SettledAt)
	}
	n, err := s.conn(ctx).exec(ctx, "insert operations", `INSERT INTO payment_operations (shop_id, `+operationColumns+`) VALUES `+values+`
		ON CONFLICT (shop_id, key) DO NOTHING`, args...)
	return n == int64(len(list)), err
}

// SaveOperation implements payment.Store.
func (s *Store) SaveOperation(ctx context.Context, o payment.Operation) error {
	_, err := s.conn(ctx).exec(ctx, "save operation", `
		UPDATE payment_operations SET state = $3, external_id = $4, why = $5, fault = $6, receipt = $7, updated_at = $8, settled_at = $9
		WHERE shop_id = $1 AND id = $2`,
		shopID(ctx), o.ID, string(o.State), null(o.ExternalID), clean(o.Why), clean(o.Fault), o.Receipt, o.UpdatedAt, o.SettledAt)
	return err
}

// OperationByID implements payment.Reader.
func (s *Store) OperationByID(ctx context.Context, id string) (payment.Operation, error) {
	list, err := s.operations(ctx, "operation", `id = $2`, shopID(ctx), id)
	if err == nil && len(list) == 0 {
		err = payment.ErrNoOperation
	}
	if err != nil {
		return payment.Operation{}, err
	}
	return list[0], nil
}

// OperationByKey implements payment.Reader.
func (s *Store) OperationByKey(ctx context.Context, key string) (payment.Operation, bool, error) {
	list, err := s.operations(ctx, "operation by key", `key = $2`, shopID(ctx), key)
	if err != nil || len(list) == 0 {
		return payment.Operation{}, false, err
	}
	return list[0], true, nil
}

// OperationsOf implements payment.Reader.
func (s *Store) OperationsOf(ctx context.Context, orderID string) ([]payment.Operation, error) {
	return s.operations(ctx, "operations of an order", `order_id = $2 ORDER BY id`, shopID(ctx), orderID)
}
