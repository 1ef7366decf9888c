package notify

import (
	"slices"

	"prilavok/core/catalog"
	"prilavok/core/lang"
	"prilavok/core/order"
)

// Names of events that are heard before all who record them stand below this package.
const (
	EventMessageFailed   = "message.failed"
	EventRevoked         = "channel.revoked"
	EventExpiring        = "channel.expiring"
	EventTrouble         = "channel.trouble" // a permission or webhooks of an account are missing
	EventPaused          = "channel.paused"  // the channel holds an account back
	EventResumed         = "channel.resumed"
	EventModelDown       = "model.down"
	EventModelRecovered  = "model.recovered"
	EventBudget          = "assistant.budget"
	EventWebhookDisabled = "webhook.disabled"
	EventLowRating       = "rating.low" // a customer was not content
)

// Kind is a notice that can be given.
type Kind struct {
	Event    string
	Audience Audience
	Topic    Topic
	Urgent   bool        // said in quiet hours as well
	Spoken   bool        // whoever did it in the chat has been told there: not said again
	Vars     string      // their names, with spaces between
	Text     lang.Phrase // built in
}

// Variables by what they belong to.
const (
	ofOrder   = "number name shop shop_phone total items delivery address payment"
	ofPayment = ofOrder + " amount url until reason"
	ofParcel  = ofOrder + " carrier tracking tracking_url"
	ofReturn  = ofOrder + " items_back amount reason"
	ofSystem  = "shop fault why conversation"
)

// kinds is every notice, those of customers first.
var kinds = []Kind{
	{Event: order.EventPlaced, Audience: Customer, Topic: Orders, Urgent: true, Spoken: true, Vars: ofOrder, Text: txtPlaced},
	{Event: order.EventEdited, Audience: Customer, Topic: Orders, Spoken: true, Vars: ofOrder + " due back", Text: txtEdited},
	{Event: order.EventCanceled, Audience: Customer, Topic: Orders, Urgent: true, Spoken: true, Vars: ofOrder + " reason", Text: txtCanceled},
	{Event: order.EventExpired, Audience: Customer, Topic: Orders, Urgent: true, Vars: ofOrder + " product", Text: txtExpired},
	{Event: order.EventStage, Audience: Customer, Topic: Orders, Vars: ofOrder + " stage", Text: txtStage},
	{Event: "payment.awaiting", Audience: Customer, Topic: Orders, Urgent: true, Spoken: true, Vars: ofPayment, Text: txtAwaiting},
	{Event: "payment.authorized", Audience: Customer, Topic: Orders, Urgent: true, Vars: ofPayment, Text: txtAuthorized},
	{Event: "payment.captured", Audience: Customer, Topic: Orders, Urgent: true, Vars: ofPayment, Text: txtPaid},
	{Event: "payment.failed", Audience: Customer, Topic: Orders, Urgent: true, Vars: ofPayment, Text: txtPayFailed},
	{Event: "payment.canceled", Audience: Customer, Topic: Orders, Urgent: true, Vars: ofPayment, Text: txtPayCanceled},
	{Event: "refund.succeeded", Audience: Customer, Topic: Orders, Urgent: true, Vars: ofPayment, Text: txtRefunded},
	{Event: order.EventPacked, Audience: Customer, Topic: Orders, Vars: ofParcel, Text: txtPacked},
	{Event: order.EventShipped, Audience: Customer, Topic: Orders, Vars: ofParcel, Text: txtShipped},
	{Event: order.EventDelivered, Audience: Customer, Topic: Orders, Vars: ofParcel, Text: txtDelivered},
	{Event: "return.requested", Audience: Customer, Topic: Orders, Spoken: true, Vars: ofReturn, Text: txtReturnAsked},
	{Event: "return.approved", Audience: Customer, Topic: Orders, Vars: ofReturn, Text: txtReturnApproved},
	{Event: "return.received", Audience: Customer, Topic: Orders, Vars: ofReturn, Text: txtReturnReceived},
	{Event: "return.refused", Audience: Customer, Topic: Orders, Vars: ofReturn, Text: txtReturnRefused},
	{Event: catalog.EventBack, Audience: Customer, Topic: Asked, Vars: "shop name product price left", Text: txtBack},

	{Event: order.EventPlaced, Audience: Staff, Vars: ofOrder + " card phone", Text: txtCard},
	{Event: order.EventCanceled, Audience: Staff, Vars: ofOrder + " card phone reason", Text: txtCardWhy},
	{Event: order.EventEdited, Audience: Staff, Vars: ofOrder + " card phone due back", Text: txtStaffEdited},
	{Event: "payment.captured", Audience: Staff, Vars: ofPayment + " card phone", Text: txtStaffPaid},
	{Event: "payment.proof", Audience: Staff, Urgent: true, Vars: ofPayment + " card phone", Text: txtStaffProof},
	{Event: "payment.problem", Audience: Staff, Urgent: true, Vars: ofPayment + " phone problem", Text: txtStaffProblem},
	{Event: "refund.failed", Audience: Staff, Urgent: true, Vars: ofPayment + " phone", Text: txtStaffRefund},
	{Event: "payment.stuck", Audience: Staff, Urgent: true, Vars: ofPayment + " phone problem", Text: txtStaffStuck},
	{Event: order.EventExpired, Audience: Staff, Urgent: true, Vars: ofOrder + " phone due product", Text: txtStaffExpired},
	{Event: order.EventShortfall, Audience: Staff, Urgent: true, Vars: ofOrder + " phone product missing", Text: txtStaffShort},
	{Event: "return.requested", Audience: Staff, Vars: ofReturn + " phone", Text: txtStaffReturn},
	{Event: catalog.EventLow, Audience: Staff, Vars: "shop product sku left", Text: txtStaffLow},
	{Event: EventMessageFailed, Audience: Staff, Urgent: true, Vars: ofSystem, Text: txtStaffFailed},
	{Event: EventRevoked, Audience: Staff, Urgent: true, Vars: ofSystem + " name url", Text: txtRevoked},
	{Event: EventTrouble, Audience: Staff, Vars: ofSystem + " name trouble url", Text: txtTrouble},
	{Event: EventPaused, Audience: Staff, Urgent: true, Vars: ofSystem + " name until", Text: txtPaused},
	{Event: EventResumed, Audience: Staff, Vars: ofSystem + " name", Text: txtResumed},
	{Event: EventExpiring, Audience: Staff, Urgent: true, Vars: ofSystem + " name until url", Text: txtExpiring},
	{Event: EventModelDown, Audience: Staff, Urgent: true, Vars: ofSystem, Text: txtModelDown},
	{Event: EventModelRecovered, Audience: Staff, Vars: ofSystem, Text: txtModelBack},
	{Event: EventBudget, Audience: Staff, Urgent: true, Vars: ofSystem, Text: txtModelBudget},
	{Event: EventWebhookDisabled, Audience: Staff, Vars: "shop url reason", Text: txtStaffHook},
}

// Kinds lists every notice that can be given.
func Kinds() []Kind { return slices.Clone(kinds) }

// Events lists the names of events that somebody is told of.
func Events() []string {
	var out []string
	for _, k := range kinds {
		if !slices.Contains(out, k.Event) {
			out = append(out, k.Event)
		}
	}
	return out
}

// KindOf finds a notice. Faults: ErrNoKind.
func KindOf(event string, to Audience) (Kind, error) {
	for _, k := range kinds {
		if k.Event == event && k.Audience == to {
			return k, nil
		}
	}
	return Kind{}, ErrNoKind
}

// overtaken tells whether what a notice says is no longer so: nobody is told in the
// morning that an order is packed which was canceled at night.
func overtaken(event string, o order.Order) bool {
	if o.ID == "" {
		return false
	}
	switch event {
	case order.EventEdited, order.EventStage, order.EventPacked, order.EventPlaced:
		if o.Status == order.Canceled {
			return true
		}
	case "payment.awaiting", "payment.failed":
		if o.Status == order.Canceled || o.Payment == order.Captured {
			return true
		}
	}
	switch event {
	case order.EventPacked:
		return o.Fulfillment == order.Shipped || o.Fulfillment == order.Delivered
	case order.EventShipped:
		return o.Fulfillment == order.Delivered
	}
	return false
}
