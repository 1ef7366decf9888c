package edge_test

import (
	"context"
	"path/filepath"
	"testing"
	"time"
)

// TestWire has the edge's Postgres client meet servers that break off, cut messages anywhere,
// lie and refuse, in both Denos.
func TestWire(t *testing.T) {
	t.Parallel()
	b, err := breakable()
	ok(t, err)
	script, err := filepath.Abs("wire.mjs")
	ok(t, err)
	for _, which := range []string{pinned, newest} {
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		if out, err := denoCommand(ctx, program(t, which), b.dir, script, "file://"+filepath.Join(b.dir, "functions/_shared/db.ts")).CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%s", which, err, out)
		}
	}
}
