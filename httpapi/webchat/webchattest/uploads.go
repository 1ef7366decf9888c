package webchattest

import (
	"context"
	"slices"
	"sync"
	"time"

	"prilavok/core/upload"
)

// Shelf keeps uploads in memory. It implements upload.Store for one shop.
type Shelf struct {
	mu   sync.Mutex
	list []upload.Upload
}

// AddUpload implements upload.Store.
func (s *Shelf) AddUpload(_ context.Context, u upload.Upload) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.list = append(s.list, u)
	return nil
}

func (s *Shelf) those(fits func(u upload.Upload) bool) []upload.Upload {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []upload.Upload
	for _, u := range s.list {
		if fits(u) {
			out = append(out, u)
		}
	}
	return out
}

// Uploads implements upload.Store.
func (s *Shelf) Uploads(_ context.Context, ids []string) ([]upload.Upload, error) {
	list := s.those(func(u upload.Upload) bool { return slices.Contains(ids, u.ID) })
	for i := range list {
		list[i].Data = nil
	}
	return list, nil
}

// UploadData implements upload.Store.
func (s *Shelf) UploadData(_ context.Context, id string) (upload.Upload, bool, error) {
	if list := s.those(func(u upload.Upload) bool { return u.ID == id }); len(list) > 0 {
		return list[0], true, nil
	}
	return upload.Upload{}, false, nil
}

// CountUploads implements upload.Store.
func (s *Shelf) CountUploads(_ context.Context, accountID, key string, since time.Time) (int, error) {
	return len(s.those(func(u upload.Upload) bool {
		return u.AccountID == accountID && u.Key == key && u.CreatedAt.After(since)
	})), nil
}

// ForgetUploads implements upload.Store.
func (s *Shelf) ForgetUploads(context.Context, time.Time, int) (int64, error) { return 0, nil }

// UploadFrom implements upload.Store.
func (s *Shelf) UploadFrom(_ context.Context, accountID, source string) (upload.Upload, bool, error) {
	if list := s.those(func(u upload.Upload) bool { return u.AccountID == accountID && u.Source == source }); len(list) > 0 {
		return list[0], true, nil
	}
	return upload.Upload{}, false, nil
}

// DropUploads implements upload.Store.
func (s *Shelf) DropUploads(_ context.Context, ids []string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.list = slices.DeleteFunc(s.list, func(u upload.Upload) bool { return slices.Contains(ids, u.ID) })
	return nil
}
