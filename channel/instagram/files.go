package instagram

import (
	"context"
	"net/url"

	"prilavok/core/fault"
	"prilavok/core/inbox"
)

// errNoFiles says that a message is no longer told, or has no files.
var errNoFiles = fault.New(fault.NotFound, "instagram.no_files", "Instagram no longer tells the files of the message")

// Files asks for the files of a message anew, in their order, with links that hold. Only
// the 20 latest messages of a conversation are told of (channels.md B.6, Reading data);
// what an attachment looks like there is taken from the Messenger Platform.
//
// Faults: instagram.no_files, those of calls.
func (a *Account) Files(ctx context.Context, externalID string) ([]inbox.Attachment, error) {
	type link struct {
		URL string `json:"url"`
	}
	var told struct {
		Attachments struct {
			Data []struct {
				MIME  string `json:"mime_type"`
				Name  string `json:"name"`
				Image link   `json:"image_data"`
				Video link   `json:"video_data"`
				Audio link   `json:"audio_data"`
				File  string `json:"file_url"`
			} `json:"data"`
		} `json:"attachments"`
	}
	if err := a.read(ctx, "message", url.PathEscape(externalID), url.Values{"fields": {"id,attachments"}}, &told); err != nil {
		return nil, err
	}
	var out []inbox.Attachment
	for _, f := range told.Attachments.Data {
		at := inbox.Attachment{Name: f.Name, MIME: f.MIME}
		for _, address := range []string{f.Image.URL, f.Video.URL, f.Audio.URL, f.File} {
			if at.URL == "" {
				at.URL = address
			}
		}
		out = append(out, at)
	}
	if out == nil {
		return nil, errNoFiles
	}
	return out, nil
}

// Post is a post of the account's own.
type Post struct {
	ID        string `json:"id"`
	Permalink string `json:"permalink"`
	Caption   string `json:"caption"`
	Kind      string `json:"media_product_type"`
}

// Post reads a post. Others' posts are not told: NotFound or Forbidden then (channels.md
// B.6, Reading data).
func (a *Account) Post(ctx context.Context, mediaID string) (p Post, err error) {
	err = a.read(ctx, "media", url.PathEscape(mediaID), url.Values{"fields": {"id,permalink,caption,media_product_type"}}, &p)
	return p, err
}
