package around

import (
	"context"

	"prilavok/core/inbox"
)

// Offline is the script of an installation without a model. Free text is answered by
// rules alone then, nothing outside is asked, and so the whole turn is one unit of work
// instead of six: one wait for the disk.
type Offline struct {
	inbox.Script
	Responder inbox.Responder
}

// Try implements inbox.Script.
func (o Offline) Try(ctx context.Context, in inbox.TurnInput) (inbox.TurnResult, bool, error) {
	res, handled, err := o.Script.Try(ctx, in)
	if handled || err != nil || in.Draft {
		return res, handled, err
	}
	res, err = o.Responder.Answer(ctx, in)
	return res, err == nil, err
}
