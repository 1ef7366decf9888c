package storetest

import (
	"context"
	"testing"
	"time"

	"prilavok/core/contact"
	"prilavok/core/inbox"
	"prilavok/store"
)

// found lists the names that a search finds, the newest first.
func foundContacts(t *testing.T, ctx context.Context, st *store.Store, search, below string, limit int) []contact.Line {
	t.Helper()
	var list []contact.Line
	read(t, ctx, st, func(ctx context.Context) (err error) {
		list, err = st.ListContacts(ctx, search, below, limit)
		return err
	})
	return list
}

var _ = Case("ListContacts", func(t *testing.T, st *store.Store) {
	x := NewCounter(t, st, "people-here")
	anna, ivan := x.Buyer(), x.Buyer()
	name := func(id, name, phone string) {
		t.Helper()
		check(t, st.InTx(x.Ctx, func(ctx context.Context) error {
			c, err := st.ContactByID(ctx, id)
			if err != nil {
				return err
			}
			c.Name, c.Phone = name, phone
			return st.UpdateContact(ctx, c)
		}))
	}
	name(anna.ContactID, "Анна Алёхина", "+79217778811")
	name(ivan.ContactID, "Иван Петров", "")
	check(t, st.InTx(x.Ctx, func(ctx context.Context) error { return st.SetLabels(ctx, ivan.ID, []string{"опт", "vip"}) }))
	sold := soldTo(x, x.Variant("кружка", 49900, 10), 2)
	buyer := sold.ContactID
	want := func(search string, ids ...string) {
		t.Helper()
		var got []string
		for _, l := range foundContacts(t, x.Ctx, st, search, "", 10) {
			got = append(got, l.ID)
		}
		equal(t, "found by "+search, got, ids)
	}
	want("", buyer, ivan.ContactID, anna.ContactID)
	want("алехина", anna.ContactID)
	want("АННА АЛ", anna.ContactID)
	want("петров ив", ivan.ContactID)
	want("8 (921) 777-88-11", anna.ContactID)
	want("8811", anna.ContactID)
	want("#опт", ivan.ContactID)
	want("#оп")
	want(sold.Number, buyer)
	want("никто")
	want("%")

	list := foundContacts(t, x.Ctx, st, "", "", 1)
	equal(t, "orders", list[0].Orders, 1)
	equal(t, "spent", list[0].Spent, sold.Total)
	list = foundContacts(t, x.Ctx, st, "", list[0].ID, 1)
	equal(t, "second page", list[0].ID, ivan.ContactID)
	equal(t, "labels", list[0].Labels, []string{"опт", "vip"})
	equal(t, "handles", len(list[0].Handles), 1)
	other, _, _ := Shop(t, st, "people-there")
	equal(t, "another shop's", len(foundContacts(t, other, st, "", "", 10))+len(foundContacts(t, other, st, "алехина", "", 10)), 0)

	check(t, st.InTx(x.Ctx, func(ctx context.Context) error { return st.EraseContact(ctx, anna.ContactID, x.Now().Add(time.Minute)) }))
	want("алехина")
	want("8811")
})

// Names come with the first message, one by one and in batches.
var _ = Case("ListContacts", func(t *testing.T, st *store.Store) {
	ctx, _, acc := Shop(t, st, "handles")
	thread := func(n, name, username string) inbox.Thread {
		return inbox.Thread{AccountID: acc.ID, Key: "chat-" + n, Channel: acc.Channel, ContactID: "ctc_h" + n, AddressID: "adr_h" + n, ConvID: "cnv_h" + n,
			From: inbox.Person{ExternalID: "person-" + n, Name: name, Username: username}, Lang: "ru", At: noon}
	}
	check(t, st.InTx(ctx, func(ctx context.Context) error {
		_, err := st.OpenThread(ctx, thread("1", "Ёлка Юрьева", "Yolka_Y"))
		if err != nil {
			return err
		}
		return st.OpenThreads(ctx, []inbox.Thread{thread("2", "Ян Юрьев", "yan"), thread("3", "", "")})
	}))
	for search, want := range map[string]string{"@yolka": "ctc_h1", "yolka_y": "ctc_h1", "@YAN": "ctc_h2", "елк": "ctc_h1", "юрьева ёл": "ctc_h1", "ян юр": "ctc_h2"} {
		list := foundContacts(t, ctx, st, search, "", 10)
		equal(t, "found by "+search, len(list), 1)
		equal(t, "found by "+search, list[0].ID, want)
	}
	equal(t, "both", len(foundContacts(t, ctx, st, "юрьев", "", 10)), 2)
	equal(t, "all", len(foundContacts(t, ctx, st, " ", "", 10)), 3)
})
