package igfake

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// App is the Meta app as Meta has it: what its logins are held to.
type App struct {
	InstagramID, InstagramSecret string // of Instagram's own login
	MetaID, MetaSecret           string // of Facebook's
	Redirects                    []string
}

// DefaultApp is the app of a fake that is told none.
var DefaultApp = App{"990001", "igsecret", "880001", DefaultSecret, []string{"https://shop.example/connect/instagram/callback"}}

// grant is a login that was finished, until its code is used.
type grant struct {
	facebook bool
	redirect string
	accounts []*Account
	until    time.Time
}

// user is who has logged in with Facebook.
type user struct {
	accounts []*Account
	until    time.Time
	long     bool
}

// Consents is an owner who opens the login page at an address, logs in and lets the app act
// for accounts. It returns where the browser goes then. Without permissions all that were
// asked for are granted.
func (s *Server) Consents(address string, permissions []string, accounts ...*Account) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	u, err := url.Parse(address)
	if err != nil {
		return "", errors.New("no address")
	}
	q := u.Query()
	facebook := strings.HasSuffix(u.Path, "/dialog/oauth")
	app := s.opt.App
	id := app.InstagramID
	if facebook {
		id = app.MetaID
	}
	switch {
	case !facebook && u.Path != "/oauth/authorize":
		return "", errors.New("no login page: " + u.Path)
	case q.Get("client_id") != id:
		return "", errors.New("invalid platform app")
	case !slices.Contains(app.Redirects, q.Get("redirect_uri")):
		return "", errors.New("invalid redirect_uri")
	case q.Get("response_type") != "code" || q.Get("scope") == "":
		return "", errors.New("invalid scope or response_type")
	}
	if permissions == nil {
		permissions = strings.Split(q.Get("scope"), ",")
	}
	for _, a := range accounts {
		a.Permissions = slices.Clone(permissions)
	}
	code := "AQ" + strconv.FormatInt(s.next(), 10)
	s.grants[code] = &grant{facebook, q.Get("redirect_uri"), accounts, s.opt.Now().Add(time.Hour)}
	back := url.Values{"code": {code}, "state": {q.Get("state")}}
	return q.Get("redirect_uri") + "?" + back.Encode() + "#_", nil
}

// Declines is an owner who cancels at the login page.
func (s *Server) Declines(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		panic(err)
	}
	back := url.Values{"error": {"access_denied"}, "error_reason": {"user_denied"}, "error_description": {"The user denied your request."}, "state": {u.Query().Get("state")}}
	return u.Query().Get("redirect_uri") + "?" + back.Encode()
}

// Fail makes the next fitting call of a login fail: "oauth", "access_token".
func (s *Server) Fail(f Failure) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fails = append(s.fails, f)
}

// login answers the calls of a login; false when it is another call.
func (s *Server) login(w http.ResponseWriter, r *http.Request) bool {
	path := strings.Trim(r.URL.Path, "/")
	facebook := strings.HasPrefix(path, "v") && strings.HasSuffix(path, "/oauth/access_token")
	name := map[string]string{"oauth/access_token": "code", "access_token": "exchange"}[path]
	if facebook {
		name = "facebook"
	}
	if name == "" {
		return false
	}
	for i, f := range s.fails {
		if f.Only == "" || f.Only == name {
			s.fails = slices.Delete(s.fails, i, i+1)
			f.write(w)
			return true
		}
	}
	switch q := r.URL.Query(); {
	case facebook && r.Method == http.MethodGet:
		s.facebookToken(w, q)
	case name == "code" && r.Method == http.MethodPost:
		s.code(w, r)
	case name == "exchange" && r.Method == http.MethodGet:
		s.exchange(w, q)
	default:
		refuse(100, 33, "Unsupported request").write(w)
	}
	return true
}

// code makes the token of an hour of a code. It lives an hour and is good once.
func (s *Server) code(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	q, err := url.ParseQuery(string(body))
	flat := func(message string) {
		reply(w, http.StatusBadRequest, map[string]any{"error_type": "OAuthException", "code": 400, "error_message": message})
	}
	app := s.opt.App
	if err != nil || r.Header.Get("content-type") != "application/x-www-form-urlencoded" || q.Get("grant_type") != "authorization_code" {
		flat("Invalid grant_type")
		return
	}
	if q.Get("client_id") != app.InstagramID || q.Get("client_secret") != app.InstagramSecret {
		flat("Error validating client secret.")
		return
	}
	g := s.grants[q.Get("code")]
	if g == nil || g.facebook || g.redirect != q.Get("redirect_uri") || !s.opt.Now().Before(g.until) {
		flat("Matching code was not found or was already used")
		return
	}
	delete(s.grants, q.Get("code"))
	a := g.accounts[0]
	now := s.opt.Now()
	token := "IGAASHORT" + strconv.FormatInt(s.next(), 10)
	a.tokens[token] = &Token{Made: now, Until: now.Add(time.Hour), short: true}
	one := map[string]any{"access_token": token, "user_id": json.Number(a.ID), "permissions": a.Permissions}
	if s.opt.Listed {
		reply(w, http.StatusOK, map[string]any{"data": []any{map[string]any{"access_token": token, "user_id": a.ID, "permissions": strings.Join(a.Permissions, ",")}}})
		return
	}
	reply(w, http.StatusOK, one)
}

// exchange makes the token of 60 days of a token of an hour.
func (s *Server) exchange(w http.ResponseWriter, q url.Values) {
	if q.Get("grant_type") != "ig_exchange_token" || q.Get("client_secret") != s.opt.App.InstagramSecret {
		refuse(100, 0, "Invalid parameter").write(w)
		return
	}
	for _, a := range s.accounts {
		if t := a.tokens[q.Get("access_token")]; t != nil && t.short && s.opt.Now().Before(t.Until) {
			now := s.opt.Now()
			fresh := "IGAALONG" + strconv.FormatInt(s.next(), 10)
			a.tokens[fresh] = &Token{Made: now, Until: now.Add(60 * 24 * time.Hour)}
			reply(w, http.StatusOK, map[string]any{"access_token": fresh, "token_type": "bearer", "expires_in": 60 * 24 * 3600})
			return
		}
	}
	(&refusal{http.StatusUnauthorized, 190, 0, "Invalid OAuth access token"}).write(w)
}

// facebookToken makes a user's token of a code, and one of 60 days of that.
func (s *Server) facebookToken(w http.ResponseWriter, q url.Values) {
	app, now := s.opt.App, s.opt.Now()
	if q.Get("client_id") != app.MetaID || q.Get("client_secret") != app.MetaSecret {
		refuse(1, 0, "Error validating client secret.").write(w)
		return
	}
	u := &user{until: now.Add(60 * 24 * time.Hour), long: true}
	if q.Get("grant_type") == "fb_exchange_token" {
		old := s.users[q.Get("fb_exchange_token")]
		if old == nil {
			(&refusal{http.StatusBadRequest, 190, 0, "Invalid OAuth access token"}).write(w)
			return
		}
		u.accounts = old.accounts
	} else {
		g := s.grants[q.Get("code")]
		if g == nil || !g.facebook || g.redirect != q.Get("redirect_uri") {
			refuse(100, 36009, "This authorization code has been used.").write(w)
			return
		}
		delete(s.grants, q.Get("code"))
		u.accounts, u.until, u.long = g.accounts, now.Add(time.Hour), false
	}
	token := "EAAUSER" + strconv.FormatInt(s.next(), 10)
	s.users[token] = u
	reply(w, http.StatusOK, map[string]any{"access_token": token, "token_type": "bearer", "expires_in": int(u.until.Sub(now).Seconds())})
}

// me answers what a user's token asks: who it is, the permissions, the pages.
func (s *Server) me(u *user, r *http.Request) (any, *refusal) {
	parts := strings.Split(strings.Trim(r.URL.Path, "/"), "/")
	switch what := strings.Join(parts[1:], "/"); {
	case what == "me":
		return pick(map[string]any{"id": "fb-user"}, r.URL.Query().Get("fields")), nil
	case what == "me/permissions":
		data := []any{map[string]any{"permission": "email", "status": "declined"}}
		for _, p := range u.accounts[0].Permissions {
			data = append(data, map[string]any{"permission": p, "status": "granted"})
		}
		return map[string]any{"data": data}, nil
	case what == "me/accounts":
		data := []any{map[string]any{"id": "1", "name": "without an account", "access_token": "EAANONE"}}
		for _, a := range u.accounts {
			if a.Page == "" {
				continue
			}
			token := "EAAPAGE" + strconv.FormatInt(s.next(), 10)
			a.tokens[token] = &Token{Made: s.opt.Now(), Until: s.opt.Now().AddDate(50, 0, 0)}
			data = append(data, map[string]any{"id": a.Page, "name": a.Username, "access_token": token,
				"instagram_business_account": map[string]any{"id": a.ID, "username": a.Username}})
		}
		return paged(data, r.URL.Query(), 2)
	}
	return nil, refuse(100, 33, "Unsupported request")
}

// paged cuts a list as the Graph API does: cursors, and next until the end.
func paged(data []any, q url.Values, limit int) (any, *refusal) {
	if n, err := strconv.Atoi(q.Get("limit")); err == nil && n > 0 {
		limit = n
	}
	from := 0
	if after := q.Get("after"); after != "" {
		n, err := strconv.Atoi(strings.TrimPrefix(after, "cur"))
		if err != nil {
			return nil, refuse(100, 0, "Invalid cursor")
		}
		from = n
	}
	from = min(from, len(data))
	to := min(from+limit, len(data))
	paging := map[string]any{"cursors": map[string]any{"before": "cur" + strconv.Itoa(from), "after": "cur" + strconv.Itoa(to)}}
	if to < len(data) {
		paging["next"] = "https://graph.instagram.com/next"
	}
	return map[string]any{"data": data[from:to], "paging": paging}, nil
}

// SignedRequest is the body with which Meta tells that a user has taken the app away, or
// wants their data deleted, signed with a secret of the app.
func (s *Server) SignedRequest(userID, secret string) string {
	return signedRequest(map[string]any{"algorithm": "HMAC-SHA256", "issued_at": s.opt.Now().Unix(), "user_id": userID}, secret)
}
