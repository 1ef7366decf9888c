package store

import (
	"context"
	"time"

	"prilavok/core/hook"
)

const hookColumns = `e.id, e.url, e.secret_key_id, e.secret, e.events, e.active, e.reason, e.failing_since, e.created_at, e.updated_at`

func hookDest(e *hook.Endpoint) []any {
	return []any{&e.ID, &e.URL, &e.SecretKeyID, &e.Secret, doc(&e.Events), flag(&e.Active), &e.Reason, at(&e.FailingSince), at(&e.CreatedAt), at(&e.UpdatedAt)}
}

const hookDeliveryColumns = `d.id, d.endpoint_id, d.event_id, d.event, d.body, d.state, d.run, d.attempts, d.status, d.fault, d.next_at, d.created_at, d.updated_at`

func hookDeliveryDest(d *hook.Delivery) []any {
	return []any{&d.ID, &d.EndpointID, &d.EventID, &d.Event, &d.Body, &d.State, &d.Run, &d.Attempts, &d.Status, &d.Fault, at(&d.NextAt), at(&d.CreatedAt), at(&d.UpdatedAt)}
}

// HookEndpoints implements hook.Store.
func (s *Store) HookEndpoints(ctx context.Context) ([]hook.Endpoint, error) {
	var out []hook.Endpoint
	err := s.conn(ctx).all(ctx, "webhook endpoints", `SELECT `+hookColumns+` FROM webhook_endpoints e WHERE e.shop_id = $1 ORDER BY e.id`,
		[]any{shopID(ctx)}, func(row scanner) error {
			var e hook.Endpoint
			err := row.Scan(hookDest(&e)...)
			out = append(out, e)
			return err
		})
	return out, err
}

// PutHookEndpoint implements hook.Store.
func (s *Store) PutHookEndpoint(ctx context.Context, e hook.Endpoint) error {
	_, err := s.conn(ctx).exec(ctx, "put webhook endpoint", `
		INSERT INTO webhook_endpoints (shop_id, id, url, secret, secret_key_id, events, active, reason, failing_since, created_at, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
		ON CONFLICT (shop_id, id) DO UPDATE SET url = excluded.url, events = excluded.events, active = excluded.active, reason = excluded.reason,
			failing_since = excluded.failing_since, updated_at = excluded.updated_at`,
		shopID(ctx), e.ID, e.URL, e.Secret, e.SecretKeyID, toJSON(e.Events), e.Active, e.Reason, e.FailingSince, e.CreatedAt, e.UpdatedAt)
	return err
}

// AddHookDeliveries implements hook.Store.
func (s *Store) AddHookDeliveries(ctx context.Context, list []hook.Delivery) ([]string, error) {
	if len(list) == 0 {
		return nil, nil
	}
	args, values := []any{shopID(ctx)}, ""
	for i, d := range list {
		if i > 0 {
			values += ", "
		}
		values += `($1, ` + in(len(args)+1, 9) + `)`
		args = append(args, d.ID, d.EndpointID, d.EventID, d.Event, clean(d.Body), string(d.State), d.NextAt, d.CreatedAt, d.UpdatedAt)
	}
	var fresh []string
	err := s.conn(ctx).all(ctx, "add webhook deliveries", `
		INSERT INTO webhook_deliveries (shop_id, id, endpoint_id, event_id, event, body, state, next_at, created_at, updated_at) VALUES `+values+`
		ON CONFLICT (shop_id, endpoint_id, event_id) DO NOTHING RETURNING id`, args, func(row scanner) error {
		var id string
		err := row.Scan(&id)
		fresh = append(fresh, id)
		return err
	})
	return fresh, err
}

// LockHookDelivery implements hook.Store.
func (s *Store) LockHookDelivery(ctx context.Context, id string) (hook.Delivery, hook.Endpoint, error) {
	var d hook.Delivery
	var e hook.Endpoint
	found, err := s.conn(ctx).one(ctx, "lock webhook delivery", `
		SELECT `+hookDeliveryColumns+`, `+hookColumns+` FROM webhook_deliveries d JOIN webhook_endpoints e ON e.shop_id = d.shop_id AND e.id = d.endpoint_id
		WHERE d.shop_id = $1 AND d.id = $2`+s.db.Dialect.forUpdate(), []any{shopID(ctx), id}, append(hookDeliveryDest(&d), hookDest(&e)...)...)
	if err == nil && !found {
		err = hook.ErrNoDelivery
	}
	return d, e, err
}

// SaveHookDelivery implements hook.Store.
func (s *Store) SaveHookDelivery(ctx context.Context, d hook.Delivery) error {
	_, err := s.conn(ctx).exec(ctx, "save webhook delivery", `
		UPDATE webhook_deliveries SET state = $3, run = $4, attempts = $5, status = $6, fault = $7, next_at = $8, updated_at = $9 WHERE shop_id = $1 AND id = $2`,
		shopID(ctx), d.ID, string(d.State), d.Run, d.Attempts, d.Status, d.Fault, d.NextAt, d.UpdatedAt)
	return err
}

// HookDeliveries implements hook.Store.
func (s *Store) HookDeliveries(ctx context.Context, endpointID, cursor string, since time.Time, limit int) ([]hook.Delivery, error) {
	if since.IsZero() {
		since = time.Unix(1, 0)
	}
	var out []hook.Delivery
	err := s.conn(ctx).all(ctx, "webhook deliveries", `SELECT `+hookDeliveryColumns+` FROM webhook_deliveries d
		WHERE d.shop_id = $1 AND d.endpoint_id = $2 AND ($3 = '' OR d.id < $3) AND d.created_at >= $4 ORDER BY d.id DESC LIMIT $5`,
		[]any{shopID(ctx), endpointID, cursor, since, limit}, func(row scanner) error {
			var d hook.Delivery
			err := row.Scan(hookDeliveryDest(&d)...)
			out = append(out, d)
			return err
		})
	return out, err
}

// EventsAfter implements hook.FeedStore.
func (s *Store) EventsAfter(ctx context.Context, after hook.Spot, before time.Time, limit int) ([]hook.Recorded, error) {
	var out []hook.Recorded
	err := s.conn(ctx).all(ctx, "events after", `
		SELECT e.id, e.name, e.contact_id, e.conversation_id, e.subject_id, e.data, e.created_at FROM events e
		WHERE e.shop_id = $1 AND (e.created_at, e.id) > ($2, $3) AND e.created_at < $4 ORDER BY e.created_at, e.id LIMIT $5`,
		[]any{shopID(ctx), after.At, after.ID, before, limit}, func(row scanner) error {
			var e hook.Recorded
			var data string
			err := row.Scan(&e.ID, &e.Name, text(&e.ContactID), text(&e.ConversationID), text(&e.SubjectID), text(&data), at(&e.At))
			e.Data = []byte(data)
			out = append(out, e)
			return err
		})
	return out, err
}
