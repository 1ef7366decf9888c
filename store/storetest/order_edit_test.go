package storetest

import (
	"errors"
	"fmt"
	"testing"

	"prilavok/core/cart"
	"prilavok/core/money"
	"prilavok/core/order"
	"prilavok/core/order/edit"
	"prilavok/store"
)

var _ = Covers("ReplaceOrderLines ShrinkReservation")

func ptr[T any](v T) *T { return &v }

// sums fails unless the order adds up.
func (c *Counter) sums(o order.Order) {
	c.T.Helper()
	var items int64
	for _, l := range o.Lines {
		items += l.Price.Amount * l.Quantity
	}
	if o.Items.Amount != items || o.Total.Amount != items-o.Discount.Amount+o.Delivery.Amount {
		c.T.Errorf("the order does not add up: %+v", o)
	}
}

func (c *Counter) stocked(variantID string, onHand, reserved int64) {
	c.T.Helper()
	if on, held := c.Stock(variantID); on != onHand || held != reserved {
		c.T.Errorf("%d on hand, %d reserved; want %d, %d", on, held, onHand, reserved)
	}
}

func TestEdit(t *testing.T) {
	Each(t, func(t *testing.T, st *store.Store) {
		c := NewCounter(t, st, "north")
		p := c.Product("кружка", 50000, 5)
		mug, cup, jug := p.Variants[0].ID, c.Variant("чашка", 20000, 3), c.Variant("кувшин", 90000, 1)
		m := c.Delivery(cart.Method{Kind: cart.Courier, Price: 30000})
		o := c.Placed("k", mug, 2)
		p.Variants[0].Price.Amount = 60000 // what was sold keeps its price
		_, err := c.Catalog.Save(c.Ctx, p)
		c.OK(err)
		r := edit.Request{OrderID: o.ID, Revision: o.Revision, By: operator(), Why: "попросил", Changes: edit.Changes{
			Lines:    []edit.LineChange{{Line: 1, Quantity: 3}, {VariantID: cup, Quantity: 2}},
			Delivery: &edit.DeliveryChange{Choice: cart.Choice{MethodID: m.ID}}, Address: ptr("Тверская улица, 1"), Comment: ptr("позвоните")}}
		seen, err := c.Edits.PreviewEdit(c.Ctx, r)
		c.OK(err)
		c.stocked(mug, 5, 2)
		got, err := c.Edits.Edit(c.Ctx, r)
		c.OK(err)
		if got.Difference != 50000+40000+30000 || seen.Difference != got.Difference || got.After.Total.Amount != 220000 || seen.After.Total != got.After.Total {
			t.Errorf("difference %d, seen before %d, total %v", got.Difference, seen.Difference, got.After.Total)
		}
		c.sums(got.After)
		c.stocked(mug, 5, 3)
		c.stocked(cup, 3, 2)
		kept, err := c.Orders.Get(c.Ctx, o.ID)
		c.OK(err)
		if fmt.Sprint(kept) != fmt.Sprint(got.After) {
			t.Errorf("stored\n%+v\nreturned\n%+v", kept, got.After)
		}
		_, err = c.Edits.Edit(c.Ctx, r)
		wantFault(t, err, order.ErrRevision)
		swap, err := c.Edits.Edit(c.Ctx, edit.Request{OrderID: o.ID, By: operator(), Why: "скидка", Changes: edit.Changes{
			Lines: []edit.LineChange{{Line: 1, VariantID: jug, Quantity: 1, Price: ptr(int64(80000))}, {Line: 2, Remove: true}}}})
		c.OK(err)
		if swap.Difference != 80000-150000-40000 || len(swap.After.Lines) != 1 || swap.After.Lines[0].SKU != "кувшин" {
			t.Errorf("swapped to %+v", swap.After)
		}
		c.sums(swap.After)
		c.stocked(mug, 5, 0)
		c.stocked(cup, 3, 0)
		c.stocked(jug, 1, 1)
		line, err := c.Orders.Timeline(c.Ctx, o.ID)
		c.OK(err)
		if last := line[len(line)-1]; last.What != order.EventEdited || last.Why != "скидка" || fmt.Sprint(last.Data["difference"]) != "-110000" {
			t.Errorf("the timeline ends with %+v", last)
		}
	})
}

func TestEditRefuses(t *testing.T) {
	Both(t, func(t *testing.T, st *store.Store) {
		c := NewCounter(t, st, "north")
		mug, cup := c.Variant("кружка", 50000, 5), c.Variant("чашка", 20000, 1)
		o := c.Placed("k", mug, 2)
		customer := order.Actor{Kind: order.ByContact, ID: o.ContactID}
		change := func(by order.Actor, ch edit.Changes) error {
			_, err := c.Edits.Edit(c.Ctx, edit.Request{OrderID: o.ID, By: by, Changes: ch})
			return err
		}
		lines := func(l ...edit.LineChange) edit.Changes { return edit.Changes{Lines: l} }
		for name, x := range map[string]struct {
			by   order.Actor
			ch   edit.Changes
			want error
		}{
			"nothing":           {operator(), edit.Changes{}, order.ErrNoChange},
			"the same":          {operator(), lines(edit.LineChange{Line: 1, Quantity: 2}), order.ErrNoChange},
			"no such line":      {operator(), lines(edit.LineChange{Line: 7, Quantity: 2}), order.ErrNoLine},
			"a line twice":      {operator(), lines(edit.LineChange{Line: 1, Quantity: 2}, edit.LineChange{Line: 1, Quantity: 3}), order.ErrNoLine},
			"all lines":         {operator(), lines(edit.LineChange{Line: 1, Remove: true}), order.ErrEmpty},
			"too many":          {operator(), lines(edit.LineChange{Line: 1, Quantity: 10000}), order.ErrQuantity},
			"none of a new one": {operator(), lines(edit.LineChange{VariantID: cup}), order.ErrQuantity},
			"unknown variant":   {operator(), lines(edit.LineChange{VariantID: "var_none", Quantity: 1}), order.ErrNotForSale},
			"customer's price":  {customer, lines(edit.LineChange{Line: 1, Price: ptr(int64(1))}), order.ErrPriceOverride},
			"without a reason":  {operator(), lines(edit.LineChange{Line: 1, Price: ptr(int64(1))}), order.ErrPriceOverride},
			"no stock":          {operator(), lines(edit.LineChange{VariantID: cup, Quantity: 2}), order.ErrOutOfStock},
			"no method":         {operator(), edit.Changes{Delivery: &edit.DeliveryChange{}}, order.ErrDelivery},
			"phone":             {operator(), edit.Changes{Phone: ptr("1")}, order.ErrDetails},
			"address":           {operator(), edit.Changes{Address: ptr("?")}, order.ErrDetails},
		} {
			if err := change(x.by, x.ch); !errors.Is(err, x.want) {
				t.Errorf("%s: %v, want %v", name, err, x.want)
			}
		}
		var lack *order.Shortage
		if err := change(operator(), lines(edit.LineChange{VariantID: cup, Quantity: 2})); !errors.As(err, &lack) || len(lack.Short) != 1 || lack.Short[0].Left != 1 {
			t.Errorf("the shortage tells %+v", lack)
		}
		c.stocked(mug, 5, 2)
		c.stocked(cup, 1, 0)
		f, err := c.Orders.Pack(c.Ctx, order.PackRequest{OrderID: o.ID, Lines: []order.Piece{{Line: 1, Quantity: 1}}, By: operator()})
		c.OK(err)
		wantFault(t, change(customer, edit.Changes{Comment: ptr("x")}), order.ErrTooLate)
		wantFault(t, change(operator(), lines(edit.LineChange{Line: 1, VariantID: cup})), order.ErrLinePacked)
		c.OK(change(operator(), lines(edit.LineChange{Line: 1, Quantity: 1})))
		_, err = c.Orders.Ship(c.Ctx, order.ParcelRequest{OrderID: o.ID, FulfillmentID: f.ID, By: operator()})
		c.OK(err)
		wantFault(t, change(operator(), edit.Changes{Address: ptr("Тверская улица, 1")}), order.ErrSent)
		_, err = c.Orders.Complete(c.Ctx, o.ID, operator(), "")
		c.OK(err)
		wantFault(t, change(operator(), edit.Changes{Comment: ptr("x")}), order.ErrOver)
	})
}

// TestEditors: of two who edit one order at once, as they both saw it, one is told.
func TestEditors(t *testing.T) {
	Both(t, func(t *testing.T, st *store.Store) {
		c := NewCounter(t, st, "north")
		mug, cup := c.Variant("кружка", 50000, 50), c.Variant("чашка", 20000, 50)
		o := c.Placed("k", mug, 2)
		errs := make([]error, 8)
		together(len(errs), func(i int) {
			_, errs[i] = c.Edits.Edit(c.Ctx, edit.Request{OrderID: o.ID, Revision: o.Revision, By: operator(),
				Changes: edit.Changes{Lines: []edit.LineChange{{VariantID: cup, Quantity: int64(i + 1)}, {Line: 1, Quantity: 1}}}})
		})
		won := 0
		for _, err := range errs {
			if err == nil {
				won++
			} else if !errors.Is(err, order.ErrRevision) {
				t.Error(err)
			}
		}
		got, err := c.Orders.Get(c.Ctx, o.ID)
		c.OK(err)
		c.sums(got)
		c.stocked(mug, 50, 1)
		c.stocked(cup, 50, got.Lines[1].Quantity)
		if won != 1 || got.Revision != o.Revision+1 {
			t.Errorf("%d editors won, revision %d", won, got.Revision)
		}
	})
}

func TestDraft(t *testing.T) {
	Both(t, func(t *testing.T, st *store.Store) {
		c := NewCounter(t, st, "north")
		mug := c.Variant("кружка", 50000, 2)
		b := c.Buyer()
		r := edit.DraftRequest{Key: "d", ContactID: b.ContactID, Lang: "ru", Source: "panel", By: operator(), Why: "по телефону",
			Changes: edit.Changes{Lines: []edit.LineChange{{VariantID: mug, Quantity: 3, Price: ptr(int64(45000))}}}}
		o, err := c.Edits.CreateDraft(c.Ctx, r)
		c.OK(err)
		again, err := c.Edits.CreateDraft(c.Ctx, r)
		c.OK(err)
		if o.Status != order.Draft || o.Number == "" || o.Total.Amount != 135000 || again.ID != o.ID {
			t.Errorf("drafted %+v, then %s", o, again.ID)
		}
		c.stocked(mug, 2, 0)
		place := func() error {
			_, err := c.Edits.PlaceDraft(c.Ctx, edit.PlaceRequest{OrderID: o.ID, By: operator()})
			return err
		}
		wantFault(t, place(), order.ErrDetails)
		_, err = c.Edits.Edit(c.Ctx, edit.Request{OrderID: o.ID, By: operator(), Changes: edit.Changes{Name: ptr("Анна Петрова"), Phone: ptr("8 921 123-45-67"), Address: ptr("Невский проспект, 10")}})
		c.OK(err)
		wantFault(t, place(), order.ErrOutOfStock)
		_, err = c.Edits.Edit(c.Ctx, edit.Request{OrderID: o.ID, By: operator(), Changes: edit.Changes{Lines: []edit.LineChange{{Line: 1, Quantity: 2}}, PaymentMethod: ptr(order.PaymentMethod("yookassa"))}})
		c.OK(err)
		c.OK(place())
		c.stocked(mug, 2, 2)
		got, err := c.Orders.Get(c.Ctx, o.ID)
		c.OK(err)
		if got.Status != order.Placed || got.Total != money.Of(90000, "RUB") || got.Phone != "+79211234567" || got.ReservedUntil.IsZero() {
			t.Errorf("placed %+v", got)
		}
		_, err = c.Orders.Discard(c.Ctx, o.ID, operator(), "")
		wantFault(t, err, order.ErrAlreadyPlaced)
		r.Key, r.Lines = "d2", nil
		second, err := c.Edits.CreateDraft(c.Ctx, r)
		c.OK(err)
		_, err = c.Edits.PlaceDraft(c.Ctx, edit.PlaceRequest{OrderID: second.ID, By: operator()})
		wantFault(t, err, order.ErrEmpty)
		second, err = c.Orders.Discard(c.Ctx, second.ID, operator(), "ошибка")
		c.OK(err)
		if second.Status != order.Canceled {
			t.Errorf("discarded: %s", second.Status)
		}
	})
}
