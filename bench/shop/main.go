// Command shop measures the way of a message on Postgres, against peers in the same
// run: webhooks accepted durably against pgbench inserting single rows and against the
// same work in grammY with postgres.js; whole turns against the same peer; orders placed
// against Vendure; webhooks at the edge against grammY on the same Deno.
//
//	go run ./bench/shop               # starts its own cluster
//	go run ./bench/shop accept turns  # some parts only
//
// The part "rest" needs bin/prilavok, the parts "edge" and "isolate" the packages of test/edge.
package main

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"prilavok/store/storetest"
)

func main() {
	ctx := context.Background()
	var err error
	if len(os.Args) > 1 && os.Args[1] == "serve" {
		err = serve(ctx)
	} else {
		err = measure(ctx)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

const (
	during = 6 * time.Second
	secret = "bench-secret"
)

func measure(ctx context.Context) error {
	pg, err := storetest.StartPostgres(ctx, append(storetest.Durable[:len(storetest.Durable):len(storetest.Durable)], strings.Fields(os.Getenv("BENCH_PG"))...)...)
	if err != nil {
		return err
	}
	defer pg.Stop()
	t := &table{os.Stdout}
	t.head()
	parts := map[string]func(context.Context, *storetest.Server) error{"accept": t.accepting, "turns": t.turning, "rest": t.atRest, "orders": t.placing, "edge": t.atEdge, "isolate": t.inIsolate}
	only := os.Args[1:]
	if len(only) == 0 {
		only = []string{"accept", "turns", "rest", "orders", "edge", "isolate"}
	}
	for _, name := range only {
		run, ok := parts[name]
		if !ok {
			return fmt.Errorf("there is no part %q", name)
		}
		if err := run(ctx, pg); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

// accepting measures stop 3. Peer, pgbench and ours run one after another, twice, and
// the better run of each counts: the machine may be disturbed, never helped.
func (t *table) accepting(ctx context.Context, pg *storetest.Server) error {
	var rows figures
	var full, half, fresh, peer, peerFresh figures
	for range 2 {
		rows = better(rows, pgbench(pg))
		f, h, n, err := accept(ctx, pg, oursCommand)
		if err != nil {
			return err
		}
		if f.PerSecond > full.PerSecond {
			full, half = f, h
		}
		fresh = better(fresh, n)
		f, _, n, err = accept(ctx, pg, peerCommand)
		if err != nil {
			return err
		}
		peer, peerFresh = better(peer, f), better(peerFresh, n)
	}
	t.row("pgbench: single rows, one a commit, 64 clients", fmt.Sprintf("%.0f/s, %s", rows.PerSecond, rows.CPU), "", true, "")
	t.load("webhook accepted durably, 64 connections: Prilavok", full)
	t.load("the same work in grammY + postgres.js", peer)
	t.times("accepted webhooks to pgbench's rows", full.PerSecond, rows.PerSecond, 1)
	t.times("accepted webhooks to the peer's", full.PerSecond, peer.PerSecond, 3)
	t.row(fmt.Sprintf("p99 at half that load (%.0f/s)", half.PerSecond), millis(half.P99), "< 25 ms", half.P99 < 25*time.Millisecond, "")
	t.load("first message of a new customer, 64 connections: Prilavok", fresh)
	t.load("the same in the peer", peerFresh)
	return nil
}

func better(a, b figures) figures {
	if b.PerSecond > a.PerSecond {
		return b
	}
	return a
}

// turning measures all six stops, peer and ours one after another, so often as rounds
// says; the better round of each counts, as in accepting.
func (t *table) turning(ctx context.Context, pg *storetest.Server) error {
	var ours, peer turned
	for range rounds {
		for _, side := range []struct {
			best   *turned
			make   command
			oneBot bool
		}{{&peer, peerCommand, true}, {&ours, oursCommand, false}} {
			f, err := wholeTurns(ctx, pg, side.make, side.oneBot)
			if err != nil {
				return err
			}
			side.best.keep(f)
		}
	}
	t.load("whole turn, 32 customers who wait for the answer: Prilavok", ours.full)
	t.load("the same in grammY + postgres.js", peer.full)
	t.times("whole turns to the peer's", ours.full.PerSecond, peer.full.PerSecond, 3)
	t.row("a whole turn: Prilavok", ours.full.CPU.String(), "", true, "")
	t.row("the same in the peer", peer.full.CPU.String(), "", true, "")
	t.row("answer at 50 turns a second, p95, without a model", millis(ours.calm.P95), "< 50 ms", ours.calm.P95 < 50*time.Millisecond, "")
	t.load("the same in the peer", peer.calm)
	return nil
}

// rounds is how often the sides take turns.
const rounds = 2

type command func(env []string) *exec.Cmd

func oursCommand(env []string) *exec.Cmd {
	self, err := os.Executable()
	if err != nil {
		self = os.Args[0]
	}
	cmd := exec.Command(self, "serve")
	cmd.Env = append(os.Environ(), env...)
	return cmd
}

func peerCommand(env []string) *exec.Cmd {
	cmd := exec.Command("node", "bot.mjs")
	cmd.Dir = filepath.Join("bench", "peers", "grammy")
	cmd.Env = append(os.Environ(), env...)
	return cmd
}

// start runs a server and returns its port and process id.
func start(make command, env []string) (port string, pid int, stop func(), err error) {
	cmd := make(env)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return "", 0, nil, err
	}
	if err := cmd.Start(); err != nil {
		return "", 0, nil, err
	}
	stop = func() { _ = cmd.Process.Kill(); _ = cmd.Wait() }
	lines := bufio.NewReader(out)
	line, err := lines.ReadString('\n')
	port, ok := strings.CutPrefix(strings.TrimSpace(line), "listening ")
	if err != nil || !ok {
		stop()
		return "", 0, nil, fmt.Errorf("the server did not start: %q %w", line, err)
	}
	go func() { _, _ = io.Copy(io.Discard, lines) }() // else a server that logs would wait
	return port, cmd.Process.Pid, stop, nil
}

// stage is a fresh database with a shop, and a server on it.
func stage(ctx context.Context, pg *storetest.Server, make command, turns bool) (s seeded, api *botAPI, stop func(), err error) {
	s, err = seed(ctx, pg)
	if err != nil {
		return s, nil, nil, err
	}
	api, err = newBotAPI()
	if err != nil {
		return s, nil, nil, err
	}
	env := []string{"DATABASE_URL=" + s.URL, "BOT_API=" + api.URL, "SHOP=" + s.Shop, "ACCOUNT=" + s.Account, "SECRET=" + secret}
	if turns {
		env = append(env, "TURNS=1")
	}
	port, pid, stopServer, err := start(make, env)
	if err != nil {
		_ = api.srv.Close()
		return s, nil, nil, err
	}
	s.root = "http://127.0.0.1:" + port + "/hook/telegram/"
	s.pids = [2]int{pid, pg.PID()}
	return s, api, func() { stopServer(); _ = api.srv.Close() }, nil
}

func accept(ctx context.Context, pg *storetest.Server, make command) (full, half, fresh figures, err error) {
	s, _, stop, err := stage(ctx, pg, make, false)
	if err != nil {
		return full, half, fresh, err
	}
	defer stop()
	if err := s.people(ctx, chats, s.Bots[:1]); err != nil {
		return full, half, fresh, err
	}
	press(s.first(), secret, 64, 2*time.Second, 0, "чай")
	if err := s.analyze(ctx); err != nil {
		return full, half, fresh, err
	}
	full = s.press(during, 0, "чай до 800")
	half = s.press(during, full.PerSecond/2, "чай до 800")
	fresh = s.press(during/2, 0, "")
	return full, half, fresh, s.complete(ctx)
}

// press is press at the first bot with 64 connections, with the processor time of each side.
func (s seeded) press(during time.Duration, rate float64, text string) figures {
	before := spent(s.pids[0], s.pids[1])
	f := press(s.first(), secret, 64, during, rate, text)
	f.CPU = spent(s.pids[0], s.pids[1]).per(before, f.Count)
	return f
}

var pgbenchRate = regexp.MustCompile(`tps = ([0-9.]+) \(without`)

// pgbench inserts single rows, one a commit, with 64 clients, on the same server.
func pgbench(pg *storetest.Server) figures {
	url := pg.URL("postgres", "postgres")
	db, err := sql.Open("pgx", url)
	if err != nil {
		panic(err)
	}
	defer db.Close()
	if _, err := db.Exec(`CREATE TABLE IF NOT EXISTS bench_rows (id bigserial PRIMARY KEY, account text, key text, raw text, at timestamptz)`); err != nil {
		panic(err)
	}
	script := filepath.Join(os.TempDir(), "prilavok-pgbench.sql")
	text := `INSERT INTO bench_rows (account, key, raw, at) VALUES ('acc', (random()*1e9)::text, '` + strings.NewReplacer("'", "''", ":", "=").Replace(string(body(1, "чай до 800"))) + `', now());`
	if err := os.WriteFile(script, []byte(text), 0o600); err != nil {
		panic(err)
	}
	cmd := exec.Command(storetest.Binary("pgbench"), "-n", "-f", script, "-c", "64", "-j", "2", "-T", strconv.Itoa(int(during.Seconds())), "-M", "prepared", url)
	before := spent(0, pg.PID())
	out, err := cmd.CombinedOutput()
	after := spent(0, pg.PID())
	m := pgbenchRate.FindSubmatch(out)
	if err != nil || m == nil {
		panic(errors.Join(err, errors.New(string(out))))
	}
	rate, _ := strconv.ParseFloat(string(m[1]), 64)
	before.load, after.load = 0, cmd.ProcessState.UserTime()+cmd.ProcessState.SystemTime()
	return figures{PerSecond: rate, CPU: after.per(before, int(rate*during.Seconds()))}
}
