package asks

import (
	"context"
	"encoding/json"

	"prilavok/core/fault"
	"prilavok/core/job"
	"prilavok/core/notify/held"
)

// jobHeldDecide does what was asked for through the API: payload heldJob.
const jobHeldDecide = "held:decide"

type heldJob struct {
	ConversationID string    `json:"c"`
	Seq            int64     `json:"s"`
	Wish           held.Wish `json:"wish"`
	By             string    `json:"by"`
}

// Held implements held.Asks over the queue.
type Held struct{ *job.Queue }

// Decide implements held.Asks.
func (q Held) Decide(ctx context.Context, conversationID string, seq int64, wish held.Wish, by string) error {
	return q.Enqueue(ctx, job.New{Kind: jobHeldDecide, Payload: heldJob{conversationID, seq, wish, by}})
}

// decide is the handler of jobHeldDecide. What cannot be done any more is left as it is.
func (d Deps) decide(ctx context.Context, j job.Job) error {
	var p heldJob
	if err := json.Unmarshal(j.Payload, &p); err != nil {
		return fault.Wrap(err, fault.Invalid, "app.bad_job", "a held message")
	}
	_, err := d.Held.Decide(ctx, p.ConversationID, p.Seq, p.Wish, p.By)
	if fault.Is(err, fault.Conflict) {
		return nil
	}
	return err
}
