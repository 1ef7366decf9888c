package igfake

import (
	"net/url"
	"slices"
)

// Post is a post of the account's.
type Post struct{ ID, Permalink, Caption, Product string }

// Publishes adds a post to the account's own.
func (a *Account) Publishes(p Post) {
	a.server.mu.Lock()
	defer a.server.mu.Unlock()
	a.posts = append(a.posts, p)
}

// Sends is a message of files, all of one type ("image", "video", "audio", "file"), with
// a text if there is one.
func (p *Person) Sends(kind, text string, links ...string) (h Hook, mid string) {
	message := map[string]any{}
	if text != "" {
		message["text"] = text
	}
	var list []any
	for _, l := range links {
		list = append(list, map[string]any{"type": kind, "payload": map[string]any{"url": l}})
	}
	message["attachments"] = list
	h = p.says(text, message)
	p.account.server.mu.Lock()
	defer p.account.server.mu.Unlock()
	last := &p.log[len(p.log)-1]
	last.Files = slices.Clone(links)
	return h, last.ID
}

// SharesPost is a message with a post, a reel or a story ("ig_post", "ig_reel", "story_mention").
func (p *Person) SharesPost(kind, text string, payload map[string]any) Hook {
	message := map[string]any{"attachments": []any{map[string]any{"type": kind, "payload": payload}}}
	if text != "" {
		message["text"] = text
	}
	return p.says(text, message)
}

// AnswersStory is a text under a story of the account's.
func (p *Person) AnswersStory(storyID, text string) Hook {
	return p.says(text, map[string]any{"text": text, "reply_to": map[string]any{"story": map[string]any{"id": storyID, "url": "https://lookaside.fbsbx.com/story"}}})
}

// Unsends takes a message back.
func (p *Person) Unsends(mid string) Hook {
	p.account.server.mu.Lock()
	defer p.account.server.mu.Unlock()
	p.log = slices.DeleteFunc(p.log, func(m Message) bool { return m.ID == mid })
	return p.hook(p.ID, p.account.ID, map[string]any{"message": map[string]any{"mid": mid, "is_deleted": true}})
}

// Relink gives the files of a message new links, as the Conversations API tells them; none
// has it no longer tell the message.
func (p *Person) Relink(mid string, links ...string) {
	p.account.server.mu.Lock()
	defer p.account.server.mu.Unlock()
	for i := range p.log {
		if p.log[i].ID == mid {
			p.log[i].Files = links
		}
	}
}

// message reads one message of a conversation, of its latest ones.
func (a *Account) message(id string, q url.Values) (any, bool) {
	for _, p := range a.people {
		for i := len(p.log) - 1; i >= max(0, len(p.log)-latest); i-- {
			if m := p.log[i]; m.ID == id && len(m.Files) > 0 {
				var data []any
				for _, f := range m.Files {
					data = append(data, map[string]any{"id": "1", "mime_type": "image/jpeg", "image_data": map[string]any{"url": f, "width": 1, "height": 1}})
				}
				return pick(map[string]any{"id": id, "message": m.Text, "attachments": map[string]any{"data": data}}, q.Get("fields")), true
			}
		}
	}
	return nil, false
}

func (a *Account) post(id string, q url.Values) (any, bool) {
	for _, p := range a.posts {
		if p.ID == id {
			return pick(map[string]any{"id": p.ID, "permalink": p.Permalink, "caption": p.Caption, "media_product_type": p.Product}, q.Get("fields")), true
		}
	}
	return nil, false
}
