package dialog

import (
	"context"
	"strconv"
	"strings"

	"prilavok/core/catalog"
	"prilavok/core/inbox"
	"prilavok/core/lang"
	"prilavok/core/markup"
)

// pageSize is how many product cards one answer shows.
const pageSize = 4

// fewLeft is from how many pieces down a card says so.
const fewLeft = 3

func (t *talk) categories(ctx context.Context) error {
	list, err := t.Catalog.Categories(ctx)
	if err != nil {
		return err
	}
	if len(list) == 0 {
		return t.category(ctx, "", "")
	}
	var buttons []inbox.Button
	for _, c := range list {
		if c.ParentID == "" {
			buttons = append(buttons, inbox.Button{Text: c.Title.In(t.l, t.in.Shop.DefaultLang()), Action: act(actCategory, c.ID)})
		}
	}
	t.show(inbox.Outgoing{Text: txtCategories.In(t.l), Buttons: append(rows(2, buttons...), button(btnMenu.In(t.l), actMenu))})
	return nil
}

// category shows a page of a category, with its own categories first.
func (t *talk) category(ctx context.Context, id, after string) error {
	page, err := t.Catalog.Browse(ctx, catalog.Filter{CategoryID: id}, after, pageSize)
	if err != nil {
		return err
	}
	below, err := t.below(ctx, id)
	if err != nil {
		return err
	}
	if len(page.Products) == 0 {
		text := txtNoGoods
		if id == "" {
			text = txtEmptyShop
		}
		if len(below) > 0 {
			text = txtCategories
		}
		t.show(inbox.Outgoing{Text: text.In(t.l), Buttons: append(rows(2, below...), button(btnCatalog.In(t.l), actCategories))})
		return nil
	}
	o := inbox.Outgoing{Buttons: rows(2, below...)}
	for _, p := range page.Products {
		o.Cards = append(o.Cards, t.card(p))
	}
	if page.Next != "" {
		o.Buttons = append(o.Buttons, button(btnMore.In(t.l), act(actCategory, id, page.Next)))
	}
	o.Buttons = append(o.Buttons, []inbox.Button{{Text: btnCatalog.In(t.l), Action: actCategories}, {Text: btnCart.In(t.l), Action: actCart}})
	t.res.Out = append(t.res.Out, o)
	return nil
}

func (t *talk) below(ctx context.Context, id string) ([]inbox.Button, error) {
	if id == "" {
		return nil, nil
	}
	list, err := t.Catalog.Categories(ctx)
	var out []inbox.Button
	for _, c := range list {
		if c.ParentID == id {
			out = append(out, inbox.Button{Text: c.Title.In(t.l, t.in.Shop.DefaultLang()), Action: act(actCategory, c.ID)})
		}
	}
	return out, err
}

// Card renders a product from the database: what everybody who shows one calls.
func Card(s lang.Lang, def lang.Lang, p catalog.Product) inbox.Card {
	c := inbox.Card{ProductID: p.ID, Title: p.Title.In(s, def), Subtitle: firstSentence(p.Description.In(s, def))}
	low, high := p.PriceRange()
	c.Price = low.Format(string(s))
	if high.Amount > low.Amount {
		c.Price = txtFrom.F(s, c.Price)
	}
	sell := p.Sellable()
	if len(sell) > 0 && high.Amount == low.Amount {
		if old := sell[0].CompareAt; old.Amount > low.Amount {
			c.OldPrice = old.Format(string(s))
		}
	}
	if len(p.Images) > 0 {
		c.Images = []inbox.Image{{URL: p.Images[0].URL, Alt: altOf(p.Images[0], c.Title, s)}}
	}
	c.Badge = badge(s, p)
	c.Buttons = cardButtons(s, p, sell)
	return c
}

func altOf(i catalog.Image, title string, l lang.Lang) string {
	if a := i.Alt.In(l, lang.RU); a != "" {
		return a
	}
	return title
}

func badge(l lang.Lang, p catalog.Product) string {
	var left int64
	for _, v := range p.Sellable() {
		n := v.Available()
		if n == catalog.Unlimited {
			return ""
		}
		left += n
	}
	switch {
	case left == 0:
		return txtOut.In(l)
	case left <= fewLeft:
		return txtLast.F(l, left)
	}
	return ""
}

func cardButtons(l lang.Lang, p catalog.Product, sell []catalog.Variant) [][]inbox.Button {
	details := inbox.Button{Text: btnDetails.In(l), Action: act(actProduct, p.ID)}
	switch {
	case !p.InStock():
		if len(sell) == 1 {
			return append(awaitButtons(l, p), []inbox.Button{details})
		}
		return [][]inbox.Button{{details}}
	case len(sell) == 1:
		return [][]inbox.Button{{{Text: btnAdd.In(l), Action: act(actAdd, sell[0].ID), Style: "success"}}, {details}}
	}
	return [][]inbox.Button{{{Text: btnChoose.In(l), Action: act(actProduct, p.ID), Style: "primary"}}}
}

func (t *talk) card(p catalog.Product) inbox.Card { return Card(t.l, t.in.Shop.DefaultLang(), p) }

// firstSentence keeps a card short.
func firstSentence(s string) string {
	if i := strings.IndexAny(s, ".!?\n"); i > 0 && i < len(s)-1 {
		s = s[:i+1]
	}
	return short(strings.TrimSpace(s), 140)
}

func (t *talk) product(ctx context.Context, id string) error {
	p, err := t.Catalog.Product(ctx, id)
	if err != nil {
		return err
	}
	t.showProduct(p)
	return nil
}

func (t *talk) linkedProduct(ctx context.Context, slug string) error {
	p, err := t.Catalog.ProductBySlug(ctx, slug)
	if err != nil {
		return err
	}
	t.showProduct(p)
	return nil
}

func (t *talk) linkedCategory(ctx context.Context, slug string) error {
	list, err := t.Catalog.Categories(ctx)
	if err != nil {
		return err
	}
	for _, c := range list {
		if c.Slug == slug {
			return t.category(ctx, c.ID, "")
		}
	}
	return t.categories(ctx)
}

// showProduct shows one product whole, with a button for each variant.
func (t *talk) showProduct(p catalog.Product) {
	if len(p.Sellable()) == 0 {
		t.say(txtGone.In(t.l), button(btnCatalog.In(t.l), actCategories))
		return
	}
	c := t.card(p)
	def := t.in.Shop.DefaultLang()
	c.Subtitle = p.Description.In(t.l, def)
	for i, a := range p.Attributes {
		if i == 0 && c.Subtitle != "" {
			c.Subtitle += "\n" // a blank line tells facts from the story
		}
		c.Subtitle += "\n" + a.Name.In(t.l, def) + ": " + a.Value.In(t.l, def)
	}
	c.Images = nil
	for _, i := range p.Images[:min(len(p.Images), 4)] {
		c.Images = append(c.Images, inbox.Image{URL: i.URL, Alt: altOf(i, c.Title, t.l)})
	}
	c.Buttons = append(append(t.variantButtons(p), awaitButtons(t.l, p)...), []inbox.Button{{Text: btnCatalog.In(t.l), Action: actCategories}, {Text: btnCart.In(t.l), Action: actCart}})
	t.res.Out = append(t.res.Out, inbox.Outgoing{Cards: []inbox.Card{c}})
}

func (t *talk) variantButtons(p catalog.Product) [][]inbox.Button {
	var out []inbox.Button
	sell := p.Sellable()
	for _, v := range sell {
		if v.Available() == 0 {
			continue
		}
		label := variantName(t.l, v)
		if label == "" {
			label = btnAdd.In(t.l)
		}
		out = append(out, inbox.Button{Text: label + " · " + v.Price.Format(string(t.l)), Action: act(actAdd, v.ID), Style: "success"})
	}
	if len(out) > 4 {
		return rows(2, out[:min(len(out), 20)]...)
	}
	return rows(1, out...)
}

// variantName is what tells a variant apart: "46, красный".
func variantName(l lang.Lang, v catalog.Variant) string {
	var parts []string
	for _, o := range v.Options {
		parts = append(parts, o.Value.In(l, lang.RU))
	}
	return strings.Join(parts, ", ")
}

// find searches the catalog and shows what was found from an offset on.
func (t *talk) find(ctx context.Context, text string, offset int) error {
	if strings.TrimSpace(text) == "" {
		return t.categories(ctx)
	}
	res, err := t.search(ctx, text, offset)
	if err != nil {
		return err
	}
	if len(res.Items)+len(res.Nearest) == 0 && offset == 0 {
		if code, err := t.bareCode(ctx, text); code || err != nil {
			return err
		}
	}
	t.showFound(res, text, offset)
	return nil
}

func (t *talk) search(ctx context.Context, text string, offset int) (catalog.Result, error) {
	return t.Catalog.Search(ctx, catalog.Query{Text: text, Lang: t.l, Limit: pageSize, Offset: offset})
}

func (t *talk) showFound(res catalog.Result, text string, offset int) {
	head, hits := txtFound.In(t.l), res.Items
	if res.Corrected != "" {
		head = txtFoundAs.F(t.l, markup.Esc(res.Corrected))
	}
	if len(hits) == 0 && offset == 0 {
		head, hits = txtNearest.In(t.l), res.Nearest
	}
	if len(hits) == 0 {
		t.res.Lost = true
		nothing := txtNothing
		if asks(text) {
			nothing = txtNoAnswer
		}
		t.say(nothing.In(t.l), []inbox.Button{{Text: btnCatalog.In(t.l), Action: actCategories}, {Text: btnHuman.In(t.l), Action: actHuman}})
		return
	}
	o := inbox.Outgoing{Text: head}
	for _, h := range hits {
		o.Cards = append(o.Cards, t.card(h.Product))
	}
	if res.More {
		o.Buttons = clearRows([][]inbox.Button{button(btnMore.In(t.l), act(actSearch, strconv.Itoa(offset+pageSize), text))})
	}
	t.res.Out = append(t.res.Out, o)
}
