package supabase_test

import (
	"testing"
	"time"

	"prilavok/provider/supabase"
	fake "prilavok/provider/supabase/supabasefake"
)

// BenchmarkVerify is what one request of a member of staff costs besides the database.
func BenchmarkVerify(b *testing.B) {
	now := func() time.Time { return time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC) }
	p := fake.New(now)
	for name, kid := range map[string]string{"ES256": fake.EC, "RS256": fake.RSA, "HS256": ""} {
		v := supabase.New(supabase.Config{URL: fake.URL, Secret: fake.Secret}, p, now)
		token := p.Token(anna, kid)
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := v.Verify(b.Context(), token); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
