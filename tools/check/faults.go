package main

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strconv"
	"strings"
)

// faultsFile lists every fault code; owners and support look codes up in it.
const faultsFile = "docs/FAULTS.md"

// code is one fault as the source states it.
type code struct{ name, kind, message, where string }

var codeForm = regexp.MustCompile(`^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$`)

// faultPage collects the codes given to fault.New and fault.Wrap and compares them
// with the page.
func faultPage(t *tree) ([]finding, error) {
	codes, out := t.codes()
	page := renderCodes(codes)
	if t.update {
		return out, os.WriteFile(filepath.Join(t.root, faultsFile), page, 0o644)
	}
	have, err := t.read(faultsFile)
	if err != nil && !os.IsNotExist(err) {
		return nil, err
	}
	if !bytes.Equal(have, page) {
		out = append(out, finding{where: faultsFile, text: "differs from the source; run go run ./tools/check -update faults"})
	}
	return out, nil
}

func (t *tree) codes() ([]code, []finding) {
	var codes []code
	var bad []finding
	for _, s := range t.goes {
		if s.test || strings.HasPrefix(s.path, "tools/") || suite(s.dir()) || s.path == "core/fault/fault.go" {
			continue // suites such as channeltest speak to developers only
		}
		ast.Inspect(s.ast, func(n ast.Node) bool {
			c, ok := faultCall(n)
			if !ok {
				return true
			}
			c.where = s.path
			if !codeForm.MatchString(c.name) {
				bad = append(bad, finding{t.at(n.Pos()), s.path, fmt.Sprintf("fault code %q is not package.what", c.name)})
			}
			codes = append(codes, c)
			return true
		})
	}
	return codes, append(bad, clashes(codes)...)
}

// faultCall reads fault.New(kind, code, message…) and fault.Wrap(err, kind, code, message…)
// where the code is a literal.
func faultCall(n ast.Node) (code, bool) {
	call, ok := n.(*ast.CallExpr)
	if !ok {
		return code{}, false
	}
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return code{}, false
	}
	if x, ok := sel.X.(*ast.Ident); !ok || x.Name != "fault" {
		return code{}, false
	}
	args := call.Args
	switch {
	case sel.Sel.Name == "Wrap" && len(args) >= 4:
		args = args[1:]
	case sel.Sel.Name == "New" && len(args) >= 3:
	default:
		return code{}, false
	}
	name, ok := literal(args[1])
	if !ok {
		return code{}, false
	}
	kind := "by case"
	if k, ok := args[0].(*ast.SelectorExpr); ok {
		kind = k.Sel.Name
	}
	message, _ := literal(args[2])
	return code{name: name, kind: kind, message: message}, true
}

func literal(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		if e.Kind == token.STRING {
			s, err := strconv.Unquote(e.Value)
			return s, err == nil
		}
	case *ast.BinaryExpr:
		a, okA := literal(e.X)
		b, okB := literal(e.Y)
		return a + b, okA && okB && e.Op == token.ADD
	}
	return "", false
}

// clashes finds codes that are stated with different kinds: a machine acts on the
// kind, so one code has one.
func clashes(codes []code) []finding {
	kinds := map[string]code{}
	var out []finding
	for _, c := range codes {
		if c.kind == "by case" {
			continue
		}
		if first, ok := kinds[c.name]; ok && first.kind != c.kind {
			out = append(out, finding{c.where, c.where, fmt.Sprintf("%s is %s here and %s in %s", c.name, c.kind, first.kind, first.where)})
			continue
		}
		kinds[c.name] = c
	}
	return out
}

func renderCodes(codes []code) []byte {
	byName := map[string]code{}
	for _, c := range codes {
		if have, ok := byName[c.name]; !ok || len(have.message) < len(c.message) {
			byName[c.name] = c
		}
	}
	names := make([]string, 0, len(byName))
	for name := range byName {
		names = append(names, name)
	}
	sort.Strings(names)
	var b bytes.Buffer
	b.WriteString("# Fault codes\n\nEvery fault has a kind that machines act on and a stable code. Collected from the source by\n`go run ./tools/check -update faults`; `make check` compares.\n\n")
	b.WriteString("| Code | Kind | What it says |\n|---|---|---|\n")
	for _, name := range names {
		c := byName[name]
		message := strings.NewReplacer("|", "\\|", "\n", " ").Replace(c.message)
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", c.name, c.kind, message)
	}
	return b.Bytes()
}
