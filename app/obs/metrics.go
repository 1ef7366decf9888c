package obs

import (
	"context"
	"strconv"
	"time"

	"prilavok/core/call"
	"prilavok/core/fault"
	"prilavok/core/inbox"
	"prilavok/core/job"
	"prilavok/core/meter"
	"prilavok/core/shop"
)

// The stops of a message, as the label of prilavok_stop_seconds.
const (
	StopReceive = "receive" // 1 to 3: a webhook until it is stored
	StopTurn    = "turn"    // 4 and 5
	StopDeliver = "deliver" // 6
	StopListen  = "listen"  // whoever hears an event
)

// Metrics is the fixed set of numbers. Names are stable; docs/METRICS.md lists them.
// No label carries a shop, a contact or free text.
type Metrics struct {
	Registry *meter.Registry
	Trace    *Tracer // nil: no traces; set before the first use
	now      func() time.Time

	Webhooks   *meter.Counter
	Received   *meter.Counter
	Lost       *meter.Counter
	Answered   *meter.Counter
	Failed     *meter.Counter
	Stop       *meter.Histogram
	Delivered  *meter.Counter
	Undeliver  *meter.Counter
	Jobs       *meter.Counter
	Queue      *meter.Gauge
	QueueAge   *meter.Gauge
	ModelCalls *meter.Counter
	ModelTime  *meter.Histogram
	Tokens     *meter.Counter
	Cost       *meter.Counter
	Calls      *meter.Counter
	CallTime   *meter.Histogram
	APICalls   *meter.Counter
	APITime    *meter.Histogram
	Build      *meter.Gauge
}

// NewMetrics makes the set; version is the program's.
func NewMetrics(version string, now func() time.Time) *Metrics {
	r := meter.New()
	m := &Metrics{
		Registry:   r,
		now:        now,
		Webhooks:   r.Counter("prilavok_webhooks_total", "Webhook requests by channel and answered HTTP status.", "channel", "status"),
		Received:   r.Counter("prilavok_received_total", "Events that came in, by channel and kind.", "channel", "kind"),
		Lost:       r.Counter("prilavok_missed_total", "Messages that no webhook brought, found by looking for them.", "channel"),
		Answered:   r.Counter("prilavok_answered_total", "Answers given, by channel and by what made them.", "channel", "path"),
		Failed:     r.Counter("prilavok_failed_total", "Failures, by stop and fault code.", "stop", "fault"),
		Stop:       r.Histogram("prilavok_stop_seconds", "Time that one stop of a message took.", nil, "stop"),
		Delivered:  r.Counter("prilavok_delivered_total", "Messages that a channel took.", "channel"),
		Undeliver:  r.Counter("prilavok_delivery_errors_total", "Messages that a channel did not take, by fault code.", "channel", "fault"),
		Jobs:       r.Counter("prilavok_jobs_total", "Runs of durable jobs, by kind and result: done, again, dead.", "kind", "result"),
		Queue:      r.Gauge("prilavok_queue_jobs", "Jobs in the queue, by state: ready, running, dead.", "state"),
		QueueAge:   r.Gauge("prilavok_queue_oldest_seconds", "How long the oldest due job waits."),
		ModelCalls: r.Counter("prilavok_model_calls_total", "Calls of the language model, by result: ok or a fault code.", "model", "result"),
		ModelTime:  r.Histogram("prilavok_model_seconds", "Time until the language model answered.", nil, "model"),
		Tokens:     r.Counter("prilavok_model_tokens_total", "Tokens: prompt, cached (part of prompt), completion.", "model", "direction"),
		Cost:       r.Counter("prilavok_model_cost_total", "Cost of the model in the price table's currency.", "model"),
		Calls:      r.Counter("prilavok_calls_total", "Calls of outside services, by result: an HTTP status or a fault code.", "service", "result"),
		CallTime:   r.Histogram("prilavok_call_seconds", "Time that calls of outside services took.", nil, "service"),
		APICalls:   r.Counter("prilavok_api_requests_total", "Requests of the API for programs, by route and answered HTTP status.", "route", "status"),
		APITime:    r.Histogram("prilavok_api_seconds", "Time that requests of the API took.", nil, "route"),
		Build:      r.Gauge("prilavok_build_info", "Always 1; the label is the version.", "version"),
	}
	m.Build.Set(1, version)
	return m
}

// since is how long ago start was, in seconds.
func (m *Metrics) since(start time.Time) float64 { return m.now().Sub(start).Seconds() }

// Webhook counts what a webhook brought; it has the form of webhook.Observer.
func (m *Metrics) Webhook(c shop.Channel, status int, in []inbox.Incoming, err error) {
	m.Webhooks.Inc(string(c), strconv.Itoa(status))
	m.Incoming(c, in, err)
}

// Incoming counts events that came in by any way: webhook, polling, chat page.
func (m *Metrics) Incoming(c shop.Channel, in []inbox.Incoming, err error) {
	if err != nil {
		m.Failed.Inc(StopReceive, fault.CodeOf(err))
		return
	}
	for _, x := range in {
		m.Received.Inc(string(c), string(x.Kind))
	}
}

// Missed counts messages of Instagram that no webhook brought.
func (m *Metrics) Missed(n int) { m.Lost.Add(float64(n), string(shop.Instagram)) }

// Call counts a call of an outside service; it has the form of nethttp.Observer.
func (m *Metrics) Call(r call.Request, status int, err error, took time.Duration) {
	result := strconv.Itoa(status)
	if err != nil {
		result = fault.CodeOf(err)
	}
	m.Calls.Inc(r.Service, result)
	m.CallTime.Observe(took.Seconds(), r.Service)
}

// API counts a request of the API for programs; it has the form of gate.Options.Count.
func (m *Metrics) API(route string, status int, took time.Duration) {
	m.APICalls.Inc(route, strconv.Itoa(status))
	m.APITime.Observe(took.Seconds(), route)
}

// queueWithin bounds how long a scrape waits for the queue's figures.
const queueWithin = time.Second

// WatchQueue reads the queue's figures whenever metrics are read. stats runs in its
// own unit of work.
func (m *Metrics) WatchQueue(stats func(ctx context.Context) (job.Stats, error)) {
	m.Registry.Before(func() {
		ctx, stop := context.WithTimeout(context.Background(), queueWithin)
		defer stop()
		s, err := stats(ctx)
		if err != nil {
			return // the last figures stay; readiness tells of the database
		}
		m.Queue.Set(float64(s.Ready), "ready")
		m.Queue.Set(float64(s.Running), "running")
		m.Queue.Set(float64(s.Dead), "dead")
		m.QueueAge.Set(s.OldestReady.Seconds())
	})
}
