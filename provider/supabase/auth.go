package supabase

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"strings"
	"sync"
	"time"

	"prilavok/core/call"
	"prilavok/core/fault"
	"prilavok/core/staff"
)

const (
	// answerFor is how long an answer about one token holds: so long may a session that
	// was ended go on.
	answerFor = time.Minute
	// answers is how many are remembered.
	answers = 1000
	// waitFor is when to ask again a service that does not answer.
	waitFor = 10 * time.Second
	// asking is how many tokens are asked about at once: anybody can make some up.
	asking = 8
)

// auth asks a project about tokens that only it can check.
type auth struct {
	do       call.Doer
	url, key string
	now      func() time.Time
	slots    chan struct{} // taken while one is asked about

	mu    sync.Mutex
	known map[[sha256.Size]byte]verdict
}

type verdict struct {
	user  string // "" when the token was refused
	until time.Time
}

// ask returns nil if the project takes the token for that user's.
//
// Faults: staff.ErrTokenRefused; supabase.auth when there is no answer now.
func (a *auth) ask(ctx context.Context, raw, user string) error {
	name := sha256.Sum256([]byte(raw))
	v, ok := a.remembered(name)
	if !ok {
		var err error
		if v.user, err = a.get(ctx, raw); err != nil {
			return err
		}
		a.remember(name, v.user)
	}
	if v.user != user {
		return staff.ErrTokenRefused
	}
	return nil
}

func (a *auth) remembered(name [sha256.Size]byte) (verdict, bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	v, ok := a.known[name]
	return v, ok && a.now().Before(v.until)
}

func (a *auth) remember(name [sha256.Size]byte, user string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(a.known) >= answers {
		clear(a.known)
	}
	a.known[name] = verdict{user, a.now().Add(answerFor)}
}

// get returns whose token it is, "" when it is nobody's.
func (a *auth) get(ctx context.Context, raw string) (string, error) {
	select {
	case a.slots <- struct{}{}:
		defer func() { <-a.slots }()
	case <-ctx.Done():
		return "", errAuth(ctx.Err())
	}
	resp, err := a.do.Do(ctx, call.Request{Method: "GET", URL: a.url, Header: map[string]string{"apikey": a.key, "Authorization": "Bearer " + raw, "Accept": "application/json"},
		Timeout: 10 * time.Second, MaxBody: 256 << 10, Service: "supabase", Name: "user"})
	if err == nil && resp.Status != 200 && resp.Status != 401 && resp.Status != 403 {
		err = fault.New(fault.Unavailable, "supabase.answer", "Supabase Auth answers %d", resp.Status)
	}
	if err != nil {
		return "", errAuth(err)
	}
	if resp.Status != 200 {
		return "", nil
	}
	var user struct{ ID, Role string }
	if json.Unmarshal(resp.Body, &user) != nil || user.Role != "authenticated" {
		return "", nil
	}
	return strings.ToLower(user.ID), nil
}

func errAuth(cause error) error {
	return after(fault.Wrap(cause, fault.Unavailable, "supabase.auth", "Supabase Auth cannot be asked at the moment"), waitFor)
}
