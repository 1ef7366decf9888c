package supabase

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"math/bits"
	"sync"
	"time"

	"prilavok/core/call"
	"prilavok/core/fault"
	"prilavok/core/staff"
)

const (
	// keptFor is how long fetched keys are good. Supabase asks for no longer: a key that is
	// revoked is out of use by then.
	keptFor = 10 * time.Minute
	// renewAfter is when they are fetched anew while nobody waits for it.
	renewAfter = keptFor / 2
	// fetchEvery is how often they are fetched at most, whoever makes up ids of keys.
	fetchEvery = 10 * time.Second
)

// key is one public key of a project.
type key struct {
	alg      string
	verifier // of this kind of program: published keys are big in WebAssembly, whose host has them
}

// keys are the public keys of a project, fetched when they are needed.
type keys struct {
	do  call.Doer
	url string
	now func() time.Time

	mu      sync.Mutex
	by      map[string]key
	at      time.Time     // when by was asked for
	tried   time.Time     // when the last fetch began
	failed  error         // what came of it
	running chan struct{} // closed when the running fetch ends
}

// find returns the key with an id. One that is not known is looked for at once, for a
// project may have changed its keys.
//
// Faults: staff.ErrTokenKey; supabase.keys when they cannot be fetched now.
func (k *keys) find(ctx context.Context, kid string) (key, error) {
	found, wait := k.look(ctx, kid)
	if found != nil {
		return *found, nil
	}
	if wait != nil {
		select {
		case <-wait:
		case <-ctx.Done():
			return key{}, errKeys(ctx.Err(), fetchEvery)
		}
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	x, ok := k.by[kid]
	switch {
	case ok && k.fresh():
		return x, nil
	case k.failed != nil:
		return key{}, errKeys(k.failed, max(fetchEvery-k.now().Sub(k.tried), time.Second))
	}
	return key{}, staff.ErrTokenKey
}

// look returns a key that is there; else what to wait for, nil when keys were fetched just
// now. It begins to fetch where that is due.
func (k *keys) look(ctx context.Context, kid string) (found *key, wait chan struct{}) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if x, ok := k.by[kid]; ok && k.fresh() {
		found = &x
	}
	if k.running == nil && (found == nil || k.now().Sub(k.at) >= renewAfter) && (k.tried.IsZero() || k.now().Sub(k.tried) >= fetchEvery) {
		k.tried, k.running = k.now(), make(chan struct{})
		go k.fetch(context.WithoutCancel(ctx), k.tried)
	}
	return found, k.running
}

func (k *keys) fresh() bool { return k.by != nil && k.now().Sub(k.at) < keptFor }

// fetch is one fetch, for all who wait.
func (k *keys) fetch(ctx context.Context, began time.Time) {
	by, err := k.get(ctx)
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.failed = err; err == nil {
		k.by, k.at = by, began
	}
	close(k.running)
	k.running = nil
}

func (k *keys) get(ctx context.Context) (map[string]key, error) {
	resp, err := k.do.Do(ctx, call.Request{Method: "GET", URL: k.url, Header: map[string]string{"Accept": "application/json"},
		Timeout: 10 * time.Second, MaxBody: 256 << 10, Service: "supabase", Name: "jwks"})
	if err != nil {
		return nil, err
	}
	if resp.Status != 200 {
		return nil, fault.New(fault.Unavailable, "supabase.answer", "Supabase Auth answers %d", resp.Status)
	}
	return readKeys(resp.Body)
}

// errKeys says that nobody can be known now, and when to try again.
func errKeys(cause error, wait time.Duration) error {
	return after(fault.Wrap(cause, fault.Unavailable, "supabase.keys", "the keys of Supabase Auth cannot be read at the moment"), wait)
}

func after(err error, wait time.Duration) error {
	var f *fault.Fault
	if errors.As(err, &f) {
		return f.After(wait)
	}
	return err
}

// jwk is a key as it is published.
type jwk struct {
	Kty, Kid, Alg, Use, Crv, X, Y, N, E string
}

// readKeys reads a key set. Keys that we have no use for are left out: a project may have
// new kinds before we know them, and secrets ("oct") are none of ours to check by.
func readKeys(body []byte) (map[string]key, error) {
	var set struct {
		Keys []jwk
	}
	if err := json.Unmarshal(body, &set); err != nil || set.Keys == nil {
		return nil, fault.New(fault.Unavailable, "supabase.answer", "Supabase Auth answers with no set of keys")
	}
	out := map[string]key{}
	for _, j := range set.Keys {
		if k, ok := j.read(); ok {
			out[j.Kid] = k
		}
	}
	return out, nil
}

func (j jwk) read() (key, bool) {
	if j.Kid == "" || j.Use != "" && j.Use != "sig" {
		return key{}, false
	}
	switch {
	case j.Kty == "EC" && j.Crv == "P-256" && (j.Alg == "" || j.Alg == "ES256"):
		x, y := number(j.X), number(j.Y)
		if len(x) > 32 || len(y) > 32 {
			return key{}, false
		}
		point := make([]byte, 65)
		point[0] = 4
		copy(point[33-len(x):33], x)
		copy(point[65-len(y):], y)
		v, ok := pointKey(point)
		return key{"ES256", v}, ok
	case j.Kty == "RSA" && (j.Alg == "" || j.Alg == "RS256"):
		n, e := bytes.TrimLeft(number(j.N), "\x00"), bytes.TrimLeft(number(j.E), "\x00")
		if len(n) == 0 || len(e) == 0 || len(e) > 4 {
			return key{}, false
		}
		length, exponent := len(n)*8-bits.LeadingZeros8(n[0]), 0
		for _, b := range e {
			exponent = exponent<<8 | int(b)
		}
		if length < 2048 || length > 8192 || n[len(n)-1]&1 == 0 || exponent < 3 || exponent >= 1<<31 || exponent&1 == 0 {
			return key{}, false
		}
		v, ok := modulusKey(n, exponent)
		return key{"RS256", v}, ok
	}
	return key{}, false
}

func number(s string) []byte {
	b, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil {
		return nil
	}
	return b
}
