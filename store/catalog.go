package store

import (
	"context"
	"slices"
	"time"

	"prilavok/core/catalog"
)

// CategoryList implements catalog.Store.
func (s *Store) CategoryList(ctx context.Context) ([]catalog.Category, error) {
	var out []catalog.Category
	err := s.conn(ctx).all(ctx, "categories", `SELECT id, slug, parent_id, title, position, active FROM categories WHERE shop_id = $1 ORDER BY position, id`,
		[]any{shopID(ctx)}, func(row scanner) error {
			var c catalog.Category
			err := row.Scan(&c.ID, &c.Slug, text(&c.ParentID), doc(&c.Title), &c.Position, flag(&c.Active))
			out = append(out, c)
			return err
		})
	return out, err
}

// SaveCategory implements catalog.Store.
func (s *Store) SaveCategory(ctx context.Context, c catalog.Category, at time.Time) error {
	_, err := s.conn(ctx).exec(ctx, "save category", `
		INSERT INTO categories (shop_id, id, slug, parent_id, title, position, active, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		ON CONFLICT (shop_id, id) DO UPDATE SET slug = excluded.slug, parent_id = excluded.parent_id, title = excluded.title,
			position = excluded.position, active = excluded.active, updated_at = excluded.updated_at`,
		shopID(ctx), c.ID, c.Slug, null(c.ParentID), clean(toJSON(c.Title)), c.Position, c.Active, at)
	return err
}

// ProductsByID implements catalog.Store.
func (s *Store) ProductsByID(ctx context.Context, ids []string) ([]catalog.Product, error) {
	b := binder{args: []any{shopID(ctx)}}
	list := b.list(ids)
	var out []catalog.Product
	index := map[string]int{}
	q := s.conn(ctx)
	variants := func(ctx context.Context) error { return s.variants(ctx, list, b.args, index, out) }
	if err := s.Ahead(ctx, variants); err != nil {
		return nil, err
	}
	err := q.all(ctx, "products", `
		SELECT id, slug, category_id, title, description, brand, attributes, images, status, position, created_at, updated_at
		FROM products WHERE shop_id = $1 AND id IN (`+list+`)`, b.args, func(row scanner) error {
		var p catalog.Product
		err := row.Scan(&p.ID, &p.Slug, text(&p.CategoryID), doc(&p.Title), doc(&p.Description), &p.Brand, doc(&p.Attributes), doc(&p.Images),
			&p.Status, &p.Position, at(&p.CreatedAt), at(&p.UpdatedAt))
		index[p.ID] = len(out)
		out = append(out, p)
		return err
	})
	if err != nil {
		return out, err
	}
	return out, variants(ctx)
}

// variants puts the variants of listed products into them.
func (s *Store) variants(ctx context.Context, list string, args []any, index map[string]int, into []catalog.Product) error {
	return s.conn(ctx).all(ctx, "variants", `
		SELECT id, product_id, sku, options, price, compare_at, currency, grams, on_hand, reserved, tracked, position, active
		FROM variants WHERE shop_id = $1 AND product_id IN (`+list+`) ORDER BY product_id, position, id`, args, func(row scanner) error {
		var v catalog.Variant
		err := row.Scan(&v.ID, &v.ProductID, &v.SKU, doc(&v.Options), &v.Price.Amount, &v.CompareAt.Amount, &v.Price.Currency,
			&v.Grams, &v.OnHand, &v.Reserved, flag(&v.Tracked), &v.Position, flag(&v.Active))
		v.CompareAt.Currency = v.Price.Currency
		if i, ok := index[v.ProductID]; ok {
			into[i].Variants = append(into[i].Variants, v)
		}
		return err
	})
}

// ProductIDBySlug implements catalog.Store.
func (s *Store) ProductIDBySlug(ctx context.Context, slug string) (string, error) {
	var id string
	_, err := s.conn(ctx).one(ctx, "product by slug", `SELECT id FROM products WHERE shop_id = $1 AND slug = $2`, []any{shopID(ctx), slug}, &id)
	return id, err
}

// ProductIDsOfVariants implements catalog.Store.
func (s *Store) ProductIDsOfVariants(ctx context.Context, variantIDs []string) ([]string, error) {
	b := binder{args: []any{shopID(ctx)}}
	list := b.list(variantIDs)
	return s.texts(ctx, "products of variants", `SELECT DISTINCT product_id FROM variants WHERE shop_id = $1 AND id IN (`+list+`)`, b.args...)
}

// SaveProduct implements catalog.Store.
func (s *Store) SaveProduct(ctx context.Context, p catalog.Product) error {
	low, high := p.PriceRange()
	_, err := s.conn(ctx).exec(ctx, "save product", `
		INSERT INTO products (shop_id, id, slug, category_id, title, description, brand, attributes, images, status, position, price_min, price_max, created_at, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
		ON CONFLICT (shop_id, id) DO UPDATE SET slug = excluded.slug, category_id = excluded.category_id, title = excluded.title, description = excluded.description,
			brand = excluded.brand, attributes = excluded.attributes, images = excluded.images, status = excluded.status, position = excluded.position,
			price_min = excluded.price_min, price_max = excluded.price_max, updated_at = excluded.updated_at`,
		shopID(ctx), p.ID, p.Slug, null(p.CategoryID), clean(toJSON(p.Title)), clean(toJSON(p.Description)), clean(p.Brand), clean(toJSON(p.Attributes)),
		clean(toJSON(p.Images)), string(p.Status), p.Position, low.Amount, high.Amount, p.CreatedAt, p.UpdatedAt)
	if err != nil {
		return err
	}
	args := []any{shopID(ctx), p.ID}
	for i, v := range p.Variants {
		args = append(args, v.ID)
		if err := s.saveVariant(ctx, v, i); err != nil {
			return err
		}
	}
	_, err = s.conn(ctx).exec(ctx, "retire variants", `
		UPDATE variants SET active = $3 WHERE shop_id = $1 AND product_id = $2 AND id NOT IN (`+in(4, len(p.Variants))+`)`,
		append(args[:2:2], append([]any{false}, args[2:]...)...)...)
	return err
}

func (s *Store) saveVariant(ctx context.Context, v catalog.Variant, position int) error {
	n, err := s.conn(ctx).exec(ctx, "save variant", `
		INSERT INTO variants (shop_id, id, product_id, sku, options, price, compare_at, currency, on_hand, tracked, position, active, grams)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
		ON CONFLICT (shop_id, id) DO UPDATE SET sku = excluded.sku, options = excluded.options, price = excluded.price, compare_at = excluded.compare_at,
			currency = excluded.currency, tracked = excluded.tracked, position = excluded.position, active = excluded.active, grams = excluded.grams
		WHERE variants.product_id = excluded.product_id`,
		shopID(ctx), v.ID, v.ProductID, clean(v.SKU), clean(toJSON(v.Options)), v.Price.Amount, v.CompareAt.Amount, v.Price.Currency, v.OnHand, v.Tracked, position, v.Active, v.Grams)
	if err == nil && n == 0 {
		err = catalog.ErrSKU
	}
	return err
}

// BrowseProducts implements catalog.Store.
func (s *Store) BrowseProducts(ctx context.Context, f catalog.Filter, after catalog.Cursor, limit int) ([]catalog.Spot, error) {
	value, sign, dir := "position", ">", ""
	switch f.By {
	case catalog.ByPriceUp:
		value = "price_min"
	case catalog.ByPriceDown:
		value, sign, dir = "price_min", "<", " DESC"
	}
	status, is := f.Status, ` AND status = `
	switch f.Status {
	case "":
		status = catalog.Active
	case catalog.Kept:
		status, is = catalog.Archived, ` AND status <> `
	}
	query := `SELECT id, ` + value + ` FROM products WHERE shop_id = $1` + is + `$2`
	args := []any{shopID(ctx), string(status)}
	with := func(clause string, v any) {
		args = append(args, v)
		query += clause + in(len(args), 1)
	}
	if f.CategoryID != "" {
		with(` AND category_id = `, f.CategoryID)
	}
	if f.PriceMin > 0 {
		with(` AND price_max >= `, f.PriceMin)
	}
	if f.PriceMax > 0 {
		with(` AND price_min <= `, f.PriceMax)
	}
	const had = `EXISTS (SELECT 1 FROM variants v WHERE v.shop_id = products.shop_id AND v.product_id = products.id AND v.active AND (v.on_hand > v.reserved OR NOT v.tracked))`
	if f.InStock {
		query += ` AND ` + had
	}
	if f.OutOfStock {
		query += ` AND NOT ` + had
	}
	if f.NoPicture {
		query += ` AND CAST(images AS text) IN ('[]', 'null')`
	}
	if after.ID != "" {
		with(` AND (`+value+` `+sign+` `, after.Value)
		with(` OR (`+value+` = `, after.Value)
		with(` AND id `+sign+` `, after.ID)
		query += `))`
	}
	args = append(args, limit)
	query += ` ORDER BY ` + value + dir + `, id` + dir + ` LIMIT ` + in(len(args), 1)
	var out []catalog.Spot
	err := s.conn(ctx).all(ctx, "browse products", query, args, func(row scanner) error {
		var p catalog.Spot
		err := row.Scan(&p.ID, &p.Value)
		out = append(out, p)
		return err
	})
	return out, err
}

// VariantsBySKU implements catalog.SheetStore.
func (s *Store) VariantsBySKU(ctx context.Context, skus []string) (map[string]catalog.SKUOwner, error) {
	out := map[string]catalog.SKUOwner{}
	for part := range slices.Chunk(skus, 500) {
		b := binder{args: []any{shopID(ctx)}}
		list := b.list(part)
		err := s.conn(ctx).all(ctx, "variants by sku", `SELECT sku, product_id, id FROM variants WHERE shop_id = $1 AND sku IN (`+list+`)`, b.args, func(row scanner) error {
			var sku string
			var o catalog.SKUOwner
			err := row.Scan(&sku, &o.ProductID, &o.VariantID)
			out[sku] = o
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// ProductsAfter implements catalog.SheetStore.
func (s *Store) ProductsAfter(ctx context.Context, afterID string, limit int) ([]string, error) {
	return s.texts(ctx, "products after", `SELECT id FROM products WHERE shop_id = $1 AND id > $2 ORDER BY id LIMIT $3`, shopID(ctx), afterID, limit)
}
