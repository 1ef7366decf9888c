package store

import (
	"context"
	"time"

	"prilavok/core/staff/person"
)

const sessionColumns = `shop_id, id, person_id, hash, method, address, agent, created_at, seen_at, proved_at, expires_at`

func (s *Store) sessions(ctx context.Context, where string, args ...any) ([]person.Session, error) {
	var out []person.Session
	err := s.conn(ctx).all(ctx, "sessions", `SELECT `+sessionColumns+` FROM staff_sessions WHERE `+where, args, func(row scanner) error {
		var x person.Session
		err := row.Scan(&x.ShopID, &x.ID, &x.PersonID, &x.Hash, &x.Method, &x.Address, &x.Agent, at(&x.CreatedAt), at(&x.SeenAt), at(&x.ProvedAt), at(&x.ExpiresAt))
		out = append(out, x)
		return err
	})
	return out, err
}

// SessionByHash implements person.Lookup.
func (s *Store) SessionByHash(ctx context.Context, hash string) (person.Session, error) {
	return first(s.sessions(ctx, `hash = $1`, hash))
}

// first is the first of a list, or the zero one.
func first[T any](list []T, err error) (out T, _ error) {
	if len(list) > 0 {
		out = list[0]
	}
	return out, err
}

// InsertSession implements person.Sessions.
func (s *Store) InsertSession(ctx context.Context, x person.Session) error {
	_, err := s.conn(ctx).exec(ctx, "insert session", `
		INSERT INTO staff_sessions (`+sessionColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		shopID(ctx), x.ID, x.PersonID, x.Hash, string(x.Method), clean(x.Address), clean(x.Agent), x.CreatedAt, x.SeenAt, x.ProvedAt, x.ExpiresAt)
	return err
}

// SessionsOf implements person.Sessions.
func (s *Store) SessionsOf(ctx context.Context, personID string) ([]person.Session, error) {
	return s.sessions(ctx, `shop_id = $1 AND person_id = $2 ORDER BY id DESC`, shopID(ctx), personID)
}

// TouchSession implements person.Sessions.
func (s *Store) TouchSession(ctx context.Context, id string, at time.Time) error {
	_, err := s.conn(ctx).exec(ctx, "touch session", `UPDATE staff_sessions SET seen_at = $3 WHERE shop_id = $1 AND id = $2 AND seen_at < $3`, shopID(ctx), id, at)
	return err
}

// EndSession implements person.Sessions.
func (s *Store) EndSession(ctx context.Context, personID, id string) (bool, error) {
	n, err := s.conn(ctx).exec(ctx, "end session", `DELETE FROM staff_sessions WHERE shop_id = $1 AND person_id = $2 AND id = $3`, shopID(ctx), personID, id)
	return n > 0, err
}

// EndSessions implements person.Sessions.
func (s *Store) EndSessions(ctx context.Context, personID, except string) error {
	_, err := s.conn(ctx).exec(ctx, "end sessions", `DELETE FROM staff_sessions WHERE shop_id = $1 AND person_id = $2 AND id <> $3`, shopID(ctx), personID, except)
	return err
}

// ForgetSessions implements person.Sessions.
func (s *Store) ForgetSessions(ctx context.Context, seenBefore, now time.Time) error {
	_, err := s.conn(ctx).exec(ctx, "forget sessions", `DELETE FROM staff_sessions WHERE shop_id = $1 AND (seen_at < $2 OR expires_at <= $3)`, shopID(ctx), seenBefore, now)
	return err
}

const ticketColumns = `shop_id, id, kind, hash, person_id, email, role, by_id, created_at, expires_at, used_at`

func (s *Store) ticketsWhere(ctx context.Context, where string, args ...any) ([]person.Ticket, error) {
	var out []person.Ticket
	err := s.conn(ctx).all(ctx, "tickets", `SELECT `+ticketColumns+` FROM staff_tickets WHERE `+where, args, func(row scanner) error {
		var x person.Ticket
		err := row.Scan(&x.ShopID, &x.ID, &x.Kind, &x.Hash, &x.PersonID, &x.Email, &x.Role, &x.ByID, at(&x.CreatedAt), at(&x.ExpiresAt), at(&x.UsedAt))
		out = append(out, x)
		return err
	})
	return out, err
}

// TicketByHash implements person.Lookup.
func (s *Store) TicketByHash(ctx context.Context, hash string) (person.Ticket, error) {
	return first(s.ticketsWhere(ctx, `hash = $1`, hash))
}

// InsertTicket implements person.Tickets.
func (s *Store) InsertTicket(ctx context.Context, x person.Ticket) (bool, error) {
	n, err := s.conn(ctx).exec(ctx, "insert ticket", `
		INSERT INTO staff_tickets (`+ticketColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING`,
		shopID(ctx), x.ID, x.Kind, x.Hash, x.PersonID, clean(x.Email), x.Role, x.ByID, x.CreatedAt, x.ExpiresAt, x.UsedAt)
	return n > 0, err
}

// UseTicket implements person.Tickets.
func (s *Store) UseTicket(ctx context.Context, hash string, at time.Time) (bool, error) {
	n, err := s.conn(ctx).exec(ctx, "use ticket", `UPDATE staff_tickets SET used_at = $3 WHERE shop_id = $1 AND hash = $2 AND used_at IS NULL AND expires_at > $3`, shopID(ctx), hash, at)
	return n > 0, err
}

// OpenTickets implements person.Tickets.
func (s *Store) OpenTickets(ctx context.Context, kind string, at time.Time) ([]person.Ticket, error) {
	return s.ticketsWhere(ctx, `shop_id = $1 AND kind = $2 AND used_at IS NULL AND expires_at > $3 ORDER BY id DESC`, shopID(ctx), kind, at)
}

// WithdrawTickets implements person.Tickets.
func (s *Store) WithdrawTickets(ctx context.Context, kind, id string, at time.Time) (int64, error) {
	return s.conn(ctx).exec(ctx, "withdraw tickets", `
		UPDATE staff_tickets SET used_at = $4 WHERE shop_id = $1 AND kind = $2 AND (id = $3 OR $3 = '') AND used_at IS NULL AND expires_at > $4`, shopID(ctx), kind, id, at)
}

// ForgetTickets implements person.Tickets.
func (s *Store) ForgetTickets(ctx context.Context, before time.Time) error {
	_, err := s.conn(ctx).exec(ctx, "forget tickets", `DELETE FROM staff_tickets WHERE shop_id = $1 AND expires_at < $2`, shopID(ctx), before)
	return err
}

// HoldAttempts implements person.Attempts.
func (s *Store) HoldAttempts(ctx context.Context, key string, when time.Time) (person.Tally, error) {
	q := s.conn(ctx)
	t := person.Tally{Key: key}
	if _, err := q.exec(ctx, "begin attempts", `
		INSERT INTO staff_attempts (shop_id, key, failures, last_at, until) VALUES ($1, $2, 0, $3, NULL) ON CONFLICT (shop_id, key) DO NOTHING`, shopID(ctx), key, when); err != nil {
		return t, err
	}
	_, err := q.one(ctx, "attempts", `SELECT failures, last_at, until FROM staff_attempts WHERE shop_id = $1 AND key = $2`+s.db.Dialect.forUpdate(),
		[]any{shopID(ctx), key}, &t.Failures, at(&t.LastAt), at(&t.Until))
	return t, err
}

// SetAttempts implements person.Attempts.
func (s *Store) SetAttempts(ctx context.Context, t person.Tally) error {
	_, err := s.conn(ctx).exec(ctx, "set attempts", `
		INSERT INTO staff_attempts (shop_id, key, failures, last_at, until) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (shop_id, key) DO UPDATE SET failures = excluded.failures, last_at = excluded.last_at, until = excluded.until`,
		shopID(ctx), t.Key, t.Failures, t.LastAt, t.Until)
	return err
}

// ForgetAttempts implements person.Attempts.
func (s *Store) ForgetAttempts(ctx context.Context, before time.Time) error {
	_, err := s.conn(ctx).exec(ctx, "forget attempts", `DELETE FROM staff_attempts WHERE shop_id = $1 AND last_at < $2`, shopID(ctx), before)
	return err
}

// Ownerless implements person.Lookup.
func (s *Store) Ownerless(ctx context.Context) ([]string, error) {
	var out []string
	err := s.conn(ctx).all(ctx, "ownerless shops", `
		SELECT shop_id FROM shops WHERE NOT EXISTS (SELECT 1 FROM staff_members m WHERE m.shop_id = shops.shop_id AND m.role = 'owner' AND m.ended_at IS NULL)
		ORDER BY created_at, shop_id`, nil, func(row scanner) error {
		var id string
		err := row.Scan(&id)
		out = append(out, id)
		return err
	})
	return out, err
}

// FirstShop implements person.Lookup.
func (s *Store) FirstShop(ctx context.Context) (string, error) {
	var id string
	_, err := s.conn(ctx).one(ctx, "first shop", `SELECT shop_id FROM shops ORDER BY created_at, shop_id LIMIT 1`, nil, &id)
	return id, err
}
