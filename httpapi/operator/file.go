package operator

import (
	"bytes"
	"mime"
	"net/http"
	"strings"
	"time"
)

// File is what a customer or the shop has sent.
type File struct {
	ID   string // never another file's
	MIME string
	Name string
	Data []byte
	At   time.Time
}

// shown are the kinds that a browser may show in the page. Nothing among them can hold a
// script; all else is for saving: SVG and HTML are programs of whoever sent them.
var shown = map[string]bool{
	"image/jpeg": true, "image/png": true, "image/webp": true, "image/gif": true, "image/avif": true,
	"audio/ogg": true, "audio/mpeg": true, "audio/mp4": true, "audio/aac": true, "audio/wav": true, "audio/x-wav": true, "audio/webm": true, "audio/opus": true,
	"video/mp4": true, "video/webm": true, "video/quicktime": true,
}

// file answers GET /files/{id}, whole or in part.
func (h *Handler) file(w http.ResponseWriter, r *http.Request) error {
	select {
	case h.opening <- struct{}{}: // files are read whole: a few at a time
	case <-r.Context().Done():
		return nil
	}
	defer func() { <-h.opening }()
	f, err := h.o.Open(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	kind, _, err := mime.ParseMediaType(f.MIME)
	how := "inline"
	if kind = strings.ToLower(kind); err != nil || !shown[kind] {
		kind, how = "application/octet-stream", "attachment"
	}
	head := w.Header()
	head.Set("Content-Type", kind)
	head.Set("Content-Disposition", disposition(how, f.Name))
	head.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	head.Set("Cross-Origin-Resource-Policy", "same-origin")
	head.Set("Referrer-Policy", "no-referrer")
	head.Set("Cache-Control", "private, max-age=3600") // a file never changes under its id
	head.Set("ETag", `"`+f.ID+`"`)
	_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(5 * time.Minute)) // not every writer has deadlines
	http.ServeContent(w, r, "", f.At, bytes.NewReader(f.Data))
	return nil
}

// disposition names the file where its name can stand in a header.
func disposition(how, name string) string {
	name = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || strings.ContainsRune(`/\:*?"<>|`, r) {
			return '_'
		}
		return r
	}, name)
	if name == "" {
		return how
	}
	if d := mime.FormatMediaType(how, map[string]string{"filename": name}); d != "" {
		return d
	}
	return how
}
