package telegram

import (
	"context"
	"encoding/json"
	"sync"
	"time"

	"prilavok/channel/telegram/update"
	"prilavok/core/fault"
)

// pollWait is how long one getUpdates waits; the server caps it at 50 s.
const pollWait = 30 * time.Second

// idle is the pause after an empty answer that came at once: long polling that the
// server does not do must not become a busy loop.
const idle = 500 * time.Millisecond

// urgentWait bounds the handling of one query off the ordered loop: Telegram gives
// ten seconds for a checkout, and the answer must still travel.
const urgentWait = 8 * time.Second

// Offsets keeps how far updates are confirmed, across restarts.
type Offsets interface {
	PollOffset(ctx context.Context, accountID string) (int64, error)
	SavePollOffset(ctx context.Context, accountID string, next int64) error
}

// Poller receives a bot's updates by long polling.
type Poller struct {
	Bot     *Bot
	Offsets Offsets
	// Handle stores one update durably; nil means that it has committed. An update
	// whose fault is not retryable is passed over: the handler has kept it.
	Handle func(ctx context.Context, body []byte) error
	// Pause waits, or returns false when ctx ended first; nil is a timer.
	Pause func(ctx context.Context, d time.Duration) bool
	// Report is told of every fault; may be nil.
	Report func(err error)
}

// Run polls until ctx ends, and then returns nil; it returns a fault only when
// polling cannot go on: the token is not known (Unauthorized). An offset is
// confirmed only after Handle committed everything below it, so that nothing is
// lost; what is delivered again has the same delivery key. Checkout and shipping
// queries, and pressed buttons, are handled beside the ordered loop.
func (p *Poller) Run(ctx context.Context) error {
	next, err := p.Offsets.PollOffset(ctx, p.Bot.accountID)
	if err != nil {
		return err
	}
	var beside sync.WaitGroup
	defer beside.Wait()
	for failures := 0; ctx.Err() == nil; {
		asked := p.Bot.now()
		batch, err := p.fetch(ctx, next)
		if err == nil && len(batch) == 0 && p.Bot.now().Sub(asked) < idle {
			p.pause(ctx, idle) // this server does not wait for updates, so we do
		}
		if err == nil {
			var to int64
			if to, err = p.batch(ctx, batch, next, &beside); to != next {
				next = to
				err = firstOf(err, p.Offsets.SavePollOffset(ctx, p.Bot.accountID, next))
			}
		}
		switch {
		case ctx.Err() != nil:
		case err == nil:
			failures = 0
		case fault.Is(err, fault.Unauthorized):
			return err
		default:
			failures++
			p.report(err)
			p.pause(ctx, backoff(err, failures))
		}
	}
	return nil
}

func firstOf(a, b error) error {
	if a != nil {
		return a
	}
	return b
}

// fetch asks for updates. A conflict with a webhook is not mended here: which of
// two settings is right, only Connect knows.
func (p *Poller) fetch(ctx context.Context, next int64) ([]json.RawMessage, error) {
	var batch []json.RawMessage
	a := args{"timeout": int(pollWait / time.Second), "limit": 100, "allowed_updates": allowedUpdates}
	if next != 0 {
		a["offset"] = next
	}
	err := p.Bot.client.Call(ctx, "getUpdates", a, &batch)
	return batch, err
}

// batch handles updates in order and returns the offset up to which all are kept.
func (p *Poller) batch(ctx context.Context, batch []json.RawMessage, next int64, beside *sync.WaitGroup) (int64, error) {
	urgent := make([]chan error, len(batch))
	for i, body := range batch {
		if _, now := update.Peek(body); now {
			urgent[i] = p.start(ctx, body, beside)
		}
	}
	for i, body := range batch {
		err := p.handle(ctx, body, urgent[i])
		if err != nil && (fault.Retryable(err) || ctx.Err() != nil) {
			return next, err
		}
		if err != nil {
			p.report(err)
		}
		if id, _ := update.Peek(body); id != 0 {
			next = id + 1
		}
	}
	return next, nil
}

func (p *Poller) handle(ctx context.Context, body []byte, started chan error) error {
	if started != nil {
		return <-started
	}
	return p.Handle(ctx, body)
}

// start handles an urgent update at once, beside those before it in the batch.
func (p *Poller) start(ctx context.Context, body []byte, beside *sync.WaitGroup) chan error {
	done := make(chan error, 1)
	beside.Add(1)
	go func() {
		defer beside.Done()
		ctx, cancel := context.WithTimeout(ctx, urgentWait)
		defer cancel()
		done <- p.Handle(ctx, body)
	}()
	return done
}

func (p *Poller) report(err error) {
	if p.Report != nil {
		p.Report(err)
	}
}

func (p *Poller) pause(ctx context.Context, d time.Duration) {
	if p.Pause != nil {
		p.Pause(ctx, d)
		return
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	}
}

// backoff grows to half a minute; Telegram's own wish goes first. After a conflict
// the other poller gets time to end.
func backoff(err error, failures int) time.Duration {
	if d := fault.RetryAfter(err); d > 0 {
		return d
	}
	if codeIs(err, CodeConflict) {
		return 5 * time.Second
	}
	return min(30*time.Second, 500*time.Millisecond<<min(failures-1, 6))
}
