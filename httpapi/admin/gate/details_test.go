package gate

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// reached are the packages whose faults the API can answer with.
var reached = []string{"api", "bell", "order", "payment", "operation", "promotion", "return", "delivery", "notify", "hook", "catalog", "contact", "picture", "sheet", "canned", "link", "comment", "post"}

// TestEveryRefusalInRussian walks the page of faults: each that a caller can meet has a
// Russian sentence, and none is told that there no longer is.
func TestEveryRefusalInRussian(t *testing.T) {
	page, err := os.ReadFile("../../../docs/FAULTS.md")
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, m := range regexp.MustCompile("(?m)^\\| `([a-z0-9_]+)\\.([a-z0-9_]+)` \\| (\\w+)").FindAllStringSubmatch(string(page), -1) {
		code := m[1] + "." + m[2]
		known[code] = true
		if !slices.Contains(reached, m[1]) || m[3] == "Internal" || m[2] == "bad_job" {
			continue // faults of ours are told without details; those of jobs go to the log
		}
		if !strings.ContainsAny(details[code], "абвгдеёжзийклмнопрстуфхцчшщъыьэюя") {
			t.Errorf("%s has no Russian words in details.go", code)
		}
	}
	if len(known) < 200 {
		t.Fatalf("only %d codes were read from the page", len(known))
	}
	for code := range details {
		if !known[code] {
			t.Errorf("details.go tells of %s, which is no code", code)
		}
	}
}
