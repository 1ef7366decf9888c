package storetest

import (
	"context"
	"errors"
	"testing"
	"time"

	"prilavok/core/catalog"
	"prilavok/core/txn"
	"prilavok/store"
)

// stays lists the tables whose rows do not move, with the reason.
var stays = map[string]string{
	"contact_codes":   "a code dies with its contact",
	"carts":           "there is one per contact: the one that is kept wins",
	"cart_lines":      "belong to the cart",
	"assistant_usage": "is counted per contact and period, and is no claim of anybody's",
}

// TestJoinContacts: whatever refers to a contact moves with it, in every table that has
// a column contact_id, so that a new table cannot be forgotten.
func TestJoinContacts(t *testing.T) {
	e := Ways[2].Open(t)
	m := newMaker(t, e.Admin)
	for _, table := range m.order() {
		q, args := m.insert(table, "north")
		_, err := e.Admin.ExecContext(t.Context(), q, args...)
		check(t, err)
	}
	ctx, _, _ := Shop(t, e.Store, "unused")
	ctx = txn.ForShop(ctx, "north")
	from := m.value("contacts", "id", "north").(string)
	var tables []string
	for table, columns := range m.tables {
		for _, c := range columns {
			if c.name == "contact_id" && stays[table] == "" {
				tables = append(tables, table)
				_, err := e.Admin.ExecContext(t.Context(), `UPDATE prilavok.`+table+` SET contact_id = $1`, from)
				check(t, err)
			}
		}
	}
	_, err := e.Admin.ExecContext(t.Context(), `INSERT INTO prilavok.contacts (shop_id, id, created_at, updated_at) VALUES ('north', 'into', now(), now())`)
	check(t, err)
	check(t, e.Store.InTx(ctx, func(ctx context.Context) error { return e.Store.JoinContacts(ctx, from, "into", time.Now()) }))
	for _, table := range tables {
		for _, left := range list(t, e.Admin, `SELECT coalesce(contact_id, 'none') FROM prilavok.`+table+` WHERE contact_id IS DISTINCT FROM 'into'`) {
			t.Errorf("%s still belongs to %s", table, left)
		}
		if len(list(t, e.Admin, `SELECT contact_id FROM prilavok.`+table)) == 0 {
			t.Errorf("the row of %s is gone", table)
		}
	}
}

// TestJoinWaits: two contacts who wait for the same goods become one who does.
func TestJoinWaits(t *testing.T) {
	Each(t, func(t *testing.T, st *store.Store) {
		c := NewCounter(t, st, "north")
		both, one, told := c.Variant("кружка", 100, 0), c.Variant("чашка", 100, 0), c.Variant("блюдце", 100, 0)
		from, into := c.Buyer().ContactID, c.Buyer().ContactID
		c.OK(st.InTx(c.Ctx, func(ctx context.Context) error {
			var errs []error
			for i, w := range []struct{ who, what string }{{from, both}, {into, both}, {from, one}, {from, told}, {into, told}} {
				errs = append(errs, st.PutWait(ctx, catalog.Wait{ContactID: w.who, VariantID: w.what}, c.Now().Add(time.Duration(i))))
			}
			_, err := st.DropWaits(ctx, into, told)
			return errors.Join(append(errs, err, st.JoinContacts(ctx, from, into, c.Now()))...)
		}))
		for _, v := range []string{both, one, told} {
			c.OK(st.InTx(c.Ctx, func(ctx context.Context) error {
				list, err := st.TakeWaits(ctx, v, 5, c.Now())
				if len(list) != 1 || list[0].ContactID != into {
					t.Errorf("%s waits: %+v", v, list)
				}
				return err
			}))
		}
	})
}

var _ = Covers("JoinContacts")
