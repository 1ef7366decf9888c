package handoff

// Names of the events of handing over; the job "event:<name>" tells whoever listens.
const (
	EventRequested = "handoff.requested"
	EventAccepted  = "handoff.accepted"
	EventResolved  = "handoff.resolved"
)

// EventJob is the payload of such a job.
type EventJob struct {
	HandoffID      string `json:"handoff_id"`
	ConversationID string `json:"conversation_id"`
}

// JobPrefix comes before an event's name in the kind of the job that tells of it.
const JobPrefix = "event:"
