package store

import (
	"context"
	"time"

	"prilavok/core/shop/guide"
	"prilavok/core/shop/setting"
)

// InsertSettingsVersion implements setting.Store.
func (s *Store) InsertSettingsVersion(ctx context.Context, v setting.Version) error {
	_, err := s.conn(ctx).exec(ctx, "insert settings version", `
		INSERT INTO settings_versions (shop_id, id, at, actor_id, revision, undoes, changes) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		shopID(ctx), v.ID, v.At, v.ActorID, v.Revision, null(v.Undoes), toJSON(v.Changes))
	return err
}

const settingsVersions = `
	SELECT v.id, v.at, v.actor_id, v.revision, v.undoes, u.id, v.changes
	FROM settings_versions v LEFT JOIN settings_versions u ON u.shop_id = v.shop_id AND u.undoes = v.id
	WHERE v.shop_id = $1`

// SettingsVersions implements setting.Store.
func (s *Store) SettingsVersions(ctx context.Context, below string, limit int) ([]setting.Version, error) {
	return s.settingsVersions(ctx, settingsVersions+` AND ($2 = '' OR v.id < $2) ORDER BY v.id DESC LIMIT $3`, shopID(ctx), below, limit)
}

// SettingsVersion implements setting.Store.
func (s *Store) SettingsVersion(ctx context.Context, id string) (v setting.Version, found bool, err error) {
	list, err := s.settingsVersions(ctx, settingsVersions+` AND v.id = $2`, shopID(ctx), id)
	if len(list) == 0 {
		return v, false, err
	}
	return list[0], true, err
}

func (s *Store) settingsVersions(ctx context.Context, query string, args ...any) ([]setting.Version, error) {
	var out []setting.Version
	err := s.conn(ctx).all(ctx, "settings versions", query, args, func(row scanner) error {
		var v setting.Version
		err := row.Scan(&v.ID, at(&v.At), &v.ActorID, &v.Revision, text(&v.Undoes), text(&v.UndoneBy), doc(&v.Changes))
		out = append(out, v)
		return err
	})
	return out, err
}

// GuideSteps implements guide.Store.
func (s *Store) GuideSteps(ctx context.Context) (map[string]guide.State, error) {
	out := map[string]guide.State{}
	err := s.conn(ctx).all(ctx, "guide steps", `SELECT step, state FROM guide_steps WHERE shop_id = $1`, []any{shopID(ctx)}, func(row scanner) error {
		var step string
		var state guide.State
		err := row.Scan(&step, &state)
		out[step] = state
		return err
	})
	return out, err
}

// SaveGuideStep implements guide.Store.
func (s *Store) SaveGuideStep(ctx context.Context, step string, state guide.State, now time.Time) error {
	_, err := s.conn(ctx).exec(ctx, "save guide step", `
		INSERT INTO guide_steps (shop_id, step, state, at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (shop_id, step) DO UPDATE SET state = excluded.state, at = excluded.at`, shopID(ctx), step, string(state), now)
	return err
}
