package payment

import (
	"context"
	"time"

	"prilavok/core/job"
	"prilavok/core/order"
	"prilavok/core/shop"
)

// Store keeps payments and operations. All run inside a unit of work, under the lock
// of the order's row, which is taken first.
type Store interface {
	InsertPayment(ctx context.Context, p Payment) error
	SavePayment(ctx context.Context, p Payment) error
	// InsertOperations stores operations with one statement; false when a key is taken.
	InsertOperations(ctx context.Context, list []Operation) (bool, error)
	SaveOperation(ctx context.Context, o Operation) error
	// OrderByID locks the order's row when lock is true.
	OrderByID(ctx context.Context, id string, lock bool) (order.Order, error)
	ShopByID(ctx context.Context, id string) (shop.Shop, error)
}

// Reader finds payments and operations.
type Reader interface {
	// PaymentByID answers ErrNotFound for another shop's; lock holds its row.
	PaymentByID(ctx context.Context, id string, lock bool) (Payment, error)
	// PaymentByRef finds a payment of an account by the provider's id or by ours.
	PaymentByRef(ctx context.Context, accountID string, r Ref) (p Payment, found bool, err error)
	// PaymentByToken finds the payment of a return page.
	PaymentByToken(ctx context.Context, token string) (Payment, error)
	// PaymentsOf lists those of an order, the oldest first; lock holds the rows.
	PaymentsOf(ctx context.Context, orderID string, lock bool) ([]Payment, error)
	OperationByID(ctx context.Context, id string) (Operation, error)
	// OperationByKey answers found false when the key was not used.
	OperationByKey(ctx context.Context, key string) (o Operation, found bool, err error)
	// OperationsOf lists those of an order, the oldest first.
	OperationsOf(ctx context.Context, orderID string) ([]Operation, error)
}

// Accounts keeps the providers that a shop has connected.
type Accounts interface {
	PaymentAccounts(ctx context.Context) ([]Account, error)
	SavePaymentAccount(ctx context.Context, a Account) error
	// PaymentAccountByID finds any shop's; it runs in the system scope too.
	PaymentAccountByID(ctx context.Context, id string) (Account, error)
	// HoldPaymentAccount is PaymentAccountByID that holds the row: nobody else changes the
	// account, or begins a payment by it, until the unit of work ends.
	HoldPaymentAccount(ctx context.Context, id string) (Account, error)
	// PaymentsWaiting counts the payments by an account that are not settled, and those of which
	// something that was asked of the provider is not.
	PaymentsWaiting(ctx context.Context, accountID string) (int64, error)
}

// Desk keeps notices and problems.
type Desk interface {
	// InsertNotice stores a notice; false when it is known.
	InsertNotice(ctx context.Context, n Notice) (bool, error)
	NoticeByKey(ctx context.Context, accountID, key string) (Notice, error)
	// CloseNotice notes what became of it.
	CloseNotice(ctx context.Context, accountID, key, state string, at time.Time) error
	// OpenProblem stores a problem; false when the same one is open already.
	OpenProblem(ctx context.Context, p Problem) (bool, error)
	// CloseProblem answers ErrNoProblem when it is not open.
	CloseProblem(ctx context.Context, id, by string, at time.Time) error
	// Problems lists the open ones, the newest first.
	Problems(ctx context.Context, orderID string, limit int) ([]Problem, error)
}

// Checkouts keeps questions whether money may move, and money that a messenger has taken.
type Checkouts interface {
	// Approvals lists the answer to a question, and those about a payment, the oldest first.
	Approvals(ctx context.Context, queryID, paymentID string) ([]Approval, error)
	// InsertApproval stores an answer; false when the question is answered already.
	InsertApproval(ctx context.Context, a Approval) (bool, error)
	// InsertCharge stores money that was taken; false when it is known.
	InsertCharge(ctx context.Context, c Charge) (bool, error)
	// ChargesOf lists what was taken for a payment, and the charge with an id, the oldest first.
	ChargesOf(ctx context.Context, paymentID, id string) ([]Charge, error)
	// ChargeReturned notes that a charge was given back; false when that is known.
	ChargeReturned(ctx context.Context, id string, at time.Time) (bool, error)
}

// Stores is one database as payments see it.
type Stores interface {
	Checkouts
	Store
	Reader
	Accounts
	Desk
	Ledger
}

// Orders is what payments tell orders, always in the open unit of work.
type Orders interface {
	// ApplyMoney tells an order the sums of its payments.
	ApplyMoney(ctx context.Context, orderID string, f order.MoneyFacts) (order.Order, error)
	// Log adds a row to the order's timeline, with its event and the job of its listeners.
	Log(ctx context.Context, orderID, what string, by order.Actor, why string, data map[string]any) error
	// Keep holds the goods of an order for a payer until a time, at least; order.ErrOutOfStock
	// when they are gone.
	Keep(ctx context.Context, orderID string, until time.Time) error
}

// Jobs is the part of the queue that payments use.
type Jobs interface {
	Enqueue(ctx context.Context, n job.New) error
	Finish(ctx context.Context) error
}
