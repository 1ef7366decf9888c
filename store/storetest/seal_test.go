package storetest

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"prilavok/core/hook"
	"prilavok/core/id"
	"prilavok/core/payment"
	"prilavok/core/seal"
	"prilavok/core/shop"
	"prilavok/core/txn"
	"prilavok/store"
)

func ring(t *testing.T, names ...string) *seal.Keyring {
	t.Helper()
	var keys []seal.Key
	for _, name := range names {
		b := make([]byte, seal.KeySize)
		copy(b, name)
		keys = append(keys, seal.Key{ID: name, Bytes: b})
	}
	r, err := seal.New(keys, nil)
	check(t, err)
	return r
}

// hide puts a secret into each place that has some.
func hide(t *testing.T, ctx context.Context, st *store.Store, r *seal.Keyring, acc shop.Account, plain string) {
	t.Helper()
	sealed := func(column string) (string, []byte) {
		keyID, secret, err := r.Seal(txn.ShopID(ctx), column, []byte(plain))
		check(t, err)
		return keyID, secret
	}
	_, err := shop.New(st, st, st, r, func() time.Time { return noon }, id.New(nil, nil)).SaveAccount(ctx, acc, plain, "")
	check(t, err)
	p := payment.Account{ID: "pya_" + acc.ID, ShopID: txn.ShopID(ctx), Provider: "stripe", Active: true, CreatedAt: noon, UpdatedAt: noon}
	p.SecretKeyID, p.Secret = sealed("payment_accounts.secret")
	e := hook.Endpoint{ID: "whe_1", URL: "https://crm.example.com", Active: true, CreatedAt: noon, UpdatedAt: noon}
	e.SecretKeyID, e.Secret = sealed("webhook_endpoints.secret")
	q := personOf("", "person_"+acc.ID)
	q.SecretKey, q.Secret = sealed("staff_people.secret")
	check(t, st.InTx(ctx, func(ctx context.Context) error {
		_, err := st.InsertPerson(ctx, q, q.ID)
		return errors.Join(err, st.SavePaymentAccount(ctx, p), st.PutHookEndpoint(ctx, e))
	}))
}

var _ = Case("SealedSecrets Reseal", func(t *testing.T, st *store.Store) {
	north, _, acc := Shop(t, st, "seal-north")
	south, _, other := Shop(t, st, "seal-south")
	old, both, fresh := ring(t, "k1"), ring(t, "k2", "k1"), ring(t, "k2")
	hide(t, north, st, old, acc, "42:token")
	hide(t, south, st, old, other, "43:token")

	if n, err := fresh.Rotate(north, st, st); n != 0 || !errors.Is(err, seal.ErrNoKey) || strings.Count(err.Error(), `sealed with "k1"`) != 4 {
		t.Errorf("without the old key: %d, %v", n, err)
	}
	if n, err := both.Rotate(north, st, st); n != 4 || err != nil {
		t.Errorf("rotated %d, %v", n, err)
	}
	if n, err := both.Rotate(north, st, st); n != 0 || err != nil {
		t.Errorf("again: %d, %v", n, err)
	}
	for _, c := range []struct {
		ctx  context.Context
		want seal.Count
	}{{north, seal.Count{KeyID: "k2", Secrets: 4, Known: true, First: true}}, {south, seal.Count{KeyID: "k1", Secrets: 4}}} {
		got, err := fresh.Census(c.ctx, st, st)
		check(t, err)
		if !slices.Equal(got, []seal.Count{c.want}) {
			t.Errorf("counted %+v, want %+v", got, c.want)
		}
	}
	check(t, st.InTx(north, func(ctx context.Context) error {
		list, err := st.SealedSecrets(ctx)
		for _, x := range list {
			if plain, err := fresh.Open(x.KeyID, txn.ShopID(ctx), x.Column, x.Secret); err != nil || string(plain) != "42:token" {
				t.Errorf("%s: %q, %v", x.Column, plain, err)
			}
		}
		// What was saved meanwhile is not overwritten, and other columns are none.
		gone := list[0]
		gone.Secret = []byte("what it was before")
		if done, err := st.Reseal(ctx, gone, "k3", []byte("x")); done || err != nil {
			t.Errorf("overwrote what had changed: %v, %v", done, err)
		}
		return err
	}))
	check(t, st.View(north, func(ctx context.Context) error {
		if _, err := st.Reseal(ctx, seal.Sealed{Column: "shops.name"}, "k3", nil); err == nil {
			t.Error("a column without secrets was written")
		}
		return nil
	}))
})

// TestEverySealedColumnIsRotated: a table that gets secrets of its own is told to store/seal.go.
func TestEverySealedColumnIsRotated(t *testing.T) {
	env := Ways[0].Open(t)
	rows, err := env.DB.Read.QueryContext(t.Context(), `SELECT m.name FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' AND c.name = 'secret_key_id' ORDER BY 1`)
	check(t, err)
	defer rows.Close()
	var tables []string
	for rows.Next() {
		var name string
		check(t, rows.Scan(&name))
		tables = append(tables, name)
	}
	check(t, rows.Err())
	if want := []string{"channel_accounts", "payment_accounts", "push_keys", "push_subscriptions", "staff_people", "webhook_endpoints"}; !slices.Equal(tables, want) {
		t.Errorf("secrets are kept in %v, store/seal.go rotates those of %v", tables, want)
	}
}
