package storetest

import (
	"context"
	"errors"
	"testing"
	"time"

	"prilavok/store"
)

var _ = Case("AddressesOf Unfinished TracesOf EraseContact RollChannelDay ChannelDays AccountsWith", func(t *testing.T, st *store.Store) {
	ctx, c := thread(t, st, "forgotten")
	receive(t, ctx, st, arrival(c, 1), arrival(c, 2))
	check(t, st.InTx(ctx, func(ctx context.Context) error {
		return st.RollChannelDay(ctx, "2026-01-02", noon.Add(-time.Hour), noon.Add(time.Hour))
	}))
	read(t, ctx, st, func(ctx context.Context) error {
		days, err := st.ChannelDays(ctx, "2026-01-01", "2026-01-03")
		got := map[string]int64{}
		for _, d := range days {
			got[d.What] = d.N
		}
		equal(t, "numbers", got, map[string]int64{"in": 2, "conversations": 1, "automated": 1})
		list, err2 := st.AddressesOf(ctx, c.ContactID)
		equal(t, "addresses", len(list), 1)
		busy, err3 := st.Unfinished(ctx, c.ContactID)
		equal(t, "unfinished", busy, false)
		traces, err5 := st.TracesOf(ctx, c.ContactID)
		equal(t, "traces", len(traces), 0)
		can, err4 := st.AccountsWith(ctx, "human_agent")
		equal(t, "capability", can[c.AccountID], false)
		return errors.Join(err, err2, err3, err4, err5)
	})
	check(t, st.InTx(ctx, func(ctx context.Context) error { return st.EraseContact(ctx, c.ContactID, noon) }))
	read(t, ctx, st, func(ctx context.Context) error {
		list, err := st.AddressesOf(ctx, c.ContactID)
		equal(t, "addresses of the forgotten", len(list), 0)
		return err
	})
})
