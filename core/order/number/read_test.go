package number_test

import (
	"fmt"
	"strings"
	"testing"

	"prilavok/core/order/number"
)

func TestRead(t *testing.T) {
	for in, want := range map[string]string{
		"1042": "1042 1042", " № 1042": "1042 1042", "#а-1042": "A-1042 1042", "A-1042": "A-1042 1042", "": " 0",
		"99999999999999999999": "99999999999999999999 0", strings.Repeat("9", 41): " 0", "-5": "-5 5",
	} {
		written, seq := number.Read(in)
		if got := fmt.Sprint(written, " ", seq); got != want {
			t.Errorf("Read(%q) = %q, want %q", in, got, want)
		}
	}
}
