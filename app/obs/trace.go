package obs

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"io"
	"log/slog"
	"strconv"
	"sync"
	"time"

	"prilavok/core/call"
	"prilavok/core/fault"
)

// Tracer collects spans and sends them to an OpenTelemetry collector: OTLP over HTTP
// in JSON (opentelemetry.io/docs/specs/otlp). A nil Tracer does nothing.
type Tracer struct {
	do      call.Doer
	url     string
	version string
	now     func() time.Time
	random  io.Reader
	log     *slog.Logger

	mu      sync.Mutex
	spans   []otlpSpan
	dropped int
}

const (
	maxSpans   = 2048            // kept while the collector is slow; more are dropped and counted
	flushEvery = 5 * time.Second // how often Run sends
)

// Kinds of spans, as OTLP numbers them.
const (
	SpanInternal = 1
	SpanServer   = 2
	SpanClient   = 3
	SpanConsumer = 5
)

// NewTracer returns a Tracer that sends to endpoint + /v1/traces, nil when endpoint is
// empty. random must be safe for concurrent use, as crypto/rand is; do must not be
// traced itself.
func NewTracer(do call.Doer, endpoint, version string, now func() time.Time, random io.Reader, log *slog.Logger) *Tracer {
	if endpoint == "" {
		return nil
	}
	return &Tracer{do: do, url: endpoint + "/v1/traces", version: version, now: now, random: random, log: log}
}

type spanKey struct{}

type spanID struct{ trace, span string }

// Start begins a span below the one in ctx; end ends it, with what came of it.
func (t *Tracer) Start(ctx context.Context, name string, kind int, attrs ...slog.Attr) (_ context.Context, end func(err error)) {
	if t == nil {
		return ctx, func(error) {}
	}
	parent, _ := ctx.Value(spanKey{}).(spanID)
	own := spanID{parent.trace, t.hex(8)}
	if own.trace == "" {
		own.trace = t.hex(16)
	}
	s := otlpSpan{TraceID: own.trace, SpanID: own.span, Parent: parent.span, Name: name, Kind: kind, Start: nanos(t.now())}
	return context.WithValue(ctx, spanKey{}, own), func(err error) {
		s.End = nanos(t.now())
		for _, a := range attrs {
			s.Attributes = append(s.Attributes, attribute(a.Key, Redact(a.Value.String())))
		}
		if err != nil {
			s.Status = &otlpStatus{Code: 2, Message: fault.CodeOf(err)}
		}
		t.keep(s)
	}
}

func (t *Tracer) hex(n int) string {
	b := make([]byte, n)
	if _, err := io.ReadFull(t.random, b); err != nil {
		panic("obs: no randomness: " + err.Error())
	}
	return hex.EncodeToString(b)
}

func (t *Tracer) keep(s otlpSpan) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.spans) >= maxSpans {
		t.dropped++
		return
	}
	t.spans = append(t.spans, s)
}

// Run sends what was collected every few seconds until ctx ends, then once more.
func (t *Tracer) Run(ctx context.Context) {
	if t == nil {
		return
	}
	tick := time.NewTicker(flushEvery)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			t.Flush(ctx)
		case <-ctx.Done():
			last, stop := context.WithTimeout(context.WithoutCancel(ctx), flushEvery)
			t.Flush(last)
			stop()
			return
		}
	}
}

// Flush sends what was collected. What the collector does not take is lost: traces
// must never hold up a shop.
func (t *Tracer) Flush(ctx context.Context) {
	if t == nil {
		return
	}
	t.mu.Lock()
	spans, dropped := t.spans, t.dropped
	t.spans, t.dropped = nil, 0
	t.mu.Unlock()
	if len(spans) == 0 {
		return
	}
	body, err := json.Marshal(otlpTraces(spans, t.version))
	if err == nil {
		var res call.Response
		res, err = t.do.Do(ctx, call.Request{Method: "POST", URL: t.url, Body: body, Timeout: flushEvery, Service: "otlp", Name: "traces",
			Header: map[string]string{"Content-Type": "application/json"}})
		if err == nil && res.Status/100 != 2 {
			err = fault.New(fault.Unavailable, "obs.collector", "the collector of traces answered %d", res.Status)
		}
	}
	if err != nil || dropped > 0 {
		t.log.Warn("traces were lost", "sent", err == nil, "spans", len(spans), "dropped", dropped, "reason", fault.CodeOf(err))
	}
}

// Doer makes a span of every call to an outside service.
func (t *Tracer) Doer(next call.Doer) call.Doer {
	if t == nil {
		return next
	}
	return tracedDoer{next, t}
}

type tracedDoer struct {
	next call.Doer
	t    *Tracer
}

func (d tracedDoer) Do(ctx context.Context, r call.Request) (call.Response, error) {
	ctx, end := d.t.Start(ctx, r.Service+" "+r.Name, SpanClient)
	res, err := d.next.Do(ctx, r)
	end(err)
	return res, err
}

// The parts of OTLP's JSON form that we write.
type (
	otlpSpan struct {
		TraceID    string      `json:"traceId"`
		SpanID     string      `json:"spanId"`
		Parent     string      `json:"parentSpanId,omitempty"`
		Name       string      `json:"name"`
		Kind       int         `json:"kind"`
		Start      string      `json:"startTimeUnixNano"`
		End        string      `json:"endTimeUnixNano"`
		Attributes []otlpAttr  `json:"attributes,omitempty"`
		Status     *otlpStatus `json:"status,omitempty"`
	}
	otlpStatus struct {
		Code    int    `json:"code"`
		Message string `json:"message,omitempty"`
	}
	otlpAttr struct {
		Key   string            `json:"key"`
		Value map[string]string `json:"value"`
	}
)

func attribute(key, value string) otlpAttr {
	return otlpAttr{key, map[string]string{"stringValue": value}}
}

func nanos(t time.Time) string { return strconv.FormatInt(t.UnixNano(), 10) }

func otlpTraces(spans []otlpSpan, version string) map[string]any {
	return map[string]any{"resourceSpans": []any{map[string]any{
		"resource":   map[string]any{"attributes": []otlpAttr{attribute("service.name", "prilavok"), attribute("service.version", version)}},
		"scopeSpans": []any{map[string]any{"scope": map[string]string{"name": "prilavok"}, "spans": spans}},
	}}}
}
