package obs_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"log/slog"
	"strings"
	"testing"

	commonv1 "go.opentelemetry.io/proto/otlp/common/v1"
	tracev1 "go.opentelemetry.io/proto/otlp/trace/v1"
	"google.golang.org/protobuf/encoding/protojson"

	"prilavok/app/obs"
	"prilavok/core/call"
	"prilavok/core/fault"
	"prilavok/core/job"
)

// collector keeps what it was sent.
type collector struct {
	sent   []call.Request
	status int
	err    error
}

func (c *collector) Do(_ context.Context, r call.Request) (call.Response, error) {
	c.sent = append(c.sent, r)
	return call.Response{Status: c.status}, c.err
}

// id turns an id back that protojson has read as base64: OTLP's JSON form writes ids
// in hex, where protobuf's own would be base64.
func id(b []byte) string { return base64.StdEncoding.EncodeToString(b) }

func TestTraces(t *testing.T) {
	c := &collector{status: 200}
	log := obs.NewLogger(&bytes.Buffer{}, "info", "json")
	m := obs.NewMetrics("1.2.3", clock())
	m.Trace = obs.NewTracer(c, "http://127.0.0.1:4318", "1.2.3", clock(), rand.Reader, log)
	outside := m.Trace.Doer(&collector{err: fault.New(fault.Unavailable, "call.timeout", "")})
	deliver := m.Stops(obs.StopDeliver, func(ctx context.Context, _ job.Job) error {
		_, err := outside.Do(ctx, call.Request{Service: "telegram", Name: "sendMessage", URL: "https://x/bot123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"})
		return err
	})
	if err := deliver(t.Context(), job.Job{ID: "job_1", ShopID: "shop_1"}); err == nil {
		t.Fatal("the fault is gone")
	}
	m.Trace.Flush(t.Context())
	m.Trace.Flush(t.Context()) // nothing is left: nothing is sent
	if len(c.sent) != 1 || c.sent[0].URL != "http://127.0.0.1:4318/v1/traces" || c.sent[0].Header["Content-Type"] != "application/json" {
		t.Fatalf("sent %+v", c.sent)
	}
	if bytes.Contains(c.sent[0].Body, []byte("AAHdq")) {
		t.Error("a token is in a span")
	}
	var got tracev1.TracesData
	if err := protojson.Unmarshal(c.sent[0].Body, &got); err != nil {
		t.Fatalf("%v\n%s", err, c.sent[0].Body)
	}
	rs := got.GetResourceSpans()[0]
	if name := attr(rs.GetResource().GetAttributes(), "service.name"); name != "prilavok" {
		t.Errorf("service %q", name)
	}
	spans := rs.GetScopeSpans()[0].GetSpans()
	if len(spans) != 2 {
		t.Fatalf("%d spans", len(spans))
	}
	inner, outer := spans[0], spans[1]
	if inner.GetName() != "telegram sendMessage" || outer.GetName() != "stop deliver" || attr(outer.GetAttributes(), "job_id") != "job_1" {
		t.Errorf("%v\n%v", inner, outer)
	}
	if id(inner.GetParentSpanId()) != id(outer.GetSpanId()) || id(inner.GetTraceId()) != id(outer.GetTraceId()) || len(outer.GetParentSpanId()) != 0 {
		t.Error("the spans do not hang together")
	}
	if b, err := hex.DecodeString(id(inner.GetTraceId())); err != nil || len(b) != 16 {
		t.Errorf("trace id %q", id(inner.GetTraceId()))
	}
	if inner.GetKind() != tracev1.Span_SPAN_KIND_CLIENT || outer.GetKind() != tracev1.Span_SPAN_KIND_CONSUMER ||
		inner.GetStatus().GetCode() != tracev1.Status_STATUS_CODE_ERROR || inner.GetStatus().GetMessage() != "call.timeout" ||
		outer.GetEndTimeUnixNano() <= outer.GetStartTimeUnixNano() {
		t.Errorf("%v\n%v", inner, outer)
	}
}

func attr(list []*commonv1.KeyValue, key string) string {
	for _, kv := range list {
		if kv.GetKey() == key {
			return kv.GetValue().GetStringValue()
		}
	}
	return ""
}

func TestTracesAreLostNotAwaited(t *testing.T) {
	for _, c := range []*collector{{status: 503}, {err: errors.New("no way")}} {
		var out bytes.Buffer
		tr := obs.NewTracer(c, "http://c", "", clock(), rand.Reader, obs.NewLogger(&out, "info", "json"))
		for range 3000 {
			_, end := tr.Start(t.Context(), "x", obs.SpanInternal)
			end(nil)
		}
		tr.Flush(t.Context())
		if s := out.String(); !strings.Contains(s, `"dropped":952`) || !strings.Contains(s, `"spans":2048`) {
			t.Errorf("%s", s)
		}
	}
}

func TestRunSendsAtTheEnd(t *testing.T) {
	c := &collector{status: 200}
	tr := obs.NewTracer(c, "http://c", "", clock(), rand.Reader, slog.New(slog.DiscardHandler))
	_, end := tr.Start(t.Context(), "x", obs.SpanInternal)
	end(nil)
	ctx, stop := context.WithCancel(t.Context())
	stop()
	tr.Run(ctx)
	if len(c.sent) != 1 {
		t.Errorf("sent %d times", len(c.sent))
	}
}

func TestNoTracer(t *testing.T) {
	tr := obs.NewTracer(nil, "", "", nil, nil, nil)
	ctx, end := tr.Start(t.Context(), "x", obs.SpanInternal)
	end(errors.New("x"))
	tr.Flush(ctx)
	tr.Run(ctx)
	c := &collector{}
	if tr.Doer(c) != call.Doer(c) {
		t.Error("a call is wrapped although nothing is traced")
	}
}
