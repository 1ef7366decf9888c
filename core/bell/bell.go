package bell

import (
	"slices"
	"time"

	"prilavok/core/lang"
	"prilavok/core/money"
	"prilavok/core/staff"
)

// Item is one thing that staff are told.
type Item struct {
	ID             string
	Kind           Kind
	Event          string
	Key            string // what it is told of: the shop is told once
	OrderID        string
	ConversationID string
	SubjectID      string
	Data           Data
	CreatedAt      time.Time
}

// Data is what an item says beside what its order and conversation say by themselves. It never
// holds a word of a customer, nor what names one.
type Data struct {
	Sum     *money.Money `json:"sum,omitempty"`
	Name    string       `json:"name,omitempty"`    // of a channel account
	Product lang.Texts   `json:"product,omitempty"` // goods
	Left    int64        `json:"left,omitempty"`    // of goods
	Code    string       `json:"code,omitempty"`    // of a fault, a problem or a reason
	Score   int          `json:"score,omitempty"`   // that a customer gave
}

// Told is an item as one reader has it.
type Told struct {
	Item
	Read bool
	// As they are now: the order's number and sum, and who the customer is.
	Number   string
	Total    money.Money
	Customer string
}

// Choices are what a reader wants to be told of.
type Choices struct {
	Hidden []Kind // not in the panel
	Push   []Kind // to their devices; nil: they have not chosen
	Names  bool   // devices are told names and sums as well
}

// Shown lists the kinds that the panel shows somebody.
func (c Choices) Shown(scopes []staff.Scope) []Kind {
	var out []Kind
	for _, a := range For(scopes) {
		if !slices.Contains(c.Hidden, a.Kind) {
			out = append(out, a.Kind)
		}
	}
	return out
}

// Pushes reports whether a kind comes to somebody's devices.
func (c Choices) Pushes(a About, scopes []staff.Scope) bool {
	if !slices.Contains(scopes, a.Scope) {
		return false
	}
	if c.Push == nil {
		return a.Pushed
	}
	return slices.Contains(c.Push, a.Kind)
}

// Path is the page of the panel that an item leads to.
func (i Item) Path() string {
	switch {
	case i.OrderID != "":
		return "/orders/" + i.OrderID
	case i.ConversationID != "" && i.Kind != Channels:
		return "/inbox/" + i.ConversationID
	}
	switch i.Kind {
	case Channels:
		return "/settings/channels"
	case Stock:
		if i.SubjectID != "" {
			return "/products/" + i.SubjectID
		}
		return "/products"
	case Money:
		return "/orders?view=stuck"
	case Machinery:
		return "/system"
	}
	return "/"
}
