package storetest

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"prilavok/store"
	"prilavok/store/edgedb"
	"prilavok/store/postgres"
)

// viaDeno is store/edgedb over the edge's own JavaScript client, which runs in Deno. Only
// the crossing from WebAssembly is missing: test/edge has that.
const viaDeno postgres.Mode = "deno"

// TestCasesInDeno runs the suite as the edge reaches Postgres, straight and through a pooler.
func TestCasesInDeno(t *testing.T) {
	lent, openers[viaDeno] = lend(t), openDeno
	for _, w := range []Way{{Name: "deno", Mode: viaDeno}, {Name: "pgbouncer-deno", Mode: viaDeno, Pooler: true}} {
		t.Run(w.Name, func(t *testing.T) { runCases(t, w) })
	}
}

// lender is the Deno of a test.
type lender struct {
	url  string
	next atomic.Int64
}

var lent *lender

func lend(t *testing.T) *lender {
	t.Helper()
	bin := os.Getenv("PRILAVOK_DENO")
	edge, err := filepath.Abs("../../test/edge")
	check(t, err)
	if bin == "" {
		bin = filepath.Join(edge, "node_modules/@deno/linux-x64-glibc/deno")
	}
	if !exists(bin) {
		t.Fatalf("%s is missing: run npm ci --prefix test/edge", bin)
	}
	dir := t.TempDir()
	functions := filepath.Join(dir, "functions")
	manifest, err := os.ReadFile(filepath.Join(edge, "package.json"))
	check(t, err)
	check(t, os.WriteFile(filepath.Join(dir, "package.json"), manifest, 0o600))
	check(t, os.Symlink(filepath.Join(edge, "node_modules"), filepath.Join(dir, "node_modules")))
	check(t, os.CopyFS(functions, os.DirFS("../../supabase/functions")))
	script, err := filepath.Abs("testdata/wire.mjs")
	check(t, err)
	ctx, cancel := context.WithCancel(context.Background())
	cmd := exec.CommandContext(ctx, bin, "run", "--no-prompt", "--no-lock", "--no-check", "--node-modules-dir=manual", "--allow-net", "--allow-env", "--allow-read",
		"--allow-sys=hostname", "--config", filepath.Join(functions, "bot/deno.json"), script, functions)
	cmd.Dir, cmd.Env, cmd.Stderr = dir, append(os.Environ(), "NO_COLOR=1", "DENO_NO_UPDATE_CHECK=1", "DENO_DIR="+filepath.Join(dir, "cache")), os.Stderr
	out, err := cmd.StdoutPipe()
	check(t, err)
	check(t, cmd.Start())
	t.Cleanup(func() {
		cancel()
		_ = cmd.Wait() // it was killed
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	port, found := strings.CutPrefix(strings.TrimSpace(line), "listening ")
	if err != nil || !found {
		t.Fatalf("Deno says %q: %v", line, err)
	}
	return &lender{url: "http://127.0.0.1:" + port}
}

func openDeno(t testing.TB, address string) store.DB {
	t.Helper()
	w := denoWire{fmt.Sprintf("%s/%d/", lent.url, lent.next.Add(1))}
	_, _, err := w.do(context.Background(), "open", []byte(address), 0)
	check(t, err)
	t.Cleanup(func() { _, _, _ = w.do(context.Background(), "close", nil, 0) })
	return edgedb.New(w, edgedb.Options{Wait: 30 * time.Second})
}

// denoWire is an edgedb.Wire.
type denoWire struct{ url string }

func (w denoWire) do(ctx context.Context, what string, body []byte, epoch int) (at int, answer []byte, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, w.url+what, bytes.NewReader(body))
	if err != nil {
		return 0, nil, err
	}
	req.Header.Set("X-Epoch", strconv.Itoa(epoch))
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, nil, err
	}
	defer func() { _ = res.Body.Close() }()
	answer, err = io.ReadAll(res.Body)
	at, _ = strconv.Atoi(res.Header.Get("X-Epoch")) // not there where nothing was asked
	return at, answer, err
}

// Query implements edgedb.Wire. Requests may pass each other: it cannot tell what is sent.
func (w denoWire) Query(ctx context.Context, packet []byte, epoch int, _ func()) (at int, raw []byte, err error) {
	at, raw, err = w.do(ctx, "query", packet, epoch)
	if err != nil {
		_, _, _ = w.do(context.Background(), "close", nil, 0)
		if ctx.Err() != nil {
			err = ctx.Err()
		}
	}
	return at, raw, err
}

// Post implements edgedb.Wire.
func (w denoWire) Post(packet []byte, epoch int) {
	_, _, _ = w.do(context.Background(), "post", packet, epoch)
}
