package delivery_test

import (
	"testing"

	"prilavok/core/delivery"
)

func TestLink(t *testing.T) {
	for _, c := range [][3]string{
		{"cdek", "1012345678", "https://www.cdek.ru/ru/tracking/?order_id=1012345678"},
		{"pochta", "80085 00000 0001", "https://www.pochta.ru/tracking?barcode=80085000000001"},
		{"pochta", "ra123456789ru", "https://www.pochta.ru/tracking?barcode=RA123456789RU"},
		{"boxberry", "DRG12345678", "https://boxberry.ru/tracking-page?id=DRG12345678"},
		{"pochta", "12", ""}, {"cdek", "1012345678&x=<b>", ""}, {"pigeon", "1012345678", ""}, {"dpd", "", ""},
	} {
		if got := delivery.Link(c[0], c[1]); got != c[2] {
			t.Errorf("%s %q: %q, want %q", c[0], c[1], got, c[2])
		}
	}
}
