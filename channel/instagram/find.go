package instagram

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"time"

	"prilavok/core/contact"
	"prilavok/core/fault"
	"prilavok/core/inbox"
	"prilavok/core/markup"
)

// skew is how much earlier than ours Meta's clock may stand.
const skew = time.Minute

// told is a message as the Conversations API tells it.
type told struct {
	ID      string `json:"id"`
	Created string `json:"created_time"`
	From    struct {
		ID string `json:"id"`
	} `json:"from"`
	Text string `json:"message"`
}

// Find implements inbox.Finder with the Conversations API, which knows the 20 latest
// messages of a conversation: ours is one from the account, not older than since, under
// none of the known ids, of the same text. What a template or a picture looks like there is
// not documented: one without a text stands for them too.
func (a *Account) Find(ctx context.Context, to contact.Address, m inbox.Outgoing, since time.Time, known []string) (string, bool, error) {
	var threads struct {
		Data []struct {
			ID string `json:"id"`
		} `json:"data"`
	}
	q := url.Values{"platform": {"instagram"}, "user_id": {recipient(to)}, "fields": {"id"}}
	if err := a.read(ctx, "conversations", a.node+"/conversations", q, &threads); err != nil || len(threads.Data) == 0 {
		return "", false, err
	}
	var thread struct {
		Messages struct {
			Data []told `json:"data"`
		} `json:"messages"`
	}
	q = url.Values{"fields": {"messages{id,created_time,from,message}"}}
	if err := a.read(ctx, "conversation", url.PathEscape(threads.Data[0].ID), q, &thread); err != nil {
		return "", false, err
	}
	text := squeeze(markup.Plain(m.Text))
	_, bare := a.message(m)["text"]
	bare = bare && len(m.Images) == 0
	for _, t := range thread.Messages.Data {
		at, ok := instant(t.Created)
		if !ok || at.Before(since.Add(-skew)) || !a.ours(t.From.ID) || slices.Contains(known, t.ID) {
			continue
		}
		if got := squeeze(t.Text); got == text || got == "" && !bare {
			return t.ID, true, nil
		}
	}
	return "", false, nil
}

func (a *Account) read(ctx context.Context, name, path string, q url.Values, out any) error {
	err := a.client.get(ctx, name, path, q, out)
	if fault.Is(err, fault.TooMany) {
		a.limits.refused(fault.RetryAfter(err))
	}
	return err
}

// ours reports whether an id is the account's own, or its page's.
func (a *Account) ours(id string) bool { return id != "" && (id == a.igid || id == a.page) }

func instant(s string) (time.Time, bool) {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05-0700"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

func squeeze(s string) string { return strings.Join(strings.Fields(s), " ") }
