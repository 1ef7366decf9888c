package storetest

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"prilavok/core/catalog"
	"prilavok/core/contact"
	"prilavok/core/inbox"
	"prilavok/core/notify"
	"prilavok/core/txn"
	"prilavok/store"
)

// stays lists the tables whose rows do not move, with the reason.
var stays = map[string]string{
	"contact_codes":   "a code dies with its contact",
	"carts":           "there is one per contact: lines are added up",
	"cart_lines":      "belong to the cart",
	"assistant_usage": "is added up by period",
}

// joinOf is a join that is made now.
func joinOf(id, gone, kept string, at time.Time) contact.Join {
	return contact.Join{ID: id, GoneID: gone, KeptID: kept, How: contact.ByOperator, By: "stf_1", State: contact.Joined, AskedAt: at, DoneAt: at}
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
	check(t, e.Store.InTx(ctx, func(ctx context.Context) error {
		return e.Store.JoinContacts(ctx, joinOf("jnc_test", from, "into", time.Now()))
	}))
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
			return errors.Join(append(errs, err, st.JoinContacts(ctx, joinOf("jnc_1", from, into, c.Now())))...)
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

// TestPart: what each had before a join is theirs again after it, with what came to their
// addresses while they were one; what both are told of is told to both.
func TestPart(t *testing.T) {
	Each(t, func(t *testing.T, st *store.Store) {
		c := NewCounter(t, st, "north")
		one, both := c.Variant("чашка", 100, 5), c.Variant("блюдце", 100, 0)
		gone, kept := c.Buyer(), c.Buyer()
		for _, x := range []struct {
			who inbox.Conversation
			n   int64
		}{{gone, 3}, {kept, 4}} {
			_, err := c.Carts.Add(c.Ctx, x.who.ContactID, one, x.n)
			c.OK(err)
			_, err = c.Carts.Begin(c.Ctx, x.who.ContactID, x.who.ID)
			c.OK(err)
			c.Pass(time.Second)
			c.OK(st.InTx(c.Ctx, func(ctx context.Context) error {
				return st.PutWait(ctx, catalog.Wait{ContactID: x.who.ContactID, VariantID: both}, c.Now())
			}))
		}
		person := func(id string) (out contact.Contact) {
			read(t, c.Ctx, st, func(ctx context.Context) (err error) { out, err = st.ContactByID(ctx, id); return err })
			return out
		}
		typed, proven := person(kept.ContactID), person(gone.ContactID)
		typed.Phone, typed.Note = "+79210000001", "звонить после шести"
		proven.Phone, proven.PhoneVerified, proven.Note = "+79210000002", true, "аллергия на орехи"
		j := joinOf("jnc_1", gone.ContactID, kept.ContactID, c.Now())
		j.ConversationID = gone.ID
		c.OK(st.InTx(c.Ctx, func(ctx context.Context) error {
			return errors.Join(st.UpdateContact(ctx, typed), st.UpdateContact(ctx, proven), st.JoinContacts(ctx, j))
		}))
		made := person(kept.ContactID)
		equal(t, "made", fmt.Sprint(made.Phone, made.PhoneVerified, made.Note), "+79210000002trueзвонить после шести\nаллергия на орехи")
		cartOf := func(id string) (n int64) {
			got, err := c.Carts.Get(c.Ctx, id)
			c.OK(err)
			return got.Count()
		}
		current := func(who, conv string) bool {
			_, found, err := c.Carts.Current(c.Ctx, who, conv)
			c.OK(err)
			return found
		}
		equal(t, "the cart within stock; the newer checkout goes on where they joined", fmt.Sprint(cartOf(kept.ContactID), current(kept.ContactID, gone.ID), current(kept.ContactID, kept.ID)), "5 true false")
		c.Pass(time.Minute)
		c.OK(st.InTx(c.Ctx, func(ctx context.Context) error {
			return st.AddConsent(ctx, notify.Consent{ID: "cns_1", ContactID: kept.ContactID, Topic: notify.Promo, At: c.Now()})
		}))
		read(t, c.Ctx, st, func(ctx context.Context) error {
			list, err := st.JoinsOf(ctx, gone.ContactID)
			into, err2 := st.JoinedInto(ctx, gone.ContactID)
			equal(t, "history", fmt.Sprint(len(list), list[0].State, list[0].By, into == kept.ContactID), "1joinedstf_1true")
			return errors.Join(err, err2)
		})
		c.OK(st.InTx(c.Ctx, func(ctx context.Context) error {
			j, err := st.LockJoin(ctx, "jnc_1")
			j.State, j.UndoneAt, j.UndoneBy = contact.Undone, c.Now(), "stf_2"
			return errors.Join(err, st.PartContacts(ctx, j))
		}))
		equal(t, "carts", fmt.Sprint(cartOf(gone.ContactID), cartOf(kept.ContactID)), "3 4")
		equal(t, "checkouts", fmt.Sprint(current(gone.ContactID, gone.ID), current(kept.ContactID, kept.ID)), "true true")
		was, is := person(gone.ContactID), person(kept.ContactID)
		equal(t, "people", fmt.Sprint(was.Phone, was.PhoneVerified, was.Note, is.Phone, is.PhoneVerified, is.Note), "+79210000002trueаллергия на орехи+79210000001falseзвонить после шести")
		c.OK(st.InTx(c.Ctx, func(ctx context.Context) error {
			list, err := st.TakeWaits(ctx, both, 5, c.Now())
			equal(t, "both wait", len(list), 2)
			said, err2 := st.ConsentsOf(ctx, gone.ContactID)
			equal(t, "a withdrawal is both's", fmt.Sprint(len(said), said[0].Allowed), "1 false")
			into, err3 := st.JoinedInto(ctx, gone.ContactID)
			equal(t, "joined no more", into, "")
			return errors.Join(err, err2, err3)
		}))
	})
}

var _ = Covers("JoinContacts PartContacts JoinsOf JoinedInto LockJoin")

var _ = Case("AskJoin SaveJoin", func(t *testing.T, st *store.Store) {
	ctx, c := thread(t, st, "asked-join")
	j := joinOf("jnc_1", c.ContactID, "ctc_other", noon)
	j.State, j.DoneAt, j.Why = contact.Wanted, time.Time{}, "один человек"
	check(t, st.InTx(ctx, func(ctx context.Context) error { return st.AskJoin(ctx, j) }))
	check(t, st.InTx(ctx, func(ctx context.Context) error {
		got, err := st.LockJoin(ctx, "jnc_1")
		equal(t, "asked", got, j)
		got.State, got.Fault, got.DoneAt = contact.Refused, "contact.not_found", noon
		return errors.Join(err, st.SaveJoin(ctx, got))
	}))
	other, _ := thread(t, st, "asked-join-other")
	err := st.InTx(other, func(ctx context.Context) error { _, err := st.LockJoin(ctx, "jnc_1"); return err })
	wantFault(t, err, contact.ErrNoJoin)
	read(t, ctx, st, func(ctx context.Context) error {
		list, err := st.JoinsOf(ctx, c.ContactID)
		equal(t, "refused", fmt.Sprint(len(list), list[0].State, list[0].Fault), "1refusedcontact.not_found")
		return err
	})
})
