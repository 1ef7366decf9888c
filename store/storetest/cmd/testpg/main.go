// Command testpg runs a command with one throw-away Postgres cluster for all test
// binaries that it starts:
//
//	go run ./store/storetest/cmd/testpg go test ./...
//
// Without a command it prints the cluster's URL and process id and keeps it until its
// standard input ends.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"

	"prilavok/store/storetest"
)

func main() {
	code, err := run(context.Background(), os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, "testpg:", err)
		code = max(code, 1)
	}
	os.Exit(code)
}

func run(ctx context.Context, args []string) (code int, err error) {
	s, err := storetest.StartPostgres(ctx)
	if err != nil {
		return 1, err
	}
	defer func() { err = errors.Join(err, s.Stop()) }()
	url := s.URL("postgres", "postgres")
	if len(args) == 0 {
		fmt.Printf("PRILAVOK_TEST_PG_URL=%s\nPID=%d\n", url, s.PID())
		_, err := io.Copy(io.Discard, os.Stdin)
		return 0, err
	}
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	cmd.Env = append(os.Environ(), "PRILAVOK_TEST_PG_URL="+url)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	var exit *exec.ExitError
	if err = cmd.Run(); errors.As(err, &exit) {
		return exit.ExitCode(), nil
	}
	return 0, err
}
