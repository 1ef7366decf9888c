package dialog

import (
	"strconv"
	"strings"

	"prilavok/core/dialog/purchase"
	"prilavok/core/inbox"
	"prilavok/core/lang"
)

// Actions of buttons. What comes back is data that anybody can send: it is checked
// against the database and never trusted.
const (
	actMenu       = "menu"
	actCategories = "cats"
	actCategory   = "cat"    // category, page
	actProduct    = "prd"    // product
	actSearch     = "find"   // offset, query
	actAdd        = "add"    // variant
	actAwait      = "wait"   // variant
	actLeave      = "unwait" // variant, "" all
	actQuantity   = "qty"    // variant, quantity
	actCart       = "cart"
	actCode       = "code"
	actCodeOff    = "code!"
	actClear      = "clear"
	actClearYes   = "clear!"
	actCheckout   = "buy"
	actStep       = "co"  // a checkout action, as cart understands it
	actFAQ        = "faq" // article
	actDelivery   = "ship"
	actHuman      = "human"
	actLang       = "lang"
	actNothing    = "nop"
)

// ShowAction is the action of a button that shows a product.
func ShowAction(productID string) string { return act(actProduct, productID) }

// act joins an action and its arguments.
func act(name string, args ...string) string {
	return strings.Join(append([]string{name}, args...), ":")
}

// cutAct splits an action; rest keeps its colons.
func cutAct(s string) (name, rest string) {
	name, rest, _ = strings.Cut(s, ":")
	return name, rest
}

// button makes a button, or none when its action would not fit a channel.
func button(text, action string) []inbox.Button {
	if len(action) > inbox.MaxAction {
		return nil
	}
	return []inbox.Button{{Text: text, Action: action}}
}

// rows lays buttons out, n to a row.
func rows(n int, buttons ...inbox.Button) [][]inbox.Button {
	var out [][]inbox.Button
	for len(buttons) > 0 {
		k := min(n, len(buttons))
		out = append(out, buttons[:k])
		buttons = buttons[k:]
	}
	return out
}

// menuButtons is the way to everything else.
func menuButtons(l lang.Lang, inCart int64) [][]inbox.Button {
	cart := inbox.Button{Text: btnCart.In(l), Action: actCart}
	if inCart > 0 {
		cart.Text = btnCartN.F(l, inCart)
	}
	return rows(2,
		inbox.Button{Text: btnCatalog.In(l), Action: actCategories, Style: "primary"}, cart,
		inbox.Button{Text: btnOrders.In(l), Action: purchase.ActOrders}, inbox.Button{Text: btnDelivery.In(l), Action: actDelivery},
		inbox.Button{Text: btnFAQ.In(l), Action: actFAQ}, inbox.Button{Text: btnHuman.In(l), Action: actHuman})
}

func number(s string) int64 {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		return -1
	}
	return n
}
