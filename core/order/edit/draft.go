package edit

import (
	"context"
	"errors"

	"prilavok/core/cart"
	"prilavok/core/catalog"
	"prilavok/core/delivery"
	"prilavok/core/lang"
	"prilavok/core/money"
	"prilavok/core/order"
	"prilavok/core/shop"
	"prilavok/core/txn"
)

// DraftRequest asks for an order that an operator writes for a contact.
type DraftRequest struct {
	Key            string // one key, one order
	ContactID      string
	ConversationID string
	AccountID      string
	Source         string
	Lang           lang.Lang
	Changes        // what is on it; no line has a number yet
	By             order.Actor
	Why            string
}

// CreateDraft writes an order that binds nobody yet: no stock is held. It has its number
// already. The same Key returns the same order.
//
// Faults: ErrKey; those of Edit that speak of lines, delivery and details.
func (s *Service) CreateDraft(ctx context.Context, r DraftRequest) (order.Order, error) {
	if err := order.CheckKey(r.Key, r.ContactID); err != nil {
		return order.Order{}, err
	}
	var o order.Order
	err := order.Unit(ctx, s.tx.InTx, func(ctx context.Context) error {
		known, found, err := s.store.OrderByKey(ctx, r.Key)
		if err != nil || found {
			o = known
			if err == nil && known.ContactID != r.ContactID {
				return order.ErrKey
			}
			return err
		}
		sh, err := s.store.ShopByID(ctx, txn.ShopID(ctx))
		if err != nil {
			return err
		}
		if o, err = s.draft(ctx, r, sh); err != nil {
			return err
		}
		if err := s.orders.Register(ctx, &o, sh.Settings.Orders, 0); err != nil {
			return err
		}
		return s.orders.Tell(ctx, o, order.EventDrafted, r.By, r.Why, map[string]any{"total": o.Total})
	})
	if err != nil {
		return order.Order{}, err
	}
	return o, nil
}

// draft composes an empty order and puts on it what is asked.
func (s *Service) draft(ctx context.Context, r DraftRequest, sh shop.Shop) (order.Order, error) {
	now, zero := s.orders.Stamp(), money.Of(0, sh.Currency)
	o := order.Order{ID: s.ids.Make("ord"), Key: r.Key, ContactID: r.ContactID, ConversationID: r.ConversationID, AccountID: r.AccountID, Source: r.Source,
		Lang: r.Lang, Status: order.Draft, Items: zero, Discount: zero, Delivery: zero, Total: zero, Returned: zero, PaymentMethod: order.OnDelivery,
		Revision: 1, CreatedAt: now, UpdatedAt: now}
	o.SetMoney(order.MoneyFacts{})
	p, err := s.amended(ctx, o, Request{Changes: r.Changes, By: r.By, Why: r.Why})
	after := p.after
	if errors.Is(err, order.ErrNoChange) {
		after, err = o, nil
	}
	after.Derive()
	return after, err
}

// PlaceRequest asks for a draft to become binding.
type PlaceRequest struct {
	OrderID  string
	Revision int64 // as the operator saw it; 0: whatever it is now
	By       order.Actor
	Why      string
}

// PlaceDraft makes a draft a placed order, at the prices that are on it: its stock is
// reserved now.
//
// Faults: ErrNotFound, ErrRevision, ErrEmpty, ErrDetails, ErrSlotTaken, a *Shortage, the
// reasons of Step.
func (s *Service) PlaceDraft(ctx context.Context, r PlaceRequest) (order.Order, error) {
	o, err := s.orders.Change(ctx, r.OrderID, r.By, func(ctx context.Context, o *order.Order) error {
		if r.Revision > 0 && r.Revision != o.Revision {
			return order.ErrRevision
		}
		if err := order.Step(o.Status, order.Placed); err != nil {
			return err
		}
		if err := complete(*o); err != nil {
			return err
		}
		slot, err := s.slotOf(ctx, *o)
		if err != nil {
			return err
		}
		if err := s.reserveAll(ctx, *o); err != nil {
			return err
		}
		if slot != nil {
			if err := s.slots.Book(ctx, o.ID, *slot); err != nil {
				return err
			}
		}
		rules, err := s.orders.Rules(ctx)
		if err != nil {
			return err
		}
		o.Status, o.PlacedAt = order.Placed, o.UpdatedAt
		if err := s.orders.Await(ctx, o, rules); err != nil {
			return err
		}
		return s.orders.Tell(ctx, *o, order.EventPlaced, r.By, r.Why, map[string]any{"total": o.Total})
	})
	if err != nil {
		return order.Order{}, order.LostStock(ctx, err)
	}
	return o, nil
}

// slotOf finds the time that a draft names, nil when it names none.
func (s *Service) slotOf(ctx context.Context, o order.Order) (*cart.Slot, error) {
	key := o.Ship.Slot.Key()
	if key == "" {
		return nil, nil
	}
	times, err := s.carts.Times(ctx, cart.Choice{MethodID: o.Ship.MethodID, ZoneID: o.Ship.ZoneID})
	if err != nil {
		return nil, err
	}
	slot, ok := delivery.Find(times, key)
	if !ok || slot.Left == 0 {
		return nil, order.ErrSlotTaken
	}
	return &slot, nil
}

// complete refuses a draft that lacks what an order needs.
func complete(o order.Order) error {
	if len(o.Lines) == 0 {
		return order.ErrEmpty
	}
	_, badName := cart.CleanName(o.Name)
	_, phoneOK := cart.Phone(o.Phone)
	_, badAddress := cart.CleanAddress(o.Ship.Address)
	if badName != "" || !phoneOK || badAddress != "" && o.Ship.Kind != cart.Pickup {
		return order.ErrDetails
	}
	return nil
}

// reserveAll holds what an order needs, and refuses before anything is written.
func (s *Service) reserveAll(ctx context.Context, o order.Order) error {
	ids := make([]string, len(o.Lines))
	for i, l := range o.Lines {
		ids[i] = l.VariantID
	}
	items, err := s.shelf.Items(ctx, ids)
	if err != nil {
		return err
	}
	if err := short(pieces(order.Order{}, o), items); err != nil {
		return err
	}
	var list []catalog.Need
	for id, n := range pieces(order.Order{}, o) {
		list = append(list, catalog.Need{VariantID: id, Quantity: n})
	}
	return s.stock.Adjust(ctx, o.ID, list, order.Forever)
}
