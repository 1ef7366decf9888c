package telegram

import (
	"context"

	"prilavok/core/fault"
)

// request is one method call that may have to be changed and repeated.
type request struct {
	method string
	chat   int64
	pinned bool // the topic was asked for: never fall back to the main chat
	args   args
	files  []upload
}

// text sets the message's text. Previews are off: they would push buttons away.
func (r *request) text(src string) {
	setText(r.args, src, "text", "entities")
	r.args["link_preview_options"] = map[string]any{"is_disabled": true}
}

func (r *request) drop(names ...string) {
	for _, n := range names {
		delete(r.args, n)
	}
}

// run does a request. What Telegram refuses for a reason that can be mended is
// repeated once for each: a group's new id, a topic that is gone, formatting that
// it cannot read. A refusal means that nothing was done, so repeating is safe.
func (b *Bot) run(ctx context.Context, r *request, out any) error {
	for tries := 0; ; tries++ {
		err := b.once(ctx, r, out)
		if err == nil {
			return nil
		}
		if fault.Is(err, fault.TooMany) {
			b.limits.Refused(r.chat, fault.RetryAfter(err))
		}
		if tries == 3 || !b.mend(ctx, r, err) {
			return err
		}
	}
}

func (b *Bot) once(ctx context.Context, r *request, out any) error {
	if len(r.files) == 0 {
		return b.client.Call(ctx, r.method, r.args, out)
	}
	contentType, body, err := form(r.args, r.files)
	if err != nil {
		return fault.New(fault.Invalid, "telegram.parameters", "the parameters of %s cannot be written", r.method)
	}
	return b.client.post(ctx, r.method, contentType, body, out)
}

func (b *Bot) mend(ctx context.Context, r *request, err error) bool {
	if to, ok := migratedTo(err); ok {
		if b.migrated != nil {
			b.migrated(ctx, r.chat, to)
		}
		r.chat, r.args["chat_id"] = to, to
		return true
	}
	switch {
	case codeIs(err, CodeThreadGone) && !r.pinned && r.args["message_thread_id"] != nil:
		r.drop("message_thread_id")
		return true
	case codeIs(err, CodeParse):
		return r.plain()
	}
	return false
}

// plain takes all formatting away; false when there was none.
func (r *request) plain() bool {
	found := r.args["entities"] != nil || r.args["caption_entities"] != nil
	r.drop("entities", "caption_entities")
	items, _ := r.args["media"].([]mediaItem)
	for i := range items {
		found = found || items[i].Entities != nil
		items[i].Entities = nil
	}
	if one, ok := r.args["media"].(mediaItem); ok {
		found = found || one.Entities != nil
		one.Entities = nil
		r.args["media"] = one
	}
	return found
}
