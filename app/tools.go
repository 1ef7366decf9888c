package app

import (
	"prilavok/core/assistant"
	"prilavok/core/assistant/tools"
)

// modelTools is what the model may call. What changes more than a cart is a proposal:
// it is carried out by an executor, once, after an explicit yes.
func (a *App) modelTools() ([]assistant.Tool, []assistant.Executor) {
	return []assistant.Tool{
			tools.SearchProducts(a.Catalog),
			tools.GetProduct(a.Catalog),
			tools.CheckStock(a.Catalog),
			tools.ViewCart(a.Carts),
			tools.AddToCart(a.Carts),
			tools.SetQuantity(a.Carts),
			tools.RemoveFromCart(a.Carts),
			tools.ApplyCode(a.Carts),
			tools.RemoveCode(a.Carts),
			tools.QuoteCart(a.Carts),
			tools.DeliveryOptions(a.Carts),
			tools.DeliveryTimes(a.Carts, a.Now),
			tools.StartCheckout(a.Carts),
			tools.PlaceOrder(a.Carts, a.Carts),
			tools.CancelOrder(a.Orders),
			tools.OrderStatus(a.Orders),
			tools.OrderHistory(a.Orders),
			tools.ChangeOrder(a.Orders, a.Edits, a.Carts),
			tools.ReturnRequest(a.Orders, a.Returns),
			tools.RepeatOrder(a.Orders, a.Desk),
			tools.PaymentLink(a.Orders, a.Desk),
			tools.FAQ(a.Knowledge),
			tools.Handoff(),
		}, []assistant.Executor{
			tools.Placer(a.Orders, a.Carts),
			tools.Canceler(a.Orders),
			tools.Changer(a.Orders, a.Edits, a.Desk),
			tools.Returner(a.Orders, a.Returns),
		}
}
