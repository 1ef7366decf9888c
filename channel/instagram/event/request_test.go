package event_test

import (
	"strings"
	"testing"

	"prilavok/channel/instagram/event"
	"prilavok/channel/instagram/igfake"
)

// TestReadRequest: only what the app's secret has signed is read.
func TestReadRequest(t *testing.T) {
	fake := igfake.New(igfake.Options{})
	good := fake.SignedRequest("42", "secret")
	sum, body, _ := strings.Cut(good, ".")
	other, _, _ := strings.Cut(fake.SignedRequest("43", "secret"), ".")
	for _, c := range []struct {
		signed  string
		secrets []string
		user    string
	}{
		{good, []string{"secret"}, "42"},
		{good, []string{"other", "secret"}, "42"},
		{sum + "=." + body, []string{"secret"}, "42"},
		{good, []string{"other"}, ""},
		{good, []string{""}, ""},
		{good, nil, ""},
		{other + "." + body, []string{"secret"}, ""},
		{"." + body, []string{"secret"}, ""},
		{sum, []string{"secret"}, ""},
		{"", []string{"secret"}, ""},
		{good + strings.Repeat("A", 9000), []string{"secret"}, ""},
		{fake.SignedRequest("", "secret"), []string{"secret"}, ""},
	} {
		r, ok := event.ReadRequest(c.signed, c.secrets...)
		if ok != (c.user != "") || r.UserID != c.user {
			t.Errorf("%.60s with %v: %+v, %v", c.signed, c.secrets, r, ok)
		}
	}
}
