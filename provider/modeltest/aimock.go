package modeltest

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"prilavok/core/call"
	"prilavok/core/fault"
	"prilavok/core/txn"
)

// StartAimock serves fixture files (names under test/aimock/fixtures) with aimock, a
// model server that is not ours, on a free loopback port, and returns its address
// with /v1. PRILAVOK_AIMOCK_DIR names another folder than test/aimock. It ends with
// the test.
func StartAimock(t testing.TB, fixtures ...string) string {
	t.Helper()
	dir := aimockDir(t)
	if _, err := os.Stat(filepath.Join(dir, "node_modules", "@copilotkit", "aimock")); err != nil {
		t.Fatalf("aimock is not installed: run  npm ci --prefix %s", dir)
	}
	args := []string{"serve.mjs"}
	for _, f := range fixtures {
		args = append(args, filepath.Join("fixtures", f))
	}
	cmd := exec.Command("node", args...)
	cmd.Dir = dir
	var errors bytes.Buffer
	cmd.Stderr = &errors
	in, err := cmd.StdinPipe()
	must(t, err)
	out, err := cmd.StdoutPipe()
	must(t, err)
	if err := cmd.Start(); err != nil {
		t.Fatalf("aimock needs Node 20: %v", err)
	}
	t.Cleanup(func() {
		_ = in.Close()
		_ = cmd.Wait()
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	var ready struct{ URL string }
	if err != nil || json.Unmarshal([]byte(line), &ready) != nil {
		t.Fatalf("aimock did not start: %v\n%s%s", err, line, errors.String())
	}
	healthy(t, ready.URL)
	return ready.URL + "/v1"
}

func aimockDir(t testing.TB) string {
	if dir := os.Getenv("PRILAVOK_AIMOCK_DIR"); dir != "" {
		return dir
	}
	_, here, _, _ := runtime.Caller(0)
	dir, err := filepath.Abs(filepath.Join(filepath.Dir(here), "..", "..", "test", "aimock"))
	must(t, err)
	return dir
}

// healthy asks until the server says that it is well.
func healthy(t testing.TB, url string) {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		req, err := http.NewRequestWithContext(ctx, "GET", url+"/health", nil)
		must(t, err)
		res, err := http.DefaultClient.Do(req)
		if err == nil {
			_ = res.Body.Close()
			if res.StatusCode == 200 {
				return
			}
		}
		select {
		case <-ctx.Done():
			t.Fatalf("aimock is not healthy: %v", err)
		case <-tick.C:
		}
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// HTTP is a call.Doer over net/http for tests against loopback servers. It keeps
// what it sent.
type HTTP struct {
	Sent []call.Request
}

// Do implements call.Doer.
func (h *HTTP) Do(ctx context.Context, r call.Request) (call.Response, error) {
	if txn.Open(ctx) {
		return call.Response{}, txn.ErrOpen
	}
	h.Sent = append(h.Sent, r)
	if !strings.HasPrefix(r.URL, "http://127.0.0.1:") {
		return call.Response{}, fault.New(fault.Unavailable, "call.connect", "tests reach loopback only")
	}
	if r.Timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, r.Timeout)
		defer cancel()
	}
	req, err := http.NewRequestWithContext(ctx, r.Method, r.URL, bytes.NewReader(r.Body))
	if err != nil {
		return call.Response{}, fault.New(fault.Internal, "call.request", "%T", err)
	}
	for k, v := range r.Header {
		req.Header.Set(k, v)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return call.Response{}, fault.New(fault.Unavailable, "call.connect", "%T", err)
	}
	defer res.Body.Close()
	return read(res, r.MaxBody)
}

func read(res *http.Response, most int64) (call.Response, error) {
	if most == 0 {
		most = 8 << 20
	}
	body, err := io.ReadAll(io.LimitReader(res.Body, most+1))
	if err != nil {
		return call.Response{}, fault.New(fault.Unavailable, "call.connect", "%s", fmt.Sprintf("%T", err))
	}
	if int64(len(body)) > most {
		return call.Response{}, fault.New(fault.Invalid, "call.too_large", "the answer is too large")
	}
	out := call.Response{Status: res.StatusCode, Header: map[string]string{}, Body: body}
	for k := range res.Header {
		out.Header[strings.ToLower(k)] = res.Header.Get(k)
	}
	return out, nil
}
