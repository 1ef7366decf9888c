package supabase_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"prilavok/core/call"
	"prilavok/core/fault"
	"prilavok/core/staff"
	fake "prilavok/provider/supabase/supabasefake"
)

// publish adds a new EC key to the project.
func (d *desk) publish(kid string) {
	d.Helper()
	k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		d.Fatal(err)
	}
	d.Publish(kid, k)
}

// unavailable verifies a token and checks that it cannot be known now, and until when.
func (d *desk) unavailable(what, token, code string, wait time.Duration) {
	d.Helper()
	_, err := d.Verify(d.Context(), token)
	if !fault.Is(err, fault.Unavailable) || fault.CodeOf(err) != code || fault.RetryAfter(err) != wait {
		d.Errorf("%s: %v, again after %v", what, err, fault.RetryAfter(err))
	}
}

func (d *desk) called(what, name string, want int) {
	d.Helper()
	if n := d.Calls(name); n != want {
		d.Errorf("%s: %d calls, want %d", what, n, want)
	}
}

func TestRotation(t *testing.T) {
	d := open(t)
	d.is("the first", d.Token(anna, fake.EC), nil)
	for range 5 {
		d.is("known", d.Token(anna, fake.RSA), nil)
	}
	d.called("known keys", "jwks", 1)
	d.at = d.at.Add(time.Minute)
	d.publish("kid-next")
	d.is("a key that was just published", d.Token(anna, "kid-next"), nil)
	d.called("an unknown kid", "jwks", 2)
	for i := range 20 {
		d.at = d.at.Add(499 * time.Millisecond)
		d.is("a made-up kid", d.Token(anna, fake.EC, head("kid", fmt.Sprint("made-up-", i))), staff.ErrTokenKey)
	}
	d.called("made-up kids within 10 s", "jwks", 2)
	d.at = d.at.Add(time.Second)
	d.is("a made-up kid", d.Token(anna, fake.EC, head("kid", "made-up")), staff.ErrTokenKey)
	d.called("made-up kids after 10 s", "jwks", 3)
	d.Withdraw()
	d.publish("kid-last")
	d.at = d.at.Add(10 * time.Second)
	d.is("the newest", d.Token(anna, "kid-last"), nil)
	d.is("withdrawn", d.Token(anna, fake.EC), staff.ErrTokenKey)
}

// TestKept: withdrawn keys are out of use after ten minutes at most, with no token of a new
// key needed.
func TestKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := open(t)
		d.is("the first", d.Token(anna, fake.EC), nil)
		d.Withdraw()
		d.publish("kid-next")
		d.at = d.at.Add(5*time.Minute - 1)
		d.is("withdrawn, not noticed", d.Token(anna, fake.EC), nil)
		synctest.Wait()
		d.called("young keys", "jwks", 1)
		d.at = d.at.Add(5*time.Minute - 1)
		d.is("withdrawn, noticed now", d.Token(anna, fake.EC), nil)
		synctest.Wait()
		d.called("keys of five minutes", "jwks", 2)
		d.is("withdrawn", d.Token(anna, fake.EC), staff.ErrTokenKey)
	})
}

// TestRenewal: nobody waits for keys that are renewed while the old ones are good.
func TestRenewal(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := open(t)
		d.is("the first", d.Token(anna, fake.EC), nil)
		hang := make(chan struct{})
		d.Answer(func(r call.Request) (call.Response, error) { <-hang; return fake.Down(r) })
		d.at = d.at.Add(6 * time.Minute)
		for range 10 {
			d.is("while keys are renewed", d.Token(anna, fake.EC), nil)
		}
		synctest.Wait()
		d.called("one renewal", "jwks", 2)
		close(hang)
		synctest.Wait()
		d.is("after a renewal that failed", d.Token(anna, fake.EC), nil)
		d.called("not again at once", "jwks", 2)
		d.Answer(nil)
		d.at = d.at.Add(10 * time.Second)
		d.is("renewed again", d.Token(anna, fake.EC), nil)
		synctest.Wait()
		d.called("again after 10 s", "jwks", 3)
		d.at = d.at.Add(299 * time.Second) // the first keys are over ten minutes old
		d.is("by the renewed keys", d.Token(anna, fake.EC), nil)
		synctest.Wait()
		d.called("no more", "jwks", 3)
	})
}

func TestKeysDown(t *testing.T) {
	for what, answer := range map[string]func(call.Request) (call.Response, error){
		"not reached": fake.Down,
		"too large": func(call.Request) (call.Response, error) {
			return call.Response{}, fault.New(fault.Invalid, "call.too_large", "large")
		},
		"500": func(call.Request) (call.Response, error) {
			return fake.JSON(500, map[string]any{"keys": []string{}}), nil
		},
		"404": func(call.Request) (call.Response, error) { return fake.JSON(404, nil), nil },
		"a page": func(call.Request) (call.Response, error) {
			return call.Response{Status: 200, Body: []byte("<html>")}, nil
		},
		"no set": func(call.Request) (call.Response, error) { return fake.JSON(200, map[string]any{"msg": "hello"}), nil },
	} {
		t.Run(what, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				d := open(t)
				d.Answer(answer)
				d.unavailable("cold", d.Token(anna, fake.EC), "supabase.keys", 10*time.Second)
				d.at = d.at.Add(4 * time.Second)
				d.unavailable("cold, within 10 s", d.Token(anna, fake.EC), "supabase.keys", 6*time.Second)
				d.called("cold", "jwks", 1)
				d.at = d.at.Add(6 * time.Second)
				d.unavailable("cold, again", d.Token(anna, fake.EC), "supabase.keys", 10*time.Second)
				d.called("cold, again", "jwks", 2)
				d.Answer(nil)
				d.at = d.at.Add(10 * time.Second)
				d.is("back", d.Token(anna, fake.EC), nil)
				since := d.at
				d.Answer(answer)
				d.at = since.Add(time.Minute)
				d.unavailable("an unknown kid", d.Token(anna, fake.EC, head("kid", "kid-next")), "supabase.keys", 10*time.Second)
				d.is("a known one", d.Token(anna, fake.EC), nil)
				d.at = since.Add(10*time.Minute - 1)
				d.is("nearly ten minutes old", d.Token(anna, fake.EC), nil)
				synctest.Wait() // renewing it fails
				d.at = since.Add(10 * time.Minute)
				d.unavailable("ten minutes old", d.Token(anna, fake.EC), "supabase.keys", 10*time.Second-1)
				d.at = since.Add(11 * time.Minute)
				d.Answer(nil)
				d.is("back again", d.Token(anna, fake.EC), nil)
			})
		})
	}
}

// TestAge: keys are as old as the question was, not as the answer.
func TestAge(t *testing.T) {
	d := open(t)
	since := d.at
	d.Answer(func(call.Request) (call.Response, error) {
		d.at = since.Add(time.Minute)
		return fake.JSON(200, map[string]any{"keys": []any{fake.JWK(fake.EC, d.Key(fake.EC).Public())}}), nil
	})
	d.is("answered slowly", d.Token(anna, fake.EC), nil)
	d.Answer(fake.Down)
	d.at = since.Add(10 * time.Minute)
	d.unavailable("ten minutes after the question", d.Token(anna, fake.EC), "supabase.keys", 10*time.Second)
}

func TestNoKeysAreGood(t *testing.T) {
	d := open(t)
	d.Withdraw() // an old project publishes an empty set
	d.is("an empty set", d.Token(anna, fake.EC), staff.ErrTokenKey)
}

// TestTogether: who comes while keys are fetched waits for the same fetch, and who gives up
// waiting does not end it for the others.
func TestTogether(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := open(t)
		token, hang := d.Token(anna, fake.EC), make(chan struct{})
		d.Answer(func(r call.Request) (call.Response, error) {
			<-hang
			return fake.JSON(200, map[string]any{"keys": []any{fake.JWK(fake.EC, d.Key(fake.EC).Public())}}), nil
		})
		gone, leave := context.WithCancel(t.Context())
		var first sync.WaitGroup
		first.Go(func() {
			if _, err := d.Verify(gone, token); !fault.Is(err, fault.Unavailable) {
				t.Errorf("who gave up: %v", err)
			}
		})
		synctest.Wait()
		var all sync.WaitGroup
		for range 50 {
			all.Go(func() { d.is("together", token, nil) })
		}
		synctest.Wait()
		leave()
		first.Wait()
		close(hang)
		all.Wait()
		d.called("fifty at once", "jwks", 1)
	})
}
