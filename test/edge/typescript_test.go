package edge_test

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// TestTypeScript: the pages around the programs are typed, clean and small, for both Denos.
func TestTypeScript(t *testing.T) {
	t.Parallel()
	b, err := breakable()
	ok(t, err)
	config := filepath.Join(b.dir, "deno.json") // the functions' own
	files, err := filepath.Glob(filepath.Join(b.dir, "functions/*/*.ts"))
	ok(t, err)
	if len(files) < 5 {
		t.Fatalf("only %d files", len(files))
	}
	for _, which := range []string{pinned, newest} {
		for name, args := range map[string][]string{
			"check": {"check", "--node-modules-dir=manual", "--no-lock", "--config", config},
			"lint":  {"lint", "--config", config},
			"fmt":   {"fmt", "--check", "--config", config},
		} {
			t.Run(which+" "+name, func(t *testing.T) {
				ctx, cancel := context.WithTimeout(context.Background(), 3*time.Minute)
				defer cancel()
				cmd := exec.CommandContext(ctx, program(t, which), append(args, files...)...)
				cmd.Dir = b.dir
				cmd.Env = append(os.Environ(), "NO_COLOR=1", "DENO_NO_UPDATE_CHECK=1", "DENO_DIR="+filepath.Join(t.TempDir(), "cache"))
				if out, err := cmd.CombinedOutput(); err != nil {
					t.Errorf("deno %s: %v\n%s", name, err, out)
				}
			})
		}
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		ok(t, err)
		most := 150
		if filepath.Base(file) == "index.ts" {
			most = 60
		}
		if n := bytes.Count(text, []byte("\n")); n > most {
			t.Errorf("%s has %d lines, the limit is %d", file, n, most)
		}
	}
}
