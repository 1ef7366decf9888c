// Package unit holds units of work, right and wrong. A line that a finding is
// expected on says so.
package unit

import (
	"context"
	"time"
)

type runner struct{}

func (runner) InTx(ctx context.Context, fn func(ctx context.Context) error) error { return fn(ctx) }
func (runner) View(ctx context.Context, fn func(ctx context.Context) error) error { return fn(ctx) }

type request struct{ ctx context.Context }

func (r request) Context() context.Context { return r.ctx }

type key struct{}

func query(context.Context) error { return nil }

func right(ctx context.Context, tx runner, r request) error {
	if err := query(ctx); err != nil {
		return err
	}
	return tx.InTx(r.Context(), func(ctx context.Context) error {
		sub, stop := context.WithTimeout(context.WithValue(ctx, key{}, 1), time.Second)
		defer stop()
		return tx.View(sub, func(ctx context.Context) error { return query(ctx) })
	})
}

func otherName(ctx context.Context, tx runner) error {
	return tx.InTx(ctx, func(c context.Context) error { return query(c) }) // want: named ctx
}

func outer(outer context.Context, tx runner) error {
	return tx.View(outer, func(ctx context.Context) error {
		return query(outer) // want: outer is not the context
	})
}

func background(ctx context.Context, tx runner) error {
	return tx.InTx(ctx, func(ctx context.Context) error {
		return query(context.Background()) // want: does not come from ctx
	})
}

func fromRequest(ctx context.Context, tx runner, r request) error {
	return tx.InTx(ctx, func(ctx context.Context) error {
		if err := query(r.ctx); err != nil { // want: ctx is not the context
			return err
		}
		return query(r.Context()) // want: does not come from ctx
	})
}

func nested(ctx context.Context, tx runner) error {
	sub := context.WithoutCancel(ctx)
	return tx.InTx(ctx, func(ctx context.Context) error {
		return tx.InTx(sub, func(ctx context.Context) error { return query(ctx) }) // want: sub is not the context
	})
}
