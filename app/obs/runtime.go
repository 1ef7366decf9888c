package obs

import (
	"runtime"
	"time"
)

// WatchProcess adds figures of the process itself, read whenever metrics are read.
func (m *Metrics) WatchProcess(started time.Time) {
	up := m.Registry.Gauge("prilavok_uptime_seconds", "Time since the process started.")
	memory := m.Registry.Gauge("prilavok_memory_bytes", "Memory that the Go runtime holds from the system.")
	routines := m.Registry.Gauge("prilavok_goroutines", "Goroutines.")
	m.Registry.Before(func() {
		var s runtime.MemStats
		runtime.ReadMemStats(&s)
		up.Set(m.since(started))
		memory.Set(float64(s.Sys - s.HeapReleased))
		routines.Set(float64(runtime.NumGoroutine()))
	})
}

// Page is docs/METRICS.md.
func Page() string {
	m := NewMetrics("", time.Now)
	m.WatchProcess(time.Now())
	text := "# Metrics\n\nServed by `/metrics` in Prometheus' text format; made from the source (`app/obs`), a test compares.\nA family keeps at most 200 combinations of label values; further ones are counted as `other`.\n\n| Name | Kind | Labels | What it counts |\n|---|---|---|---|\n"
	for _, f := range m.Registry.Snapshot() {
		labels := ""
		for i, l := range f.Labels {
			if i > 0 {
				labels += ", "
			}
			labels += "`" + l + "`"
		}
		text += "| `" + f.Name + "` | " + string(f.Kind) + " | " + labels + " | " + f.Help + " |\n"
	}
	return text
}
