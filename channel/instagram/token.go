package instagram

import (
	"context"
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"time"

	"prilavok/core/fault"
)

// Ages of a long-lived token. It lives 60 days and can be refreshed after one; at 30 many
// tries still fit before its end.
const (
	TokenLife    = 60 * 24 * time.Hour
	RefreshAfter = 30 * 24 * time.Hour
	WarnBefore   = 10 * 24 * time.Hour // of its end: the owner is told when refreshing fails
)

// Fields are the webhooks that an account is subscribed to.
var Fields = []string{"messages", "messaging_postbacks", "messaging_seen", "messaging_referral", "message_reactions", "message_edit", "comments", "live_comments"}

// Identity is who an account is.
type Identity struct {
	ID       string // entry.id of webhooks
	Username string
}

// Identify asks whose token it is. Faults: instagram.token, instagram.permission.
func (a *Account) Identify(ctx context.Context) (Identity, error) {
	if a.page != "" {
		return a.identifyPage(ctx)
	}
	var me struct {
		ID       json.Number `json:"user_id"`
		Username string      `json:"username"`
	}
	err := a.client.get(ctx, "me", "me", url.Values{"fields": {"user_id,username"}}, &me)
	if err == nil && me.ID == "" {
		err = fault.New(fault.Unavailable, CodeUnavailable, "Instagram did not say whose token it is")
	}
	return Identity{me.ID.String(), me.Username}, err
}

// identifyPage asks for the account of the token's page.
func (a *Account) identifyPage(ctx context.Context) (Identity, error) {
	var page struct {
		Account struct {
			ID       string `json:"id"`
			Username string `json:"username"`
		} `json:"instagram_business_account"`
	}
	err := a.client.get(ctx, "page", url.PathEscape(a.page), url.Values{"fields": {"instagram_business_account{id,username}"}}, &page)
	if err == nil && page.Account.ID == "" {
		err = fault.New(fault.Unsupported, CodeNoAccount, "the page has no Instagram account any more: link them in the page's settings, then connect anew")
	}
	return Identity{page.Account.ID, page.Account.Username}, err
}

// Subscribe makes Meta post the account's webhooks to the app. It may be repeated.
func (a *Account) Subscribe(ctx context.Context) error {
	q := url.Values{"subscribed_fields": {strings.Join(Fields, ",")}}
	return a.client.post(ctx, "subscribed_apps", a.node+"/subscribed_apps?"+q.Encode(), false, struct{}{}, nil)
}

// Unsubscribe ends that. It may be repeated.
func (a *Account) Unsubscribe(ctx context.Context) error {
	return a.client.run(ctx, a.client.request("DELETE", "subscribed_apps", a.client.base()+"/"+a.client.version()+"/"+a.node+"/subscribed_apps"), false, nil)
}

// Refresh asks for a new token in place of the account's, which stays good until its own
// end: the new one is stored first and used then.
func (a *Account) Refresh(ctx context.Context) (token string, life time.Duration, err error) {
	var out struct {
		Token string `json:"access_token"`
		Life  int64  `json:"expires_in"`
	}
	q := url.Values{"grant_type": {"ig_refresh_token"}, "access_token": {a.client.Token}}
	r := a.client.request("GET", "refresh_access_token", a.client.base()+"/refresh_access_token?"+q.Encode())
	if err := a.client.run(ctx, r, false, &out); err != nil {
		return "", 0, err
	}
	if out.Token == "" {
		return "", 0, fault.New(fault.Unavailable, CodeUnavailable, "Instagram gave no new token")
	}
	if life = time.Duration(out.Life) * time.Second; life <= 0 {
		life = TokenLife
	}
	return out.Token, life, nil
}

// Permission is one of Meta's permissions, by its name with Instagram's own login.
type Permission string

// The permissions that a shop sells with.
const (
	Basic    Permission = "instagram_business_basic"
	Messages Permission = "instagram_business_manage_messages"
	Comments Permission = "instagram_business_manage_comments"
)

// paged is what Facebook's login calls them.
var paged = map[Permission]string{Basic: "instagram_basic", Messages: "instagram_manage_messages", Comments: "instagram_manage_comments"}

// Permissions lists the permissions that a shop sells with, as a way to connect calls
// them.
func Permissions(facebook bool) []string {
	var out []string
	for _, p := range []Permission{Basic, Messages, Comments} {
		out = append(out, p.name(facebook))
	}
	return out
}

func (p Permission) name(facebook bool) string {
	if facebook {
		return paged[p]
	}
	return string(p)
}

func (a *Account) permission(p Permission) string { return p.name(a.page != "") }

// Health is what an account can and cannot do now.
type Health struct {
	Identity
	MissingPermissions []string
	MissingFields      []string // webhooks that it is not subscribed to
}

// OK reports whether nothing is missing.
func (h Health) OK() bool { return len(h.MissingPermissions) == 0 && len(h.MissingFields) == 0 }

// Probe looks at an account: each permission is tried by a call that needs it, as Meta has
// no list of them for these tokens. Faults other than a missing permission are returned.
func (a *Account) Probe(ctx context.Context) (Health, error) {
	var h Health
	var err error
	if h.Identity, err = a.Identify(ctx); err != nil && !lacks(err) {
		return h, err
	}
	if err != nil {
		h.MissingPermissions = append(h.MissingPermissions, a.permission(Basic))
	}
	q := url.Values{"platform": {"instagram"}, "fields": {"id"}, "limit": {"1"}}
	if err := a.read(ctx, "conversations", a.node+"/conversations", q, nil); err != nil {
		if !lacks(err) {
			return h, err
		}
		h.MissingPermissions = append(h.MissingPermissions, a.permission(Messages))
	}
	have, err := a.subscriptions(ctx)
	if err != nil && !lacks(err) {
		return h, err
	}
	for _, f := range Fields {
		if !slices.Contains(have, f) {
			h.MissingFields = append(h.MissingFields, f)
		}
	}
	return h, nil
}

func lacks(err error) bool { return fault.CodeOf(err) == CodePermission }

func (a *Account) subscriptions(ctx context.Context) ([]string, error) {
	var apps struct {
		Data []struct {
			Fields []string `json:"subscribed_fields"`
		} `json:"data"`
	}
	err := a.client.get(ctx, "subscribed_apps", a.node+"/subscribed_apps", nil, &apps)
	var out []string
	for _, app := range apps.Data {
		out = append(out, app.Fields...)
	}
	return out, err
}
