package inbox

import "context"

// Events records what happened, in the unit of work that made it true.
type Events interface {
	Record(ctx context.Context, e Event) error
}

// Event is one domain event. Who hears it is stated in one table, app/events.go.
type Event struct {
	Name           string // "message.failed"
	ContactID      string
	ConversationID string
	SubjectID      string
	Data           any // becomes JSON; holds ids and codes, no texts of customers
}

// Names of the inbox's events.
const (
	EventMessageFailed = "message.failed"
	EventRevoked       = "channel.revoked"
)
