package deploy_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"net/http/httptest"
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
	out := t.TempDir()
	b, err := deploy.Build(t.Context(), "../..", out, "")
	check(t, err)
	var noted deploy.Built
	check(t, json.Unmarshal([]byte(read(t, out, "build.json")), &noted))
	if noted != b || b.WasmSum != sha(read(t, out, "bot.wasm")) || b.ExecSum != sha(read(t, out, "wasm_exec.mjs")) {
		t.Errorf("noted is %+v, built was %+v", noted, b)
	}
	if !strings.HasPrefix(read(t, out, "bot.wasm"), "\x00asm") || b.Raw < 1e6 || b.Packed < 1e5 || b.Packed > b.Raw/2 || !strings.HasPrefix(b.Go, "go1.") {
		t.Errorf("%+v", b)
	}
	if !strings.Contains(read(t, out, "bot.wasm"), b.Build) {
		t.Errorf("the module does not know its build %s", b.Build)
	}
	_, err = deploy.Init(t.TempDir(), ref, out+"/bot.wasm", false)
	check(t, err)
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
