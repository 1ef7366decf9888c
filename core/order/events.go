package order

// Names of an order's events: rows of the timeline, of the events table, and jobs
// "event:<name>" for whoever hears them.
const (
	EventPlaced    = "order.placed"
	EventCanceled  = "order.canceled"
	EventCompleted = "order.completed"
)

// JobPrefix comes before an event's name in the kind of the job that tells of it.
const JobPrefix = "event:"

// EventJob is the payload of such a job.
type EventJob struct {
	OrderID string `json:"order_id"`
}
