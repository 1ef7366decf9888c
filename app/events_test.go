package app

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"log/slog"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"prilavok/core/id"
	"prilavok/core/notify"
	"prilavok/store"
)

// posted are events that nobody's job is enqueued for.
var posted = map[string]bool{notify.EventWebhookDisabled: true}

// TestEveryEventHasAListener: an event of an order waits in the order's lane for whoever
// hears it. One that the table does not know would hold up all that come after it.
func TestEveryEventHasAListener(t *testing.T) {
	a := New(Deps{Store: &store.Store{}, Now: time.Now, IDs: id.New(time.Now, nil), Log: slog.New(slog.DiscardHandler)})
	table, seen := a.listeners(), 0
	for name, at := range events(t) {
		seen++
		if _, ok := table[name]; !ok && !posted[name] {
			t.Errorf("%s: the table of listeners does not know %s", at, name)
		}
		if has := len(table[name]) > 0; heard(name) != has {
			t.Errorf("%s has a listener: %v, and it is said to have one: %v", name, has, heard(name))
		}
	}
	if seen < 40 {
		t.Errorf("only %d events were found", seen)
	}
}

// events finds the constants Event… of core by their values.
func events(t *testing.T) map[string]string {
	t.Helper()
	out, files := map[string]string{}, token.NewFileSet()
	err := fs.WalkDir(os.DirFS("../core"), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		f, err := parser.ParseFile(files, "../core/"+path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(f, func(n ast.Node) bool {
			v, ok := n.(*ast.ValueSpec)
			if !ok || len(v.Names) != 1 || len(v.Values) != 1 || !strings.HasPrefix(v.Names[0].Name, "Event") {
				return true
			}
			if lit, ok := v.Values[0].(*ast.BasicLit); ok && lit.Kind == token.STRING {
				if name, err := strconv.Unquote(lit.Value); err == nil && strings.Contains(name, ".") {
					out[name] = path
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}
