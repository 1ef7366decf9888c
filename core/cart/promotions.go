package cart

import (
	"context"
	"slices"
	"time"

	"prilavok/core/catalog"
	"prilavok/core/money"
	"prilavok/core/promotion"
)

// PromotionStore is what carts need of a database to be made cheaper.
type PromotionStore interface {
	// CartPromotions reads what may apply to a contact's cart with a folded code, "" none.
	CartPromotions(ctx context.Context, contactID, code string) (promotion.Found, error)
	// SetCartCode keeps a folded code with a cart that exists; "" drops it.
	SetCartCode(ctx context.Context, contactID, code string) error
	// UsePromotion notes that an order uses a promotion; false when it may not any more.
	UsePromotion(ctx context.Context, u promotion.Use) (bool, error)
	// ReturnPromotions gives back what an order has used; only those named, if any are.
	ReturnPromotions(ctx context.Context, orderID string, only []string, at time.Time) error
	// CategoryList lists the shop's categories.
	CategoryList(ctx context.Context) ([]catalog.Category, error)
}

// Offers is what promotions may do for a cart: the rules, and the facts of this moment.
// The zero Offers does nothing.
type Offers struct {
	Promotions []promotion.Promotion
	Facts      promotion.Facts // without the delivery
	Gifts      map[string]Item
	Parents    map[string]string // of categories that are in another
}

// offers reads what may apply. A shop without promotions costs one query.
func (s *Service) offers(ctx context.Context, c Cart) (Offers, error) {
	if len(c.Lines) == 0 {
		return Offers{Facts: promotion.Facts{Code: c.Code}}, nil
	}
	found, err := s.promotions.CartPromotions(ctx, c.ContactID, c.Code)
	o := Offers{Promotions: found.Promotions, Facts: promotion.Facts{ContactID: c.ContactID, Now: s.now(), First: found.First, Code: c.Code, Used: found.Used}}
	if err != nil {
		return o, err
	}
	var gifts []string
	categories := false
	for _, p := range o.Promotions {
		categories = categories || len(p.Categories) > 0
		if p.Kind == promotion.Gift && !slices.Contains(gifts, p.GiftVariant) {
			gifts = append(gifts, p.GiftVariant)
		}
	}
	if len(gifts) > 0 {
		if o.Gifts, err = s.goods.Items(ctx, gifts); err != nil {
			return o, err
		}
		o.Facts.Gifts = giftsLeft(o.Gifts, c.Lines)
	}
	if categories {
		o.Parents, err = s.parents(ctx)
	}
	return o, err
}

// giftsLeft is how many pieces of each gift can be had beside what is bought.
func giftsLeft(gifts map[string]Item, lines []Line) map[string]int64 {
	left := map[string]int64{}
	for id, it := range gifts {
		if !it.Sold {
			continue
		}
		left[id] = it.Left
		for _, l := range lines {
			if l.VariantID == id && it.Left != Plenty {
				left[id] -= l.Quantity
			}
		}
	}
	return left
}

func (s *Service) parents(ctx context.Context) (map[string]string, error) {
	list, err := s.promotions.CategoryList(ctx)
	up := map[string]string{}
	for _, c := range list {
		if c.ParentID != "" {
			up[c.ID] = c.ParentID
		}
	}
	return up, err
}

// categories lists a category and those above it.
func (o Offers) categories(id string) []string {
	var out []string
	for id != "" && !slices.Contains(out, id) {
		out = append(out, id)
		id = o.Parents[id]
	}
	return out
}

// deal is what promotions make of lines.
type deal struct {
	lines    []Line // with discounts and reasons; gifts at the end
	discount money.Money
	applied  []promotion.Reason
	free     *promotion.Reason
	trouble  Trouble
}

// apply applies the offers to priced lines. It is pure.
func (o Offers) apply(lines []Line, currency string, d *promotion.Delivery) (deal, error) {
	out := deal{lines: slices.Clone(lines), discount: money.Of(0, currency)}
	if len(lines) == 0 {
		return out, nil
	}
	if len(o.Promotions) == 0 && o.Facts.Code == "" {
		return out, nil
	}
	var wanted []promotion.Line
	var at []int
	for i, l := range lines {
		if l.Buyable() {
			wanted = append(wanted, promotion.Line{Key: l.VariantID, ProductID: l.ProductID, Categories: o.categories(l.CategoryID),
				Price: l.Price.Amount, Quantity: l.Quantity})
			at = append(at, i)
		}
	}
	facts := o.Facts
	facts.Delivery = d
	r := promotion.Apply(wanted, o.Promotions, facts)
	for i, x := range r.Lines {
		l := &out.lines[at[i]]
		var err error
		if l.Total, err = l.Total.Add(money.Of(-x.Discount, currency)); err != nil {
			return out, err
		}
		l.Discount, l.Reasons = money.Of(x.Discount, currency), x.Reasons
	}
	for _, g := range r.Gifts {
		out.lines = append(out.lines, gift(o.Gifts[g.VariantID], g, currency))
	}
	out.discount.Amount = r.Discount
	out.applied, out.free = r.Applied, r.Free
	out.trouble = Trouble{Code: Problem(r.Code), Amount: money.Of(r.Least, currency)}
	return out, nil
}

// gift is a line that costs nothing.
func gift(it Item, g promotion.Given, currency string) Line {
	none := money.Of(0, currency)
	return Line{ProductID: it.ProductID, VariantID: it.VariantID, SKU: it.SKU, CategoryID: it.CategoryID, Title: it.Title, Options: it.Options,
		Image: it.Image, Quantity: g.Quantity, Price: none, OldPrice: none, Discount: none, Total: none, Left: it.Left, Gift: true,
		Reasons: []promotion.Reason{g.Reason}}
}

// dealt puts into a cart what promotions make of it. A delivery is not chosen yet.
func (s *Service) dealt(ctx context.Context, c Cart) (Cart, error) {
	o, err := s.offers(ctx, c)
	if err != nil {
		return Cart{}, err
	}
	d, err := o.apply(c.Lines, c.Items.Currency, nil)
	c.Lines, c.Discount, c.Promotions, c.CodeTrouble = d.lines, d.discount, d.applied, d.trouble
	return c, err
}

// EnterCode keeps a code with the contact's cart, instead of the one before. A code that
// cannot work for this contact is not kept and changes nothing; one that only waits for
// more goods is. The cart's CodeTrouble says what is wrong in both cases.
func (s *Service) EnterCode(ctx context.Context, contactID, code string) (Cart, error) {
	return s.changeCode(ctx, contactID, func(ctx context.Context, c Cart) (Cart, error) {
		before := c.Code
		c.Code = promotion.FoldCode(code)
		why, err := s.lasting(ctx, c)
		if err != nil || why != promotion.ProblemNone {
			c.Code = before
			c, err := s.dealtOr(ctx, c, err)
			c.CodeTrouble = Trouble{Code: Problem(why)}
			return c, err
		}
		if err := s.promotions.SetCartCode(ctx, contactID, c.Code); err != nil {
			return Cart{}, err
		}
		return s.dealt(ctx, c)
	})
}

func (s *Service) dealtOr(ctx context.Context, c Cart, err error) (Cart, error) {
	if err != nil {
		return Cart{}, err
	}
	return s.dealt(ctx, c)
}

// lasting says why a code cannot work whatever the cart holds.
func (s *Service) lasting(ctx context.Context, c Cart) (promotion.Problem, error) {
	if c.Code == "" {
		return promotion.ProblemUnknown, nil
	}
	found, err := s.promotions.CartPromotions(ctx, c.ContactID, c.Code)
	if err != nil {
		return promotion.ProblemNone, err
	}
	r := promotion.Apply(nil, found.Promotions, promotion.Facts{ContactID: c.ContactID, Now: s.now(), First: found.First, Code: c.Code, Used: found.Used})
	if r.Code.Lasting() {
		return r.Code, nil
	}
	return promotion.ProblemNone, nil
}

// RemoveCode drops the code of the contact's cart; none is no fault.
func (s *Service) RemoveCode(ctx context.Context, contactID string) (Cart, error) {
	return s.changeCode(ctx, contactID, func(ctx context.Context, c Cart) (Cart, error) {
		if c.Code != "" {
			if err := s.promotions.SetCartCode(ctx, contactID, ""); err != nil {
				return Cart{}, err
			}
		}
		c.Code = ""
		return s.dealt(ctx, c)
	})
}

// changeCode holds the cart and hands it over priced, without promotions.
func (s *Service) changeCode(ctx context.Context, contactID string, fn func(ctx context.Context, c Cart) (Cart, error)) (Cart, error) {
	var out Cart
	err := s.inTx(ctx, func(ctx context.Context) error {
		if err := s.Lock(ctx, contactID); err != nil {
			return err
		}
		c, err := s.plain(ctx, contactID)
		if err != nil {
			return err
		}
		out, err = fn(ctx, c)
		return err
	})
	if err != nil {
		return Cart{}, err
	}
	return out, nil
}

// Redeem counts the uses of what made a quote cheaper for an order, within the open
// unit of work, and drops the code that was entered for it.
//
// Faults: promotion.ErrTaken when a promotion can no longer be used; the unit is lost.
func (s *Service) Redeem(ctx context.Context, contactID, orderID string, q Quote) error {
	for _, x := range sortedByID(q.Promotions) {
		limited := slices.ContainsFunc(q.limited, func(id string) bool { return id == x.PromotionID })
		ok, err := s.promotions.UsePromotion(ctx, promotion.Use{PromotionID: x.PromotionID, OrderID: orderID, ContactID: contactID, Code: x.Code,
			Amount: x.Amount, Limited: limited, At: s.now()})
		if err == nil && !ok {
			err = promotion.ErrTaken
		}
		if err != nil {
			return err
		}
	}
	if q.Code == "" {
		return nil
	}
	return s.promotions.SetCartCode(ctx, contactID, "")
}

// sortedByID is the order in which rivals take promotions: none locks another out.
func sortedByID(list []promotion.Reason) []promotion.Reason {
	out := slices.Clone(list)
	slices.SortFunc(out, func(a, b promotion.Reason) int {
		if a.PromotionID < b.PromotionID {
			return -1
		}
		return 1
	})
	return out
}

// GiveBack returns what an order has used within the open unit of work.
func (s *Service) GiveBack(ctx context.Context, orderID string) error {
	return s.promotions.ReturnPromotions(ctx, orderID, nil, s.now())
}
