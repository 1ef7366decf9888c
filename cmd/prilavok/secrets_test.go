package main

import (
	"strings"
	"testing"
)

// TestSecrets: the key is changed without entering a token again, and nothing secret is said.
func TestSecrets(t *testing.T) {
	d := openDesk(t)
	d.env["PRILAVOK_SECRET_KEY"] = "k1:" + strings.Repeat("A", 43)
	d.run(0, "migrate")
	d.run(0, "shop", "add", "north", "Север")
	d.run(0, "hooks", "add", "north", "https://crm.example.com/in")
	fresh, _ := d.run(0, "secrets", "new-key")
	d.env["PRILAVOK_SECRET_KEY"] = "k2:" + strings.TrimSpace(fresh)
	out, _ := d.run(0, "secrets", "list")
	if !strings.Contains(out, "north\tk1\t1\tPRILAVOK_SECRET_KEY does not have this key") {
		t.Errorf("with the new key alone: %q", out)
	}
	if out, said := d.run(1, "secrets", "rotate"); !strings.Contains(out, "sealed anew: 0") || !strings.Contains(said, "seal.no_key") {
		t.Errorf("%q, %q", out, said)
	}
	d.env["PRILAVOK_SECRET_KEY"] += ",k1:" + strings.Repeat("A", 43)
	if out, _ = d.run(0, "secrets", "rotate"); !strings.Contains(out, "sealed anew: 1") {
		t.Errorf("%q", out)
	}
	if out, _ = d.run(0, "secrets", "list"); !strings.Contains(out, "north\tk2\t1\tthe key in use") || strings.Contains(out, "k1") {
		t.Errorf("%q", out)
	}
	if _, said := d.run(1, "secrets"); !strings.Contains(said, "usage: prilavok secrets") {
		t.Errorf("%q", said)
	}
}
