package store

import (
	"context"
	"strings"

	"prilavok/core/post"
)

const postColumns = `id, account_id, code, url, caption, kind, products, guess, asked, asked_at, updated_at`

func postDest(p *post.Post) []any {
	return []any{&p.ID, &p.AccountID, text(&p.Code), text(&p.URL), &p.Caption, &p.Kind, doc(&p.Products), text(&p.Guess), &p.Asked, at(&p.AskedAt), at(&p.UpdatedAt)}
}

// PostOf implements post.Store.
func (s *Store) PostOf(ctx context.Context, accountID, id, code string) (p post.Post, found bool, err error) {
	found, err = s.conn(ctx).one(ctx, "post of", `
		SELECT `+postColumns+` FROM posts WHERE shop_id = $1 AND account_id = $2 AND (id = $3 OR code = $4)
		ORDER BY CASE WHEN linked THEN 0 ELSE 1 END, CASE WHEN id = $3 THEN 0 ELSE 1 END LIMIT 1`,
		[]any{shopID(ctx), accountID, id, null(code)}, postDest(&p)...)
	return p, found, err
}

// SavePost implements post.Store.
func (s *Store) SavePost(ctx context.Context, p post.Post) error {
	if p.Products == nil {
		p.Products = []string{}
	}
	_, err := s.conn(ctx).exec(ctx, "save post", `
		INSERT INTO posts (shop_id, account_id, id, code, url, caption, kind, products, linked, guess, asked, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, $11)
		ON CONFLICT (shop_id, account_id, id) DO UPDATE SET code = excluded.code, url = excluded.url, caption = excluded.caption, kind = excluded.kind,
			products = excluded.products, linked = excluded.linked, guess = excluded.guess, updated_at = excluded.updated_at`,
		shopID(ctx), p.AccountID, p.ID, null(p.Code), null(p.URL), clean(p.Caption), p.Kind, toJSON(p.Products), len(p.Products) > 0, null(p.Guess), p.UpdatedAt)
	return err
}

// CountPost implements post.Store.
func (s *Store) CountPost(ctx context.Context, p post.Post) error {
	_, err := s.conn(ctx).exec(ctx, "count post", `
		INSERT INTO posts (shop_id, account_id, id, code, url, caption, kind, products, linked, asked, asked_at, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, '[]', $8, 1, $9, $9)
		ON CONFLICT (shop_id, account_id, id) DO UPDATE SET asked = posts.asked + 1, asked_at = excluded.asked_at`,
		shopID(ctx), p.AccountID, p.ID, null(p.Code), null(p.URL), clean(p.Caption), p.Kind, false, p.AskedAt)
	return err
}

// Posts implements post.Store.
func (s *Store) Posts(ctx context.Context, linked bool, limit, offset int) ([]post.Post, error) {
	var out []post.Post
	err := s.conn(ctx).all(ctx, "posts", `
		SELECT `+postColumns+` FROM posts WHERE shop_id = $1 AND linked = $2 AND (linked OR asked > 0) ORDER BY asked DESC, account_id, id LIMIT $3 OFFSET $4`,
		[]any{shopID(ctx), linked, limit, offset}, func(row scanner) error {
			var p post.Post
			err := row.Scan(postDest(&p)...)
			out = append(out, p)
			return err
		})
	return out, err
}

// ProductsNaming implements post.Store.
func (s *Store) ProductsNaming(ctx context.Context, what string, limit int) ([]string, error) {
	like := "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(what) + "%"
	return s.texts(ctx, "products naming", `SELECT id FROM products WHERE shop_id = $1 AND status = 'active'
		AND (CAST(images AS text) LIKE $2 ESCAPE '\' OR CAST(attributes AS text) LIKE $2 ESCAPE '\' OR CAST(description AS text) LIKE $2 ESCAPE '\')
		ORDER BY position, id LIMIT $3`, shopID(ctx), like, limit)
}

// HasAccount implements post.Store.
func (s *Store) HasAccount(ctx context.Context, accountID string) (bool, error) {
	var id string
	return s.conn(ctx).one(ctx, "has account", `SELECT id FROM channel_accounts WHERE shop_id = $1 AND id = $2`, []any{shopID(ctx), accountID}, &id)
}
