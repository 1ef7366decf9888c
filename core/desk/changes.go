package desk

import (
	"context"
	"strconv"
	"strings"
)

// Change says that something is new in a conversation, and where to look.
type Change struct {
	Place          Place
	Kind           string // message, note, conversation, order
	ConversationID string // "" an order of no conversation
	OrderID        string
}

// Place is where a change stands among those of a shop: the transaction that made it, and
// its number. Changes are in the order in which transactions begin, and none is listed
// before all that stand before it are done: whoever reads on from a place misses nothing.
type Place struct{ Tx, Seq int64 }

// String writes a place for a cursor.
func (p Place) String() string { return itoa(p.Tx) + "." + itoa(p.Seq) }

func readPlace(s string) (Place, error) {
	tx, seq, ok := strings.Cut(s, ".")
	t, err := strconv.ParseInt(tx, 10, 64)
	n, err2 := strconv.ParseInt(seq, 10, 64)
	if !ok || err != nil || err2 != nil || t < 0 || n < 0 {
		return Place{}, ErrCursor
	}
	return Place{t, n}, nil
}

// Changes lists what changed after a cursor, oldest first, and where it ended. Without a
// cursor nothing is listed: it tells where the shop is now.
//
// Faults: ErrCursor.
func (s *Service) Changes(ctx context.Context, cursor string, limit int) (list []Change, next string, err error) {
	var after Place
	if cursor != "" {
		if after, err = readPlace(cursor); err != nil {
			return nil, "", err
		}
	}
	err = s.Tx.View(ctx, func(ctx context.Context) error {
		if cursor == "" {
			after, err = s.Store.LastChange(ctx)
			return err
		}
		list, err = s.Store.ChangesAfter(ctx, after, limit)
		return err
	})
	if n := len(list); n > 0 {
		after = list[n-1].Place
	}
	return list, after.String(), err
}

// keepChanges is how many changes are kept about: a panel that was away for longer reads
// its lists anew.
const keepChanges = 200_000

// readSteps bounds how far one round of upkeep reads.
const readSteps = 500

// KeepWords reads on in what was said, and then forgets old changes: none that is not read.
func (s *Service) KeepWords(ctx context.Context) error {
	for range readSteps {
		more, err := s.ReadWords(ctx)
		if err != nil {
			return err
		}
		if !more {
			return s.ForgetChanges(ctx)
		}
	}
	return nil
}

// ForgetChanges deletes old changes.
func (s *Service) ForgetChanges(ctx context.Context) error {
	return s.Tx.InTx(ctx, func(ctx context.Context) error {
		_, err := s.Store.ForgetChanges(ctx, keepChanges)
		return err
	})
}
