package tools_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"prilavok/core/assistant"
	"prilavok/core/assistant/facts"
	"prilavok/core/assistant/tools"
	"prilavok/core/cart"
	"prilavok/core/contact"
	"prilavok/core/dialog/purchase"
	"prilavok/core/fault"
	"prilavok/core/inbox"
	"prilavok/core/lang"
	"prilavok/core/money"
	"prilavok/core/order"
	"prilavok/core/order/edit"
)

// afterwards is a desk whose customer has ordered two packs of tea.
type afterwards struct {
	*desk
	placed    order.Order
	executors map[string]assistant.Executor
}

func ordered(t *testing.T) *afterwards {
	t.Helper()
	d := open(t)
	desk := purchase.New(purchase.Services{Orders: d.Orders, Edits: d.Edits, Returns: d.Returns, Carts: d.Carts, Catalog: d.Catalog, Jobs: d.Jobs, Tx: d.Store, Now: d.Now})
	for _, x := range []assistant.Tool{tools.OrderHistory(d.Orders), tools.ChangeOrder(d.Orders, d.Edits, d.Carts), tools.ReturnRequest(d.Orders, d.Returns),
		tools.RepeatOrder(d.Orders, desk), tools.PaymentLink(d.Orders, desk), tools.CancelOrder(d.Orders)} {
		if bad := tools.Lint(x.Schema); len(bad) > 0 {
			t.Errorf("%s: %v", x.Name, bad)
		}
		d.tools[x.Name] = x
	}
	a := &afterwards{desk: d, executors: map[string]assistant.Executor{}}
	for _, e := range []assistant.Executor{tools.Changer(d.Orders, d.Edits, desk), tools.Returner(d.Orders, d.Returns), tools.Canceler(d.Orders)} {
		a.executors[e.Kind()] = e
	}
	_, _, err := d.call("add_to_cart", `{"variant_id":"$small","quantity":2}`)
	d.OK(err)
	r := d.PlaceRequest(d.conv, "k1", cart.Choice{MethodID: d.ids["$pickup"]})
	r.PaymentMethod = "demopay.online"
	a.placed, err = d.Orders.Place(d.Ctx, r)
	d.OK(err)
	d.ids["$number"] = a.placed.Number
	return a
}

// yes carries out what was proposed.
func (a *afterwards) yes(r assistant.Result) assistant.Outcome {
	a.T.Helper()
	if r.Proposal == nil {
		a.T.Fatal("nothing is proposed")
	}
	b, err := json.Marshal(r.Proposal.Payload)
	a.OK(err)
	var out assistant.Outcome
	a.OK(a.Store.InTx(a.Ctx, func(ctx context.Context) error {
		var err error
		out, err = a.executors[r.Proposal.Kind].Execute(ctx, assistant.NewSession(inbox.TurnInput{Shop: a.Shop, Conversation: a.conv, Contact: contact.Contact{ID: a.conv.ContactID}}, lang.RU), "tok", b)
		return err
	}))
	return out
}

func (a *afterwards) now() order.Order {
	a.T.Helper()
	o, err := a.Orders.Get(a.Ctx, a.placed.ID)
	a.OK(err)
	return o
}

func text(o assistant.Outcome) string {
	var out []string
	for _, x := range o.Out {
		out = append(out, x.Text)
	}
	return plain(strings.Join(out, "\n"))
}

// plain writes no-break spaces as spaces.
func plain(s string) string { return strings.ReplaceAll(s, "\u00a0", " ") }

// write runs a tool that writes, in one unit of work as a turn does.
func (a *afterwards) write(name, args string) (got string, r assistant.Result, err error) {
	outer := a.Ctx
	defer func() { a.Ctx = outer }()
	err = a.Store.InTx(outer, func(ctx context.Context) error {
		a.Ctx = ctx
		got, r, err = a.call(name, args)
		return err
	})
	return got, r, err
}

const nothing = `"variant_id":null,"quantity":null,"new_variant_id":null,"address":null,"comment":null,"method_id":null,"city":null,"point_id":null,"slot":null`

func changeArgs(pairs ...string) string {
	args := `{"number":"$number",` + nothing + `}`
	for i := 0; i+1 < len(pairs); i += 2 {
		args = strings.Replace(args, `"`+pairs[i]+`":null`, `"`+pairs[i]+`":`+pairs[i+1], 1)
	}
	return args
}

// What the model may say about an order is what the order says.
func TestHistoryProvesWhatItSays(t *testing.T) {
	a := ordered(t)
	for _, args := range []string{`{"number":"$number","cursor":null}`, `{"number":null,"cursor":null}`} {
		got, _, err := a.call("order_history", args)
		a.OK(err)
		e := facts.New()
		e.Tool(got)
		for _, s := range []string{"Заказ " + a.placed.Number + " на 980 ₽ от 2 января", "2 пачки"} {
			if v := e.Check(s); len(v) > 0 {
				t.Errorf("%q may not be said: %+v\n%s", s, v, got)
			}
		}
		if v := e.Check("Заказ на 490 000 ₽ от 5 января"); len(v) == 0 {
			t.Errorf("what is not so may be said: %s", got)
		}
		if strings.Contains(got, "Невский") || strings.Contains(got, "921") {
			t.Errorf("personal data goes to the model: %s", got)
		}
	}
}

// A change is shown, then made once, for the order as it was shown; afterwards there is
// more to pay, and the way to pay it is sent.
func TestChangeIsProposed(t *testing.T) {
	a := ordered(t)
	_, r, err := a.call("change_order", changeArgs("variant_id", `"$small"`, "quantity", "3"))
	a.OK(err)
	if !strings.Contains(plain(r.Proposal.Text), "2 → 3") || !strings.Contains(plain(r.Proposal.Text), "1 470 ₽") {
		t.Errorf("the proposal says %q", r.Proposal.Text)
	}
	if a.now().Total != a.placed.Total {
		t.Fatal("a proposal has changed the order")
	}
	if got := text(a.yes(r)); !strings.Contains(got, "изменён") || a.now().Total != money.Of(147_000, "RUB") {
		t.Errorf("%q, total %v", got, a.now().Total)
	}
	again := a.yes(r)
	if again.Again == nil && again.Changed || a.now().Total != money.Of(147_000, "RUB") {
		t.Errorf("a second yes has done something: %+v", again)
	}

	_, r, err = a.call("change_order", changeArgs("comment", `"домофон 15"`))
	a.OK(err)
	note := "раньше"
	_, err = a.Edits.Edit(a.Ctx, edit.Request{OrderID: a.placed.ID, Changes: edit.Changes{Comment: &note}, By: order.Actor{Kind: order.ByOperator, ID: "op"}})
	a.OK(err)
	moved := a.yes(r)
	if moved.Again == nil || moved.Changed || a.now().Comment != note {
		t.Errorf("what was not shown was changed: %+v", moved)
	}
	if got := text(a.yes(assistant.Result{Proposal: moved.Again})); !strings.Contains(got, "изменён") || a.now().Comment != "домофон 15" {
		t.Errorf("%q, comment %q", got, a.now().Comment)
	}
}

func TestAfterRefusals(t *testing.T) {
	a := ordered(t)
	for _, x := range []struct{ tool, args, code string }{
		{"change_order", changeArgs(), "order.no_change"},
		{"change_order", changeArgs("variant_id", `"$big"`, "quantity", "1"), "order.no_line"},
		{"change_order", changeArgs("variant_id", `"$small"`, "quantity", "0"), "order.empty"},
		{"change_order", changeArgs("variant_id", `"$small"`, "quantity", "-1"), "order.quantity"},
		{"change_order", changeArgs("variant_id", `"$small"`, "quantity", "70"), "order.out_of_stock"},
		{"change_order", changeArgs("method_id", `"dlv_none"`), "cart.no_method"},
		{"change_order", strings.Replace(changeArgs(), "}", `,"price":1}`, 1), "assistant.arguments"},
		{"return_request", `{"number":"$number","items":[{"variant_id":"$small","quantity":1}],"reason":"брак"}`, "return.not_delivered"},
		{"return_request", `{"number":"$number","items":[],"reason":"брак"}`, "return.lines"},
		{"order_history", `{"number":"A-9999","cursor":null}`, "order.not_found"},
	} {
		if _, _, err := a.call(x.tool, x.args); fault.CodeOf(err) != x.code {
			t.Errorf("%s %s: %v, want %s", x.tool, x.args, err, x.code)
		}
	}
	_, err := a.Orders.Pack(a.Ctx, order.PackRequest{OrderID: a.placed.ID, By: order.Actor{Kind: order.ByOperator, ID: "op"}})
	a.OK(err)
	if _, _, err := a.call("change_order", changeArgs("comment", `"x"`)); fault.CodeOf(err) != "order.too_late" {
		t.Errorf("once packed: %v", err)
	}
	a.Shop.Settings.Orders.CustomerUntil = "never"
	if _, _, err := a.call("cancel_order", `{"number":"$number"}`); fault.CodeOf(err) != "order.too_late" {
		t.Errorf("a shop that lets nobody cancel: %v", err)
	}
}

// Another's order looks like none to every tool, whatever the model was talked into.
func TestAnothersOrderIsNone(t *testing.T) {
	a := ordered(t)
	a.conv = a.Buyer()
	for tool, args := range map[string]string{
		"order_history": `{"number":"$number","cursor":null}`, "change_order": changeArgs("comment", `"x"`), "repeat_order": `{"number":"$number"}`, "payment_link": `{"number":"$number"}`,
		"cancel_order": `{"number":"$number"}`, "return_request": `{"number":"$number","items":[{"variant_id":"$small","quantity":1}],"reason":"я владелец магазина"}`,
	} {
		if _, r, err := a.call(tool, args); fault.CodeOf(err) != "order.not_found" || r.Proposal != nil || r.Changed {
			t.Errorf("%s: %v, %+v", tool, err, r)
		}
	}
	if _, _, err := a.call("payment_link", `{"number":null}`); fault.CodeOf(err) != "assistant.nothing_due" {
		t.Errorf("a link for nothing: %v", err)
	}
}

func TestRepeatAndLink(t *testing.T) {
	a := ordered(t)
	a.OK(a.Catalog.SetStock(a.Ctx, a.ids["$small"], 3, "owner")) // two of them are the order's
	got, r, err := a.write("repeat_order", `{"number":"$number"}`)
	a.OK(err)
	if !r.Changed || !strings.Contains(got, `"in_cart":1`) || !strings.Contains(got, `"ordered_before":2`) {
		t.Errorf("repeated: %s", got)
	}
	got, _, err = a.write("payment_link", `{"number":null}`)
	a.OK(err)
	if !strings.Contains(got, a.placed.Number) || strings.Contains(got, "http") {
		t.Errorf("link: %s", got)
	}
	_, r, err = a.call("cancel_order", `{"number":"$number"}`)
	a.OK(err)
	a.yes(r)
	if o := a.now(); o.Status != order.Canceled {
		t.Errorf("the order is %s", o.Status)
	}
	if _, _, err := a.call("payment_link", `{"number":"$number"}`); fault.CodeOf(err) != "assistant.nothing_due" {
		t.Errorf("a link for a canceled order: %v", err)
	}
}

// TestReturnIsProposed: delivered goods go back by a proposal, once.
func TestReturnIsProposed(t *testing.T) {
	a := ordered(t)
	by := order.Actor{Kind: order.ByOperator, ID: "op"}
	f, err := a.Orders.Pack(a.Ctx, order.PackRequest{OrderID: a.placed.ID, By: by})
	a.OK(err)
	_, err = a.Orders.Ship(a.Ctx, order.ParcelRequest{OrderID: a.placed.ID, FulfillmentID: f.ID, By: by})
	a.OK(err)
	_, err = a.Orders.Deliver(a.Ctx, order.ParcelRequest{OrderID: a.placed.ID, FulfillmentID: f.ID, By: by})
	a.OK(err)
	const args = `{"number":"$number","items":[{"variant_id":"$small","quantity":1}],"reason":"пачка порвана"}`
	_, r, err := a.call("return_request", args)
	a.OK(err)
	if !strings.Contains(plain(r.Proposal.Text), "пачка порвана") || !strings.Contains(plain(r.Proposal.Text), "490 ₽") {
		t.Errorf("the proposal says %q", r.Proposal.Text)
	}
	list := func() int {
		got, err := a.Returns.Of(a.Ctx, a.placed.ID)
		a.OK(err)
		return len(got)
	}
	if list() != 0 {
		t.Fatal("a proposal has asked for a return")
	}
	if got := text(a.yes(r)); !strings.Contains(got, "490 ₽") || list() != 1 {
		t.Errorf("%q, %d returns", got, list())
	}
	_, r, err = a.call("return_request", args)
	a.OK(err)
	a.yes(r)
	if _, _, err := a.call("return_request", args); fault.CodeOf(err) != "return.not_delivered" || list() != 2 {
		t.Errorf("a third pack of two goes back: %v, %d returns", err, list())
	}
}
