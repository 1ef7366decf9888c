package app

import (
	"context"
	"strings"

	"prilavok/core/cart"
	"prilavok/core/dialog/purchase"
	"prilavok/core/money"
	"prilavok/core/payment"
	"prilavok/core/shop"
	"prilavok/core/txn"
)

// desk wires what customers do with their orders in the chat, and lets checkouts ask how
// an order will be paid.
func (a *App) desk() {
	a.Carts.PaidBy(func(ctx context.Context, items money.Money) ([]cart.Way, error) {
		offers, err := a.Payments.Offered(ctx, payment.Facts{Total: items})
		var out []cart.Way
		for _, x := range offers {
			out = append(out, cart.Way{Method: x.Method, Title: x.Title, Online: x.Online})
		}
		return out, err
	})
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
