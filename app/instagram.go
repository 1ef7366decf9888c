package app

import (
	"context"

	"prilavok/app/config"
	"prilavok/channel/instagram/event"
	"prilavok/core/shop"
	"prilavok/core/shop/link"
	"prilavok/httpapi/webhook"
)

// InstagramApp is the Meta app of an installation as its webhooks are concerned.
type InstagramApp struct {
	Secrets []string // that bodies may be signed with
	Verify  string   // the word of the handshake
}

// InstagramOf is the app that a configuration names.
func InstagramOf(cfg config.Config) InstagramApp {
	return InstagramApp{Secrets: cfg.Instagram.Secrets(), Verify: cfg.Instagram.Verify}
}

// keepStray keeps the events of an account that no shop has until one connects it.
func (a *App) keepStray(ctx context.Context, c shop.Channel, p webhook.Part) error {
	list := make([]link.Stray, len(p.Events))
	for i, in := range p.Events {
		list[i] = link.Stray{Channel: c, ExternalID: p.Account, Key: in.DeliveryKey, Raw: in.Raw}
	}
	return a.Links.Keep(ctx, list)
}

// instagramHook is Instagram as the webhook sees it.
type instagramHook struct{ app InstagramApp }

// Greet implements webhook.Shared.
func (h instagramHook) Greet(query string) (string, bool) { return event.Greet(query, h.app.Verify) }

// Signed implements webhook.Shared.
func (h instagramHook) Signed(r webhook.Request) bool {
	return event.Signed(r.Body, r.Header(event.SignatureHeader), h.app.Secrets...)
}

// Split implements webhook.Shared.
func (h instagramHook) Split(body []byte) ([]webhook.Part, error) {
	parts, err := event.Parse(body)
	if err != nil {
		return nil, err
	}
	out := make([]webhook.Part, len(parts))
	for i, p := range parts {
		out[i] = webhook.Part{Account: p.Account, Events: p.Events}
	}
	return out, nil
}
