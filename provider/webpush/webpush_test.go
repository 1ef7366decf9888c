package webpush

import (
	"context"
	"crypto/ecdh"
	"errors"
	"strings"
	"testing"
	"time"

	"prilavok/core/bell/push"
	"prilavok/core/call"
	"prilavok/core/fault"
)

func bytesOf(t *testing.T, text string) []byte {
	t.Helper()
	b, err := base.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestEncryptAsTheStandard: the example of RFC 8291, appendix A, comes out to the byte.
func TestEncryptAsTheStandard(t *testing.T) {
	local, err := ecdh.P256().NewPrivateKey(bytesOf(t, "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"))
	if err != nil {
		t.Fatal(err)
	}
	to := push.Browser{P256dh: "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4", Auth: "BTBZMqHH6r4Tts7J_aSIgg"}
	got, err := encrypt(to, local, bytesOf(t, "DGv6ra1nlYgDCS1FRnbzlw"), append([]byte("When I grow up, I want to be a watermelon"), 2))
	if err != nil {
		t.Fatal(err)
	}
	const want = "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
	if base.EncodeToString(got) != want {
		t.Errorf("encrypted %s", base.EncodeToString(got))
	}
}

// answers is a push service that answers what it is told to.
type answers struct {
	got  call.Request
	resp call.Response
	err  error
}

func (a *answers) Do(_ context.Context, r call.Request) (call.Response, error) {
	a.got = r
	return a.resp, a.err
}

func TestSend(t *testing.T) {
	now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	a := &answers{resp: call.Response{Status: 201}}
	s := Sender{Do: a, Now: func() time.Time { return now }}
	by, err := s.Pair()
	if err != nil {
		t.Fatal(err)
	}
	browser, err := s.Pair() // a browser's key is of the same curve
	if err != nil {
		t.Fatal(err)
	}
	to := push.Browser{Endpoint: "https://push.example.net/send/secret", P256dh: browser.Public, Auth: "BTBZMqHH6r4Tts7J_aSIgg"}
	m := push.Message{Body: []byte(`{"title":"Новый заказ"}`), TTL: time.Hour, Topic: "t", Urgent: true, Subject: "mailto:a@example.com"}
	if err := s.Send(t.Context(), to, by, m); err != nil {
		t.Fatal(err)
	}
	h := a.got.Header
	if h["TTL"] != "3600" || h["Urgency"] != "high" || h["Topic"] != "t" || h["Content-Encoding"] != "aes128gcm" || !strings.HasPrefix(h["Authorization"], "vapid t=ey") || a.got.Timeout != timeout {
		t.Errorf("sent with %v, %v", h, a.got.Timeout)
	}
	if strings.Contains(string(a.got.Body), "title") {
		t.Error("the message is readable")
	}
	short := len(a.got.Body)
	if m.Body = []byte("{}"); s.Send(t.Context(), to, by, m) != nil || len(a.got.Body) != short {
		t.Errorf("a shorter message is %d bytes, and not %d", len(a.got.Body), short)
	}

	header := func(after string) map[string]string { return map[string]string{"retry-after": after} }
	for _, tt := range []struct {
		what string
		resp call.Response
		err  error
		want error
		wait time.Duration
	}{
		{"gone", call.Response{Status: 410}, nil, push.ErrGone, 0},
		{"unknown", call.Response{Status: 404}, nil, push.ErrGone, 0},
		{"refused", call.Response{Status: 400}, nil, push.ErrRefused, 0},
		{"another key", call.Response{Status: 403}, nil, push.ErrRefused, 0},
		{"a redirect, which is not followed", call.Response{Status: 302}, nil, push.ErrRefused, 0},
		{"busy", call.Response{Status: 503, Header: header("120")}, nil, push.ErrLater, 2 * time.Minute},
		{"busy until", call.Response{Status: 500, Header: header("Fri, 01 May 2026 12:05:00 GMT")}, nil, push.ErrLater, 5 * time.Minute},
		{"busy for a year", call.Response{Status: 500, Header: header("31536000")}, nil, push.ErrLater, 24 * time.Hour},
		{"too many", call.Response{Status: 429, Header: header("nonsense")}, nil, fault.New(fault.TooMany, "push.too_many", ""), 30 * time.Second},
		{"no answer", call.Response{}, fault.New(fault.Unavailable, "call.timeout", ""), fault.New(fault.Unavailable, "call.timeout", ""), 0},
	} {
		a.resp, a.err = tt.resp, tt.err
		err := s.Send(t.Context(), to, by, m)
		if fault.CodeOf(err) != fault.CodeOf(tt.want) || fault.RetryAfter(err) != tt.wait {
			t.Errorf("%s: %v after %v", tt.what, err, fault.RetryAfter(err))
		}
		if err != nil && strings.Contains(err.Error(), "secret") {
			t.Errorf("%s tells the address: %v", tt.what, err)
		}
	}

	a.resp, a.err = call.Response{Status: 201}, nil
	for what, bad := range map[string]push.Browser{"no point": {Endpoint: to.Endpoint, P256dh: "AAAA", Auth: to.Auth}, "a point off the curve": {Endpoint: to.Endpoint, P256dh: base.EncodeToString(append([]byte{4}, make([]byte, 64)...)), Auth: to.Auth},
		"a short secret": {Endpoint: to.Endpoint, P256dh: to.P256dh, Auth: "AAAA"}, "no base64": {Endpoint: to.Endpoint, P256dh: "%", Auth: to.Auth}} {
		if err := s.Send(t.Context(), bad, by, m); !errors.Is(err, push.ErrKeys) {
			t.Errorf("%s: %v", what, err)
		}
	}
	m.Body = make([]byte, 5000)
	if err := s.Send(t.Context(), to, by, m); !errors.Is(err, push.ErrRefused) {
		t.Errorf("too long: %v", err)
	}
}
