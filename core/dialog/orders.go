package dialog

import (
	"context"
	"unicode"
	"unicode/utf8"

	"prilavok/core/cart"
	"prilavok/core/dialog/purchase"
	"prilavok/core/order"
	"prilavok/core/pattern"
)

// visit is the turn as the desk for orders sees it.
func (t *talk) visit() purchase.Visit {
	return purchase.Visit{In: t.in, Lang: t.l, Msg: t.msg, Menu: t.menuRows}
}

// about takes over what the desk for orders answers.
func (t *talk) about(a purchase.Answer, err error) error {
	t.res.Out = append(t.res.Out, a.Out...)
	t.res.Changed = t.res.Changed || a.Changed
	t.in.Conversation.Question = a.Ask
	if a.Handoff != nil {
		t.res.Handoff = a.Handoff
	}
	return err
}

// told gives words and pictures to the desk when it has asked for some. Words that lead
// elsewhere end what was asked.
func (t *talk) told(ctx context.Context) (bool, error) {
	if t.in.Conversation.Question == "" {
		return false, nil
	}
	switch intentOf(t.msg.Text) {
	case "menu", "cancel", "human", "catalog", "cart", "orders", "checkout":
		if err := t.Desk.Forget(ctx, t.visit()); err != nil {
			return false, err
		}
		t.in.Conversation.Question = ""
		return false, nil
	}
	a, handled, err := t.Desk.Told(ctx, t.visit())
	if !handled {
		return false, err
	}
	return true, t.about(a, err)
}

// way names how a checkout is to be paid.
func (t *talk) way(v cart.View) string {
	for _, w := range v.Ask.Ways {
		if w.Method == v.Checkout.State.Payment {
			return w.Title.In(t.l, t.in.Shop.DefaultLang())
		}
	}
	return order.OnDelivery.Text(t.l)
}

// orderWords finds a number in a question about an order: "где заказ 1042?".
var orderWords = pattern.New(`(?i)(?:заказ\p{L}*|order)\D{0,12}?(?:№|#|no\.?\s?)?\s*([A-Za-zА-Яа-я]{0,4}-?\d{3,12})|^\s*(?:№|#)\s*([A-Za-zА-Яа-я]{0,4}-?\d{3,12})\s*\??$`)

// orderByNumber answers a question that names an order.
func (t *talk) orderByNumber(ctx context.Context, text string) (bool, error) {
	m := orderWords.FindStringSubmatch(text)
	if m == nil || len([]rune(text)) > 80 {
		return false, nil
	}
	return true, t.about(t.Desk.Order(ctx, t.visit(), m[1]+m[2]))
}

// capital makes the first letter of a line a capital one.
func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return s
	}
	return string(unicode.ToUpper(r)) + s[n:]
}
