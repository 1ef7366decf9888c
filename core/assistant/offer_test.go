package assistant_test

import (
	"strings"
	"testing"
	"time"

	"prilavok/core/cart"
	"prilavok/core/inbox"
	"prilavok/provider/modeltest"
)

func choice(m cart.Method) cart.Choice { return cart.Choice{MethodID: m.ID} }

// ordering is a customer with tea in the cart whose model proposes to place the order.
func ordering(t *testing.T) *counter {
	c := open(t)
	_, err := c.Carts.Add(c.Ctx, c.conv.ContactID, c.tea.Variants[0].ID, 2)
	c.OK(err)
	c.model.On("оформи", modeltest.Call("place_order", `{"method_id":"`+c.pickup.ID+`","city":null,"name":"Анна Петрова","phone":"8 921 123-45-67","address":null,"comment":null}`),
		modeltest.Say("Проверьте, пожалуйста, и подтвердите."))
	c.model.On("", modeltest.Say("Чем помочь?"))
	return c
}

const order = "оформи на Анну Петрову, самовывоз, 8 921 123-45-67"

func TestOrderNeedsAYes(t *testing.T) {
	c := ordering(t)
	r := c.say(order)
	must(t, r, "подтвердите", "980", "Анна Петрова", "+79211234567")
	if c.orders() != 0 {
		t.Fatal("the order was placed without a yes")
	}
	yes := action(r, "p:", ":yes")
	if yes == "" || len(yes) > inbox.MaxAction {
		t.Fatalf("the yes button is %q", yes)
	}
	r = c.press(yes)
	must(t, r, "оформлен", "980")
	if c.orders() != 1 || !r.Changed || r.Meta.Path != "proposal" || c.cart().Count() != 0 {
		t.Errorf("orders %d, answer %+v", c.orders(), r)
	}
	r = c.press(yes)
	must(t, r, "уже сделано")
	if c.orders() != 1 {
		t.Error("pressing again placed another order")
	}
}

func TestOrderByWords(t *testing.T) {
	for _, w := range []struct {
		says   string
		orders int
	}{
		{"да", 1}, {"Да, всё верно!", 1}, {"подтверждаю", 1}, {"ок", 1}, {"👍", 1}, {"Yes, please", 1}, {"давайте", 1},
		{"нет", 0}, {"не надо", 0}, {"да нет", 0}, {"а сколько стоит?", 0}, {"да?", 0}, {"да, но другой адрес", 0}, {"no thanks", 0}, {"да 3 штуки", 0},
	} {
		c := ordering(t)
		c.say(order)
		c.say(w.says)
		if got := c.orders(); got != w.orders {
			t.Errorf("%q placed %d orders, want %d", w.says, got, w.orders)
		}
	}
}

func TestALateYesIsTalk(t *testing.T) {
	c := ordering(t)
	yes := action(c.say(order), "p:", ":yes")
	c.say("а какой это чай?")
	c.say("да")
	if c.orders() != 0 {
		t.Fatal("a yes to another question placed the order")
	}
	c.press(yes) // the button still means what it says
	if c.orders() != 1 {
		t.Error("the button no longer works")
	}
}

func TestProposalsExpire(t *testing.T) {
	c := ordering(t)
	yes := action(c.say(order), "p:", ":yes")
	c.Pass(31 * time.Minute)
	must(t, c.press(yes), "неактуально")
	if c.orders() != 0 {
		t.Error("an expired proposal was carried out")
	}
}

func TestNobodyElseCanConfirm(t *testing.T) {
	c := ordering(t)
	yes := action(c.say(order), "p:", ":yes")
	mine, who := c.conv, c.contact
	c.conv = c.Buyer()
	c.contact.ID = c.conv.ContactID
	must(t, c.press(yes), "неактуально")
	must(t, c.press("p:0000000000000000:yes"), "неактуально")
	must(t, c.press("p:':yes"), "неактуально")
	c.conv, c.contact = mine, who
	if c.orders() != 0 {
		t.Error("a stranger confirmed the order")
	}
}

func TestPriceChangedBeforeTheYes(t *testing.T) {
	c := ordering(t)
	yes := action(c.say(order), "p:", ":yes")
	p := c.tea
	p.Variants[0].Price.Amount = 59_000
	_, err := c.Catalog.Save(c.Ctx, p)
	c.OK(err)
	r := c.press(yes)
	must(t, r, "сумма изменилась", "1\u00a0180")
	if c.orders() != 0 {
		t.Fatal("the order was placed for another price than was agreed")
	}
	c.press(action(r, "p:", ":yes"))
	if c.orders() != 1 {
		t.Error("the new offer cannot be confirmed")
	}
}

func TestGoodsGoneBeforeTheYes(t *testing.T) {
	c := ordering(t)
	yes := action(c.say(order), "p:", ":yes")
	c.OK(c.Catalog.SetStock(c.Ctx, c.tea.Variants[0].ID, 1, "test"))
	must(t, c.press(yes), "закончилась")
	if c.orders() != 0 {
		t.Error("an order was placed for goods that are gone")
	}
}

func TestAnInventedPhoneOrdersNothing(t *testing.T) {
	c := ordering(t)
	r := c.say("оформи на Анну Петрову, самовывоз")
	if action(r, "p:", ":yes") != "" {
		t.Error("a phone that nobody told was taken")
	}
	m := c.model.Requests()[1].Messages
	if !strings.Contains(m[len(m)-1].Text, "missing_phone") {
		t.Errorf("the model was told %s", m[len(m)-1].Text)
	}
}

func TestCancelOrder(t *testing.T) {
	c := open(t)
	_, err := c.Carts.Add(c.Ctx, c.conv.ContactID, c.tea.Variants[0].ID, 1)
	c.OK(err)
	o, err := c.Orders.Place(c.Ctx, c.PlaceRequest(c.conv, "k1", choice(c.pickup)))
	c.OK(err)
	c.model.On("", modeltest.Call("cancel_order", `{"number":"`+o.Number+`"}`), modeltest.Say("Подтвердите отмену."))
	r := c.say("отмените, пожалуйста, мой последний заказ")
	if got, _ := c.Orders.Get(c.Ctx, o.ID); got.Status != "placed" {
		t.Fatal("the order was canceled without a yes")
	}
	must(t, c.press(action(r, "p:", ":yes")), "отменён")
	if got, _ := c.Orders.Get(c.Ctx, o.ID); got.Status != "canceled" {
		t.Errorf("the order is %s", got.Status)
	}
}
