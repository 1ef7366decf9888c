package admin

import (
	"context"

	"prilavok/core/cart"
	"prilavok/core/inbox"
	"prilavok/core/lang"
	"prilavok/core/order"
	"prilavok/core/order/edit"
	"prilavok/httpapi/admin/gate"
)

// Changes is what is to be changed of an order; what is left out stays.
type Changes struct {
	Lines         []LineChange    `json:"lines,omitempty" maxItems:"200"`
	Delivery      *DeliveryChoice `json:"delivery,omitempty"`
	Address       *string         `json:"address,omitempty" maxLength:"500"`
	Name          *string         `json:"name,omitempty" maxLength:"200"`
	Phone         *string         `json:"phone,omitempty" maxLength:"40"`
	Comment       *string         `json:"comment,omitempty" maxLength:"1000"`
	PaymentMethod *string         `json:"payment_method,omitempty" maxLength:"100"`
	KeepDiscounts bool            `json:"keep_discounts,omitempty" doc:"leave discounts and the delivery's fee as sold, whatever the goods; needs why"`
	Why           string          `json:"why,omitempty" maxLength:"500" doc:"shown in the timeline; the reason of a price of one's own"`
}

// LineChange adds a line, or changes one.
type LineChange struct {
	Line      int    `json:"line,omitempty" minimum:"0" doc:"its number; leave out to add a line"`
	VariantID string `json:"variant_id,omitempty" maxLength:"64"`
	Quantity  int64  `json:"quantity,omitempty" minimum:"0" maximum:"9999"`
	Remove    bool   `json:"remove,omitempty"`
	Price     *int64 `json:"price,omitempty" minimum:"0" doc:"a price of one's own, minor units a piece"`
}

// DeliveryChoice chooses a delivery anew.
type DeliveryChoice struct {
	MethodID string `json:"method_id" maxLength:"64"`
	ZoneID   string `json:"zone_id,omitempty" maxLength:"64"`
	PointID  string `json:"point_id,omitempty" maxLength:"64"`
	Slot     string `json:"slot,omitempty" maxLength:"40" doc:"the time, as the list of times names it; left out, the one that is booked stays if method and zone do"`
	City     string `json:"city,omitempty" maxLength:"200"`
	Price    *int64 `json:"price,omitempty" minimum:"0" doc:"a fee of one's own, minor units"`
}

func (c Changes) core() edit.Changes {
	out := edit.Changes{Address: c.Address, Name: c.Name, Phone: c.Phone, Comment: c.Comment, KeepDiscounts: c.KeepDiscounts,
		Lines: convert(c.Lines, func(l LineChange) edit.LineChange { return edit.LineChange(l) })}
	if d := c.Delivery; d != nil {
		out.Delivery = &edit.DeliveryChange{Choice: cart.Choice{MethodID: d.MethodID, ZoneID: d.ZoneID, PointID: d.PointID, Slot: d.Slot}, City: d.City, Price: d.Price}
	}
	if c.PaymentMethod != nil {
		m := order.PaymentMethod(*c.PaymentMethod)
		out.PaymentMethod = &m
	}
	return out
}

// Edited is what an edit comes to.
type Edited struct {
	Order      Order `json:"order" doc:"as it is with the edit"`
	Difference Money `json:"difference" doc:"above zero the customer pays more"`

	Dropped []Dropped `json:"promotions_dropped,omitempty" doc:"promotions that the order was sold with and that no longer hold"`
}

// Dropped is a promotion that an edit takes off.
type Dropped struct {
	PromotionID string `json:"promotion_id"`
	Title       Texts  `json:"title"`
	Amount      Money  `json:"amount" doc:"what it took off before"`
	Why         string `json:"why" doc:"code_min_total, code_goods, code_no_gift or code_no_effect"`
}

type draftIn struct {
	Body struct {
		ContactID      string `json:"contact_id" minLength:"1" maxLength:"64"`
		ConversationID string `json:"conversation_id,omitempty" maxLength:"64" doc:"of this contact, in which the order was agreed: what becomes of it is shown there"`
		Lang           string `json:"lang,omitempty" enum:"ru,en"`
		Changes
	}
}

type editIn struct {
	ByID
	IfMatch string `header:"If-Match" maxLength:"100" doc:"the ETag that was read; required"`
	Body    Changes
}

type stageIn struct {
	ByID
	Body struct {
		Key string `json:"key" maxLength:"100" doc:"of a stage that is set by hand; empty takes it back"`
		Why string `json:"why,omitempty" maxLength:"500"`
	}
}

func (a *api) edits(g *gate.Gate) {
	gate.Add(g, "orders.create", a.draft)
	gate.Add(g, "orders.place", a.stepOf(func(ctx context.Context, id string, by order.Actor, why string) (order.Order, error) {
		return a.Edits.PlaceDraft(ctx, edit.PlaceRequest{OrderID: id, By: by, Why: why})
	}))
	gate.Add(g, "orders.edit", func(ctx context.Context, in *editIn) (*tagged[Order], error) {
		if in.IfMatch == "" {
			return nil, gate.ErrMatch
		}
		return answered(boundedEdit(a, ctx, in.ID, func(ctx context.Context) (order.Order, error) {
			return a.matched(ctx, in.ID, in.IfMatch, func(ctx context.Context) (order.Order, error) {
				e, err := a.Edits.Edit(ctx, edit.Request{OrderID: in.ID, Changes: in.Body.core(), By: actor(ctx), Why: in.Body.Why})
				return e.After, err
			})
		}))
	})
	gate.Add(g, "orders.preview", func(ctx context.Context, in *struct {
		ByID
		Body Changes
	}) (*out[Edited], error) {
		e, err := a.Edits.PreviewEdit(ctx, edit.Request{OrderID: in.ID, Changes: in.Body.core(), By: actor(ctx), Why: in.Body.Why})
		if err != nil {
			return nil, err
		}
		lost := convert(e.Dropped, func(d edit.Dropped) Dropped {
			return Dropped{d.PromotionID, textsOf(d.Title), Money{d.Amount, e.After.Total.Currency}, string(d.Why)}
		})
		return &out[Edited]{Edited{orderOf(e.After), Money{e.Difference, e.After.Total.Currency}, lost}}, nil
	})
	gate.Add(g, "orders.stage", func(ctx context.Context, in *stageIn) (*tagged[Order], error) {
		return answered(a.Orders.SetStage(ctx, order.StageRequest{OrderID: in.ID, Key: in.Body.Key, By: actor(ctx), Why: in.Body.Why}))
	})
}

// draft makes an order for a contact of this shop. The operation's id is its key: repeated
// after a crash, it is the same order.
func (a *api) draft(ctx context.Context, in *draftIn) (*tagged[Order], error) {
	b := in.Body
	if _, err := a.Contacts.Get(ctx, b.ContactID); err != nil {
		return nil, err
	}
	account := ""
	if b.ConversationID != "" {
		c, err := a.Desk.Desk.Conversation(ctx, b.ConversationID)
		if err == nil && c.ContactID != b.ContactID {
			err = inbox.ErrNoConversation
		}
		if err != nil {
			return nil, err
		}
		account = c.AccountID
	}
	o, err := a.Edits.CreateDraft(ctx, edit.DraftRequest{Key: gate.CallerOf(ctx).OpID, ContactID: b.ContactID, ConversationID: b.ConversationID, AccountID: account, Source: "api", Lang: lang.Lang(b.Lang),
		Changes: b.Changes.core(), By: actor(ctx), Why: b.Why})
	return answered(o, err)
}
