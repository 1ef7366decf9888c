package pattern

import "testing"

func TestNew(t *testing.T) {
	if p := New(`(\d+) кг`); p.FindStringSubmatch("весит 12 кг")[1] != "12" || p.MatchString("двенадцать кг") {
		t.Error("it finds something else")
	}
	defer func() {
		if recover() == nil {
			t.Error("a broken pattern is found out only when it is used")
		}
	}()
	New(`(`)
}
