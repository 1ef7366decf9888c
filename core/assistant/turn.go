package assistant

import (
	"encoding/json"
	"time"

	"prilavok/core/assistant/facts"
	"prilavok/core/inbox"
)

// Turn is the row of one answer in the making.
type Turn struct {
	ID             string
	ConversationID string
	ContactID      string
	Status         TurnStatus
	Meta           inbox.TurnMeta
	UpTo           int64 // messages that the answer covers
	CreatedAt      time.Time
	EndedAt        time.Time
}

// TurnStatus says whether a turn has its answer.
type TurnStatus string

const (
	Running TurnStatus = "running"
	Ended   TurnStatus = "ended"
)

// Step is one row of a turn's transcript. Steps are only added: a resumed turn reads
// them and goes on where they end.
type Step struct {
	N    int64
	Kind StepKind
	Data json.RawMessage
	At   time.Time
}

// StepKind says what a step's data is.
type StepKind string

const (
	StepInput StepKind = "input" // inputStep: what the customer said
	StepModel StepKind = "model" // Response
	StepTool  StepKind = "tool"  // toolStep: a tool's result, in one unit with its effect
	StepCheck StepKind = "check" // checkStep: what was wrong with an answer of the model
	StepEnd   StepKind = "end"   // inbox.TurnResult
)

// inputStep is what a turn was asked. Pictures are kept by reference only.
type inputStep struct {
	UpTo     int64              `json:"up_to"`
	Text     string             `json:"text"` // the prompt's message
	Said     []string           `json:"said"` // the customer's own words
	Pictures []inbox.Attachment `json:"pictures,omitempty"`
}

// toolStep is what a tool answered.
type toolStep struct {
	CallID  string         `json:"call_id"`
	Name    string         `json:"name"`
	Args    string         `json:"args"`
	Result  string         `json:"result"` // JSON
	Changed bool           `json:"changed,omitempty"`
	Failed  bool           `json:"failed,omitempty"`
	Held    bool           `json:"held,omitempty"` // of a draft: it was not run
	Handoff *inbox.Handoff `json:"handoff,omitempty"`
	Token   string         `json:"token,omitempty"` // of a proposal
	Offer   string         `json:"offer,omitempty"` // what it proposes, markup
	Button  *inbox.Button  `json:"button,omitempty"`
}

// checkStep is why an answer was not accepted, as the model is told.
type checkStep struct {
	Violations []facts.Violation `json:"violations,omitempty"`
	Leaks      []string          `json:"leaks,omitempty"`
	Claims     []string          `json:"claims,omitempty"`
	Note       string            `json:"note"`
	Draft      string            `json:"draft,omitempty"`
}

// Proposal is something the assistant has offered to do. A token names it; it is done
// once, after an explicit yes, or never.
type Proposal struct {
	Token          string
	ConversationID string
	ContactID      string
	TurnID         string
	Kind           string // of the executor
	Payload        json.RawMessage
	Status         ProposalStatus
	Asked          bool // the next message of the contact may answer it in words
	CreatedAt      time.Time
	ExpiresAt      time.Time
}

// ProposalStatus is what became of a proposal.
type ProposalStatus string

const (
	Offered  ProposalStatus = "open"
	Done     ProposalStatus = "done"
	Declined ProposalStatus = "declined"
	Replaced ProposalStatus = "replaced" // a newer one took its place
)

// Spent is what was used in a period. A contact's row counts the contact alone, the
// shop's all of them.
type Spent struct {
	Messages int64
	Tokens   int64
	Cost     int64
}

// Health is what is known of the model as one shop uses it.
type Health struct {
	DownSince time.Time // zero: it answers
	Fault     string
	ToldOn    string // the day on which the owner was told last
}
