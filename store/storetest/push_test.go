package storetest

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"prilavok/core/bell/push"
	"prilavok/core/seal"
	"prilavok/core/staff/person"
	"prilavok/core/txn"
	"prilavok/store"
)

var _ = Case("PushPair InsertPushPair SavePush PushOf DeletePush DeletePushesOf PushesTo PushByID", func(t *testing.T, st *store.Store) {
	north, _, _ := Shop(t, st, "push-north")
	south, _, _ := Shop(t, st, "push-south")
	system := txn.ForSystem(t.Context())
	do := func(ctx context.Context, fn func(ctx context.Context) error) { t.Helper(); check(t, st.InTx(ctx, fn)) }
	r := ring(t, "k1")
	sealed := func(ctx context.Context, column string) (string, []byte) {
		keyID, secret, err := r.Seal(txn.ShopID(ctx), column, []byte("plain"))
		check(t, err)
		return keyID, secret
	}

	read(t, system, st, func(ctx context.Context) error {
		_, found, err := st.PushPair(ctx)
		equal(t, "no pair yet", found, false)
		return err
	})
	for i, ctx := range []context.Context{north, north, south} {
		do(ctx, func(ctx context.Context) error {
			k := push.KeptPair{ShopID: txn.ShopID(ctx), Public: fmt.Sprint("public", i), CreatedAt: noon}
			k.SecretKeyID, k.Secret = sealed(ctx, "push_keys.secret")
			fresh, err := st.InsertPushPair(ctx, k)
			equal(t, "the first stays", fresh, i == 0)
			return err
		})
	}
	read(t, system, st, func(ctx context.Context) error {
		k, found, err := st.PushPair(ctx)
		equal(t, "the pair", fmt.Sprint(found, " ", k.ShopID, " ", k.Public, " ", k.SecretKeyID), "true shp_push-north public0 k1")
		return err
	})

	person := func(ctx context.Context, slug, id string) {
		t.Helper()
		do(ctx, func(ctx context.Context) error { _, err := st.InsertPerson(ctx, personOf(slug, id), id); return err })
	}
	session := func(ctx context.Context, who, id string, ends time.Time) {
		t.Helper()
		do(ctx, func(ctx context.Context) error {
			return st.InsertSession(ctx, personSession(txn.ShopID(ctx), who, id, ends))
		})
	}
	person(north, "push-north", "push-a")
	person(south, "push-south", "push-b")
	session(north, "push-a", "pses_1", noon.Add(24*time.Hour))
	session(north, "push-a", "pses_2", noon.Add(24*time.Hour))
	session(north, "push-a", "pses_3", noon.Add(time.Minute))
	session(south, "push-b", "pses_4", noon.Add(24*time.Hour))
	save := func(ctx context.Context, id, who, session, endpoint string) {
		t.Helper()
		do(ctx, func(ctx context.Context) error {
			x := push.Subscription{ID: id, PersonID: who, SessionID: session, EndpointHash: endpoint, CreatedAt: noon}
			x.SecretKeyID, x.Secret = sealed(ctx, "push_subscriptions.secret")
			return st.SavePush(ctx, x)
		})
	}
	to := func(now time.Time, want ...string) {
		t.Helper()
		read(t, system, st, func(ctx context.Context) error {
			list, err := st.PushesTo(ctx, []string{"push-a", "push-b"}, now, noon)
			var got []string
			for _, x := range list {
				got = append(got, x.ID)
				_, found, err := st.PushByID(ctx, x.ID, now, noon)
				equal(t, x.ID+" by its id", fmt.Sprint(found, err), "true <nil>")
			}
			equal(t, "sent to", got, want)
			return err
		})
	}
	save(north, "psh_1", "push-a", "pses_1", "here")
	save(north, "psh_2", "push-a", "pses_1", "here2") // the browser has a new address
	save(north, "psh_3", "push-a", "pses_2", "there")
	save(north, "psh_4", "push-a", "pses_3", "short")
	to(noon, "psh_2", "psh_3", "psh_4")
	to(noon.Add(time.Hour), "psh_2", "psh_3") // a session that has ended
	save(south, "psh_5", "push-b", "pses_4", "there")
	to(noon.Add(time.Hour), "psh_2", "psh_5") // somebody of another shop signed in there
	read(t, system, st, func(ctx context.Context) error {
		_, found, err := st.PushByID(ctx, "psh_3", noon, noon)
		equal(t, "the browser that another has", found, false)
		return err
	})
	read(t, north, st, func(ctx context.Context) error {
		x, found, err := st.PushOf(ctx, "pses_1")
		_, none, err2 := st.PushOf(ctx, "pses_4")
		equal(t, "of a session", fmt.Sprint(x.ID, found, none), "psh_2true false")
		return errors.Join(err, err2)
	})
	if n, err := ring(t, "k2", "k1").Rotate(north, st, st); n != 4 || err != nil {
		t.Errorf("rotated %d, %v", n, err)
	}
	got, err := ring(t, "k2").Census(north, st, st)
	check(t, err)
	equal(t, "sealed anew", got, []seal.Count{{KeyID: "k2", Secrets: 4, Known: true, First: true}})

	do(north, func(ctx context.Context) error { return st.DeletePush(ctx, "psh_5") }) // another shop's
	to(noon.Add(time.Hour), "psh_2", "psh_5")
	do(south, func(ctx context.Context) error { return st.DeletePush(ctx, "psh_5") })
	to(noon.Add(time.Hour), "psh_2", "psh_3")
	do(north, func(ctx context.Context) error { _, err := st.EndSession(ctx, "push-a", "pses_1"); return err }) // it goes with its session
	to(noon.Add(time.Hour), "psh_3")
	do(north, func(ctx context.Context) error { return st.DeletePush(ctx, "pses_2") })
	to(noon, "psh_4")
	do(north, func(ctx context.Context) error { return st.DeletePushesOf(ctx, "push-a") })
	to(noon)
})

func personSession(shop, who, id string, ends time.Time) person.Session {
	return person.Session{ID: id, ShopID: shop, PersonID: who, Hash: "hash-" + id, Method: person.ByPassword, CreatedAt: noon, SeenAt: noon, ProvedAt: noon, ExpiresAt: ends}
}
