package store

import (
	"context"
	"time"

	"prilavok/core/knowledge"
)

// ArticleList implements knowledge.Store.
func (s *Store) ArticleList(ctx context.Context) ([]knowledge.Article, error) {
	var out []knowledge.Article
	err := s.conn(ctx).all(ctx, "articles", `SELECT id, slug, kind, title, body, keywords, position, active FROM articles WHERE shop_id = $1 ORDER BY position, id`,
		[]any{shopID(ctx)}, func(row scanner) error {
			var a knowledge.Article
			err := row.Scan(&a.ID, &a.Slug, &a.Kind, doc(&a.Title), doc(&a.Body), doc(&a.Keywords), &a.Position, flag(&a.Active))
			out = append(out, a)
			return err
		})
	return out, err
}

// SaveArticle implements knowledge.Store.
func (s *Store) SaveArticle(ctx context.Context, a knowledge.Article, at time.Time) error {
	_, err := s.conn(ctx).exec(ctx, "save article", `
		INSERT INTO articles (shop_id, id, slug, kind, title, body, keywords, position, active, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
		ON CONFLICT (shop_id, id) DO UPDATE SET slug = excluded.slug, kind = excluded.kind, title = excluded.title, body = excluded.body,
			keywords = excluded.keywords, position = excluded.position, active = excluded.active, updated_at = excluded.updated_at`,
		shopID(ctx), a.ID, a.Slug, string(a.Kind), clean(toJSON(a.Title)), clean(toJSON(a.Body)), clean(toJSON(a.Keywords)), a.Position, a.Active, at)
	return err
}

// DeleteArticle implements knowledge.Store.
func (s *Store) DeleteArticle(ctx context.Context, id string) (bool, error) {
	n, err := s.conn(ctx).exec(ctx, "delete article", `DELETE FROM articles WHERE shop_id = $1 AND id = $2`, shopID(ctx), id)
	return n > 0, err
}
