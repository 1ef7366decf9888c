package storetest

import "testing"

func TestCases(t *testing.T) { RunCases(t) }

// TestEveryStoreMethodHasACase lists the methods of the store that nothing here tries.
func TestEveryStoreMethodHasACase(t *testing.T) {
	missing, unknown := Missing()
	for _, name := range missing {
		t.Errorf("%s has no case: add one with Case in store/storetest", name)
	}
	for _, name := range unknown {
		t.Errorf("a case names %s, which is no method of the store", name)
	}
}
