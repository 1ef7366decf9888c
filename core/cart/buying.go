package cart

import (
	"context"

	"prilavok/core/money"
	"prilavok/core/txn"
)

// View is a checkout as it stands, with what to ask and what it costs.
type View struct {
	Checkout Checkout
	Ask      Ask
	Problem  Problem // of the input
	Quote    Quote   // of the answers so far
}

// Begin starts a checkout in a conversation, or returns to the one under way there.
//
// Faults: ErrEmpty when the cart has no lines.
func (s *Service) Begin(ctx context.Context, contactID, conversationID string) (View, error) {
	var v View
	err := s.inTx(ctx, func(ctx context.Context) error {
		c, found, err := s.checkouts.ActiveCheckout(ctx, contactID, conversationID, true)
		if err != nil {
			return err
		}
		if !found {
			if c, err = s.open(ctx, contactID, conversationID); err != nil {
				return err
			}
		}
		v, err = s.step(ctx, c, Input{})
		return err
	})
	return v, err
}

func (s *Service) open(ctx context.Context, contactID, conversationID string) (Checkout, error) {
	stored, err := s.store.CartRows(ctx, contactID)
	if err != nil {
		return Checkout{}, err
	}
	if len(stored.Rows) == 0 {
		return Checkout{}, ErrEmpty
	}
	now := s.now()
	c := Checkout{ID: s.ids.Make("chk"), ContactID: contactID, ConversationID: conversationID, Status: CheckoutActive,
		State: State{Step: StepName}, Revision: 1, CreatedAt: now, UpdatedAt: now}
	fresh, err := s.checkouts.InsertCheckout(ctx, c)
	if err == nil && !fresh {
		err = ErrStale
	}
	return c, err
}

// Current returns the checkout under way in a conversation without changing it.
func (s *Service) Current(ctx context.Context, contactID, conversationID string) (v View, found bool, err error) {
	err = s.tx.View(ctx, func(ctx context.Context) error {
		v = View{}
		var err error
		if v.Checkout, found, err = s.checkouts.ActiveCheckout(ctx, contactID, conversationID, false); err != nil || !found {
			return err
		}
		env, err := s.env(ctx, contactID)
		if err != nil {
			return err
		}
		v.Checkout.State, v.Ask, v.Problem = Next(v.Checkout.State, Input{}, env)
		v.Quote, err = s.QuoteNow(ctx, contactID, v.Checkout.State.Choice)
		return err
	})
	return v, found, err
}

// Advance takes what the contact did. Ask.Effect then says whether the order is to
// be placed (under Checkout.ID, expecting State.Shown) or the checkout is over; on
// EffectCancel it is over already.
//
// Faults: ErrNoCheckout when none is under way in this conversation.
func (s *Service) Advance(ctx context.Context, contactID, conversationID string, in Input) (View, error) {
	var v View
	err := s.inTx(ctx, func(ctx context.Context) error {
		c, found, err := s.checkouts.ActiveCheckout(ctx, contactID, conversationID, true)
		if err != nil {
			return err
		}
		if !found {
			return ErrNoCheckout
		}
		v, err = s.step(ctx, c, in)
		return err
	})
	return v, err
}

// step applies one input and stores what came of it.
func (s *Service) step(ctx context.Context, c Checkout, in Input) (View, error) {
	env, err := s.env(ctx, c.ContactID)
	if err != nil {
		return View{}, err
	}
	v := View{Checkout: c}
	v.Checkout.State, v.Ask, v.Problem = Next(c.State, in, env)
	if v.Quote, err = s.QuoteNow(ctx, c.ContactID, v.Checkout.State.Choice); err != nil {
		return View{}, err
	}
	switch {
	case v.Ask.Effect == EffectCancel:
		v.Checkout.Status = CheckoutCanceled
	case v.Ask.Step == StepSummary && v.Ask.Effect == EffectNone:
		v.Checkout.State.Shown = v.Quote.Total
	case v.Ask.Step != StepSummary:
		v.Checkout.State.Shown = money.Money{}
	}
	return v, s.save(ctx, &v.Checkout)
}

func (s *Service) save(ctx context.Context, c *Checkout) error {
	c.UpdatedAt = s.now()
	ok, err := s.checkouts.SaveCheckout(ctx, *c)
	if err == nil && !ok {
		return ErrStale
	}
	c.Revision++
	return err
}

// Finish notes within the open unit of work that a checkout has become an order.
func (s *Service) Finish(ctx context.Context, checkoutID, orderID string) error {
	c, err := s.checkouts.CheckoutByID(ctx, checkoutID)
	if err != nil || c.Status == CheckoutPlaced {
		return err
	}
	c.Status, c.OrderID = CheckoutPlaced, orderID
	return s.save(ctx, &c)
}

// CheckoutByID returns any checkout, also one that is over.
func (s *Service) CheckoutByID(ctx context.Context, id string) (Checkout, error) {
	var c Checkout
	err := s.tx.View(ctx, func(ctx context.Context) error {
		var err error
		c, err = s.checkouts.CheckoutByID(ctx, id)
		return err
	})
	return c, err
}

// env gathers what the steps depend on. What is known of the contact is offered only
// if it would be accepted when typed.
func (s *Service) env(ctx context.Context, contactID string) (Env, error) {
	var e Env
	var err error
	if e.Methods, err = s.methods.DeliveryMethods(ctx, false); err != nil {
		return e, err
	}
	sh, err := s.checkouts.ShopByID(ctx, txn.ShopID(ctx))
	if err != nil {
		return e, err
	}
	if timed(e.Methods) {
		if e.Times, err = s.timetable(ctx, sh); err != nil {
			return e, err
		}
	}
	c, err := s.priced(ctx, contactID, sh.Currency)
	if err != nil {
		return e, err
	}
	e.Items = c.Items
	if e.Ways, err = s.Ways(ctx, c.Items); err != nil {
		return e, err
	}
	if e.Prefill, err = s.checkouts.KnownDetails(ctx, contactID); err != nil {
		return e, err
	}
	e.Prefill = e.Prefill.clean()
	return e, nil
}

// timed reports whether any method has times to choose from.
func timed(list []Method) bool {
	for _, m := range list {
		if m.Schedule.Set() {
			return true
		}
		for _, z := range m.Zones {
			if z.Schedule.Set() {
				return true
			}
		}
	}
	return false
}

func (p Prefill) clean() Prefill {
	p.Name, _ = CleanName(p.Name)
	p.Address, _ = CleanAddress(p.Address)
	phone, ok := Phone(p.Phone)
	if !ok {
		phone, p.PhoneVerified = "", false
	}
	p.Phone = phone
	return p
}
