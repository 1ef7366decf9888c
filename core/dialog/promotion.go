package dialog

import (
	"cmp"
	"context"
	"regexp"
	"strings"

	"prilavok/core/cart"
	"prilavok/core/inbox"
	"prilavok/core/lang"
	"prilavok/core/markup"
	"prilavok/core/promotion"
)

// Words about promotions.
var (
	btnCode      = p("🏷 Ввести промокод", "🏷 Enter a promo code")
	btnCodeOff   = p("🏷 Убрать промокод", "🏷 Remove the promo code")
	txtAskCode   = p("Напишите промокод одним сообщением.", "Write the promo code in one message.")
	txtCodeOn    = p("Промокод применён.", "The promo code is applied.")
	txtCodeGone  = p("Промокод убран.", "The promo code is removed.")
	txtNoCart    = p("Корзина пуста. Сначала добавьте товары, потом введите промокод.", "Your cart is empty. Add some goods first, then enter the promo code.")
	txtCodeWaits = p("Промокод пока не действует: %s", "The promo code does not work yet: %s")
	txtCodeBad   = p("Промокод не действует: %s", "The promo code does not work: %s")
)

// codeProblems says why a promotion's code gives nothing.
var codeProblems = map[cart.Problem]lang.Phrase{
	cart.ProblemCodeUnknown:  p("такого промокода нет. Проверьте, как он написан.", "there is no such code. Please check the spelling."),
	cart.ProblemCodeEarly:    p("он начнёт действовать позже.", "it starts later."),
	cart.ProblemCodeOver:     p("его срок закончился.", "it has expired."),
	cart.ProblemCodeUsedUp:   p("им уже воспользовались столько раз, сколько было можно.", "it has been used as many times as it could be."),
	cart.ProblemCodeUsed:     p("вы им уже воспользовались.", "you have used it already."),
	cart.ProblemCodeNotYours: p("он выдан другому покупателю.", "it was given to another customer."),
	cart.ProblemCodeNotFirst: p("он только для первого заказа.", "it is for a first order only."),
	cart.ProblemCodeMinTotal: p("он для заказов от %s.", "it is for orders from %s."),
	cart.ProblemCodeGoods:    p("в корзине нет товаров, для которых он выпущен.", "none of the goods it is for are in your cart."),
	cart.ProblemCodeNoGift:   p("подарок по нему закончился.", "its gift has run out."),
	cart.ProblemCodeMixing:   p("он не суммируется с другой акцией, а та сейчас действует.", "it cannot be combined with another offer that applies now."),
	cart.ProblemCodeNoEffect: p("с этой корзиной и доставкой он ничего не меняет.", "it changes nothing for this cart and delivery."),
}

// codeWords finds a code in "промокод СКИДКА10"; a code alone has a digit or is written
// in capitals, so that "промокод не работает" is no code.
var codeWords = regexp.MustCompile(`(?i)^\s*(?:мой\s+|у меня\s+|my\s+|use\s+)?(?:промо-?\s?код|купон|promo\s?-?code|promo|coupon(?:\s+code)?)\s*[:—-]?\s+["«“]?([\p{L}\p{N}_%-]{3,40})["»”]?\s*[.!]?\s*$`)

var codeOff = regexp.MustCompile(`(?i)^\s*(?:убери(?:те)?|убрать|удали(?:те)?|удалить|отмени(?:те)?|remove|delete|drop)\s+(?:the\s+|my\s+)?(?:промо-?\s?код|купон|promo\s?-?code|coupon)\s*[.!]?\s*$`)

// codeAlone is a message that asks how to enter a code.
var codeAlone = regexp.MustCompile(`(?i)^\s*(?:(?:ввести|применить|есть|у меня есть|enter|apply|i have a)\s+)?(?:промо-?\s?код|купон|promo\s?-?code|coupon)\s*[.!]?\s*$`)

// code takes what was typed about a promotion's code; handled is false when nothing was.
func (t *talk) code(ctx context.Context) (handled bool, err error) {
	text := t.msg.Text
	switch m := codeWords.FindStringSubmatch(text); {
	case t.msg.Kind != inbox.KindText:
		return false, nil
	case codeOff.MatchString(text):
		return true, t.removeCode(ctx)
	case codeAlone.MatchString(text):
		return true, t.codePressed(ctx, actCode)
	case m != nil && looksLikeCode(m[1]):
		return true, t.enterCode(ctx, m[1])
	case t.codeAsked() && len(strings.Fields(text)) <= 2 && intentOf(text) == "" && promotion.FoldCode(text) != "":
		return true, t.enterCode(ctx, text)
	}
	return false, nil
}

func looksLikeCode(s string) bool {
	return strings.ContainsAny(s, "0123456789_%") || strings.ToUpper(s) == s
}

// codeAsked reports whether the contact has just asked how to enter a code.
func (t *talk) codeAsked() bool {
	for i := len(t.in.History) - 1; i >= 0; i-- {
		if m := t.in.History[i]; m.Author == inbox.ByContact {
			return m.Kind == inbox.KindButton && m.Payload.Action == actCode || m.Kind == inbox.KindText && codeAlone.MatchString(m.Text)
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
	text, ok := codeProblems[tr.Code]
	if !ok {
		return ""
	}
	why := text.In(t.l)
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
