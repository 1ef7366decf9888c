package main

import (
	"fmt"
	"io"
	"strconv"
	"time"
)

// table is what a run found, as Markdown.
type table struct{ out io.Writer }

func (t *table) head() {
	fmt.Fprintln(t.out, "| What | Measured | Target | Met |")
	fmt.Fprintln(t.out, "|---|---:|---:|---|")
}

// row writes one figure. A figure without a target is there to be compared with.
func (t *table) row(what, measured, target string, met bool, why string) {
	verdict := map[bool]string{true: "yes", false: "**no**"}[met]
	if target == "" {
		verdict = ""
	}
	if why != "" {
		verdict += ", " + why
	}
	fmt.Fprintf(t.out, "| %s | %s | %s | %s |\n", what, measured, target, verdict)
}

// load writes what a run of load measured, as a figure to be compared with.
func (t *table) load(what string, f figures) {
	m := fmt.Sprintf("%.0f/s, p50 %s, p95 %s, p99 %s", f.PerSecond, millis(f.P50), millis(f.P95), millis(f.P99))
	if f.CPU != (cpu{}) {
		m += ", " + f.CPU.String()
	}
	if f.Failed > 0 {
		m += fmt.Sprintf(", %d failed", f.Failed)
	}
	t.row(what, m, "", true, "")
}

// times writes a ratio within this run.
func (t *table) times(what string, ours, theirs, least float64) {
	r := ours / theirs
	t.row(what, fmt.Sprintf("%.2f ×", r), fmt.Sprintf("≥ %s ×", strconv.FormatFloat(least, 'g', -1, 64)), r >= least, "")
}

func millis(d time.Duration) string { return fmt.Sprintf("%.1f ms", float64(d.Microseconds())/1000) }
