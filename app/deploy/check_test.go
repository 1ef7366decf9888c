package deploy_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"prilavok/app/deploy"
	"prilavok/app/doctor"
	"prilavok/store/storetest"
)

// tools answers for the programs of a machine: by "name argument", what they say.
type tools map[string]string

func (m tools) run(_ context.Context, _, name string, args ...string) (string, error) {
	said, ok := m[name+" "+args[0]]
	switch {
	case !ok:
		return "", exec.ErrNotFound
	case said == "no":
		return "", errors.New("exit status 1")
	}
	return said, nil
}

var machine = tools{"docker info": "Server Version: 27", "supabase --version": "3.1.0\n", "git rev-parse": ".git", "git ls-files": "no"}

const goodSecrets = `# mine
PRILAVOK_DATABASE_URL=postgresql://postgres.` + ref + `:hunter2@aws-0-eu-central-1.pooler.supabase.com:6543/postgres
PRILAVOK_SECRET_KEY="k1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
PRILAVOK_TICK_SECRET=` + tickSecret + `
PRILAVOK_PUBLIC_URL=` + functionURL + `
`

// ready is a project that can be deployed.
func ready(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	_, err := deploy.Init(dir, ref, built(t, "\x00asm", "page"), false)
	check(t, err)
	write(t, goodSecrets, dir, deploy.SecretsPath)
	return dir
}

func look(t *testing.T, dir string, on tools) map[string]doctor.Finding {
	t.Helper()
	return findings(t, deploy.Check(deploy.Project{Dir: dir, Version: "0123456789ab", Tool: on.run}))
}

func TestCheckWell(t *testing.T) {
	for name, f := range look(t, ready(t), machine) {
		if f.State != doctor.OK {
			t.Errorf("%s: %s %q → %q", name, f.State, f.Detail.EN, f.Mend.EN)
		}
		if strings.Contains(f.Detail.EN+f.Detail.RU+f.Mend.EN, "hunter2") {
			t.Errorf("%s shows the password", name)
		}
	}
}

// TestCheckFinds: one thing is broken at a time, and the check of that thing says so.
func TestCheckFinds(t *testing.T) {
	config := func(old, new string) func(t *testing.T, dir string) {
		return func(t *testing.T, dir string) {
			text := read(t, dir, "supabase/config.toml")
			if !strings.Contains(text, old) {
				t.Fatalf("config.toml has no %q", old)
			}
			write(t, strings.Replace(text, old, new, 1), dir, "supabase/config.toml")
		}
	}
	secret := func(name, value string) func(t *testing.T, dir string) {
		return func(t *testing.T, dir string) {
			write(t, goodSecrets+name+"="+value+"\n", dir, deploy.SecretsPath)
		}
	}
	remove := func(name string) func(t *testing.T, dir string) {
		return func(t *testing.T, dir string) { check(t, os.Remove(filepath.Join(dir, name))) }
	}
	function := "supabase/functions/bot/"
	tests := []struct {
		name  string
		spoil func(t *testing.T, dir string)
		check string
		state doctor.State
		say   string
	}{
		{"no config", remove("supabase/config.toml"), "config", doctor.Fail, "supabase init"},
		{"jwt", config("verify_jwt = false", "verify_jwt = true"), "config", doctor.Fail, "functions.bot.verify_jwt = true"},
		{"oneshot", config(`policy = "per_worker"`, `policy = "oneshot"`), "config", doctor.Fail, "oneshot ends work"},
		{"no module in the deploy", config(`static_files = ["./functions/bot/bot.wasm"]`, ``), "config", doctor.Fail, "static_files"},
		{"another entry", config(`index.ts"`, `main.ts"`), "config", doctor.Fail, "entrypoint"},
		{"no map", config(`import_map`, `import_mop`), "config", doctor.Fail, "Postgres client"},
		{"deno 1", config(`deno_version = 2`, `deno_version = 1`), "config", doctor.Fail, "Deno 2"},
		{"no reference", config(ref, "shop"), "config", doctor.Warn, "no project's reference"},
		{"a comment is no value", config("verify_jwt = false", "# verify_jwt = false"), "config", doctor.Fail, "verify_jwt"},
		{"no entry", remove(function + "index.ts"), "files", doctor.Fail, "index.ts"},
		{"an import", remove("supabase/functions/_shared/db.ts"), "files", doctor.Fail, "db.ts, which supervisor.ts imports"},
		{"no page", remove(function + "wasm_exec.mjs"), "files", doctor.Fail, "supabase build"},
		{"no module", remove(function + "bot.wasm"), "module", doctor.Fail, "is not built"},
		{"no notes", remove(function + "build.json"), "module", doctor.Fail, "build.json"},
		{"another module", func(t *testing.T, dir string) { write(t, "\x00asm2", dir, function, "bot.wasm") }, "module", doctor.Fail, "another than"},
		{"another page", func(t *testing.T, dir string) { write(t, "page2", dir, function, "wasm_exec.mjs") }, "module", doctor.Fail, "go1.26"},
		{"too large", func(t *testing.T, dir string) { write(t, strings.Repeat("x", 15_000_001), dir, function, "bot.wasm") }, "size", doctor.Fail, "15.00 MB"},
		{"another release", func(t *testing.T, dir string) {
			write(t, strings.Replace(read(t, dir, function, "build.json"), "0123456789ab", "ba9876543210", 1), dir, function, "build.json")
		}, "build", doctor.Warn, "this program is 0123456789ab"},
		{"a dirty build", func(t *testing.T, dir string) {
			write(t, strings.Replace(read(t, dir, function, "build.json"), "0123456789ab", "0123456789ab-changed", 1), dir, function, "build.json")
		}, "build", doctor.Warn, "clean commit"},
		{"no secrets", remove(deploy.SecretsPath), "secrets", doctor.Fail, ".env.example"},
		{"the example as it is", func(t *testing.T, dir string) {
			write(t, read(t, dir, deploy.SecretsPath+".example"), dir, deploy.SecretsPath)
		}, "secrets", doctor.Fail, "PRILAVOK_SECRET_KEY is not set"},
		{"a line", func(t *testing.T, dir string) { write(t, "hunter2\n", dir, deploy.SecretsPath) }, "secrets", doctor.Fail, "line 1"},
		{"the platform's name", secret("SUPABASE_KEY", "x"), "secrets", doctor.Fail, "SUPABASE_KEY"},
		{"a large one", secret("PRILAVOK_TICK_SECRET", strings.Repeat("x", 48<<10+1)), "secrets", doctor.Fail, "48 KiB"},
		{"a name mistyped", secret("PRILAVOK_LOGLEVEL", "debug"), "secrets", doctor.Fail, "does not read PRILAVOK_LOGLEVEL"},
		{"a bad key", secret("PRILAVOK_SECRET_KEY", "hello"), "secrets", doctor.Fail, "seal.key"},
		{"a short secret", secret("PRILAVOK_TICK_SECRET", "short"), "secrets", doctor.Fail, "shorter than 24"},
		{"plain http", secret("PRILAVOK_PUBLIC_URL", "http://x"), "secrets", doctor.Fail, "https://"},
		{"breakable", secret("PRILAVOK_EDGE_BREAKABLE", "yes"), "secrets", doctor.Fail, "break the bot"},
		{"direct address", secret("PRILAVOK_DATABASE_URL", "postgresql://postgres:x@db."+ref+".supabase.co:5432/postgres"), "database_url", doctor.Fail, "SUPABASE_DB_URL"},
		{"direct address on another port", secret("PRILAVOK_DATABASE_URL", "postgresql://postgres:x@db."+ref+".supabase.co:6543/postgres"), "database_url", doctor.Fail, "direct address"},
		{"session pooler", secret("PRILAVOK_DATABASE_URL", "postgresql://postgres."+ref+":x@a.pooler.supabase.com:5432/postgres"), "database_url", doctor.Fail, "port 5432"},
		{"no port", secret("PRILAVOK_DATABASE_URL", "postgresql://postgres."+ref+":x@a.pooler.supabase.com/postgres"), "database_url", doctor.Fail, "port 5432"},
		{"no password", secret("PRILAVOK_DATABASE_URL", "postgresql://postgres."+ref+":[YOUR-PASSWORD]@a.pooler.supabase.com:6543/postgres"), "database_url", doctor.Fail, ""},
		{"another project's", secret("PRILAVOK_DATABASE_URL", "postgresql://postgres.aaaaaaaaaaaaaaaaaaaa:x@a.pooler.supabase.com:6543/postgres"), "database_url", doctor.Fail, "another project"},
		{"no address at all", secret("PRILAVOK_DATABASE_URL", "hunter2"), "database_url", doctor.Fail, "no postgres://"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := ready(t)
			tt.spoil(t, dir)
			all := look(t, dir, machine)
			expect(t, all, tt.check, tt.state, tt.say)
			for _, f := range all {
				if strings.Contains(f.Detail.EN+f.Mend.EN, "hunter2") {
					t.Errorf("%s shows a secret: %s", f.Name, f.Detail.EN)
				}
			}
		})
	}
}

func TestCheckMachine(t *testing.T) {
	dir := ready(t)
	with := func(key, said string) tools {
		m := tools{}
		for k, v := range machine {
			m[k] = v
		}
		m[key] = said
		return m
	}
	expect(t, look(t, dir, with("docker info", "no")), "docker", doctor.Warn, "GitHub Actions")
	expect(t, look(t, dir, with("docker info", "Client: 27\nCannot connect to the Docker daemon")), "docker", doctor.Warn, "GitHub Actions")
	expect(t, look(t, dir, with("supabase --version", "2.6.8")), "cli", doctor.Fail, "2.7.0 or newer")
	expect(t, look(t, dir, with("supabase --version", "2.30.4")), "cli", doctor.Warn, "--project-ref")
	expect(t, look(t, dir, with("supabase --version", "beta")), "cli", doctor.Warn, "unknown")
	expect(t, look(t, dir, with("git ls-files", "supabase/functions/.env")), "committed", doctor.Fail, "git rm --cached")
	expect(t, look(t, dir, tools{}), "cli", doctor.Warn, "not found")
	expect(t, look(t, dir, tools{}), "committed", doctor.Off, "not in git")
	check(t, os.Remove(filepath.Join(dir, ".github/workflows/deploy.yml")))
	expect(t, look(t, dir, tools{}), "docker", doctor.Fail, "supabase init")
}

// TestCommittedSecrets asks the real git.
func TestCommittedSecrets(t *testing.T) {
	dir := ready(t)
	git := func(args ...string) {
		t.Helper()
		if out, err := deploy.Tool(t.Context(), dir, "git", args...); err != nil {
			t.Fatalf("git %v: %v\n%s", args, err, out)
		}
	}
	really := func() map[string]doctor.Finding {
		return findings(t, deploy.Check(deploy.Project{Dir: dir, Version: "0123456789ab", Tool: deploy.Tool}))
	}
	git("init", "-q")
	git("add", "-A")
	expect(t, really(), "committed", doctor.OK, "not in the repository")
	git("add", "-f", deploy.SecretsPath)
	expect(t, really(), "committed", doctor.Fail, "git rm --cached")
}

func TestCheckDatabase(t *testing.T) {
	super := storetest.NewDatabase(t, true)
	run := func(url string) map[string]doctor.Finding {
		list, done := deploy.CheckDatabase(t.Context(), url)
		defer done()
		return findings(t, list)
	}
	all := run(storetest.AsOwner(super))
	expect(t, all, "database", doctor.OK, "answers")
	expect(t, all, "migrations", doctor.OK, "all migrations")
	expect(t, all, "roles", doctor.OK, "prilavok_bot")
	expect(t, all, "extensions", doctor.Warn, "pg_net, supabase_vault")
	expect(t, all, "lints", doctor.OK, "nothing found")

	db := open(t, super)
	exec1(t, db, `DELETE FROM supabase_migrations.schema_migrations WHERE version = '20261126230100'`)
	expect(t, run(super), "migrations", doctor.Fail, "prilavok migrate")
	exec1(t, db, imitations)
	exec1(t, db, `CREATE SCHEMA cron; CREATE TABLE cron.job (jobid bigint)`)
	expect(t, run(super), "extensions", doctor.OK, "pg_net")
	exec1(t, db, `DO $$ BEGIN CREATE ROLE anon NOLOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$`)
	exec1(t, db, `GRANT USAGE ON SCHEMA prilavok TO anon`)
	t.Cleanup(func() {
		_, err := db.ExecContext(context.Background(), `REVOKE ALL ON SCHEMA prilavok FROM anon`)
		check(t, err)
	})
	expect(t, run(super), "lints", doctor.Fail, "api_role_has_rights prilavok")

	empty := run(storetest.AsOwner(storetest.NewDatabase(t, false)))
	expect(t, empty, "migrations", doctor.Fail, "prilavok migrate")
	expect(t, empty, "lints", doctor.OK, "nothing found")
	gone := run("postgres://nobody@127.0.0.1:1/none?connect_timeout=2")
	expect(t, gone, "database", doctor.Fail, "DATABASE_URL")
	expect(t, gone, "roles", doctor.Off, "does not answer")
}
