package tools_test

import (
	"encoding/json"
	"strings"
	"testing"

	"prilavok/core/assistant"
	"prilavok/core/assistant/tools"
	"prilavok/core/cart"
	"prilavok/core/contact"
	"prilavok/core/dialog/purchase"
	"prilavok/core/fault"
	"prilavok/core/inbox"
	"prilavok/core/lang"
	"prilavok/core/order"
)

// after is a desk with an order of two packs of tea, and another customer's.
type after struct {
	*desk
	order, foreign order.Order
	do             map[string]assistant.Executor
}

func openAfter(t *testing.T) *after {
	t.Helper()
	d := open(t)
	at := purchase.New(purchase.Services{Orders: d.Orders, Carts: d.Carts, Catalog: d.Catalog, Jobs: d.Jobs, Now: d.Now})
	for _, x := range []assistant.Tool{tools.OrderHistory(d.Orders), tools.ChangeOrder(d.Orders, d.Edits), tools.ReturnRequest(d.Orders), tools.RepeatOrder(d.Orders, at),
		tools.PaymentLink(d.Orders, at), tools.CancelOrder(d.Orders)} {
		if bad := tools.Lint(x.Schema); len(bad) > 0 {
			t.Errorf("%s: %v", x.Name, bad)
		}
		d.tools[x.Name] = x
	}
	a := &after{desk: d, do: map[string]assistant.Executor{}}
	for _, e := range []assistant.Executor{tools.Changer(d.Orders, d.Edits, at), tools.SenderBack(d.Orders, d.Returns), tools.Canceler(d.Orders)} {
		a.do[e.Kind()] = e
	}
	buy := func(b inbox.Conversation, key string) order.Order {
		_, err := d.Carts.Add(d.Ctx, b.ContactID, d.ids["$small"], 2)
		d.OK(err)
		o, err := d.Orders.Place(d.Ctx, d.PlaceRequest(b, key, cart.Choice{}))
		d.OK(err)
		return o
	}
	a.order, a.foreign = buy(d.conv, "mine"), buy(d.Buyer(), "theirs")
	d.ids["$mine"], d.ids["$theirs"] = a.order.Number, a.foreign.Number
	return a
}

// confirm carries a proposal out as the customer's yes does.
func (a *after) confirm(r assistant.Result) string {
	a.T.Helper()
	if r.Proposal == nil {
		a.T.Fatal("nothing was proposed")
	}
	payload, err := json.Marshal(r.Proposal.Payload)
	a.OK(err)
	s := assistant.NewSession(inbox.TurnInput{TurnID: "trn_2", Shop: a.Shop, Conversation: a.conv, Contact: contact.Contact{ID: a.conv.ContactID}}, lang.RU)
	out, err := a.do[r.Proposal.Kind].Execute(a.Ctx, s, "token", payload)
	a.OK(err)
	return out.Out[0].Text
}

func TestChangeIsProposedThenMade(t *testing.T) {
	a := openAfter(t)
	_, r, err := a.call("change_order", `{"number":"$mine","line":1,"quantity":3,"address":null,"comment":"код 15"}`)
	a.OK(err)
	if text := strings.ReplaceAll(r.Proposal.Text, "\u00a0", " "); !strings.Contains(text, "3 × 490 ₽") || !strings.Contains(text, "980 ₽ → <b>1 470 ₽</b>") || !strings.Contains(text, "код 15") {
		t.Errorf("shown %q", text)
	}
	if o, err := a.Orders.Get(a.Ctx, a.order.ID); err != nil || o.Lines[0].Quantity != 2 {
		t.Errorf("changed before the yes: %+v, %v", o.Lines, err)
	}
	if said := strings.ReplaceAll(a.confirm(r), "\u00a0", " "); !strings.Contains(said, "изменён. Итого 1 470 ₽") {
		t.Errorf("said %q", said)
	}
	if said := a.confirm(r); !strings.Contains(said, "уже нельзя") { // shown an order that is another by now
		t.Errorf("the second time: %q", said)
	}
	if o, _ := a.Orders.Get(a.Ctx, a.order.ID); o.Lines[0].Quantity != 3 || o.Comment != "код 15" {
		t.Errorf("the order is %+v", o.Lines)
	}
}

func TestAfterSaleIsForOwnOrdersOnly(t *testing.T) {
	a := openAfter(t)
	for tool, args := range map[string]string{
		"order_history": `{"number":"$theirs"}`, "payment_link": `{"number":"$theirs"}`, "repeat_order": `{"number":"$theirs"}`, "cancel_order": `{"number":"$theirs"}`,
		"change_order":   `{"number":"$theirs","line":1,"quantity":1,"address":null,"comment":null}`,
		"return_request": `{"number":"$theirs","line":null,"quantity":null,"reason":"мой"}`,
	} {
		if said, r, err := a.call(tool, args); !fault.Is(err, fault.NotFound) || r.Proposal != nil {
			t.Errorf("%s of another's order: %s, %v", tool, said, err)
		}
	}
	if said, _, err := a.call("order_history", `{"number":null}`); err != nil || strings.Contains(said, a.foreign.Number) || !strings.Contains(said, a.order.Number) {
		t.Errorf("listed %s, %v", said, err)
	}
}

func TestWhatCannotBeIsRefused(t *testing.T) {
	a := openAfter(t)
	for args, want := range map[string]error{
		`{"number":"$mine","line":2,"quantity":1,"address":null,"comment":null}`:       order.ErrNoLine,
		`{"number":"$mine","line":1,"quantity":0,"address":null,"comment":null}`:       order.ErrEmpty,
		`{"number":"$mine","line":1,"quantity":999,"address":null,"comment":null}`:     nil,
		`{"number":"$mine","line":null,"quantity":null,"address":null,"comment":null}`: order.ErrNoChange,
	} {
		if _, r, err := a.call("change_order", args); err == nil || r.Proposal != nil || want != nil && fault.CodeOf(err) != fault.CodeOf(want) {
			t.Errorf("%s: %v, want %v", args, err, want)
		}
	}
	_, err := a.Orders.Pack(a.Ctx, order.PackRequest{OrderID: a.order.ID, By: order.Actor{Kind: order.ByOperator, ID: "op"}})
	a.OK(err)
	if _, _, err := a.call("change_order", `{"number":"$mine","line":1,"quantity":1,"address":null,"comment":null}`); fault.CodeOf(err) != "order.too_late" {
		t.Errorf("once packed: %v", err)
	}
	_, r, err := a.call("return_request", `{"number":"$mine","line":1,"quantity":1,"reason":"скол"}`)
	a.OK(err)
	if said := a.confirm(r); !strings.Contains(said, "возврат здесь не оформить") {
		t.Errorf("nothing was delivered: %q", said)
	}
}

func TestRepeatTellsWhatIsAnother(t *testing.T) {
	a := openAfter(t)
	a.OK(a.Catalog.SetStock(a.Ctx, a.ids["$small"], 5, "owner")) // 4 of them are held
	said, _, err := a.call("repeat_order", `{"number":"$mine"}`)
	if err != nil || !strings.Contains(said, `"added":1`) || !strings.Contains(said, `"ordered":2`) {
		t.Errorf("%s, %v", said, err)
	}
	if said, _, err = a.call("payment_link", `{"number":"$mine"}`); err != nil || !strings.Contains(said, `"sent":false`) {
		t.Errorf("paid on delivery: %s, %v", said, err)
	}
}
