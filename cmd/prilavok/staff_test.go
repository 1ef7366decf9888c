package main

import (
	"strings"
	"testing"
)

// TestStaff: who is staff is added, listed, given another role, ended and taken back.
func TestStaff(t *testing.T) {
	const anna, boris = "6f1d2c3b-4a59-4e68-8d77-00000000000a", "6f1d2c3b-4a59-4e68-8d77-00000000000b"
	d := openDesk(t)
	d.run(0, "migrate")
	d.run(0, "shop", "add", "north", "Север")
	d.run(0, "shop", "add", "south", "Юг")
	add := func(shop, user, role string) string {
		t.Helper()
		out, _ := d.run(0, "staff", "add", "--user", user, "--email=anna@shop.example", "--role", role, "--shop", shop)
		return strings.TrimSpace(out)
	}
	id := add("north", strings.ToUpper(anna), "operator")
	if !strings.HasPrefix(id, "mem_") || strings.ContainsAny(id, " \n") {
		t.Errorf("printed %q", id)
	}
	list := func(shop string) string {
		t.Helper()
		out, _ := d.run(0, "staff", "list", "--shop", shop)
		return out
	}
	if got := list("north"); !strings.HasPrefix(got, id+"\t"+anna+"\tanna@shop.example\toperator\tsince 20") || strings.Count(got, "\n") != 1 {
		t.Errorf("listed %q", got)
	}
	if again := add("north", anna, "manager"); again != id || !strings.Contains(list("north"), "\tmanager\tsince ") {
		t.Errorf("another role is %s\n%s", again, list("north"))
	}
	if other := add("south", anna, "viewer"); other == id {
		t.Error("two shops have one member")
	}
	d.run(0, "staff", "end", "--shop", "north", "--user", anna)
	if got := list("north"); !strings.Contains(got, "\tended 20") {
		t.Errorf("after the end: %q", got)
	}
	if got := list("south"); strings.Contains(got, "ended") {
		t.Errorf("ended in another shop: %q", got)
	}
	if back := add("north", anna, "owner"); back != id || strings.Contains(list("north"), "ended") {
		t.Errorf("taken back as %s\n%s", back, list("north"))
	}
	for _, x := range []struct {
		args, says string
	}{
		{"add --shop north --user " + boris + " --email b@shop.example --role boss", "staff.role"},
		{"add --shop north --user boris --email b@shop.example --role owner", "staff.user"},
		{"add --shop north --user " + boris + " --email boris --role owner", "staff.email"},
		{"add --shop north --user " + boris + " --role owner", "staff.email"},
		{"add --shop east --user " + boris + " --email b@shop.example --role owner", "shop.not_found"},
		{"end --shop north --user " + boris, "staff.not_staff"},
		{"end --shop north", "staff.not_staff"},
		{"list", "usage: prilavok staff"},
		{"list --shop", "--shop has no value"},
		{"remove --shop north", "usage: prilavok staff"},
		{"list north --shop north", "usage: prilavok staff"},
		{"list --shop north --nonsense x", "--nonsense is no flag"},
	} {
		if _, err := d.run(1, append([]string{"staff"}, strings.Fields(x.args)...)...); !strings.Contains(err, x.says) {
			t.Errorf("%s says %q, want %s", x.args, err, x.says)
		}
	}
	if got := list("north"); strings.Count(got, "\n") != 1 {
		t.Errorf("a refusal has added somebody: %q", got)
	}
}
