package hook

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"
	"time"
)

// Recorded is an event as it was recorded, whoever it concerns.
type Recorded struct {
	ID             string
	Name           string
	ContactID      string
	ConversationID string
	SubjectID      string // what it happened to: an order, a variant, a conversation
	Data           json.RawMessage
	At             time.Time
}

// Spot is a place in the feed: that of an event.
type Spot struct {
	At time.Time
	ID string
}

// FeedStore reads the feed.
type FeedStore interface {
	// EventsAfter lists events after a place, from before a time, oldest first.
	EventsAfter(ctx context.Context, after Spot, before time.Time, limit int) ([]Recorded, error)
}

// settled is how old an event is when the feed shows it: one that happened earlier and was
// stored later would else slip in behind a reader's back.
const settled = 10 * time.Second

// Feed lists what happened after a cursor, oldest first, and returns the cursor to go on
// from: the same one when there was nothing. Events are shown ten seconds after they happen.
//
// Faults: ErrSpot.
func (s *Service) Feed(ctx context.Context, cursor string, limit int) ([]Recorded, string, error) {
	after, err := readSpot(cursor)
	if err != nil {
		return nil, "", err
	}
	var list []Recorded
	err = s.Tx.View(ctx, func(ctx context.Context) error {
		var err error
		list, err = s.Events.EventsAfter(ctx, after, s.Now().Add(-settled), limit)
		return err
	})
	if n := len(list); n > 0 {
		cursor = strconv.FormatInt(list[n-1].At.UnixMicro(), 10) + "." + list[n-1].ID
	}
	return list, cursor, err
}

func readSpot(cursor string) (Spot, error) {
	if cursor == "" {
		return Spot{At: time.UnixMicro(0)}, nil
	}
	at, id, _ := strings.Cut(cursor, ".")
	n, err := strconv.ParseInt(at, 10, 64)
	if err != nil || n < 0 || n > 1<<53 || id == "" {
		return Spot{}, ErrSpot
	}
	return Spot{time.UnixMicro(n).UTC(), id}, nil
}
