package deploy

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestReplaced: what the edge has instead of files of the standard library passes the
// library's own tests.
func TestReplaced(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	overlay := filepath.Join(t.TempDir(), "replaced.json")
	if err := replace(t.Context(), root, overlay); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(overlay)
	if n := strings.Count(string(text), "_slices"); err != nil || n != len(replaced) {
		t.Fatalf("%d files of ours in %s, %v", n, text, err)
	}
	cmd := exec.CommandContext(t.Context(), "go", "test", "-overlay", overlay, "-run", "Sort|Stable|NaN", "-v", "slices")
	cmd.Dir = root
	if said, err := cmd.CombinedOutput(); err != nil || !strings.Contains(string(said), "PASS: TestSortStableFunc") && !strings.Contains(string(said), "PASS: TestStability") {
		t.Errorf("%v:\n%s", err, said)
	}
}
