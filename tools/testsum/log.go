package main

import (
	"fmt"
	"io"
	"regexp"
	"strconv"
)

// summaries find the numbers in a runner's closing lines. Vitest colors its output
// only on a terminal; scripts/test gives it none.
var summaries = map[string]struct{ passed, failed, skipped *regexp.Regexp }{
	"vitest": {
		regexp.MustCompile(`(?m)^\s*Tests\s.*?(\d+) passed`),
		regexp.MustCompile(`(?m)^\s*Tests\s.*?(\d+) failed`),
		regexp.MustCompile(`(?m)^\s*Tests\s.*?(\d+) (?:skipped|todo)`),
	},
	"deno": {
		regexp.MustCompile(`(?m)^(?:ok|FAILED) \|.*?(\d+) passed`),
		regexp.MustCompile(`(?m)^(?:ok|FAILED) \|.*?(\d+) failed`),
		regexp.MustCompile(`(?m)^(?:ok|FAILED) \|.*?(\d+) ignored`),
	},
	"node": {
		regexp.MustCompile(`(?m)^(?:#|ℹ) pass (\d+)`),
		regexp.MustCompile(`(?m)^(?:#|ℹ) fail (\d+)`),
		regexp.MustCompile(`(?m)^(?:#|ℹ) (?:skipped|todo) (\d+)`),
	},
	"check": {
		regexp.MustCompile(`(?m)^(ok)\b`),
		regexp.MustCompile(`(?m)^(FAIL)\b`),
		regexp.MustCompile(`(?m)^(skip)\b`),
	},
}

func readLog(from string, in io.Reader, _ io.Writer) (counts, error) {
	s, ok := summaries[from]
	if !ok {
		return counts{}, fmt.Errorf("unknown runner %q", from)
	}
	log, err := io.ReadAll(in)
	if err != nil {
		return counts{}, err
	}
	return counts{sum(s.passed, log), sum(s.failed, log), sum(s.skipped, log)}, nil
}

// sum adds up all matches; a match without a number counts one.
func sum(re *regexp.Regexp, log []byte) int {
	total := 0
	for _, m := range re.FindAllSubmatch(log, -1) {
		n, err := strconv.Atoi(string(m[1]))
		if err != nil {
			n = 1
		}
		total += n
	}
	return total
}
