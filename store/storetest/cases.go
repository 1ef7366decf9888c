package storetest

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"prilavok/store"
)

// registered is one case of the suite and the methods of *store.Store that it calls.
type registered struct {
	methods []string
	run     func(t *testing.T, st *store.Store)
}

var registry []registered

// noCase lists what is no query: units of work and the handle itself have tests of
// their own in package store.
var noCase = []string{"Close", "Dialect", "InTx", "Ping", "View"}

// Case adds a case to the suite, which runs it on every way to reach a database. methods
// names, with spaces between, the methods of *store.Store that the case calls and checks
// the outcome of:
//
//	var _ = Case("InsertOrder OrderByID", func(t *testing.T, st *store.Store) { … })
//
// A method that no case names fails TestEveryStoreMethodHasACase. A test that runs
// through Each by itself says so with Covers.
func Case(methods string, run func(t *testing.T, st *store.Store)) bool {
	registry = append(registry, registered{strings.Fields(methods), run})
	return true
}

// Covers says that a test of this package which uses Each calls these methods.
func Covers(methods string) bool { return Case(methods, nil) }

// RunCases runs the registered cases on every way, one database for a way.
func RunCases(t *testing.T) {
	t.Helper()
	for _, w := range append(slices.Clone(Ways), edgeWay) {
		t.Run(w.Name, func(t *testing.T) { runCases(t, w) })
	}
}

func runCases(t *testing.T, w Way) {
	st := w.Open(t).Store
	for _, c := range registry {
		if c.run != nil {
			t.Run(strings.Join(c.methods, "+"), func(t *testing.T) { c.run(t, st) })
		}
	}
}

// Missing lists the exported methods of *store.Store that no case names, and unknown is
// what cases name that is no method.
func Missing() (missing, unknown []string) {
	named := slices.Clone(noCase)
	for _, c := range registry {
		named = append(named, c.methods...)
	}
	typ := reflect.TypeFor[*store.Store]()
	for m := range typ.Methods() {
		if !slices.Contains(named, m.Name) {
			missing = append(missing, m.Name)
		}
	}
	for _, name := range named {
		if _, ok := typ.MethodByName(name); !ok {
			unknown = append(unknown, name)
		}
	}
	return missing, unknown
}
