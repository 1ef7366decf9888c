package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// event is one line of `go test -json` (documented by `go doc test2json`).
type event struct {
	Action      string
	Package     string
	ImportPath  string // of build output
	Test        string
	Output      string
	Elapsed     float64
	FailedBuild string
}

// goRun is what is known while the lines of `go test -json` come in.
type goRun struct {
	out     io.Writer
	c       counts
	parents map[string]bool     // tests with subtests: only leaves are counted
	output  map[string][]string // of tests and packages that have not ended
	failed  map[string]bool     // packages in which a test failed
}

// slow is from how many seconds on a passing package is worth a line.
const slow = 5

func readGo(in io.Reader, out io.Writer) (counts, error) {
	r := goRun{out: out, parents: map[string]bool{}, output: map[string][]string{}, failed: map[string]bool{}}
	lines := bufio.NewScanner(in)
	lines.Buffer(make([]byte, 64<<10), 16<<20)
	for lines.Scan() {
		var e event
		if err := json.Unmarshal(lines.Bytes(), &e); err != nil || e.Action == "" {
			fmt.Fprintln(out, lines.Text())
			continue
		}
		r.take(e)
	}
	return r.c, lines.Err()
}

func (r *goRun) take(e event) {
	key := e.Package + " " + e.Test
	switch e.Action {
	case "run":
		if parent, _, ok := cutLast(e.Test, "/"); ok {
			r.parents[e.Package+" "+parent] = true
		}
	case "output":
		r.output[key] = append(r.output[key], e.Output)
	case "build-output":
		fmt.Fprint(r.out, e.Output)
	case "pass", "skip", "fail":
		if e.Test == "" {
			r.packageEnds(e, key)
		} else {
			r.testEnds(e, key)
		}
		delete(r.output, key)
	}
}

func (r *goRun) testEnds(e event, key string) {
	switch {
	case e.Action == "fail":
		r.failed[e.Package] = true
		fmt.Fprintf(r.out, "FAIL %s %s\n%s", e.Package, e.Test, strings.Join(r.output[key], ""))
		if !r.parents[key] {
			r.c.failed++
		}
	case r.parents[key]:
	case e.Action == "skip":
		r.c.skipped++
		fmt.Fprintf(r.out, "SKIP %s %s\n%s", e.Package, e.Test, strings.Join(r.output[key], ""))
	default:
		r.c.passed++
	}
}

func (r *goRun) packageEnds(e event, key string) {
	switch {
	case e.Action == "fail":
		if !r.failed[e.Package] { // it did not build, or died outside of a test
			r.c.failed++
		}
		fmt.Fprintf(r.out, "FAIL %s (%.1f s)\n%s", e.Package, e.Elapsed, strings.Join(r.output[key], ""))
	case e.Elapsed >= slow:
		fmt.Fprintf(r.out, "ok   %s (%.1f s)\n", e.Package, e.Elapsed)
	}
}

func cutLast(s, sep string) (before, after string, found bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(sep):], true
}
