// Package bell tells staff in the panel what needs a person or is worth knowing: rows of the
// shop, what each reader has read of them and wants to be told of. What happened is decided
// elsewhere; the bell hears of it. Who reads is never shown a kind whose subject they may not
// see, whatever they have chosen.
package bell

import (
	"slices"

	"prilavok/core/catalog"
	"prilavok/core/handoff"
	"prilavok/core/lang"
	"prilavok/core/notify"
	"prilavok/core/order"
	"prilavok/core/order/returns"
	"prilavok/core/payment"
	"prilavok/core/staff"
)

// Kind is what readers switch on and off.
type Kind string

// Kinds of what is told.
const (
	Waiting     Kind = "waiting"     // a customer waits for a person
	Orders      Kind = "orders"      // a new order
	Paid        Kind = "paid"        // money has come
	Money       Kind = "money"       // money needs a person
	Short       Kind = "short"       // an order lacks goods, or lapsed half paid
	Returns     Kind = "returns"     // goods are asked to be taken back
	Undelivered Kind = "undelivered" // a message did not reach its customer
	Channels    Kind = "channels"    // a channel has to be connected anew, or is held back
	Ratings     Kind = "ratings"     // a customer rated a conversation low
	Stock       Kind = "stock"       // few are left
	Machinery   Kind = "machinery"   // the model or a webhook does not work
)

// About is what is fixed of a kind.
type About struct {
	Kind   Kind
	Scope  staff.Scope // what a reader needs to be told
	Urgent bool        // comes to devices in quiet hours as well
	Pushed bool        // comes to devices unless a reader has chosen
	Title  lang.Phrase
	Help   lang.Phrase
}

// kinds is every kind, in the order in which people choose.
var kinds = []About{
	{Waiting, staff.ConversationsRead, true, true, txtWaiting, txtWaitingHelp},
	{Orders, staff.OrdersRead, false, true, txtOrders, txtOrdersHelp},
	{Paid, staff.PaymentsRead, false, false, txtPaid, txtPaidHelp},
	{Money, staff.PaymentsRead, true, true, txtMoney, txtMoneyHelp},
	{Short, staff.OrdersRead, true, true, txtShort, txtShortHelp},
	{Returns, staff.OrdersRead, false, false, txtReturns, txtReturnsHelp},
	{Undelivered, staff.ConversationsRead, true, false, txtUndelivered, txtUndeliveredHelp},
	{Channels, staff.ChannelsRead, true, true, txtChannels, txtChannelsHelp},
	{Ratings, staff.ConversationsRead, false, true, txtRatings, txtRatingsHelp},
	{Stock, staff.CatalogRead, false, false, txtStock, txtStockHelp},
	{Machinery, staff.SettingsRead, false, false, txtMachinery, txtMachineryHelp},
}

// heard is which events ring, and as what.
var heard = map[string]Kind{
	handoff.EventRequested:      Waiting,
	order.EventPlaced:           Orders,
	payment.EventCaptured:       Paid,
	payment.EventProof:          Money,
	payment.EventProblem:        Money,
	payment.EventRefundFailed:   Money,
	order.EventShortfall:        Short,
	order.EventExpired:          Short,
	returns.EventRequested:      Returns,
	notify.EventMessageFailed:   Undelivered,
	notify.EventRevoked:         Channels,
	notify.EventExpiring:        Channels,
	notify.EventTrouble:         Channels,
	notify.EventPaused:          Channels,
	catalog.EventLow:            Stock,
	notify.EventModelDown:       Machinery,
	notify.EventBudget:          Machinery,
	notify.EventWebhookDisabled: Machinery,
	notify.EventLowRating:       Ratings,
}

// Events lists the names of events that ring.
func Events() []string {
	var out []string
	for name := range heard {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}

// AboutOf finds what is fixed of a kind; false when there is none.
func AboutOf(k Kind) (About, bool) {
	i := slices.IndexFunc(kinds, func(a About) bool { return a.Kind == k })
	if i < 0 {
		return About{}, false
	}
	return kinds[i], true
}

// For lists the kinds that somebody may be told of.
func For(scopes []staff.Scope) []About {
	var out []About
	for _, a := range kinds {
		if slices.Contains(scopes, a.Scope) {
			out = append(out, a)
		}
	}
	return out
}
