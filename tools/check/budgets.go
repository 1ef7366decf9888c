package main

import (
	"fmt"
	"go/ast"
	"path"
	"strings"
)

// The sizes that good code bases of this field live with.
const (
	maxFile      = 400
	maxFunction  = 60
	maxInterface = 8
	maxPackage   = 2500
)

func fileBudget(t *tree) ([]finding, error) {
	var out []finding
	add := func(name string, lines int) {
		if lines > maxFile {
			out = append(out, finding{name, name, fmt.Sprintf("%d lines, %d are allowed", lines, maxFile)})
		}
	}
	for _, s := range t.goes {
		add(s.path, s.lines)
	}
	for _, name := range t.files {
		switch path.Ext(name) {
		case ".ts", ".tsx", ".mjs", ".css":
			text, err := t.read(name)
			if err != nil {
				return nil, err
			}
			add(name, strings.Count(string(text), "\n"))
		}
	}
	return out, nil
}

// functionBudget counts a function from its signature to its last brace. In tests
// the tables inside do not count.
func functionBudget(t *tree) ([]finding, error) {
	var out []finding
	for _, s := range t.goes {
		for _, d := range s.ast.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || fn.Body == nil {
				continue
			}
			lines := t.span(fn)
			if s.test {
				lines -= t.tables(fn.Body)
			}
			if lines > maxFunction {
				out = append(out, finding{t.at(fn.Pos()), s.path + " " + fn.Name.Name,
					fmt.Sprintf("%s has %d lines, %d are allowed", fn.Name.Name, lines, maxFunction)})
			}
		}
	}
	return out, nil
}

// tables is how many lines the outermost composite literals and raw strings take.
func (t *tree) tables(body ast.Node) int {
	lines := 0
	ast.Inspect(body, func(n ast.Node) bool {
		switch n.(type) {
		case *ast.CompositeLit, *ast.BasicLit:
			lines += t.span(n) - 1
			return false
		}
		return true
	})
	return lines
}

func interfaceBudget(t *tree) ([]finding, error) {
	var out []finding
	for _, s := range t.goes {
		ast.Inspect(s.ast, func(n ast.Node) bool {
			spec, ok := n.(*ast.TypeSpec)
			if !ok {
				return true
			}
			face, ok := spec.Type.(*ast.InterfaceType)
			if !ok {
				return true
			}
			methods := 0
			for _, f := range face.Methods.List {
				methods += len(f.Names)
			}
			if methods > maxInterface {
				out = append(out, finding{t.at(spec.Pos()), s.path + " " + spec.Name.Name,
					fmt.Sprintf("%s has %d methods, %d are allowed: split it by who needs what", spec.Name.Name, methods, maxInterface)})
			}
			return true
		})
	}
	return out, nil
}

func packageBudget(t *tree) ([]finding, error) {
	lines := map[string]int{}
	for _, s := range t.goes {
		if !s.test && !suite(s.dir()) {
			lines[s.dir()] += s.lines
		}
	}
	var out []finding
	for dir, n := range lines {
		if n > maxPackage {
			out = append(out, finding{dir, dir, fmt.Sprintf("%d lines without tests, %d are allowed", n, maxPackage)})
		}
	}
	return out, nil
}
