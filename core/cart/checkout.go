package cart

import (
	"time"

	"prilavok/core/delivery"
	"prilavok/core/money"
)

// Step of a checkout: what is being asked.
type Step string

// The steps in their order. Delivery is asked only where the shop has any, Point by a
// pickup with several, City by deliveries with zones, Slot where there are times to
// choose from, Address not by a pickup, Payment where there are several ways to pay.
const (
	StepName     Step = "name"
	StepPhone    Step = "phone"
	StepDelivery Step = "delivery"
	StepPoint    Step = "point"
	StepCity     Step = "city"
	StepSlot     Step = "slot"
	StepAddress  Step = "address"
	StepPayment  Step = "payment"
	StepComment  Step = "comment"
	StepSummary  Step = "summary"
)

// CheckoutStatus says whether a checkout is under way.
type CheckoutStatus string

const (
	CheckoutActive   CheckoutStatus = "active"
	CheckoutPlaced   CheckoutStatus = "placed"
	CheckoutCanceled CheckoutStatus = "canceled"
)

// Checkout is one purchase being made in one conversation. Its ID is the key under
// which the order is placed, once.
type Checkout struct {
	ID             string
	ContactID      string
	ConversationID string
	Status         CheckoutStatus
	State          State
	Revision       int64
	OrderID        string // once placed
	CreatedAt      time.Time
	UpdatedAt      time.Time
}

// State is what the contact has answered so far. Going back clears nothing.
type State struct {
	Step          Step        `json:"step"`
	Editing       Step        `json:"editing,omitempty"` // the field being changed from the summary
	Name          string      `json:"name,omitempty"`
	Phone         string      `json:"phone,omitempty"` // E.164
	PhoneVerified bool        `json:"phone_verified,omitempty"`
	Choice        Choice      `json:"choice,omitzero"`
	City          string      `json:"city,omitempty"` // as written
	Address       string      `json:"address,omitempty"`
	Payment       string      `json:"payment,omitempty"` // Way.Method
	Comment       string      `json:"comment,omitempty"`
	SlotsFrom     string      `json:"slots_from,omitempty"` // the time from which times are shown
	Shown         money.Money `json:"shown,omitzero"`       // total in the summary last shown
}

// Input is what the contact did: pressed a button, wrote, or shared a phone.
type Input struct {
	Text     string
	Action   string // one of the Act… values
	Phone    string // of the channel's own contact button; international, + may be missing
	Verified bool   // the channel proves that the phone is the sender's
}

// Buttons of a checkout: values of inbox.Button.Action.
const (
	ActBack     = "co:back"
	ActCancel   = "co:cancel"
	ActSkip     = "co:skip"  // comment: leave it as it is
	ActNone     = "co:none"  // comment: none
	ActUse      = "co:use"   // take Ask.Suggest
	ActOK       = "co:ok"    // place the order
	ActShow     = "co:show"  // ask the current step again
	ActMethod   = "co:dm:"   // + method id
	ActPoint    = "co:pt:"   // + id of a pickup point
	ActZone     = "co:z:"    // + zone id
	ActSlot     = "co:s:"    // + Slot.Key
	ActSlots    = "co:sm:"   // + Slot.Key: show the times from there on
	ActPay      = "co:py:"   // + Way.Method
	ActEdit     = "co:edit:" // + step
	ActCheckout = "co:start" // begin a checkout; for the dialog, not for Next
)

// Effect is what has to be done after an input, beside asking.
type Effect string

const (
	EffectNone   Effect = ""
	EffectPlace  Effect = "place"  // confirmed: place the order under the checkout's key
	EffectCancel Effect = "cancel" // the checkout is over; the cart stays
)

// Ask is what to ask now, as data.
type Ask struct {
	Step     Step
	Effect   Effect
	Suggest  string   // an answer that ActUse takes: name, phone, method id, city, address, way to pay or comment
	Verified bool     // the suggested phone is a verified one
	Methods  []Method // offered, in order; of StepDelivery
	Points   []Place  // of StepPoint
	Zones    []Zone   // of StepCity
	Slots    []Slot   // of StepSlot: the free ones, in order
	Ways     []Way    // of StepPayment and StepSummary
	More     string   // of StepSlot: ActSlots goes on from there; "" at the end
	CanBack  bool
	CanSkip  bool
	CanClear bool   // ActNone takes a comment away
	Fields   []Step // that ActEdit can change; of StepSummary
}

// Prefill is what is known of a contact from before.
type Prefill struct {
	Name          string
	Phone         string
	PhoneVerified bool
	Choice        Choice
	City          string
	Address       string
}

// Env is what the steps depend on besides the answers.
type Env struct {
	Methods []Method // active ones, in order
	Times   delivery.Timetable
	Items   money.Money // worth of the goods
	Ways    []Way       // to pay for that, in order
	Prefill Prefill
}
