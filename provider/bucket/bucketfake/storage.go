// Package bucketfake imitates Supabase Storage as far as pictures need it, for tests where the real
// one cannot run. It is written from its documentation and not a proof of how it behaves.
package bucketfake

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// Key is the service key, Bucket the one bucket that there is.
const (
	Key    = "service"
	Bucket = "pictures"
)

// Storage is a project's. What it answers where there is no file is what the real one does: 400
// with a 404 inside.
type Storage struct {
	mu    sync.Mutex
	files map[string]file
}

// New returns one whose bucket is empty.
func New() *Storage { return &Storage{files: map[string]file{}} }

// Names lists what lies in the bucket, in no order.
func (s *Storage) Names() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Collect(maps.Keys(s.files))
}

type file struct {
	data []byte
	mime string
}

const root = "/storage/v1/object/"

// ServeHTTP implements http.Handler.
func (s *Storage) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	path := strings.TrimPrefix(r.URL.Path, root)
	name, invited := strings.CutPrefix(path, "upload/sign/pictures/")
	if invited && r.Method == http.MethodPut {
		s.sent(w, r, name)
		return
	}
	if name, ok := strings.CutPrefix(path, "public/pictures/"); ok {
		s.read(w, r, name)
		return
	}
	if r.Header.Get("Authorization") != "Bearer "+Key || r.Header.Get("Apikey") != Key {
		http.Error(w, `{"statusCode":"403","error":"Unauthorized","message":"Invalid Compact JWS"}`, http.StatusBadRequest)
		return
	}
	switch {
	case invited && r.Method == http.MethodPost:
		_ = json.NewEncoder(w).Encode(map[string]string{"url": "/object/upload/sign/pictures/" + name + "?token=for-" + name})
	case path == "move":
		s.move(w, r)
	case strings.HasPrefix(path, "authenticated/pictures/"):
		s.read(w, r, strings.TrimPrefix(path, "authenticated/pictures/"))
	case r.Method == http.MethodPost:
		data, _ := io.ReadAll(r.Body)
		s.files[strings.TrimPrefix(path, "pictures/")] = file{data, r.Header.Get("Content-Type")}
	case r.Method == http.MethodDelete:
		if _, ok := s.files[strings.TrimPrefix(path, "pictures/")]; !ok {
			none(w)
		}
		delete(s.files, strings.TrimPrefix(path, "pictures/"))
	}
}

func none(w http.ResponseWriter) {
	http.Error(w, `{"statusCode":"404","error":"not_found","message":"Object not found"}`, http.StatusBadRequest)
}

func (s *Storage) sent(w http.ResponseWriter, r *http.Request, name string) {
	if _, there := s.files[name]; there || r.URL.Query().Get("token") != "for-"+name {
		http.Error(w, `{"statusCode":"409","error":"Duplicate","message":"The resource already exists"}`, http.StatusBadRequest)
		return
	}
	data, _ := io.ReadAll(r.Body)
	s.files[name] = file{data, r.Header.Get("Content-Type")}
}

func (s *Storage) read(w http.ResponseWriter, r *http.Request, name string) {
	f, ok := s.files[name]
	if !ok {
		none(w)
		return
	}
	w.Header().Set("Content-Type", f.mime)
	w.Header().Set("ETag", fmt.Sprintf("%q", strconv.Itoa(len(f.data))))
	to, ranged := strings.CutPrefix(r.Header.Get("Range"), "bytes=0-")
	last, err := strconv.Atoi(to)
	if ranged && err == nil && len(f.data) > 0 {
		w.Header().Set("Content-Range", fmt.Sprintf("bytes 0-%d/%d", min(last, len(f.data)-1), len(f.data)))
		w.WriteHeader(http.StatusPartialContent)
		_, _ = w.Write(f.data[:min(last+1, len(f.data))])
		return
	}
	_, _ = w.Write(f.data)
}

func (s *Storage) move(w http.ResponseWriter, r *http.Request) {
	var in struct{ BucketID, SourceKey, DestinationKey string }
	_ = json.NewDecoder(r.Body).Decode(&in)
	f, ok := s.files[in.SourceKey]
	if !ok || in.BucketID != "pictures" {
		none(w)
		return
	}
	delete(s.files, in.SourceKey)
	s.files[in.DestinationKey] = f
}
