package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"prilavok/core/fault"
	"prilavok/core/handoff"
	"prilavok/core/inbox"
	"prilavok/core/job"
	"prilavok/core/lang"
	"prilavok/core/markup"
	"prilavok/core/order"
	"prilavok/core/order/returns"
	"prilavok/core/payment"
)

// jobStaffDecide does what an operator has pressed under a card of the staff chat.
const jobStaffDecide = "staff:decide"

// Buttons of such cards, followed by the order's number and the return, or by its id.
const (
	actReturnYes = "rt+"
	actReturnNo  = "rt-"
	actMoneyYes  = "pf+"
	actMoneyNo   = "pf-"
)

// decision is the payload of jobStaffDecide.
type decision struct {
	Action  string `json:"action"`
	Ref     string `json:"ref"` // what stands behind the action
	By      handoff.Operator
	Spot    handoff.Spot
	ReplyTo string `json:"reply_to,omitempty"`
}

var (
	txtReturnCard  = lang.Phrase{RU: "↩ <b>Возврат по заказу № %s</b>\n%s\nПричина: %s\nСумма: <b>%s</b>", EN: "↩ <b>Return of order No. %s</b>\n%s\nReason: %s\nAmount: <b>%s</b>"}
	txtReturnShots = lang.Phrase{RU: "Фото от клиента: %d, они ниже.", EN: "Photos from the customer: %d, see below."}
	txtMoneyCard   = lang.Phrase{RU: "🧾 <b>Чек о переводе по заказу № %s</b>\nЖдём: <b>%s</b>. Проверьте счёт: сама картинка ничего не доказывает.", EN: "🧾 <b>Transfer receipt for order No. %s</b>\nDue: <b>%s</b>. Please check the account: a picture proves nothing."}
	txtAccept      = lang.Phrase{RU: "✓ Принять возврат", EN: "✓ Accept the return"}
	txtDecline     = lang.Phrase{RU: "✕ Отказать", EN: "✕ Refuse"}
	txtArrived     = lang.Phrase{RU: "✓ Деньги пришли", EN: "✓ The money is here"}
	txtNotArrived  = lang.Phrase{RU: "✕ Денег нет", EN: "✕ No money"}
	txtDone        = lang.Phrase{RU: "Готово: %s, заказ № %s.", EN: "Done: %s, order No. %s."}
	txtNotDone     = lang.Phrase{RU: "Не вышло: %s.", EN: "Not done: %s."}
	txtNoTransfer  = lang.Phrase{RU: "Перевод по заказу № %s пока не нашли. Проверьте, ушли ли деньги, и пришлите чек ещё раз или позовите человека.", EN: "We have not found the transfer for order No. %s yet. Please check that it was sent, and send the receipt again or ask for a person."}
	txtRefusedBy   = lang.Phrase{RU: "Решение магазина.", EN: "The shop's decision."}
)

// tellStaffReturn posts a customer's wish to send something back, with its photos.
func (a *App) tellStaffReturn(ctx context.Context, j job.Job) error {
	var e order.EventJob
	if err := json.Unmarshal(j.Payload, &e); err != nil {
		return fault.Wrap(err, fault.Invalid, "app.bad_job", "a return event")
	}
	o, err := a.Orders.Get(ctx, e.OrderID)
	if err != nil {
		return err
	}
	list, err := a.Returns.Of(ctx, o.ID)
	if err != nil {
		return err
	}
	id, _ := e.Data["return"].(string)
	i := slices.IndexFunc(list, func(r returns.Return) bool { return r.ID == id })
	if i < 0 || list[i].State != returns.Requested {
		return nil // it is decided already
	}
	r := list[i]
	return a.postCard(ctx, o, func(l lang.Lang) (string, [][]inbox.Button) { return returnCard(o, r, l) }, o.ConversationID, r.Photos)
}

func returnCard(o order.Order, r returns.Return, l lang.Lang) (string, [][]inbox.Button) {
	var lines []string
	for _, p := range r.Lines {
		if x, ok := o.LineByNumber(p.Line); ok {
			lines = append(lines, fmt.Sprintf("• %s — %d", markup.Esc(x.Title.In(l, lang.RU)), p.Quantity))
		}
	}
	text := txtReturnCard.F(l, o.Number, strings.Join(lines, "\n"), markup.Esc(r.Reason), r.Amount.Format(string(l)))
	if n := len(r.Photos); n > 0 {
		text += "\n" + txtReturnShots.F(l, n)
	}
	return text, [][]inbox.Button{{{Text: txtAccept.In(l), Action: actReturnYes + ":" + o.Number + ":" + r.ID, Style: "success"}, {Text: txtDecline.In(l), Action: actReturnNo + ":" + o.Number + ":" + r.ID, Style: "danger"}}}
}

// tellStaffProof posts a customer's picture of a bank transfer.
func (a *App) tellStaffProof(ctx context.Context, j job.Job) error {
	var e order.EventJob
	if err := json.Unmarshal(j.Payload, &e); err != nil {
		return fault.Wrap(err, fault.Invalid, "app.bad_job", "a proof of payment")
	}
	o, err := a.Orders.Get(ctx, e.OrderID)
	if err != nil {
		return err
	}
	conversationID, _ := e.Data["conversation_id"].(string)
	seq, _ := e.Data["seq"].(float64)
	card := func(l lang.Lang) (string, [][]inbox.Button) {
		return txtMoneyCard.F(l, o.Number, o.Balance().Format(string(l))), [][]inbox.Button{{{Text: txtArrived.In(l), Action: actMoneyYes + ":" + o.ID, Style: "success"},
			{Text: txtNotArrived.In(l), Action: actMoneyNo + ":" + o.ID, Style: "danger"}}}
	}
	return a.postCard(ctx, o, card, conversationID, []string{strconv.FormatFloat(seq, 'f', 0, 64)})
}

// postCard posts a card about an order with the photos that a conversation has for it, and
// ends the job in hand; where there is no staff chat it does nothing.
func (a *App) postCard(ctx context.Context, o order.Order, card func(lang.Lang) (string, [][]inbox.Button), conversationID string, photos []string) error {
	post, err := a.Handoffs.About(ctx, o.ConversationID, card)
	if errors.Is(err, handoff.ErrNoStaff) {
		return nil
	}
	if err != nil {
		return err
	}
	shots, err := a.photosIn(ctx, conversationID, photos)
	if err != nil {
		return err
	}
	return a.postAll(ctx, append([]handoff.Post{post}, shots...))
}

// photosIn makes posts of the messages that have a customer's photos, which are named by
// their sequence numbers: "7" or "7:file".
func (a *App) photosIn(ctx context.Context, conversationID string, photos []string) ([]handoff.Post, error) {
	var list []inbox.Message
	seen := map[int64]bool{}
	err := a.Store.View(ctx, func(ctx context.Context) error {
		for _, p := range photos {
			text, _, _ := strings.Cut(p, ":")
			seq, err := strconv.ParseInt(text, 10, 64)
			if err != nil || seen[seq] || conversationID == "" {
				continue
			}
			seen[seq] = true
			m, err := a.Store.MessagesAfter(ctx, conversationID, seq-1, 1)
			if err != nil {
				return err
			}
			list = append(list, m...)
		}
		return nil
	})
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return a.Handoffs.Relay(ctx, conversationID, list)
}

// postAll enqueues posts together with the end of the job in hand.
func (a *App) postAll(ctx context.Context, posts []handoff.Post) error {
	return a.Store.InTx(ctx, func(ctx context.Context) error {
		if err := a.post(ctx, posts...); err != nil {
			return err
		}
		return a.Jobs.Finish(ctx)
	})
}

// decided takes a button of such a card, inside the unit that keeps the press; false when
// it is another.
func (a *App) decided(ctx context.Context, in inbox.Incoming) (bool, error) {
	action, ref, ok := strings.Cut(in.Payload.Action, ":")
	if !ok || !slices.Contains([]string{actReturnYes, actReturnNo, actMoneyYes, actMoneyNo, actHeld + "l", actHeld + "e", actHeld + "d"}, action) {
		return false, nil
	}
	by, at, staff, err := a.Handoffs.Speaker(ctx, in)
	if err != nil || !staff {
		return true, err
	}
	return true, a.Jobs.Enqueue(ctx, job.New{Kind: jobStaffDecide, Lane: "decide:" + ref, Payload: decision{action, ref, by, at, in.Payload.Source}})
}

// staffDecide carries an operator's decision out and says what came of it. What has been
// decided before is refused by the services, so that two who press decide once.
func (a *App) staffDecide(ctx context.Context, j job.Job) error {
	var d decision
	if err := json.Unmarshal(j.Payload, &d); err != nil {
		return fault.Wrap(err, fault.Invalid, "app.bad_job", "a decision of staff")
	}
	if conversationID, seq, wish, ok := heldWish(d.Action, d.Ref); ok {
		return a.decideHeld(ctx, d, conversationID, seq, wish)
	}
	by := order.Actor{Kind: order.ByOperator, ID: d.By.ID}
	var o order.Order
	var what lang.Phrase
	err := a.Store.InTx(ctx, func(ctx context.Context) error {
		var err error
		o, what, err = a.carryOut(ctx, d, by)
		return err
	})
	return a.answerDecision(ctx, d, err, func(l lang.Lang) string { return txtDone.F(l, what.In(l), o.Number) }, reasonOf)
}

// answerDecision says under the card what came of a decision: what was done, or why it was not.
// What may still succeed is tried again instead.
func (a *App) answerDecision(ctx context.Context, d decision, err error, done func(lang.Lang) string, reason func(error, lang.Lang) string) error {
	if err != nil && fault.Retryable(err) {
		return err
	}
	sh, e := a.Shops.Get(ctx)
	if e != nil {
		return e
	}
	l := sh.DefaultLang()
	text := done(l)
	if err != nil {
		text = txtNotDone.F(l, markup.Esc(reason(err, l)))
	}
	return a.postOnce(ctx, handoff.Post{Spot: d.Spot, ReplyTo: d.ReplyTo, Text: text}, nil)
}

func (a *App) carryOut(ctx context.Context, d decision, by order.Actor) (o order.Order, what lang.Phrase, err error) {
	switch d.Action {
	case actReturnYes, actReturnNo:
		number, id, _ := strings.Cut(d.Ref, ":")
		if o, err = a.Orders.ForStaff(ctx, number); err != nil {
			return o, what, err
		}
		if d.Action == actReturnYes {
			_, err = a.Returns.Approve(ctx, returns.Decision{OrderID: o.ID, ReturnID: id, By: by})
			return o, lang.Phrase{RU: "возврат принят", EN: "the return is accepted"}, err
		}
		_, err = a.Returns.Refuse(ctx, returns.Decision{OrderID: o.ID, ReturnID: id, By: by, Why: txtRefusedBy.In(o.Lang)})
		return o, lang.Phrase{RU: "в возврате отказано", EN: "the return is refused"}, err
	}
	if o, err = a.Orders.Get(ctx, d.Ref); err != nil {
		return o, what, err
	}
	if d.Action == actMoneyYes {
		_, err = a.Payments.Receive(ctx, payment.ReceiveRequest{OrderID: o.ID, Method: payment.BankTransfer, Amount: o.Balance(), Key: "proof:" + o.ID + ":" + strconv.FormatInt(o.Revision, 10), By: by})
		return o, lang.Phrase{RU: "деньги отмечены", EN: "the money is noted"}, err
	}
	if !o.Unpaid() {
		return o, what, payment.ErrNothingDue
	}
	err = a.Inbox.Say(ctx, o.ConversationID, inbox.BySystem, inbox.Outgoing{Text: txtNoTransfer.F(o.Lang, markup.Esc(o.Number))})
	return o, lang.Phrase{RU: "клиенту написано, что денег нет", EN: "the customer was told that there is no money"}, err
}

// reasonOf puts a refusal into words for staff.
func reasonOf(err error, l lang.Lang) string {
	switch fault.CodeOf(err) {
	case "return.decided", "return.over", "payment.nothing_due":
		return lang.Phrase{RU: "это уже решено", EN: "this is settled already"}.In(l)
	}
	var f *fault.Fault
	if errors.As(err, &f) {
		return f.Message
	}
	return fault.CodeOf(err)
}
