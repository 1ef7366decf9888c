package obs

import (
	"context"
	"log/slog"
	"sync"

	"prilavok/core/assistant"
	"prilavok/core/contact"
	"prilavok/core/fault"
	"prilavok/core/inbox"
	"prilavok/core/job"
	"prilavok/core/shop"
)

// turnNote collects, while a job runs, which answers it made, so that they are
// counted once and only when the job came to its end.
type turnNote struct {
	mu      sync.Mutex
	answers map[string]answered
}

type answered struct{ channel, path string }

type noteKey struct{}

func note(ctx context.Context, in inbox.TurnInput, res inbox.TurnResult, path string) {
	n, ok := ctx.Value(noteKey{}).(*turnNote)
	if !ok || len(res.Out) == 0 {
		return
	}
	if res.Meta.Path != "" {
		path = res.Meta.Path
	}
	n.mu.Lock()
	n.answers[in.TurnID] = answered{string(in.Conversation.Channel), path}
	n.mu.Unlock()
}

// Stops measures the handler of a job as one stop and a span; counts its failures, and
// the answers that it made.
func (m *Metrics) Stops(stop string, next job.Handler) job.Handler {
	return func(ctx context.Context, j job.Job) error {
		n := &turnNote{answers: map[string]answered{}}
		ctx = context.WithValue(With(ctx, slog.String("job_id", j.ID)), noteKey{}, n)
		ctx, end := m.Trace.Start(ctx, "stop "+stop, SpanConsumer, slog.String("job_id", j.ID), slog.String("shop_id", j.ShopID))
		start := m.now()
		err := next(ctx, j)
		end(err)
		m.Stop.Observe(m.since(start), stop)
		if err != nil {
			m.Failed.Inc(stop, fault.CodeOf(err))
			return err
		}
		for _, a := range n.answers {
			m.Answered.Inc(a.channel, a.path)
		}
		return nil
	}
}

// Observer logs and counts the outcome of every job; it has the form that
// job.NewQueue takes.
func (m *Metrics) Observer(log *slog.Logger) func(j job.Job, err error) {
	return func(j job.Job, err error) {
		switch {
		case err == nil:
			m.Jobs.Inc(j.Kind, "done")
			return
		case fault.Retryable(err):
			m.Jobs.Inc(j.Kind, "again")
		default:
			m.Jobs.Inc(j.Kind, "dead")
		}
		level := slog.LevelWarn
		if fault.Is(err, fault.Internal) {
			level = slog.LevelError
		}
		log.Log(context.Background(), level, "a job failed", "kind", j.Kind, "job_id", j.ID, "shop_id", j.ShopID, "attempt", j.Attempts, Fault(err))
	}
}

// Adapter counts what a channel took and what not.
func (m *Metrics) Adapter(c shop.Channel, next inbox.Adapter) inbox.Adapter {
	return measuredAdapter{next, m, string(c)}
}

type measuredAdapter struct {
	inbox.Adapter
	m       *Metrics
	channel string
}

func (a measuredAdapter) Send(ctx context.Context, to contact.Address, out inbox.Outgoing) (string, error) {
	id, err := a.Adapter.Send(ctx, to, out)
	if err != nil {
		a.m.Undeliver.Inc(a.channel, fault.CodeOf(err))
	} else {
		a.m.Delivered.Inc(a.channel)
	}
	return id, err
}

// Model counts calls, tokens, cost and errors of a language model.
func (m *Metrics) Model(next assistant.Model) assistant.Model { return measuredModel{next, m} }

type measuredModel struct {
	next assistant.Model
	m    *Metrics
}

func (a measuredModel) Generate(ctx context.Context, r assistant.Request) (assistant.Response, error) {
	start := a.m.now()
	res, err := a.next.Generate(ctx, r)
	name := res.Model
	if name == "" {
		name = r.Model
	}
	a.m.ModelTime.Observe(a.m.since(start), name)
	result := "ok"
	if err != nil {
		result = fault.CodeOf(err)
	}
	a.m.ModelCalls.Inc(name, result)
	a.m.Tokens.Add(float64(res.Usage.Prompt), name, "prompt")
	a.m.Tokens.Add(float64(res.Usage.Cached), name, "cached")
	a.m.Tokens.Add(float64(res.Usage.Completion), name, "completion")
	a.m.Cost.Add(float64(res.Usage.Cost)/1e6, name)
	return res, err
}

// Responder names the turn in logs and counts the assistant's answers.
func (m *Metrics) Responder(next inbox.Responder) inbox.Responder { return measuredResponder{next} }

type measuredResponder struct{ next inbox.Responder }

func (a measuredResponder) Answer(ctx context.Context, in inbox.TurnInput) (inbox.TurnResult, error) {
	res, err := a.next.Answer(WithTurn(ctx, in.TurnID), in)
	if err == nil {
		note(ctx, in, res, "model")
	}
	return res, err
}

// Script names the turn in logs and counts the deterministic path's answers.
func (m *Metrics) Script(next inbox.Script) inbox.Script { return measuredScript{next} }

type measuredScript struct{ next inbox.Script }

func (a measuredScript) Try(ctx context.Context, in inbox.TurnInput) (inbox.TurnResult, bool, error) {
	res, handled, err := a.next.Try(WithTurn(ctx, in.TurnID), in)
	if err == nil && handled {
		note(ctx, in, res, "script")
	}
	return res, handled, err
}

func (a measuredScript) Explain(ctx context.Context, in inbox.TurnInput, cause error) (inbox.TurnResult, error) {
	res, err := a.next.Explain(WithTurn(ctx, in.TurnID), in, cause)
	if err == nil {
		note(ctx, in, res, "script")
	}
	return res, err
}
