package main

import (
	"io"
	"strings"
	"testing"
)

func TestRead(t *testing.T) {
	tests := []struct {
		name, from, in string
		want           counts
	}{
		{"leaves only", "go", `{"Action":"run","Package":"p","Test":"A"}
{"Action":"run","Package":"p","Test":"A/x"}
{"Action":"pass","Package":"p","Test":"A/x"}
{"Action":"run","Package":"p","Test":"A/y"}
{"Action":"skip","Package":"p","Test":"A/y"}
{"Action":"pass","Package":"p","Test":"A"}
{"Action":"pass","Package":"p"}`, counts{passed: 1, skipped: 1}},
		{"failed subtest counts once", "go", `{"Action":"run","Package":"p","Test":"A"}
{"Action":"run","Package":"p","Test":"A/x"}
{"Action":"fail","Package":"p","Test":"A/x"}
{"Action":"fail","Package":"p","Test":"A"}
{"Action":"fail","Package":"p"}`, counts{failed: 1}},
		{"build failure is one", "go", `{"ImportPath":"p","Action":"build-output","Output":"p.go:1: no\n"}
{"Action":"fail","Package":"p","FailedBuild":"p"}`, counts{failed: 1}},
		{"package without tests is none", "go", `{"Action":"skip","Package":"p"}`, counts{}},
		{"vitest", "vitest", " Test Files  1 failed | 2 passed (3)\n      Tests  1 failed | 11 passed | 2 skipped (14)\n", counts{11, 1, 2}},
		{"vitest all green", "vitest", " Test Files  3 passed (3)\n      Tests  12 passed (12)\n", counts{passed: 12}},
		{"deno", "deno", "running 2 tests from ./a.ts\nok | 2 passed | 0 failed (3s)\n", counts{passed: 2}},
		{"deno failing", "deno", "FAILED | 2 passed | 1 failed | 1 ignored (3s)\n", counts{2, 1, 1}},
		{"node", "node", "# tests 3\n# pass 2\n# fail 1\n# skipped 0\n", counts{2, 1, 0}},
		{"check", "check", "ok   gofmt\nFAIL budgets\n  x.go: 500 lines\nok   vet\n", counts{2, 1, 0}},
		{"nothing", "deno", "error: no such file\n", counts{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := read(tt.from, strings.NewReader(tt.in), io.Discard)
			if err != nil {
				t.Fatal(err)
			}
			if got != tt.want {
				t.Errorf("got %+v, want %+v", got, tt.want)
			}
		})
	}
	if _, err := read("junit", strings.NewReader(""), io.Discard); err == nil {
		t.Error("an unknown runner was accepted")
	}
}

func TestFailuresAreShown(t *testing.T) {
	var out strings.Builder
	_, err := readGo(strings.NewReader(`{"Action":"run","Package":"p","Test":"A"}
{"Action":"output","Package":"p","Test":"A","Output":"a_test.go:3: got 1, want 2\n"}
{"Action":"fail","Package":"p","Test":"A"}
{"Action":"run","Package":"p","Test":"B"}
{"Action":"output","Package":"p","Test":"B","Output":"chatter\n"}
{"Action":"pass","Package":"p","Test":"B"}
{"Action":"fail","Package":"p"}`), &out)
	if err != nil {
		t.Fatal(err)
	}
	if s := out.String(); !strings.Contains(s, "FAIL p A\na_test.go:3: got 1, want 2") || strings.Contains(s, "chatter") {
		t.Errorf("output:\n%s", s)
	}
}
