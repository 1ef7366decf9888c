package store

import (
	"context"
	"time"
)

// What the suite of this folder needs of the inside, to run statements of its own.

// Exec runs a statement in the open unit of work.
func Exec(ctx context.Context, s *Store, text string, args ...any) (int64, error) {
	return s.conn(ctx).exec(ctx, "test", text, args...)
}

// One reads at most one row.
func One(ctx context.Context, s *Store, text string, args []any, dest ...any) (bool, error) {
	return s.conn(ctx).one(ctx, "test", text, args, dest...)
}

// Texts reads the first column of all rows.
func Texts(ctx context.Context, s *Store, text string, args ...any) ([]string, error) {
	var out []string
	err := s.conn(ctx).all(ctx, "test", text, args, func(row scanner) error {
		var v string
		err := row.Scan(&v)
		out = append(out, v)
		return err
	})
	return out, err
}

// The scanners and writers of values.
func At(t *time.Time) any    { return at(t) }
func Doc(v any) any          { return doc(v) }
func Text(s *string) any     { return text(s) }
func Flag(b *bool) any       { return flag(b) }
func JSON(v any) string      { return toJSON(v) }
func Null(s string) any      { return null(s) }
func In(first, n int) string { return in(first, n) }
