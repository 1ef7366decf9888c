// Command testsum reads what a test runner printed, shows failures, and counts
// tests for the table that scripts/test ends with.
//
//	go test -json ./... | testsum -from go -counts FILE
//	testsum -from vitest|deno|node|check -counts FILE < LOG
//
// FILE gets one line: passed failed skipped. The exit code is not zero when a test
// failed or none ran.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
)

// counts is how many tests ended how.
type counts struct{ passed, failed, skipped int }

func main() {
	from := flag.String("from", "go", "the runner: go, vitest, deno, node or check")
	file := flag.String("counts", "", "file to write the counts to")
	flag.Parse()
	c, err := read(*from, os.Stdin, os.Stdout)
	if err != nil {
		fmt.Fprintln(os.Stderr, "testsum:", err)
		os.Exit(2)
	}
	if *file != "" {
		line := fmt.Sprintf("%d %d %d\n", c.passed, c.failed, c.skipped)
		if err := os.WriteFile(*file, []byte(line), 0o644); err != nil {
			fmt.Fprintln(os.Stderr, "testsum:", err)
			os.Exit(2)
		}
	}
	if c.failed > 0 || c.passed == 0 {
		os.Exit(1)
	}
}

func read(from string, in io.Reader, out io.Writer) (counts, error) {
	if from == "go" {
		return readGo(in, out)
	}
	return readLog(from, in, out)
}
