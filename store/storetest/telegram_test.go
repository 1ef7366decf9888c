package storetest

import (
	"context"
	"testing"
	"time"

	"prilavok/store"
)

var _ = Case("TelegramFile SaveTelegramFile", func(t *testing.T, st *store.Store) {
	ctx, _, acc := Shop(t, st, "tg-files")
	other, _, _ := Shop(t, st, "tg-files-other")
	at := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	get := func(ctx context.Context, source string) (id string) {
		t.Helper()
		check(t, st.View(ctx, func(ctx context.Context) (err error) {
			id, err = st.TelegramFile(ctx, acc.ID, source)
			return err
		}))
		return id
	}
	for _, id := range []string{"AgAC-1", "AgAC-2"} {
		check(t, st.InTx(ctx, func(ctx context.Context) error {
			return st.SaveTelegramFile(ctx, acc.ID, "/media/1.jpg", id, at)
		}))
		if got := get(ctx, "/media/1.jpg"); got != id {
			t.Errorf("file %q, want %q", got, id)
		}
	}
	if got := get(ctx, "/media/2.jpg") + get(other, "/media/1.jpg"); got != "" {
		t.Errorf("a file of nobody's: %q", got)
	}
})

var _ = Case("PollOffset SavePollOffset", func(t *testing.T, st *store.Store) {
	ctx, _, acc := Shop(t, st, "tg-offset")
	for _, next := range []int64{0, 912345001, 912345100, 7} { // ids may start anew after a quiet week
		if next > 0 {
			check(t, st.InTx(ctx, func(ctx context.Context) error { return st.SavePollOffset(ctx, acc.ID, next) }))
		}
		check(t, st.View(ctx, func(ctx context.Context) error {
			got, err := st.PollOffset(ctx, acc.ID)
			if got != next {
				t.Errorf("offset %d, want %d", got, next)
			}
			return err
		}))
	}
})

var _ = Case("SaveBusinessConnection BusinessConnectionUsable", func(t *testing.T, st *store.Store) {
	ctx, _, acc := Shop(t, st, "tg-business")
	at := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	usable := func(id string) (ok bool) {
		t.Helper()
		check(t, st.View(ctx, func(ctx context.Context) (err error) {
			ok, err = st.BusinessConnectionUsable(ctx, acc.ID, id)
			return err
		}))
		return ok
	}
	if !usable("bc_1") {
		t.Error("a connection never told of must count as usable")
	}
	for _, want := range []bool{true, false, true} {
		check(t, st.InTx(ctx, func(ctx context.Context) error {
			return st.SaveBusinessConnection(ctx, acc.ID, "bc_1", "5550001111", want, at)
		}))
		if usable("bc_1") != want {
			t.Errorf("usable is not %v", want)
		}
	}
})
