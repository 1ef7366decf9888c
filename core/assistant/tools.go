package assistant

import (
	"context"
	"encoding/json"

	"prilavok/core/inbox"
	"prilavok/core/lang"
)

// Tool is something the model may call. Which ones there are is wired in app.
type Tool struct {
	Name        string
	Description string
	Schema      json.RawMessage // strict: see package tools
	Writes      bool            // its Run is one unit of work with its result's row
	Asks        bool            // it changes nothing, but asks somebody to do something: never for a draft
	// Run does it for the person and the shop of the session; args never say who that
	// is. A refusal (Invalid, NotFound, Conflict, Unsupported) is told to the model by
	// its code and message; any other fault ends the try of the turn.
	Run func(ctx context.Context, s Session, args json.RawMessage) (Result, error)
}

// Session is who a tool works for. It comes from the conversation alone.
type Session struct {
	in   inbox.TurnInput
	Lang lang.Lang
	Key  string // of this call, equal when a turn is resumed
}

// NewSession makes a session of a turn, for tests of tools.
func NewSession(in inbox.TurnInput, l lang.Lang) Session { return Session{in: in, Lang: l} }

// Input returns the turn that the call belongs to.
func (s Session) Input() inbox.TurnInput { return s.in }

// ContactID returns whose cart and orders these are.
func (s Session) ContactID() string { return s.in.Contact.ID }

// Result is what a tool answers. Data is shown to the model and proves what the draft
// says: amounts are in it as people read them, with their currency, and it never
// repeats the arguments.
type Result struct {
	Data     any
	Changed  bool // something was changed: the answer is kept
	Handoff  *inbox.Handoff
	Proposal *Offer
	Button   *inbox.Button // goes under the answer
}

// Offer is what a tool proposes to do once the customer says yes.
type Offer struct {
	Kind    string // of the Executor
	Payload any    // becomes JSON
	Text    string // markup: what exactly is proposed, shown above the buttons
}

// Executor does what was proposed, in the unit of work that settles the proposal. It
// is run at most once for a token, which is also its key.
type Executor interface {
	// Kind is the Offer's.
	Kind() string
	// Execute answers what is said to the customer. A refusal is said too, and settles
	// the proposal like a success; Again offers anew with what is true now.
	Execute(ctx context.Context, s Session, token string, payload json.RawMessage) (Outcome, error)
}

// Outcome is what became of a proposal.
type Outcome struct {
	Out     []inbox.Outgoing
	Changed bool
	Again   *Offer
}
