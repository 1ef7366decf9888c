package setting

import (
	"bytes"
	"context"
	"encoding/json"
	"maps"
	"slices"
	"time"

	"prilavok/core/fault"
	"prilavok/core/id"
	"prilavok/core/lang"
	"prilavok/core/shop"
	"prilavok/core/txn"
)

// Version is one change of settings. Versions are only added.
type Version struct {
	ID       string
	At       time.Time
	ActorID  string // of a member of staff or an API key; "" the server's keeper
	Revision int64  // of the shop after it
	Undoes   string // the version that it took back, ""
	UndoneBy string // the version that took it back, ""
	Changes  map[string]Change
}

// Change is one setting of a version.
type Change struct {
	Before json.RawMessage `json:"before"`
	After  json.RawMessage `json:"after"`
}

// Store is what settings need of a database. All run inside a unit of work of the shop.
type Store interface {
	ShopByID(ctx context.Context, id string) (shop.Shop, error)
	// UpdateShop saves a shop whose revision is still s.Revision; shop.ErrRevision else.
	UpdateShop(ctx context.Context, s shop.Shop) error
	InsertSettingsVersion(ctx context.Context, v Version) error
	// SettingsVersions lists versions, the newest first, from below an id; "" is the newest.
	SettingsVersions(ctx context.Context, below string, limit int) ([]Version, error)
	SettingsVersion(ctx context.Context, id string) (v Version, found bool, err error)
}

// PageSize is how many versions are read at a time.
const PageSize = 30

// Faults of settings.
var (
	ErrNoVersion = fault.New(fault.NotFound, "setting.no_version", "there is no such version of the settings")
	ErrUndone    = fault.New(fault.Conflict, "setting.undone", "this change has been undone already")
	ErrNewer     = fault.New(fault.Conflict, "setting.changed_since", "one of these settings was changed again since: undo the newer change first, or set it by hand")
	ErrNothing   = fault.New(fault.Invalid, "setting.nothing", "nothing would change")
	ErrInvalid   = fault.New(fault.Invalid, "setting.invalid", "some settings are not as they must be")
	ErrCursor    = fault.New(fault.Invalid, "setting.cursor", "take the cursor from next of the page before")
)

// Wrong says which settings were refused, and why. It unwraps to ErrInvalid.
type Wrong struct{ Fields map[string]lang.Phrase }

// Error implements error.
func (w *Wrong) Error() string { return ErrInvalid.Error() }

// Unwrap returns ErrInvalid.
func (w *Wrong) Unwrap() error { return ErrInvalid }

// Service changes settings.
type Service struct {
	store Store
	tx    txn.Runner
	now   func() time.Time
	ids   *id.Maker
}

// New returns the service.
func New(store Store, tx txn.Runner, now func() time.Time, ids *id.Maker) *Service {
	return &Service{store, tx, now, ids}
}

// Get reads ctx's shop.
func (s *Service) Get(ctx context.Context) (shop.Shop, error) {
	var sh shop.Shop
	err := s.tx.View(ctx, func(ctx context.Context) error {
		var err error
		sh, err = s.store.ShopByID(ctx, txn.ShopID(ctx))
		return err
	})
	return sh, err
}

// Change sets some settings of ctx's shop at once, or none. revision is that of the shop
// which was read; 0 changes it as it is.
//
// Faults: Wrong, shop.ErrRevision, ErrNothing.
func (s *Service) Change(ctx context.Context, by string, revision int64, values map[string]json.RawMessage) (shop.Shop, Version, error) {
	return s.alter(ctx, revision, func(ctx context.Context, sh *shop.Shop) (Version, error) {
		changes, err := apply(sh, values)
		return Version{ActorID: by, Changes: changes}, err
	})
}

// Undo takes a version back: its settings get the values they had before, and that is a
// version as well, which can be undone in turn.
//
// Faults: ErrNoVersion, ErrUndone, ErrNewer.
func (s *Service) Undo(ctx context.Context, by, version string) (shop.Shop, Version, error) {
	return s.alter(ctx, 0, func(ctx context.Context, sh *shop.Shop) (Version, error) {
		was, found, err := s.store.SettingsVersion(ctx, version)
		switch {
		case err != nil:
			return Version{}, err
		case !found:
			return Version{}, ErrNoVersion
		case was.UndoneBy != "":
			return Version{}, ErrUndone
		}
		values := map[string]json.RawMessage{}
		for key, c := range was.Changes {
			set, known := Find(key)
			if !known || !same(set.Of(*sh), c.After) {
				return Version{}, ErrNewer
			}
			values[key] = c.Before
		}
		changes, err := apply(sh, values)
		return Version{ActorID: by, Undoes: version, Changes: changes}, err
	})
}

// alter changes the shop and adds the version in one unit of work.
func (s *Service) alter(ctx context.Context, revision int64, change func(ctx context.Context, sh *shop.Shop) (Version, error)) (shop.Shop, Version, error) {
	var sh shop.Shop
	var v Version
	err := s.tx.InTx(ctx, func(ctx context.Context) error {
		var err error
		if sh, err = s.store.ShopByID(ctx, txn.ShopID(ctx)); err != nil {
			return err
		}
		if revision != 0 && revision != sh.Revision {
			return shop.ErrRevision
		}
		if v, err = change(ctx, &sh); err != nil {
			return err
		}
		sh.UpdatedAt = s.now().UTC().Truncate(time.Microsecond)
		if err := s.store.UpdateShop(ctx, sh); err != nil {
			return err
		}
		sh.Revision++
		v.ID, v.At, v.Revision = s.ids.Make("set"), sh.UpdatedAt, sh.Revision
		return s.store.InsertSettingsVersion(ctx, v)
	})
	return sh, v, err
}

// apply sets values and returns what is another than before.
func apply(sh *shop.Shop, values map[string]json.RawMessage) (map[string]Change, error) {
	wrong, changes := map[string]lang.Phrase{}, map[string]Change{}
	for _, key := range slices.Sorted(maps.Keys(values)) {
		set, known := Find(key)
		if !known {
			wrong[key] = lang.Phrase{RU: "такой настройки нет", EN: "there is no such setting"}
			continue
		}
		before := set.Of(*sh)
		if why := set.set(sh, values[key]); why != (lang.Phrase{}) {
			wrong[key] = why
			continue
		}
		if after := set.Of(*sh); !same(before, after) {
			changes[key] = Change{before, after}
		}
	}
	switch {
	case len(wrong) > 0:
		return nil, &Wrong{wrong}
	case len(changes) == 0:
		return nil, ErrNothing
	}
	return changes, nil
}

// same compares two documents: databases give them back in a form of their own.
func same(a, b json.RawMessage) bool { return bytes.Equal(normal(a), normal(b)) }

func normal(doc json.RawMessage) []byte {
	var v any
	if json.Unmarshal(doc, &v) != nil {
		return doc
	}
	b, err := json.Marshal(v)
	if err != nil {
		return doc
	}
	return b
}

// Versions reads a page of the history, the newest first; next is empty at the end.
//
// Faults: ErrCursor.
func (s *Service) Versions(ctx context.Context, cursor string) (out []Version, next string, err error) {
	if cursor != "" && (len(cursor) > 64 || cursor[:min(4, len(cursor))] != "set_") {
		return nil, "", ErrCursor
	}
	err = s.tx.View(ctx, func(ctx context.Context) error {
		out, err = s.store.SettingsVersions(ctx, cursor, PageSize+1)
		return err
	})
	if len(out) > PageSize {
		out = out[:PageSize]
		next = out[PageSize-1].ID
	}
	return out, next, err
}
