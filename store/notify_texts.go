package store

import (
	"context"

	"prilavok/core/notify"
)

func (s *Store) noticeTexts(ctx context.Context, what, where string, args ...any) ([]notify.Text, error) {
	var out []notify.Text
	err := s.conn(ctx).all(ctx, what, `SELECT t.id, t.event, t.audience, t.lang, t.channel, t.version, t.body, t.active, t.author, t.created_at
		FROM notice_templates t WHERE t.shop_id = $1 AND `+where, args, func(row scanner) error {
		var t notify.Text
		err := row.Scan(&t.ID, &t.Event, &t.Audience, &t.Lang, &t.Channel, &t.Version, &t.Body, flag(&t.Active), &t.Author, at(&t.CreatedAt))
		out = append(out, t)
		return err
	})
	return out, err
}

// NoticeTexts implements notify.TextStore.
func (s *Store) NoticeTexts(ctx context.Context, event string) ([]notify.Text, error) {
	return s.noticeTexts(ctx, "notice texts", `($2 = '' OR t.event = $2) AND NOT EXISTS (
		SELECT 1 FROM notice_templates u WHERE u.shop_id = t.shop_id AND u.event = t.event AND u.audience = t.audience AND u.lang = t.lang
			AND u.channel = t.channel AND u.version > t.version) ORDER BY t.event, t.audience, t.lang, t.channel`, shopID(ctx), event)
}

// NoticeVersions implements notify.TextStore.
func (s *Store) NoticeVersions(ctx context.Context, k notify.Key) ([]notify.Text, error) {
	return s.noticeTexts(ctx, "notice versions", `t.event = $2 AND t.audience = $3 AND t.lang = $4 AND t.channel = $5 ORDER BY t.version DESC`,
		shopID(ctx), k.Event, string(k.Audience), string(k.Lang), string(k.Channel))
}

// InsertNoticeText implements notify.TextStore.
func (s *Store) InsertNoticeText(ctx context.Context, t notify.Text) (bool, error) {
	n, err := s.conn(ctx).exec(ctx, "insert notice text", `
		INSERT INTO notice_templates (shop_id, id, event, audience, lang, channel, version, body, active, author, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (shop_id, event, audience, lang, channel, version) DO NOTHING`,
		shopID(ctx), t.ID, t.Event, string(t.Audience), string(t.Lang), string(t.Channel), t.Version, clean(t.Body), t.Active, clean(t.Author), t.CreatedAt)
	return n > 0, err
}

// PlacesOf implements notify.People.
func (s *Store) PlacesOf(ctx context.Context, contactID string) ([]notify.Place, error) {
	var out []notify.Place
	err := s.conn(ctx).all(ctx, "places of a contact", `
		SELECT c.id, c.address_id, c.account_id, c.channel, a.status = 'active', d.blocked, c.route, c.asked_at
		FROM conversations c JOIN addresses d ON d.shop_id = c.shop_id AND d.id = c.address_id
		JOIN channel_accounts a ON a.shop_id = c.shop_id AND a.id = c.account_id
		WHERE c.shop_id = $1 AND c.contact_id = $2 ORDER BY coalesce(c.asked_at, c.created_at) DESC, c.id DESC`,
		[]any{shopID(ctx), contactID}, func(row scanner) error {
			var p notify.Place
			err := row.Scan(&p.ConversationID, &p.AddressID, &p.AccountID, &p.Channel, flag(&p.Active), flag(&p.Blocked), &p.Route, at(&p.AskedAt))
			out = append(out, p)
			return err
		})
	return out, err
}

// ConsentsOf implements notify.People.
func (s *Store) ConsentsOf(ctx context.Context, contactID string) ([]notify.Consent, error) {
	var out []notify.Consent
	err := s.conn(ctx).all(ctx, "consents", `SELECT id, topic, channel, allowed, version, source, created_at FROM contact_consents
		WHERE shop_id = $1 AND contact_id = $2 ORDER BY id`, []any{shopID(ctx), contactID}, func(row scanner) error {
		c := notify.Consent{ContactID: contactID}
		err := row.Scan(&c.ID, &c.Topic, &c.Channel, flag(&c.Allowed), &c.Version, &c.Source, at(&c.At))
		out = append(out, c)
		return err
	})
	return out, err
}

// AddConsent implements notify.People.
func (s *Store) AddConsent(ctx context.Context, c notify.Consent) error {
	_, err := s.conn(ctx).exec(ctx, "add consent", `
		INSERT INTO contact_consents (shop_id, id, contact_id, topic, channel, allowed, version, source, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		shopID(ctx), c.ID, c.ContactID, string(c.Topic), string(c.Channel), c.Allowed, clean(c.Version), clean(c.Source), c.At)
	return err
}
