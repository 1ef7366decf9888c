package scenario

import (
	"flag"
	"testing"

	"prilavok/store"
	"prilavok/store/storetest"
)

var golden = flag.Bool("golden", false, "write the golden files anew")

func TestScenarios(t *testing.T) {
	scripts, err := Scripts(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range scripts {
		t.Run(x.Name, func(t *testing.T) {
			storetest.Both(t, func(t *testing.T, st *store.Store) { NewStage(t, st, x.On, nil).Run(x, *golden) })
		})
	}
}
