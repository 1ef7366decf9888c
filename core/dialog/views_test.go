package dialog

import (
	"slices"
	"strings"
	"testing"

	"prilavok/core/cart"
	"prilavok/core/catalog"
	"prilavok/core/inbox"
	"prilavok/core/lang"
	"prilavok/core/money"
	"prilavok/core/shop"
)

func rub(n int64) money.Money { return money.Of(n, "RUB") }

func plain(s string) string { return strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(s) }

func texts(ru, en string) lang.Texts { return lang.Texts{lang.RU: ru, lang.EN: en} }

func variant(id, color string, price, old, left int64) catalog.Variant {
	v := catalog.Variant{ID: id, Price: rub(price), CompareAt: rub(old), OnHand: left, Tracked: left >= 0, Active: true}
	if color != "" {
		v.Options = []catalog.Attribute{{Name: texts("Цвет", "Color"), Value: texts(color, color+"-en")}}
	}
	return v
}

func TestCard(t *testing.T) {
	for _, c := range []struct {
		name              string
		variants          []catalog.Variant
		price, old, badge string
		buttons           string
	}{
		{"one", []catalog.Variant{variant("v1", "", 99000, 0, 9)}, "990 ₽", "", "", "В корзину add:v1;Подробнее prd:p1"},
		{"reduced", []catalog.Variant{variant("v1", "", 99000, 120000, 9)}, "990 ₽", "1 200 ₽", "", "В корзину add:v1;Подробнее prd:p1"},
		{"not really reduced", []catalog.Variant{variant("v1", "", 99000, 99000, 9)}, "990 ₽", "", "", "В корзину add:v1;Подробнее prd:p1"},
		{"last ones", []catalog.Variant{variant("v1", "", 99000, 0, 3)}, "990 ₽", "", "осталось 3", "В корзину add:v1;Подробнее prd:p1"},
		{"none left", []catalog.Variant{variant("v1", "", 99000, 0, 0)}, "990 ₽", "", "нет в наличии", "🔔 Сообщить, когда появится wait:v1;Подробнее prd:p1"},
		{"not counted", []catalog.Variant{variant("v1", "", 99000, 0, -1)}, "990 ₽", "", "", "В корзину add:v1;Подробнее prd:p1"},
		{"many, one price", []catalog.Variant{variant("v1", "синий", 99000, 0, 5), variant("v2", "белый", 99000, 0, 5)}, "990 ₽", "", "", "Выбрать prd:p1"},
		{"many prices", []catalog.Variant{variant("v1", "синий", 99000, 0, 5), variant("v2", "белый", 89000, 0, 5)}, "от 890 ₽", "", "", "Выбрать prd:p1"},
		{"the cheaper one is out", []catalog.Variant{variant("v1", "синий", 99000, 0, 5), variant("v2", "белый", 89000, 0, 0)}, "990 ₽", "", "", "Выбрать prd:p1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := catalog.Product{ID: "p1", Title: texts("Кружка", "Mug"), Description: texts("Первая фраза. Вторая.", "One. Two."), Status: catalog.Active, Variants: c.variants}
			got := Card(lang.RU, lang.RU, p)
			var buttons []string
			for _, r := range got.Buttons {
				for _, b := range r {
					buttons = append(buttons, b.Text+" "+b.Action)
				}
			}
			for _, x := range [][2]string{{got.Title, "Кружка"}, {got.Subtitle, "Первая фраза."}, {got.Price, c.price}, {got.OldPrice, c.old}, {got.Badge, c.badge}, {strings.Join(buttons, ";"), c.buttons}} {
				if plain(x[0]) != x[1] {
					t.Errorf("got %q, want %q", plain(x[0]), x[1])
				}
			}
		})
	}
}

func TestCartView(t *testing.T) {
	tk := &talk{Dialog: New(Services{}), l: lang.RU, in: inbox.TurnInput{Shop: shop.Shop{Currency: "RUB", Languages: []lang.Lang{lang.RU}}}}
	line := func(v string, n int64, notice cart.Notice) cart.Line {
		return cart.Line{ProductID: "p", VariantID: v, Title: texts("Плед <серый>", ""), Quantity: n, Price: rub(1000), Total: rub(1000 * n), WasPrice: rub(900), Left: 2, Notice: notice}
	}
	tk.showCart(cart.Cart{Items: rub(4000), Lines: []cart.Line{line("a", 1, cart.NoticePrice), line("b", 3, cart.NoticeShort), line("c", 1, cart.NoticeOut), line("d", 1, cart.NoticeGone)}}, "")
	o := tk.res.Out[0]
	for _, want := range []string{"1. Плед &lt;серый&gt;", "цена изменилась, было 9 ₽", "осталось 2", "закончилось", "больше не продаётся", "Итого: 40 ₽"} {
		if !strings.Contains(plain(o.Text), want) {
			t.Errorf("the cart does not say %q:\n%s", want, o.Text)
		}
	}
	if got := o.Buttons[0][0].Action; got != "qty:a:0" {
		t.Errorf("a single piece goes away with %q", got)
	}
	if got := o.Buttons[1]; len(got) != 4 || got[0].Action != "qty:b:2" || got[2].Action != "qty:b:4" || plain(got[1].Text) != "№ 2 · 3 шт." {
		t.Errorf("buttons of three pieces: %+v", got)
	}
}

func TestLatestKeepsTheLastEdit(t *testing.T) {
	out := latest([]inbox.Outgoing{{Text: "1", Replaces: "m"}, {Text: "2"}, {Text: "3", Replaces: "m"}, {Text: "4", Replaces: "n"}, {Text: "5"}})
	var got []string
	for _, o := range out {
		got = append(got, o.Text)
	}
	if !slices.Equal(got, []string{"2", "3", "4", "5"}) {
		t.Error(got)
	}
}

func TestOrderWords(t *testing.T) {
	for text, want := range map[string]string{
		"где заказ 1042?": "1042", "заказ №1042": "1042", "что с заказом № 1042": "1042", "№ 1042": "1042", "#1042": "1042", "where is my order 1042": "1042",
		"order no. 1042": "1042", "мой заказ LL-1042 где": "LL-1042",
		"1042": "", "кроссовки 42": "", "до 5000": "", "сертификат на 3000": "", "заказ": "", "+79211234567": "",
	} {
		got := ""
		if m := orderWords.FindStringSubmatch(text); m != nil {
			got = m[1] + m[2]
		}
		if got != want {
			t.Errorf("%q names order %q, want %q", text, got, want)
		}
	}
}

func TestButtonsFit(t *testing.T) {
	if b := button("x", strings.Repeat("a", inbox.MaxAction+1)); b != nil {
		t.Error("an action that no channel would take became a button")
	}
	if b := button("x", strings.Repeat("a", inbox.MaxAction)); len(b) != 1 {
		t.Error("an action of the greatest length was dropped")
	}
}
