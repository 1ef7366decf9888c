package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// unitsOfWork looks into every function literal given to InTx or View: its parameter
// is named ctx, and no other context is used inside. A query through another context
// would run outside of the unit, and wait for the unit's own connection.
func unitsOfWork(t *tree) ([]finding, error) {
	pkgs, err := listPackages(t.root, "./...")
	if err != nil {
		return nil, err
	}
	var out []finding
	for _, p := range pkgs.own {
		found, err := checkUnits(p.files(), p.ImportPath, pkgs.exports)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", p.ImportPath, err)
		}
		for _, f := range found {
			if rel, err := filepath.Rel(pkgs.root, f.where); err == nil {
				f.where = filepath.ToSlash(rel)
			}
			f.subject, _, _ = strings.Cut(f.where, ":")
			out = append(out, f)
		}
	}
	return out, nil
}

// goPackage is what `go list -json` tells of a package.
type goPackage struct {
	ImportPath, Dir, Export string
	GoFiles                 []string
	Standard                bool
	Module                  *struct{ Main bool }
}

func (p goPackage) files() []string {
	var out []string
	for _, f := range p.GoFiles {
		out = append(out, filepath.Join(p.Dir, f))
	}
	return out
}

type packages struct {
	root    string
	own     []goPackage
	exports map[string]string // import path → file of export data
}

func listPackages(root string, patterns ...string) (packages, error) {
	abs, err := filepath.Abs(root)
	if err != nil {
		return packages{}, err
	}
	out := packages{root: abs, exports: map[string]string{}}
	cmd := exec.Command("go", append([]string{"list", "-export", "-deps", "-json=ImportPath,Dir,Export,GoFiles,Standard,Module"}, patterns...)...)
	cmd.Dir = root
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	text, err := cmd.Output()
	if err != nil {
		return out, fmt.Errorf("go list: %s", strings.TrimSpace(stderr.String()))
	}
	dec := json.NewDecoder(bytes.NewReader(text))
	for {
		var p goPackage
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return out, nil
		} else if err != nil {
			return out, err
		}
		out.exports[p.ImportPath] = p.Export
		if p.Module != nil && p.Module.Main && len(p.GoFiles) > 0 {
			out.own = append(out.own, p)
		}
	}
}

// checkUnits type-checks one package and looks into its closures.
func checkUnits(files []string, importPath string, exports map[string]string) ([]finding, error) {
	fset := token.NewFileSet()
	var parsed []*ast.File
	for _, name := range files {
		f, err := parser.ParseFile(fset, name, nil, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		parsed = append(parsed, f)
	}
	lookup := func(path string) (io.ReadCloser, error) { return os.Open(exports[path]) }
	conf := types.Config{Importer: importer.ForCompiler(fset, "gc", lookup)}
	info := &types.Info{Types: map[ast.Expr]types.TypeAndValue{}, Uses: map[*ast.Ident]types.Object{}}
	if _, err := conf.Check(importPath, fset, parsed, info); err != nil {
		return nil, err
	}
	u := unitCheck{fset: fset, info: info}
	for _, f := range parsed {
		ast.Inspect(f, u.visit)
	}
	return u.found, nil
}

type unitCheck struct {
	fset  *token.FileSet
	info  *types.Info
	found []finding
}

func (u *unitCheck) visit(n ast.Node) bool {
	call, ok := n.(*ast.CallExpr)
	if !ok || len(call.Args) != 2 {
		return true
	}
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || sel.Sel.Name != "InTx" && sel.Sel.Name != "View" || !u.isContext(call.Args[0]) {
		return true
	}
	if fn, ok := call.Args[1].(*ast.FuncLit); ok {
		u.closure(fn)
	}
	return true
}

func (u *unitCheck) closure(fn *ast.FuncLit) {
	params := fn.Type.Params.List
	if len(params) != 1 || len(params[0].Names) != 1 || params[0].Names[0].Name != "ctx" {
		u.report(fn.Type, "the parameter of a unit of work is named ctx")
	}
	ast.Inspect(fn.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.Ident:
			obj := u.info.Uses[n]
			if v, ok := obj.(*types.Var); ok && isContextType(v.Type()) && (v.IsField() || v.Pos() < fn.Pos() || v.Pos() >= fn.End()) {
				u.report(n, fmt.Sprintf("%s is not the context of this unit of work", n.Name))
			}
		case *ast.CallExpr:
			if u.isContext(n) && !u.takesContext(n) {
				u.report(n, "a context that does not come from ctx is used inside a unit of work")
			}
		}
		return true
	})
}

func (u *unitCheck) takesContext(call *ast.CallExpr) bool {
	for _, a := range call.Args {
		if u.isContext(a) {
			return true
		}
	}
	return false
}

// isContext reports whether e is a context.Context, or a tuple that begins with one
// as context.WithTimeout's.
func (u *unitCheck) isContext(e ast.Expr) bool {
	typ := u.info.Types[e].Type
	if tuple, ok := typ.(*types.Tuple); ok && tuple.Len() > 0 {
		typ = tuple.At(0).Type()
	}
	return isContextType(typ)
}

func isContextType(t types.Type) bool {
	return t != nil && types.TypeString(t, nil) == "context.Context"
}

func (u *unitCheck) report(n ast.Node, text string) {
	p := u.fset.Position(n.Pos())
	u.found = append(u.found, finding{where: fmt.Sprintf("%s:%d", p.Filename, p.Line), text: text})
}
