package sqlite

import (
	"context"
	"embed"

	"prilavok/store"
	"prilavok/store/migrate"
)

//go:embed migrations/*.sql
var migrations embed.FS

// ledger has the columns of the Supabase CLI's own, so that both engines keep the
// same record of what was applied.
const ledger = `CREATE TABLE IF NOT EXISTS schema_migrations (version text PRIMARY KEY, statements text, name text)`

// plan is how migrations are applied to SQLite: an immediate transaction is the lock.
func plan() migrate.Plan {
	return migrate.Plan{
		FS:      migrations,
		Prepare: []string{ledger},
		Applied: `SELECT version FROM schema_migrations ORDER BY version`,
		Note:    `INSERT INTO schema_migrations (version, name) VALUES ($1, $2)`,
	}
}

// Migrate applies what is missing, in order, and returns the versions applied.
func Migrate(ctx context.Context, db store.DB) ([]string, error) {
	return migrate.Run(ctx, db.Write, plan())
}

// Pending lists what Migrate would apply.
func Pending(ctx context.Context, db store.DB) ([]string, error) {
	return migrate.Pending(ctx, db.Write, plan())
}
