package dialog

import (
	"context"
	"errors"
	"strings"

	"prilavok/core/catalog"
	"prilavok/core/fold"
	"prilavok/core/inbox"
	"prilavok/core/lang"
	"prilavok/core/markup"
)

var (
	txtAwaited  = lang.Phrase{RU: "Сообщу, как только появится: %s.", EN: "I will tell you as soon as it is back: %s."}
	txtAwaitOne = lang.Phrase{RU: "О чём сообщить, когда появится?", EN: "Which one shall I tell you about?"}
	txtHaveIt   = lang.Phrase{RU: "Это есть в наличии, ждать не нужно:", EN: "We have it, there is no need to wait:"}
	txtLeft     = lang.Phrase{RU: "Хорошо, о поступлении не напишу.", EN: "All right, I will not write when it is back."}
	txtBackNow  = lang.Phrase{RU: "Снова в наличии: %s, %s.", EN: "Back in stock: %s, %s."}
	txtLeftNow  = lang.Phrase{RU: " Осталось %d.", EN: " %d left."}
	btnAwait    = lang.Phrase{RU: "🔔 Сообщить, когда появится", EN: "🔔 Tell me when it is back"}
	btnLeave    = lang.Phrase{RU: "Не сообщать", EN: "Do not tell me"}
)

// awaitButtons offers to wait for the variants that cannot be had.
func awaitButtons(l lang.Lang, p catalog.Product) [][]inbox.Button {
	var out []inbox.Button
	sell := p.Sellable()
	for _, v := range sell {
		if v.Available() > 0 {
			continue
		}
		label := btnAwait.In(l)
		if name := variantName(l, v); name != "" && len(sell) > 1 {
			label = "🔔 " + name
		}
		out = append(out, inbox.Button{Text: label, Action: act(actAwait, v.ID)})
	}
	if len(out) > 4 {
		return rows(2, out[:min(len(out), 20)]...)
	}
	return rows(1, out...)
}

// await puts the contact on a variant's list.
func (t *talk) await(ctx context.Context, variantID string) error {
	p, v, err := t.Catalog.AwaitStock(ctx, catalog.Wait{ContactID: t.in.Contact.ID, ConversationID: t.in.Conversation.ID, VariantID: variantID})
	if errors.Is(err, catalog.ErrInStock) {
		t.say(txtHaveIt.In(t.l))
		t.showProduct(p)
		return nil
	}
	if err != nil {
		return err
	}
	t.res.Changed = true
	t.say(txtAwaited.F(t.l, markup.B(t.title(p.Title, v.Options))), button(btnLeave.In(t.l), act(actLeave, variantID)),
		[]inbox.Button{{Text: btnCatalog.In(t.l), Action: actCategories}})
	return nil
}

// leave takes the contact off a variant's list, off all when it is "".
func (t *talk) leave(ctx context.Context, variantID string) error {
	if _, err := t.Catalog.LeaveWaits(ctx, t.in.Contact.ID, variantID); err != nil {
		return err
	}
	t.res.Changed = true
	t.say(txtLeft.In(t.l), t.menuRows(ctx)...)
	return nil
}

var (
	awaitPhrases = []string{"сообщите когда появ", "сообщи когда появ", "сообщите когда будет в налич", "сообщи когда будет в налич", "сообщите о поступлен", "сообщи о поступлен", "напишите когда появ", "напиши когда появ",
		"дайте знать когда появ", "уведомите когда появ", "уведомите о поступлен", "скажите когда появ", "let me know when", "tell me when it s back", "tell me when it is back", "notify me when", "email me when"}
	leavePhrases = []string{"не сообщайте о поступлен", "больше не сообщайте", "не надо сообщать", "отпишите меня", "отписаться от уведомлен", "не жду больше", "stop notifying me", "do not notify me", "don t notify me", "unsubscribe"}
	// awaitFill is what is left of such a phrase when it names nothing.
	awaitFill = invert([]meant{{"fill", []string{"появится", "появятся", "появиться", "будет", "будут", "наличии", "налич", "в", "она", "он", "они", "оно", "это", "этот", "эта", "ее", "его", "их",
		"снова", "пожалуйста", "мне", "поступлении", "it", "is", "s", "back", "in", "stock", "again", "available", "please", "they", "are", "this"}}})
)

// awaits answers words that ask to be told when goods are back, or not to be.
func (t *talk) awaits(ctx context.Context) (bool, error) {
	words := strings.Join(fields(t.msg.Text), " ")
	for _, p := range leavePhrases {
		if strings.Contains(words, p) {
			return true, t.leave(ctx, "")
		}
	}
	for _, p := range awaitPhrases {
		if before, after, ok := strings.Cut(words, p); ok {
			return true, t.awaitMeant(ctx, before+" "+after)
		}
	}
	return false, nil
}

// awaitMeant finds what is to be waited for: what the words name, what is answered to,
// else the product that was shown last.
func (t *talk) awaitMeant(ctx context.Context, words string) error {
	p, ok, err := t.productMeant(ctx, words)
	if err != nil {
		return err
	}
	if !ok {
		t.say(txtAwaitOne.In(t.l), []inbox.Button{{Text: btnCatalog.In(t.l), Action: actCategories}})
		return nil
	}
	var out []catalog.Variant
	for _, v := range p.Sellable() {
		if v.Available() == 0 {
			out = append(out, v)
		}
	}
	switch len(out) {
	case 0:
		t.say(txtHaveIt.In(t.l))
		t.showProduct(p)
		return nil
	case 1:
		return t.await(ctx, out[0].ID)
	}
	t.say(txtAwaitOne.In(t.l), awaitButtons(t.l, p)...)
	return nil
}

func (t *talk) productMeant(ctx context.Context, words string) (catalog.Product, bool, error) {
	var named []string
	for _, w := range strings.Fields(words) {
		if awaitFill[w] == "" && awaitFill[fold.Text(w)] == "" && len([]rune(w)) > 1 {
			named = append(named, w)
		}
	}
	query := strings.Join(named, " ")
	if query == "" {
		query = quoted([]inbox.Message{t.msg})
	}
	if query != "" {
		res, err := t.search(ctx, query, 0)
		list := append(res.Items, res.Nearest...)
		if err != nil || len(list) == 0 {
			return catalog.Product{}, false, err
		}
		return list[0].Product, true, nil
	}
	if err := t.recall(ctx); err != nil {
		return catalog.Product{}, false, err
	}
	for i := len(t.in.History) - 1; i >= 0; i-- {
		out := t.in.History[i].Out
		if out == nil || len(out.Cards) == 0 {
			continue
		}
		p, err := t.Catalog.Products(ctx, []string{out.Cards[0].ProductID})
		return first(p), len(out.Cards) == 1 && len(p) == 1, err
	}
	return catalog.Product{}, false, nil
}

func first(list []catalog.Product) catalog.Product {
	if len(list) == 0 {
		return catalog.Product{}
	}
	return list[0]
}

// Back is what a contact is told who waited for a variant that can be had again.
func Back(l, def lang.Lang, variantID string, d catalog.StockData) inbox.Outgoing {
	text := txtBackNow.F(l, markup.B(d.Product.In(l, def)), d.Price.Format(string(l)))
	if d.Left >= 0 {
		text += txtLeftNow.F(l, d.Left)
	}
	return inbox.Outgoing{Text: text, Buttons: [][]inbox.Button{
		{{Text: btnAdd.In(l), Action: act(actAdd, variantID), Style: "success"}}, {{Text: btnDetails.In(l), Action: act(actProduct, d.ProductID)}}}}
}
