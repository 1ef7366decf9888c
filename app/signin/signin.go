// Package signin connects those who know people's tokens. It stands by itself because the
// bot's module at the edge has nobody who signs in, and their cryptography is large.
package signin

import (
	"time"

	"prilavok/app/config"
	"prilavok/core/call"
	"prilavok/core/staff"
	"prilavok/provider/supabase"
)

// Supabase knows the tokens of the project that a configuration names; nil when it
// names none.
func Supabase(cfg config.Config, do call.Doer, now func() time.Time) staff.Tokens {
	if cfg.Supabase.URL == "" {
		return nil
	}
	return supabase.New(supabase.Config{URL: cfg.Supabase.URL, AnonKey: cfg.Supabase.AnonKey, Secret: cfg.Supabase.JWTSecret}, do, now)
}
