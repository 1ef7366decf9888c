package purchase

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"time"

	"prilavok/core/fault"
	"prilavok/core/inbox"
	"prilavok/core/job"
	"prilavok/core/lang"
	"prilavok/core/markup"
	"prilavok/core/money"
	"prilavok/core/order"
	"prilavok/core/order/edit"
	"prilavok/core/payment"
	"prilavok/core/shop"
)

// JobPay is the kind of the jobs that ask providers for a customer who waits in a chat.
const JobPay = "chat.pay"

// task is what such a job does: "link" makes a payment and sends its link, "check" asks
// how the payments of an order stand.
type task struct {
	Do             string    `json:"do"`
	OrderID        string    `json:"order_id"`
	ConversationID string    `json:"conversation_id"`
	AccountID      string    `json:"account_id"`
	ContactID      string    `json:"contact_id"`
	Lang           lang.Lang `json:"lang"`
}

// Link asks, in the open unit of work, for the customer to be sent what an order is to be
// paid by. Orders paid when the goods are handed over need none.
func (d *Desk) Link(ctx context.Context, x Visit, o order.Order) error {
	if !o.PaymentMethod.Prepaid() {
		return nil
	}
	return d.ask(ctx, x, o, "link")
}

func (d *Desk) ask(ctx context.Context, x Visit, o order.Order, do string) error {
	c := x.In.Conversation
	return d.Jobs.Enqueue(ctx, job.New{Kind: JobPay, Lane: "chatpay:" + o.ID, Seq: d.Now().UnixMicro(),
		Payload: task{do, o.ID, c.ID, c.AccountID, x.In.Contact.ID, x.Lang}})
}

// payNewest does something about the newest order that money is due for.
func (v *visit) payNewest(ctx context.Context, do func(context.Context, string) error) error {
	page, err := v.Orders.ForContact(ctx, v.In.Contact.ID, "", 10)
	if err != nil {
		return err
	}
	var known order.Order
	for _, o := range page.Orders {
		if o.Unpaid() {
			return do(ctx, o.Number)
		}
		if known.ID == "" && o.Captured.Amount > 0 {
			known = o
		}
	}
	if known.ID != "" {
		return do(ctx, known.Number)
	}
	v.say(txtNothingDue.In(v.l), v.Menu(ctx)...)
	return nil
}

// pay sends a link for an order, or says how else it is paid.
func (v *visit) pay(ctx context.Context, ref string) error {
	o, err := v.own(ctx, ref)
	if err != nil {
		return err
	}
	switch {
	case o.Status == order.Canceled || o.Balance().Amount <= 0:
		return v.card2(ctx, o)
	case !o.PaymentMethod.Prepaid():
		return v.ways(ctx, ref)
	}
	v.ans.Changed = true
	v.say(txtLinkSoon.In(v.l))
	return v.ask(ctx, v.Visit, o, "link")
}

// ways offers the other ways to pay for an order.
func (v *visit) ways(ctx context.Context, ref string) error {
	o, err := v.own(ctx, ref)
	if err != nil {
		return err
	}
	if !o.Unpaid() {
		return v.card2(ctx, o)
	}
	offers, err := v.Payments.Offered(ctx, payment.Facts{Total: o.Balance()})
	if err != nil {
		return err
	}
	var buttons [][]inbox.Button
	for _, x := range offers {
		title := x.Title.In(v.l, v.def)
		if x.Method == string(o.PaymentMethod) {
			title = "✓ " + title
		}
		buttons = append(buttons, button(title, act(actBy, o.Number, x.Method)))
	}
	buttons = append(buttons, button(btnBackTo.In(v.l), act(ActOrder, o.Number)))
	v.show(txtHowToPay.F(v.l, markup.B("№ "+o.Number), markup.B(v.sum(o.Balance()))), buttons...)
	return nil
}

// payBy changes how an order is paid, and sends what is needed for that.
func (v *visit) payBy(ctx context.Context, rest string) error {
	ref, method := cut(rest)
	o, err := v.own(ctx, ref)
	if err != nil {
		return err
	}
	offers, err := v.Payments.Offered(ctx, payment.Facts{Total: o.Balance()})
	if err != nil {
		return err
	}
	known := false
	for _, x := range offers {
		known = known || x.Method == method
	}
	if !known || !o.Unpaid() {
		return v.ways(ctx, ref)
	}
	if string(o.PaymentMethod) != method {
		if o, err = v.changeWay(ctx, o, order.PaymentMethod(method)); err != nil {
			return err
		}
	}
	v.ans.Changed = true
	if !o.PaymentMethod.Prepaid() {
		v.show(txtPayByHand.F(v.l, markup.B("№ "+o.Number), o.PaymentMethod.Text(v.l)), button(btnThisOrder.In(v.l), act(ActOrder, o.Number)))
		return nil
	}
	v.show(txtLinkSoon.In(v.l))
	return v.ask(ctx, v.Visit, o, "link")
}

// paid looks at once how the money of an order stands.
func (v *visit) paid(ctx context.Context, ref string) error {
	o, err := v.own(ctx, ref)
	if err != nil {
		return err
	}
	if o.Status == order.Canceled || o.Balance().Amount <= 0 {
		return v.card2(ctx, o)
	}
	v.ans.Changed = true
	v.say(txtLooking.In(v.l))
	return v.ask(ctx, v.Visit, o, "check")
}

// Handle runs the jobs of JobPay. It calls providers, outside of any unit of work.
func (d *Desk) Handle(ctx context.Context, j job.Job) error {
	var t task
	if err := json.Unmarshal(j.Payload, &t); err != nil {
		return fault.Wrap(err, fault.Invalid, "purchase.bad_job", "a customer who waits for a payment")
	}
	var out inbox.Outgoing
	var err error
	if t.Do == "check" {
		out, err = d.check(ctx, t)
	} else {
		out, err = d.link(ctx, t)
	}
	if err != nil && fault.Retryable(err) {
		if j.Attempts > 1 {
			return err
		}
		if e := d.tell(ctx, t, inbox.Outgoing{Text: txtBusy.In(t.Lang)}, false); e != nil {
			return e
		}
		return err
	}
	if err != nil {
		return err
	}
	return d.tell(ctx, t, out, true)
}

// tell says something in the chat, in one unit of work with the end of the job.
func (d *Desk) tell(ctx context.Context, t task, out inbox.Outgoing, last bool) error {
	return d.Tx.InTx(ctx, func(ctx context.Context) error {
		if out.Text != "" {
			if _, err := d.Inbox.Post(ctx, t.ConversationID, inbox.ByAssistant, out); err != nil {
				return err
			}
		}
		if !last {
			return nil
		}
		return d.Jobs.Finish(ctx)
	})
}

// link begins a payment, or finds the one under way, and says how to pay.
func (d *Desk) link(ctx context.Context, t task) (inbox.Outgoing, error) {
	back := ""
	if d.Back != nil {
		back = d.Back(ctx, t.AccountID)
	}
	p, err := d.Payments.Begin(ctx, payment.BeginRequest{OrderID: t.OrderID, Lang: t.Lang, Back: back, By: order.Actor{Kind: order.ByContact, ID: t.ContactID}})
	if err != nil && fault.Retryable(err) {
		return inbox.Outgoing{}, err
	}
	o, sh, e := d.look(ctx, t.OrderID)
	if e != nil {
		return inbox.Outgoing{}, e
	}
	if errors.Is(err, payment.ErrPending) && p.URL != "" {
		out := d.bill(t.Lang, o, sh, p)
		out.Text = txtOldLink.In(t.Lang) + "\n\n" + out.Text
		return out, nil
	}
	if err != nil || p.Status == payment.Failed {
		return d.noLink(t.Lang, o, err), nil
	}
	if p.URL == "" {
		return d.byHand(ctx, t.Lang, o, sh, p)
	}
	return d.bill(t.Lang, o, sh, p), nil
}

func (d *Desk) look(ctx context.Context, orderID string) (o order.Order, sh shop.Shop, err error) {
	err = d.Tx.View(ctx, func(ctx context.Context) error {
		if o, err = d.Orders.Get(ctx, orderID); err != nil {
			return err
		}
		sh, err = d.Shop(ctx)
		return err
	})
	return o, sh, err
}

// noLink says why there is nothing to pay by, and what else can be done.
func (d *Desk) noLink(l lang.Lang, o order.Order, err error) inbox.Outgoing {
	text := cmp.Or(refusals.Of(fault.CodeOf(err)), txtNoLink)
	out := inbox.Outgoing{Text: text.F(l), Buttons: [][]inbox.Button{button(btnThisOrder.In(l), act(ActOrder, o.Number))}}
	if o.Unpaid() {
		out.Buttons = rows(2, inbox.Button{Text: btnOtherWay.In(l), Action: act(actWays, o.Number)}, inbox.Button{Text: btnHuman.In(l), Action: actHuman})
	}
	return out
}

// bill is a link with the sum, and until when the goods wait.
func (d *Desk) bill(l lang.Lang, o order.Order, sh shop.Shop, p payment.Payment) inbox.Outgoing {
	sum := p.Amount.Format(string(l))
	text := txtBill.F(l, markup.B("№ "+o.Number), markup.B(sum))
	until := o.ReservedUntil
	if !until.IsZero() {
		text += "\n" + txtKept.F(l, clock(until, d.Now(), sh, l))
	}
	return inbox.Outgoing{Text: text, Bill: &inbox.Bill{Order: o.Number, Status: string(o.Payment), Until: until},
		Buttons: [][]inbox.Button{
			{{Text: btnPay.F(l, sum), URL: p.URL, Style: "success"}},
			{{Text: btnPaid.In(l), Action: act(actPaid, o.Number)}, {Text: btnOtherWay.In(l), Action: act(actWays, o.Number)}},
			button(btnCancel.In(l), act(actCancel, o.Number)),
		}}
}

// byHand says where to transfer the money to.
func (d *Desk) byHand(ctx context.Context, l lang.Lang, o order.Order, sh shop.Shop, p payment.Payment) (inbox.Outgoing, error) {
	offers, err := d.Payments.Offered(ctx, payment.Facts{Total: p.Amount})
	if err != nil {
		return inbox.Outgoing{}, err
	}
	text := txtTransfer.F(l, markup.B("№ "+o.Number), markup.B(p.Amount.Format(string(l))))
	for _, x := range offers {
		if s := x.Details.In(l, sh.DefaultLang()); x.Method == p.Method && s != "" {
			text += "\n\n" + markup.Esc(s)
		}
	}
	if !o.ReservedUntil.IsZero() {
		text += "\n\n" + txtKept.F(l, clock(o.ReservedUntil, d.Now(), sh, l))
	}
	if p.Method == payment.BankTransfer {
		text += "\n" + txtSendProof.In(l)
	}
	return inbox.Outgoing{Text: text, Bill: &inbox.Bill{Order: o.Number, Status: string(o.Payment), Until: o.ReservedUntil},
		Buttons: rows(2, inbox.Button{Text: btnOtherWay.In(l), Action: act(actWays, o.Number)}, inbox.Button{Text: btnCancel.In(l), Action: act(actCancel, o.Number)})}, nil
}

// check asks the providers about every open payment of an order. What has changed is told
// by the notices; here is said what has not.
func (d *Desk) check(ctx context.Context, t task) (inbox.Outgoing, error) {
	list, _, err := d.Payments.Of(ctx, t.OrderID)
	if err != nil {
		return inbox.Outgoing{}, err
	}
	open := false
	for _, p := range list {
		if !p.Open() {
			continue
		}
		open = true
		if err := d.Payments.Settle(ctx, p.ID); err != nil && fault.Retryable(err) {
			return inbox.Outgoing{}, err
		}
	}
	o, _, err := d.look(ctx, t.OrderID)
	if err != nil {
		return inbox.Outgoing{}, err
	}
	news := o.Payment == order.Captured || o.Payment == order.Authorized || o.Status != order.Placed
	after, _, err := d.Payments.Of(ctx, t.OrderID)
	for i := range min(len(list), len(after)) {
		news = news || list[i].Status != after[i].Status && !after[i].Open()
	}
	if err != nil || open && news {
		return inbox.Outgoing{}, err
	}
	out := inbox.Outgoing{Text: txtNotYet.F(t.Lang, markup.B("№ "+o.Number), o.Payment.Text(t.Lang))}
	out.Buttons = rows(2, inbox.Button{Text: btnPayAgain.In(t.Lang), Action: act(ActPay, o.Number)}, inbox.Button{Text: btnHuman.In(t.Lang), Action: actHuman})
	return out, nil
}

// clock writes a time as people of the shop's zone read it: the day only when it is not today.
func clock(at, now time.Time, sh shop.Shop, l lang.Lang) string {
	at, now = at.In(sh.Location()), now.In(sh.Location())
	if at.Format("0102") == now.Format("0102") {
		return at.Format("15:04")
	}
	if l == lang.EN {
		return at.Format("2 Jan, 15:04")
	}
	return at.Format("02.01 15:04")
}

// changeWay changes how an order is paid, if it is as it was shown.
func (v *visit) changeWay(ctx context.Context, o order.Order, m order.PaymentMethod) (order.Order, error) {
	got, err := v.Edits.Edit(ctx, edit.Request{OrderID: o.ID, Revision: o.Revision, Changes: edit.Changes{PaymentMethod: &m}, By: v.me()})
	return got.After, err
}

// Buttons are what a notice about a payment offers to press.
func Buttons(event, orderID string, l lang.Lang) [][]inbox.Button {
	switch event {
	case payment.EventFailed, payment.EventCanceled:
		return rows(2, inbox.Button{Text: btnRetry.In(l), Action: act(ActPay, orderID), Style: "primary"}, inbox.Button{Text: btnOtherWay.In(l), Action: act(actWays, orderID)})
	case payment.EventCaptured, payment.EventAuthorized:
		return [][]inbox.Button{button(btnThisOrder.In(l), act(ActOrder, orderID))}
	}
	return nil
}

// Titles lists the ways to pay that the shop offers for a sum of some size.
func (d *Desk) Titles(ctx context.Context, sh shop.Shop, l lang.Lang) ([]string, error) {
	const usual = 100000
	offers, err := d.Payments.Offered(ctx, payment.Facts{Total: money.Of(usual, sh.Currency)})
	var out []string
	for _, x := range offers {
		out = append(out, x.Title.In(l, sh.DefaultLang()))
	}
	return out, err
}
