package zone

import (
	"testing"
	"time"
)

func TestLoad(t *testing.T) {
	for range 2 { // found, and remembered
		z, err := Load("Europe/Moscow")
		if err != nil {
			t.Fatal(err)
		}
		if got := time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC).In(z).Format("15:04 MST"); got != "15:00 MSK" {
			t.Errorf("at noon of UTC it is %s there", got)
		}
	}
	for _, name := range []string{"Local", "Europe/Nowhere"} {
		if z, err := Load(name); err == nil {
			t.Errorf("%q is %s", name, z)
		}
	}
}
