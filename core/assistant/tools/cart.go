package tools

import (
	"context"
	"encoding/json"

	"prilavok/core/assistant"
	"prilavok/core/cart"
	"prilavok/core/inbox"
	"prilavok/core/money"
)

// Carts is what the tools about the cart need. Its refusals leave the unit of work good.
type Carts interface {
	Get(ctx context.Context, contactID string) (cart.Cart, error)
	Add(ctx context.Context, contactID, variantID string, n int64) (cart.Cart, error)
	SetQuantity(ctx context.Context, contactID, variantID string, n int64) (cart.Cart, error)
	Quote(ctx context.Context, contactID string, choice cart.Choice) (cart.Quote, error)
	Deliveries(ctx context.Context) ([]cart.Method, error)
	Times(ctx context.Context, choice cart.Choice) ([]cart.Slot, error)
	EnterCode(ctx context.Context, contactID, code string) (cart.Cart, error)
	RemoveCode(ctx context.Context, contactID string) (cart.Cart, error)
}

type lineView struct {
	VariantID string   `json:"variant_id"`
	Name      string   `json:"name"`
	Options   string   `json:"options,omitempty"`
	Quantity  int64    `json:"quantity"`
	Price     string   `json:"price"`
	Sum       string   `json:"sum,omitempty"`
	Discount  string   `json:"discount,omitempty"`
	Reasons   []string `json:"why,omitempty"` // why it costs less than price × quantity
	Problem   string   `json:"problem,omitempty"`
	Left      any      `json:"left,omitempty"`
}

func viewLines(s assistant.Session, lines []cart.Line) []lineView {
	out := []lineView{}
	for _, l := range lines {
		v := lineView{VariantID: l.VariantID, Name: assistant.Clean(l.Title.In(s.Lang, s.Input().Shop.DefaultLang()), 120),
			Options: optionText(s, l.Options), Quantity: l.Quantity, Price: price(s, l.Price)}
		if l.Buyable() {
			v.Sum = price(s, l.Total)
			if !l.Discount.IsZero() {
				v.Discount = txtSale.In(s.Lang) + " " + price(s, l.Discount)
			}
			for _, r := range l.Reasons {
				v.Reasons = append(v.Reasons, assistant.Clean(r.Text(s.Lang, l.Total.Currency), 160))
			}
		} else {
			v.Problem, v.Left = string(l.Notice), left(max(l.Left, 0))
		}
		out = append(out, v)
	}
	return out
}

func viewCart(s assistant.Session, c cart.Cart) map[string]any {
	v := map[string]any{"lines": viewLines(s, c.Lines), "pieces": c.Count(), "goods_total": price(s, c.Items)}
	if !c.Discount.IsZero() {
		v["total_without_delivery"] = price(s, c.Sum())
	}
	viewPromotions(s, v, c.Promotions, c.Discount, c.Code, c.CodeTrouble)
	return v
}

// ViewCart shows the customer's cart.
func ViewCart(c Carts) assistant.Tool {
	return assistant.Tool{Name: "view_cart", Description: "Shows the customer's cart with prices and sum, without delivery.", Schema: object(),
		Run: func(ctx context.Context, s assistant.Session, args json.RawMessage) (assistant.Result, error) {
			if err := decode(args, &struct{}{}); err != nil {
				return assistant.Result{}, err
			}
			got, err := c.Get(ctx, s.ContactID())
			return assistant.Result{Data: viewCart(s, got)}, err
		}}
}

// AddToCart puts goods into the cart. It needs no confirmation: a cart binds nobody.
func AddToCart(c Carts) assistant.Tool {
	return cartChange("add_to_cart", "Puts more pieces of a variant into the cart. Only when the customer wants it.", "How many more, 1 to 99", c.Add)
}

// SetQuantity changes a line of the cart.
func SetQuantity(c Carts) assistant.Tool {
	return cartChange("set_quantity", "Makes a line of the cart hold that many pieces; 0 takes it out.", "How many in all, 0 to 99", c.SetQuantity)
}

func cartChange(name, description, count string, change func(ctx context.Context, contactID, variantID string, n int64) (cart.Cart, error)) assistant.Tool {
	return assistant.Tool{Name: name, Description: description, Writes: true,
		Schema: object("variant_id", text("An id that a tool gave: var_…"), "quantity", whole(count)),
		Run: func(ctx context.Context, s assistant.Session, args json.RawMessage) (assistant.Result, error) {
			var a struct {
				VariantID string `json:"variant_id"`
				Quantity  int64  `json:"quantity"`
			}
			if err := decode(args, &a); err != nil {
				return assistant.Result{}, err
			}
			got, err := change(ctx, s.ContactID(), a.VariantID, a.Quantity)
			if err != nil {
				return assistant.Result{}, err
			}
			return assistant.Result{Data: viewCart(s, got), Changed: true, Button: checkoutButton(s, got)}, nil
		}}
}

// RemoveFromCart takes a line out.
func RemoveFromCart(c Carts) assistant.Tool {
	return assistant.Tool{Name: "remove_from_cart", Description: "Takes a variant out of the cart.", Writes: true,
		Schema: object("variant_id", text("An id that view_cart gave: var_…")),
		Run: func(ctx context.Context, s assistant.Session, args json.RawMessage) (assistant.Result, error) {
			var a struct {
				VariantID string `json:"variant_id"`
			}
			if err := decode(args, &a); err != nil {
				return assistant.Result{}, err
			}
			got, err := c.SetQuantity(ctx, s.ContactID(), a.VariantID, 0)
			if err != nil {
				return assistant.Result{}, err
			}
			return assistant.Result{Data: viewCart(s, got), Changed: true}, nil
		}}
}

// StartCheckout puts the button of the checkout under the answer.
func StartCheckout(c Carts) assistant.Tool {
	return assistant.Tool{Asks: true, Name: "start_checkout", Schema: object(),
		Description: "Shows the button that leads through the checkout step by step. Use it when the customer wants to order and has not told name, phone and delivery.",
		Run: func(ctx context.Context, s assistant.Session, args json.RawMessage) (assistant.Result, error) {
			if err := decode(args, &struct{}{}); err != nil {
				return assistant.Result{}, err
			}
			got, err := c.Get(ctx, s.ContactID())
			if err != nil {
				return assistant.Result{}, err
			}
			if got.Count() == 0 {
				return assistant.Result{}, cart.ErrEmpty
			}
			return assistant.Result{Data: map[string]any{"button_shown": true, "goods_total": price(s, got.Items)}, Button: checkoutButton(s, got)}, nil
		}}
}

func checkoutButton(s assistant.Session, c cart.Cart) *inbox.Button {
	if c.Count() == 0 {
		return nil
	}
	return &inbox.Button{Text: btnCheckout.F(s.Lang, price(s, c.Sum())), Action: cart.ActCheckout, Style: "success"}
}

// DeliveryOptions lists the ways of delivery with their rules.
func DeliveryOptions(c Carts) assistant.Tool {
	return assistant.Tool{Name: "delivery_options", Description: "Lists the shop's ways of delivery: price, from which sum it is free, places and days.", Schema: object(),
		Run: func(ctx context.Context, s assistant.Session, args json.RawMessage) (assistant.Result, error) {
			if err := decode(args, &struct{}{}); err != nil {
				return assistant.Result{}, err
			}
			list, err := c.Deliveries(ctx)
			if err != nil {
				return assistant.Result{}, err
			}
			out := []map[string]any{}
			for _, m := range list {
				out = append(out, viewMethod(s, m))
			}
			return assistant.Result{Data: map[string]any{"methods": out}}, nil
		}}
}

func viewMethod(s assistant.Session, m cart.Method) map[string]any {
	def, cur := s.Input().Shop.DefaultLang(), s.Input().Shop.Currency
	v := map[string]any{"method_id": m.ID, "kind": string(m.Kind), "title": assistant.Clean(m.Title.In(s.Lang, def), 120)}
	put := func(key, value string) {
		if value != "" {
			v[key] = value
		}
	}
	put("description", assistant.Clean(m.Description.In(s.Lang, def), 300))
	put("address", assistant.Clean(m.Place.Address.In(s.Lang, def), 200))
	put("hours", assistant.Clean(m.Place.Hours.In(s.Lang, def), 200))
	if points := viewPoints(s, m.Points); points != nil {
		v["points"] = points
	}
	if asksForTime(m) {
		v["asks_for_time"] = true
	}
	if m.DaysTo > 0 {
		v["days_from"], v["days_to"] = m.DaysFrom, m.DaysTo
	}
	if m.MinTotal > 0 {
		v["from_goods_total"] = price(s, money.Of(m.MinTotal, cur))
	}
	tariff(s, v, m.Price, m.FreeFrom, len(m.Zones) == 0)
	var zones []map[string]any
	for _, z := range m.Zones {
		zv := map[string]any{"zone_id": z.ID, "title": assistant.Clean(z.Title.In(s.Lang, def), 120)}
		tariff(s, zv, z.Price, z.FreeFrom, true)
		zones = append(zones, zv)
	}
	if zones != nil {
		v["zones"] = zones
	}
	return v
}

func tariff(s assistant.Session, v map[string]any, amount, freeFrom int64, priced bool) {
	if !priced {
		return
	}
	v["price"] = cost(s, money.Of(amount, s.Input().Shop.Currency))
	if freeFrom > 0 && amount > 0 {
		v["free_from"] = txtFreeFrom.F(s.Lang, price(s, money.Of(freeFrom, s.Input().Shop.Currency)))
	}
}

// cost writes "free" in words that the fact lock knows.
func cost(s assistant.Session, m money.Money) string {
	if m.IsZero() {
		return txtFree.In(s.Lang) + " (" + price(s, m) + ")"
	}
	return price(s, m)
}

// QuoteCart does the arithmetic of an order.
func QuoteCart(c Carts) assistant.Tool {
	return assistant.Tool{Name: "quote_cart", Description: "Tells what the cart costs with a delivery: the only source of totals.",
		Schema: object("method_id", maybe("A way of delivery from delivery_options, or null without delivery"),
			"city", argCity, "point_id", argPoint, "slot", argSlot),
		Run: func(ctx context.Context, s assistant.Session, args json.RawMessage) (assistant.Result, error) {
			var a where
			if err := decode(args, &a); err != nil {
				return assistant.Result{}, err
			}
			choice, err := choose(ctx, c, a)
			if err != nil {
				return assistant.Result{}, err
			}
			q, err := c.Quote(ctx, s.ContactID(), choice)
			return assistant.Result{Data: viewQuote(s, q)}, err
		}}
}

func value(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func viewQuote(s assistant.Session, q cart.Quote) map[string]any {
	v := map[string]any{"lines": viewLines(s, q.Lines), "pieces": q.Count(), "goods_total": price(s, q.Items), "total": price(s, q.Total), "can_order": q.OK()}
	if q.Method != nil {
		v["delivery"] = cost(s, q.Delivery)
		v["delivery_title"] = assistant.Clean(q.Method.Title.In(s.Lang, s.Input().Shop.DefaultLang()), 120)
		if q.Method.DaysTo > 0 {
			v["days_from"], v["days_to"] = q.Method.DaysFrom, q.Method.DaysTo
		}
	}
	if q.Point != nil {
		v["pickup_at"] = assistant.Clean(q.Point.Address.In(s.Lang, s.Input().Shop.DefaultLang()), 200)
	}
	if q.Slot != nil {
		v["time"] = q.Slot.Text(s.Lang)
	}
	viewPromotions(s, v, q.Promotions, q.Discount, q.Code, q.CodeTrouble)
	var problems []string
	for _, p := range q.Problems {
		problems = append(problems, string(p.Code))
		if p.Code == cart.ProblemMinTotal {
			v["least_total"] = price(s, p.Amount)
		}
	}
	if problems != nil {
		v["problems"] = problems
	}
	return v
}
