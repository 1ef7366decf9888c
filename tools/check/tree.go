package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
)

// tree is the repository as the rules see it.
type tree struct {
	root   string
	fset   *token.FileSet
	files  []string // all of the repository, with / and without generated ones
	goes   []*source
	update bool
}

// source is one Go file.
type source struct {
	path  string // from the root, with /
	ast   *ast.File
	lines int
	test  bool
}

// dir is the folder, which names the package.
func (s *source) dir() string { return path.Dir(s.path) }

// core reports whether the file is part of core and no test.
func (s *source) core() bool { return strings.HasPrefix(s.path, "core/") && !s.test && !suite(s.dir()) }

// suite reports whether a package serves tests only: a conformance suite or a fake.
func suite(dir string) bool { return strings.HasSuffix(dir, "test") || strings.HasSuffix(dir, "fake") }

// load reads what git tracks or would track below root; without git, what lies there.
func load(root string) (*tree, error) {
	t := &tree{root: root, fset: token.NewFileSet()}
	names, err := t.list()
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		if strings.HasPrefix(name, "tools/check/testdata/") {
			continue
		}
		t.files = append(t.files, name)
		if !strings.HasSuffix(name, ".go") || strings.Contains(name, "/testdata/") {
			continue
		}
		if err := t.parse(name); err != nil {
			return nil, err
		}
	}
	return t, nil
}

func (t *tree) list() ([]string, error) {
	cmd := exec.Command("git", "ls-files", "-co", "--exclude-standard")
	cmd.Dir = t.root
	if _, err := os.Stat(filepath.Join(t.root, ".git")); err != nil {
		return t.walk()
	}
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("git ls-files: %w", err)
	}
	var names []string
	for name := range strings.Lines(string(out)) {
		name = strings.TrimSuffix(name, "\n")
		if info, err := os.Lstat(filepath.Join(t.root, name)); err == nil && info.Mode().IsRegular() {
			names = append(names, name)
		}
	}
	return names, nil
}

func (t *tree) walk() ([]string, error) {
	var names []string
	err := fs.WalkDir(os.DirFS(t.root), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "node_modules" || d.Name() == "bin" || name != "." && strings.HasPrefix(d.Name(), ".")) {
			return fs.SkipDir
		}
		if d.Type().IsRegular() {
			names = append(names, name)
		}
		return nil
	})
	return names, err
}

func (t *tree) read(name string) ([]byte, error) {
	return os.ReadFile(filepath.Join(t.root, filepath.FromSlash(name)))
}

func (t *tree) parse(name string) error {
	text, err := t.read(name)
	if err != nil {
		return err
	}
	f, err := parser.ParseFile(t.fset, name, text, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	if ast.IsGenerated(f) {
		return nil
	}
	t.goes = append(t.goes, &source{path: name, ast: f, lines: strings.Count(string(text), "\n"),
		test: strings.HasSuffix(name, "_test.go")})
	return nil
}

// at names a place in a file.
func (t *tree) at(pos token.Pos) string {
	p := t.fset.Position(pos)
	return fmt.Sprintf("%s:%d", filepath.ToSlash(p.Filename), p.Line)
}

// span is how many lines a node takes.
func (t *tree) span(n ast.Node) int {
	return t.fset.Position(n.End()).Line - t.fset.Position(n.Pos()).Line + 1
}

// commentRatio tells how much of the non-test code is comments.
func (t *tree) commentRatio() string {
	lines, comments := 0, 0
	for _, s := range t.goes {
		if s.test {
			continue
		}
		lines += s.lines
		for _, g := range s.ast.Comments {
			comments += t.span(g)
		}
	}
	if lines == 0 {
		return "no Go code"
	}
	return fmt.Sprintf("%d lines of Go without tests, %d %% comments", lines, comments*100/lines)
}
