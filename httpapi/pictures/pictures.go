// Package pictures takes pictures of products onto the server's disk, by tickets of
// core/picture. It looks at what really comes, and drops what a camera wrote beside the
// picture: where it was taken, and when.
package pictures

import (
	"errors"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path"
	"strings"

	"prilavok/core/fault"
	"prilavok/core/picture"
)

// Tickets says what a ticket allows.
type Tickets interface {
	Read(token string) (picture.Allowed, error)
}

// Handler keeps files below a folder, which is made when the first one comes.
type Handler struct {
	Tickets Tickets
	Folder  string
}

// ServeHTTP implements http.Handler. A ticket is for one file, which is kept whole or not
// at all, and never replaced.
func (h Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	switch err := h.take(w, r); {
	case err == nil:
		w.WriteHeader(http.StatusCreated)
	case errors.Is(err, picture.ErrTicket):
		http.Error(w, fault.CodeOf(err), http.StatusForbidden)
	case errors.Is(err, picture.ErrTooBig):
		http.Error(w, fault.CodeOf(err), http.StatusRequestEntityTooLarge)
	case errors.Is(err, picture.ErrKind):
		http.Error(w, fault.CodeOf(err), http.StatusUnsupportedMediaType)
	default:
		http.Error(w, "picture.not_kept", http.StatusInternalServerError)
	}
}

func (h Handler) take(w http.ResponseWriter, r *http.Request) error {
	a, err := h.Tickets.Read(strings.TrimPrefix(r.URL.Path, picture.Desk))
	if err != nil {
		return err
	}
	if r.Method != http.MethodPut {
		return picture.ErrTicket
	}
	if r.ContentLength > a.Bytes || r.ContentLength > picture.MaxBytes {
		return picture.ErrTooBig
	}
	data, err := io.ReadAll(http.MaxBytesReader(w, r.Body, a.Bytes))
	var over *http.MaxBytesError
	switch {
	case errors.As(err, &over):
		return picture.ErrTooBig
	case err != nil:
		return err
	case picture.KindOf(data) != a.MIME:
		return picture.ErrKind
	}
	return h.keep(a.Name, picture.Bare(data))
}

// keep writes a file beside its place and moves it there, so that nobody sees a half.
func (h Handler) keep(name string, data []byte) error {
	if err := os.MkdirAll(h.Folder, 0o755); err != nil {
		return err
	}
	root, err := os.OpenRoot(h.Folder)
	if err != nil {
		return err
	}
	defer func() { _ = root.Close() }() // nothing is written through it any more
	if err := root.MkdirAll(path.Dir(name), 0o755); err != nil {
		return err
	}
	if _, err := root.Stat(name); !errors.Is(err, fs.ErrNotExist) {
		return picture.ErrTicket
	}
	half := name + ".part"
	if err := root.WriteFile(half, data, 0o644); err != nil {
		return err
	}
	return root.Rename(half, name)
}
