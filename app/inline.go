package app

import (
	"context"
	"strings"

	"prilavok/channel/telegram"
	"prilavok/core/catalog"
	"prilavok/core/dialog"
	"prilavok/core/lang"
	"prilavok/core/markup"
	"prilavok/core/txn"
)

var txtGuest = lang.Phrase{RU: "Спросите у меня в личных сообщениях: там и каталог, и заказ.", EN: "Ask me in a private chat: the catalog and your order are there."}

// answerGuest answers a question asked where the bot is no member: one answer, by its
// query only.
func (a *App) answerGuest(ctx context.Context, bot *telegram.Bot, queryID, text string, l lang.Lang) error {
	words := strings.Fields(text)
	for len(words) > 0 && strings.HasPrefix(words[0], "@") {
		words = words[1:]
	}
	list, err := a.inlineResults(ctx, strings.Join(words, " "), l)
	if err != nil {
		return err
	}
	result := map[string]any{"type": "article", "id": "guest", "title": fit(txtGuest.In(l), 60), "input_message_content": map[string]any{"message_text": txtGuest.In(l)}}
	if len(list) > 0 {
		result = list[0]
	}
	return bot.Client().Call(ctx, "answerGuestQuery", map[string]any{"guest_query_id": queryID, "result": result}, nil)
}

// inlineResults are what Telegram shows under a search in any chat: an article for
// each product, whose message names it and its price.
func (a *App) inlineResults(ctx context.Context, query string, l lang.Lang) ([]map[string]any, error) {
	res, err := a.Catalog.Search(ctx, catalog.Query{Text: query, Lang: l, Limit: 20})
	if err != nil {
		return nil, err
	}
	sh, err := a.Shops.Get(txn.ForShop(ctx, txn.ShopID(ctx)))
	if err != nil {
		return nil, err
	}
	out := []map[string]any{}
	for _, h := range res.Items {
		c := dialog.Card(l, sh.DefaultLang(), h.Product)
		out = append(out, map[string]any{
			"type": "article", "id": h.Product.ID, "title": fit(c.Title, 60), "description": fit(c.Price+" "+c.Subtitle, 120),
			"input_message_content": map[string]any{"message_text": markup.B(c.Title) + "\n" + markup.Esc(c.Price) + "\n\n" + markup.Esc(c.Subtitle), "parse_mode": "HTML"},
		})
	}
	return out, nil
}
