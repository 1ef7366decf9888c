package payment

import (
	"context"
	"time"
)

// Methods of money that people hand over, as orders name them.
const (
	OnDelivery     = "on_delivery" // cash or card, whatever the courier takes
	Cash           = "cash"
	CardOnDelivery = "card_on_delivery"
	BankTransfer   = "bank_transfer"
)

// ByHand names the provider that is no service: an operator says what happened.
const ByHand = "manual"

// byHand is known to every installation.
var byHand = Kind{Name: ByHand, Title: txtManual,
	Can: Capabilities{Manual: true, Refunds: true, PartialRefunds: true, Methods: []Method{
		{Name: OnDelivery, ID: OnDelivery, Title: txtOnDelivery},
		{Name: Cash, ID: Cash, Title: txtCash},
		{Name: CardOnDelivery, ID: CardOnDelivery, Title: txtCardOnDel},
		{Name: BankTransfer, ID: BankTransfer, Title: txtBankTransfer, Window: 7 * 24 * time.Hour},
	}},
	Open: func(Account, map[string]string) (Provider, error) { return hand{}, nil },
}

// hand answers for people: asking for money succeeds, the rest is theirs to do.
type hand struct{}

// Start implements Provider.
func (hand) Start(_ context.Context, r StartRequest) (State, error) {
	return State{Status: Pending, OurID: r.PaymentID, OrderID: r.OrderID, Amount: r.Amount, ExpiresAt: r.ExpiresAt}, nil
}

// Capture implements Provider.
func (hand) Capture(context.Context, MoneyRequest) (State, error) { return State{}, ErrCannot }

// Void implements Provider.
func (hand) Void(context.Context, MoneyRequest) (State, error) {
	return State{Status: Canceled}, nil
}

// Refund implements Provider: it waits for the operator who gives the money back.
func (hand) Refund(_ context.Context, r MoneyRequest) (State, error) {
	return State{Status: Pending, OurID: r.Key, Amount: r.Amount}, nil
}

// Notice implements Provider.
func (hand) Notice(func(string) string, []byte) (Hint, error) { return Hint{}, ErrCannot }

// Lookup implements Provider: only people know.
func (hand) Lookup(context.Context, Ref) (State, error) { return State{}, ErrCannot }
