// Package supabase carries what belongs to a Supabase project: the one set of Postgres
// migrations, which the binary and the Supabase CLI apply alike, and the files that
// `prilavok supabase` writes and runs.
package supabase

import "embed"

// Migrations holds migrations/*.sql, named <14 digits>_<name>.sql.
//
//go:embed migrations/*.sql
var Migrations embed.FS

// Function holds functions/bot and functions/admin, the pages around the programs, and what
// they share. What a build makes is not in it.
//
//go:embed functions/_shared/*.ts functions/bot/*.ts functions/bot/deno.json functions/admin/*.ts functions/admin/deno.json
var Function embed.FS

// Config is config.toml, of a project named prilavok.
//
//go:embed config.toml
var Config string

// Seed is seed.sql: the sample shop, loaded once into a database without one.
//
//go:embed seed.sql
var Seed string

// Clock holds clock/*.sql: what `prilavok supabase enable` and disable run.
//
//go:embed clock/*.sql
var Clock embed.FS
