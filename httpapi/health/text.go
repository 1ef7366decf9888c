package health

import (
	"bufio"
	"io"
	"math"
	"strconv"
	"strings"

	"prilavok/core/meter"
)

// ours and theirs: Prometheus' text format 0.0.4 escapes these in label values, and
// all but the quote in help texts.
var (
	labelEscape = strings.NewReplacer(`\`, `\\`, "\n", `\n`, `"`, `\"`)
	helpEscape  = strings.NewReplacer(`\`, `\\`, "\n", `\n`)
)

// WriteText renders families in Prometheus' text format, version 0.0.4
// (prometheus.io/docs/instrumenting/exposition_formats).
func WriteText(out io.Writer, families []meter.Family) error {
	w := bufio.NewWriter(out)
	for _, f := range families {
		if len(f.Series) == 0 {
			continue
		}
		w.WriteString("# HELP " + f.Name + " " + helpEscape.Replace(f.Help) + "\n")
		w.WriteString("# TYPE " + f.Name + " " + string(f.Kind) + "\n")
		for _, s := range f.Series {
			writeSeries(w, f, s)
		}
	}
	return w.Flush()
}

func writeSeries(w *bufio.Writer, f meter.Family, s meter.Series) {
	if f.Kind != meter.HistogramKind {
		writeSample(w, f.Name, f.Labels, s.Values, "", s.Value)
		return
	}
	var total uint64
	for i, n := range s.Buckets {
		total += n
		bound := math.Inf(1)
		if i < len(f.Bounds) {
			bound = f.Bounds[i]
		}
		writeSample(w, f.Name+"_bucket", f.Labels, s.Values, number(bound), float64(total))
	}
	writeSample(w, f.Name+"_sum", f.Labels, s.Values, "", s.Value)
	writeSample(w, f.Name+"_count", f.Labels, s.Values, "", float64(total))
}

// writeSample writes one line; le is a bucket's bound, "" elsewhere.
func writeSample(w *bufio.Writer, name string, labels, values []string, le string, v float64) {
	w.WriteString(name)
	sep := byte('{')
	pair := func(k, v string) {
		w.WriteByte(sep)
		sep = ','
		w.WriteString(k + `="` + labelEscape.Replace(v) + `"`)
	}
	for i, l := range labels {
		pair(l, values[i])
	}
	if le != "" {
		pair("le", le)
	}
	if sep == ',' {
		w.WriteByte('}')
	}
	w.WriteString(" " + number(v) + "\n")
}

func number(v float64) string {
	switch {
	case math.IsInf(v, 1):
		return "+Inf"
	case math.IsInf(v, -1):
		return "-Inf"
	case math.IsNaN(v):
		return "NaN"
	}
	return strconv.FormatFloat(v, 'g', -1, 64)
}
