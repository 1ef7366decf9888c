package app

import (
	"context"

	"prilavok/core/catalog"
	"prilavok/core/dialog"
	"prilavok/core/lang"
	"prilavok/core/markup"
	"prilavok/core/txn"
)

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
