package staff

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

func TestReadUser(t *testing.T) {
	const good = "6f1d2c3b-4a59-4e68-8d77-0123456789ab"
	for in, want := range map[string]string{good: good, " " + strings.ToUpper(good) + "\n": good, "": "", good[1:]: "", good + "0": "", strings.Replace(good, "-", "0", 1): "",
		strings.Replace(good, "6", "g", 1): "", strings.Replace(good, "6", "-", 1): "", "{" + good[:34] + "}": "", strings.ReplaceAll(good, "-", ""): ""} {
		got, err := ReadUser(in)
		if got != want || (err == nil) != (want != "") || err != nil && !errors.Is(err, ErrUser) {
			t.Errorf("%q: %q, %v", in, got, err)
		}
	}
}

// TestRoles: each role may do all that the one below it may, and something more; scopes of
// a role that is none are none.
func TestRoles(t *testing.T) {
	for i, r := range Roles {
		if read, err := ReadRole(string(r)); err != nil || read != r {
			t.Errorf("%s is read as %s, %v", r, read, err)
		}
		if i == 0 {
			continue
		}
		above := Roles[i-1].Scopes()
		for _, s := range r.Scopes() {
			if !slices.Contains(above, s) {
				t.Errorf("%s may do %s, and %s not", r, s, Roles[i-1])
			}
		}
		if len(r.Scopes()) == 0 || len(r.Scopes()) >= len(above) {
			t.Errorf("%s may do %v, %s %v", r, r.Scopes(), Roles[i-1], above)
		}
	}
	for _, s := range Viewer.Scopes() {
		if !strings.HasSuffix(string(s), ":read") {
			t.Errorf("a viewer may do %s", s)
		}
	}
	if got := Owner.Scopes(); !slices.Equal(got, Scopes) {
		t.Errorf("an owner may do %v", got)
	}
	for _, none := range []string{"", "Owner", "admin", "owner "} {
		if _, err := ReadRole(none); !errors.Is(err, ErrRole) || len(Role(none).Scopes()) != 0 {
			t.Errorf("%q: %v, %v", none, err, Role(none).Scopes())
		}
	}
}

func TestPick(t *testing.T) {
	// The second shop's slug is the first one's id, as somebody may name a shop.
	a, b := Member{ID: "a", ShopID: "shop_1", ShopSlug: "north"}, Member{ID: "b", ShopID: "shop_2", ShopSlug: "shop_1"}
	for _, x := range []struct {
		list []Member
		shop string
		want string
		err  error
	}{
		{nil, "", "", ErrNoMember},
		{nil, "north", "", ErrNoMember},
		{[]Member{a}, "", "a", nil},
		{[]Member{a}, "north", "a", nil},
		{[]Member{a}, "shop_1", "a", nil},
		{[]Member{a}, "shop_2", "", ErrNoMember},
		{[]Member{a, b}, "", "", ErrWhichShop},
		{[]Member{a, b}, "shop_1", "a", nil},
		{[]Member{b, a}, "shop_1", "a", nil},
		{[]Member{a, b}, "shop_2", "b", nil},
		{[]Member{b}, "shop_1", "b", nil},
		{[]Member{a, b}, "south", "", ErrNoMember},
	} {
		if m, err := pick(x.list, x.shop); m.ID != x.want || err != nil && !errors.Is(err, x.err) || err == nil && x.err != nil {
			t.Errorf("%q of %d: %q, %v", x.shop, len(x.list), m.ID, err)
		}
	}
}

func TestReadEmail(t *testing.T) {
	for in, good := range map[string]bool{"anna@shop.example": true, " анна@лавка.рф ": true, "": false, "anna": false, "@shop": false, "anna@": false,
		"anna@shop\texample": false, "a b@shop.example": false, strings.Repeat("a", 254) + "@b": false} {
		if got, err := ReadEmail(in); (err == nil) != good || err != nil && !errors.Is(err, ErrEmail) || good && got != strings.TrimSpace(in) {
			t.Errorf("%q: %q, %v", in, got, err)
		}
	}
}

func TestIsToken(t *testing.T) {
	for in, want := range map[string]bool{"a.b.c": true, "..": true, "prk_" + strings.Repeat("a", 64): false, "": false, "a.b": false, "a.b.c.d": false, "sb_secret_x": false} {
		if IsToken(in) != want {
			t.Errorf("%q is a token: %v", in, !want)
		}
	}
}
