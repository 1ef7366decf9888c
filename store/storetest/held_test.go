package storetest

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"prilavok/core/inbox"
	kept "prilavok/core/notify/held"
	"prilavok/store"
)

var _ = Case("AddHeld LockHeld SaveHeld HeldIn HeldFor", func(t *testing.T, st *store.Store) {
	ctx, c := thread(t, st, "held")
	other, _ := thread(t, st, "held-other")
	m := kept.Message{ConversationID: c.ID, Seq: 3, Author: inbox.ByOperator, Reason: "channel.window", CreatedAt: noon}
	check(t, st.InTx(ctx, func(ctx context.Context) error {
		fresh, err := st.AddHeld(ctx, m)
		again, err2 := st.AddHeld(ctx, m)
		equal(t, "held once", fmt.Sprint(fresh, again), "true false")
		return errors.Join(err, err2)
	}))
	state := func(want string) {
		t.Helper()
		read(t, ctx, st, func(ctx context.Context) error {
			in, err := st.HeldIn(ctx, c.ID)
			due, err2 := st.HeldFor(ctx, c.ContactID)
			equal(t, "held, due", fmt.Sprint(len(in), len(due), in[0].Wish, in[0].Outcome), want)
			return errors.Join(err, err2)
		})
	}
	state("1 0")
	for _, x := range []struct {
		wish    kept.Wish
		outcome kept.Outcome
		want    string
	}{{kept.Later, "", "1 1later"}, {kept.Later, kept.Said, "1 0latersaid"}} {
		check(t, st.InTx(ctx, func(ctx context.Context) error {
			got, err := st.LockHeld(ctx, c.ID, 3)
			got.Wish, got.Outcome, got.By, got.WentTo = x.wish, x.outcome, "stf_1", c.ID
			return errors.Join(err, st.SaveHeld(ctx, got))
		}))
		state(x.want)
	}
	wantFault(t, st.InTx(other, func(ctx context.Context) error { _, err := st.LockHeld(ctx, c.ID, 3); return err }), kept.ErrNone)
})
