package slim

import (
	"bytes"
	"encoding/binary"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// A program that looks at every function's own name by its address, and at where it was
// called from, through the table that was taken out.
const program = `package main

import (
	"fmt"
	"runtime"
	"strings"
)

func where() string {
	_, file, line, _ := runtime.Caller(1)
	return fmt.Sprint(file[strings.LastIndex(file, "/")+1:], ":", line)
}

func main() {
	fmt.Println(where())
	defer func() {
		pc := make([]uintptr, 20)
		frames := runtime.CallersFrames(pc[:runtime.Callers(0, pc)])
		for more := true; more; {
			var f runtime.Frame
			f, more = frames.Next()
			fmt.Println(f.Function)
		}
		fmt.Println(recover())
	}()
	var none []int
	_ = none[len(pages)]
}

var pages = strings.Fields("a b c")
`

// TestModule: a program of the installed compiler says the same before and after, but for
// the lines of its source.
func TestModule(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"main.go": program, "go.mod": "module tried\n\ngo 1.26\n"} {
		check(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600))
	}
	whole, slim := filepath.Join(dir, "whole.wasm"), filepath.Join(dir, "slim.wasm")
	run(t, dir, "go", "build", "-ldflags", "-s -w", "-o", whole, ".")
	module, err := os.ReadFile(whole)
	check(t, err)
	less, err := Module(module)
	check(t, err)
	check(t, os.WriteFile(slim, less, 0o600))
	t.Logf("%d bytes, %d before", len(less), len(module))
	if table := 16 * recordSize * 1000; len(module)-len(less) < table/4 {
		t.Errorf("a module of %d bytes has %d then", len(module), len(less))
	}
	node := filepath.Join(strings.TrimSpace(run(t, dir, "go", "env", "GOROOT")), "lib", "wasm", "wasm_exec_node.js")
	said := run(t, dir, "node", node, whole)
	if !strings.Contains(said, "main.go:15") || !strings.Contains(said, "main.main") || !strings.Contains(said, "out of range [3]") {
		t.Fatalf("the program said:\n%s", said)
	}
	want := strings.Replace(said, "main.go:15", "?:0", 1)
	if got := run(t, dir, "node", node, slim); got != want {
		t.Errorf("it says:\n%s\nwant:\n%s", got, want)
	}
	if _, err := Module(less); err == nil {
		t.Error("a module that has a start already is taken")
	}
}

func run(t *testing.T, dir, name string, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), name, args...)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), "GOOS=js", "GOARCH=wasm", "GOWORK=off", "GOFLAGS=")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
	}
	return string(out)
}

func TestData(t *testing.T) {
	zeros := func(n int) []byte { return make([]byte, n) }
	for name, memory := range map[string][]byte{
		"nothing":       {},
		"only zeros":    zeros(100),
		"one byte":      {7},
		"a small gap":   slices.Concat(zeros(9), []byte{1}, zeros(gap-1), []byte{2}),
		"a large gap":   slices.Concat([]byte{1}, zeros(gap), []byte{2}),
		"zeros at last": slices.Concat(zeros(70_000), []byte{1, 2, 3}, zeros(5)),
	} {
		t.Run(name, func(t *testing.T) {
			got, err := image(data(memory))
			check(t, err)
			if want := bytes.TrimRight(memory, "\x00"); !bytes.Equal(got, want) {
				t.Errorf("it makes %v, want %v", got, want)
			}
		})
	}
}

func TestTable(t *testing.T) {
	records := func(first, n int) (b []byte) {
		for i := range n {
			b = append(binary.LittleEndian.AppendUint32(b, uint32(first+i/alike)), make([]byte, recordSize-4)...)
		}
		return b
	}
	for name, c := range map[string]struct {
		memory []byte
		want   table
	}{
		"none":                    {[]byte("this memory is full of words and has no table at all"), table{}},
		"behind something":        {slices.Concat([]byte("word"), records(5, 160), []byte{1, 1}), table{4, 4 + 160*recordSize, 5}},
		"half a function at last": {records(9, 40), table{0, 32 * recordSize, 9}},
		"the longer of two":       {slices.Concat(records(1, 32), []byte("wordword"), records(1, 64)), table{32*recordSize + 8, 96*recordSize + 8, 1}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := tableIn(c.memory); got != c.want {
				t.Errorf("found %+v, want %+v", got, c.want)
			}
		})
	}
}

// What is no module, or none of Go's, is refused.
func TestForm(t *testing.T) {
	for name, module := range map[string]string{
		"nothing":            "",
		"a text":             "<html>",
		"no sections":        header,
		"a section cut off":  header + "\x0b\x7f\x00",
		"a number too long":  header + "\x0b\xff\xff\xff\xff\xff\xff",
		"passive data":       header + "\x0b\x03\x01\x01\x00",
		"data not all read":  header + "\x0b\x02\x00\x00",
		"an address too far": header + "\x0b\x09\x01\x00\x41\xff\xff\xff\xff\x07\x0b\x00",
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := Module([]byte(module)); err == nil {
				t.Error("it is taken")
			}
		})
	}
}
