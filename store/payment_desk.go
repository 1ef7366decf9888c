package store

import (
	"context"
	"time"

	"prilavok/core/payment"
)

const paymentAccountColumns = `shop_id, id, provider, name, active, position, secret, secret_key_id, hook_hash, config, created_at, updated_at`

func (s *Store) paymentAccounts(ctx context.Context, where, end string, args ...any) ([]payment.Account, error) {
	var out []payment.Account
	err := s.conn(ctx).all(ctx, "payment accounts", `SELECT `+paymentAccountColumns+` FROM payment_accounts WHERE `+where+` ORDER BY position, created_at, id`+end, args, func(row scanner) error {
		var a payment.Account
		err := row.Scan(&a.ShopID, &a.ID, &a.Provider, &a.Name, flag(&a.Active), &a.Position, &a.Secret, text(&a.SecretKeyID), &a.HookHash, doc(&a.Config),
			at(&a.CreatedAt), at(&a.UpdatedAt))
		out = append(out, a)
		return err
	})
	return out, err
}

// PaymentAccounts implements payment.Accounts.
func (s *Store) PaymentAccounts(ctx context.Context) ([]payment.Account, error) {
	return s.paymentAccounts(ctx, `shop_id = $1`, "", shopID(ctx))
}

// PaymentAccountByID implements payment.Accounts.
func (s *Store) PaymentAccountByID(ctx context.Context, id string) (payment.Account, error) {
	return onePaymentAccount(s.paymentAccounts(ctx, `id = $1 AND (shop_id = $2 OR $2 = '')`, "", id, shopID(ctx)))
}

// HoldPaymentAccount implements payment.Accounts.
func (s *Store) HoldPaymentAccount(ctx context.Context, id string) (payment.Account, error) {
	return onePaymentAccount(s.paymentAccounts(ctx, `shop_id = $1 AND id = $2`, s.db.Dialect.forUpdate(), shopID(ctx), id))
}

func onePaymentAccount(list []payment.Account, err error) (payment.Account, error) {
	if err != nil {
		return payment.Account{}, err
	}
	if len(list) == 0 {
		return payment.Account{}, payment.ErrNoAccount
	}
	return list[0], nil
}

// PaymentsWaiting implements payment.Accounts.
func (s *Store) PaymentsWaiting(ctx context.Context, accountID string) (int64, error) {
	var n int64
	_, err := s.conn(ctx).one(ctx, "payments waiting", `
		SELECT count(*) FROM payments p WHERE p.shop_id = $1 AND p.account_id = $2 AND (p.status IN ('created', 'pending', 'authorized')
			OR EXISTS (SELECT 1 FROM payment_operations o WHERE o.shop_id = p.shop_id AND o.payment_id = p.id AND o.state IN ('intended', 'pending')))`,
		[]any{shopID(ctx), accountID}, &n)
	return n, err
}

// SavePaymentAccount implements payment.Accounts.
func (s *Store) SavePaymentAccount(ctx context.Context, a payment.Account) error {
	_, err := s.conn(ctx).exec(ctx, "save payment account", `
		INSERT INTO payment_accounts (`+paymentAccountColumns+`) VALUES (`+in(1, 12)+`)
		ON CONFLICT (id) DO UPDATE SET name = excluded.name, active = excluded.active, position = excluded.position, secret = excluded.secret,
			secret_key_id = excluded.secret_key_id, hook_hash = excluded.hook_hash, config = excluded.config, updated_at = excluded.updated_at
		WHERE payment_accounts.shop_id = excluded.shop_id`,
		a.ShopID, a.ID, a.Provider, a.Name, a.Active, a.Position, a.Secret, null(a.SecretKeyID), a.HookHash, toJSON(a.Config), a.CreatedAt, a.UpdatedAt)
	return err
}

// InsertNotice implements payment.Desk.
func (s *Store) InsertNotice(ctx context.Context, n payment.Notice) (bool, error) {
	done, err := s.conn(ctx).exec(ctx, "insert notice", `
		INSERT INTO payment_notices (shop_id, account_id, key, kind, ref, raw, state, created_at, done_at) VALUES (`+in(1, 9)+`)
		ON CONFLICT (account_id, key) DO NOTHING`,
		shopID(ctx), n.AccountID, clean(n.Key), clean(n.Kind), toJSON(n.Ref), clean(n.Raw), n.State, n.At, n.DoneAt)
	return done == 1, err
}

// NoticeByKey implements payment.Desk.
func (s *Store) NoticeByKey(ctx context.Context, accountID, key string) (payment.Notice, error) {
	n := payment.Notice{AccountID: accountID, Key: key}
	found, err := s.conn(ctx).one(ctx, "notice", `
		SELECT kind, ref, raw, state, created_at, done_at FROM payment_notices WHERE shop_id = $1 AND account_id = $2 AND key = $3`,
		[]any{shopID(ctx), accountID, key}, &n.Kind, doc(&n.Ref), &n.Raw, &n.State, at(&n.At), at(&n.DoneAt))
	if err == nil && !found {
		err = payment.ErrNotFound
	}
	return n, err
}

// CloseNotice implements payment.Desk.
func (s *Store) CloseNotice(ctx context.Context, accountID, key, state string, now time.Time) error {
	_, err := s.conn(ctx).exec(ctx, "close notice", `UPDATE payment_notices SET state = $4, done_at = $5 WHERE shop_id = $1 AND account_id = $2 AND key = $3`,
		shopID(ctx), accountID, key, state, now)
	return err
}

// OpenProblem implements payment.Desk.
func (s *Store) OpenProblem(ctx context.Context, p payment.Problem) (bool, error) {
	data := p.Data
	if data == nil {
		data = map[string]any{}
	}
	n, err := s.conn(ctx).exec(ctx, "open problem", `
		INSERT INTO payment_problems (shop_id, id, kind, subject, order_id, payment_id, operation_id, data, created_at) VALUES (`+in(1, 9)+`)
		ON CONFLICT (shop_id, kind, subject) WHERE resolved_at IS NULL DO NOTHING`,
		shopID(ctx), p.ID, p.Kind, clean(p.Subject), null(p.OrderID), null(p.PaymentID), null(p.OperationID), toJSON(data), p.CreatedAt)
	return n == 1, err
}

// CloseProblem implements payment.Desk.
func (s *Store) CloseProblem(ctx context.Context, id, by string, now time.Time) error {
	n, err := s.conn(ctx).exec(ctx, "close problem", `
		UPDATE payment_problems SET resolved_at = $3, resolved_by = $4 WHERE shop_id = $1 AND id = $2 AND resolved_at IS NULL`, shopID(ctx), id, now, by)
	if err == nil && n == 0 {
		err = payment.ErrNoProblem
	}
	return err
}

// Problems implements payment.Desk.
func (s *Store) Problems(ctx context.Context, orderID string, limit int) ([]payment.Problem, error) {
	var out []payment.Problem
	err := s.conn(ctx).all(ctx, "problems", `
		SELECT id, kind, subject, order_id, payment_id, operation_id, data, created_at FROM payment_problems
		WHERE shop_id = $1 AND resolved_at IS NULL AND (order_id = $2 OR $2 = '') ORDER BY id DESC LIMIT $3`, []any{shopID(ctx), orderID, limit}, func(row scanner) error {
		var p payment.Problem
		err := row.Scan(&p.ID, &p.Kind, &p.Subject, text(&p.OrderID), text(&p.PaymentID), text(&p.OperationID), doc(&p.Data), at(&p.CreatedAt))
		out = append(out, p)
		return err
	})
	return out, err
}

// PaymentsSince implements payment.Ledger.
func (s *Store) PaymentsSince(ctx context.Context, since time.Time, after string, limit int) ([]payment.Payment, error) {
	return s.payments(ctx, "payments since", `updated_at >= $2 AND id > $3 ORDER BY id LIMIT $4`, shopID(ctx), since, after, limit)
}

// SaveReport implements payment.Ledger.
func (s *Store) SaveReport(ctx context.Context, r payment.Report, replace bool) (bool, error) {
	onConflict := `NOTHING`
	if replace {
		onConflict = `UPDATE SET payments = excluded.payments, orders = excluded.orders, receipts = excluded.receipts, findings = excluded.findings,
			unreachable = excluded.unreachable, created_at = excluded.created_at`
	}
	n, err := s.conn(ctx).exec(ctx, "save report", `
		INSERT INTO payment_reports (shop_id, day, payments, orders, receipts, findings, unreachable, created_at) VALUES (`+in(1, 8)+`)
		ON CONFLICT (shop_id, day) DO `+onConflict, shopID(ctx), r.Day, r.Payments, r.Orders, r.Receipts, r.Findings, r.Unreachable, r.At)
	return n == 1, err
}

// Reports implements payment.Ledger.
func (s *Store) Reports(ctx context.Context, limit int) ([]payment.Report, error) {
	var out []payment.Report
	err := s.conn(ctx).all(ctx, "reports", `
		SELECT day, payments, orders, receipts, findings, unreachable, created_at FROM payment_reports WHERE shop_id = $1 ORDER BY day DESC LIMIT $2`,
		[]any{shopID(ctx), limit}, func(row scanner) error {
			var r payment.Report
			err := row.Scan(&r.Day, &r.Payments, &r.Orders, &r.Receipts, &r.Findings, &r.Unreachable, at(&r.At))
			out = append(out, r)
			return err
		})
	return out, err
}

// DemoPayment implements demopay.Vault.
func (s *Store) DemoPayment(ctx context.Context, id string) (string, error) {
	var doc string
	_, err := s.conn(ctx).one(ctx, "demo payment", `SELECT doc FROM demo_payments WHERE shop_id = $1 AND id = $2`+s.locking(true), []any{shopID(ctx), id}, text(&doc))
	return doc, err
}

// SaveDemoPayment implements demopay.Vault.
func (s *Store) SaveDemoPayment(ctx context.Context, id, doc string, now time.Time) error {
	_, err := s.conn(ctx).exec(ctx, "save demo payment", `
		INSERT INTO demo_payments (shop_id, id, doc, updated_at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (shop_id, id) DO UPDATE SET doc = excluded.doc, updated_at = excluded.updated_at`, shopID(ctx), id, doc, now)
	return err
}
