package sample_test

import (
	"errors"
	"log/slog"
	"testing"
	"time"

	"prilavok/app"
	"prilavok/core/call"
	"prilavok/core/catalog"
	"prilavok/core/id"
	"prilavok/core/seal"
	"prilavok/core/txn"
	"prilavok/sample"
	"prilavok/store/storetest"
)

func TestCreate(t *testing.T) {
	keys, err := seal.New([]seal.Key{{ID: "test", Bytes: make([]byte, seal.KeySize)}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	var nobody call.Doer // making a shop calls nobody
	now := func() time.Time { return time.Date(2026, 5, 4, 3, 2, 1, 0, time.UTC) }
	a := app.New(app.Deps{Store: storetest.SQLite(t), HTTP: nobody, Keys: keys, Now: now, IDs: id.New(now, nil), Log: slog.New(slog.DiscardHandler)})
	sh, err := sample.Create(t.Context(), a)
	if err != nil {
		t.Fatal(err)
	}
	got, err := a.Shops.Get(txn.ForShop(t.Context(), sh.ID))
	if err != nil || got.Slug != sample.Slug || got.Settings.Contact.Phone == "" || got.Settings.Assistant.Persona == "" || len(got.Settings.Greeting) != 2 {
		t.Errorf("shop is %+v, %v", got, err)
	}
	page, err := a.Catalog.Browse(txn.ForShop(t.Context(), sh.ID), catalog.Filter{}, "", 100)
	if err != nil || len(page.Products) < 60 {
		t.Errorf("%d products, %v", len(page.Products), err)
	}
	if _, err := sample.Create(t.Context(), a); err == nil {
		t.Error("a second sample shop in one installation was made")
	}
	if shops, err := a.Shops.List(t.Context()); err != nil || len(shops) != 1 {
		t.Error(errors.Join(err, errors.New("what failed left a shop")))
	}
}
