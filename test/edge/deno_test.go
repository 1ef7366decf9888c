package edge_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

const install = "npm ci --prefix test/edge"

// program is Deno for Linux on x64. Elsewhere PRILAVOK_DENO names a Deno 2.1.4. npm's
// package deno is not used: its lockfile needs the packages of every other system.
func program(t *testing.T) string {
	t.Helper()
	path := os.Getenv("PRILAVOK_DENO")
	if path == "" {
		var err error
		path, err = filepath.Abs("node_modules/@deno/linux-x64-glibc/deno")
		ok(t, err)
	}
	for _, needed := range []string{path, "node_modules/postgres"} {
		if _, err := os.Stat(needed); err != nil {
			t.Fatalf("%s is missing: run %s", needed, install)
		}
	}
	return path
}

// deno is the edge function running in Deno.
type deno struct {
	t    *testing.T
	url  string
	stop func()

	mu  sync.Mutex
	log []string
}

// sizes of the WebAssembly module, in MB (10^6 bytes).
type sizes struct{ raw, brotli float64 }

var sizeLine = regexp.MustCompile(`wasm raw ([0-9.]+) MB, brotli ([0-9.]+) MB`)

// build makes the function's folder: the real sources, a fresh module, and the npm
// packages that are installed beside this test.
func build(t *testing.T) (dir string, s sizes) {
	t.Helper()
	program(t)
	dir = t.TempDir()
	function := filepath.Join(dir, "functions", "bot")
	ok(t, os.CopyFS(function, os.DirFS("../../supabase/functions/bot")))
	modules, err := filepath.Abs("node_modules")
	ok(t, err)
	ok(t, os.Symlink(modules, filepath.Join(dir, "node_modules")))
	manifest, err := os.ReadFile("package.json")
	ok(t, err)
	ok(t, os.WriteFile(filepath.Join(dir, "package.json"), manifest, 0o600))
	out, err := exec.CommandContext(t.Context(), "../../scripts/edge", "-o", function).CombinedOutput()
	if err != nil {
		t.Fatalf("scripts/edge: %v\n%s", err, out)
	}
	m := sizeLine.FindSubmatch(out)
	if m == nil {
		t.Fatalf("scripts/edge names no sizes:\n%s", out)
	}
	s.raw, _ = strconv.ParseFloat(string(m[1]), 64)
	s.brotli, _ = strconv.ParseFloat(string(m[2]), 64)
	return dir, s
}

// start runs the harness until the test ends.
func start(t *testing.T, dir string, env map[string]string) *deno {
	t.Helper()
	harness, err := filepath.Abs("harness.mjs")
	ok(t, err)
	ctx, cancel := context.WithCancel(context.Background())
	cmd := denoCommand(ctx, program(t), dir, harness, "file://"+filepath.Join(dir, "functions/bot/index.ts"))
	// More than a Go program may be given: what the bot gets is an allow-list.
	cmd.Env = append(cmd.Env, "SUPABASE_JWKS="+strings.Repeat("k", 30_000))
	for k, v := range env {
		cmd.Env = append(cmd.Env, k+"="+v)
	}
	pipe, err := cmd.StdoutPipe()
	ok(t, err)
	cmd.Stderr = cmd.Stdout
	ok(t, cmd.Start())
	d := &deno{t: t}
	port := make(chan string, 1)
	ended := make(chan struct{})
	go d.read(pipe, port, ended)
	d.stop = sync.OnceFunc(func() {
		cancel()
		_ = cmd.Wait() // it was killed
	})
	t.Cleanup(func() {
		d.stop()
		if t.Failed() {
			t.Logf("Deno said:\n%s", strings.Join(d.lines(), "\n"))
		}
	})
	select {
	case p := <-port:
		d.url = "http://127.0.0.1:" + p
	case <-ended:
		t.Fatal("Deno ended at once")
	case <-time.After(60 * time.Second):
		t.Fatal("Deno does not listen")
	}
	return d
}

// denoCommand runs a script with the rights that Supabase gives to functions.
func denoCommand(ctx context.Context, bin, dir string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, bin, append([]string{"run", "--no-prompt", "--no-lock", "--no-check", "--node-modules-dir=manual",
		"--allow-net", "--allow-env", "--allow-read", "--allow-sys=hostname", "--config", filepath.Join(dir, "functions/bot/deno.json")}, args...)...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "NO_COLOR=1", "DENO_NO_UPDATE_CHECK=1", "DENO_DIR="+filepath.Join(dir, "cache"))
	// A Deno of one's own may be a script that starts the program: both end together.
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	cmd.WaitDelay = 5 * time.Second
	return cmd
}

func (d *deno) read(pipe io.Reader, port chan<- string, ended chan<- struct{}) {
	defer close(ended)
	lines := bufio.NewScanner(pipe)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		if p, found := strings.CutPrefix(lines.Text(), "listening "); found {
			port <- p
		}
		d.mu.Lock()
		d.log = append(d.log, lines.Text())
		d.mu.Unlock()
	}
}

func (d *deno) lines() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return append([]string(nil), d.log...)
}

// logged is a number in the first log line with a message, from a line on. Lines come
// through a pipe, a little later than answers.
func (d *deno) logged(from int, msg, key string) int {
	d.t.Helper()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); <-tick.C {
		for _, line := range d.lines()[from:] {
			var e map[string]any
			if json.Unmarshal([]byte(line), &e) == nil && e["msg"] == msg {
				n, _ := e[key].(float64)
				return int(n)
			}
		}
	}
	d.t.Fatalf("no line says %q", msg)
	return 0
}

// request asks the function and returns the status and the body.
func (d *deno) request(method, path string, header map[string]string, body string) (int, string) {
	d.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, method, d.url+path, strings.NewReader(body))
	ok(d.t, err)
	for k, v := range header {
		req.Header.Set(k, v)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		d.t.Fatalf("%s %s: %v", method, path, err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	ok(d.t, err)
	return res.StatusCode, string(b)
}

// idle returns when the function has done all that it wanted to do after its answers.
func (d *deno) idle() {
	d.t.Helper()
	if status, body := d.request("GET", "/idle", nil, ""); status != 200 {
		d.t.Fatalf("idle: %d %s", status, body)
	}
}

// trips is how often the running instance has waited for the database.
func (d *deno) trips() int {
	d.t.Helper()
	var h struct {
		Build string
		Trips int `json:"round_trips"`
	}
	status, body := d.request("GET", "/bot/health", nil, "")
	if err := json.Unmarshal([]byte(body), &h); status != 200 || err != nil || h.Build == "" || h.Build == "unknown" {
		d.t.Fatalf("health: %d %s", status, body)
	}
	return h.Trips
}

func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func report(format string, args ...any) { fmt.Fprintf(os.Stdout, format+"\n", args...) }
