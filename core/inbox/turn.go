package inbox

import (
	"cmp"

	"prilavok/core/contact"
	"prilavok/core/shop"
)

// TurnInput is everything that one answer is made from. The deterministic path and
// the assistant take the same input.
type TurnInput struct {
	TurnID       string // of one answer; equal when an interrupted turn is resumed
	Shop         shop.Shop
	Contact      contact.Contact
	Conversation Conversation
	Messages     []Message // unanswered ones of the customer, in the order they were sent
	History      []Message // what was said before, oldest first
	Trial        bool      // of a draft: nobody sends it, the owner tries how customers are answered
	Draft        bool      // the answer is for a person of the shop to send: nothing is done or changed by it
}

// UpTo returns the sequence number of the newest message that the answer covers.
func (in TurnInput) UpTo() int64 {
	if len(in.Messages) == 0 {
		return in.Conversation.AnsweredTo
	}
	var newest int64
	for _, m := range in.Messages {
		newest = max(newest, m.Seq)
	}
	return newest
}

// TurnResult is the answer. An empty Out with Handled set is deliberate silence.
type TurnResult struct {
	Out     []Outgoing `json:"out,omitempty"`
	Changed bool       `json:"changed,omitempty"` // something was changed: the answer is kept although newer messages arrived
	Handled bool       `json:"handled,omitempty"`
	Lost    bool       `json:"lost,omitempty"`    // nothing was found that answers: twice in a row calls a person
	Handoff *Handoff   `json:"handoff,omitempty"` // a person of the shop is asked for
	Meta    TurnMeta   `json:"meta,omitzero"`
	Would   []Would    `json:"would,omitempty"` // of a draft: what was not done
}

// Would is something that the assistant would have done.
type Would struct {
	Tool string `json:"tool"`
	Args string `json:"args,omitempty"` // JSON
}

// ModeOf is who answers a conversation of a shop.
func ModeOf(s shop.Shop, c Conversation) shop.Mode {
	return cmp.Or(c.Mode, s.Settings.Assistant.Mode, shop.Answers)
}

// Handoff says why a person is asked for, for the operator who takes over.
type Handoff struct {
	Reason  string `json:"reason"` // a stable word: asked, complaint, payment, lost, guard, model_down
	Summary string `json:"summary,omitempty"`
}

// TurnMeta is how an answer came about; cost is in micro-units of the price table's currency.
type TurnMeta struct {
	Path          string `json:"path,omitempty"` // script, model, fallback, proposal, limit
	Model         string `json:"model,omitempty"`
	PromptVersion string `json:"prompt_version,omitempty"`
	Rounds        int    `json:"rounds,omitempty"`
	TokensIn      int64  `json:"tokens_in,omitempty"`
	TokensOut     int64  `json:"tokens_out,omitempty"`
	Cost          int64  `json:"cost,omitempty"`
	Fault         string `json:"fault,omitempty"` // code of what made it fall back
}
