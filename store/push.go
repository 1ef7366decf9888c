package store

import (
	"context"
	"time"

	"prilavok/core/bell/push"
)

// pushPair is the id of the one pair that there is.
const pushPair = "vapid"

// PushPair implements push.Store.
func (s *Store) PushPair(ctx context.Context) (p push.KeptPair, found bool, err error) {
	found, err = s.conn(ctx).one(ctx, "push pair", `SELECT shop_id, public, secret, secret_key_id, created_at FROM push_keys WHERE id = $1`, []any{pushPair},
		&p.ShopID, &p.Public, &p.Secret, &p.SecretKeyID, at(&p.CreatedAt))
	return p, found, err
}

// InsertPushPair implements push.Store.
func (s *Store) InsertPushPair(ctx context.Context, p push.KeptPair) (bool, error) {
	n, err := s.conn(ctx).exec(ctx, "insert push pair", `INSERT INTO push_keys (shop_id, id, public, secret, secret_key_id, created_at) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT DO NOTHING`, shopID(ctx), pushPair, p.Public, p.Secret, p.SecretKeyID, p.CreatedAt)
	return n > 0, err
}

// SavePush implements push.Store.
func (s *Store) SavePush(ctx context.Context, p push.Subscription) error {
	q := s.conn(ctx)
	if _, err := q.exec(ctx, "take a browser over", `DELETE FROM push_subscriptions WHERE shop_id = $1 AND (session_id = $2 OR endpoint_hash = $3)`,
		shopID(ctx), p.SessionID, p.EndpointHash); err != nil {
		return err
	}
	_, err := q.exec(ctx, "save push subscription", `INSERT INTO push_subscriptions (shop_id, id, person_id, session_id, endpoint_hash, secret, secret_key_id, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, shopID(ctx), p.ID, p.PersonID, p.SessionID, p.EndpointHash, p.Secret, p.SecretKeyID, p.CreatedAt)
	return err
}

func (s *Store) pushes(ctx context.Context, what, where string, args ...any) ([]push.Subscription, error) {
	var out []push.Subscription
	err := s.conn(ctx).all(ctx, what, `SELECT p.shop_id, p.id, p.person_id, p.session_id, p.endpoint_hash, p.secret, p.secret_key_id, p.created_at
		FROM push_subscriptions p WHERE `+where, args, func(row scanner) error {
		var x push.Subscription
		err := row.Scan(&x.ShopID, &x.ID, &x.PersonID, &x.SessionID, &x.EndpointHash, &x.Secret, &x.SecretKeyID, at(&x.CreatedAt))
		out = append(out, x)
		return err
	})
	return out, err
}

// PushOf implements push.Store.
func (s *Store) PushOf(ctx context.Context, sessionID string) (push.Subscription, bool, error) {
	list, err := s.pushes(ctx, "push subscription of a session", `p.shop_id = $1 AND p.session_id = $2`, shopID(ctx), sessionID)
	x, err := first(list, err)
	return x, x.ID != "", err
}

// DeletePush implements push.Store.
func (s *Store) DeletePush(ctx context.Context, idOrSession string) error {
	_, err := s.conn(ctx).exec(ctx, "delete push subscription", `DELETE FROM push_subscriptions WHERE shop_id = $1 AND (id = $2 OR session_id = $2)`, shopID(ctx), idOrSession)
	return err
}

// DeletePushesOf implements push.Store.
func (s *Store) DeletePushesOf(ctx context.Context, personID string) error {
	_, err := s.conn(ctx).exec(ctx, "delete push subscriptions", `DELETE FROM push_subscriptions WHERE shop_id = $1 AND person_id = $2`, shopID(ctx), personID)
	return err
}

// pushAlive is a subscription whose session is: $1 is now, $2 when it was seen at the earliest. A
// browser that somebody else signed in with since is theirs.
const pushAlive = `EXISTS (SELECT 1 FROM staff_sessions e WHERE e.shop_id = p.shop_id AND e.id = p.session_id AND e.expires_at > $1 AND e.seen_at >= $2)
	AND NOT EXISTS (SELECT 1 FROM push_subscriptions n WHERE n.endpoint_hash = p.endpoint_hash AND n.id > p.id)`

// PushesTo implements push.Store.
func (s *Store) PushesTo(ctx context.Context, people []string, now, seenAfter time.Time) ([]push.Subscription, error) {
	if len(people) == 0 {
		return nil, nil
	}
	return s.pushes(ctx, "push subscriptions of people", `p.person_id IN (`+in(3, len(people))+`) AND `+pushAlive+` ORDER BY p.id`,
		append([]any{now, seenAfter}, names(people)...)...)
}

// PushByID implements push.Store.
func (s *Store) PushByID(ctx context.Context, id string, now, seenAfter time.Time) (push.Subscription, bool, error) {
	x, err := first(s.pushes(ctx, "push subscription", `p.id = $3 AND `+pushAlive, now, seenAfter, id))
	return x, x.ID != "", err
}
