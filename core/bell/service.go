package bell

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"prilavok/core/catalog"
	"prilavok/core/id"
	"prilavok/core/inbox"
	"prilavok/core/lang"
	"prilavok/core/money"
	"prilavok/core/notify"
	"prilavok/core/order"
	"prilavok/core/staff"
	"prilavok/core/txn"
)

// Bounds of what is kept and counted.
const (
	KeptFor  = 30 * 24 * time.Hour
	KeptMost = 5000
	CountsTo = 99
)

// settles is how long after its own time an item may still be on its way into the database.
const settles = time.Minute

// Service rings and answers what was told.
type Service struct {
	store Store
	tx    txn.Runner
	now   func() time.Time
	ids   *id.Maker
	// Rang is told in the open unit of work of an item that is new; nil: nobody.
	Rang func(ctx context.Context, i Item) error
}

// New returns the bell of all shops.
func New(store Store, tx txn.Runner, now func() time.Time, ids *id.Maker) *Service {
	return &Service{store: store, tx: tx, now: now, ids: ids}
}

// Hear rings for an event, by its id. It is one unit of work and may run any number of times.
func (s *Service) Hear(ctx context.Context, eventID string) error {
	return s.tx.InTx(ctx, func(ctx context.Context) error {
		e, found, err := s.store.EventByID(ctx, eventID)
		if err != nil || !found {
			return err
		}
		i, ok := itemOf(e)
		if !ok {
			return nil
		}
		if e.Name == notify.EventMessageFailed {
			if settled, err := s.elsewhere(ctx, e); err != nil || settled {
				return err
			}
		}
		return s.ring(ctx, i)
	})
}

// Ring rings for what has no event of its own.
func (s *Service) Ring(ctx context.Context, i Item) error {
	return s.tx.InTx(ctx, func(ctx context.Context) error { return s.ring(ctx, i) })
}

func (s *Service) ring(ctx context.Context, i Item) error {
	i.ID, i.CreatedAt = s.ids.Make("bel"), s.now()
	if i.Kind == "" {
		i.Kind = heard[i.Event]
	}
	fresh, err := s.store.AddBell(ctx, i)
	if err != nil || !fresh || s.Rang == nil {
		return err
	}
	return s.Rang(ctx, i)
}

// elsewhere reports whether a failed message was a notice that went another way, or waits: such
// a notice names its message no longer.
func (s *Service) elsewhere(ctx context.Context, e notify.Event) (bool, error) {
	var data struct {
		Seq int64 `json:"seq"`
	}
	if json.Unmarshal(e.Data, &data) != nil || data.Seq == 0 {
		return false, nil
	}
	list, err := s.store.MessagesAfter(ctx, e.ConversationID, data.Seq-1, 1)
	if err != nil || len(list) == 0 || list[0].Seq != data.Seq || list[0].Author != inbox.BySystem {
		return false, err
	}
	n, found, err := s.store.NoticeOfMessage(ctx, e.ConversationID, data.Seq)
	return !found || n.State != notify.Failed, err
}

// itemOf reads what an event says; false for one that needs nobody.
func itemOf(e notify.Event) (Item, bool) {
	i := Item{Event: e.Name, Kind: heard[e.Name], Key: e.ID, ConversationID: e.ConversationID}
	var d struct {
		Sum     money.Money     `json:"sum"`
		Name    string          `json:"name"`
		Product json.RawMessage `json:"product"`
		Left    int64           `json:"left"`
		OrderID string          `json:"order_id"`
		Action  string          `json:"action"`
		Kind    string          `json:"kind"`
		Fault   string          `json:"fault"`
		Score   int             `json:"score"`
	}
	_ = json.Unmarshal(e.Data, &d) // what cannot be read is not said
	i.SubjectID = e.SubjectID
	switch {
	case id.Prefix(e.SubjectID) == "ord":
		i.OrderID = e.SubjectID
	case d.OrderID != "":
		i.OrderID = d.OrderID
	}
	if d.Sum.Currency != "" {
		i.Data.Sum = &d.Sum
	}
	i.Data.Code, i.Data.Score = d.Fault, d.Score
	switch i.Kind {
	case Money:
		i.Data.Code = d.Kind
	case Channels:
		i.Data.Name, i.ConversationID = d.Name, ""
	case Stock:
		i = low(i, e)
	case Undelivered: // a channel that is down fails many: once a day for each conversation
		i.Key = e.Name + ":" + e.ConversationID + ":" + e.At.UTC().Format(time.DateOnly)
	}
	return i, e.Name != order.EventExpired || d.Action == "held"
}

func low(i Item, e notify.Event) Item {
	var d catalog.StockData
	if json.Unmarshal(e.Data, &d) == nil {
		i.SubjectID, i.Data.Product, i.Data.Left = d.ProductID, d.Product, d.Left
	}
	return i
}

// Reader is who reads.
type Reader struct {
	ID     string
	Scopes []staff.Scope
}

// List lists what a reader is told, newest first, below the id cursor.
func (s *Service) List(ctx context.Context, r Reader, unread bool, cursor string, limit int) ([]Told, error) {
	var out []Told
	err := s.tx.View(ctx, func(ctx context.Context) error {
		c, err := s.choices(ctx, r.ID)
		if err != nil {
			return err
		}
		out, err = s.store.Bells(ctx, Query{r.ID, c.Shown(r.Scopes), unread, cursor, limit})
		return err
	})
	return out, err
}

// Count counts what a reader has not read, up to CountsTo and one more.
func (s *Service) Count(ctx context.Context, r Reader) (int, error) {
	var n int
	err := s.tx.View(ctx, func(ctx context.Context) error {
		c, err := s.choices(ctx, r.ID)
		if err != nil {
			return err
		}
		n, err = s.store.CountBells(ctx, r.ID, c.Shown(r.Scopes), CountsTo+1)
		return err
	})
	return n, err
}

// Read notes that a reader has read an item, or wants it to stay unread.
//
// Faults: ErrNoItem, also for one that they may not see.
func (s *Service) Read(ctx context.Context, r Reader, id string, read bool) error {
	return s.tx.InTx(ctx, func(ctx context.Context) error {
		i, err := s.store.Bell(ctx, r.ID, id)
		if err != nil {
			return err
		}
		if a, ok := AboutOf(i.Kind); !ok || !slices.Contains(r.Scopes, a.Scope) {
			return ErrNoItem
		}
		return s.store.ReadBell(ctx, r.ID, id, read)
	})
}

// ReadAll notes that a reader has read everything there is.
func (s *Service) ReadAll(ctx context.Context, r Reader) error {
	return s.tx.InTx(ctx, func(ctx context.Context) error { return s.store.ReadBells(ctx, r.ID, s.now().Add(-settles)) })
}

func (s *Service) choices(ctx context.Context, readerID string) (Choices, error) {
	all, err := s.store.BellChoices(ctx, []string{readerID})
	return all[readerID], err
}

// Choices reads what a reader wants to be told of.
func (s *Service) Choices(ctx context.Context, r Reader) (Choices, error) {
	var c Choices
	err := s.tx.View(ctx, func(ctx context.Context) error {
		var err error
		c, err = s.choices(ctx, r.ID)
		return err
	})
	return c, err
}

// Choose sets what a reader wants to be told of.
//
// Faults: ErrKind, also for a kind whose subject they may not see.
func (s *Service) Choose(ctx context.Context, r Reader, c Choices) error {
	for _, k := range slices.Concat(c.Hidden, c.Push) {
		if a, ok := AboutOf(k); !ok || !slices.Contains(r.Scopes, a.Scope) {
			return ErrKind
		}
	}
	return s.tx.InTx(ctx, func(ctx context.Context) error { return s.store.SaveBellChoices(ctx, r.ID, c) })
}

// Forget deletes up to n items that are old, or too many.
func (s *Service) Forget(ctx context.Context, n int) (deleted int64, err error) {
	err = s.tx.InTx(ctx, func(ctx context.Context) error {
		deleted, err = s.store.ForgetBells(ctx, s.now().Add(-KeptFor), KeptMost, n)
		return err
	})
	return deleted, err
}

// Words is what an item says to people.
type Words struct{ Title, Text string }

// Say puts an item into words; names tells whether it may say who the customer is and how much.
func Say(t Told, l, def lang.Lang, names bool) Words { return say(t, l, def, names) }
