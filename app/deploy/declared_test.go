package deploy

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestDeclared: what a package declares becomes data, and nothing else is touched.
func TestDeclared(t *testing.T) {
	const source = `package shop

var ErrOne = fault.New(fault.Invalid, "shop.one", "one \"and only\"")

var (
	ErrTwo   = fault.New(fault.Conflict, "shop.two", "two") // why
	ErrLater = fault.New(fault.TooMany, "shop.later", "later").After(time.Second)
	ErrShare = fault.New(fault.Invalid, "shop.share", "above 100 %%")
)

var table = []state{
	{"23505", fault.New(fault.Conflict, "shop.twice", "twice")},
}

var digits = pattern.New('[0-9]+')

func f(n int) error { return fault.New(fault.Invalid, "shop.n", "%d is none", n) }
`
	const want = `package shop

var ErrOne = &fault.Fault{Kind: fault.Invalid, Code: "shop.one", Message: "one \"and only\""}

var (
	ErrTwo   = &fault.Fault{Kind: fault.Conflict, Code: "shop.two", Message: "two"} // why
	ErrLater = fault.New(fault.TooMany, "shop.later", "later").After(time.Second)
	ErrShare = fault.New(fault.Invalid, "shop.share", "above 100 %%")
)

var table = []state{
	{"23505", &fault.Fault{Kind: fault.Conflict, Code: "shop.twice", Message: "twice"}},
}

var digits = &pattern.Pattern{Text: '[0-9]+'}

func f(n int) error { return fault.New(fault.Invalid, "shop.n", "%d is none", n) }
`
	root := t.TempDir()
	file := filepath.Join(root, "core", "faults.go")
	if err := os.Mkdir(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(strings.ReplaceAll(source, "'", "`")), 0o600); err != nil {
		t.Fatal(err)
	}
	instead, err := declared(root, t.TempDir())
	if err != nil || len(instead) != 1 {
		t.Fatalf("%v, %v", instead, err)
	}
	if text, err := os.ReadFile(instead[file]); err != nil || strings.ReplaceAll(string(text), "`", "'") != want {
		t.Errorf("%v\n%s", err, text)
	}
}
