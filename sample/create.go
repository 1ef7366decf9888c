package sample

import (
	"context"

	"prilavok/app"
	"prilavok/core/shop"
	"prilavok/core/txn"
)

// Slug names the sample shop.
const Slug = "demo"

// Create makes the sample shop with all it sells, in one unit of work: a demo that is
// stopped while it starts for the first time leaves no half of a shop.
func Create(ctx context.Context, a *app.App) (shop.Shop, error) {
	d, err := Read()
	if err != nil {
		return shop.Shop{}, err
	}
	made := d.shop(a.IDs.Make("shop"))
	err = a.Store.InTx(txn.ForShop(ctx, made.ID), func(ctx context.Context) error {
		sh, err := a.Shops.Create(ctx, made)
		if err != nil {
			return err
		}
		if err := Load(ctx, Deps{Catalog: a.Catalog, Knowledge: a.Knowledge, Delivery: a.Delivery, Promos: a.Promos, Tx: a.Store}); err != nil {
			return err
		}
		made = sh
		return nil
	})
	return made, err
}

func (d Data) shop(id string) shop.Shop {
	s := d.Shop
	return shop.Shop{ID: id, Slug: s.Slug, Name: s.Name, Languages: s.Languages, Currency: s.Currency, TimeZone: s.TimeZone,
		Settings: shop.Settings{Assistant: shop.Assistant{Persona: s.Persona}, Orders: s.Orders, Contact: s.Contact, Greeting: s.Greeting}}
}
