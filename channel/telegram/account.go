package telegram

import (
	"context"
	"slices"
	"strings"

	"prilavok/core/fault"
	"prilavok/core/lang"
)

// allowedUpdates is what a shop listens to. What is not named is not delivered.
var allowedUpdates = []string{
	"message", "edited_message", "callback_query", "pre_checkout_query", "shipping_query", "my_chat_member",
	"business_connection", "business_message", "edited_business_message", "deleted_business_messages",
	"stopped_message_generation", "subscription", "purchased_paid_media", "message_reaction", "inline_query", "guest_message",
}

// newUpdates are those that servers before Bot API 10 do not know; a server that
// refuses the list is asked again without them.
var newUpdates = []string{"stopped_message_generation", "subscription", "guest_message"}

// Identity is who a bot is, from getMe.
type Identity struct {
	ID           int64
	Username     string // without @
	Name         string
	Capabilities []string
}

// Command is one entry of the bot's menu.
type Command struct {
	Name        string // 1–32 of a–z, 0–9, _
	Description lang.Phrase
}

// Setup is how a bot is to be connected.
type Setup struct {
	Commands []Command
	// WebhookURL is where updates are sent; "" switches to polling.
	WebhookURL     string
	Secret         string // of the webhook: 1–256 of A–Z, a–z, 0–9, _ and -
	MaxConnections int    // 0 is 40
}

// Identify asks Telegram who the token belongs to.
func (b *Bot) Identify(ctx context.Context) (Identity, error) {
	var me struct {
		ID        int64  `json:"id"`
		Name      string `json:"first_name"`
		Username  string `json:"username"`
		HasTopics bool   `json:"has_topics_enabled"`
		Business  bool   `json:"can_connect_to_business"`
	}
	if err := b.client.Call(ctx, "getMe", nil, &me); err != nil {
		return Identity{}, err
	}
	caps := []string{CapDrafts} // assumed until the server refuses one
	if me.HasTopics {
		caps = append(caps, CapTopics)
	}
	if me.Business {
		caps = append(caps, CapBusiness)
	}
	b.caps.set(caps)
	return Identity{ID: me.ID, Username: me.Username, Name: me.Name, Capabilities: caps}, nil
}

// Connect makes the bot ready: who it is, its menu in both languages, and where its
// updates go. It may be repeated at every start. Updates that wait are never
// dropped, in either direction of the switch. A menu that cannot be set is no fault.
func (b *Bot) Connect(ctx context.Context, s Setup) (Identity, error) {
	me, err := b.Identify(ctx)
	if err != nil {
		return me, err
	}
	// A menu that cannot be set costs a convenience; a bot without updates is deaf.
	if err := b.setCommands(ctx, s.Commands); fault.Is(err, fault.Unauthorized) {
		return me, err
	}
	if s.WebhookURL == "" {
		return me, b.client.Call(ctx, "deleteWebhook", args{"drop_pending_updates": false}, nil)
	}
	return me, b.setWebhook(ctx, s)
}

// setCommands sets the menu for everybody (English) and for Russian speakers; no
// commands leave it as it is.
func (b *Bot) setCommands(ctx context.Context, list []Command) error {
	if len(list) == 0 {
		return nil
	}
	for _, l := range []struct {
		code string
		lang lang.Lang
	}{{"", lang.EN}, {"ru", lang.RU}} {
		commands := make([]map[string]string, 0, len(list))
		for _, c := range list {
			commands = append(commands, map[string]string{"command": c.Name, "description": c.Description.In(l.lang)})
		}
		a := args{"commands": commands}
		if l.code != "" {
			a["language_code"] = l.code
		}
		if err := b.client.Call(ctx, "setMyCommands", a, nil); err != nil {
			return err
		}
	}
	return nil
}

func (b *Bot) setWebhook(ctx context.Context, s Setup) error {
	if !goodSecret(s.Secret) {
		return fault.New(fault.Invalid, "telegram.secret", "the webhook secret needs 1 to 256 characters of A–Z, a–z, 0–9, _ and -")
	}
	a := args{"url": s.WebhookURL, "secret_token": s.Secret, "allowed_updates": allowedUpdates, "max_connections": 40}
	if s.MaxConnections > 0 {
		a["max_connections"] = s.MaxConnections
	}
	err := b.client.Call(ctx, "setWebhook", a, nil)
	if codeIs(err, "telegram.refused") {
		a["allowed_updates"] = knownToOld()
		err = b.client.Call(ctx, "setWebhook", a, nil)
	}
	return err
}

func knownToOld() []string {
	return slices.DeleteFunc(slices.Clone(allowedUpdates), func(u string) bool { return slices.Contains(newUpdates, u) })
}

func goodSecret(s string) bool {
	return len(s) >= 1 && len(s) <= 256 && strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-") == ""
}

// Webhook is the state of delivery at Telegram's side, for health and doctor.
type Webhook struct {
	URL            string   `json:"url"`
	Pending        int      `json:"pending_update_count"`
	LastErrorAt    int64    `json:"last_error_date"` // Unix seconds, 0 never
	LastError      string   `json:"last_error_message"`
	MaxConnections int      `json:"max_connections"`
	Allowed        []string `json:"allowed_updates"`
}

// WebhookInfo asks how delivery goes. An empty URL means polling.
func (b *Bot) WebhookInfo(ctx context.Context) (Webhook, error) {
	var w Webhook
	err := b.client.Call(ctx, "getWebhookInfo", nil, &w)
	return w, err
}

// Capabilities returns what the bot can do now; one that failed is gone from it.
func (b *Bot) Capabilities() []string { return b.caps.all() }
