package carriertest_test

import (
	"testing"

	"prilavok/provider/carriertest"
)

func TestMemory(t *testing.T) {
	m := carriertest.NewMemory()
	carriertest.Suite(t, m, m.Move)
}
