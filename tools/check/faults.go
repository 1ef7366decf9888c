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
	named := t.constants()
	for _, s := range t.goes {
		if s.test || strings.HasPrefix(s.path, "tools/") || suite(s.dir()) || s.path == "core/fault/fault.go" {
			continue // suites such as channeltest speak to developers only
		}
		consts := named[s.dir()]
		ast.Inspect(s.ast, func(n ast.Node) bool {
			c, ok := consts.faultCall(n)
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
	return append(codes, t.tabled(named)...), append(bad, clashes(codes)...)
}

// constants are the string constants of one package.
type constants map[string]constant

type constant struct{ value, comment, where string }

// constants collects the string constants of every package, by folder and name.
func (t *tree) constants() map[string]constants {
	out := map[string]constants{}
	for _, s := range t.goes {
		if s.test || suite(s.dir()) || strings.HasPrefix(s.path, "tools/") {
			continue
		}
		for _, d := range s.ast.Decls {
			g, ok := d.(*ast.GenDecl)
			if !ok || g.Tok != token.CONST {
				continue
			}
			if out[s.dir()] == nil {
				out[s.dir()] = constants{}
			}
			for _, spec := range g.Specs {
				out[s.dir()].add(spec.(*ast.ValueSpec), s.path)
			}
		}
	}
	return out
}

func (c constants) add(v *ast.ValueSpec, where string) {
	for i, name := range v.Names {
		if i >= len(v.Values) {
			return
		}
		if text, ok := c.literal(v.Values[i]); ok {
			c[name.Name] = constant{text, strings.TrimSpace(v.Comment.Text()), where}
		}
	}
}

// tabled are codes that stand in tables instead of calls: constants named Code….
func (t *tree) tabled(named map[string]constants) []code {
	var out []code
	for _, list := range named {
		for name, c := range list {
			if strings.HasPrefix(name, "Code") && codeForm.MatchString(c.value) {
				out = append(out, code{name: c.value, kind: "by case", message: c.comment, where: c.where})
			}
		}
	}
	return out
}

// faultCall reads fault.New(kind, code, message…) and fault.Wrap(err, kind, code, message…)
// where the code is a literal or a constant of the package.
func (c constants) faultCall(n ast.Node) (code, bool) {
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
	name, ok := c.literal(args[1])
	if !ok {
		return code{}, false
	}
	kind := "by case"
	if k, ok := args[0].(*ast.SelectorExpr); ok {
		kind = k.Sel.Name
	}
	message, _ := c.literal(args[2])
	return code{name: name, kind: kind, message: message}, true
}

func (c constants) literal(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		if e.Kind == token.STRING {
			s, err := strconv.Unquote(e.Value)
			return s, err == nil
		}
	case *ast.Ident:
		known, ok := c[e.Name]
		return known.value, ok
	case *ast.BinaryExpr:
		a, okA := c.literal(e.X)
		b, okB := c.literal(e.Y)
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

// better picks what tells more of one code: a kind first, then the longer sentence.
func better(a, b code) code {
	switch {
	case a.name == "", a.kind == "by case" && b.kind != "by case":
		return b
	case b.kind == "by case" && a.kind != "by case":
		return a
	case len(b.message) > len(a.message), len(b.message) == len(a.message) && b.message < a.message:
		return b
	}
	return a
}

func renderCodes(codes []code) []byte {
	byName := map[string]code{}
	for _, c := range codes {
		byName[c.name] = better(byName[c.name], c)
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
