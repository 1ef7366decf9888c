package main

import (
	"context"
	"database/sql"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"

	"prilavok/core/seal"
	"prilavok/store/storetest"
)

// tickSecret is what the clock says to the edge function.
const tickSecret = "bench-tick"

// edge is what the isolates of a run share.
type edge struct {
	dir     string // the functions as they are deployed
	deno    string
	pg, way *storetest.Server // the cluster, and the pooler before it
}

// newEdge builds the functions and starts a pooler with the connections for a peer's pool.
func newEdge(ctx context.Context, pg *storetest.Server) (e *edge, err error) {
	e = &edge{pg: pg}
	if e.deno, err = denoProgram(); err != nil {
		return nil, err
	}
	if e.dir, err = functions(ctx); err != nil {
		return nil, err
	}
	e.way, err = storetest.StartBouncer(ctx, pg.Host, pg.Port, "default_pool_size=20")
	return e, err
}

func (e *edge) stop() error { return errors.Join(e.way.Stop(), os.RemoveAll(e.dir)) }

// denoProgram is the Deno that test/edge runs, or another that PRILAVOK_DENO names.
func denoProgram() (string, error) {
	name := os.Getenv("PRILAVOK_DENO")
	if name == "" {
		name = filepath.Join("test", "edge", "node_modules", "@deno", "linux-x64-glibc", "deno")
	}
	if _, err := os.Stat(name); err != nil {
		return "", fmt.Errorf("there is no Deno: npm ci --prefix test/edge: %w", err)
	}
	return filepath.Abs(name)
}

// functions builds what is deployed into a temporary folder, with the npm packages of
// test/edge beside it.
func functions(ctx context.Context) (dir string, err error) {
	if dir, err = os.MkdirTemp("", "prilavok-bench-edge-"); err != nil {
		return "", err
	}
	modules, err := filepath.Abs(filepath.Join("test", "edge", "node_modules"))
	to := filepath.Join(dir, "functions")
	err = errors.Join(err, os.CopyFS(to, os.DirFS("supabase/functions")), os.Symlink(modules, filepath.Join(dir, "node_modules")))
	// Beside each other: Deno finds the packages of the one for the names of the other.
	for name, from := range map[string]string{"package.json": "test/edge/package.json", "deno.json": "supabase/functions/bot/deno.json"} {
		b, err2 := os.ReadFile(from)
		err = errors.Join(err, err2, os.WriteFile(filepath.Join(dir, name), b, 0o600))
	}
	if err != nil {
		return dir, err
	}
	if out, err := exec.CommandContext(ctx, "scripts/edge", "-o", to).CombinedOutput(); err != nil {
		return dir, fmt.Errorf("scripts/edge: %w: %s", err, out)
	}
	return dir, nil
}

// side is a bot at the edge.
type side struct {
	name  string
	ours  bool
	env   []string
	bots  int    // how many of the shop's bots customers write to
	table string // where what is accepted is stored, a row each
}

// isolate is a side that runs, on a database of its own.
type isolate struct {
	side
	seeded
	api      *botAPI
	url      string
	pid      int
	accepted int // since it began
	stop     func()
}

// open starts a side in Deno with the rights that the platform gives to functions.
func (e *edge) open(ctx context.Context, s side) (i *isolate, err error) {
	i = &isolate{side: s}
	if i.seeded, err = seed(ctx, e.pg); err != nil {
		return nil, err
	}
	i.Bots = i.Bots[:s.bots]
	if err := errors.Join(i.people(ctx, chats, i.Bots), e.schema(ctx, i)); err != nil {
		return nil, err
	}
	if i.api, err = newBotAPI(); err != nil {
		return nil, err
	}
	if err := e.boot(i); err != nil {
		_ = i.api.srv.Close()
		return nil, err
	}
	return i, nil
}

// boot starts the isolate of a stage.
func (e *edge) boot(i *isolate) error {
	database := e.way.URL("postgres", fmt.Sprintf("bench_%d", i.number))
	env := append([]string{"NO_COLOR=1", "DENO_NO_UPDATE_CHECK=1", "DENO_DIR=" + filepath.Join(e.dir, "cache"),
		"PRILAVOK_DATABASE_URL=" + database, "PRILAVOK_SECRET_KEY=bench:" + base64.StdEncoding.EncodeToString(make([]byte, seal.KeySize)),
		"PRILAVOK_TELEGRAM_API_URL=" + i.api.URL, "PRILAVOK_TICK_SECRET=" + tickSecret,
		"DATABASE_URL=" + database, "BOT_API=" + i.api.URL, "SHOP=" + i.Shop, "ACCOUNT=" + i.Account, "SECRET=" + secret}, i.env...)
	port, pid, stop, err := start(e.command(i.ours), env)
	if err != nil {
		return err
	}
	i.url, i.pid = "http://127.0.0.1:"+port, pid
	i.root = i.url + "/bot/hook/telegram/"
	i.stop = func() { stop(); _ = i.api.srv.Close() }
	return nil
}

func (e *edge) command(ours bool) command {
	return func(env []string) *exec.Cmd {
		host, _ := filepath.Abs("bench/shop/isolate.mjs") // fails only without a working directory
		dir, config, module := e.dir, filepath.Join(e.dir, "functions/bot/deno.json"), filepath.Join(e.dir, "functions/bot/index.ts")
		if !ours {
			dir, _ = filepath.Abs("bench/peers/grammy-deno")
			config, module = filepath.Join(dir, "deno.json"), filepath.Join(dir, "bot.mjs")
		}
		cmd := exec.Command(e.deno, "run", "--no-prompt", "--no-lock", "--no-check", "--node-modules-dir=manual",
			"--allow-net", "--allow-env", "--allow-read", "--allow-sys=hostname", "--config", config, host, "file://"+module)
		cmd.Dir, cmd.Env = dir, append(os.Environ(), env...)
		return cmd
	}
}

// schema prepares a peer's database: a pooler takes no search path from a client.
func (e *edge) schema(ctx context.Context, i *isolate) error {
	if i.ours {
		return nil
	}
	db, err := sql.Open("pgx", i.URL)
	if err != nil {
		return err
	}
	defer db.Close()
	for _, q := range []string{fmt.Sprintf("ALTER DATABASE bench_%d SET search_path = prilavok", i.number),
		"CREATE TABLE prilavok.updates (account text, id bigint, raw text, at timestamptz, PRIMARY KEY (account, id))"} {
		if _, err := db.ExecContext(ctx, q); err != nil {
			return err
		}
	}
	return nil
}

// control asks the host around the function.
func (i *isolate) control(what string) (string, error) {
	res, err := http.Get(i.url + "/bench/" + what)
	if err != nil {
		return "", err
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err == nil && res.StatusCode != 200 {
		err = fmt.Errorf("%s: status %d", what, res.StatusCode)
	}
	return string(b), err
}
