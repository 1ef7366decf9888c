package storetest

import (
	"testing"

	"prilavok/store/lint"
)

// TestLints: nothing is found in a fresh database, neither on Supabase nor elsewhere.
func TestLints(t *testing.T) {
	for name, url := range map[string]string{"supabase": NewSupabase(t), "plain": NewDatabase(t, true)} {
		t.Run(name, func(t *testing.T) {
			for who, u := range map[string]string{"superuser": url, "owner": AsOwner(url)} {
				found, err := lint.Run(t.Context(), openSQL(t, u))
				check(t, err)
				for _, f := range found {
					t.Errorf("%s sees %s %s: %s %s. %s", who, f.Level, f.Lint, f.Object, f.Detail, f.Advice)
				}
			}
		})
	}
}
