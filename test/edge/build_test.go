package edge_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"sync"
	"testing"
)

const install = "npm ci --prefix test/edge"

// The programs that run the function: the Deno that Supabase's runtime is compatible with,
// and the newest. They are for Linux on x64; elsewhere the variables name one's own. npm's
// package deno is not used: its lockfile needs the packages of every other system.
const (
	pinned = "PRILAVOK_DENO"
	newest = "PRILAVOK_DENO_NEWEST"
)

func program(t *testing.T, which string) string {
	t.Helper()
	path := os.Getenv(which)
	if path == "" {
		var err error
		path, err = filepath.Abs(map[string]string{pinned: "node_modules/@deno/linux-x64-glibc/deno", newest: "node_modules/deno-newest/deno"}[which])
		ok(t, err)
	}
	if _, err := os.Stat(path); err != nil {
		t.Fatalf("%s is missing: run %s", path, install)
	}
	return path
}

// built is a folder with the functions: the real sources, a fresh module, and the npm
// packages that are installed beside this test.
type built struct {
	dir   string
	sizes map[string]size // by function
}

// size is how big a module is, in MB (10^6 bytes).
type size struct{ raw, brotli float64 }

var sizeLine = regexp.MustCompile(`(\w+): wasm raw ([0-9.]+) MB, brotli ([0-9.]+) MB`)

// whole is what is deployed; breakable can be broken by requests.
var whole, breakable = builder(""), builder("breakable")

func builder(tags string) func() (built, error) {
	return sync.OnceValues(func() (built, error) { return build(tags) })
}

func build(tags string) (b built, err error) {
	if b.dir, err = os.MkdirTemp(root, "edge"); err != nil {
		return b, err
	}
	modules, err := filepath.Abs("node_modules")
	functions := filepath.Join(b.dir, "functions")
	err = errors.Join(err, os.CopyFS(functions, os.DirFS("../../supabase/functions")), os.Symlink(modules, filepath.Join(b.dir, "node_modules")))
	// Beside each other: Deno finds the packages of the one for the names of the other.
	for name, from := range map[string]string{"package.json": "package.json", "deno.json": filepath.Join(functions, "bot/deno.json")} {
		content, err2 := os.ReadFile(from)
		err = errors.Join(err, err2, os.WriteFile(filepath.Join(b.dir, name), content, 0o600))
	}
	if err != nil {
		return b, err
	}
	out, err := exec.CommandContext(context.Background(), "../../scripts/edge", "-o", functions, "-tags", tags).CombinedOutput()
	b.sizes = map[string]size{}
	for _, m := range sizeLine.FindAllSubmatch(out, -1) {
		raw, _ := strconv.ParseFloat(string(m[2]), 64)
		brotli, _ := strconv.ParseFloat(string(m[3]), 64)
		b.sizes[string(m[1])] = size{raw, brotli}
	}
	if err != nil || len(b.sizes) != 2 {
		return b, fmt.Errorf("scripts/edge: %w\n%s", err, out)
	}
	return b, nil
}

// root holds what was built while the tests run.
var root string

func TestMain(m *testing.M) {
	var err error
	if root, err = os.MkdirTemp("", "prilavok-edge-"); err != nil {
		panic(err)
	}
	code := m.Run()
	_ = os.RemoveAll(root) // a temporary folder
	os.Exit(code)
}

// TestModule: what is deployed is small, and cannot be broken on purpose.
func TestModule(t *testing.T) {
	t.Parallel()
	w, err := whole()
	ok(t, err)
	for name, most := range maxSizes {
		has := w.sizes[name]
		report("edge: %s: wasm raw %.2f MB, brotli %.2f MB", name, has.raw, has.brotli)
		if has.raw > most.raw || has.brotli > most.brotli || has.raw <= 0 || has.brotli <= 0 {
			t.Errorf("%s: %.2f MB of WebAssembly, %.2f compressed; the limits are %.2f and %.2f", name, has.raw, has.brotli, most.raw, most.brotli)
		}
	}
	b, err := breakable()
	ok(t, err)
	for dir, want := range map[string]bool{w.dir: false, b.dir: true} {
		for name := range maxSizes {
			module, err := os.ReadFile(filepath.Join(dir, "functions", name, name+".wasm"))
			ok(t, err)
			if got := bytes.Contains(module, []byte("broken on purpose")); got != want {
				t.Errorf("the module %s can be broken: %v, want %v", name, got, want)
			}
		}
	}
}
