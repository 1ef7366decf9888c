package delivery

import (
	"context"
	"time"
)

// MethodStore is what delivery methods need of a database.
type MethodStore interface {
	// DeliveryMethods lists the shop's methods by position, all or the active ones.
	DeliveryMethods(ctx context.Context, all bool) ([]Method, error)
	// PutDeliveryMethod adds or replaces a method.
	PutDeliveryMethod(ctx context.Context, m Method, at time.Time) error
	// DropDeliveryMethod removes a method; false when there was none.
	DropDeliveryMethod(ctx context.Context, id string) (bool, error)
}

// SlotStore is what booking times needs of a database.
type SlotStore interface {
	// SlotsTaken counts the bookings of the slots that begin after a time, by Slot.ID.
	SlotsTaken(ctx context.Context, from time.Time) (map[string]int64, error)
	// TakeSlot counts one more booking of a slot, never above its capacity; false then.
	TakeSlot(ctx context.Context, s Slot) (bool, error)
	// BookedSlot names the slot that a holder has, "" none, and holds the row.
	BookedSlot(ctx context.Context, holder string) (slotID string, err error)
	// PutBooking notes that a holder has a slot.
	PutBooking(ctx context.Context, holder, slotID string, at time.Time) error
	// FreeSlot ends a holder's booking and counts its slot down; false when it had none.
	FreeSlot(ctx context.Context, holder string) (bool, error)
}
