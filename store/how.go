package store

import (
	"context"
	"errors"
)

// How is what a driver may know of a statement. A driver that does not heed it runs every
// statement at once, and answers the same.
type How struct {
	Later bool // nobody waits for its outcome before the unit's next answer or its end
	Still bool // it changes no row that a query of the unit reads
	Ahead bool // its answer is asked for later in the unit, by the same query
	Only  bool // the unit has no other statement: its end travels with this one
}

type howKey struct{}

// HowOf returns what is known of the statement that runs in ctx.
func HowOf(ctx context.Context) How {
	h, _ := ctx.Value(howKey{}).(How)
	return h
}

func with(ctx context.Context, h How) context.Context { return context.WithValue(ctx, howKey{}, h) }

// StaleStatement tells the errors of statements that were prepared before a migration.
func StaleStatement(err error) bool {
	var e interface{ SQLState() string }
	return errors.As(err, &e) && (e.SQLState() == "0A000" || e.SQLState() == "26000")
}
