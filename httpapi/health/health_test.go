package health_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus/testutil/promlint"
	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"

	"prilavok/core/fault"
	"prilavok/core/meter"
	"prilavok/httpapi/health"
)

func get(h http.Handler, change func(r *http.Request)) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, "/x", nil)
	r.RemoteAddr = "127.0.0.1:1234"
	if change != nil {
		change(r)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestReady(t *testing.T) {
	ok := health.Check{Name: "database", Run: func(context.Context) error { return nil }}
	tests := []struct {
		name   string
		err    error
		status int
		body   string
	}{
		{"all hold", nil, 200, `{"checks":{"database":"ok","workers":"ok"},"ready":true}`},
		{"a fault", fault.New(fault.Unavailable, "job.no_workers", "secret detail"), 503, `{"checks":{"database":"ok","workers":"job.no_workers"},"ready":false}`},
		{"an error", errors.New("secret detail"), 503, `{"checks":{"database":"ok","workers":"internal"},"ready":false}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := get(health.Ready(ok, health.Check{Name: "workers", Run: func(context.Context) error { return tt.err }}), nil)
			if w.Code != tt.status || strings.TrimSpace(w.Body.String()) != tt.body {
				t.Errorf("%d %s", w.Code, w.Body)
			}
		})
	}
	if w := get(health.Live(), nil); w.Code != 200 {
		t.Errorf("alive: %d", w.Code)
	}
}

func TestReadyHasADeadline(t *testing.T) {
	c := health.Check{Name: "database", Run: func(ctx context.Context) error {
		if _, ok := ctx.Deadline(); !ok {
			return errors.New("no deadline")
		}
		return nil
	}}
	if w := get(health.Ready(c), nil); w.Code != 200 {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

func TestPrivate(t *testing.T) {
	h := health.Private(health.Live())
	tests := []struct {
		remote, header string
		status         int
	}{
		{"127.0.0.1:1", "", 200},
		{"[::1]:1", "", 200},
		{"10.1.2.3:1", "", 200},
		{"203.0.113.9:1", "", 404},
		{"@", "", 404},
		{"127.0.0.1:1", "X-Forwarded-For", 404},
		{"127.0.0.1:1", "Forwarded", 404},
	}
	for _, tt := range tests {
		w := get(h, func(r *http.Request) {
			r.RemoteAddr = tt.remote
			if tt.header != "" {
				r.Header.Set(tt.header, "203.0.113.9")
			}
		})
		if w.Code != tt.status {
			t.Errorf("%s %s: %d, want %d", tt.remote, tt.header, w.Code, tt.status)
		}
	}
}

// TestMetrics reads what we render with Prometheus' own parser.
func TestMetrics(t *testing.T) {
	r := meter.New()
	c := r.Counter("x_received_total", "Messages, with a \\ and\na line.", "channel", "kind")
	c.Add(3, "telegram", "quote \" slash \\ line \n Кириллица")
	r.Gauge("x_depth", "Jobs that wait.").Set(-2.5)
	h := r.Histogram("x_stop_seconds", "Time.", []float64{0.1, 1}, "stop")
	for _, v := range []float64{0.05, 0.5, 5} {
		h.Observe(v, "turn")
	}
	r.Counter("x_never_total", "No series yet.", "channel")
	w := get(health.Metrics(r), nil)
	if ct := w.Header().Get("Content-Type"); !strings.HasPrefix(ct, "text/plain; version=0.0.4") {
		t.Errorf("content type %q", ct)
	}
	text := w.Body.String()
	parser := expfmt.NewTextParser(model.UTF8Validation)
	families, err := parser.TextToMetricFamilies(strings.NewReader(text))
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	m := families["x_received_total"].GetMetric()[0]
	if m.GetCounter().GetValue() != 3 || label(m, "kind") != "quote \" slash \\ line \n Кириллица" {
		t.Errorf("counter: %v", m)
	}
	if help := families["x_received_total"].GetHelp(); help != "Messages, with a \\ and\na line." {
		t.Errorf("help %q", help)
	}
	if v := families["x_depth"].GetMetric()[0].GetGauge().GetValue(); v != -2.5 {
		t.Errorf("gauge %v", v)
	}
	hist := families["x_stop_seconds"].GetMetric()[0].GetHistogram()
	if hist.GetSampleCount() != 3 || hist.GetSampleSum() != 5.55 || len(hist.GetBucket()) != 3 || hist.GetBucket()[1].GetCumulativeCount() != 2 {
		t.Errorf("histogram %v", hist)
	}
	if _, ok := families["x_never_total"]; ok {
		t.Error("a family without series is rendered")
	}
	problems, err := promlint.New(strings.NewReader(text)).Lint()
	if err != nil || len(problems) > 0 {
		t.Errorf("lint: %v %v", problems, err)
	}
}

func label(m *dto.Metric, name string) string {
	for _, l := range m.GetLabel() {
		if l.GetName() == name {
			return l.GetValue()
		}
	}
	return ""
}
