package edge_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestTokens: access tokens of staff are verified in WebAssembly as on a server. The
// verifier's own tests run there, compiled like the module, in Node.js as Go's own runner
// starts it.
func TestTokens(t *testing.T) {
	t.Parallel()
	goroot, err := exec.Command("go", "env", "GOROOT").Output()
	ok(t, err)
	runner := filepath.Join(strings.TrimSpace(string(goroot)), "lib/wasm/go_js_wasm_exec")
	cmd := exec.CommandContext(t.Context(), "go", "test", "-count=1", "-exec", runner, "-run", "^(TestWhatTokensSay|TestRotation|TestSharedSecret|TestAsking)$", "-v", "./provider/supabase")
	cmd.Dir = "../.."
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm", "CGO_ENABLED=0")
	out, err := cmd.CombinedOutput()
	if n := strings.Count(string(out), "\n--- PASS"); err != nil || n != 4 {
		t.Errorf("%d of 4 passed: %v\n%s", n, err, out)
	}
}
