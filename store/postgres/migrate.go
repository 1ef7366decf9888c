package postgres

import (
	"context"

	"prilavok/store"
	"prilavok/store/migrate"
	"prilavok/supabase"
)

// plan keeps the one ledger that the Supabase CLI keeps too, so that either may go
// first. The lock is the transaction's: nothing of the session's is used.
func plan() migrate.Plan {
	return migrate.Plan{
		FS: supabase.Migrations,
		Prepare: []string{
			// A migration may wait for another migrator, and build an index for long.
			`SELECT set_config('statement_timeout', '0', true), set_config('lock_timeout', '0', true)`,
			`SELECT pg_advisory_xact_lock(7239105)`,
			`CREATE SCHEMA IF NOT EXISTS supabase_migrations`,
			`CREATE TABLE IF NOT EXISTS supabase_migrations.schema_migrations (version text NOT NULL PRIMARY KEY, statements text[], name text)`,
		},
		Applied: `SELECT version FROM supabase_migrations.schema_migrations ORDER BY version`,
		Note:    `INSERT INTO supabase_migrations.schema_migrations (version, name) VALUES ($1, $2)`,
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
