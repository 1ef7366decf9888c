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

// TestStaffLinks: links of people who sign in here are printed alone, so that they can be sent.
func TestStaffLinks(t *testing.T) {
	d := openDesk(t)
	d.env["PRILAVOK_SECRET_KEY"], d.env["PUBLIC_URL"] = strings.Repeat("00", 32), "https://shop.example"
	d.run(0, "migrate")
	d.run(0, "shop", "add", "north", "Север")
	link, _ := d.run(0, "staff", "invite", "--shop", "north", "--role", "owner", "--email", "anna@shop.example")
	if !strings.HasPrefix(link, "https://shop.example/panel/#/invitation/") || strings.Count(link, "\n") != 1 || len(strings.TrimSpace(link)) < 80 {
		t.Errorf("printed %q", link)
	}
	delete(d.env, "PUBLIC_URL")
	if link, _ := d.run(0, "staff", "invite", "--shop", "north", "--role", "viewer"); !strings.HasPrefix(link, "http://localhost:8080/panel/#/invitation/") {
		t.Errorf("without an address printed %q", link)
	}
	d.run(0, "staff", "add", "--shop", "north", "--user", "6f1d2c3b-4a59-4e68-8d77-00000000000a", "--email", "Anna@shop.example", "--role", "owner")
	for args, says := range map[string]string{"invite --shop north --role boss": "staff.role", "invite --shop north --role owner --email x": "staff.email",
		"reset --shop north --user eve@shop.example": "staff.not_staff", "reset --shop north --user anna@shop.example": "staff.not_staff", "end --shop north --user eve@shop.example": "staff.not_staff"} {
		if _, err := d.run(1, append([]string{"staff"}, strings.Fields(args)...)...); !strings.Contains(err, says) {
			t.Errorf("%s: %s", args, err)
		}
	}
	d.run(0, "staff", "end", "--shop", "north", "--user", "anna@shop.example")
	if list, _ := d.run(0, "staff", "list", "--shop", "north"); !strings.Contains(list, "ended 20") {
		t.Errorf("listed %q", list)
	}
}
