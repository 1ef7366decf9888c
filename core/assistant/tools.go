package assistant

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"strings"

	"prilavok/core/fault"
	"prilavok/core/inbox"
	"prilavok/core/lang"
)

// Tool is something the model may call. Which ones there are is wired in app.
type Tool struct {
	Name        string
	Description string
	Schema      json.RawMessage // strict: see Lint
	Writes      bool            // its Run is one unit of work with its result's row
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

// object writes a strict schema: every property is required, no others are allowed.
// pairs are name, schema, name, schema, …
func object(pairs ...string) json.RawMessage {
	var props, names []string
	for i := 0; i+1 < len(pairs); i += 2 {
		name, _ := json.Marshal(pairs[i])
		props = append(props, string(name)+":"+pairs[i+1])
		names = append(names, string(name))
	}
	return json.RawMessage(`{"type":"object","properties":{` + strings.Join(props, ",") + `},"required":[` +
		strings.Join(names, ",") + `],"additionalProperties":false}`)
}

// Schemas of single arguments. Bounds are checked in Go: not every service knows them.
func text(description string) string { return typed(`"string"`, description) }
func maybe(description string) string {
	return typed(`["string","null"]`, description)
}
func whole(description string) string { return typed(`"integer"`, description) }
func maybeWhole(description string) string {
	return typed(`["integer","null"]`, description)
}
func maybeTrue(description string) string { return typed(`["boolean","null"]`, description) }

func typed(kind, description string) string {
	d, _ := json.Marshal(description)
	return `{"type":` + kind + `,"description":` + string(d) + `}`
}

// decode reads arguments strictly: no unknown and no trailing things.
func decode(args json.RawMessage, v any) error {
	dec := json.NewDecoder(bytes.NewReader(args))
	dec.DisallowUnknownFields()
	if err := dec.Decode(v); err != nil {
		return fault.New(fault.Invalid, "assistant.arguments", "the arguments do not fit the schema of this tool")
	}
	if dec.More() {
		return fault.New(fault.Invalid, "assistant.arguments", "the arguments are followed by something else")
	}
	return nil
}

// Lint returns what keeps a schema from being strict in the common sense of all
// services: an object at the root, every property required, no additional ones, and
// none of the keywords that some reject.
func Lint(schema json.RawMessage) []string {
	var root map[string]any
	if err := json.Unmarshal(schema, &root); err != nil {
		return []string{"it is no JSON object"}
	}
	if root["type"] != "object" {
		return []string{"its root is no object"}
	}
	return lint("$", root)
}

var unportable = []string{"minLength", "maxLength", "pattern", "format", "minimum", "maximum", "minItems", "maxItems", "default", "oneOf", "allOf", "not"}

func lint(path string, node map[string]any) []string {
	var out []string
	for _, k := range unportable {
		if _, has := node[k]; has {
			out = append(out, path+" uses "+k)
		}
	}
	props, isObject := node["properties"].(map[string]any)
	if node["type"] == "object" || isObject {
		if node["additionalProperties"] != false {
			out = append(out, path+" allows additional properties")
		}
		required, _ := node["required"].([]any)
		for name, p := range props {
			if !slices.Contains(required, any(name)) {
				out = append(out, path+"."+name+" is not required")
			}
			if sub, ok := p.(map[string]any); ok {
				out = append(out, lint(path+"."+name, sub)...)
			}
		}
		if len(required) != len(props) {
			out = append(out, path+" requires what it does not have")
		}
	}
	if items, ok := node["items"].(map[string]any); ok {
		out = append(out, lint(path+"[]", items)...)
	}
	return out
}

// HandoffTool lets the model ask for a person.
func HandoffTool() Tool {
	return Tool{Name: "handoff_to_human",
		Description: "Hands the conversation to a person of the shop. Use it when the customer asks for a person, complains, disputes a payment, or you could not help twice.",
		Schema: object("reason", `{"type":"string","enum":["asked","complaint","payment","lost"]}`,
			"summary", text("One or two sentences for the operator: what the customer wants and what was tried")),
		Run: func(_ context.Context, _ Session, args json.RawMessage) (Result, error) {
			var a struct{ Reason, Summary string }
			if err := decode(args, &a); err != nil {
				return Result{}, err
			}
			if !slices.Contains([]string{"asked", "complaint", "payment", "lost"}, a.Reason) {
				a.Reason = "lost"
			}
			return Result{Data: map[string]any{"ok": true, "note": "a person will answer soon"},
				Handoff: &inbox.Handoff{Reason: a.Reason, Summary: Clean(a.Summary, 500)}}, nil
		}}
}
