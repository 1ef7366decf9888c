package app

import (
	"time"

	"prilavok/app/config"
	"prilavok/core/call"
	"prilavok/core/staff"
	"prilavok/provider/supabase"
)

// SupabaseAuth knows the tokens of the project that a configuration names; nil when it
// names none.
func SupabaseAuth(cfg config.Config, do call.Doer, now func() time.Time) staff.Tokens {
	if cfg.Supabase.URL == "" {
		return nil
	}
	return supabase.New(supabase.Config{URL: cfg.Supabase.URL, AnonKey: cfg.Supabase.AnonKey, Secret: cfg.Supabase.JWTSecret}, do, now)
}
