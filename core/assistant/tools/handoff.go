package tools

import (
	"context"
	"encoding/json"
	"slices"

	"prilavok/core/assistant"
	"prilavok/core/inbox"
)

// Handoff lets the model ask for a person.
func Handoff() assistant.Tool {
	return assistant.Tool{Asks: true, Name: "handoff_to_human",
		Description: "Hands the conversation to a person of the shop. Use it when the customer asks for a person, complains, disputes a payment, or you could not help twice.",
		Schema: object("reason", `{"type":"string","enum":["asked","complaint","payment","lost"]}`,
			"summary", text("One or two sentences for the operator: what the customer wants and what was tried")),
		Run: func(_ context.Context, _ assistant.Session, args json.RawMessage) (assistant.Result, error) {
			var a struct{ Reason, Summary string }
			if err := decode(args, &a); err != nil {
				return assistant.Result{}, err
			}
			if !slices.Contains([]string{"asked", "complaint", "payment", "lost"}, a.Reason) {
				a.Reason = "lost"
			}
			return assistant.Result{Data: map[string]any{"ok": true, "note": "a person will answer soon"},
				Handoff: &inbox.Handoff{Reason: a.Reason, Summary: assistant.Clean(a.Summary, 500)}}, nil
		}}
}
