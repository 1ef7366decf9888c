package edge_test

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"sync"
)

// project is the address of a Supabase project as a page of another host meets it: Auth's
// endpoints that the panel uses, and the function behind the gateway.
type project struct {
	o        *office
	function http.Handler // what /functions/v1/ leads to
	password string

	mu        sync.Mutex
	sessions  map[string]string // refresh token → user; each is good once
	issued    int
	refreshed int
	signedOut int
}

// allowed are the headers that pages of other hosts may send to Auth, as its gateway says.
const allowed = "accept, apikey, authorization, content-type, x-client-info, x-supabase-api-version"

// serve answers what the project's address does; false is left to others.
func (p *project) serve(w http.ResponseWriter, r *http.Request) bool {
	if strings.HasPrefix(r.URL.Path, "/functions/v1/") {
		p.function.ServeHTTP(w, r)
		return true
	}
	path, found := strings.CutPrefix(r.URL.Path, "/auth/v1/")
	if !found || (path != "token" && path != "logout") {
		return false
	}
	w.Header().Set("Access-Control-Allow-Origin", "*")
	switch {
	case r.Method == http.MethodOptions:
		w.Header().Set("Access-Control-Allow-Methods", "GET, POST, PUT, PATCH, DELETE")
		w.Header().Set("Access-Control-Allow-Headers", allowed)
		w.WriteHeader(http.StatusNoContent)
	case r.Header.Get("Apikey") != anonKey:
		say(w, http.StatusUnauthorized, map[string]any{"message": "Invalid API key"})
	case path == "logout":
		p.leave(w, r)
	default:
		p.enter(w, r)
	}
	return true
}

// enter gives a session for a password, or for the refresh token of one.
func (p *project) enter(w http.ResponseWriter, r *http.Request) {
	var form struct {
		Email, Password string
		Refresh         string `json:"refresh_token"`
	}
	if json.NewDecoder(r.Body).Decode(&form) != nil {
		say(w, http.StatusBadRequest, map[string]any{"code": 400, "error_code": "bad_json", "msg": "Could not parse request body as JSON"})
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	user := p.sessions[form.Refresh]
	switch grant := r.URL.Query().Get("grant_type"); {
	case grant == "password" && form.Email == managerMail && form.Password == p.password:
		user = manager
	case grant == "password":
		say(w, http.StatusBadRequest, map[string]any{"code": 400, "error_code": "invalid_credentials", "msg": "Invalid login credentials"})
		return
	case user == "":
		say(w, http.StatusBadRequest, map[string]any{"code": 400, "error_code": "refresh_token_not_found", "msg": "Invalid Refresh Token: Refresh Token Not Found"})
		return
	default:
		delete(p.sessions, form.Refresh)
		p.refreshed++
	}
	p.issued++
	refresh := "refresh-" + strconv.Itoa(p.issued)
	p.sessions[refresh] = user
	say(w, http.StatusOK, map[string]any{"access_token": p.o.token(user), "token_type": "bearer", "expires_in": 3600, "refresh_token": refresh,
		"user": map[string]any{"id": user, "aud": "authenticated", "role": "authenticated", "email": managerMail}})
}

// leave ends the session; a page that only forgets it has not signed out.
func (p *project) leave(w http.ResponseWriter, r *http.Request) {
	if !strings.HasPrefix(r.Header.Get("Authorization"), "Bearer ") {
		say(w, http.StatusUnauthorized, map[string]any{"code": 401, "error_code": "no_authorization", "msg": "This endpoint requires a valid Bearer token"})
		return
	}
	p.end()
	p.mu.Lock()
	p.signedOut++
	p.mu.Unlock()
	w.WriteHeader(http.StatusNoContent)
}

// end makes all refresh tokens worthless, as somebody does who changed the password elsewhere.
func (p *project) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	clear(p.sessions)
}

// counted is how often sessions were prolonged and ended by the page.
func (p *project) counted() (refreshed, signedOut int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.refreshed, p.signedOut
}

func say(w http.ResponseWriter, status int, body map[string]any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body) // whoever asked may be gone
}
