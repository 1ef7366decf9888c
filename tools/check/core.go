package main

import (
	"fmt"
	"go/ast"
	"go/token"
	"strconv"
	"strings"
)

// noInit: nothing happens because a package was imported.
func noInit(t *tree) ([]finding, error) {
	var out []finding
	for _, s := range t.goes {
		for _, d := range s.ast.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv == nil && fn.Name.Name == "init" {
				out = append(out, finding{t.at(fn.Pos()), s.path, "func init: do it in a constructor that app calls"})
			}
		}
	}
	return out, nil
}

// barred is what core must not know. app/arch_test.go looks through dependencies
// too; this one names the line.
var barred = []string{"net/http", "net", "crypto/tls", "database/sql", "os", "os/exec", "os/signal", "html/template", "log", "log/slog", "syscall"}

func coreImports(t *tree) ([]finding, error) {
	var out []finding
	for _, s := range t.goes {
		if !s.core() {
			continue
		}
		for _, imp := range s.ast.Imports {
			name, err := strconv.Unquote(imp.Path.Value)
			if err != nil {
				return nil, err
			}
			for _, b := range barred {
				if name == b {
					out = append(out, finding{t.at(imp.Pos()), s.path, fmt.Sprintf("core imports %s; it states what it needs as a port", name)})
				}
			}
		}
	}
	return out, nil
}

// clockCalls are the functions of package time that read the machine's clock.
var clockCalls = map[string]bool{"Now": true, "Since": true, "Until": true, "Sleep": true}

func coreClock(t *tree) ([]finding, error) {
	var out []finding
	for _, s := range t.goes {
		if !s.core() {
			continue
		}
		ast.Inspect(s.ast, func(n ast.Node) bool {
			sel, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if x, ok := sel.X.(*ast.Ident); ok && x.Name == "time" && clockCalls[sel.Sel.Name] {
				out = append(out, finding{t.at(sel.Pos()), s.path,
					fmt.Sprintf("time.%s in core; the clock comes in by the constructor", sel.Sel.Name)})
			}
			return true
		})
	}
	return out, nil
}

// coreDocs: every package of core opens with what it is, and everything that it
// exports says what it promises.
func coreDocs(t *tree) ([]finding, error) {
	var out []finding
	opened := map[string]bool{}
	for _, s := range t.goes {
		if !s.core() {
			continue
		}
		opened[s.dir()] = opened[s.dir()] || s.ast.Doc != nil
		for _, d := range s.ast.Decls {
			for _, name := range undocumented(d) {
				out = append(out, finding{t.at(name.Pos()), s.path + " " + name.Name, name.Name + " is exported and has no comment"})
			}
		}
	}
	for dir, ok := range opened {
		if !ok {
			out = append(out, finding{dir, dir, "no file of the package says what it is and what it is not"})
		}
	}
	return out, nil
}

func undocumented(d ast.Decl) []*ast.Ident {
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Doc == nil && d.Name.IsExported() && receiverExported(d.Recv) && !wellKnown[d.Name.Name] {
			return []*ast.Ident{d.Name}
		}
	case *ast.GenDecl:
		return undocumentedSpecs(d)
	}
	return nil
}

// wellKnown methods are documented where their interface is.
var wellKnown = map[string]bool{"String": true, "Error": true, "Unwrap": true, "MarshalJSON": true, "UnmarshalJSON": true,
	"MarshalText": true, "UnmarshalText": true}

func receiverExported(recv *ast.FieldList) bool {
	if recv == nil {
		return true
	}
	exported := false
	ast.Inspect(recv.List[0].Type, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && id.IsExported() {
			exported = true
		}
		return true
	})
	return exported
}

func undocumentedSpecs(d *ast.GenDecl) []*ast.Ident {
	if d.Tok == token.IMPORT {
		return nil
	}
	var out []*ast.Ident
	for _, spec := range d.Specs {
		switch spec := spec.(type) {
		case *ast.TypeSpec:
			if d.Doc == nil && spec.Doc == nil && spec.Comment == nil && spec.Name.IsExported() {
				out = append(out, spec.Name)
			}
		case *ast.ValueSpec:
			// One comment may stand over a group of constants or variables, or over
			// its type.
			if d.Doc != nil || spec.Doc != nil || spec.Comment != nil || d.Lparen.IsValid() && typed(d) {
				continue
			}
			for _, name := range spec.Names {
				if name.IsExported() {
					out = append(out, name)
				}
			}
		}
	}
	return out
}

// typed reports whether a group's values all belong to one named type that says
// what they are, as enumerations do.
func typed(d *ast.GenDecl) bool {
	first, ok := d.Specs[0].(*ast.ValueSpec)
	if !ok || first.Type == nil {
		return false
	}
	id, ok := first.Type.(*ast.Ident)
	return ok && id.IsExported() && !strings.HasPrefix(id.Name, "_")
}
