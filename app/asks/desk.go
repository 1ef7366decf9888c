package asks

import (
	"context"
	"encoding/json"

	"prilavok/core/desk"
	"prilavok/core/fault"
	"prilavok/core/job"
)

// wake brings a conversation back that was put away.
func (d Deps) wake(ctx context.Context, j job.Job) error {
	var p desk.WakeJob
	if err := json.Unmarshal(j.Payload, &p); err != nil {
		return fault.Wrap(err, fault.Invalid, "app.bad_job", "waking a conversation")
	}
	return d.Desk.Wake(ctx, p.ConversationID)
}
