// Command shop measures the way of a message on Postgres, against peers in the same
// run: webhooks accepted durably against pgbench inserting single rows and against the
// same work in grammY with postgres.js; whole turns against the same peer.
//
//	go run ./bench/shop            # starts its own cluster
package main

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"fmt"
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
	during = 8 * time.Second
	secret = "bench-secret"
)

func measure(ctx context.Context) error {
	pg, err := storetest.StartPostgres(ctx, append(storetest.Durable[:len(storetest.Durable):len(storetest.Durable)], strings.Fields(os.Getenv("BENCH_PG"))...)...)
	if err != nil {
		return err
	}
	defer pg.Stop()
	fmt.Println("| What | Rate a second | p50 | p95 | p99 | Failed |")
	fmt.Println("|---|---:|---:|---:|---:|---:|")
	if os.Getenv("BENCH_ONLY") == "turns" {
		fmt.Println(pg.URL("postgres", "postgres"))
		_, _, err := wholeTurns(ctx, pg, "ours", oursCommand)
		return err
	}
	if os.Getenv("BENCH_ONLY") == "accept" {
		fmt.Println(pg.URL("postgres", "postgres"))
		_, err := accept(ctx, pg, "ours", oursCommand)
		return err
	}
	rows := pgbench(pg)
	ours, err := accept(ctx, pg, "ours", oursCommand)
	if err != nil {
		return err
	}
	peer, err := accept(ctx, pg, "grammY + postgres.js", peerCommand)
	if err != nil {
		return err
	}
	turns, _, err := wholeTurns(ctx, pg, "ours", oursCommand)
	if err != nil {
		return err
	}
	peerTurns, _, err := wholeTurns(ctx, pg, "grammY + postgres.js", peerCommand)
	if err != nil {
		return err
	}
	fmt.Printf("\nRatios in this run: accepted webhooks %.2f × pgbench single rows, %.2f × grammY; whole turns %.2f × grammY.\n",
		ours.PerSecond/rows, ours.PerSecond/peer.PerSecond, turns.PerSecond/peerTurns.PerSecond)
	return nil
}

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

// start runs a server and returns its port.
func start(make command, env []string) (port string, stop func(), err error) {
	cmd := make(env)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return "", nil, err
	}
	if err := cmd.Start(); err != nil {
		return "", nil, err
	}
	stop = func() { _ = cmd.Process.Kill(); _ = cmd.Wait() }
	line, err := bufio.NewReader(out).ReadString('\n')
	port, ok := strings.CutPrefix(strings.TrimSpace(line), "listening ")
	if err != nil || !ok {
		stop()
		return "", nil, fmt.Errorf("the server did not start: %q %w", line, err)
	}
	return port, stop, nil
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
	port, stopServer, err := start(make, env)
	if err != nil {
		_ = api.srv.Close()
		return s, nil, nil, err
	}
	s.root = "http://127.0.0.1:" + port + "/hook/telegram/"
	s.Hook = s.root + s.Account
	return s, api, func() { stopServer(); _ = api.srv.Close() }, nil
}

func accept(ctx context.Context, pg *storetest.Server, name string, make command) (figures, error) {
	s, _, stop, err := stage(ctx, pg, make, false)
	if err != nil {
		return figures{}, err
	}
	defer stop()
	if err := postN(s.Hook, chats); err != nil { // every conversation exists then
		return figures{}, err
	}
	press(s.Hook, secret, 64, 2*time.Second, 0, "чай")
	if err := s.analyze(ctx); err != nil {
		return figures{}, err
	}
	full := press(s.Hook, secret, 64, during, 0, "чай до 800")
	print("webhook accepted, 64 connections: "+name, full)
	half := press(s.Hook, secret, 64, during, full.PerSecond/2, "чай до 800")
	print("webhook accepted, half that load: "+name, half)
	return full, s.complete(ctx)
}

func print(what string, f figures) {
	ms := func(d time.Duration) string { return fmt.Sprintf("%.1f ms", float64(d.Microseconds())/1000) }
	fmt.Printf("| %s | %.0f | %s | %s | %s | %d |\n", what, f.PerSecond, ms(f.P50), ms(f.P95), ms(f.P99), f.Failed)
}

var pgbenchRate = regexp.MustCompile(`tps = ([0-9.]+) \(without`)

// pgbench inserts single rows, one a commit, with 64 clients, on the same server.
func pgbench(pg *storetest.Server) float64 {
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
	out, err := cmd.CombinedOutput()
	m := pgbenchRate.FindSubmatch(out)
	if err != nil || m == nil {
		panic(errors.Join(err, errors.New(string(out))))
	}
	rate, _ := strconv.ParseFloat(string(m[1]), 64)
	fmt.Printf("| pgbench, single rows, 64 clients | %.0f | | | | |\n", rate)
	return rate
}
