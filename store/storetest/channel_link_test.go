package storetest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"prilavok/core/inbox"
	"prilavok/core/shop"
	"prilavok/core/shop/link"
	"prilavok/core/txn"
	"prilavok/store"
)

var _ = Case("AddAttempt OpenAttempts UseAttempt", func(t *testing.T, st *store.Store) {
	north, _, _ := Shop(t, st, "attempts-north")
	south, _, _ := Shop(t, st, "attempts-south")
	add := func(hash string, at time.Time) {
		a := link.Attempt{Hash: hash, Way: link.ByFacebook, By: "key_1", AccountID: "acc", CreatedAt: at, ExpiresAt: at.Add(link.AttemptLife)}
		check(t, st.InTx(north, func(ctx context.Context) error { return st.AddAttempt(ctx, a) }))
	}
	add("old", noon.Add(-time.Hour))
	add("new", noon)
	use := func(ctx context.Context, hash string) (a link.Attempt, found bool) {
		check(t, st.InTx(ctx, func(ctx context.Context) error {
			var err error
			a, found, err = st.UseAttempt(ctx, hash, noon)
			return err
		}))
		return a, found
	}
	if _, found := use(south, "new"); found {
		t.Error("another shop's attempt was used")
	}
	if _, found := use(north, "old"); found {
		t.Error("an attempt that is over was kept")
	}
	open := 0
	count := func() int {
		read(t, north, st, func(ctx context.Context) error {
			var err error
			open, err = st.OpenAttempts(ctx, noon)
			return err
		})
		return open
	}
	if count() != 1 {
		t.Errorf("%d are open", open)
	}
	a, found := use(north, "new")
	if want := (link.Attempt{Hash: "new", ShopID: txn.ShopID(north), Way: link.ByFacebook, By: "key_1", AccountID: "acc", CreatedAt: noon, ExpiresAt: noon.Add(link.AttemptLife)}); !found || a != want {
		t.Errorf("used %+v, want %+v", a, want)
	}
	if _, found := use(north, "new"); found || count() != 0 {
		t.Errorf("used twice; %d are open", open)
	}
})

var _ = Case("LinkedAccounts ChannelHealth SaveChannelHealth", func(t *testing.T, st *store.Store) {
	ctx, _, acc := Shop(t, st, "health")
	other, _, _ := Shop(t, st, "health-other")
	acc.Secret, acc.SecretKeyID, acc.Config.Page = []byte("sealed"), "k1", "777"
	check(t, st.InTx(ctx, func(ctx context.Context) error { return st.SaveAccount(ctx, acc) }))
	want := link.Health{AccountID: acc.ID, CheckedAt: noon, Permissions: []string{"a"}, Missed: 3, PauseCode: "x", PausedUntil: noon.Add(time.Hour)}
	check(t, st.InTx(ctx, func(ctx context.Context) error {
		if h, err := st.ChannelHealth(ctx, acc.ID, true); err != nil || fmt.Sprint(h) != fmt.Sprint(link.Health{AccountID: acc.ID}) {
			t.Errorf("before anything is known: %+v, %v", h, err)
		}
		return st.SaveChannelHealth(ctx, want)
	}))
	read(t, ctx, st, func(ctx context.Context) error {
		h, err := st.ChannelHealth(ctx, acc.ID, false)
		list, err2 := st.LinkedAccounts(ctx)
		if fmt.Sprint(h) != fmt.Sprint(want) || len(list) != 1 || fmt.Sprint(list[0].Health) != fmt.Sprint(want) {
			t.Errorf("read %+v and %+v", h, list)
		}
		if l := list[0]; l.ID != acc.ID || l.Name != acc.Name || l.Config.Page != "777" || l.ExternalID != acc.ExternalID || l.Channel != acc.Channel {
			t.Errorf("listed %+v", l)
		}
		if err == nil {
			err = err2
		}
		return err
	})
	read(t, other, st, func(ctx context.Context) error {
		h, err := st.ChannelHealth(ctx, acc.ID, false)
		list, err2 := st.LinkedAccounts(ctx)
		if h.Missed != 0 || len(list) != 1 || list[0].ID == acc.ID || list[0].Health.Missed != 0 {
			t.Errorf("another shop reads %+v and %+v", h, list)
		}
		if err == nil {
			err = err2
		}
		return err
	})
})

var _ = Case("KeepStray StraysOf DropStrays ForgetStrays StrayAccounts", func(t *testing.T, st *store.Store) {
	system := txn.ForSystem(t.Context())
	keep := func(account, key string, at time.Time) {
		x := link.Stray{Channel: shop.Instagram, ExternalID: account, Key: key, Raw: []byte(`{"key":"` + key + `"}`), At: at}
		check(t, st.InTx(system, func(ctx context.Context) error { return st.KeepStray(ctx, x) }))
	}
	keep("stray-1", "b", noon.Add(time.Minute))
	keep("stray-1", "a", noon)
	keep("stray-1", "a", noon.Add(time.Hour))
	keep("stray-2", "a", noon.Add(-time.Hour))
	keys := func(account string) (out string) {
		read(t, system, st, func(ctx context.Context) error {
			list, err := st.StraysOf(ctx, shop.Instagram, account, 10)
			out = ""
			for _, x := range list {
				if string(x.Raw) != `{"key":"`+x.Key+`"}` || x.ExternalID != account {
					t.Errorf("read %+v", x)
				}
				out += x.Key
			}
			return err
		})
		return out
	}
	if got := keys("stray-1"); got != "ab" {
		t.Errorf("kept %q", got)
	}
	read(t, system, st, func(ctx context.Context) error {
		n, err := st.StrayAccounts(ctx)
		if n["stray-1"] != 2 || n["stray-2"] != 1 {
			t.Errorf("counted %v", n)
		}
		return err
	})
	check(t, st.InTx(system, func(ctx context.Context) error {
		if err := st.ForgetStrays(ctx, noon); err != nil {
			return err
		}
		return st.DropStrays(ctx, shop.Instagram, "stray-1", []string{"a", "none"})
	}))
	if keys("stray-1") != "b" || keys("stray-2") != "" {
		t.Errorf("left: %q and %q", keys("stray-1"), keys("stray-2"))
	}
})

var _ = Case("AddErasure EndErasure ErasureByCode EraseConversations KnownDeliveries", func(t *testing.T, st *store.Store) {
	ctx, conv := thread(t, st, "erasing")
	acc := shop.Account{ID: conv.AccountID, Channel: conv.Channel}
	in := func(key string) inbox.Arrival {
		return inbox.Arrival{In: inbox.Incoming{AccountID: acc.ID, Channel: acc.Channel, DeliveryKey: key, Kind: inbox.KindText, ConversationKey: conv.Key, Text: "секрет", Raw: []byte(`{"a":1}`)},
			Payload: `{"quote":"секрет"}`, JobID: "job_" + key, At: noon, RunAt: noon}
	}
	check(t, st.InTx(ctx, func(ctx context.Context) error {
		_, err := st.StoreArrivals(ctx, []inbox.Arrival{in("m:1"), in("m:2")})
		return err
	}))
	check(t, st.InTx(ctx, func(ctx context.Context) error {
		_, err := st.KeepIntake(ctx, inbox.Incoming{AccountID: acc.ID, DeliveryKey: "x:1", Kind: inbox.KindUnknown, Type: "x", Raw: []byte("секрет")}, "kept", "", noon)
		return err
	}))
	read(t, ctx, st, func(ctx context.Context) error {
		known, err := st.KnownDeliveries(ctx, acc.ID, []string{"m:1", "m:3", "x:1"})
		if len(known) != 2 || !known["m:1"] || !known["x:1"] {
			t.Errorf("known are %v", known)
		}
		none, err2 := st.KnownDeliveries(ctx, acc.ID, nil)
		if len(none) != 0 || err2 != nil {
			t.Errorf("of none: %v, %v", none, err2)
		}
		return err
	})
	check(t, st.InTx(ctx, func(ctx context.Context) error {
		return st.AddErasure(ctx, link.Erasure{Code: "code-1", AccountID: acc.ID, CreatedAt: noon})
	}))
	find := func() (e link.Erasure, found bool) {
		read(t, txn.ForSystem(ctx), st, func(ctx context.Context) error {
			var err error
			e, found, err = st.ErasureByCode(ctx, "code-1")
			return err
		})
		return e, found
	}
	if e, found := find(); !found || e.AccountID != acc.ID || e.ShopID != txn.ShopID(ctx) || !e.DoneAt.IsZero() || !e.CreatedAt.Equal(noon) {
		t.Errorf("found %+v", e)
	}
	for n := int64(1); n > 0; {
		check(t, st.InTx(ctx, func(ctx context.Context) error {
			var err error
			n, err = st.EraseConversations(ctx, acc.ID, noon)
			return err
		}))
	}
	check(t, st.InTx(ctx, func(ctx context.Context) error { return st.EndErasure(ctx, "code-1", noon.Add(time.Minute)) }))
	if e, _ := find(); !e.DoneAt.Equal(noon.Add(time.Minute)) {
		t.Errorf("ended %+v", e)
	}
	read(t, ctx, st, func(ctx context.Context) error {
		c, err := st.ConversationByID(ctx, conv.ID)
		if err != nil {
			return err
		}
		list, err := st.MessagesBefore(ctx, c.ID, c.LastSeq, 10)
		for _, m := range list {
			if m.Text != "" || m.Payload.Quote != "" || m.DeletedAt.IsZero() {
				t.Errorf("left: %+v", m)
			}
		}
		return err
	})
})
