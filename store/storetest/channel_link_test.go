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

var _ = Case("AddAttempt OpenAttempts AttemptOf UseAttempt ReopenAttempt", func(t *testing.T, st *store.Store) {
	north, _, _ := Shop(t, st, "attempts-north")
	south, _, _ := Shop(t, st, "attempts-south")
	add := func(a link.Attempt, at time.Time) link.Attempt {
		a.ShopID, a.Way, a.AccountID, a.CreatedAt, a.ExpiresAt = txn.ShopID(north), link.ByFacebook, "acc", at, at.Add(link.AttemptLife)
		check(t, st.InTx(north, func(ctx context.Context) error { return st.AddAttempt(ctx, a) }))
		return a
	}
	find := func(ctx context.Context, hash string) (a link.Attempt, found bool) {
		check(t, st.InTx(ctx, func(ctx context.Context) error {
			var err error
			a, found, err = st.AttemptOf(ctx, hash)
			return err
		}))
		return a, found
	}
	use := func(ctx context.Context, hash string) (fresh bool) {
		check(t, st.InTx(ctx, func(ctx context.Context) error {
			var err error
			fresh, err = st.UseAttempt(ctx, hash, noon)
			return err
		}))
		return fresh
	}
	count := func(hash string) (n int) {
		read(t, north, st, func(ctx context.Context) error {
			var err error
			n, err = st.OpenAttempts(ctx, hash, noon)
			return err
		})
		return n
	}
	add(link.Attempt{Hash: "old", By: "key_1"}, noon.Add(-2*link.AttemptLife))
	add(link.Attempt{Hash: "late", By: "key_1"}, noon.Add(-link.AttemptLife-time.Second))
	add(link.Attempt{Hash: "notice", By: link.ByNotice}, noon)
	want := add(link.Attempt{Hash: "new", By: "key_1"}, noon)
	opened := add(link.Attempt{Hash: "opened", By: "key_1", Browser: "b", Link: "new"}, noon)
	if _, found := find(south, "new"); found || use(south, "new") {
		t.Error("another shop's attempt was seen")
	}
	if _, found := find(north, "old"); found {
		t.Error("an attempt that has long been over was kept")
	}
	if _, found := find(north, "late"); !found || count("") != 1 || count("new") != 1 {
		t.Errorf("late: %v; good are %d links, one was opened %d times", found, count(""), count("new"))
	}
	for _, w := range []link.Attempt{want, opened} {
		if a, found := find(north, w.Hash); !found || a != w {
			t.Errorf("found %+v, want %+v", a, w)
		}
	}
	if !use(north, "new") || use(north, "new") || count("") != 0 {
		t.Errorf("used twice; %d are good", count(""))
	}
	if a, _ := find(north, "new"); !a.UsedAt.Equal(noon) {
		t.Errorf("used at %s", a.UsedAt)
	}
	check(t, st.InTx(south, func(ctx context.Context) error { return st.ReopenAttempt(ctx, "new") }))
	if use(north, "new") {
		t.Error("another shop made it good again")
	}
	check(t, st.InTx(north, func(ctx context.Context) error { return st.ReopenAttempt(ctx, "new") }))
	if !use(north, "new") {
		t.Error("it did not become good again")
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
