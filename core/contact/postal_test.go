package contact_test

import (
	"strings"
	"testing"

	"prilavok/core/contact"
)

func TestPostalWritten(t *testing.T) {
	for _, c := range []struct {
		p    contact.Postal
		want string
	}{
		{contact.Postal{}, ""},
		{contact.Postal{City: "Тула", Code: "300000"}, ""},
		{contact.Postal{City: "Тула", Line: "Ленина, 3"}, "Ленина, 3"},
		{contact.Postal{Country: "USA", Region: "TX", City: "Austin", Line: "1 Main St", Code: "78701"}, "1 Main St, TX, 78701, USA"},
	} {
		if got := c.p.Written(); got != c.want {
			t.Errorf("%+v: got %q, want %q", c.p, got, c.want)
		}
	}
}

func TestPostalRefused(t *testing.T) {
	s := contact.New(nil, nil, nil, nil)
	for _, p := range []contact.Postal{{City: strings.Repeat("я", 201)}, {Line: "a\nb"}, {Code: "1\x00"}} {
		if err := s.SetPostal(t.Context(), "cnt_1", p); err != contact.ErrPostal {
			t.Errorf("%+q: %v", p, err)
		}
	}
}
