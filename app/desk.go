package app

import (
	"context"
	"strings"

	"prilavok/core/dialog/purchase"
	"prilavok/core/shop"
	"prilavok/core/txn"
)

// desk wires what customers do with their orders in the chat.
func (a *App) desk() {
	a.Desk = purchase.New(purchase.Services{Orders: a.Orders, Edits: a.Edits, Returns: a.Returns, Payments: a.Payments, Carts: a.Carts, Catalog: a.Catalog, Inbox: a.Inbox, Asks: a.Store, Notices: a.Notices,
		Jobs: a.Jobs, Tx: a.Store, Now: a.Now, Back: a.chatOf,
		Shop: func(ctx context.Context) (shop.Shop, error) { return a.Store.ShopByID(ctx, txn.ShopID(ctx)) }})
}

// chatOf is where the page after a payment leads back to: the chat it was begun in, ""
// when it has no address.
func (a *App) chatOf(ctx context.Context, accountID string) string {
	acc, err := a.Shops.Account(ctx, accountID)
	if err != nil {
		return ""
	}
	switch name, ours := strings.CutPrefix(acc.Name, "@"); {
	case acc.Channel == shop.Telegram && ours:
		return "https://t.me/" + name
	case acc.Channel == shop.Webchat && a.PublicURL != nil && a.PublicURL() != "":
		return a.PublicURL() + "/"
	}
	return ""
}
