package payment

import (
	"context"
	"slices"
	"time"

	"prilavok/core/fault"
	"prilavok/core/lang"
	"prilavok/core/money"
)

// Provider is one way to take money: one account at one service. All but Notice call
// the service and are never run inside a unit of work.
//
// The first four take our operation's id as their key: the same call under one key
// takes effect once, for as long as the kind's KeyLife says. Their faults are
// definitive (Invalid, NotFound, Conflict, Unauthorized, Forbidden, Unsupported:
// nothing happened, and nothing will) or not (Internal, TooMany, Unavailable: nobody
// knows yet; ask again under the same key). What a provider cannot do is in its
// Capabilities and answers fault.Unsupported.
type Provider interface {
	// Start asks for money. The State has where the customer pays, unless nothing is
	// to be paid in a browser.
	Start(ctx context.Context, r StartRequest) (State, error)
	// Capture takes held money, all or part; what is not taken is released. The State
	// is the payment's.
	Capture(ctx context.Context, r MoneyRequest) (State, error)
	// Void releases held money, or withdraws a link nobody has paid by yet (VoidPending).
	// The State is the payment's.
	Void(ctx context.Context, r MoneyRequest) (State, error)
	// Refund gives captured money back. The State is the refund's: pending, succeeded
	// (Captured) or failed.
	Refund(ctx context.Context, r MoneyRequest) (State, error)
	// Notice reads what the service posted, checking its signature where there is one.
	// It is pure, and what it returns is a hint only: what to look up.
	//
	// Faults: Unauthorized for a signature that is wrong or too old; Invalid.
	Notice(header func(key string) string, body []byte) (Hint, error)
	// Lookup says how a payment or a refund stands, found by the service's id, else by
	// ours, also when the service's id never reached us. NotFound when there is none.
	Lookup(ctx context.Context, r Ref) (State, error)
}

// StartRequest asks for money.
type StartRequest struct {
	Key       string // our operation's id
	PaymentID string
	OrderID   string
	Amount    money.Money
	Request
}

// MoneyRequest is about a payment that was started.
type MoneyRequest struct {
	Key        string // our operation's id
	PaymentID  string
	ExternalID string // the payment's
	Amount     money.Money
	Why        string
	Request
}

// Ref names a payment or a refund. Of a payment OurID is the payment's id; of a
// refund it is the operation's, and Payment names the payment it belongs to.
type Ref struct {
	Refund     bool      `json:"refund,omitempty"`
	OurID      string    `json:"our_id,omitempty"`
	ExternalID string    `json:"external_id,omitempty"`
	Payment    string    `json:"payment,omitempty"` // external id; of a refund
	Since      time.Time `json:"since,omitzero"`    // when it was begun: lists are searched from there
}

// State is how a payment or a refund stands at the provider. Sums are minor units of
// Amount's currency.
type State struct {
	Status     Status // pending, authorized, captured, canceled, expired or failed
	OurID      string // of our payment, or of our operation for a refund; "" when it is not told
	OrderID    string // "" when it is not told
	ExternalID string
	Amount     money.Money // asked for, of a refund given back; zero when it is not told
	Held       int64
	Captured   int64
	Refunded   int64
	URL        string
	ExpiresAt  time.Time
	Reason     string // why it failed, the provider's word
	Receipt    string // "", pending, succeeded, failed
}

// Hint is what a notice is about.
type Hint struct {
	Key   string // the same event again has the same key
	Kind  string // the provider's word for the event
	Ref   Ref    // what to look up; the zero Ref: nothing
	Reply Reply  // what the provider expects as the answer; zero: 200 without a body
	// Ask is set when the provider asks whether money may move: Answer is what it wants to
	// hear then, and Reply is not read.
	Ask    *Checkout
	Answer func(a Approval) Reply
}

// NoticeWord is the name under which Notice's header function tells the last word of the
// address that was posted to (…/notice/check), "" for none.
const NoticeWord = ":notice"

// Reply is an HTTP answer.
type Reply struct {
	Status int
	Type   string
	Body   string
}

// Method is one way to pay that a provider has.
type Method struct {
	Name     string      // "sbp"
	ID       string      // as Order.PaymentMethod names it; "" is "<provider>.<name>"
	Title    lang.Phrase // on the button
	TwoStage bool        // money can be held first
	Min, Max int64       // minor units; 0 is no limit
	Window   time.Duration
}

// Capabilities is what a provider can do.
type Capabilities struct {
	Methods        []Method
	Currencies     []string // empty: any
	Manual         bool     // an operator says what happened; nobody is called
	TwoStage       bool
	PartialCapture bool
	VoidPending    bool // a link can be withdrawn before it is paid by
	Refunds        bool
	PartialRefunds bool
	RefundsUntold  bool          // does not say, when it is asked about a payment, what part of it was given back
	Receipts       bool          // makes fiscal receipts (54-ФЗ)
	ReceiptsUntold bool          // does not say what became of a receipt
	Notices        bool          // posts to us
	Inside         bool          // paid inside the messenger: needs no public address of ours
	Asks           bool          // asks before it moves money, and heeds a no: see Approve
	Anew           bool          // a start may be repeated without its key: nobody pays by a link that was told to nobody
	KeyLife        time.Duration // how long a key makes a repeated call harmless
	Window         time.Duration // how long a link may be paid by, unless its method says
}

// Secret is one thing the shop has to tell to connect an account.
type Secret struct {
	Name     string // "secret_key"
	Title    lang.Phrase
	Optional bool
	Public   bool // may be shown: an id rather than a key
}

// Kind is a provider as the installation knows it, before any account is connected.
type Kind struct {
	Name    string // "yookassa"
	Title   lang.Phrase
	Can     Capabilities
	Secrets []Secret
	Where   lang.Phrase // where an owner finds the keys, and what else is to be set there
	// Playing says by an account's keys that no money moves: it is a test shop of the
	// service. nil: the keys do not tell.
	Playing func(secrets map[string]string) bool
	// Open makes the provider of one account. It calls nobody.
	Open func(a Account, secrets map[string]string) (Provider, error)
	// Test asks the service whether the account's keys are good; nil when nothing can be asked.
	Test func(ctx context.Context, p Provider) error
}

// Among says no to a currency that is not in a provider's list; an empty list has all.
func Among(currency string, list []string) error {
	if len(list) > 0 && !slices.Contains(list, currency) {
		return ErrCurrency
	}
	return nil
}

// Method finds one of the provider's by the name that orders use.
func (k Kind) Method(id string) (Method, bool) {
	for _, m := range k.Can.Methods {
		if k.MethodID(m) == id {
			return m, true
		}
	}
	return Method{}, false
}

// MethodID names a method of the provider in orders.
func (k Kind) MethodID(m Method) string {
	if m.ID != "" {
		return m.ID
	}
	return k.Name + "." + m.Name
}

// takes reports whether a method can take a sum in a currency, held first or not.
func (k Kind) takes(m Method, sum money.Money, twoStage bool) bool {
	if Among(sum.Currency, k.Can.Currencies) != nil {
		return false
	}
	return sum.Amount >= m.Min && (m.Max == 0 || sum.Amount <= m.Max) && (!twoStage || m.TwoStage)
}

// definitive reports whether a provider's fault means that nothing happened.
func definitive(err error) bool { return err != nil && !fault.Retryable(err) }
