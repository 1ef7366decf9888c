package deploy_test

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"prilavok/app/deploy"
	"prilavok/core/fault"
	"prilavok/supabase"
)

const ref = "abcdefghijklmnopqrst"

func read(t *testing.T, parts ...string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(parts...))
	check(t, err)
	return string(b)
}

func write(t *testing.T, text string, parts ...string) {
	t.Helper()
	check(t, os.MkdirAll(filepath.Dir(filepath.Join(parts...)), 0o755))
	check(t, os.WriteFile(filepath.Join(parts...), []byte(text), 0o644))
}

func code(t *testing.T, err error, want string) {
	t.Helper()
	if fault.CodeOf(err) != want {
		t.Errorf("the fault is %v, want %s", err, want)
	}
}

// TestInit: everything that the CLI needs is there and speaks of this project; a second
// call writes nothing; what the owner has changed is not overwritten unasked.
func TestInit(t *testing.T) {
	dir := t.TempDir()
	written, err := deploy.Init(dir, ref, "", false)
	check(t, err)
	for _, want := range []string{"supabase/config.toml", "supabase/seed.sql", "supabase/functions/bot/index.ts", "supabase/functions/bot/deno.json",
		"supabase/functions/.env.example", "supabase/migrations/20261123000100_kernel.sql", ".github/workflows/deploy.yml", ".github/workflows/rollback.yml", ".gitignore"} {
		if !strings.Contains(strings.Join(written, "\n"), want) {
			t.Errorf("%s was not written", want)
		}
	}
	migrations, err := fs.Glob(supabase.Migrations, "migrations/*.sql")
	check(t, err)
	for _, m := range migrations {
		if b, err := supabase.Migrations.ReadFile(m); err != nil || read(t, dir, "supabase", m) != string(b) {
			t.Errorf("%s is another file", m)
		}
	}
	if c := read(t, dir, "supabase/config.toml"); !strings.Contains(c, `project_id = "`+ref+`"`) {
		t.Errorf("config.toml names another project:\n%s", c)
	}
	if w := read(t, dir, ".github/workflows/deploy.yml"); !strings.Contains(w, "https://"+ref+".supabase.co/functions/v1/bot") || strings.Contains(w, "REFERENCE") {
		t.Errorf("deploy.yml names another project")
	}
	if again, err := deploy.Init(dir, ref, "", false); err != nil || len(again) > 0 {
		t.Errorf("a second init writes %v, %v", again, err)
	}
	mine := "// mine\n"
	write(t, mine, dir, "supabase/functions/bot/index.ts")
	_, err = deploy.Init(dir, ref, "", false)
	code(t, err, "deploy.changed")
	if !strings.Contains(err.Error(), "functions/bot/index.ts") || read(t, dir, "supabase/functions/bot/index.ts") != mine {
		t.Errorf("a change of the owner's: %v", err)
	}
	if forced, err := deploy.Init(dir, ref, "", true); err != nil || len(forced) != 1 || read(t, dir, "supabase/functions/bot/index.ts") == mine {
		t.Errorf("--force writes %v, %v", forced, err)
	}
}

// TestInitOverOlder: files of an older Prilavok that the owner has not touched are replaced.
func TestInitOverOlder(t *testing.T) {
	dir := t.TempDir()
	_, err := deploy.Init(dir, "aaaaaaaaaaaaaaaaaaaa", "", false)
	check(t, err)
	written, err := deploy.Init(dir, ref, "", false)
	if err != nil || !strings.Contains(strings.Join(written, " "), "supabase/config.toml") || strings.Contains(strings.Join(written, " "), "kernel") {
		t.Errorf("%v, %v", written, err)
	}
}

func TestInitRefuses(t *testing.T) {
	for _, bad := range []string{"", "short", "ABCDEFGHIJKLMNOPQRST", "abcdefghijklmnopqrs1", ref + "u", "../../../../../../../x"} {
		dir := t.TempDir()
		_, err := deploy.Init(dir, bad, "", false)
		code(t, err, "deploy.ref")
		if list, err := os.ReadDir(dir); err != nil || len(list) > 0 {
			t.Errorf("%q has left files behind", bad)
		}
	}
	dir := t.TempDir()
	write(t, "project = 1", dir, "supabase/config.toml")
	_, err := deploy.Init(dir, ref, "", false)
	code(t, err, "deploy.changed")
	if list, err := os.ReadDir(filepath.Join(dir, "supabase")); err != nil || len(list) != 1 {
		t.Errorf("a refusal has written files")
	}
}

// built is a small module with what belongs to it.
func built(t *testing.T, wasm, exec string) (path string) {
	t.Helper()
	dir := t.TempDir()
	for _, name := range []string{"bot", "admin"} {
		builtIn(t, filepath.Join(dir, name), name, wasm, exec)
	}
	return filepath.Join(dir, "bot", "bot.wasm")
}

func builtIn(t *testing.T, dir, name, wasm, exec string) {
	t.Helper()
	write(t, wasm, dir, name+".wasm")
	write(t, exec, dir, "wasm_exec.mjs")
	b, err := json.MarshalIndent(deploy.Built{Name: name, Build: "0123456789ab", Go: "go1.26", Raw: len(wasm), Packed: 1, WasmSum: sha(wasm), ExecSum: sha(exec)}, "", "  ")
	check(t, err)
	write(t, string(b), dir, "build.json")
}

func TestInitCopiesTheModule(t *testing.T) {
	dir, wasm := t.TempDir(), built(t, "\x00asm", "page")
	_, err := deploy.Init(dir, ref, wasm, false)
	check(t, err)
	if read(t, dir, "supabase/functions/bot/bot.wasm") != "\x00asm" || read(t, dir, "supabase/functions/bot/wasm_exec.mjs") != "page" {
		t.Error("the module was not copied whole")
	}
	write(t, "another page", filepath.Dir(wasm), "wasm_exec.mjs")
	_, err = deploy.Init(t.TempDir(), ref, wasm, false)
	code(t, err, "deploy.half_module")
	_, err = deploy.Init(t.TempDir(), ref, filepath.Join(t.TempDir(), "bot.wasm"), false)
	code(t, err, "deploy.half_module")
}

var runBlock = regexp.MustCompile(`(?m)^( +)- name: (.+)\n +run: \|\n((?: {10}.*\n)+)`)

// scripts are the shell blocks of a workflow by the names of their steps.
func scripts(t *testing.T, workflow string) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, m := range runBlock.FindAllStringSubmatch(workflow, -1) {
		out[m[2]] = strings.ReplaceAll(m[3], "\n          ", "\n")
	}
	if len(out) != 2 {
		t.Fatalf("the workflow has %d blocks of shell", len(out))
	}
	return out
}

// bash runs a step as the runner does.
func bash(t *testing.T, dir, script string, env ...string) (string, error) {
	t.Helper()
	if _, err := exec.LookPath("curl"); err != nil {
		t.Skip("SKIPPED: curl is missing")
	}
	cmd := exec.CommandContext(t.Context(), "bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), env...)
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return string(out), err
}

// TestWorkflowKnowsAHalfModule: a module that is not the one that was built is not deployed.
func TestWorkflowKnowsAHalfModule(t *testing.T) {
	dir := t.TempDir()
	_, err := deploy.Init(dir, ref, built(t, "\x00asm", "page"), false)
	check(t, err)
	for _, name := range []string{"deploy.yml", "rollback.yml"} {
		step := scripts(t, read(t, dir, ".github/workflows", name))["The module is whole"]
		if out, err := bash(t, dir, step); err != nil {
			t.Errorf("%s: %v\n%s", name, err, out)
		}
	}
	write(t, "other", dir, "supabase/functions/bot/wasm_exec.mjs")
	if out, err := bash(t, dir, scripts(t, read(t, dir, ".github/workflows/deploy.yml"))["The module is whole"]); err == nil {
		t.Errorf("another page passes:\n%s", out)
	}
}

// TestWorkflowWaitsForTheBuild: the last step ends well when the deployed build answers and
// reaches its database, and badly when it never does.
func TestWorkflowWaitsForTheBuild(t *testing.T) {
	dir := t.TempDir()
	_, err := deploy.Init(dir, ref, built(t, "\x00asm", "page"), false)
	check(t, err)
	step := scripts(t, read(t, dir, ".github/workflows/deploy.yml"))["The deployed build answers"]
	for _, tt := range []struct {
		name    string
		answers []string
		well    bool
	}{
		{"the old build, then the new one", []string{`{"status":"ok","build":"old"}`, `{"status":"ok","build":"0123456789ab"}`}, true},
		{"always the old build", []string{`{"status":"ok","build":"old"}`}, false},
		{"without its database", []string{`{"status":"down","build":"0123456789ab"}`}, false},
	} {
		url := answering(t, tt.answers...)
		out, err := bash(t, dir, step, "FUNCTION_URL="+url, "PAUSE=0")
		if (err == nil) != tt.well {
			t.Errorf("%s: %v\n%s", tt.name, err, out)
		}
	}
}
