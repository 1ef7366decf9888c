package webchattest

import (
	"context"
	"fmt"
	"strings"

	"prilavok/core/inbox"
	"prilavok/core/shop"
)

// Bot answers like a shop: a catalog of cards, a cart that is edited in place, a phone
// that it asks for; anything else it repeats.
type Bot struct {
	Memory *Memory
	Wake   func(accountID, visitor string)
	Typing func(accountID, visitor, progress string)
	cart   map[string]int
	cartID map[string]string
}

// Receive is inbox.Service.Receive with the answer made at once.
func (b *Bot) Receive(_ context.Context, acc shop.Account, in []inbox.Incoming) error {
	fresh, err := b.Memory.Take(in)
	if err != nil {
		return err
	}
	for _, x := range fresh {
		for _, out := range b.answer(x) {
			_, id := b.Memory.Say(acc.ID, x.ConversationKey, inbox.Sent, inbox.ByAssistant, out)
			if strings.HasPrefix(out.Text, "<b>Корзина") {
				b.cartID[x.ConversationKey] = id
			}
		}
		b.Wake(acc.ID, x.ConversationKey)
	}
	return nil
}

func (b *Bot) answer(x inbox.Incoming) []inbox.Outgoing {
	if b.cart == nil {
		b.cart, b.cartID = map[string]int{}, map[string]string{}
	}
	key := x.ConversationKey
	what := x.Payload.Command + x.Payload.Action
	switch {
	case what == "catalog":
		return []inbox.Outgoing{{Text: "Вот что есть. <b>Листайте</b> вбок:", Cards: Cards()},
			{Text: "Уточнить?", Buttons: [][]inbox.Button{{{Text: "Дешевле 2 000 ₽", Action: "cheap"}, {Text: "С доставкой сегодня", Action: "today"}}, {{Text: "Корзина", Action: "cart", Style: "primary"}}}}}
	case strings.HasPrefix(what, "add:"), what == "plus":
		b.cart[key]++
		return []inbox.Outgoing{b.summary(x)}
	case what == "minus":
		b.cart[key] = max(0, b.cart[key]-1)
		return []inbox.Outgoing{b.summary(x)}
	case what == "cart":
		return []inbox.Outgoing{b.summary(x)}
	case what == "checkout":
		return []inbox.Outgoing{{Text: "Оставьте телефон — позвоним, чтобы подтвердить заказ.", Ask: inbox.AskPhone}}
	case what == "slow":
		b.Typing(x.AccountID, key, "Смотрю наличие на складе…")
		return nil
	case x.Payload.Contact != nil:
		return []inbox.Outgoing{{Text: "Заказ <b>№ 1001</b> принят. Спасибо!", Hide: true, Buttons: [][]inbox.Button{{{Text: "Сайт", URL: "https://example.com/"}}}}}
	}
	return []inbox.Outgoing{{Text: "Вы написали: <i>" + strings.NewReplacer("&", "&amp;", "<", "&lt;").Replace(x.Text) + "</i>"}}
}

func (b *Bot) summary(x inbox.Incoming) inbox.Outgoing {
	n := b.cart[x.ConversationKey]
	o := inbox.Outgoing{Text: fmt.Sprintf("<b>Корзина</b>\n\nЧашка «Утро» × %d — %d ₽\n\nИтого: <b>%d ₽</b>", n, n*1490, n*1490),
		Buttons: [][]inbox.Button{{{Text: "−", Action: "minus"}, {Text: fmt.Sprint(n), Action: "cart"}, {Text: "+", Action: "plus"}}, {{Text: "Оформить", Action: "checkout", Style: "primary"}}}}
	if x.Payload.Source != "" && x.Payload.Source == b.cartID[x.ConversationKey] {
		o.Replaces = x.Payload.Source
	}
	return o
}

// Cards are three products.
func Cards() []inbox.Card {
	buttons := func(n string) [][]inbox.Button {
		return [][]inbox.Button{{{Text: "В корзину", Action: "add:" + n, Style: "primary"}}, {{Text: "Подробнее", Action: "show:" + n}}}
	}
	pic := []inbox.Image{{URL: "/favicon.svg", Alt: "Чашка на столе"}, {URL: "/favicon.svg", Alt: "Чашка сбоку"}}
	return []inbox.Card{
		{ProductID: "p1", Title: "Чашка «Утро»", Subtitle: "Керамика, 350 мл", Price: "1 490 ₽", OldPrice: "1 890 ₽", Badge: "−21 %", Images: pic, Buttons: buttons("1")},
		{ProductID: "p2", Title: "Чайник с длинным названием, которое занимает две строки", Subtitle: "Чугун, 800 мл, сито из стали", Price: "4 990 ₽", Images: pic[:1], Buttons: buttons("2")},
		{ProductID: "p3", Title: "Чай улун «Молочный»", Subtitle: "100 г", Price: "690 ₽", Badge: "нет в наличии", Buttons: buttons("3")},
	}
}
