package dialog

import (
	"cmp"
	"context"
	"strings"

	"prilavok/core/cart"
	"prilavok/core/inbox"
	"prilavok/core/lang"
	"prilavok/core/markup"
	"prilavok/core/promotion"
)

// Words about promotions.
var (
	btnCode      = lang.Phrase{RU: "🏷 Ввести промокод", EN: "🏷 Enter a promo code"}
	btnCodeOff   = lang.Phrase{RU: "🏷 Убрать промокод", EN: "🏷 Remove the promo code"}
	txtAskCode   = lang.Phrase{RU: "Напишите промокод одним сообщением.", EN: "Write the promo code in one message."}
	txtCodeOn    = lang.Phrase{RU: "Промокод применён.", EN: "The promo code is applied."}
	txtCodeGone  = lang.Phrase{RU: "Промокод убран.", EN: "The promo code is removed."}
	txtNoCart    = lang.Phrase{RU: "Корзина пуста. Сначала добавьте товары, потом введите промокод.", EN: "Your cart is empty. Add some goods first, then enter the promo code."}
	txtCodeWaits = lang.Phrase{RU: "Промокод пока не действует: %s", EN: "The promo code does not work yet: %s"}
	txtCodeBad   = lang.Phrase{RU: "Промокод не действует: %s", EN: "The promo code does not work: %s"}
)

// code takes what was typed about a promotion's code; handled is false when nothing was.
func (t *talk) code(ctx context.Context) (handled bool, err error) {
	if t.msg.Kind != inbox.KindText {
		return false, nil
	}
	text := t.msg.Text
	what, code := promotion.Read(text)
	switch {
	case what == promotion.SaidRemove:
		return true, t.removeCode(ctx)
	case what == promotion.SaidAsk:
		return true, t.codePressed(ctx, actCode)
	case what == promotion.SaidCode:
		return true, t.enterCode(ctx, code)
	case looksLikeCode(text):
		return t.bareCode(ctx, text)
	}
	return false, nil
}

// looksLikeCode spares most messages the look back: a code that has neither digits nor
// capitals is tried once nothing else is found under its words.
func looksLikeCode(text string) bool {
	return strings.ContainsAny(text, "0123456789") || len([]rune(text)) > 3 && text == strings.ToUpper(text)
}

// bareCode takes a message as a code if the contact has just asked how to enter one.
func (t *talk) bareCode(ctx context.Context, text string) (handled bool, err error) {
	if len(strings.Fields(text)) > 2 || intentOf(text) != "" || promotion.FoldCode(text) == "" {
		return false, nil
	}
	if err := t.recall(ctx); err != nil || !t.codeAsked() {
		return false, err
	}
	return true, t.enterCode(ctx, text)
}

// codeAsked reports whether the contact has just asked how to enter a code.
func (t *talk) codeAsked() bool {
	for i := len(t.in.History) - 1; i >= 0; i-- {
		if m := t.in.History[i]; m.Author == inbox.ByContact {
			what, _ := promotion.Read(m.Text)
			return m.Kind == inbox.KindButton && m.Payload.Action == actCode || m.Kind == inbox.KindText && what == promotion.SaidAsk
		}
	}
	return false
}

// codePressed removes the code, or asks for one.
func (t *talk) codePressed(ctx context.Context, name string) error {
	if name == actCodeOff {
		return t.removeCode(ctx)
	}
	t.say(txtAskCode.In(t.l), button(btnCart.In(t.l), actCart))
	return nil
}

func (t *talk) enterCode(ctx context.Context, code string) error {
	c, err := t.Carts.EnterCode(ctx, t.in.Contact.ID, code)
	if err != nil {
		return err
	}
	t.res.Changed = true
	return t.afterCode(ctx, c, cmp.Or(t.codeTrouble(c.CodeTrouble, c.Code != ""), txtCodeOn.In(t.l)))
}

func (t *talk) removeCode(ctx context.Context) error {
	c, err := t.Carts.RemoveCode(ctx, t.in.Contact.ID)
	if err != nil {
		return err
	}
	t.res.Changed = true
	return t.afterCode(ctx, c, txtCodeGone.In(t.l))
}

// afterCode shows what the code has changed: the step of the checkout under way, whose
// sum is another now, or the cart.
func (t *talk) afterCode(ctx context.Context, c cart.Cart, note string) error {
	if len(c.Lines) == 0 {
		if c.CodeTrouble.Code == "" && c.Code != "" {
			note = txtNoCart.In(t.l)
		}
		t.say(markup.Esc(note), t.menuRows(ctx)...)
		return nil
	}
	_, found, err := t.Carts.Current(ctx, t.in.Contact.ID, t.in.Conversation.ID)
	if err != nil {
		return err
	}
	if !found {
		t.showCart(c, markup.I(note))
		return nil
	}
	v, err := t.Carts.Advance(ctx, t.in.Contact.ID, t.in.Conversation.ID, cart.Input{Action: cart.ActShow})
	if err != nil {
		return err
	}
	o := t.asked(v)
	o.Text = markup.I(note) + "\n\n" + o.Text
	t.show(o)
	return nil
}

// codeTrouble says why a code gives nothing, "" when it does; kept ones may work later.
func (t *talk) codeTrouble(tr cart.Trouble, kept bool) string {
	text := promotion.Problem(tr.Code).Phrase()
	why := text.In(t.l)
	if why == "" {
		return ""
	}
	if tr.Code == cart.ProblemCodeMinTotal {
		why = text.F(t.l, tr.Amount.Format(string(t.l)))
	}
	if kept {
		return txtCodeWaits.F(t.l, why)
	}
	return txtCodeBad.F(t.l, why)
}

// reasons says why a line costs what it does, each on a line of its own. It is markup.
func (t *talk) reasons(list []promotion.Reason, currency string) string {
	var b strings.Builder
	for _, r := range list {
		b.WriteString("\n" + markup.I("🏷 "+r.Text(t.l, currency)))
	}
	return b.String()
}

// free names the promotion that makes a delivery free, "" when none does.
func (t *talk) free(list []promotion.Reason) string {
	for _, r := range list {
		if r.Kind == promotion.FreeDelivery {
			return " (" + markup.Esc(r.Title.In(t.l, t.in.Shop.DefaultLang())) + ")"
		}
	}
	return ""
}

// codeButton enters a code, or removes the one that is there; none in a shop without codes.
func (t *talk) codeButton(takes bool, code string) []inbox.Button {
	switch {
	case code != "":
		return button(btnCodeOff.In(t.l), actCodeOff)
	case takes:
		return button(btnCode.In(t.l), actCode)
	}
	return nil
}
