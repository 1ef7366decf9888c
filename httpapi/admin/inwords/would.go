package inwords

import (
	"encoding/json"
	"strconv"

	"prilavok/core/lang"
)

// wishes tell what a draft leaves to people, by the names that the model knows.
var wishes = map[string]lang.Phrase{
	"add_to_cart":      {RU: "Положить в корзину", EN: "Put into the cart"},
	"set_quantity":     {RU: "Изменить количество в корзине", EN: "Change a quantity in the cart"},
	"remove_from_cart": {RU: "Убрать из корзины", EN: "Take out of the cart"},
	"apply_code":       {RU: "Применить промокод", EN: "Apply a promo code"},
	"remove_code":      {RU: "Убрать промокод", EN: "Remove the promo code"},
	"start_checkout":   {RU: "Начать оформление", EN: "Begin the checkout"},
	"place_order":      {RU: "Оформить заказ", EN: "Place the order"},
	"cancel_order":     {RU: "Отменить заказ", EN: "Cancel an order"},
	"change_order":     {RU: "Изменить заказ", EN: "Change an order"},
	"return_request":   {RU: "Оформить возврат", EN: "Arrange a return"},
	"repeat_order":     {RU: "Повторить заказ", EN: "Repeat an order"},
	"payment_link":     {RU: "Прислать ссылку на оплату", EN: "Send a payment link"},
	"handoff_to_human": {RU: "Позвать человека", EN: "Call a person"},
}

// Would tells what the assistant would have done.
func Would(tool, args string, l lang.Lang) string {
	text := tool
	if p, ok := wishes[tool]; ok {
		text = p.In(l)
	}
	return WithArgs(text, args)
}

// WithArgs adds to a call what it was about, as far as people can read it.
func WithArgs(text, given string) string {
	var args map[string]any
	if json.Unmarshal([]byte(given), &args) == nil {
		for _, name := range []string{"query", "question", "number", "code", "quantity"} {
			switch v := args[name].(type) {
			case string:
				if v != "" {
					text += ": " + v
				}
			case float64:
				text += ": " + strconv.FormatFloat(v, 'f', -1, 64)
			}
		}
	}
	return text
}
