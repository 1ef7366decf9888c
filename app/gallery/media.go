package gallery

import (
	"context"

	"prilavok/core/catalog"
	"prilavok/core/comment"
	"prilavok/core/fault"
	"prilavok/core/id"
	"prilavok/core/inbox"
	"prilavok/core/post"
	"prilavok/core/txn"
	"prilavok/core/upload"
)

// ErrNoPicture says that nothing is kept at a path.
var ErrNoPicture = fault.New(fault.NotFound, "media.not_found", "there is no such picture")

// Media opens pictures by their paths.
type Media interface {
	Open(ctx context.Context, path string) (data []byte, mime string, err error)
}

// ShopMedia opens the pictures of one shop: its conversations' and those under the media
// root. It implements telegram.Media.
type ShopMedia struct {
	Uploads *upload.Service
	Root    Media // nil: there is none
	ShopID  string
}

// Open implements telegram.Media.
func (m ShopMedia) Open(ctx context.Context, path string) ([]byte, string, error) {
	if uploadID := upload.IDOf(path); uploadID != "" {
		u, err := m.Uploads.Open(txn.ForShop(ctx, m.ShopID), uploadID)
		return u.Data, u.MIME, err
	}
	if m.Root == nil {
		return nil, "", ErrNoPicture
	}
	return m.Root.Open(ctx, path)
}

// Known is what is known of posts without asking their channel.
type Known struct{ Posts *post.Service }

var _ comment.Products = Known{}

// ProductOf implements comment.Products: a post of several products is about its first.
func (k Known) ProductOf(ctx context.Context, accountID, mediaID string) (*catalog.Product, error) {
	list, err := k.Posts.ProductsOf(ctx, post.Ref{AccountID: accountID, MediaID: mediaID})
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return &list[0], nil
}

// IsUpload reports whether a file is kept by ourselves and not by its channel.
func IsUpload(a inbox.Attachment) bool { return id.Prefix(a.FileID) == "upl" }

// PicturesOf lists the kept pictures of a message, for showing them elsewhere.
func PicturesOf(files []inbox.Attachment) []inbox.Image {
	var out []inbox.Image
	for _, f := range files {
		if IsUpload(f) && f.Kind == "photo" {
			out = append(out, inbox.Image{URL: upload.Path(f.FileID)})
		}
	}
	return out
}

// PhotosOf lists the files of a message by the channel's ids; nil when there is anything
// but photos.
func PhotosOf(files []inbox.Attachment) []string {
	var out []string
	for _, f := range files {
		if f.Kind != "photo" || f.TooBig {
			return nil
		}
		out = append(out, f.FileID)
	}
	return out
}
