package storetest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"prilavok/core/contact"
	"prilavok/core/fault"
	"prilavok/core/inbox"
	"prilavok/core/shop"
	"prilavok/core/txn"
	"prilavok/store"
)

var _ = Case("InsertShop ShopByID UpdateShop Shops Accounts AccountsOf AccountByID AccountAt SaveAccount", func(t *testing.T, st *store.Store) {
	ctx, sh, acc := Shop(t, st, "settings")
	other, _, foreign := Shop(t, st, "settings-other")
	sh.Settings.Assistant.Persona = "Мы — «Ёж», продаём 🦔"
	save := func(x shop.Shop) error {
		return st.InTx(ctx, func(ctx context.Context) error { return st.UpdateShop(ctx, x) })
	}
	check(t, save(sh))
	if err := save(sh); !errors.Is(err, shop.ErrRevision) {
		t.Errorf("an old revision: %v", err)
	}
	acc.Secret, acc.SecretKeyID, acc.Name = []byte{0, 1, 0xff}, "k1", "новое имя"
	check(t, st.InTx(ctx, func(ctx context.Context) error { return st.SaveAccount(ctx, acc) }))
	stolen := acc
	stolen.ShopID = txn.ShopID(other)
	_ = st.InTx(other, func(ctx context.Context) error { return st.SaveAccount(ctx, stolen) }) // refused or without effect
	read(t, ctx, st, func(ctx context.Context) error {
		got, err := st.ShopByID(ctx, sh.ID)
		equal(t, "shop", fmt.Sprint(got.Revision, got.Settings.Assistant.Persona, got.Name, got.CreatedAt), fmt.Sprint(2, sh.Settings.Assistant.Persona, sh.Name, sh.CreatedAt))
		list, err2 := st.Accounts(ctx)
		if len(list) != 1 || list[0].Name != "новое имя" || !slices.Equal(list[0].Secret, acc.Secret) || list[0].ShopID != sh.ID {
			t.Errorf("accounts: %+v", list)
		}
		return errors.Join(err, err2)
	})
	read(t, txn.ForSystem(ctx), st, func(ctx context.Context) error {
		shops, err := st.Shops(ctx)
		all, err2 := st.AccountsOf(ctx, shop.Webchat)
		one, err3 := st.AccountByID(ctx, foreign.ID)
		_, none := st.AccountByID(ctx, "acc_none")
		named, err4 := st.AccountAt(ctx, foreign.Channel, foreign.ExternalID)
		_, elsewhere := st.AccountAt(ctx, shop.Instagram, foreign.ExternalID)
		if named.ID != foreign.ID || named.ShopID != foreign.ShopID || !errors.Is(elsewhere, shop.ErrNoAccount) {
			t.Errorf("by its id on the channel: %+v, on another one %v", named, elsewhere)
		}
		if len(shops) < 2 || len(all) < 2 || one.ShopID != txn.ShopID(other) || !errors.Is(none, shop.ErrNoAccount) {
			t.Errorf("%d shops, %d accounts, %+v, %v", len(shops), len(all), one, none)
		}
		return errors.Join(err, err2, err3, err4)
	})
})

var _ = Case("Answers", func(t *testing.T, st *store.Store) {
	check(t, st.Answers(txn.ForSystem(t.Context())))
	if err := st.Answers(t.Context()); !errors.Is(err, txn.ErrNoScope) {
		t.Errorf("without a scope: %v", err)
	}
	over, stop := context.WithCancel(txn.ForSystem(t.Context()))
	stop()
	if err := st.Answers(over); err == nil {
		t.Error("the database answers somebody who does not wait")
	}
})

var _ = Case("BeginUpkeep", func(t *testing.T, st *store.Store) {
	ctx, _, _ := Shop(t, st, "upkeep")
	other, _, _ := Shop(t, st, "upkeep-other")
	begins := func(ctx context.Context, at time.Time) (ours bool) {
		t.Helper()
		check(t, st.InTx(ctx, func(ctx context.Context) (err error) {
			ours, err = st.BeginUpkeep(ctx, at, at.Add(-10*time.Minute))
			return err
		}))
		return ours
	}
	equal(t, "the first, too early, due, of another shop", fmt.Sprint(begins(ctx, noon), begins(ctx, noon.Add(9*time.Minute)), begins(ctx, noon.Add(10*time.Minute)),
		begins(ctx, noon.Add(19*time.Minute)), begins(other, noon)), "true false true false true")
})

var _ = Case("ContactByID ContactByVerifiedPhone UpdateContact SaveJoinCode TakeJoinCode Guesses AddGuess RecordEvent", func(t *testing.T, st *store.Store) {
	ctx, c := thread(t, st, "people")
	other, _ := thread(t, st, "people-other")
	person := contact.Contact{ID: c.ContactID, Name: "Анна", Lang: "ru", Phone: "+79210000000", PhoneVerified: true, UpdatedAt: noon,
		Postal: contact.Postal{Country: "Россия", City: "Тула", Line: "Ленина, 3", Code: "300000"}}
	check(t, st.InTx(ctx, func(ctx context.Context) error {
		return errors.Join(st.UpdateContact(ctx, person), st.SaveJoinCode(ctx, "older", c.ContactID, noon.Add(time.Minute), noon.Add(-time.Minute)),
			st.SaveJoinCode(ctx, "hash", c.ContactID, noon.Add(time.Minute), noon.Add(-time.Minute)),
			st.RecordEvent(ctx, "evt_people", inbox.Event{Name: "test.happened", ContactID: c.ContactID, Data: map[string]any{"a": 1}}, noon))
	}))
	if err := st.InTx(other, func(ctx context.Context) error { return st.UpdateContact(ctx, person) }); !fault.Is(err, fault.NotFound) {
		t.Errorf("another shop changes it: %v", err)
	}
	find := func(ctx context.Context, except string) (found bool) {
		read(t, ctx, st, func(ctx context.Context) (err error) {
			_, found, err = st.ContactByVerifiedPhone(ctx, person.Phone, except)
			return err
		})
		return found
	}
	equal(t, "by phone: own, excepted, another shop's", fmt.Sprint(find(ctx, ""), find(ctx, c.ContactID), find(other, "")), "true false false")
	read(t, ctx, st, func(ctx context.Context) error {
		got, err := st.ContactByID(ctx, c.ContactID)
		equal(t, "contact", fmt.Sprint(got.Name, got.Phone, got.PhoneVerified, got.Email == ""), fmt.Sprint("Анна", person.Phone, true, true))
		equal(t, "postal address", got.Postal, person.Postal)
		known, err2 := st.KnownDetails(ctx, c.ContactID)
		equal(t, "what a checkout offers", known.City+": "+known.Address, "Тула: Ленина, 3, 300000, Россия")
		return errors.Join(err, err2)
	})
	take := func(ctx context.Context, hash, by string, at time.Time) (out string) {
		check(t, st.InTx(ctx, func(ctx context.Context) error {
			id, found, own, err := st.TakeJoinCode(ctx, hash, by, at)
			out = fmt.Sprint(id, found, own)
			return err
		}))
		return out
	}
	equal(t, "codes: another shop's, voided, own, too late, good, used", []string{take(other, "hash", "x", noon), take(ctx, "older", "x", noon), take(ctx, "hash", c.ContactID, noon),
		take(ctx, "hash", "x", noon.Add(time.Minute)), take(ctx, "hash", "x", noon), take(ctx, "hash", "x", noon)},
		[]string{"false false", "false false", "false true", "false false", c.ContactID + "true false", "false false"})
	check(t, st.InTx(ctx, func(ctx context.Context) error {
		return errors.Join(st.AddGuess(ctx, "gss_1", c.AddressID, noon, noon.Add(-time.Minute)), st.AddGuess(ctx, "gss_2", c.AddressID, noon.Add(time.Minute), noon.Add(-time.Minute)))
	}))
	guesses := func(ctx context.Context, since time.Time) (n int) {
		read(t, ctx, st, func(ctx context.Context) (err error) { n, err = st.Guesses(ctx, c.AddressID, since); return err })
		return n
	}
	equal(t, "guesses: all, since the first, another shop's", fmt.Sprint(guesses(ctx, noon.Add(-time.Second)), guesses(ctx, noon), guesses(other, noon.Add(-time.Second))), "2 1 0")
})

var _ = Case("WebchatEntry WebchatMessages WebchatBefore WebchatStatus", func(t *testing.T, st *store.Store) {
	ctx, c := thread(t, st, "page")
	receive(t, ctx, st, arrival(c, 1), arrival(c, 2), arrival(c, 3))
	read(t, ctx, st, func(ctx context.Context) error {
		after, err := st.WebchatMessages(ctx, c.AccountID, c.Key, 1, 1)
		before, err2 := st.WebchatBefore(ctx, c.AccountID, c.Key, 3, 5)
		none, err3 := st.WebchatMessages(ctx, c.AccountID, "another visitor's", 0, 5)
		status, err4 := st.WebchatStatus(ctx, c.AccountID, c.Key)
		equal(t, "page", fmt.Sprint(len(after), after[0].Seq, len(before), before[0].Seq, before[1].Seq, len(none), status), fmt.Sprint(1, 2, 2, 1, 2, 0, inbox.Pending))
		return errors.Join(err, err2, err3, err4)
	})
	read(t, txn.ForSystem(ctx), st, func(ctx context.Context) error {
		acc, sh, found, err := st.WebchatEntry(ctx, "", "page")
		_, _, oldest, err2 := st.WebchatEntry(ctx, "", "")
		_, _, wrong, err3 := st.WebchatEntry(ctx, acc.ID, "another-shop")
		equal(t, "entry", fmt.Sprint(acc.ID, sh.ID, found, oldest, wrong), fmt.Sprint(c.AccountID, c.ShopID, true, true, false))
		return errors.Join(err, err2, err3)
	})
})
