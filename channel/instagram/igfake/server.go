// Package igfake is a stateful fake of graph.instagram.com for tests, demonstrations and
// scenarios: it holds an account to the documented calls, limits and reply window of the
// Instagram API with Instagram Login (v25.0), answers with Meta's error bodies, keeps the
// conversations to read back, and lets a test be the customers on the other side. Where
// Meta cuts something silently, the fake refuses it, so that defects show. It is not a
// client, and nothing that a shop runs imports it.
package igfake

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// Options set the fake up; the zero value works.
type Options struct {
	Now    func() time.Time
	Secret string // of the app: signs webhooks; "" is one of the fake's own
	App    App    // its logins; zero is DefaultApp
	Listed bool   // codes are answered in a list, as one of the documented forms is
	// Threads is how many reads of conversations an account has in a second; 0 any number.
	Threads int
	// Fetch tells whether Meta's server can get a picture; nil gets all.
	Fetch func(url string) error
}

// DefaultSecret signs webhooks where a test names none.
const DefaultSecret = "0123456789abcdef0123456789abcdef"

// Server is the fake. It is an http.Handler with the paths of graph.instagram.com.
type Server struct {
	opt      Options
	mu       sync.Mutex
	accounts map[string]*Account // by id
	counter  int64
	grants   map[string]*grant // by code
	users    map[string]*user  // by token
	fails    []Failure         // of logins
}

// New makes a fake without accounts.
func New(o Options) *Server {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Secret == "" {
		o.Secret = DefaultSecret
	}
	if o.App.InstagramID == "" {
		o.App = DefaultApp
	}
	return &Server{opt: o, accounts: map[string]*Account{}, grants: map[string]*grant{}, users: map[string]*user{}}
}

// Token is one token of an account.
type Token struct {
	Made, Until time.Time
	Refreshes   int
	short       bool // of an hour: it must be exchanged
}

// Account is a professional account as Meta has it.
type Account struct {
	server      *Server
	ID          string
	Username    string
	Page        string   // the Facebook page that it is linked to; "" none
	Human       bool     // approved for HUMAN_AGENT
	Permissions []string // granted
	Fields      []string // subscribed
	tokens      map[string]*Token
	people      map[string]*Person
	posts       []Post
	fails       []Failure
	calls       []Call
	reads       map[int64]int // of conversations, by the second
	comments    map[string]*Comment
	privately   []time.Time // of private replies, for their limit
	// PrivatePerHour is how many private replies Meta takes in an hour; 0 is 750.
	PrivatePerHour int
}

// Call is one request that an account made.
type Call struct {
	Method, Path string
	Body         map[string]any
}

// Failure is how the next call fails.
type Failure struct {
	Only    string // the call: "messages", "conversations", "typing_on"…; "" any
	Status  int    // of HTTP; 0 is 400
	Code    int
	Subcode int
	Message string
	Minutes int    // until access is regained, in the usage header
	Body    string // instead of Meta's error: a proxy's page
	Drop    bool   // the connection breaks
	After   bool   // after the call was done
}

// every permission that an account may be given.
var every = []string{"instagram_business_basic", "instagram_business_manage_messages", "instagram_business_manage_comments"}

// Account returns the account with an id, making it with a token that was just issued.
func (s *Server) Account(id, token string) *Account {
	s.mu.Lock()
	defer s.mu.Unlock()
	if a := s.accounts[id]; a != nil {
		return a
	}
	now := s.opt.Now()
	a := &Account{server: s, ID: id, Username: "demo.shop", Permissions: slices.Clone(every), people: map[string]*Person{},
		tokens: map[string]*Token{token: {Made: now, Until: now.Add(60 * 24 * time.Hour)}}}
	s.accounts[id] = a
	return a
}

// Revoke makes every token of the account worthless, as a changed password does.
func (a *Account) Revoke() {
	a.server.mu.Lock()
	defer a.server.mu.Unlock()
	clear(a.tokens)
}

// Token returns what the fake knows of a token; nil when it is not good any more.
func (a *Account) Token(token string) *Token {
	a.server.mu.Lock()
	defer a.server.mu.Unlock()
	return a.tokens[token]
}

// Fail makes the next fitting call fail.
func (a *Account) Fail(f Failure) {
	a.server.mu.Lock()
	defer a.server.mu.Unlock()
	a.fails = append(a.fails, f)
}

// Unfailed counts the failures that no call has met yet.
func (a *Account) Unfailed() int {
	a.server.mu.Lock()
	defer a.server.mu.Unlock()
	return len(a.fails)
}

// Calls lists the requests that the account made, oldest first.
func (a *Account) Calls() []Call {
	a.server.mu.Lock()
	defer a.server.mu.Unlock()
	return slices.Clone(a.calls)
}

// refusal is an error as Meta writes it.
type refusal struct {
	status, code, sub int
	message           string
}

func refuse(code, sub int, format string, args ...any) *refusal {
	return &refusal{400, code, sub, fmt.Sprintf(format, args...)}
}

func (r *refusal) write(w http.ResponseWriter) {
	reply(w, r.status, map[string]any{"error": map[string]any{"message": r.message, "type": "IGApiException", "code": r.code,
		"error_subcode": r.sub, "is_transient": r.code == 2, "fbtrace_id": "AfakeTrace"}})
}

func reply(w http.ResponseWriter, status int, body any) {
	w.Header().Set("content-type", "application/json; charset=UTF-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}

// ServeHTTP implements http.Handler.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.login(w, r) {
		return
	}
	a, token := s.caller(r)
	if u := s.users[token]; u != nil && s.opt.Now().Before(u.until) {
		result, no := s.me(u, r)
		if no != nil {
			no.write(w)
			return
		}
		reply(w, http.StatusOK, result)
		return
	}
	if a == nil {
		(&refusal{401, 190, 0, "Invalid OAuth access token - Cannot parse access token"}).write(w)
		return
	}
	parts := strings.Split(strings.Trim(r.URL.Path, "/"), "/")
	var body map[string]any
	if r.Method == http.MethodPost {
		if err := json.NewDecoder(r.Body).Decode(&body); err != nil && r.ContentLength > 0 {
			refuse(100, 0, "Invalid parameter").write(w)
			return
		}
	}
	a.calls = append(a.calls, Call{r.Method, r.URL.Path, body})
	name := parts[len(parts)-1]
	if action, ok := body["sender_action"].(string); ok {
		name = action
	}
	if to, _ := body["recipient"].(map[string]any); to["comment_id"] != nil {
		name = "private_reply"
	}
	f := a.failure(name)
	if f != nil && !f.After {
		f.write(w)
		return
	}
	result, no := a.route(r, token, parts, body)
	switch {
	case f != nil:
		f.write(w)
	case no != nil:
		no.write(w)
	default:
		reply(w, http.StatusOK, result)
	}
}

// caller finds whose token a request carries.
func (s *Server) caller(r *http.Request) (*Account, string) {
	token, ok := strings.CutPrefix(r.Header.Get("authorization"), "Bearer ")
	if !ok || r.URL.Query().Get("access_token") != "" {
		token = r.URL.Query().Get("access_token")
	}
	for _, a := range s.accounts {
		if t := a.tokens[token]; t != nil && s.opt.Now().Before(t.Until) {
			return a, token
		}
	}
	return nil, token
}

func (a *Account) failure(name string) *Failure {
	for i, f := range a.fails {
		if f.Only == "" || f.Only == name {
			a.fails = slices.Delete(a.fails, i, i+1)
			return &f
		}
	}
	return nil
}

func (f *Failure) write(w http.ResponseWriter) {
	switch {
	case f.Drop:
		panic(http.ErrAbortHandler)
	case f.Body != "":
		w.WriteHeader(cmp.Or(f.Status, http.StatusBadRequest))
		_, _ = w.Write([]byte(f.Body))
		return
	case f.Minutes > 0:
		w.Header().Set("x-business-use-case-usage", fmt.Sprintf(`{"1":[{"type":"messenger","call_count":100,"estimated_time_to_regain_access":%d}]}`, f.Minutes))
	}
	(&refusal{cmp.Or(f.Status, http.StatusBadRequest), f.Code, f.Subcode, f.Message}).write(w)
}

// route finds the call. Every path but that of a token's refresh begins with a version.
func (a *Account) route(r *http.Request, token string, parts []string, body map[string]any) (any, *refusal) {
	q := r.URL.Query()
	if len(parts) == 1 && parts[0] == "refresh_access_token" {
		return a.refresh(q, token)
	}
	if len(parts) < 2 || !strings.HasPrefix(parts[0], "v") {
		return nil, refuse(2500, 0, "Unknown path components: %s", r.URL.Path)
	}
	own := parts[1] == "me" || parts[1] == a.ID || a.Page != "" && parts[1] == a.Page
	switch call := r.Method + " " + strings.Join(parts[2:], "/"); {
	case own && call == "POST messages":
		return a.messages(body)
	case own && strings.HasSuffix(call, " subscribed_apps"):
		return a.subscribed(r.Method, q)
	case own && call == "GET conversations":
		return a.conversations(q)
	case own && call == "GET " && parts[1] == a.Page:
		return pick(map[string]any{"id": a.Page, "instagram_business_account": map[string]any{"id": a.ID, "username": a.Username}}, "instagram_business_account"), nil
	case own && call == "GET ":
		return a.me(q)
	case call == "POST replies":
		return a.reply(parts[1], body)
	case call == "GET replies":
		return a.replies(parts[1])
	case call == "GET ":
		return a.object(parts[1], q)
	}
	return nil, refuse(100, 33, "Unsupported %s request. Object with ID '%s' does not exist", strings.ToLower(r.Method), parts[1])
}
