package event_test

import (
	"os"
	"strings"
	"testing"

	"prilavok/channel/instagram/event"
)

const secret = "0123456789abcdef0123456789abcdef"

// TestSigned holds every body of the corpus against its signature.
func TestSigned(t *testing.T) {
	index, err := os.ReadFile("testdata/INDEX.tsv")
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(strings.TrimSpace(string(index)), "\n")[1:] {
		f := strings.Split(line, "\t")
		body, sum := payload(t, f[0]), f[4]
		if !event.Signed(body, sum, "", secret) || !event.Signed(body, sum, secret, "other") {
			t.Errorf("%s: its own signature is refused", f[0])
		}
		if event.Signed(append(body, ' '), sum, secret) {
			t.Errorf("%s: a changed body is taken", f[0])
		}
	}
	body := payload(t, "001_text.json")
	good := "sha256=edb19d42be31ae3f4226e336837e6c7ed2fbea3692e15818e82dae78287aeb9e"
	for name, c := range map[string]struct {
		header  string
		secrets []string
	}{
		"no header": {"", []string{secret}}, "no secret": {good, nil}, "empty secrets": {good, []string{"", ""}}, "another secret": {good, []string{"x"}},
		"no prefix": {strings.TrimPrefix(good, "sha256="), []string{secret}}, "cut": {good[:len(good)-2], []string{secret}}, "longer": {good + "00", []string{secret}},
		"sha1": {"sha1=" + good[7:], []string{secret}}, "no hex": {"sha256=" + strings.Repeat("z", 64), []string{secret}}, "only the prefix": {"sha256=", []string{secret}},
	} {
		if event.Signed(body, c.header, c.secrets...) {
			t.Errorf("%s: taken", name)
		}
	}
	// HMAC with an empty key is no signature of ours, though anybody can make it.
	if event.Signed([]byte("x"), "sha256=4cbc96099a6467ce002461f10549b4898265ebe6188b45efacc44293516e62c4", "") {
		t.Error("an empty secret signs")
	}
}

func TestGreet(t *testing.T) {
	good := "hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=s%26cret"
	if got, ok := event.Greet(good, "s&cret"); !ok || got != "1158201444" {
		t.Errorf("got %q, %v", got, ok)
	}
	for name, c := range map[string][2]string{
		"no token of ours": {good, ""}, "another token": {good, "other"}, "no query": {"", "s&cret"}, "broken query": {"%zz", "s&cret"},
		"another mode": {strings.Replace(good, "subscribe", "unsubscribe", 1), "s&cret"},
		"a script":     {strings.Replace(good, "1158201444", "%3Cscript%3E", 1), "s&cret"},
		"no challenge": {strings.Replace(good, "1158201444", "", 1), "s&cret"},
		"too long":     {strings.Replace(good, "1158201444", strings.Repeat("1", 33), 1), "s&cret"},
		"new line":     {strings.Replace(good, "1158201444", "1%0A1", 1), "s&cret"},
		"minus":        {strings.Replace(good, "1158201444", "-1", 1), "s&cret"},
	} {
		if got, ok := event.Greet(c[0], c[1]); ok || got != "" {
			t.Errorf("%s: answered %q", name, got)
		}
	}
}
