package instagram

import (
	"context"
	"encoding/json"
	"net/url"
	"strings"
	"time"

	"prilavok/core/call"
	"prilavok/core/fault"
)

// Where owners log in and codes become tokens (channels.md B.3).
const (
	loginPage     = "https://www.instagram.com"
	tokenBase     = "https://api.instagram.com"
	facebookLogin = "https://www.facebook.com"
	FacebookBase  = "https://graph.facebook.com"
)

// facebookMore are the permissions that the page's way needs beside those of a shop.
var facebookMore = []string{"pages_manage_metadata", "pages_show_list", "pages_read_engagement", "business_management"}

// Login is Meta's login, by which an owner lets an app of Meta's act for an account. With
// Facebook it is Facebook's, and the accounts are those of the pages that were picked.
type Login struct {
	Facebook  bool
	AppID     string // with Facebook the Meta app's, else the Instagram app's of the same app
	AppSecret string // the one that belongs to it
	Redirect  string // exactly as the app has it
	All       string // one server in place of all of Meta's, for tests; "" none
	Base      string // of the Graph API; "" Meta's own
	Version   string // "" is DefaultVersion
	Do        call.Doer
	Now       func() time.Time
}

// Grant is what an owner has granted for one account.
type Grant struct {
	Identity
	Page        string // "" by Instagram's own login
	Token       string
	Until       time.Time // the token's end; zero: it has none
	Permissions []string  // that were granted; nil: Meta did not say
	UserIDs     []string  // under which Meta speaks of whoever has logged in
}

// Ready reports whether the app is set up for this way.
func (l Login) Ready() bool { return l.AppID != "" && l.AppSecret != "" && l.Redirect != "" }

// URL is where the owner logs in. state comes back with the code.
func (l Login) URL(state string) string {
	q := url.Values{"client_id": {l.AppID}, "redirect_uri": {l.Redirect}, "response_type": {"code"}, "state": {state}}
	scopes := Permissions(l.Facebook)
	at := l.at(loginPage) + "/oauth/authorize?"
	if l.Facebook {
		scopes = append(scopes, facebookMore...)
		at = l.at(facebookLogin) + "/" + l.version() + "/dialog/oauth?"
	}
	q.Set("scope", strings.Join(scopes, ","))
	return at + q.Encode()
}

// Exchange turns the code of a login into what was granted: one account, or with Facebook
// those of all pages that were picked.
//
// Faults: instagram.login for a code that is old or used, instagram.app when Meta does not
// know the app, instagram.no_account; those of every call.
func (l Login) Exchange(ctx context.Context, code string) ([]Grant, error) {
	code = strings.TrimSuffix(code, "#_")
	if l.Facebook {
		return l.pages(ctx, code)
	}
	short, err := l.shortToken(ctx, code)
	if err != nil {
		return nil, err
	}
	var long struct {
		Token string `json:"access_token"`
		Life  int64  `json:"expires_in"`
	}
	q := url.Values{"grant_type": {"ig_exchange_token"}, "client_secret": {l.AppSecret}, "access_token": {short.Token}}
	if err := l.get(ctx, "exchange", l.graph()+"/access_token?"+q.Encode(), &long); err != nil {
		return nil, err
	}
	life := time.Duration(long.Life) * time.Second
	if life <= 0 {
		life = TokenLife
	}
	var me struct {
		ID       string      `json:"id"`
		UserID   json.Number `json:"user_id"`
		Username string      `json:"username"`
	}
	c := &Client{Base: l.graph(), Version: l.Version, Token: long.Token, Do: l.Do}
	if err := c.get(ctx, "me", "me", url.Values{"fields": {"id,user_id,username"}}, &me); err != nil {
		return nil, err
	}
	if long.Token == "" || me.UserID == "" {
		return nil, fault.New(fault.Unavailable, CodeUnavailable, "Instagram did not say whose token it is")
	}
	g := Grant{Identity: Identity{me.UserID.String(), me.Username}, Token: long.Token, Until: l.Now().Add(life), Permissions: short.Permissions}
	g.UserIDs = distinct(me.UserID.String(), me.ID, short.UserID)
	return []Grant{g}, nil
}

type shortToken struct {
	Token       string
	UserID      string
	Permissions []string
}

// shortToken is the token of an hour. Its answer comes flat or in a list, the id as a
// number or a text, the permissions as a list or a text.
func (l Login) shortToken(ctx context.Context, code string) (shortToken, error) {
	form := url.Values{"client_id": {l.AppID}, "client_secret": {l.AppSecret}, "grant_type": {"authorization_code"}, "redirect_uri": {l.Redirect}, "code": {code}}
	type answer struct {
		Token       string          `json:"access_token"`
		UserID      json.Number     `json:"user_id"`
		Permissions json.RawMessage `json:"permissions"`
	}
	var out struct {
		answer
		Data []answer `json:"data"`
	}
	r := call.Request{Method: "POST", URL: l.at(tokenBase) + "/oauth/access_token", Body: []byte(form.Encode()), Timeout: callTimeout, Service: "instagram", Name: "code",
		Header: map[string]string{"accept": "application/json", "content-type": "application/x-www-form-urlencoded"}}
	if err := l.run(ctx, r, &out); err != nil {
		return shortToken{}, err
	}
	a := out.answer
	if len(out.Data) > 0 {
		a = out.Data[0]
	}
	if a.Token == "" {
		return shortToken{}, fault.New(fault.Unavailable, CodeUnavailable, "Instagram gave no token")
	}
	s := shortToken{Token: a.Token, UserID: a.UserID.String()}
	var text string
	if json.Unmarshal(a.Permissions, &s.Permissions) != nil && json.Unmarshal(a.Permissions, &text) == nil {
		s.Permissions = strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ' ' })
	}
	return s, nil
}

// pages lists the accounts of the pages that were picked. A user's token of 60 days gives
// tokens of pages that do not end.
func (l Login) pages(ctx context.Context, code string) ([]Grant, error) {
	var short, long struct {
		Token string `json:"access_token"`
	}
	at := l.graph() + "/" + l.version()
	q := url.Values{"client_id": {l.AppID}, "client_secret": {l.AppSecret}, "redirect_uri": {l.Redirect}, "code": {code}}
	if err := l.get(ctx, "code", at+"/oauth/access_token?"+q.Encode(), &short); err != nil {
		return nil, err
	}
	q = url.Values{"grant_type": {"fb_exchange_token"}, "client_id": {l.AppID}, "client_secret": {l.AppSecret}, "fb_exchange_token": {short.Token}}
	if err := l.get(ctx, "exchange", at+"/oauth/access_token?"+q.Encode(), &long); err != nil {
		return nil, err
	}
	c := &Client{Base: l.graph(), Version: l.Version, Token: long.Token, Do: l.Do}
	granted, user, err := l.granted(ctx, c)
	if err != nil {
		return nil, err
	}
	var out []Grant
	const mostPages = 10 // of 25 each
	after := ""
	for range mostPages {
		var list struct {
			Data []struct {
				ID      string `json:"id"`
				Token   string `json:"access_token"`
				Account struct {
					ID       string `json:"id"`
					Username string `json:"username"`
				} `json:"instagram_business_account"`
			} `json:"data"`
			Paging paging `json:"paging"`
		}
		q := url.Values{"fields": {"id,name,access_token,instagram_business_account{id,username}"}}
		if after != "" {
			q.Set("after", after)
		}
		if err := c.get(ctx, "accounts", "me/accounts", q, &list); err != nil {
			return nil, err
		}
		for _, p := range list.Data {
			if p.Account.ID != "" && p.Token != "" {
				out = append(out, Grant{Identity: Identity{p.Account.ID, p.Account.Username}, Page: p.ID, Token: p.Token, Permissions: granted, UserIDs: distinct(user)})
			}
		}
		if after = list.Paging.next(); after == "" {
			break
		}
	}
	if len(out) == 0 {
		return nil, fault.New(fault.Unsupported, CodeNoAccount, "none of the pages that were picked has a professional Instagram account: link them, then connect anew")
	}
	return out, nil
}

// granted lists the permissions that a user's token has, and whose it is.
func (l Login) granted(ctx context.Context, c *Client) (list []string, user string, err error) {
	var me struct {
		ID string `json:"id"`
	}
	if err := c.get(ctx, "me", "me", url.Values{"fields": {"id"}}, &me); err != nil {
		return nil, "", err
	}
	var out struct {
		Data []struct {
			Permission string `json:"permission"`
			Status     string `json:"status"`
		} `json:"data"`
	}
	if err := c.get(ctx, "permissions", "me/permissions", nil, &out); err != nil {
		return nil, "", err
	}
	list = []string{}
	for _, p := range out.Data {
		if p.Status == "granted" {
			list = append(list, p.Permission)
		}
	}
	return list, me.ID, nil
}

// paging is how lists of the Graph API go on.
type paging struct {
	Cursors struct {
		After string `json:"after"`
	} `json:"cursors"`
	Next string `json:"next"`
}

// next is the cursor of the next page, "" at the end.
func (p paging) next() string {
	if p.Next == "" {
		return ""
	}
	return p.Cursors.After
}

func (l Login) get(ctx context.Context, name, address string, out any) error {
	return l.run(ctx, call.Request{Method: "GET", URL: address, Timeout: callTimeout, Service: "instagram", Name: name, Header: map[string]string{"accept": "application/json"}}, out)
}

// run does one call of the login. Its refusals are about the code or the app, whatever the
// server that says it; they come in Meta's form and in a flat one.
func (l Login) run(ctx context.Context, r call.Request, out any) error {
	c := &Client{Do: l.Do}
	resp, err := l.Do.Do(ctx, r)
	if fault.CodeOf(err) == "call.connect" && ctx.Err() == nil {
		resp, err = l.Do.Do(ctx, r)
	}
	switch {
	case err != nil:
		return transportFault(r.Name, false, err)
	case resp.Status >= 500, resp.Status == 429:
		return c.answer(r, resp, false, out)
	case resp.Status < 300:
		return c.answer(r, resp, false, out)
	}
	var e struct {
		Flat  string      `json:"error_message"`
		Error *graphError `json:"error"`
	}
	_ = json.Unmarshal(resp.Body, &e) // a proxy's page says nothing
	text := strings.ToLower(e.Flat)
	if e.Error != nil {
		if e.Error.Transient || e.Error.Code == 4 || e.Error.Code == 613 || e.Error.Code == 1 || e.Error.Code == 2 {
			return c.answer(r, resp, false, out)
		}
		text = strings.ToLower(e.Error.Message)
	}
	if strings.Contains(text, "code") && !strings.Contains(text, "client") {
		return fault.New(fault.Invalid, CodeLogin, "the login has run out or was used before: begin anew")
	}
	return fault.New(fault.Unsupported, CodeApp, "Meta does not take the app: check its id and secret, and that the app has exactly the redirect address %s", l.Redirect)
}

func (l Login) at(theirs string) string {
	if l.All != "" {
		return strings.TrimRight(l.All, "/")
	}
	return theirs
}

func (l Login) graph() string {
	switch {
	case l.All != "":
		return strings.TrimRight(l.All, "/")
	case l.Facebook:
		return FacebookBase
	case l.Base != "":
		return strings.TrimRight(l.Base, "/")
	}
	return DefaultBase
}

func (l Login) version() string {
	if l.Version == "" {
		return DefaultVersion
	}
	return l.Version
}

func distinct(list ...string) []string {
	var out []string
	for _, s := range list {
		if s != "" && s != "0" && !has(out, s) {
			out = append(out, s)
		}
	}
	return out
}

func has(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}
