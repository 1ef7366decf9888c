package main

import (
	"bytes"
	"strings"
	"testing"
)

// desk runs commands over one data folder.
type desk struct {
	t        *testing.T
	env      map[string]string
	readFile func(name string) ([]byte, error) // nil: every file is there and empty
}

func openDesk(t *testing.T) *desk {
	return &desk{t: t, env: map[string]string{"DATA_DIR": t.TempDir()}}
}

// run returns what a command says, and checks how it ends.
func (d *desk) run(code int, args ...string) (out, err string) {
	d.t.Helper()
	var o, e bytes.Buffer
	c := console{In: strings.NewReader(""), Out: &o, Err: &e, Env: func(k string) (string, bool) { v, ok := d.env[k]; return v, ok },
		ReadFile: d.readFile}
	if c.ReadFile == nil {
		c.ReadFile = func(string) ([]byte, error) { return nil, nil }
	}
	if got := c.run(d.t.Context(), args); got != code {
		d.t.Fatalf("%v ends with %d, want %d\n%s%s", args, got, code, o.String(), e.String())
	}
	return o.String(), e.String()
}

// TestKeys: the secret is printed once, alone, so that a script can take it; the list shows
// what a key may do and until when, and never the secret.
func TestKeys(t *testing.T) {
	d := openDesk(t)
	d.run(0, "migrate")
	d.run(0, "shop", "add", "north", "Север")
	secret, said := d.run(0, "keys", "add", "north", "1C exchange", "orders:read,orders:write", "365")
	secret = strings.TrimSpace(secret)
	if !strings.HasPrefix(secret, "prk_") || strings.ContainsAny(secret, " \n") || strings.Contains(said, secret) || !strings.Contains(said, "not shown again") {
		t.Errorf("printed %q, said %q", secret, said)
	}
	list, _ := d.run(0, "keys", "list", "north")
	id, _, _ := strings.Cut(list, "\t")
	if !strings.HasPrefix(id, "key_") || strings.Contains(list, secret) || !strings.Contains(list, "1C exchange\torders:read,orders:write\tgood until ") ||
		!strings.Contains(list, "last used never") || strings.Count(list, "\n") != 1 {
		t.Errorf("listed %q", list)
	}
	d.run(0, "keys", "revoke", "north", id)
	if list, _ = d.run(0, "keys", "list", "north"); !strings.Contains(list, "\trevoked ") {
		t.Errorf("after the revocation: %q", list)
	}
	for _, x := range []struct {
		args []string
		says string
	}{
		{[]string{"keys", "add", "north", "x", "orders:everything"}, "staff.scope"},
		{[]string{"keys", "add", "north", "", "all"}, "staff.key_name"},
		{[]string{"keys", "add", "north", "x", "all", "0"}, "staff.key_expiry"},
		{[]string{"keys", "revoke", "north", "key_none"}, "staff.no_such_key"},
		{[]string{"keys", "list", "south"}, "shop.not_found"},
		{[]string{"keys", "list"}, "usage: prilavok keys"},
	} {
		if _, err := d.run(1, x.args...); !strings.Contains(err, x.says) {
			t.Errorf("%v says %q, want %s", x.args, err, x.says)
		}
	}
	if list, _ = d.run(0, "keys", "list", "north"); strings.Count(list, "\n") != 1 {
		t.Errorf("a refusal has made a key: %q", list)
	}
}
