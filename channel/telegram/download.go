package telegram

import (
	"context"
	"path"
	"time"

	"prilavok/channel/telegram/update"
	"prilavok/core/call"
	"prilavok/core/fault"
)

// Download gets a file that a contact sent, at most 20 MB. MIME is guessed from the
// name where Telegram does not tell; the message's own attachment knows better.
//
// Faults: telegram.too_big (Invalid), telegram.file_away (Unavailable), those of Call.
func (b *Bot) Download(ctx context.Context, fileID string) (data []byte, mime string, err error) {
	var f struct {
		Path string `json:"file_path"`
		Size int64  `json:"file_size"`
	}
	if err := b.client.Call(ctx, "getFile", args{"file_id": fileID}, &f); err != nil {
		return nil, "", err
	}
	if f.Size > update.MaxDownload {
		return nil, "", fault.New(fault.Invalid, CodeTooBig, "the file is larger than 20 MB")
	}
	resp, err := b.client.Do.Do(ctx, call.Request{
		Method: "GET", URL: b.client.url("/file/bot", f.Path), Timeout: time.Minute, MaxBody: update.MaxDownload,
		Service: "telegram", Name: "file",
	})
	if err != nil {
		return nil, "", transportFault("getFile", err)
	}
	if resp.Status != 200 {
		return nil, "", fault.New(fault.Unavailable, CodeFileAway, "the file is not available now")
	}
	return resp.Body, mimeOf(f.Path, resp.Header["content-type"]), nil
}

func mimeOf(name, header string) string {
	if header != "" && header != "application/octet-stream" {
		return header
	}
	switch path.Ext(name) {
	case ".jpg", ".jpeg":
		return "image/jpeg"
	case ".png":
		return "image/png"
	case ".webp":
		return "image/webp"
	case ".oga", ".ogg", ".opus":
		return "audio/ogg"
	case ".mp3":
		return "audio/mpeg"
	case ".m4a":
		return "audio/mp4"
	case ".mp4":
		return "video/mp4"
	}
	return "application/octet-stream"
}
