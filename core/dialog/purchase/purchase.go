// Package purchase is what customers see of their orders in a chat and do with them
// after they are placed: the list, the card, paying, canceling, changing, sending back,
// ordering again. It answers buttons and a few words; every rule is that of the services
// it stands on, and whose orders they are comes from the conversation alone.
package purchase

import (
	"context"
	"strings"
	"time"

	"prilavok/core/cart"
	"prilavok/core/catalog"
	"prilavok/core/fault"
	"prilavok/core/id"
	"prilavok/core/inbox"
	"prilavok/core/job"
	"prilavok/core/lang"
	"prilavok/core/order"
	"prilavok/core/order/edit"
	"prilavok/core/order/returns"
	"prilavok/core/payment"
	"prilavok/core/shop"
	"prilavok/core/txn"
)

// Services is what a desk works with.
type Services struct {
	Orders   *order.Service
	Edits    *edit.Service
	Returns  *returns.Service
	Payments *payment.Service
	Carts    *cart.Service
	Catalog  *catalog.Service
	Inbox    Inbox
	Asks     Asks
	Notices  Notices
	Jobs     Jobs
	Tx       txn.Runner
	Shop     func(ctx context.Context) (shop.Shop, error) // of the unit of work
	Back     func(ctx context.Context, accountID string) string
	Now      func() time.Time
}

// Inbox says something in a conversation outside of a turn.
type Inbox interface {
	Post(ctx context.Context, conversationID string, author inbox.Author, out ...inbox.Outgoing) ([]inbox.Message, error)
}

// Asks keeps what a conversation is waiting to be told.
type Asks interface {
	SetQuestion(ctx context.Context, conversationID, question string) error
}

// Jobs is the part of the queue that a desk uses.
type Jobs interface {
	Enqueue(ctx context.Context, n job.New) error
	Finish(ctx context.Context) error
}

// Desk serves customers about their orders.
type Desk struct{ Services }

// New returns a desk.
func New(s Services) *Desk { return &Desk{s} }

// Visit is one message of a customer in hand.
type Visit struct {
	In   inbox.TurnInput
	Lang lang.Lang
	Msg  inbox.Message
	Menu func(ctx context.Context) [][]inbox.Button
}

// Answer is what is said to it.
type Answer struct {
	Out     []inbox.Outgoing
	Changed bool // something was changed: the answer is kept
	Handoff *inbox.Handoff
	Ask     string // what is waited for from now on, as Conversation.Question has it
}

// visit is a Visit with its answer in the making.
type visit struct {
	*Desk
	Visit
	l   lang.Lang
	def lang.Lang
	ans Answer
}

func (d *Desk) visit(v Visit) *visit {
	return &visit{Desk: d, Visit: v, l: v.Lang, def: v.In.Shop.DefaultLang(), ans: Answer{Ask: v.In.Conversation.Question}}
}

// Actions of buttons. What comes back is data that anybody can send.
const (
	ActOrders = "orders" // cursor
	ActOrder  = "ord"    // order number
	actCancel = "cxl"    // order number
	actSure   = "cxl!"   // order number, revision
	ActPay    = "pay"    // order number
	actWays   = "ways"   // order number
	actBy     = "payby"  // order number, method
	actPaid   = "paid"   // order number
	actHuman  = "human"
	actMenu   = "menu"
	actCart   = "cart"
	actBuy    = "buy"

	actChange  = "chg"  // order number
	actLine    = "chl"  // order number, line
	actSwap    = "chv"  // order number, line: another size or color
	actTry     = "try"  // order number, change: shows what it comes to
	actDo      = "try!" // order number, revision, change
	actTell    = "tell" // order number, address or note: asks for words
	actBack    = "ret"  // order number: what goes back
	actPick    = "rtl"  // order number, line: one more of it, then none again
	actWhy     = "rtw"  // order number
	actReason  = "rtr"  // order number, reason
	actShown   = "rtp"  // order number: no more photos
	actReturn  = "ret!" // order number, revision
	actAgain   = "again"
	actHistory = "his"
	actMute    = "mute"
	actUnmute  = "unmute"
	actKeep    = "keep" // order number: nothing is changed after all
)

// act joins an action and its arguments.
func act(name string, args ...string) string {
	return strings.Join(append([]string{name}, args...), ":")
}

// Press answers a pressed button; handled is false when it is none of the desk's.
func (d *Desk) Press(ctx context.Context, x Visit, action string) (a Answer, handled bool, err error) {
	v := d.visit(x)
	name, rest, _ := strings.Cut(action, ":")
	do, ok := map[string]func(context.Context, string) error{
		ActOrders: v.list, ActOrder: v.card, actCancel: v.cancel, actSure: v.canceled,
		ActPay: v.pay, actWays: v.ways, actBy: v.payBy, actPaid: v.paid,
		actChange: v.change, actLine: v.line, actSwap: v.swap, actTry: v.try, actDo: v.do, actTell: v.tell,
		actBack: v.back, actPick: v.pick, actWhy: v.why, actReason: v.reason, actShown: v.shown, actReturn: v.sendBack,
		actAgain: v.again, actHistory: v.history, actKeep: v.keep,
		actMute:   func(ctx context.Context, _ string) error { return v.mute(ctx, true) },
		actUnmute: func(ctx context.Context, _ string) error { return v.mute(ctx, false) },
	}[name]
	if !ok {
		return Answer{}, false, nil
	}
	if !asking[name] {
		if err := v.forget(ctx); err != nil {
			return Answer{}, true, err
		}
	}
	err = do(ctx, rest)
	return v.ans, true, err
}

// Say answers what a message asks about the customer's orders: "orders", "pay", "paid".
func (d *Desk) Say(ctx context.Context, x Visit, intent string) (Answer, error) {
	v := d.visit(x)
	var err error
	switch intent {
	case "pay":
		err = v.payNewest(ctx, v.pay)
	case "paid":
		err = v.payNewest(ctx, v.paid)
	case "change":
		err = v.newest(ctx, func(o order.Order) bool { return v.mayChange(o) == nil }, v.change)
	case "return":
		err = v.newest(ctx, v.mayReturn, v.back)
	case "again":
		err = v.newest(ctx, func(order.Order) bool { return true }, v.again)
	case "mute", "unmute":
		err = v.mute(ctx, intent == "mute")
	case "paysupport":
		err = v.paySupport(ctx)
	default:
		err = v.list(ctx, "")
	}
	return v.ans, err
}

// Order shows one order by the number that was written.
func (d *Desk) Order(ctx context.Context, x Visit, number string) (Answer, error) {
	v := d.visit(x)
	err := v.card(ctx, number)
	return v.ans, err
}

// own finds an order of the visitor by its number, or by its id as our buttons have it.
func (v *visit) own(ctx context.Context, ref string) (order.Order, error) {
	if id.Prefix(ref) != "ord" {
		return v.Orders.ByNumber(ctx, v.In.Contact.ID, ref)
	}
	o, err := v.Orders.Get(ctx, ref)
	if err == nil && o.ContactID != v.In.Contact.ID {
		return order.Order{}, order.ErrNotFound
	}
	return o, err
}

func (v *visit) me() order.Actor { return order.Actor{Kind: order.ByContact, ID: v.In.Contact.ID} }

// say adds an answer below what was said before.
func (v *visit) say(text string, buttons ...[]inbox.Button) {
	v.ans.Out = append(v.ans.Out, inbox.Outgoing{Text: text, Buttons: full(buttons)})
}

// show adds a view: in place of the message whose button was pressed, where the channel
// can edit it, else as a new one.
func (v *visit) show(text string, buttons ...[]inbox.Button) {
	o := inbox.Outgoing{Text: text, Buttons: full(buttons)}
	if v.Msg.Kind == inbox.KindButton {
		o.Replaces = v.Msg.Payload.Source
	}
	v.ans.Out = append(v.ans.Out, o)
}

func full(rows [][]inbox.Button) [][]inbox.Button {
	var out [][]inbox.Button
	for _, r := range rows {
		if len(r) > 0 {
			out = append(out, r)
		}
	}
	return out
}

// button makes a row of one button, or none when its action would not fit a channel.
func button(text, action string) []inbox.Button {
	if len(action) > inbox.MaxAction {
		return nil
	}
	return []inbox.Button{{Text: text, Action: action}}
}

// rows lays buttons out, n to a row.
func rows(n int, buttons ...inbox.Button) [][]inbox.Button {
	var out [][]inbox.Button
	for len(buttons) > 0 {
		k := min(n, len(buttons))
		out = append(out, buttons[:k])
		buttons = buttons[k:]
	}
	return out
}

// Refusal puts a refusal of a service into words; ok is false when the desk has none.
func Refusal(err error, l lang.Lang) (text string, ok bool) {
	s, ok := refusals.Find(fault.CodeOf(err))
	return s.In(l), ok
}

// refused says a refusal of a service in words; any other fault is the caller's.
func (v *visit) refused(err error) error {
	text, ok := Refusal(err, v.l)
	if !ok {
		return err
	}
	v.say(text, rows(2, inbox.Button{Text: btnOrders.In(v.l), Action: ActOrders}, inbox.Button{Text: btnHuman.In(v.l), Action: actHuman})...)
	return nil
}
