package storetest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"prilavok/core/cart"
	"prilavok/core/catalog"
	"prilavok/core/delivery"
	"prilavok/core/inbox"
	"prilavok/core/order"
	"prilavok/store"
)

func wantFault(t *testing.T, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Fatalf("got %v, want %v", err, want)
	}
}

func TestCart(t *testing.T) {
	Each(t, func(t *testing.T, st *store.Store) {
		c := NewCounter(t, st, "north")
		mug, cup := c.Product("кружка", 49900, 10), c.Variant("чашка", 30000, 3)
		m := mug.Variants[0].ID
		b := c.Buyer().ContactID
		empty, err := c.Carts.Get(c.Ctx, b)
		c.OK(err)
		if len(empty.Lines) != 0 || empty.Items.Currency != "RUB" {
			t.Errorf("an empty cart is %+v", empty)
		}
		_, err = c.Carts.Add(c.Ctx, b, m, 2)
		c.OK(err)
		c.Pass(time.Second)
		got, err := c.Carts.Add(c.Ctx, b, cup, 1)
		c.OK(err)
		if got.Items.Amount != 129800 || got.Count() != 3 || got.Lines[0].Image != "/media/кружка.jpg" || got.Lines[0].Options[0].Value["ru"] != "синий" {
			t.Errorf("the cart is %+v", got)
		}
		_, err = c.Carts.Add(c.Ctx, b, cup, 3)
		wantFault(t, err, cart.ErrOutOfStock)
		_, err = c.Carts.Add(c.Ctx, b, m, 98)
		wantFault(t, err, cart.ErrTooMany)
		_, err = c.Carts.Add(c.Ctx, b, "var_none", 1)
		wantFault(t, err, cart.ErrNotForSale)
		_, err = c.Carts.SetQuantity(c.Ctx, b, "var_none", 1)
		wantFault(t, err, cart.ErrNoLine)
		mug.Variants[0].Price.Amount = 59900
		_, err = c.Catalog.Save(c.Ctx, mug)
		c.OK(err)
		c.OK(c.Catalog.SetStock(c.Ctx, cup, 0, "test"))
		got, err = c.Carts.See(c.Ctx, b)
		c.OK(err)
		if l := got.Lines[0]; l.Notice != cart.NoticePrice || l.WasPrice.Amount != 49900 || l.Total.Amount != 119800 {
			t.Errorf("a changed price shows as %+v", l)
		}
		if l := got.Lines[1]; l.Notice != cart.NoticeOut || l.Total.Amount != 0 || got.Items.Amount != 119800 {
			t.Errorf("a sold out line shows as %+v, items %v", l, got.Items)
		}
		got, err = c.Carts.Get(c.Ctx, b)
		c.OK(err)
		if got.Lines[0].Notice != cart.NoticeNone {
			t.Error("a price that was seen is told again")
		}
		mug.Status = catalog.Archived
		_, err = c.Catalog.Save(c.Ctx, mug)
		c.OK(err)
		got, err = c.Carts.SetQuantity(c.Ctx, b, cup, 0)
		c.OK(err)
		if len(got.Lines) != 1 || got.Lines[0].Notice != cart.NoticeGone {
			t.Errorf("an archived product shows as %+v", got.Lines)
		}
		got, err = c.Carts.Remove(c.Ctx, b, m)
		c.OK(err)
		if _, err = c.Carts.Remove(c.Ctx, b, m); err != nil || len(got.Lines) != 0 {
			t.Errorf("removed twice: %v; lines %+v", err, got.Lines)
		}
	})
}

func TestCartHoldsFiftyLines(t *testing.T) {
	c := NewCounter(t, SQLite(t), "north")
	b := c.Buyer().ContactID
	for i := range cart.MaxLines {
		_, err := c.Carts.Add(c.Ctx, b, c.Variant(fmt.Sprint("p", i), 100, 1), 1)
		c.OK(err)
	}
	_, err := c.Carts.Add(c.Ctx, b, c.Variant("one-more", 100, 1), 1)
	wantFault(t, err, cart.ErrFull)
	c.OK(c.Carts.Clear(c.Ctx, b))
	got, err := c.Carts.Add(c.Ctx, b, c.Variant("another", 100, 1), 1)
	c.OK(err)
	if len(got.Lines) != 1 {
		t.Errorf("after clearing there are %d lines", len(got.Lines))
	}
}

// TestRefusalsSpareTheUnit: the dialog calls from inside its own unit of work.
func TestRefusalsSpareTheUnit(t *testing.T) {
	Both(t, func(t *testing.T, st *store.Store) {
		c := NewCounter(t, st, "north")
		v, b := c.Variant("кружка", 49900, 2), c.Buyer()
		c.OK(st.InTx(c.Ctx, func(ctx context.Context) error {
			_, err := c.Carts.Add(ctx, b.ContactID, v, 1)
			c.OK(err)
			_, err = c.Carts.Add(ctx, b.ContactID, v, 9)
			wantFault(t, err, cart.ErrOutOfStock)
			_, err = c.Carts.Add(ctx, b.ContactID, "var_none", 1)
			wantFault(t, err, cart.ErrNotForSale)
			_, err = c.Carts.Advance(ctx, b.ContactID, b.ID, cart.Input{Text: "да"})
			wantFault(t, err, cart.ErrNoCheckout)
			_, err = c.Orders.ByNumber(ctx, b.ContactID, "1001")
			wantFault(t, err, order.ErrNotFound)
			r := c.PlaceRequest(b, "k", cart.Choice{})
			r.ExpectedTotal.Amount++
			_, err = c.Orders.Place(ctx, r)
			wantFault(t, err, order.ErrPriceChanged)
			return nil
		}))
		got, err := c.Carts.Get(c.Ctx, b.ContactID)
		c.OK(err)
		if got.Count() != 1 {
			t.Errorf("the unit was lost: %d pieces", got.Count())
		}
	})
}

func TestDeliveries(t *testing.T) {
	Each(t, func(t *testing.T, st *store.Store) {
		c := NewCounter(t, st, "north")
		m := c.Delivery(cart.Method{Kind: cart.Courier, Position: 2, Price: 300, FreeFrom: 5000, MinTotal: 100, DaysFrom: 1, DaysTo: 3, Zones: []cart.Zone{
			{Title: c.Text("Москва"), Cities: []string{"Москва"}, Price: 500}}})
		p := c.Delivery(cart.Method{Kind: cart.Pickup, Position: 1, Place: cart.Place{Address: c.Text("Невский, 10"), Hours: c.Text("10–20")}})
		list, err := c.Carts.Deliveries(c.Ctx)
		c.OK(err)
		if len(list) != 2 || list[0].ID != p.ID || fmt.Sprint(list[1]) != fmt.Sprint(m) || list[0].Place.Hours["ru"] != "10–20" || m.Zones[0].ID == "" {
			t.Errorf("deliveries are %+v", list)
		}
		m.Active, m.Price = false, 1
		_, err = c.Ways.Put(c.Ctx, m)
		c.OK(err)
		list, err = c.Carts.Deliveries(c.Ctx)
		c.OK(err)
		all, err := c.Ways.All(c.Ctx)
		c.OK(err)
		if len(list) != 1 || len(all) != 2 || all[1].Price != 1 {
			t.Errorf("active %d, all %+v", len(list), all)
		}
		c.OK(c.Ways.Remove(c.Ctx, m.ID))
		wantFault(t, c.Ways.Remove(c.Ctx, m.ID), delivery.ErrNoMethod)
		_, err = c.Ways.Put(c.Ctx, cart.Method{Kind: "rocket", Title: c.Text("x")})
		wantFault(t, err, delivery.ErrMethodFields)
	})
}

// TestCheckoutSurvivesRestart walks through a checkout with new services at each step,
// places its order, and finds what was given there at the next one.
func TestCheckoutSurvivesRestart(t *testing.T) {
	Each(t, func(t *testing.T, st *store.Store) {
		c := NewCounter(t, st, "north")
		v, b := c.Variant("кружка", 49900, 5), c.Buyer()
		m := c.Delivery(cart.Method{Kind: cart.Courier, Price: 30000, Zones: []cart.Zone{{Title: c.Text("Москва"), Price: 40000}}})
		_, err := c.Carts.Begin(c.Ctx, b.ContactID, b.ID)
		wantFault(t, err, cart.ErrEmpty)
		_, err = c.Carts.Add(c.Ctx, b.ContactID, v, 2)
		c.OK(err)
		view, err := c.Carts.Begin(c.Ctx, b.ContactID, b.ID)
		c.OK(err)
		if view.Ask.Suggest != "Анна Петрова" {
			t.Errorf("suggests %q", view.Ask.Suggest)
		}
		var steps []string
		for _, in := range []cart.Input{{Action: cart.ActUse}, {Phone: "79211234567", Verified: true}, {Action: cart.ActMethod + m.ID}, {Text: "москва"},
			{Text: "Тверская, 1"}, {Text: "позвоните"}, {Text: "да"}} {
			c.Reopen()
			view, err = c.Carts.Advance(c.Ctx, b.ContactID, b.ID, in)
			c.OK(err)
			steps = append(steps, string(view.Ask.Step)+string(view.Problem)+string(view.Ask.Effect))
		}
		if got := strings.Join(steps, " "); got != "phone delivery city address comment summary summaryplace" {
			t.Fatalf("steps: %s", got)
		}
		if view.Quote.Total.Amount != 139800 || view.Checkout.State.Shown != view.Quote.Total {
			t.Errorf("shown %v of %v", view.Checkout.State.Shown, view.Quote.Total)
		}
		c.Reopen()
		o, err := c.Orders.Place(c.Ctx, order.FromCheckout(view.Checkout))
		c.OK(err)
		if o.Ship.City != "москва" || o.Ship.ZoneTitle["ru"] != "Москва" || !o.PhoneVerified || o.Comment != "позвоните" || o.Delivery.Amount != 40000 {
			t.Errorf("the order is %+v", o)
		}
		if _, found, err := c.Carts.Current(c.Ctx, b.ContactID, b.ID); found || err != nil {
			t.Errorf("the checkout goes on: %v", err)
		}
		done, err := c.Carts.CheckoutByID(c.Ctx, view.Checkout.ID)
		c.OK(err)
		if done.Status != cart.CheckoutPlaced || done.OrderID != o.ID {
			t.Errorf("the checkout ended as %+v", done)
		}
		c.beginsAgain(b, v, done.ID, []string{"Анна Петрова", "+79211234567", m.ID, m.Zones[0].ID, "Тверская, 1"})
	})
}

// beginsAgain begins another checkout, which suggests what the last order had, and
// cancels it.
func (c *Counter) beginsAgain(b inbox.Conversation, variant, before string, suggests []string) {
	c.T.Helper()
	_, err := c.Carts.Add(c.Ctx, b.ContactID, variant, 1)
	c.OK(err)
	view, err := c.Carts.Begin(c.Ctx, b.ContactID, b.ID)
	c.OK(err)
	again, found, err := c.Carts.Current(c.Ctx, b.ContactID, b.ID)
	c.OK(err)
	if !found || again.Checkout.ID != view.Checkout.ID || view.Checkout.ID == before {
		c.T.Errorf("begun twice: %v and %v", again.Checkout.ID, view.Checkout.ID)
	}
	for _, want := range suggests {
		if view.Ask.Suggest != want {
			c.T.Errorf("suggests %q, want %q", view.Ask.Suggest, want)
		}
		view, err = c.Carts.Advance(c.Ctx, b.ContactID, b.ID, cart.Input{Action: cart.ActUse})
		c.OK(err)
	}
	view, err = c.Carts.Advance(c.Ctx, b.ContactID, b.ID, cart.Input{Text: "отмена"})
	c.OK(err)
	if _, found, _ := c.Carts.Current(c.Ctx, b.ContactID, b.ID); found || view.Ask.Effect != cart.EffectCancel {
		c.T.Error("a canceled checkout goes on")
	}
}

var (
	_ = Covers("TouchCart CartRows PutCartRow SeeCartPrice DropCartRow ProductsOfVariants")
	_ = Covers("DeliveryMethods PutDeliveryMethod DropDeliveryMethod")
	_ = Covers("ActiveCheckout CheckoutByID InsertCheckout SaveCheckout KnownDetails")
)
