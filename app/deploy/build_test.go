package deploy_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"prilavok/app/deploy"
)

func sha(s string) string {
	x := sha256.Sum256([]byte(s))
	return hex.EncodeToString(x[:])
}

// answering is a server that gives the answers one after another, and the last for ever.
func answering(t *testing.T, answers ...string) string {
	t.Helper()
	var n atomic.Int64
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(answers[min(int(n.Add(1)), len(answers))-1]))
	}))
	t.Cleanup(s.Close)
	return s.URL
}

// TestBuild: the real module, within its limits, with what belongs to it.
func TestBuild(t *testing.T) {
	dir := t.TempDir()
	all, err := deploy.Build(t.Context(), "../..", dir, "")
	check(t, err)
	if len(all) != 2 {
		t.Fatalf("%d functions", len(all))
	}
	for _, b := range all {
		builtWell(t, filepath.Join(dir, b.Name), b)
	}
	project := t.TempDir()
	_, err = deploy.Init(project, ref, filepath.Join(dir, "bot/bot.wasm"), false)
	check(t, err)
	if read(t, project, "supabase/functions/admin/admin.wasm") != read(t, dir, "admin/admin.wasm") {
		t.Error("the API's module was not copied")
	}
}

// builtWell looks at one module of a build.
func builtWell(t *testing.T, out string, b deploy.Built) {
	t.Helper()
	wasm := read(t, out, b.Name+".wasm")
	var noted deploy.Built
	check(t, json.Unmarshal([]byte(read(t, out, "build.json")), &noted))
	if noted != b || b.WasmSum != sha(wasm) || b.ExecSum != sha(read(t, out, "wasm_exec.mjs")) {
		t.Errorf("noted is %+v, built was %+v", noted, b)
	}
	if !strings.HasPrefix(wasm, "\x00asm") || b.Raw < 1e6 || b.Packed < 1e5 || b.Packed > b.Raw/2 || !strings.HasPrefix(b.Go, "go1.") {
		t.Errorf("%+v", b)
	}
	if !strings.Contains(wasm, b.Build) {
		t.Errorf("the module does not know its build %s", b.Build)
	}
}

func TestBuildNeedsTheSource(t *testing.T) {
	_, err := deploy.Build(t.Context(), t.TempDir(), "", "")
	code(t, err, "deploy.source")
	other := t.TempDir()
	write(t, "module other\n", other, "go.mod")
	_, err = deploy.Build(t.Context(), other, "", "")
	code(t, err, "deploy.source")
}

func TestRead(t *testing.T) {
	c, err := deploy.Read([]string{"init", "--force", "shop", "--ref", ref})
	if err != nil || c.Dir != "shop" || c.Ref != ref || !c.Force {
		t.Errorf("%+v, %v", c, err)
	}
	if c, err := deploy.Read([]string{"verify", "https://x/functions/v1/bot/", "--json"}); err != nil || c.FunctionURL != "https://x/functions/v1/bot" || !c.JSON {
		t.Errorf("%+v, %v", c, err)
	}
	for _, bad := range []string{"", "launch", "init", "init a b", "check --force", "enable", "enable --function-url u --every 0", "verify", "connect", "build x", "enable --function-url u --every 61", "check --talk 7"} {
		_, err := deploy.Read(strings.Fields(bad))
		code(t, err, "deploy.usage")
	}
}

// TestBuildNames: a build has the name of its commit while nothing that is built differs from
// it; what was made in the source's folder does not count.
func TestBuildNames(t *testing.T) {
	dir := t.TempDir()
	git := func(args ...string) string {
		t.Helper()
		out, err := deploy.Tool(t.Context(), dir, "git", append([]string{"-c", "user.name=t", "-c", "user.email=t@example.com"}, args...)...)
		if err != nil {
			t.Fatalf("git %v: %v\n%s", args, err, out)
		}
		return strings.TrimSpace(out)
	}
	build := func() string {
		t.Helper()
		b, err := deploy.Build(t.Context(), dir, dir+"/out", "")
		check(t, err)
		return b[0].Build
	}
	write(t, "module prilavok\n\ngo 1.26\n", dir, "go.mod")
	for _, name := range []string{"bot", "admin"} {
		write(t, "package main\n\nfunc main() {}\n", dir, "cmd/edge", name, "main.go")
	}
	if got := build(); got != "unknown" {
		t.Errorf("without git: %s", got)
	}
	git("init", "-q")
	git("add", "go.mod", "cmd")
	git("commit", "-q", "-m", "one")
	want := git("rev-parse", "--short=12", "HEAD")
	write(t, "a project", dir, "shop/supabase/config.toml")
	if got := build(); got != want {
		t.Errorf("a clean commit: %s, want %s", got, want)
	}
	write(t, "package main\n", dir, "cmd/edge/bot/more.go")
	if got := build(); got != want+"-changed" {
		t.Errorf("with a new file: %s", got)
	}
	git("add", "cmd")
	git("commit", "-q", "-m", "two")
	write(t, "package main // changed\n", dir, "cmd/edge/bot/more.go")
	if got := build(); got != git("rev-parse", "--short=12", "HEAD")+"-changed" {
		t.Errorf("with a change: %s", got)
	}
}
