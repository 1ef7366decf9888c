package contact_test

import (
	"testing"

	"prilavok/core/contact"
)

func TestReadCode(t *testing.T) {
	for _, c := range []struct {
		typed, want string
		looks       bool
	}{
		{"K7QM-9TRX", "k7qm9trx", true},
		{" k7qm-9trx ", "k7qm9trx", true},
		{"k7qm 9trx", "k7qm9trx", false},
		{"k7qm9trx", "k7qm9trx", false},
		{"К7QМ-9ТRХ", "k7qm9trx", true}, // Russian letters that look alike
		{"O0IL-1111", "00111111", true},
		{"SWT-GING", "", false},
		{"SWT-GINGER", "", false},
		{"U7QM-9TRX", "", false}, // no code has a u
		{"кружка", "", false},
		{"синяя-ваза", "", false},
		{"", "", false},
	} {
		got, ok := contact.ReadCode(c.typed)
		if got != c.want && ok || ok != (c.want != "") {
			t.Errorf("%q: %q, %v", c.typed, got, ok)
		}
		if looks := contact.LooksLikeCode(c.typed); looks != c.looks {
			t.Errorf("%q looks like a code: %v", c.typed, looks)
		}
	}
	if got := contact.ShowCode("k7qm9trx"); got != "K7QM-9TRX" {
		t.Error(got)
	}
}

func TestMergedAndParted(t *testing.T) {
	kept := contact.Contact{ID: "a", Name: "Анна", Lang: "ru", Phone: "+1", Note: "раз"}
	gone := contact.Contact{ID: "b", Name: "Anna", Lang: "en", Phone: "+2", PhoneVerified: true, Email: "a@example.com", Note: "два", Postal: contact.Postal{City: "Тула"}}
	m := contact.Merged(kept, gone)
	want := contact.Contact{ID: "a", Name: "Анна", Lang: "ru", Phone: "+2", PhoneVerified: true, Email: "a@example.com", Note: "раз\nдва", Postal: contact.Postal{City: "Тула"}}
	if m != want {
		t.Errorf("merged %+v", m)
	}
	if got := contact.Parted(m, kept, gone); got != kept {
		t.Errorf("parted %+v", got)
	}
	m.Name, m.Email = "Анна Петровна", "b@example.com" // changed since: stays
	got := contact.Parted(m, kept, gone)
	if got.Name != "Анна Петровна" || got.Email != "b@example.com" || got.Phone != "+1" || got.PhoneVerified {
		t.Errorf("parted after a change %+v", got)
	}
}
