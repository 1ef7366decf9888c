package store

import (
	"context"
	"slices"
	"strings"
	"time"

	"prilavok/core/catalog/sheet"
)

// AddImport implements sheet.Store.
func (s *Store) AddImport(ctx context.Context, e sheet.Entry, at time.Time) error {
	_, err := s.conn(ctx).exec(ctx, "add import", `
		INSERT INTO goods_imports (shop_id, id, by_whom, file, created, updated, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		shopID(ctx), e.ID, e.By, clean(e.File), e.Created, e.Updated, at)
	return err
}

// EndImport implements sheet.Store.
func (s *Store) EndImport(ctx context.Context, e sheet.Entry) error {
	_, err := s.conn(ctx).exec(ctx, "end import", `
		UPDATE goods_imports SET categories = $3, created_at = $4, undone_at = $5, undone_by = $6, outcome = $7 WHERE shop_id = $1 AND id = $2`,
		shopID(ctx), e.ID, toJSON(e.Categories), e.At, e.UndoneAt, e.UndoneBy, clean(toJSON(e.Outcome)))
	return err
}

// Imports implements sheet.Store.
func (s *Store) Imports(ctx context.Context, before string, limit int) ([]sheet.Entry, error) {
	return s.imports(ctx, `($2 = '' OR i.id < $2)`, before, limit)
}

// ImportByID implements sheet.Store.
func (s *Store) ImportByID(ctx context.Context, id string) (sheet.Entry, error) {
	list, err := s.imports(ctx, `i.id = $2`, id, 1)
	if err == nil && len(list) == 0 {
		err = sheet.ErrNoImport
	}
	if err != nil {
		return sheet.Entry{}, err
	}
	return list[0], nil
}

func (s *Store) imports(ctx context.Context, which, id string, limit int) ([]sheet.Entry, error) {
	var out []sheet.Entry
	var who []string
	err := s.conn(ctx).all(ctx, "imports", `
		SELECT i.id, i.by_whom, i.file, i.created, i.updated, i.categories, i.created_at, i.undone_at, i.undone_by, i.outcome
		FROM goods_imports i WHERE i.shop_id = $1 AND `+which+` ORDER BY i.id DESC LIMIT $3`, []any{shopID(ctx), id, limit}, func(row scanner) error {
		var e sheet.Entry
		err := row.Scan(&e.ID, &e.By, &e.File, &e.Created, &e.Updated, doc(&e.Categories), at(&e.At), at(&e.UndoneAt), &e.UndoneBy, doc(&e.Outcome))
		out, who = append(out, e), append(who, e.By)
		return err
	})
	if err != nil {
		return nil, err
	}
	slices.Sort(who)
	names, err := s.NamesOf(ctx, slices.Compact(who))
	for i := range out {
		out[i].ByName = names[out[i].By]
	}
	return out, err
}

// AddTouched implements sheet.Store.
func (s *Store) AddTouched(ctx context.Context, importID string, list []sheet.Touched) error {
	for part := range slices.Chunk(list, 100) {
		b := binder{args: []any{shopID(ctx), importID}}
		var rows []string
		for _, t := range part {
			rows = append(rows, `($1, $2, `+b.one(t.ProductID)+`, `+b.one(t.Made)+`, `+b.one(clean(toJSON(t.Fields)))+`)`)
		}
		if _, err := s.conn(ctx).exec(ctx, "add touched", `
			INSERT INTO goods_import_items (shop_id, import_id, product_id, made, fields) VALUES `+strings.Join(rows, ", "), b.args...); err != nil {
			return err
		}
	}
	return nil
}

// Touched implements sheet.Store.
func (s *Store) Touched(ctx context.Context, importID, after string, limit int) ([]sheet.Touched, error) {
	var out []sheet.Touched
	err := s.conn(ctx).all(ctx, "touched", `
		SELECT product_id, made, fields FROM goods_import_items WHERE shop_id = $1 AND import_id = $2 AND product_id > $3 ORDER BY product_id LIMIT $4`,
		[]any{shopID(ctx), importID, after, limit}, func(row scanner) error {
			var t sheet.Touched
			err := row.Scan(&t.ProductID, flag(&t.Made), doc(&t.Fields))
			out = append(out, t)
			return err
		})
	return out, err
}

// ForgetTouched implements sheet.Store.
func (s *Store) ForgetTouched(ctx context.Context, before time.Time) error {
	_, err := s.conn(ctx).exec(ctx, "forget touched", `
		DELETE FROM goods_import_items WHERE shop_id = $1 AND import_id IN (SELECT id FROM goods_imports WHERE shop_id = $1 AND created_at < $2)`, shopID(ctx), before)
	return err
}

// EverHeld implements sheet.Store.
func (s *Store) EverHeld(ctx context.Context, variantIDs []string) ([]string, error) {
	var out []string
	for part := range slices.Chunk(variantIDs, 500) {
		b := binder{args: []any{shopID(ctx)}}
		list, err := s.texts(ctx, "ever held", `SELECT DISTINCT variant_id FROM reservations WHERE shop_id = $1 AND variant_id IN (`+b.list(part)+`)`, b.args...)
		if err != nil {
			return nil, err
		}
		out = append(out, list...)
	}
	return out, nil
}
