// Package upload keeps pictures for channels that keep none themselves: those that
// visitors of a chat page send, and those that operators send them. It knows no HTTP and
// looks at nothing in a picture but its kind.
package upload

import (
	"bytes"
	"context"
	"strings"
	"time"

	"prilavok/core/fault"
	"prilavok/core/id"
	"prilavok/core/txn"
)

// Bounds of what is kept.
const (
	MaxBytes  = 4 << 20             // of one picture; pages scale theirs down before
	MaxPerDay = 60                  // pictures that one visitor sends
	Keep      = 90 * 24 * time.Hour // then a picture is forgotten
)

// root is how a picture's path begins, as inbox.Image.URL names it.
const root = "/upload/"

// Faults of uploads.
var (
	ErrTooBig   = fault.New(fault.Invalid, "upload.too_big", "a picture has at most 4 MB: send a smaller one")
	ErrKind     = fault.New(fault.Invalid, "upload.kind", "only JPEG, PNG and WebP pictures can be sent")
	ErrTooMany  = fault.New(fault.TooMany, "upload.too_many", "that were many pictures for one day: write in words, or go on tomorrow")
	ErrNotFound = fault.New(fault.NotFound, "upload.not_found", "there is no such picture")
)

// Upload is a picture of one conversation, which an account and the channel's key name.
type Upload struct {
	ID        string
	AccountID string
	Key       string
	MIME      string
	Size      int
	Data      []byte // nil where only the facts were asked for
	Source    string // what a file was fetched from, in short; "" it was sent to us
	CreatedAt time.Time
}

// Path is how a message names a picture that is kept here.
func Path(id string) string { return root + id }

// IDOf is the id in a path; "" when it is none of ours.
func IDOf(path string) string {
	id, ok := strings.CutPrefix(path, root)
	if !ok || strings.Contains(id, "/") {
		return ""
	}
	return id
}

// Store is what uploads need of a database. All run inside a unit of work, in the shop of
// ctx.
type Store interface {
	// AddUpload keeps one; of an account's with one source only the first.
	AddUpload(ctx context.Context, u Upload) error
	// UploadFrom finds a fetched file by its source, without its data.
	UploadFrom(ctx context.Context, accountID, source string) (u Upload, found bool, err error)
	DropUploads(ctx context.Context, ids []string) error
	// Uploads finds those of the ids that exist, in no order, without their data.
	Uploads(ctx context.Context, ids []string) ([]Upload, error)
	// UploadData reads a picture whole.
	UploadData(ctx context.Context, id string) (u Upload, found bool, err error)
	// CountUploads counts a conversation's pictures since a time.
	CountUploads(ctx context.Context, accountID, key string, since time.Time) (int, error)
	// ForgetUploads deletes the oldest from before a time, at most limit, and counts them.
	ForgetUploads(ctx context.Context, before time.Time, limit int) (int64, error)
}

// Service keeps and opens pictures of the shop of ctx.
type Service struct {
	store Store
	tx    txn.Runner
	now   func() time.Time
	ids   *id.Maker
}

// New returns the service.
func New(s Store, tx txn.Runner, now func() time.Time, ids *id.Maker) *Service {
	return &Service{s, tx, now, ids}
}

// Save keeps a picture that a visitor sends.
//
// Faults: ErrTooBig, ErrKind, ErrTooMany.
func (s *Service) Save(ctx context.Context, accountID, key string, data []byte) (Upload, error) {
	return s.save(ctx, accountID, key, data, func(ctx context.Context, u Upload) error {
		n, err := s.store.CountUploads(ctx, accountID, key, u.CreatedAt.Add(-24*time.Hour))
		if err == nil && n >= MaxPerDay {
			err = ErrTooMany.After(time.Hour)
		}
		return err
	})
}

// SaveOurs keeps a picture that the shop shows to a visitor, however many there were.
//
// Faults: ErrTooBig, ErrKind.
func (s *Service) SaveOurs(ctx context.Context, accountID, key string, data []byte) (Upload, error) {
	return s.save(ctx, accountID, key, data, func(context.Context, Upload) error { return nil })
}

// Keep keeps a file that was fetched from a source, whatever it is: who fetches has looked
// at it. The same source again is the file that is kept already.
func (s *Service) Keep(ctx context.Context, u Upload) (Upload, error) {
	u.ID, u.Size, u.CreatedAt = s.ids.Make("upl"), len(u.Data), s.now()
	kept := u
	err := s.tx.InTx(ctx, func(ctx context.Context) error {
		if err := s.store.AddUpload(ctx, u); err != nil || u.Source == "" {
			return err
		}
		first, found, err := s.store.UploadFrom(ctx, u.AccountID, u.Source)
		if found {
			kept.ID, kept.CreatedAt = first.ID, first.CreatedAt
		}
		return err
	})
	return kept, err
}

// Kept finds what was fetched from a source, without its data.
func (s *Service) Kept(ctx context.Context, accountID, source string) (u Upload, found bool, err error) {
	err = s.tx.View(ctx, func(ctx context.Context) error {
		u, found, err = s.store.UploadFrom(ctx, accountID, source)
		return err
	})
	return u, found, err
}

// Drop deletes files at once, those that exist.
func (s *Service) Drop(ctx context.Context, ids []string) error {
	if len(ids) == 0 {
		return nil
	}
	return s.tx.InTx(ctx, func(ctx context.Context) error { return s.store.DropUploads(ctx, ids) })
}

func (s *Service) save(ctx context.Context, accountID, key string, data []byte, allowed func(context.Context, Upload) error) (Upload, error) {
	kind := kindOf(data)
	switch {
	case len(data) > MaxBytes:
		return Upload{}, ErrTooBig
	case kind == "":
		return Upload{}, ErrKind
	}
	u := Upload{ID: s.ids.Make("upl"), AccountID: accountID, Key: key, MIME: kind, Size: len(data), Data: data, CreatedAt: s.now()}
	return u, s.tx.InTx(ctx, func(ctx context.Context) error {
		if err := allowed(ctx, u); err != nil {
			return err
		}
		return s.store.AddUpload(ctx, u)
	})
}

// Owned returns the facts of pictures, in the order of their ids, if all of them are one
// conversation's.
//
// Faults: ErrNotFound, also for another's.
func (s *Service) Owned(ctx context.Context, accountID, key string, ids []string) ([]Upload, error) {
	var found []Upload
	err := s.tx.View(ctx, func(ctx context.Context) error {
		var err error
		found, err = s.store.Uploads(ctx, ids)
		return err
	})
	if err != nil {
		return nil, err
	}
	byID := map[string]Upload{}
	for _, u := range found {
		byID[u.ID] = u
	}
	out := make([]Upload, len(ids))
	for i, id := range ids {
		u, ok := byID[id]
		if !ok || u.AccountID != accountID || u.Key != key {
			return nil, ErrNotFound
		}
		out[i] = u
	}
	return out, nil
}

// Open reads a picture for the shop itself. Whether a visitor may see it is the caller's
// to check.
//
// Faults: ErrNotFound.
func (s *Service) Open(ctx context.Context, id string) (Upload, error) {
	var u Upload
	err := s.tx.View(ctx, func(ctx context.Context) error {
		var found bool
		var err error
		if u, found, err = s.store.UploadData(ctx, id); err == nil && !found {
			err = ErrNotFound
		}
		return err
	})
	return u, err
}

// Forget deletes what is older than Keep, at most limit in one unit of work, and counts it.
func (s *Service) Forget(ctx context.Context, limit int) (n int64, err error) {
	err = s.tx.InTx(ctx, func(ctx context.Context) error {
		n, err = s.store.ForgetUploads(ctx, s.now().Add(-Keep), limit)
		return err
	})
	return n, err
}

// kindOf tells a picture by how its bytes begin, whatever its sender calls it; "" when it
// is none that browsers and messengers all show.
func kindOf(data []byte) string {
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xd8\xff")):
		return "image/jpeg"
	case bytes.HasPrefix(data, []byte("\x89PNG\r\n\x1a\n")):
		return "image/png"
	case len(data) > 12 && string(data[:4]) == "RIFF" && string(data[8:12]) == "WEBP":
		return "image/webp"
	}
	return ""
}
