package tools

import (
	"context"
	"encoding/json"
	"errors"
	"strings"

	"prilavok/core/assistant"
	"prilavok/core/dialog/purchase"
	"prilavok/core/fault"
	"prilavok/core/inbox"
	"prilavok/core/order"
	"prilavok/core/order/returns"
)

// Kinds of what is proposed about orders that are placed.
const (
	kindChange = "change_order"
	kindReturn = "return_request"
)

// refused says why the shop does not do what was confirmed; other faults end the try.
func refused(s assistant.Session, err error) (assistant.Outcome, error) {
	text, ok := purchase.Refusal(err, s.Lang)
	switch code := fault.CodeOf(err); {
	case errors.Is(err, order.ErrOutOfStock):
		text = txtNoStock.In(s.Lang)
	case ok:
	case fault.Retryable(err) || !strings.HasPrefix(code, "order.") && !strings.HasPrefix(code, "return."):
		return assistant.Outcome{}, err
	default:
		text = txtNotDone.In(s.Lang)
	}
	return assistant.Outcome{Out: say(text)}, nil
}

func told(text string) assistant.Outcome {
	return assistant.Outcome{Out: []inbox.Outgoing{{Text: text}}, Changed: true}
}

// changer changes an order as it was shown.
type changer struct {
	orders Orders
	edits  Edits
	desk   Desk
}

// Changer returns the executor of ChangeOrder's proposals.
func Changer(o Orders, e Edits, d Desk) assistant.Executor { return changer{o, e, d} }

func (changer) Kind() string { return kindChange }

func (e changer) Execute(ctx context.Context, s assistant.Session, _ string, payload json.RawMessage) (assistant.Outcome, error) {
	var x changing
	if err := json.Unmarshal(payload, &x); err != nil {
		return assistant.Outcome{}, err
	}
	o, err := ownOrder(ctx, e.orders, s, x.Number)
	if err != nil {
		return refused(s, err)
	}
	if o.Revision != x.Revision { // somebody was faster: the customer sees what is so now
		x.Revision = o.Revision
		seen, err := e.edits.PreviewEdit(ctx, x.request(o, me(s)))
		if err != nil {
			return refused(s, err)
		}
		return assistant.Outcome{Out: say(txtMoved.In(s.Lang)), Again: &assistant.Offer{Kind: kindChange, Payload: x, Text: purchase.ChangeText(seen, s.Input().Shop, s.Lang)}}, nil
	}
	got, err := e.edits.Edit(ctx, x.request(o, me(s)))
	if err != nil {
		return refused(s, err)
	}
	return told(purchase.ChangedText(got, s.Input().Shop, s.Lang)), e.desk.MoreToPay(ctx, visit(s), got)
}

// returner asks the shop to take goods back.
type returner struct {
	orders  Orders
	returns Returns
}

// Returner returns the executor of ReturnRequest's proposals.
func Returner(o Orders, r Returns) assistant.Executor { return returner{o, r} }

func (returner) Kind() string { return kindReturn }

func (e returner) Execute(ctx context.Context, s assistant.Session, _ string, payload json.RawMessage) (assistant.Outcome, error) {
	var x returning
	if err := json.Unmarshal(payload, &x); err != nil {
		return assistant.Outcome{}, err
	}
	// Photos that come along with the yes belong to it as well.
	x.Photos = purchase.Photos(x.Photos, s.Input().Messages...)
	o, err := ownOrder(ctx, e.orders, s, x.Number)
	var got returns.Return
	if err == nil {
		got, err = e.returns.Request(ctx, x.request(o, me(s)))
	}
	if err != nil {
		return refused(s, err)
	}
	return told(purchase.ReturnedText(o, got, s.Lang)), nil
}
