package storetest

import (
	"context"
	"testing"
)

// BenchmarkUnit measures what a unit of work costs by itself: begin, prelude, nothing,
// commit; and Plain the same without the prelude. Data is not synced to disk, so a
// commit that writes costs more than this on a real server.
func BenchmarkUnit(b *testing.B) {
	for _, w := range Ways {
		e := w.Open(b)
		ctx, _, _ := Shop(b, e.Store, "bench")
		nothing := func(ctx context.Context) error { return nil }
		b.Run(w.Name+"/InTx", func(b *testing.B) {
			for b.Loop() {
				if err := e.Store.InTx(ctx, nothing); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(w.Name+"/View", func(b *testing.B) {
			for b.Loop() {
				if err := e.Store.View(ctx, nothing); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(w.Name+"/Plain", func(b *testing.B) {
			for b.Loop() {
				tx, err := e.DB.Write.BeginTx(ctx, nil)
				if err == nil {
					err = tx.Commit()
				}
				if err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
