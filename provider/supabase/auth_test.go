package supabase_test

import (
	"context"
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

// TestSharedSecret: tokens of an old project are checked by its secret, without a call.
func TestSharedSecret(t *testing.T) {
	d := open(t, secret)
	d.is("as issued", d.Token(anna, ""), nil)
	d.is("with a kid", d.Token(anna, "", head("kid", "legacy")), nil)
	d.is("expired", d.Token(anna, "", d.in("exp", -60)), staff.ErrTokenExpired)
	d.is("another secret", d.Token(anna, "", func(t *fake.Token) {
		t.Sign = func(text string) []byte { return fake.MAC([]byte("another"), text) }
	}), staff.ErrTokenSignature)
	d.is("half a signature", d.Token(anna, "", func(t *fake.Token) {
		t.Sign = func(text string) []byte { return fake.MAC([]byte(fake.Secret), text)[:16] }
	}), staff.ErrTokenSignature)
	d.is("signed like a new one as well", d.Token(anna, fake.EC), nil)
	d.called("", "user", 0)
	open(t).is("no secret and nobody to ask", d.Token(anna, ""), staff.ErrTokenAlgorithm)
}

func TestAsking(t *testing.T) {
	d := open(t, asks)
	good := d.Token(anna, "")
	d.is("as issued", good, nil)
	if r := d.Asked(); r.Header["apikey"] != fake.AnonKey || r.Header["Authorization"] != "Bearer "+good {
		t.Errorf("asked with %v", r.Header)
	}
	d.is("again", good, nil)
	d.called("remembered", "user", 1)
	d.SignOut(good)
	d.at = d.at.Add(time.Minute - 1)
	d.is("signed out, not noticed", good, nil)
	d.at = d.at.Add(1)
	d.is("signed out", good, staff.ErrTokenRefused)
	d.is("signed out, still", good, staff.ErrTokenRefused)
	d.called("a refusal is remembered too", "user", 2)
	for what, token := range map[string]string{
		"expired": d.Token(anna, "", d.in("exp", -60)), "the anon key": d.Token(anna, "", claim("role", "anon")),
		"another project's": d.Token(anna, "", claim("iss", "https://other.example/auth/v1")), "no user": d.Token("", ""),
	} {
		if _, err := d.Verify(t.Context(), token); err == nil {
			t.Errorf("%s is taken", what)
		}
	}
	d.called("what is no good is not asked about", "user", 2)
	d.is("forged", d.Token(anna, "", func(t *fake.Token) { t.Sign = func(string) []byte { return []byte("forged") } }), staff.ErrTokenRefused)
	d.called("forged", "user", 3)
}

// TestAnswers: only a plain yes for the very user is one.
func TestAnswers(t *testing.T) {
	yes := map[string]any{"id": anna, "role": "authenticated"}
	for what, x := range map[string]struct {
		status int
		body   any
		want   error
	}{
		"yes":          {200, yes, nil},
		"another user": {200, map[string]any{"id": "6f1d2c3b-4a59-4e68-8d77-00000000000b", "role": "authenticated"}, staff.ErrTokenRefused},
		"another role": {200, map[string]any{"id": anna, "role": "service_role"}, staff.ErrTokenRefused},
		"nobody":       {200, map[string]any{}, staff.ErrTokenRefused},
		"no object":    {200, []string{anna}, staff.ErrTokenRefused},
		"unauthorized": {401, yes, staff.ErrTokenRefused},
		"forbidden":    {403, yes, staff.ErrTokenRefused},
	} {
		d := open(t, asks)
		d.Answer(func(call.Request) (call.Response, error) { return fake.JSON(x.status, x.body), nil })
		d.is(what, d.Token(anna, ""), x.want)
	}
	for what, answer := range map[string]func(call.Request) (call.Response, error){"not reached": fake.Down,
		"500": func(call.Request) (call.Response, error) { return fake.JSON(500, yes), nil }, "429": func(call.Request) (call.Response, error) { return fake.JSON(429, yes), nil },
		"a redirect": func(call.Request) (call.Response, error) { return fake.JSON(302, yes), nil }} {
		d := open(t, asks)
		d.Answer(answer)
		token := d.Token(anna, "")
		d.unavailable(what, token, "supabase.auth", 10*time.Second)
		d.Answer(nil)
		d.is(what+", then back", token, nil) // no outage is remembered
	}
}

// TestManyTokens: however many tokens are made up, what is remembered of them stays small
// and right.
func TestManyTokens(t *testing.T) {
	d := open(t, asks)
	good := d.Token(anna, "")
	d.is("the first", good, nil)
	for i := range 2500 {
		d.is("made up", d.Token(anna, "", claim("n", i), func(t *fake.Token) { t.Sign = func(string) []byte { return fmt.Append(nil, i) } }), staff.ErrTokenRefused)
	}
	if n := d.Remembered(); n > 1000 {
		t.Errorf("%d answers are remembered", n)
	}
	d.is("asked anew", good, nil)
}

// TestAskingAtOnce: made-up tokens do not become as many calls at once, and who gives up
// waiting is told so.
func TestAskingAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := open(t, asks)
		hang := make(chan struct{})
		d.Answer(func(r call.Request) (call.Response, error) {
			<-hang
			return fake.JSON(200, map[string]any{"id": anna, "role": "authenticated"}), nil
		})
		var all sync.WaitGroup
		for i := range 50 {
			token := d.Token(anna, "", claim("n", i))
			all.Go(func() { d.is("in line", token, nil) })
		}
		synctest.Wait()
		d.called("fifty at once", "user", 8)
		gone, leave := context.WithCancel(t.Context())
		leave()
		if _, err := d.Verify(gone, d.Token(anna, "")); !fault.Is(err, fault.Unavailable) || fault.CodeOf(err) != "supabase.auth" {
			t.Errorf("who gave up: %v", err)
		}
		close(hang)
		all.Wait()
		d.called("one after the other", "user", 50)
	})
}
