// Package sales is the part of the shop's API that a person needs beside an order: what can
// be put into it, the shop's stages and ways to pay, and how far the caller may go.
package sales

import (
	"context"
	"net/http"
	"strconv"

	"prilavok/core/cart"
	"prilavok/core/catalog"
	"prilavok/core/lang"
	"prilavok/core/money"
	"prilavok/core/shop"
	"prilavok/core/staff"
	"prilavok/httpapi/admin/gate"
)

// Services is what the routes call. All are required.
type Services struct {
	Shops   *shop.Service
	Catalog *catalog.Service
	Carts   *cart.Service
}

// Routes is this part of the table of routes.
var Routes = []gate.Route{
	{ID: "variants.list", Method: http.MethodGet, Path: "/variants", Scope: staff.CatalogRead, Summary: "Variants by words or by ids, with their picture and what is left"},
	{ID: "orders.rules", Method: http.MethodGet, Path: "/order-rules", Scope: staff.OrdersRead, Summary: "The shop's stages and ways to pay, and what the caller may give back"},
}

// Titles is a text by language.
type Titles struct {
	RU string `json:"ru,omitempty"`
	EN string `json:"en,omitempty"`
}

func textsOf(t lang.Texts) Titles { return Titles{t[lang.RU], t[lang.EN]} }

// Sum is an amount.
type Sum struct {
	Amount   int64  `json:"amount" doc:"whole minor units: kopecks, cents"`
	Currency string `json:"currency" doc:"ISO 4217"`
}

// Choice is a variant that can be put into an order.
type Choice struct {
	VariantID string `json:"variant_id"`
	ProductID string `json:"product_id"`
	SKU       string `json:"sku"`
	Title     Titles `json:"title"`
	Options   Titles `json:"options" doc:"values of the options, in one line"`
	Price     Sum    `json:"price"`
	Image     string `json:"image,omitempty" doc:"a path under /media/ or an address"`
	Tracked   bool   `json:"tracked" doc:"its stock is counted"`
	Left      int64  `json:"left" doc:"pieces that nobody holds, where they are counted"`
	Active    bool   `json:"active"`
}

func choiceOf(p catalog.Product, v catalog.Variant) Choice {
	c := Choice{v.ID, p.ID, v.SKU, textsOf(p.Title), Titles{}, Sum{v.Price.Amount, v.Price.Currency}, picture(p, v), v.Tracked,
		max(v.OnHand-v.Reserved, 0), v.Active && p.Status == catalog.Active}
	for i, o := range v.Options {
		sep := ""
		if i > 0 {
			sep = ", "
		}
		c.Options.RU += sep + o.Value.In(lang.RU, lang.EN)
		c.Options.EN += sep + o.Value.In(lang.EN, lang.RU)
	}
	return c
}

// picture is the variant's own, else the product's first.
func picture(p catalog.Product, v catalog.Variant) string {
	for _, i := range p.Images {
		if i.Variant == v.SKU {
			return i.URL
		}
	}
	if len(p.Images) > 0 {
		return p.Images[0].URL
	}
	return ""
}

type variantsIn struct {
	IDs    []string `query:"ids" maxItems:"100" doc:"with commas; else all that the search finds"`
	Search string   `query:"search" maxLength:"200" doc:"in people's own words"`
	Lang   string   `query:"lang" enum:"ru,en"`
	Cursor string   `query:"cursor" maxLength:"200" doc:"next of the page before; leave out for the first page"`
}

type choicePage struct {
	Items []Choice `json:"items"`
	Next  string   `json:"next" doc:"the cursor of the next page; empty at the end"`
}

// RuleStage is where an order stands, in the shop's own words.
type RuleStage struct {
	Key    string `json:"key"`
	Title  Titles `json:"title"`
	ByHand bool   `json:"by_hand" doc:"it is set by a person, and holds until something happens to the order"`
}

// PayWay is a way to pay.
type PayWay struct {
	Method string `json:"method"`
	Title  Titles `json:"title"`
	Online bool   `json:"online" doc:"there is a link"`
}

// OrderRules are what the shop has laid down about its orders.
type OrderRules struct {
	Currency    string      `json:"currency"`
	Stages      []RuleStage `json:"stages"`
	Ways        []PayWay    `json:"ways"`
	RefundLimit *Sum        `json:"refund_limit,omitempty" doc:"what operators may give back of one order; left out: all"`
	Bound       bool        `json:"bound" doc:"the limit is the caller's"`
}

type out[T any] struct{ Body T }

type api struct{ Services }

// Add gives the routes their handlers.
func Add(g *gate.Gate, s Services) {
	a := &api{s}
	gate.Add(g, "variants.list", a.variants)
	gate.Add(g, "orders.rules", a.rules)
}

// found is how many products a page of the search has.
const found = 20

func (a *api) variants(ctx context.Context, in *variantsIn) (*out[choicePage], error) {
	p := choicePage{Items: []Choice{}}
	if len(in.IDs) > 0 {
		offers, err := a.Catalog.Offers(ctx, in.IDs)
		for _, id := range in.IDs {
			if o, ok := offers[id]; ok {
				p.Items = append(p.Items, choiceOf(o.Product, o.Variant))
			}
		}
		return &out[choicePage]{p}, err
	}
	cursor, err := gate.ReadCursor(in.Cursor)
	if err != nil {
		return nil, err
	}
	offset, _ := strconv.Atoi(cursor)
	res, err := a.Catalog.Search(ctx, catalog.Query{Text: in.Search, Lang: lang.Lang(in.Lang), Limit: found, Offset: max(offset, 0)})
	if err != nil {
		return nil, err
	}
	for _, h := range append(res.Items, res.Nearest...) {
		for _, v := range h.Product.Variants {
			if v.Active {
				p.Items = append(p.Items, choiceOf(h.Product, v))
			}
		}
	}
	if res.More {
		p.Next = gate.Cursor(strconv.Itoa(offset + found))
	}
	return &out[choicePage]{p}, nil
}

// ordinary is a sum that no provider finds too small or too large.
const ordinary = 100_000

func (a *api) rules(ctx context.Context, _ *struct{}) (*out[OrderRules], error) {
	sh, err := a.Shops.Get(ctx)
	if err != nil {
		return nil, err
	}
	ways, err := a.Carts.Ways(ctx, money.Of(ordinary, sh.Currency))
	if err != nil {
		return nil, err
	}
	r := rulesOf(ctx, sh)
	for _, w := range ways {
		r.Ways = append(r.Ways, PayWay{w.Method, textsOf(w.Title), w.Online})
	}
	return &out[OrderRules]{r}, nil
}

func rulesOf(ctx context.Context, sh shop.Shop) OrderRules {
	r := OrderRules{Currency: sh.Currency, Stages: []RuleStage{}, Ways: []PayWay{}, Bound: gate.CallerOf(ctx).Role == staff.Operator}
	for _, s := range sh.Settings.Orders.Stages {
		r.Stages = append(r.Stages, RuleStage{s.Key, textsOf(s.Title), s.ByHand})
	}
	if n := sh.Settings.Refunds.OperatorLimit; n != nil {
		r.RefundLimit = &Sum{*n, sh.Currency}
	}
	return r
}
