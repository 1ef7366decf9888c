package storetest

import (
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
)

// TestAccessIsWritten: docs/access.md has a line for every table that tells what is decided
// in rights, and none of a table that is gone.
func TestAccessIsWritten(t *testing.T) {
	page, err := os.ReadFile("../../docs/access.md")
	check(t, err)
	_, rest, found := strings.Cut(string(page), "## Every table\n")
	section, _, _ := strings.Cut(rest, "\n## ")
	var want []string
	for _, name := range slices.Sorted(maps.Keys(rights)) {
		want = append(want, accessLine(name, rights[name]))
	}
	var have []string
	for line := range strings.Lines(section) {
		if strings.HasPrefix(line, "| `") {
			have = append(have, strings.TrimSpace(line))
		}
	}
	if !found || !slices.Equal(have, want) {
		t.Errorf("docs/access.md: the lines under “Every table” are to be\n%s", strings.Join(want, "\n"))
	}
}

var verbWords = strings.NewReplacer("S", "reads ", "I", "adds ", "U", "changes ", "D", "deletes ")

func accessLine(name string, r right) string {
	cell := func(verbs, hidden string) string {
		words := strings.Join(strings.Fields(verbWords.Replace(verbs)), ", ")
		switch {
		case words == "":
			return "–"
		case hidden != "":
			return words + "; never `" + strings.ReplaceAll(hidden, ", ", "`, `") + "`"
		}
		return words
	}
	reader := ""
	if r.reader {
		reader = "S"
	}
	return "| `" + name + "` | " + cell(r.panel, r.panelHides) + " | " + cell(reader, r.readerHides) + " |"
}
