package app

import (
	"context"

	"prilavok/core/inbox"
)

// Events of the model, told to the owner.
const (
	eventModelDown      = "model.down"
	eventModelRecovered = "model.recovered"
)

// Model is the model path's settings.
type Model struct{}

// rules answers free text without a model.
type rules struct{ app *App }

// Answer implements inbox.Responder.
func (r rules) Answer(ctx context.Context, in inbox.TurnInput) (inbox.TurnResult, error) {
	return r.app.Dialog.Fallback(ctx, in)
}

func (a *App) responder() inbox.Responder { return rules{a} }
