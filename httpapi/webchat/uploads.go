package webchat

import (
	"context"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"prilavok/core/fault"
	"prilavok/core/inbox"
	"prilavok/core/txn"
	"prilavok/core/upload"
)

// Uploads keeps visitors' pictures: upload.Service. Runs in the shop's scope.
type Uploads interface {
	Save(ctx context.Context, accountID, key string, data []byte) (upload.Upload, error)
	Owned(ctx context.Context, accountID, key string, ids []string) ([]upload.Upload, error)
	Open(ctx context.Context, id string) (upload.Upload, error)
}

var (
	errUploadType = fault.New(fault.Invalid, "webchat.upload_type", "send the picture itself as image/jpeg, image/png or image/webp")
	errNoUploads  = fault.New(fault.Unsupported, "webchat.no_uploads", "this page takes no pictures")
)

// kept is the answer to a picture: what a message names it by.
type kept struct {
	ID string `json:"id"`
}

// mostReading is how many pictures are read at once: each is held in memory whole.
const mostReading = 8

// sitter is a visitor of a page that takes pictures.
func (h *Handler) sitter(r *http.Request) (visitor, error) {
	v, err := h.visitor(r)
	if err == nil && h.o.Uploads == nil {
		err = errNoUploads
	}
	return v, err
}

// upload takes one picture of a visitor, its bytes being the whole body. A message may
// then name it, and only theirs. The media type is not one that a foreign page may post
// without asking first.
func (h *Handler) upload(w http.ResponseWriter, r *http.Request) error {
	if err := h.mayPostTo(r, strings.HasPrefix(r.Header.Get("Content-Type"), "image/"), errUploadType); err != nil {
		return err
	}
	v, err := h.sitter(r)
	if err != nil {
		return err
	}
	if wait, ok := h.visitors.take(v.account.ID + v.hash); !ok {
		return errTooFast.After(wait)
	}
	select {
	case h.reading <- struct{}{}:
		defer func() { <-h.reading }()
	default:
		return errTooFast.After(time.Second)
	}
	data, err := io.ReadAll(http.MaxBytesReader(w, r.Body, upload.MaxBytes+1))
	if err != nil {
		return upload.ErrTooBig
	}
	u, err := h.o.Uploads.Save(txn.ForShop(r.Context(), v.account.ShopID), v.account.ID, v.hash, data)
	if err != nil {
		return err
	}
	return answer(w, http.StatusCreated, kept{u.ID})
}

// picture shows a visitor a picture of their own conversation. What is inside is not
// ours: the browser is told to take it as nothing but a picture.
func (h *Handler) picture(w http.ResponseWriter, r *http.Request) error {
	if err := h.mayRead(r); err != nil {
		return err
	}
	v, err := h.sitter(r)
	if err != nil {
		return err
	}
	u, err := h.o.Uploads.Open(txn.ForShop(r.Context(), v.account.ShopID), r.PathValue("id"))
	if err == nil && (u.AccountID != v.account.ID || u.Key != v.hash) {
		err = upload.ErrNotFound
	}
	if err != nil {
		return err
	}
	head := w.Header()
	head.Set("Content-Type", u.MIME)
	head.Set("Content-Length", strconv.Itoa(u.Size))
	head.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	head.Set("Content-Disposition", "inline")
	head.Set("Cache-Control", "private, max-age=86400, immutable")
	_, _ = w.Write(u.Data) // the visitor may be gone
	return nil
}

// ownPictures fills in what is known of the pictures that a message names.
//
// Faults: upload.ErrNotFound when one is not the visitor's.
func (h *Handler) ownPictures(ctx context.Context, v visitor, in *inbox.Incoming) error {
	files := in.Payload.Attachments
	if len(files) == 0 {
		return nil
	}
	if h.o.Uploads == nil {
		return errNoUploads
	}
	ids := make([]string, len(files))
	for i, f := range files {
		ids[i] = f.FileID
	}
	list, err := h.o.Uploads.Owned(txn.ForShop(ctx, v.account.ShopID), v.account.ID, v.hash, ids)
	if err != nil {
		return err
	}
	for i, u := range list {
		files[i].MIME, files[i].Size = u.MIME, int64(u.Size)
	}
	return nil
}
