package purchase

import (
	"context"
	"errors"
	"strings"

	"prilavok/core/inbox"
	"prilavok/core/lang"
	"prilavok/core/markup"
	"prilavok/core/order"
	"prilavok/core/order/returns"
	"prilavok/core/payment"
)

const bankTransfer = string(payment.BankTransfer)

var errNoTransfer = errors.New("nothing of the order waits for a transfer")

// Prove takes a customer's picture of a bank transfer; handled is false when no order of
// theirs waits for one.
func (d *Desk) Prove(ctx context.Context, x Visit) (a Answer, handled bool, err error) {
	v := d.visit(x)
	page, err := v.Orders.ForContact(ctx, x.In.Contact.ID, "", 10)
	if err != nil {
		return Answer{}, false, err
	}
	for _, o := range page.Orders {
		if !o.Unpaid() || string(o.PaymentMethod) != bankTransfer {
			continue
		}
		err := v.prove(ctx, o)
		if errors.Is(err, errNoTransfer) {
			continue
		}
		return v.ans, true, err
	}
	return Answer{}, false, nil
}

// prove keeps the picture with the payment that waits; an operator is told by the event.
func (v *visit) prove(ctx context.Context, o order.Order) error {
	list, _, err := v.Payments.Of(ctx, o.ID)
	if err != nil {
		return err
	}
	waits := false
	for _, p := range list {
		waits = waits || p.Provider == payment.ByHand && p.Status == payment.Pending
	}
	if !waits {
		return errNoTransfer
	}
	proof := payment.Proof{ConversationID: v.In.Conversation.ID, Seq: v.Msg.Seq, Note: v.Msg.Text}
	if files := v.Msg.Payload.Attachments; len(files) > 0 {
		proof.File = files[0].FileID + files[0].URL
	}
	if _, err := v.Payments.Prove(ctx, o.ID, proof, v.me()); err != nil {
		return err
	}
	v.ans.Changed = true
	v.say(txtProofTaken.F(v.l, markup.B("№ "+o.Number)), button(btnThisOrder.In(v.l), act(ActOrder, o.Number)))
	return nil
}

// stories puts what happened to an order into a customer's words; what is not here is the
// shop's own business.
var stories = lang.Table[string]{
	{order.EventPlaced, lang.Phrase{RU: "заказ принят", EN: "order placed"}},
	{order.EventEdited, lang.Phrase{RU: "заказ изменён", EN: "order changed"}},
	{order.EventCanceled, lang.Phrase{RU: "заказ отменён", EN: "order canceled"}},
	{order.EventExpired, lang.Phrase{RU: "время на оплату вышло", EN: "the time to pay ran out"}},
	{order.EventPacked, lang.Phrase{RU: "собран", EN: "packed"}},
	{order.EventShipped, lang.Phrase{RU: "отправлен", EN: "sent"}},
	{order.EventDelivered, lang.Phrase{RU: "доставлен", EN: "delivered"}},
	{order.EventCompleted, lang.Phrase{RU: "выполнен", EN: "completed"}},
	{payment.EventAuthorized, lang.Phrase{RU: "деньги зарезервированы на карте", EN: "the money is held on the card"}},
	{payment.EventCaptured, lang.Phrase{RU: "оплата получена", EN: "payment received"}},
	{payment.EventFailed, lang.Phrase{RU: "оплата не прошла", EN: "the payment failed"}},
	{payment.EventProof, lang.Phrase{RU: "чек получен, проверяем", EN: "receipt received, being checked"}},
	{payment.EventRefundSucceeded, lang.Phrase{RU: "деньги возвращены", EN: "money returned"}},
	{returns.EventRequested, lang.Phrase{RU: "запрошен возврат", EN: "return requested"}},
	{returns.EventApproved, lang.Phrase{RU: "возврат согласован", EN: "return approved"}},
	{returns.EventRefused, lang.Phrase{RU: "в возврате отказано", EN: "return refused"}},
	{returns.EventReceived, lang.Phrase{RU: "возврат получен", EN: "return received"}},
	{returns.EventWithdrawn, lang.Phrase{RU: "возврат отозван", EN: "return withdrawn"}},
}

// Story tells an event of an order in a customer's words; ok is false for what is the
// shop's own business.
func Story(event string, l lang.Lang) (text string, ok bool) {
	s, ok := stories.Find(event)
	return s.In(l), ok
}

// history shows what happened to an order, the oldest first.
func (v *visit) history(ctx context.Context, ref string) error {
	o, err := v.own(ctx, ref)
	if err != nil {
		return err
	}
	list, err := v.Orders.Timeline(ctx, o.ID)
	if err != nil {
		return err
	}
	lines := []string{markup.B(txtHistory.F(v.l, "№ "+o.Number))}
	for _, e := range list {
		if story, ok := Story(e.What, v.l); ok {
			lines = append(lines, clock(e.At, v.Now(), v.In.Shop, v.l)+" — "+story)
		}
	}
	parcels, err := v.Orders.Fulfillments(ctx, o.ID)
	if err != nil {
		return err
	}
	var buttons [][]inbox.Button
	for _, f := range parcels {
		if f.Tracking == "" || !f.Sent() {
			continue
		}
		lines = append(lines, txtTracking.F(v.l, markup.Esc(strings.TrimSpace(f.Carrier+" "+f.Tracking))))
		if f.TrackingURL != "" {
			buttons = append(buttons, []inbox.Button{{Text: btnTrack.F(v.l, f.Tracking), URL: f.TrackingURL}})
		}
	}
	money, _, err := v.Payments.Of(ctx, o.ID)
	if err != nil {
		return err
	}
	for _, p := range money {
		if text, ok := receiptText.Find(p.Receipt); ok {
			lines = append(lines, text.In(v.l))
		}
	}
	quiet, err := v.muteButton(ctx)
	if err != nil {
		return err
	}
	v.show(strings.Join(lines, "\n"), append(buttons, append(button(btnBackTo.In(v.l), act(ActOrder, o.Number)), quiet...))...)
	return nil
}

// receiptText says how a fiscal receipt stands.
var receiptText = lang.Table[string]{
	{"pending", lang.Phrase{RU: "Чек готовится, он придёт на ваш телефон или почту.", EN: "The receipt is being made; it comes to your phone or e-mail."}},
	{"succeeded", lang.Phrase{RU: "Чек отправлен вам на телефон или почту.", EN: "The receipt was sent to your phone or e-mail."}},
}
