package deploy

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestReplaced: the sorts that the edge has instead of the standard library's pass the
// library's own tests.
func TestReplaced(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	overlay, err := replace(t.Context(), root, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "go", "test", "-overlay", overlay, "-run", "Sort|Stab|NaN", "-v", "slices")
	cmd.Dir = root
	if said, err := cmd.CombinedOutput(); err != nil || !strings.Contains(string(said), "PASS: TestSortLarge_Random") {
		t.Errorf("%v:\n%s", err, said)
	}
}

// TestClasses: the edge's patterns know the classes of Unicode that replaced names, so that
// no pattern of ours may name another.
func TestClasses(t *testing.T) {
	class, known, found := regexp.MustCompile(`\\[pP](?:\{\^?(\w+)\}|(\w))`), []string{"L", "N", "Cyrillic"}, 0
	for _, dir := range []string{"core", "app", "channel", "provider", "store", "httpapi", "cmd/edge"} {
		err := filepath.WalkDir(filepath.Join("../..", filepath.FromSlash(dir)), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") {
				return err
			}
			text, err := os.ReadFile(path)
			for _, m := range class.FindAllStringSubmatch(string(text), -1) {
				if found++; !slices.Contains(known, m[1]+m[2]) {
					t.Errorf("%s: %s", path, m[0])
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if found < 50 {
		t.Errorf("%d classes found", found)
	}
}
