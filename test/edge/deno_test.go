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
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// deno is the edge function running in Deno.
type deno struct {
	t     *testing.T
	url   string
	pid   int
	kill  func()        // SIGKILL, and waits for the end
	ended chan struct{} // closed when it is no more

	mu  sync.Mutex
	log []string
}

// isolate is how one is started.
type isolate struct {
	deno string            // which program; "" is pinned
	fn   string            // which function; "" is bot
	env  map[string]string // beside the scene's
}

// start runs the harness until the test ends.
func start(t *testing.T, b built, how isolate) *deno {
	t.Helper()
	harness, err := filepath.Abs("harness.mjs")
	ok(t, err)
	if how.deno == "" {
		how.deno = pinned
	}
	if how.fn == "" {
		how.fn = "bot"
	}
	ctx, cancel := context.WithCancel(context.Background())
	cmd := denoCommand(ctx, program(t, how.deno), b.dir, harness, "file://"+filepath.Join(b.dir, "functions", how.fn, "index.ts"))
	// More than a Go program may be given: what the bot gets is an allow-list.
	cmd.Env = append(cmd.Env, "SUPABASE_JWKS="+strings.Repeat("k", 30_000))
	for k, v := range how.env {
		cmd.Env = append(cmd.Env, k+"="+v)
	}
	pipe, err := cmd.StdoutPipe()
	ok(t, err)
	cmd.Stderr = cmd.Stdout
	ok(t, cmd.Start())
	d := &deno{t: t, pid: cmd.Process.Pid, ended: make(chan struct{})}
	port := make(chan string, 1)
	go d.read(pipe, port)
	d.kill = sync.OnceFunc(func() {
		cancel()
		<-d.ended
		_ = cmd.Wait() // it was killed
	})
	t.Cleanup(func() {
		d.kill()
		if t.Failed() {
			t.Logf("Deno said:\n%s", strings.Join(d.lines(), "\n"))
		}
	})
	select {
	case p := <-port:
		d.url = "http://127.0.0.1:" + p
	case <-d.ended:
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

func (d *deno) read(pipe io.Reader, port chan<- string) {
	defer close(d.ended)
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

// await waits for a line that is wanted, from a line on. Lines come through a pipe, a
// little later than answers.
func (d *deno) await(from int, what string, wanted func(line string) bool) string {
	d.t.Helper()
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); <-tick.C {
		for _, line := range d.lines()[from:] {
			if wanted(line) {
				return line
			}
		}
	}
	d.t.Fatalf("no line says %q", what)
	return ""
}

// logged is the first line with a message, from a line on.
func (d *deno) logged(from int, msg string) (entry map[string]any) {
	d.t.Helper()
	d.await(from, msg, func(line string) bool {
		entry = nil
		return json.Unmarshal([]byte(line), &entry) == nil && entry["msg"] == msg
	})
	return entry
}

// number is one of an entry's.
func number(entry map[string]any, key string) int {
	n, _ := entry[key].(float64)
	return int(n)
}

// answer is a response, read whole.
type answer struct {
	status int
	header http.Header
	body   string
}

// ask asks the function; an error means that nobody answers.
func (d *deno) ask(method, path string, header map[string]string, body string) (answer, error) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, method, d.url+path, strings.NewReader(body))
	if err != nil {
		return answer{}, err
	}
	for k, v := range header {
		req.Header.Set(k, v)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return answer{}, err
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	return answer{res.StatusCode, res.Header, string(b)}, err
}

// request asks the function, which must answer, and returns the status and the body.
func (d *deno) request(method, path string, header map[string]string, body string) (int, string) {
	d.t.Helper()
	a, err := d.ask(method, path, header, body)
	if err != nil {
		d.t.Fatalf("%s %s: %v", method, path, err)
	}
	return a.status, a.body
}

// control asks the harness.
func (d *deno) control(what string) string {
	d.t.Helper()
	status, body := d.request("GET", "/harness/"+what, nil, "")
	if status != 200 {
		d.t.Fatalf("%s: %d %s", what, status, body)
	}
	return body
}

// idle returns when the function has done all that it wanted to do after its answers.
func (d *deno) idle() { d.t.Helper(); d.control("idle") }

// tick is the clock's call, without waiting for what it causes.
func (d *deno) tick() int {
	d.t.Helper()
	status, _ := d.request("POST", "/bot/tick", map[string]string{"X-Prilavok-Tick": tickSecret}, "")
	return status
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

// quiet fails when an error reached nobody.
func (d *deno) quiet() {
	d.t.Helper()
	for _, line := range d.lines() {
		if strings.HasPrefix(line, "UN") || strings.Contains(line, "already exited") {
			d.t.Errorf("an error reached nobody: %s", line)
		}
	}
}

func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func report(format string, args ...any) { fmt.Fprintf(os.Stdout, format+"\n", args...) }
