package server

import (
	"context"

	"prilavok/app"
	"prilavok/core/catalog"
	"prilavok/core/inbox"
	"prilavok/core/lang"
	"prilavok/core/shop"
	"prilavok/core/txn"
	"prilavok/httpapi/webchat"
)

// shelf fills the chat page's first screen. It implements webchat.Shelf.
type shelf struct{ app *app.App }

// Categories implements webchat.Shelf: each category with a picture of its first product.
func (s shelf) Categories(ctx context.Context, sh shop.Shop, l lang.Lang) ([]webchat.Category, error) {
	ctx = txn.ForShop(ctx, sh.ID)
	list, err := s.app.Catalog.Categories(ctx)
	if err != nil {
		return nil, err
	}
	var out []webchat.Category
	for _, c := range list {
		if c.ParentID != "" {
			continue
		}
		entry := webchat.Category{Title: c.Title.In(l, sh.DefaultLang()), Action: "cat:" + c.ID}
		page, err := s.app.Catalog.Browse(ctx, catalog.Filter{CategoryID: c.ID}, "", 1)
		if err != nil {
			return nil, err
		}
		for _, p := range page.Products {
			if len(p.Images) > 0 {
				entry.Image = p.Images[0].URL
			}
		}
		out = append(out, entry)
	}
	return out, nil
}

// Welcome implements webchat.Shelf.
func (s shelf) Welcome(ctx context.Context, sh shop.Shop, l lang.Lang) (*inbox.Outgoing, error) {
	o := s.app.Dialog.Welcome(sh, l)
	return &o, nil
}
