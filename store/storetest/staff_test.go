package storetest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"prilavok/core/staff"
	"prilavok/core/txn"
	"prilavok/store"
)

var _ = Case("APIKeyByHash InsertAPIKey APIKeys RevokeAPIKey TouchAPIKey", func(t *testing.T, st *store.Store) {
	north, _, _ := Shop(t, st, "keys-north")
	south, _, _ := Shop(t, st, "keys-south")
	k := staff.Key{ID: "key_1", ShopID: "shp_keys-north", Name: "1С", Prefix: "prk_abcd", Hash: "hash-north", Scopes: []staff.Scope{staff.OrdersRead, staff.Webhooks},
		CreatedAt: noon, ExpiresAt: noon.Add(time.Hour)}
	other := staff.Key{ID: "key_1", ShopID: "shp_keys-south", Name: "сайт", Prefix: "prk_abcd", Hash: "hash-south", Scopes: []staff.Scope{staff.CatalogRead}, CreatedAt: noon}
	check(t, st.InTx(north, func(ctx context.Context) error { return st.InsertAPIKey(ctx, k) }))
	check(t, st.InTx(south, func(ctx context.Context) error { return st.InsertAPIKey(ctx, other) }))
	find := func(hash string) (k staff.Key, err error) {
		err = st.View(txn.ForSystem(t.Context()), func(ctx context.Context) error { k, err = st.APIKeyByHash(ctx, hash); return err })
		return k, err
	}
	got, err := find("hash-north")
	check(t, err)
	if fmt.Sprint(got) != fmt.Sprint(k) {
		t.Errorf("found %+v, want %+v", got, k)
	}
	_, err = find("hash")
	wantFault(t, err, staff.ErrKeyUnknown)
	check(t, st.InTx(north, func(ctx context.Context) error {
		for _, at := range []time.Time{noon.Add(2 * time.Minute), noon.Add(time.Minute)} {
			if err := st.TouchAPIKey(ctx, "key_1", at); err != nil {
				return err
			}
		}
		for i, want := range []bool{true, false} {
			if ok, err := st.RevokeAPIKey(ctx, "prk_abcd", noon.Add(3*time.Minute)); err != nil || ok != want {
				t.Errorf("revoked %d times: %v, %v", i, ok, err)
			}
		}
		if ok, err := st.RevokeAPIKey(ctx, "key_2", noon); err != nil || ok {
			t.Errorf("revoked what is none: %v, %v", ok, err)
		}
		list, err := st.APIKeys(ctx)
		if len(list) != 1 || !list[0].LastUsed.Equal(noon.Add(2*time.Minute)) || !list[0].RevokedAt.Equal(noon.Add(3*time.Minute)) {
			t.Errorf("the shop's keys are %+v", list)
		}
		return err
	}))
	got, err = find("hash-south")
	check(t, err)
	if !got.LastUsed.IsZero() || !got.RevokedAt.IsZero() {
		t.Errorf("another shop's key was changed: %+v", got)
	}
})

var _ = Case("MembersByUser SaveMember Members HoldMembers EndMember", func(t *testing.T, st *store.Store) {
	north, _, _ := Shop(t, st, "staff-north")
	south, _, _ := Shop(t, st, "staff-south")
	const anna, boris = "6f1d2c3b-4a59-4e68-8d77-00000000000a", "6f1d2c3b-4a59-4e68-8d77-00000000000b"
	row := func(id, user string, role staff.Role) staff.Member {
		return staff.Member{ID: id, UserID: user, Email: id + "@shop.example", Role: role, CreatedAt: noon}
	}
	save := func(ctx context.Context, m staff.Member) (got staff.Member) {
		t.Helper()
		check(t, st.InTx(ctx, func(ctx context.Context) (err error) { got, err = st.SaveMember(ctx, m); return err }))
		return got
	}
	find := func(user string) (out []string) {
		t.Helper()
		check(t, st.View(txn.ForSystem(t.Context()), func(ctx context.Context) error {
			list, err := st.MembersByUser(ctx, user)
			for _, m := range list {
				out = append(out, fmt.Sprint(m.ShopID, m.ShopSlug, m.ID, m.UserID, m.Email, m.Role, m.CreatedAt.Equal(noon), m.EndedAt.IsZero()))
			}
			return err
		}))
		return out
	}
	in := func(slug string, m staff.Member) string {
		return fmt.Sprint("shp_"+slug, slug, m.ID, m.UserID, m.Email, m.Role, true, true)
	}
	same := func(what string, got, want any) {
		t.Helper()
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%s: %v, want %v", what, got, want)
		}
	}
	a, b, c := row("mem_1", anna, staff.Owner), row("mem_2", anna, staff.Viewer), row("mem_3", boris, staff.Operator)
	if got := save(north, a); got.ID != "mem_1" || got.ShopID != "shp_staff-north" {
		t.Errorf("saved as %+v", got)
	}
	save(south, b)
	save(south, c)
	same("of two shops", find(anna), []string{in("staff-north", a), in("staff-south", b)})
	same("nobody", len(find("6f1d2c3b-4a59-4e68-8d77-00000000000c")), 0)
	end := func(ctx context.Context, who string, want bool) {
		t.Helper()
		check(t, st.InTx(ctx, func(ctx context.Context) error {
			ok, err := st.EndMember(ctx, who, noon.Add(time.Hour))
			same("ended "+who, ok, want)
			return err
		}))
	}
	end(north, "mem_2", false) // another shop's
	end(north, boris, false)
	end(south, anna, true)
	end(south, "mem_2", false)
	same("ended", find(anna), []string{in("staff-north", a)})
	check(t, st.InTx(south, func(ctx context.Context) error {
		list, err := st.HoldMembers(ctx)
		if len(list) != 2 || list[0].ID != "mem_3" || list[1].ID != "mem_2" || !list[1].EndedAt.Equal(noon.Add(time.Hour)) || !list[0].EndedAt.IsZero() {
			t.Errorf("the shop's staff are %+v", list)
		}
		return err
	}))
	again := row("mem_9", anna, staff.Manager)
	again.CreatedAt = noon.Add(2 * time.Hour)
	if got := save(south, again); got.ID != "mem_2" || !got.CreatedAt.Equal(noon) || got.Role != staff.Manager {
		t.Errorf("taken back as %+v", got)
	}
	again.ID, again.CreatedAt = "mem_2", noon
	again.Name = "Анна"
	save(south, again)
	again.Name = ""
	if got := save(south, again); got.Name != "Анна" {
		t.Errorf("saved without a name as %+v", got)
	}
	check(t, st.View(south, func(ctx context.Context) error {
		list, err := st.Members(ctx)
		if len(list) != 2 || list[1].Name != "Анна" {
			t.Errorf("the names are %+v", list)
		}
		return err
	}))
	again.Email = "mem_9@shop.example"
	same("taken back", find(anna), []string{in("staff-north", a), in("staff-south", again)})
})

var _ = Case("BeginRequest RestartRequest FinishRequest DropRequest ForgetRequests", func(t *testing.T, st *store.Store) {
	ctx, sh, _ := Shop(t, st, "requests")
	k := staff.Key{ID: "key_1", ShopID: sh.ID, Name: "a", Hash: "hash-requests", CreatedAt: noon}
	r := staff.Request{KeyID: "key_1", Key: "one", OpID: "arq_1", Route: "POST /x", BodyHash: "b", CreatedAt: noon, StartedAt: noon}
	var known staff.Request
	var fresh bool
	tx := func(fn func(ctx context.Context) error) { t.Helper(); check(t, st.InTx(ctx, fn)) }
	begin := func(x staff.Request) {
		t.Helper()
		tx(func(ctx context.Context) (err error) { known, fresh, err = st.BeginRequest(ctx, x); return err })
	}
	tx(func(ctx context.Context) error { return st.InsertAPIKey(ctx, k) })
	begin(r)
	if !fresh || known.OpID != "arq_1" {
		t.Errorf("the first is %v, %+v", fresh, known)
	}
	again := r
	again.OpID, again.BodyHash = "arq_2", "c"
	begin(again)
	if fresh || known.OpID != "arq_1" || known.BodyHash != "b" || known.Done {
		t.Errorf("the second is %v, %+v", fresh, known)
	}
	late := r
	late.StartedAt = noon.Add(time.Minute)
	done := late
	done.Status, done.Headers, done.Body = 201, map[string]string{"ETag": `"1"`}, `{"id":"щ"}`
	old := done
	old.StartedAt, old.Status = noon, 500
	tx(func(ctx context.Context) error {
		if err := st.RestartRequest(ctx, late); err != nil {
			return err
		}
		if err := st.FinishRequest(ctx, done); err != nil {
			return err
		}
		if err := st.FinishRequest(ctx, old); err != nil { // of a run that was given up
			return err
		}
		return st.DropRequest(ctx, old)
	})
	begin(again)
	if fresh || !known.Done || known.Status != 201 || known.Headers["ETag"] != `"1"` || known.Body != done.Body || !known.StartedAt.Equal(late.StartedAt) {
		t.Errorf("the answer is kept as %v, %+v", fresh, known)
	}
	for i := range 3 {
		x := r
		x.Key, x.CreatedAt = fmt.Sprint("more", i), noon.Add(time.Duration(i)*time.Hour)
		begin(x)
	}
	tx(func(ctx context.Context) error {
		n, err := st.ForgetRequests(ctx, noon.Add(90*time.Minute))
		if n != 3 {
			t.Errorf("forgot %d", n)
		}
		return err
	})
	x := r
	x.Key = "more2"
	begin(x)
	if fresh {
		t.Error("a young one was forgotten")
	}
	tx(func(ctx context.Context) error { return st.DropRequest(ctx, x) })
	begin(x)
	if !fresh {
		t.Error("a dropped one is known")
	}
	x.KeyID, x.Key = "mem_1", "one" // a member of staff has no key
	begin(x)
	if !fresh {
		t.Error("another caller's is known")
	}
})
