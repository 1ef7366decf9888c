package tgfake

import (
	"net/url"
	"regexp"
	"strconv"
)

func (b *Bot) getMe(params) (any, *refusal) {
	return map[string]any{
		"id": b.ID, "is_bot": true, "first_name": b.Name, "username": b.Username, "can_join_groups": true,
		"can_read_all_group_messages": false, "supports_inline_queries": false, "can_connect_to_business": b.Business,
		"has_main_web_app": false, "has_topics_enabled": b.HasTopics,
	}, nil
}

func (b *Bot) getFile(p params) (any, *refusal) {
	f := b.files[p.Str("file_id")]
	switch {
	case f == nil:
		return nil, bad("wrong file_id or the file is temporarily unavailable")
	case f.Size > 20<<20:
		return nil, bad("file is too big")
	}
	return map[string]any{"file_id": f.ID, "file_unique_id": "u" + f.ID, "file_size": f.Size, "file_path": f.path}, nil
}

// keep stores a file under a new id.
func (b *Bot) keep(kind string, data []byte, from, mime string) *File {
	n := strconv.FormatInt(b.server.next(), 10)
	f := &File{ID: "AgACAgIAAxkBAAI" + n, Kind: kind, Data: data, URL: from, Mime: mime, Size: int64(len(data)), path: kind + "s/file_" + n}
	switch kind {
	case "photo":
		f.path += ".jpg"
	case "voice":
		f.path += ".oga"
	}
	b.files[f.ID] = f
	return f
}

var commandName = regexp.MustCompile(`^[a-z0-9_]{1,32}$`)

func (b *Bot) setMyCommands(p params) (any, *refusal) {
	var list []BotCommand
	if no := p.Object("commands", &list); no != nil {
		return nil, no
	}
	if len(list) > 100 {
		return nil, bad("BOT_COMMANDS_TOO_MUCH")
	}
	for _, c := range list {
		if !commandName.MatchString(c.Command) {
			return nil, bad("BOT_COMMAND_INVALID")
		}
		if n := len([]rune(c.Description)); n < 1 || n > 256 {
			return nil, bad("BOT_COMMAND_DESCRIPTION_INVALID")
		}
	}
	b.commands[p.Str("language_code")] = list
	return true, nil
}

func (b *Bot) getMyCommands(p params) (any, *refusal) {
	return b.commands[p.Str("language_code")], nil
}

var secretToken = regexp.MustCompile(`^[A-Za-z0-9_-]{1,256}$`)

func (b *Bot) setWebhook(p params) (any, *refusal) {
	if p.Str("url") == "" {
		return b.deleteWebhook(p)
	}
	u, err := url.Parse(p.Str("url"))
	ports := map[string]bool{"": true, "443": true, "80": true, "88": true, "8443": true}
	switch {
	case err != nil || u.Host == "":
		return nil, bad("invalid webhook URL specified")
	case !b.server.opt.AnyHook && u.Scheme != "https":
		return nil, bad("bad webhook: An HTTPS URL must be provided for webhook")
	case !b.server.opt.AnyHook && !ports[u.Port()]:
		return nil, bad("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
	case p.Has("secret_token") && !secretToken.MatchString(p.Str("secret_token")):
		return nil, bad("secret token contains illegal characters")
	}
	h := &webhook{url: p.Str("url"), secret: p.Str("secret_token"), max: 40}
	if p.Has("max_connections") {
		h.max = int(p.Num("max_connections"))
	}
	if h.max < 1 || h.max > 100 {
		return nil, bad("max_connections must be between 1 and 100")
	}
	if no := p.Object("allowed_updates", &h.allowed); no != nil {
		return nil, no
	}
	for _, kind := range h.allowed {
		if !updateKinds[kind] {
			return nil, bad("tgfake: there is no update %q", kind)
		}
	}
	if p.Flag("drop_pending_updates") {
		b.queue = nil
	}
	b.hook = h
	if b.poll != nil {
		b.poll.end("Conflict: terminated by setWebhook request")
	}
	b.stir()
	return true, nil
}

func (b *Bot) deleteWebhook(p params) (any, *refusal) {
	if p.Flag("drop_pending_updates") {
		b.queue = nil
	}
	b.hook = nil
	b.stir()
	return true, nil
}

func (b *Bot) getWebhookInfo(params) (any, *refusal) {
	out := map[string]any{"url": "", "has_custom_certificate": false, "pending_update_count": len(b.queue)}
	if b.hook == nil {
		return out, nil
	}
	out["url"], out["max_connections"] = b.hook.url, b.hook.max
	if b.hook.allowed != nil {
		out["allowed_updates"] = b.hook.allowed
	}
	if !b.hook.failedAt.IsZero() {
		out["last_error_date"], out["last_error_message"] = b.hook.failedAt.Unix(), b.hook.failure
	}
	return out, nil
}

// updateKinds are the update fields of Bot API 10.3.
var updateKinds = func() map[string]bool {
	all := map[string]bool{}
	for _, k := range []string{
		"message", "edited_message", "channel_post", "edited_channel_post", "business_connection", "business_message",
		"edited_business_message", "deleted_business_messages", "guest_message", "message_reaction", "message_reaction_count",
		"inline_query", "chosen_inline_result", "callback_query", "shipping_query", "pre_checkout_query", "purchased_paid_media",
		"poll", "poll_answer", "my_chat_member", "chat_member", "chat_join_request", "chat_boost", "removed_chat_boost",
		"managed_bot", "subscription", "stopped_message_generation",
	} {
		all[k] = true
	}
	return all
}()

func (b *Bot) answerCallbackQuery(p params) (any, *refusal) {
	q, no := b.queryOf("callback", p.Str("callback_query_id"))
	if no != nil {
		return nil, no
	}
	if len([]rune(p.Str("text"))) > 200 {
		return nil, bad("MESSAGE_TOO_LONG")
	}
	q.answered, q.text = true, p.Str("text")
	return true, nil
}

func (b *Bot) answerPreCheckoutQuery(p params) (any, *refusal) {
	q, no := b.queryOf("pre_checkout", p.Str("pre_checkout_query_id"))
	if no != nil {
		return nil, no
	}
	if !p.Flag("ok") && p.Str("error_message") == "" {
		return nil, bad("ERROR_TEXT_EMPTY")
	}
	q.answered, q.ok, q.text = true, p.Flag("ok"), p.Str("error_message")
	if q.ok {
		b.paid(q)
	}
	return true, nil
}

func (b *Bot) answerShippingQuery(p params) (any, *refusal) {
	q, no := b.queryOf("shipping", p.Str("shipping_query_id"))
	if no != nil {
		return nil, no
	}
	q.answered, q.ok, q.text = true, p.Flag("ok"), p.Str("error_message")
	return true, nil
}

func (b *Bot) queryOf(kind, id string) (*query, *refusal) {
	q := b.queries[id]
	if q == nil || q.kind != kind || q.answered || b.server.opt.Now().After(q.until) {
		return nil, bad("query is too old and response timeout expired or query ID is invalid")
	}
	return q, nil
}

func (b *Bot) answerInlineQuery(p params) (any, *refusal) {
	q, no := b.queryOf("inline", p.Str("inline_query_id"))
	if no != nil {
		return nil, no
	}
	var list []struct {
		Type string `json:"type"`
		ID   string `json:"id"`
	}
	if no := p.Object("results", &list); no != nil {
		return nil, no
	}
	if len(list) > 50 {
		return nil, bad("RESULTS_TOO_MUCH")
	}
	ids := map[string]bool{}
	for _, r := range list {
		if r.Type == "" || len(r.ID) < 1 || len(r.ID) > 64 || ids[r.ID] {
			return nil, bad("RESULT_ID_INVALID")
		}
		ids[r.ID] = true
	}
	q.answered, q.ok, q.text = true, true, p.Str("results")
	return true, nil
}
