package assistant

import (
	"context"
	"time"

	"prilavok/core/cart"
	"prilavok/core/catalog"
	"prilavok/core/inbox"
)

// Store is what turns need of a database. All run inside a unit of work.
type Store interface {
	// OpenTurn adds a turn, or returns the one with its id, and holds its row.
	OpenTurn(ctx context.Context, t Turn) (Turn, error)
	// TurnSteps lists a turn's transcript in order.
	TurnSteps(ctx context.Context, turnID string) ([]Step, error)
	// AddTurnStep adds a step; a number that is taken is a fault.
	AddTurnStep(ctx context.Context, turnID string, s Step) error
	// SaveTurn stores status, meta, up_to and the end.
	SaveTurn(ctx context.Context, t Turn) error
	// InsertTurn stores a turn that has ended already.
	InsertTurn(ctx context.Context, t Turn) error
	// LastTurnBefore finds the newest turn of a conversation but the one named.
	LastTurnBefore(ctx context.Context, conversationID, turnID string) (t Turn, found bool, err error)
	// HearMessage keeps what was heard in a recording as the message's text.
	HearMessage(ctx context.Context, conversationID string, seq int64, text string) error
}

// ProposalStore is what proposals need of a database. All run inside a unit of work.
type ProposalStore interface {
	InsertProposal(ctx context.Context, p Proposal) error
	// OpenProposal finds the newest open one of a conversation.
	OpenProposal(ctx context.Context, conversationID string) (p Proposal, found bool, err error)
	// ProposalByToken finds one in any state and holds its row.
	ProposalByToken(ctx context.Context, token string) (p Proposal, found bool, err error)
	// SettleProposal ends an open one; false when it was settled already.
	SettleProposal(ctx context.Context, token string, status ProposalStatus, at time.Time) (bool, error)
	// QuietProposals: the next words of the conversation answer no open proposal any
	// more, buttons still do. With replace set they are settled as Replaced.
	QuietProposals(ctx context.Context, conversationID string, replace bool, at time.Time) error
}

// UsageStore is what budgets and the model's health need of a database. All run
// inside a unit of work.
type UsageStore interface {
	// Spend adds to what a contact ("" the shop) used in a period and returns the sum.
	Spend(ctx context.Context, period, contactID string, more Spent) (Spent, error)
	// Count is Spend whose sum nobody asks for.
	Count(ctx context.Context, period, contactID string, more Spent) error
	SpentIn(ctx context.Context, period, contactID string) (Spent, error)
	ModelHealth(ctx context.Context) (Health, error)
	SetModelHealth(ctx context.Context, h Health, at time.Time) error
}

// Outset is what an answer by rules alone depends on.
type Outset struct {
	Messages int64 // of the contact in the period, so far
	Lost     bool  // nothing was found in the conversation's turn before
	Begun    bool  // the turn has a transcript: a model has begun with it
	Offered  bool  // a proposal of the conversation is open
}

// OutsetStore reads it in one go.
type OutsetStore interface {
	Outset(ctx context.Context, c inbox.Conversation, period string) (Outset, error)
}

// Stores is one database as the assistant sees it.
type Stores interface {
	Store
	ProposalStore
	UsageStore
	OutsetStore
}

// Fallback answers free text without a model: dialog.
type Fallback interface {
	Fallback(ctx context.Context, in inbox.TurnInput) (inbox.TurnResult, error)
}

// Products finds what a draft cites; cards are rendered from it.
type Products interface {
	Products(ctx context.Context, ids []string) ([]catalog.Product, error)
}

// Carts tells what the contact has in the cart, for the prompt.
type Carts interface {
	Get(ctx context.Context, contactID string) (cart.Cart, error)
}

// Media fetches a file that a message of a conversation carries.
//
// Faults: Invalid when it is too large or gone, else Unavailable.
type Media interface {
	Download(ctx context.Context, c inbox.Conversation, a inbox.Attachment) (data []byte, mime string, err error)
}
