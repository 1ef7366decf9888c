// Package supabase carries the one set of Postgres migrations, so that the binary
// and the Supabase CLI apply the same files.
package supabase

import "embed"

// Migrations holds migrations/*.sql, named <14 digits>_<name>.sql.
//
//go:embed migrations/*.sql
var Migrations embed.FS
