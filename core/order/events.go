package order

// Names of an order's events: rows of the timeline, of the events table, and jobs
// "event:<name>" for whoever hears them.
const (
	EventPlaced    = "order.placed"
	EventCanceled  = "order.canceled"
	EventCompleted = "order.completed"
	EventDrafted   = "order.drafted"
	EventDiscarded = "order.discarded"
	EventEdited    = "order.edited"  // data: before, after, difference in minor units
	EventExpired   = "order.expired" // data: action "canceled", "kept" or "held"; of held ones difference, and short: pieces by variant that are held no more
	EventStage     = "order.stage"   // data: from, to: keys of the shop's stages
	EventPacked    = "fulfillment.packed"
	EventShipped   = "fulfillment.shipped" // data: fulfillment with carrier and tracking
	EventDelivered = "fulfillment.delivered"
	EventUnpacked  = "fulfillment.canceled"
	EventShortfall = "stock.shortfall" // data: short: pieces by variant
	EventFilled    = "stock.filled"    // a shortfall is over; data: variant, quantity, how
	EventHeld      = "stock.held"      // goods that had lapsed are held again
)

// JobPrefix comes before an event's name in the kind of the job that tells of it.
const JobPrefix = "event:"

// EventJob is the payload of such a job. EventID names the row of the events table, and
// the entry of the timeline: a listener that runs twice knows by it what it has done.
type EventJob struct {
	OrderID string         `json:"order_id"`
	EventID string         `json:"event_id,omitempty"`
	Data    map[string]any `json:"data,omitempty"` // the entry's
}
