package app

import (
	"context"

	"prilavok/core/desk"
	"prilavok/core/dialog"
	"prilavok/core/inbox"
	"prilavok/core/lang"
	"prilavok/core/shop"
	"prilavok/core/txn"
)

// operators wires the operators' inbox. What they write is shaped for its channel at once,
// and sent by whoever works on jobs.
func (a *App) operators() {
	a.adapters()
	a.Operators = desk.New(desk.Ports{Store: a.Store, Tx: a.Store, Inbox: a.Inbox, Handoffs: a.Handoffs, Jobs: a.Jobs, Now: a.Now, Card: a.deskCard, Cart: a.Carts.Get, NewID: a.IDs.Make, Mode: a.mode, Ended: a.Handoffs.Ended})
}

// deskCard shows a product as the chat does.
func (a *App) deskCard(ctx context.Context, productID string, l lang.Lang) (inbox.Card, error) {
	p, err := a.Catalog.Product(ctx, productID)
	if err != nil {
		return inbox.Card{}, err
	}
	var def lang.Lang
	err = a.Store.View(ctx, func(ctx context.Context) error {
		sh, err := a.Store.ShopByID(ctx, txn.ShopID(ctx))
		def = sh.DefaultLang()
		return err
	})
	return dialog.Card(l, def, p), err
}

// mode is who answers in the shop of ctx.
func (a *App) mode(ctx context.Context) (shop.Mode, error) {
	sh, err := a.Store.ShopByID(ctx, txn.ShopID(ctx))
	return sh.Settings.Assistant.Mode, err
}
