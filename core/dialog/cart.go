package dialog

import (
	"context"
	"strconv"
	"strings"

	"prilavok/core/cart"
	"prilavok/core/inbox"
	"prilavok/core/lang"
	"prilavok/core/markup"
)

// lineButtons is how many lines of a cart get buttons of their own.
const lineButtons = 10

// cart shows the cart; note, which may be "", stands above it.
func (t *talk) cart(ctx context.Context, note string) error {
	c, err := t.Carts.See(ctx, t.in.Contact.ID)
	if err != nil {
		return err
	}
	t.showCart(c, note)
	if len(c.Lines) == 0 || t.Beyond == nil {
		return nil
	}
	row, err := t.Beyond(ctx, t.in, t.l)
	if o := &t.res.Out[len(t.res.Out)-1]; len(row) > 0 {
		o.Buttons = append(o.Buttons, row)
	}
	return err
}

func (t *talk) showCart(c cart.Cart, note string) {
	if len(c.Lines) == 0 {
		t.show(inbox.Outgoing{Text: withNote(note, txtCartEmpty.In(t.l)), Buttons: menuButtons(t.l, 0)})
		return
	}
	var b strings.Builder
	b.WriteString(markup.B(txtCartTitle.In(t.l)))
	for i, l := range c.Lines {
		b.WriteString("\n\n" + strconv.Itoa(i+1) + ". " + t.cartLine(l))
	}
	b.WriteString("\n\n" + t.cartTotals(c))
	t.show(inbox.Outgoing{Text: withNote(note, b.String()), Buttons: t.cartButtons(c)})
}

// cartTotals is the end of the cart: what is taken off, what is left to pay.
func (t *talk) cartTotals(c cart.Cart) string {
	s := ""
	if !c.Discount.IsZero() {
		s = txtItems.F(t.l, c.Items.Format(string(t.l))) + "\n" + txtDiscount.F(t.l, c.Discount.Format(string(t.l))) + "\n"
	}
	if free := t.free(c.Promotions); free != "" {
		s += txtShipping.F(t.l, txtFree.In(t.l)) + free + "\n"
	}
	if why := t.codeTrouble(c.CodeTrouble, c.Code != ""); why != "" && c.Code != "" {
		s += markup.I("🏷 "+why) + "\n"
	}
	return s + markup.B(txtTotal.F(t.l, c.Sum().Format(string(t.l))))
}

func withNote(note, text string) string {
	if note == "" {
		return text
	}
	return note + "\n\n" + text
}

func (t *talk) cartLine(l cart.Line) string {
	s := markup.Esc(t.title(l.Title, l.Options))
	switch {
	case l.Gift:
		s += "\n" + txtPieces.F(t.l, l.Quantity)
	case l.Buyable() && l.Discount.IsZero():
		s += "\n" + strconv.FormatInt(l.Quantity, 10) + " × " + l.Price.Format(string(t.l)) + " = " + l.Total.Format(string(t.l))
	case l.Buyable():
		s += "\n" + strconv.FormatInt(l.Quantity, 10) + " × " + l.Price.Format(string(t.l)) + " − " + l.Discount.Format(string(t.l)) + " = " + l.Total.Format(string(t.l))
	}
	s += t.reasons(l.Reasons, l.Total.Currency)
	if notice := t.notice(l); notice != "" {
		s += "\n" + markup.I("⚠ "+notice)
	}
	return s
}

// title is a product's name with what tells its variant apart.
func (t *talk) title(title lang.Texts, options []cart.Option) string {
	return title.In(t.l, t.in.Shop.DefaultLang()) + optionsText(t.l, options)
}

func optionsText(l lang.Lang, options []cart.Option) string {
	var parts []string
	for _, o := range options {
		if v := o.Value.In(l, lang.RU); v != "" {
			parts = append(parts, v)
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return " (" + strings.Join(parts, ", ") + ")"
}

func (t *talk) notice(l cart.Line) string {
	switch l.Notice {
	case cart.NoticePrice:
		return txtPriceNow.F(t.l, l.WasPrice.Format(string(t.l)))
	case cart.NoticeShort:
		return txtShortNow.F(t.l, l.Left)
	case cart.NoticeOut:
		return txtOutNow.In(t.l)
	case cart.NoticeGone:
		return txtGoneNow.In(t.l)
	}
	return ""
}

func (t *talk) cartButtons(c cart.Cart) [][]inbox.Button {
	var out [][]inbox.Button
	for i, l := range c.Lines[:min(len(c.Lines), lineButtons)] {
		if l.Gift {
			continue
		}
		v := l.VariantID
		name := inbox.Button{Text: txtPieces.F(t.l, l.Quantity), Action: act(actProduct, l.ProductID)}
		if len(c.Lines) > 1 { // which line of the text these buttons are about
			name.Text = "№ " + strconv.Itoa(i+1) + " · " + name.Text
		}
		less := inbox.Button{Text: "−", Action: act(actQuantity, v, strconv.FormatInt(l.Quantity-1, 10))}
		more := inbox.Button{Text: "+", Action: act(actQuantity, v, strconv.FormatInt(l.Quantity+1, 10))}
		drop := inbox.Button{Text: "✕", Action: act(actQuantity, v, "0")}
		row := []inbox.Button{less, name, more, drop}
		if l.Quantity == 1 {
			row = []inbox.Button{drop, name, more}
		}
		out = append(out, row)
	}
	if c.Count() > 0 {
		out = append(out, []inbox.Button{{Text: btnCheckout.F(t.l, c.Sum().Format(string(t.l))), Action: actCheckout, Style: "success"}})
	}
	out = append(out, t.codeButton(c.TakesCodes, c.Code))
	return append(out, []inbox.Button{{Text: btnKeepShop.In(t.l), Action: actCategories}, {Text: btnClear.In(t.l), Action: actClear}})
}

// add puts one piece into the cart and says so.
func (t *talk) add(ctx context.Context, variantID string) error {
	c, err := t.Carts.Add(ctx, t.in.Contact.ID, variantID, 1)
	if err != nil {
		return err
	}
	t.res.Changed = true
	for _, l := range c.Lines {
		if l.VariantID == variantID {
			t.say(txtAdded.F(t.l, markup.B(t.title(l.Title, l.Options)))+"\n"+t.cartSum(c),
				[]inbox.Button{{Text: btnCheckout.F(t.l, c.Sum().Format(string(t.l))), Action: actCheckout, Style: "success"}},
				[]inbox.Button{{Text: btnCartN.F(t.l, c.Count()), Action: actCart}, {Text: btnKeepShop.In(t.l), Action: actCategories}})
		}
	}
	return nil
}

// cartSum is one line about the whole cart.
func (t *talk) cartSum(c cart.Cart) string {
	n := c.Count()
	goods := lang.Plural(t.l, n, wordGood[0].In(t.l), wordGood[1].In(t.l), wordGood[2].In(t.l))
	return txtInCart.F(t.l, n, goods, c.Sum().Format(string(t.l)))
}

func (t *talk) setQuantity(ctx context.Context, variantID string, n int64) error {
	if n < 0 {
		return t.cart(ctx, "")
	}
	c, err := t.Carts.SetQuantity(ctx, t.in.Contact.ID, variantID, n)
	if err != nil {
		return err
	}
	t.res.Changed = true
	t.showCart(c, "")
	return nil
}

func (t *talk) clear(ctx context.Context) error {
	if err := t.Carts.Clear(ctx, t.in.Contact.ID); err != nil {
		return err
	}
	t.res.Changed = true
	t.show(inbox.Outgoing{Text: txtCleared.In(t.l), Buttons: menuButtons(t.l, 0)})
	return nil
}
