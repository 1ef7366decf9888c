package instagram

import (
	"cmp"
	"context"
	"encoding/json"
	"net/url"
	"slices"
	"time"
)

// Thread is a conversation as the Conversations API lists it.
type Thread struct {
	ID      string
	Updated time.Time // zero when Meta does not say
}

// Threads lists the account's conversations on Instagram, the latest first, from a cursor
// on; next is "" at the end. The API takes 2 calls a second of an account (channels.md B.7).
func (a *Account) Threads(ctx context.Context, after string) (list []Thread, next string, err error) {
	q := url.Values{"platform": {"instagram"}, "fields": {"id,updated_time"}, "limit": {"50"}}
	if after != "" {
		q.Set("after", after)
	}
	var out struct {
		Data []struct {
			ID      string `json:"id"`
			Updated string `json:"updated_time"`
		} `json:"data"`
		Paging paging `json:"paging"`
	}
	if err := a.read(ctx, "conversations", a.node+"/conversations", q, &out); err != nil {
		return nil, "", err
	}
	for _, d := range out.Data {
		t := Thread{ID: d.ID}
		t.Updated, _ = instant(d.Updated)
		list = append(list, t)
	}
	return list, out.Paging.next(), nil
}

// History reads the latest messages of a conversation, 20 at most, and returns those after
// one time and not after another as the body of a webhook that would have brought them, so
// that they are read as it is. It is nil when there are none.
func (a *Account) History(ctx context.Context, threadID string, after, until time.Time) ([]byte, error) {
	var out struct {
		Messages struct {
			Data []past `json:"data"`
		} `json:"messages"`
	}
	q := url.Values{"fields": {"messages{id,created_time,from,to,message,attachments}"}}
	if err := a.read(ctx, "conversation", url.PathEscape(threadID), q, &out); err != nil {
		return nil, err
	}
	list := out.Messages.Data
	customer := a.customer(list)
	slices.Reverse(list) // the oldest first
	items := []object{}
	for _, m := range list {
		at, ok := instant(m.Created)
		if !ok || m.ID == "" || customer == "" || !at.After(after) || at.After(until) {
			continue
		}
		items = append(items, a.item(m, customer, at))
	}
	slices.SortStableFunc(items, func(x, y object) int { return cmp.Compare(x["timestamp"].(int64), y["timestamp"].(int64)) })
	if len(items) == 0 {
		return nil, nil
	}
	return json.Marshal(object{"object": "instagram", "entry": []object{{"id": a.igid, "time": items[len(items)-1]["timestamp"], "messaging": items}}})
}

// past is a message as the Conversations API tells it, with what is attached.
type past struct {
	told
	To struct {
		Data []struct {
			ID string `json:"id"`
		} `json:"data"`
	} `json:"to"`
	Attachments struct {
		Data []struct {
			Image *struct {
				URL string `json:"url"`
			} `json:"image_data"`
			Video *struct {
				URL string `json:"url"`
			} `json:"video_data"`
			File string `json:"file_url"`
		} `json:"data"`
	} `json:"attachments"`
}

// customer finds who a conversation is with.
func (a *Account) customer(list []past) string {
	for _, m := range list {
		if m.From.ID != "" && !a.ours(m.From.ID) {
			return m.From.ID
		}
		for _, to := range m.To.Data {
			if to.ID != "" && !a.ours(to.ID) {
				return to.ID
			}
		}
	}
	return ""
}

// item is a message as a webhook brings it.
func (a *Account) item(m past, customer string, at time.Time) object {
	message := object{"mid": m.ID}
	if m.Text != "" {
		message["text"] = m.Text
	}
	var files []object
	add := func(kind, address string) {
		files = append(files, object{"type": kind, "payload": object{"url": address}})
	}
	for _, f := range m.Attachments.Data {
		switch {
		case f.Image != nil:
			add("image", f.Image.URL)
		case f.Video != nil:
			add("video", f.Video.URL)
		case f.File != "":
			add("file", f.File)
		}
	}
	if files != nil {
		message["attachments"] = files
	}
	from, to := customer, a.igid
	switch {
	case a.ours(m.From.ID):
		from, to = a.igid, customer
		message["is_echo"] = true
	case m.Text == "" && files == nil:
		message["is_unsupported"] = true
	}
	return object{"sender": object{"id": from}, "recipient": object{"id": to}, "timestamp": at.UnixMilli(), "message": message}
}
