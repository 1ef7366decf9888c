package sample

import (
	"context"

	"prilavok/app"
	"prilavok/core/cart"
	"prilavok/core/catalog"
	"prilavok/core/lang"
	"prilavok/core/money"
	"prilavok/core/shop"
	"prilavok/core/txn"
)

// Slug names the sample shop.
const Slug = "demo"

// Create makes the sample shop with all it sells.
func Create(ctx context.Context, a *app.App) (shop.Shop, error) {
	sh, err := a.Shops.Create(ctx, shop.Shop{Slug: Slug, Name: lang.Texts{lang.RU: "Лавка на Пристани", lang.EN: "The Quay Shop"},
		Languages: []lang.Lang{lang.RU, lang.EN}, Currency: "RUB", TimeZone: "Europe/Moscow"})
	if err != nil {
		return sh, err
	}
	ctx = txn.ForShop(ctx, sh.ID)
	c, err := a.Catalog.SaveCategory(ctx, catalog.Category{Slug: "mugs", Title: lang.Texts{lang.RU: "Кружки", lang.EN: "Mugs"}, Active: true})
	if err != nil {
		return sh, err
	}
	for i, n := range []string{"Синяя кружка", "Красная кружка", "Чайник"} {
		_, err := a.Catalog.Save(ctx, catalog.Product{Slug: string(rune('a' + i)), CategoryID: c.ID, Title: lang.Texts{lang.RU: n, lang.EN: n}, Position: i,
			Variants: []catalog.Variant{{SKU: string(rune('A' + i)), Price: money.Of(79000, "RUB"), OnHand: 5, Tracked: true, Active: true}}})
		if err != nil {
			return sh, err
		}
	}
	_, err = a.Carts.PutDelivery(ctx, cart.Method{Kind: cart.Pickup, Title: lang.Texts{lang.RU: "Самовывоз", lang.EN: "Pickup"}, Active: true})
	return sh, err
}
