package storetest

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"prilavok/core/bell"
	"prilavok/store"
)

var bellKinds = []bell.Kind{bell.Orders, bell.Paid, bell.Waiting}

// told lists what a reader has: the last letter of each id, in capitals when it is unread.
func told(t *testing.T, ctx context.Context, st *store.Store, q bell.Query) (out string) {
	t.Helper()
	if q.Limit == 0 {
		q.Limit = 50
	}
	if q.Kinds == nil {
		q.Kinds = bellKinds
	}
	read(t, ctx, st, func(ctx context.Context) error {
		list, err := st.Bells(ctx, q)
		n, err2 := st.CountBells(ctx, q.ReaderID, q.Kinds, 2)
		for _, x := range list {
			letter := x.ID[len(x.ID)-1:]
			if !x.Read {
				letter = string(letter[0] - 32)
			}
			out += letter
		}
		out += fmt.Sprint(n)
		return errors.Join(err, err2)
	})
	return out
}

var _ = Case("AddBell Bells Bell CountBells ReadBell ReadBells BellChoices SaveBellChoices ForgetBells", func(t *testing.T, st *store.Store) {
	ctx, c := thread(t, st, "bell")
	other, _, _ := Shop(t, st, "bell-other")
	add := func(ctx context.Context, letter string, k bell.Kind, at time.Time) (fresh bool) {
		t.Helper()
		check(t, st.InTx(ctx, func(ctx context.Context) (err error) {
			fresh, err = st.AddBell(ctx, bell.Item{ID: "bel_" + letter, Kind: k, Event: "order.placed", Key: "k" + letter, ConversationID: c.ID, Data: bell.Data{Left: 2}, CreatedAt: at})
			return err
		}))
		return fresh
	}
	do := func(ctx context.Context, fn func(ctx context.Context) error) { t.Helper(); check(t, st.InTx(ctx, fn)) }
	for i, k := range []bell.Kind{bell.Orders, bell.Paid, bell.Waiting} {
		equal(t, "fresh", fmt.Sprint(add(ctx, string(rune('a'+i)), k, noon.Add(time.Duration(i)*time.Minute))), "true")
	}
	equal(t, "twice", fmt.Sprint(add(ctx, "a", bell.Orders, noon)), "false")
	add(other, "d", bell.Orders, noon)

	equal(t, "all", told(t, ctx, st, bell.Query{ReaderID: "mem_1"}), "CBA2") // counted up to 2
	equal(t, "of kinds", told(t, ctx, st, bell.Query{ReaderID: "mem_1", Kinds: bellKinds[:1]}), "A1")
	equal(t, "a page", told(t, ctx, st, bell.Query{ReaderID: "mem_1", Cursor: "bel_c", Limit: 1}), "B2")
	equal(t, "another shop's", told(t, other, st, bell.Query{ReaderID: "mem_1"}), "D1")
	read(t, ctx, st, func(ctx context.Context) error {
		x, err := st.Bell(ctx, "mem_1", "bel_a")
		equal(t, "one", fmt.Sprint(x.Kind, " ", x.Data.Left, " ", x.ConversationID == c.ID, x.CreatedAt.Equal(noon)), "orders 2 true true")
		_, none := st.Bell(ctx, "mem_1", "bel_d")
		wantFault(t, none, bell.ErrNoItem)
		return err
	})

	// Reading is each one's own.
	do(ctx, func(ctx context.Context) error {
		return errors.Join(st.ReadBell(ctx, "mem_1", "bel_b", true), st.ReadBell(ctx, "mem_1", "bel_b", true))
	})
	equal(t, "one is read", told(t, ctx, st, bell.Query{ReaderID: "mem_1"}), "CbA2")
	equal(t, "unread only", told(t, ctx, st, bell.Query{ReaderID: "mem_1", Unread: true}), "CA2")
	equal(t, "not by another", told(t, ctx, st, bell.Query{ReaderID: "mem_2"}), "CBA2")
	do(ctx, func(ctx context.Context) error { return st.ReadBells(ctx, "mem_1", noon) })
	equal(t, "all are read", told(t, ctx, st, bell.Query{ReaderID: "mem_1"}), "cba0")
	// An item of the time that has settled is read with it; one that comes after is not.
	add(ctx, "e", bell.Orders, noon.Add(time.Second))
	equal(t, "one comes late", told(t, ctx, st, bell.Query{ReaderID: "mem_1"}), "Ecba1")
	do(ctx, func(ctx context.Context) error { return st.ReadBell(ctx, "mem_1", "bel_a", false) })
	equal(t, "unread again", told(t, ctx, st, bell.Query{ReaderID: "mem_1"}), "EcbA2")

	// What was chosen stays beside what was read.
	do(ctx, func(ctx context.Context) error {
		return errors.Join(st.SaveBellChoices(ctx, "mem_1", bell.Choices{Hidden: []bell.Kind{bell.Paid}, Push: []bell.Kind{}, Names: true}),
			st.SaveBellChoices(ctx, "mem_2", bell.Choices{Hidden: []bell.Kind{bell.Orders}}), st.SaveBellChoices(ctx, "mem_2", bell.Choices{}))
	})
	read(t, ctx, st, func(ctx context.Context) error {
		all, err := st.BellChoices(ctx, []string{"mem_1", "mem_2", "mem_3"})
		equal(t, "choices", fmt.Sprint(all["mem_1"], all["mem_1"].Push != nil, all["mem_2"], all["mem_2"].Push == nil, len(all)), "{[paid] [] true} true {[] [] false} true 2")
		return err
	})
	read(t, other, st, func(ctx context.Context) error {
		all, err := st.BellChoices(ctx, []string{"mem_1"})
		equal(t, "another shop's choices", fmt.Sprint(len(all)), "0")
		return err
	})

	forget := func(before time.Time, keep, n int, want int64) {
		t.Helper()
		do(ctx, func(ctx context.Context) error {
			got, err := st.ForgetBells(ctx, before, keep, n)
			equal(t, "forgotten", fmt.Sprint(got), fmt.Sprint(want))
			return err
		})
	}
	forget(noon, 4, 9, 0)
	forget(noon.Add(time.Second), 4, 9, 1) // a is older
	equal(t, "what is left", told(t, ctx, st, bell.Query{ReaderID: "mem_1"}), "Ecb1")
	forget(noon, 1, 1, 1)
	forget(noon, 1, 9, 1)
	equal(t, "the newest", told(t, ctx, st, bell.Query{ReaderID: "mem_2"}), "E1")
})
