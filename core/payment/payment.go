// Package payment takes money for orders and gives it back, through providers behind
// one port. It records what it intends before it calls and what was answered after,
// believes only what a provider says when asked, and tells orders the sums. It does
// not decide what an order costs, and it is no ledger of the shop's accounts.
package payment

import (
	"time"

	"prilavok/core/lang"
	"prilavok/core/money"
	"prilavok/core/order"
)

// Payment is one attempt to pay for an order, or part of it.
type Payment struct {
	ID         string
	OrderID    string
	AccountID  string // "" when nothing was connected for it: money taken by hand
	Provider   string
	Method     string // as Order.PaymentMethod names it
	Attempt    int    // from 1 within the order
	Status     Status
	Amount     money.Money // asked for
	Held       int64       // authorized, neither captured nor released
	Captured   int64
	Refunded   int64
	TwoStage   bool   // the money is only held first
	ExternalID string // the provider's id, "" until it was told
	URL        string // where the customer pays
	Back       string // where the return page leads back to
	Token      string // names the return page
	Lang       lang.Lang
	Reason     string // why it failed, the provider's word
	Problem    string // kind of the last trouble, "" for none
	Receipt    string // fiscal receipt: "", pending, succeeded, failed
	Proof      Proof
	Watch      string // token of the job that looks after it, "" for none
	Checks     int    // how often that job has looked
	ExpiresAt  time.Time
	CreatedAt  time.Time
	UpdatedAt  time.Time
	SettledAt  time.Time // when it reached a status that ends it
}

// Proof is what a customer or an operator gives to show that money was paid by hand.
type Proof struct {
	ConversationID string    `json:"conversation,omitempty"`
	Seq            int64     `json:"seq,omitempty"`  // of the message with the picture
	File           string    `json:"file,omitempty"` // how the channel names the picture
	Note           string    `json:"note,omitempty"`
	At             time.Time `json:"at,omitzero"`
}

// Given reports whether there is one.
func (p Proof) Given() bool { return p.ConversationID != "" || p.File != "" || p.Note != "" }

// Open reports whether money may still come from it, or is held by it.
func (p Payment) Open() bool {
	return p.Status == Created || p.Status == Pending || p.Status == Authorized
}

// Refundable is what was captured and not given back.
func (p Payment) Refundable() int64 { return max(p.Captured-p.Refunded, 0) }

// OpKind is what is asked of a provider.
type OpKind string

const (
	OpStart   OpKind = "start"
	OpCapture OpKind = "capture"
	OpVoid    OpKind = "void"
	OpRefund  OpKind = "refund"
	OpReceive OpKind = "receive" // an operator took the money; no provider is asked
)

// OpState is where an operation stands.
type OpState string

const (
	OpIntended  OpState = "intended" // recorded; nobody knows yet whether it reached the provider
	OpPending   OpState = "pending"  // the provider has accepted it and is at work
	OpSucceeded OpState = "succeeded"
	OpFailed    OpState = "failed"
	OpUnclear   OpState = "unclear" // too old to be sent again and unknown to the provider: a person decides
)

// Settled reports whether nothing more is expected to happen by itself.
func (s OpState) Settled() bool { return s != OpIntended && s != OpPending }

// Operation is one thing asked of a provider. Its id is the key that the provider
// knows it by: the same operation sent twice takes effect once.
type Operation struct {
	ID         string
	Key        string // of the caller, once: the same key is the same operation
	PaymentID  string
	OrderID    string
	Kind       OpKind
	Amount     int64
	State      OpState
	ExternalID string
	Request    Request
	Why        string
	Fault      string // code of the last fault
	Receipt    string
	By         order.Actor
	CreatedAt  time.Time
	UpdatedAt  time.Time
	SettledAt  time.Time
}

// counts reports whether money of this operation is gone or may be going.
func (o Operation) counts() bool { return o.State != OpFailed }

// Request is what an operation tells the provider, fixed when it is intended: a
// repeated call under the same key has the same content.
type Request struct {
	Number      string    `json:"number,omitempty"` // of the order, for people
	Description string    `json:"description,omitempty"`
	Method      string    `json:"method,omitempty"` // of the provider: "sbp"
	TwoStage    bool      `json:"two_stage,omitempty"`
	Lang        lang.Lang `json:"lang,omitempty"`
	ReturnURL   string    `json:"return_url,omitempty"`
	NoticeURL   string    `json:"notice_url,omitempty"`
	ExpiresAt   time.Time `json:"expires_at,omitzero"`
	Customer    Customer  `json:"customer,omitzero"`
	Receipt     *Receipt  `json:"receipt,omitempty"` // nil: the provider makes none
}

// Customer is who pays, for the provider's page and the receipt.
type Customer struct {
	ID    string `json:"id,omitempty"` // our contact's
	Name  string `json:"name,omitempty"`
	Phone string `json:"phone,omitempty"` // E.164
	Email string `json:"email,omitempty"`
}

// Notice is what a provider posted, kept before it is believed.
type Notice struct {
	AccountID string
	Key       string // the same event again has the same one
	Kind      string
	Ref       Ref
	Raw       string
	State     string // received, done, strange
	At        time.Time
	DoneAt    time.Time
}

// Problem is something about money that a person has to look at.
type Problem struct {
	ID          string
	Kind        string
	OrderID     string
	PaymentID   string
	OperationID string
	Subject     string         // with Kind: what it is about; open once
	Data        map[string]any // sums and ids that help
	CreatedAt   time.Time
	ResolvedAt  time.Time
	ResolvedBy  string
}

// Kinds of problems.
const (
	ProblemAmount        = "amount"         // another sum or currency than was asked for
	ProblemForeign       = "foreign"        // the provider's object belongs to another payment or order
	ProblemUnknown       = "unknown"        // money at the provider that no payment of ours explains
	ProblemSurplus       = "surplus"        // more money than the order costs
	ProblemShare         = "hold"           // a hold that nobody needs and that could not be released
	ProblemCaptureFailed = "capture_failed" // held money could not be taken
	ProblemRefundFailed  = "refund_failed"
	ProblemByHand        = "refund_by_hand" // an operator has to give money back
	ProblemUnclear       = "unclear"        // nobody knows whether an operation took effect
	ProblemUnreachable   = "unreachable"    // the provider has not answered for a day
	ProblemDiffers       = "differs"        // the nightly report: provider and we disagree
	ProblemSums          = "sums"           // the nightly report: order and payments disagree
	ProblemNoReceipt     = "no_receipt"     // the nightly report: money without a fiscal receipt
)
