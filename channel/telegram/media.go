package telegram

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"prilavok/channel/telegram/update"
	"prilavok/core/call"
	"prilavok/core/fault"
	"prilavok/core/inbox"
	"prilavok/core/markup"
)

// maxPhoto is the largest photo that Telegram takes as an upload.
const maxPhoto = 10 << 20

type mediaItem struct {
	Type     string   `json:"type"`
	Media    string   `json:"media"`
	Caption  string   `json:"caption,omitempty"`
	Entities []entity `json:"caption_entities,omitempty"`
}

// way is how a picture travels, from the cheapest to the surest.
type way int

const (
	byFileID way = iota
	byURL
	byUpload
)

// picture is how one image goes into a request: a reference, or an upload.
type picture struct {
	ref  string
	file *upload
	way  way
}

// picture finds the cheapest way that is not below least.
func (b *Bot) picture(ctx context.Context, img inbox.Image, name string, least way) (picture, error) {
	if least == byFileID {
		if id, ok := b.files.FileID(ctx, b.accountID, img.URL); ok {
			return picture{ref: id, way: byFileID}, nil
		}
		least = byURL
	}
	if own(img.URL) {
		least = byUpload
	}
	if least == byURL && pressable(img.URL) {
		return picture{ref: img.URL, way: byURL}, nil
	}
	data, mime, err := b.open(ctx, img.URL)
	if err != nil {
		return picture{}, err
	}
	if len(data) == 0 || len(data) > maxPhoto {
		return picture{}, fault.New(fault.Invalid, CodeMediaURL, "a picture of %d bytes cannot be sent", len(data))
	}
	return picture{ref: "attach://" + name, file: &upload{name: name, mime: mime, data: data}, way: byUpload}, nil
}

func own(u string) bool { return strings.HasPrefix(u, "/") }

func (b *Bot) open(ctx context.Context, u string) (data []byte, mime string, err error) {
	if !own(u) {
		return b.fetch(ctx, u)
	}
	if b.media == nil {
		return nil, "", fault.New(fault.NotFound, CodeMediaMissing, "there is no media store")
	}
	return b.media.Open(ctx, u)
}

// fetch gets a picture that Telegram's own servers could not get.
func (b *Bot) fetch(ctx context.Context, u string) ([]byte, string, error) {
	if !pressable(u) {
		return nil, "", fault.New(fault.Invalid, CodeMediaURL, "the picture's address is not a public one")
	}
	resp, err := b.client.Do.Do(ctx, call.Request{Method: "GET", URL: u, Timeout: 15 * time.Second, MaxBody: maxPhoto, Service: "media", Name: "fetch"})
	if err != nil || resp.Status != 200 {
		return nil, "", fault.New(fault.NotFound, CodeMediaMissing, "the picture cannot be fetched")
	}
	mime, _, _ := strings.Cut(resp.Header["content-type"], ";")
	return resp.Body, mime, nil
}

// withPictures fills a request with images and runs it, each time a surer way than
// the last: Telegram refuses a stale file_id, or cannot fetch a URL.
func (b *Bot) withPictures(ctx context.Context, r *request, images []inbox.Image, fill func(refs []string), out any) error {
	for least := byFileID; ; {
		refs, lowest := make([]string, len(images)), byUpload
		r.files = nil
		for i, img := range images {
			p, err := b.picture(ctx, img, "p"+strconv.Itoa(i), least)
			if err != nil {
				return err
			}
			if p.file != nil {
				r.files = append(r.files, *p.file)
			}
			refs[i], lowest = p.ref, min(lowest, p.way)
		}
		fill(refs)
		err := b.run(ctx, r, out)
		if !codeIs(err, CodeMediaURL, CodeFileID) || lowest == byUpload {
			return err
		}
		least = lowest + 1
	}
}

func (b *Bot) photo(ctx context.Context, r *request, m inbox.Outgoing) (string, error) {
	r.method = "sendPhoto"
	if m.Text != "" {
		setText(r.args, m.Text, "caption", "caption_entities")
	}
	var s sent
	err := b.withPictures(ctx, r, m.Images, func(refs []string) { r.args["photo"] = refs[0] }, &s)
	if unshowable(err) {
		return b.fresh(ctx, r.target(), inWords(m))
	}
	if err != nil {
		return "", err
	}
	b.remember(ctx, m.Images[0], s)
	return strconv.FormatInt(s.MessageID, 10), nil
}

func (b *Bot) album(ctx context.Context, r *request, m inbox.Outgoing) (string, error) {
	r.method = "sendMediaGroup"
	r.drop("reply_markup") // albums have none; Shape puts it elsewhere
	var list []sent
	err := b.withPictures(ctx, r, m.Images, func(refs []string) {
		items := make([]mediaItem, len(refs))
		for i, ref := range refs {
			items[i] = mediaItem{Type: "photo", Media: ref}
		}
		items[0].caption(m.Text)
		r.args["media"] = items
	}, &list)
	if unshowable(err) {
		return b.fresh(ctx, r.target(), inWords(m))
	}
	if err != nil || len(list) == 0 {
		return "", err
	}
	for i, s := range list {
		if i < len(m.Images) {
			b.remember(ctx, m.Images[i], s)
		}
	}
	return strconv.FormatInt(list[0].MessageID, 10), nil
}

func (b *Bot) editPhoto(ctx context.Context, r *request, m inbox.Outgoing) error {
	r.method = "editMessageMedia"
	var s sent
	err := b.withPictures(ctx, r, m.Images, func(refs []string) {
		item := mediaItem{Type: "photo", Media: refs[0]}
		item.caption(m.Text)
		r.args["media"] = item
	}, &s)
	if unshowable(err) {
		words := inWords(m)
		r.files = nil
		r.drop("media")
		return b.editText(ctx, r, words)
	}
	if err == nil {
		b.remember(ctx, m.Images[0], s)
	}
	return err
}

func (i *mediaItem) caption(src string) {
	t := markup.Parse(src)
	i.Caption, i.Entities = t.Plain, entities(t)
}

func (b *Bot) remember(ctx context.Context, img inbox.Image, s sent) {
	if len(s.Photo) > 0 {
		largest := s.Photo[len(s.Photo)-1] // ascending size, as documented
		b.files.RememberFile(ctx, b.accountID, img.URL, largest.FileID)
	}
}

// unshowable reports that the picture, not the message, is what cannot be sent.
func unshowable(err error) bool {
	return codeIs(err, CodeMediaURL, CodeFileID, CodeTooBig) || fault.Is(err, fault.NotFound) && !codeIs(err, CodeThreadGone)
}

// inWords says with words what a picture would have shown: its description and,
// where the contact can open it, its address.
func inWords(m inbox.Outgoing) inbox.Outgoing {
	lines := []string{}
	if m.Text != "" {
		lines = append(lines, m.Text)
	}
	for _, img := range m.Images {
		words := strings.TrimSpace(fmt.Sprintf("%s %s", fillImage, markup.Esc(img.Alt)))
		if pressable(img.URL) {
			words += " " + markup.A(img.URL, img.URL)
		}
		lines = append(lines, words)
	}
	m.Images, m.Text = nil, strings.Join(lines, "\n")
	return m
}

// target reads back where a request goes, after what mend changed.
func (r *request) target() update.Target {
	t := update.Target{Chat: r.chat}
	t.Business, _ = r.args["business_connection_id"].(string)
	t.Thread, _ = r.args["message_thread_id"].(int64)
	t.Direct, _ = r.args["direct_messages_topic_id"].(int64)
	return t
}
