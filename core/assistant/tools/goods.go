package tools

import (
	"context"
	"encoding/json"
	"strings"

	"prilavok/core/assistant"
	"prilavok/core/cart"
	"prilavok/core/catalog"
	"prilavok/core/fault"
	"prilavok/core/knowledge"
	"prilavok/core/lang"
	"prilavok/core/money"
)

// Catalog is what the tools about goods need.
type Catalog interface {
	Search(ctx context.Context, q catalog.Query) (catalog.Result, error)
	Products(ctx context.Context, ids []string) ([]catalog.Product, error)
	VariantProduct(ctx context.Context, variantID string) (catalog.Product, catalog.Variant, error)
}

// Articles is what the tool about questions needs.
type Articles interface {
	Find(ctx context.Context, question string, l lang.Lang, n int) ([]knowledge.Hit, error)
}

// goodsView is a product as the model sees it: text of the shop is cleaned, amounts
// are as people read them.
type goodsView struct {
	ID       string        `json:"id"`
	Name     string        `json:"name"`
	About    string        `json:"about,omitempty"`
	Price    string        `json:"price"`
	PriceTo  string        `json:"price_to,omitempty"`
	InStock  bool          `json:"in_stock"`
	Variants []variantView `json:"variants,omitempty"`
}

type variantView struct {
	VariantID string `json:"variant_id"`
	Options   string `json:"options,omitempty"`
	Price     string `json:"price"`
	OldPrice  string `json:"old_price,omitempty"`
	Sale      string `json:"sale,omitempty"` // says in words that the lower price is a discount
	Left      any    `json:"left"`           // a number, or "plenty"
}

// most variants and products that one result holds.
const (
	maxVariants = 12
	maxGoods    = 6
)

func viewGoods(s assistant.Session, p catalog.Product, whole bool) goodsView {
	def := s.Input().Shop.DefaultLang()
	low, high := p.PriceRange()
	v := goodsView{ID: p.ID, Name: assistant.Clean(p.Title.In(s.Lang, def), 120), Price: price(s, low), InStock: p.InStock()}
	if high.Amount > low.Amount {
		v.PriceTo = price(s, high)
	}
	for _, x := range p.Sellable() {
		if len(v.Variants) == maxVariants {
			break
		}
		v.Variants = append(v.Variants, viewVariant(s, x))
	}
	if whole {
		about := []string{p.Description.In(s.Lang, def)}
		for _, a := range p.Attributes {
			about = append(about, a.Name.In(s.Lang, def)+": "+a.Value.In(s.Lang, def))
		}
		v.About = assistant.Clean(strings.Join(about, "\n"), 1200)
	}
	return v
}

func viewVariant(s assistant.Session, x catalog.Variant) variantView {
	v := variantView{VariantID: x.ID, Options: optionText(s, x.Options), Price: price(s, x.Price), Left: left(x.Available())}
	if x.CompareAt.Amount > x.Price.Amount {
		v.OldPrice, v.Sale = price(s, x.CompareAt), txtSale.In(s.Lang)
	}
	return v
}

func left(n int64) any {
	if n == catalog.Unlimited {
		return "plenty"
	}
	return n
}

func price(s assistant.Session, m money.Money) string { return m.Format(string(s.Lang)) }

func optionText(s assistant.Session, options []cart.Option) string {
	def := s.Input().Shop.DefaultLang()
	var out []string
	for _, o := range options {
		out = append(out, strings.TrimSpace(o.Name.In(s.Lang, def)+" "+o.Value.In(s.Lang, def)))
	}
	return assistant.Clean(strings.Join(out, ", "), 120)
}

// SearchProducts finds goods by the customer's words.
func SearchProducts(c Catalog) assistant.Tool {
	return assistant.Tool{Name: "search_products",
		Description: "Finds goods of this shop. Call it before you speak of any goods. Empty items mean that the shop does not have it; nearest is the closest it has.",
		Schema: object("query", text("What the customer looks for, in their own words, without the price"),
			"price_min", maybeWhole("Lowest price in whole units of the shop's currency, or null"),
			"price_max", maybeWhole("Highest price in whole units of the shop's currency, or null"),
			"options", `{"type":["array","null"],"items":{"type":"string"},"description":"Values one variant must have, like a size or a color, or null"}`,
			"in_stock_only", maybeTrue("true to leave out what is out of stock")),
		Run: func(ctx context.Context, s assistant.Session, args json.RawMessage) (assistant.Result, error) {
			var a struct {
				Query       string   `json:"query"`
				PriceMin    *int64   `json:"price_min"`
				PriceMax    *int64   `json:"price_max"`
				Options     []string `json:"options"`
				InStockOnly *bool    `json:"in_stock_only"`
			}
			if err := decode(args, &a); err != nil {
				return assistant.Result{}, err
			}
			q := catalog.Query{Text: assistant.Clean(a.Query, 200), Lang: s.Lang, PriceMin: minor(a.PriceMin, s.Input().Shop.Currency),
				PriceMax: minor(a.PriceMax, s.Input().Shop.Currency), InStock: a.InStockOnly != nil && *a.InStockOnly, Limit: maxGoods}
			for _, o := range a.Options[:min(len(a.Options), 5)] {
				q.Options = append(q.Options, assistant.Clean(o, 40))
			}
			r, err := c.Search(ctx, q)
			if err != nil {
				return assistant.Result{}, err
			}
			out := map[string]any{"items": viewHits(s, r.Items), "more": r.More}
			if len(r.Items) == 0 {
				out["nearest"] = viewHits(s, r.Nearest)
			}
			return assistant.Result{Data: out}, nil
		}}
}

func minor(whole *int64, currency string) *int64 {
	if whole == nil || *whole <= 0 || *whole > 1e12 {
		return nil
	}
	v := *whole
	for range money.Digits(currency) {
		v *= 10
	}
	return &v
}

func viewHits(s assistant.Session, hits []catalog.Hit) []goodsView {
	out := []goodsView{}
	for _, h := range hits[:min(len(hits), maxGoods)] {
		out = append(out, viewGoods(s, h.Product, false))
	}
	return out
}

// GetProduct tells all about one product.
func GetProduct(c Catalog) assistant.Tool {
	return assistant.Tool{Name: "get_product", Description: "Tells all about one product: description, variants, prices, stock.",
		Schema: object("product_id", text("An id that search_products gave: prd_…")),
		Run: func(ctx context.Context, s assistant.Session, args json.RawMessage) (assistant.Result, error) {
			var a struct {
				ProductID string `json:"product_id"`
			}
			if err := decode(args, &a); err != nil {
				return assistant.Result{}, err
			}
			list, err := c.Products(ctx, []string{a.ProductID})
			if err != nil {
				return assistant.Result{}, err
			}
			if len(list) == 0 || len(list[0].Sellable()) == 0 {
				return assistant.Result{}, errNoGoods
			}
			return assistant.Result{Data: viewGoods(s, list[0], true)}, nil
		}}
}

var errNoGoods = fault.New(fault.NotFound, "assistant.no_goods", "the shop sells nothing with this id: search again")

// CheckStock tells whether one variant can be had now.
func CheckStock(c Catalog) assistant.Tool {
	return assistant.Tool{Name: "check_stock", Description: "Tells price and stock of one variant as of now.",
		Schema: object("variant_id", text("An id that search_products or get_product gave: var_…")),
		Run: func(ctx context.Context, s assistant.Session, args json.RawMessage) (assistant.Result, error) {
			var a struct {
				VariantID string `json:"variant_id"`
			}
			if err := decode(args, &a); err != nil {
				return assistant.Result{}, err
			}
			p, v, err := c.VariantProduct(ctx, a.VariantID)
			if fault.Is(err, fault.NotFound) {
				return assistant.Result{}, errNoGoods
			}
			if err != nil {
				return assistant.Result{}, err
			}
			view := viewVariant(s, v)
			return assistant.Result{Data: map[string]any{"name": assistant.Clean(p.Title.In(s.Lang, s.Input().Shop.DefaultLang()), 120), "variant": view,
				"sold": v.Active && p.Status == catalog.Active}}, nil
		}}
}

// FAQ answers from the shop's articles.
func FAQ(k Articles) assistant.Tool {
	return assistant.Tool{Name: "faq", Description: "Finds what the shop has written about delivery, payment, returns, guarantees and other questions.",
		Schema: object("question", text("The customer's question")),
		Run: func(ctx context.Context, s assistant.Session, args json.RawMessage) (assistant.Result, error) {
			var a struct{ Question string }
			if err := decode(args, &a); err != nil {
				return assistant.Result{}, err
			}
			hits, err := k.Find(ctx, assistant.Clean(a.Question, 300), s.Lang, 3)
			if err != nil {
				return assistant.Result{}, err
			}
			out := []map[string]string{}
			def := s.Input().Shop.DefaultLang()
			for _, h := range hits {
				out = append(out, map[string]string{"title": assistant.Clean(h.Article.Title.In(s.Lang, def), 200),
					"answer": assistant.Clean(h.Article.Body.In(s.Lang, def), 1500)})
			}
			return assistant.Result{Data: map[string]any{"articles": out, "known": len(out) > 0}}, nil
		}}
}
