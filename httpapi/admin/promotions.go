package admin

import (
	"context"
	"time"

	"prilavok/core/promotion"
	"prilavok/httpapi/admin/gate"
)

// PromotionFields is what can be written of a promotion. Amounts are minor units of the
// shop's currency.
type PromotionFields struct {
	Title        Texts      `json:"title" doc:"what the customer reads beside the price"`
	Kind         string     `json:"kind" enum:"n_for_m,percent,amount,gift,free_delivery"`
	Percent      int64      `json:"percent,omitempty" minimum:"0" maximum:"10000" doc:"basis points: 1000 is 10 %"`
	Amount       int64      `json:"amount,omitempty" minimum:"0"`
	Take         int64      `json:"take,omitempty" minimum:"0"`
	Pay          int64      `json:"pay,omitempty" minimum:"0"`
	GiftVariant  string     `json:"gift_variant,omitempty" maxLength:"64"`
	GiftQuantity int64      `json:"gift_quantity,omitempty" minimum:"0"`
	MinTotal     int64      `json:"min_total,omitempty" minimum:"0"`
	Products     []string   `json:"products,omitempty" maxItems:"1000"`
	Categories   []string   `json:"categories,omitempty" maxItems:"1000"`
	Contacts     []string   `json:"contacts,omitempty" maxItems:"1000"`
	Methods      []string   `json:"methods,omitempty" maxItems:"100" doc:"free with these deliveries only"`
	Exclusive    bool       `json:"exclusive,omitempty" doc:"not together with any other"`
	Codes        []string   `json:"codes,omitempty" maxItems:"1000" doc:"none: it applies by itself"`
	FirstOrder   bool       `json:"first_order,omitempty"`
	Priority     int        `json:"priority,omitempty"`
	From         *time.Time `json:"from,omitempty"`
	Until        *time.Time `json:"until,omitempty"`
	Limit        int64      `json:"limit,omitempty" minimum:"0" doc:"uses in all; 0 is without limit"`
	PerContact   int64      `json:"per_contact,omitempty" minimum:"0"`
	Status       string     `json:"status,omitempty" enum:"active,paused"`
}

// Promotion is one rule of the shop.
type Promotion struct {
	ID string `json:"id"`
	PromotionFields
	Archived  bool      `json:"archived"`
	Used      int64     `json:"used" doc:"by orders that stand"`
	Revision  int64     `json:"revision" doc:"also the ETag"`
	UpdatedAt time.Time `json:"updated_at"`
}

func promotionOf(p promotion.Promotion) Promotion {
	status := string(p.Status)
	if p.Status == promotion.Archived {
		status = string(promotion.Paused)
	}
	return Promotion{p.ID, PromotionFields{Title: textsOf(p.Title), Kind: string(p.Kind), Percent: p.Percent, Amount: p.Amount, Take: p.Take, Pay: p.Pay,
		GiftVariant: p.GiftVariant, GiftQuantity: p.GiftQuantity, MinTotal: p.MinTotal, Products: p.Products, Categories: p.Categories, Contacts: p.Contacts,
		Methods: p.Methods, Exclusive: p.Exclusive, Codes: p.Codes, FirstOrder: p.FirstOrder, Priority: p.Priority, From: stamp(p.From), Until: stamp(p.Until),
		Limit: p.Limit, PerContact: p.PerContact, Status: status}, p.Status == promotion.Archived, p.Used, p.Revision, p.UpdatedAt}
}

func (f PromotionFields) core() promotion.Promotion {
	p := promotion.Promotion{Title: f.Title.core(), Kind: promotion.Kind(f.Kind), Rule: promotion.Rule{Percent: f.Percent, Amount: f.Amount, Take: f.Take, Pay: f.Pay,
		GiftVariant: f.GiftVariant, GiftQuantity: f.GiftQuantity, MinTotal: f.MinTotal, Products: f.Products, Categories: f.Categories, Contacts: f.Contacts,
		Methods: f.Methods, Exclusive: f.Exclusive}, Codes: f.Codes, FirstOrder: f.FirstOrder, Priority: f.Priority, Limit: f.Limit, PerContact: f.PerContact,
		Status: promotion.Status(f.Status)}
	if f.From != nil {
		p.From = *f.From
	}
	if f.Until != nil {
		p.Until = *f.Until
	}
	return p
}

type promotionIn struct {
	ByID
	IfMatch string `header:"If-Match" maxLength:"100" doc:"the ETag that was read; required"`
	Body    PromotionFields
}

func (a *api) promotions(g *gate.Gate) {
	gate.Add(g, "promotions.list", a.listPromotions)
	gate.Add(g, "promotions.get", func(ctx context.Context, in *ByID) (*tagged[Promotion], error) {
		return promoted(a.Promos.Get(ctx, in.ID))
	})
	gate.Add(g, "promotions.create", func(ctx context.Context, in *struct{ Body PromotionFields }) (*tagged[Promotion], error) {
		return promoted(a.Promos.Create(ctx, in.Body.core()))
	})
	gate.Add(g, "promotions.put", func(ctx context.Context, in *promotionIn) (*tagged[Promotion], error) {
		had, err := a.Promos.Get(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		if err := gate.Match(in.IfMatch, had.Revision, true); err != nil {
			return nil, err
		}
		p := in.Body.core()
		p.ID, p.Revision, p.CreatedAt = had.ID, had.Revision, had.CreatedAt // the service refuses when another was faster
		return promoted(a.Promos.Update(ctx, p))
	})
	gate.Add(g, "promotions.archive", func(ctx context.Context, in *ByID) (*tagged[Promotion], error) {
		return promoted(a.Promos.Archive(ctx, in.ID))
	})
}

func promoted(p promotion.Promotion, err error) (*tagged[Promotion], error) {
	if err != nil {
		return nil, err
	}
	return &tagged[Promotion]{gate.ETag(p.Revision), promotionOf(p)}, nil
}

func (a *api) listPromotions(ctx context.Context, in *struct {
	Cursor   string `query:"cursor" maxLength:"200"`
	Archived bool   `query:"archived" doc:"archived ones too"`
}) (*out[list[Promotion]], error) {
	cursor, err := gate.ReadCursor(in.Cursor)
	if err != nil {
		return nil, err
	}
	p, err := a.Promos.List(ctx, in.Archived, cursor)
	if err != nil {
		return nil, err
	}
	return listed(p.Promotions, p.Next, promotionOf), nil
}
