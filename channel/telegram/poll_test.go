package telegram_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"prilavok/channel/telegram"
	"prilavok/channel/telegram/tgfake"
	"prilavok/core/fault"
	"prilavok/core/inbox"
)

// offsets keeps an offset and what was saved.
type offsets struct {
	mu    sync.Mutex
	next  int64
	saved []int64
}

func (o *offsets) PollOffset(context.Context, string) (int64, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.next, nil
}

func (o *offsets) SavePollOffset(_ context.Context, _ string, next int64) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.next = next
	o.saved = append(o.saved, next)
	return nil
}

// polling runs a poller until handle has ended it.
func polling(t *testing.T, w *world, o *offsets, handle func(in inbox.Incoming) error) ([]error, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	var mu sync.Mutex
	var reported []error
	p := &telegram.Poller{
		Bot: w.bot, Offsets: o,
		Pause: func(ctx context.Context, _ time.Duration) bool { return ctx.Err() == nil },
		Report: func(err error) {
			mu.Lock()
			defer mu.Unlock()
			reported = append(reported, err)
		},
		Handle: func(ctx context.Context, body []byte) error {
			in, err := telegram.Parse("acc_1", w.peer.ID, body)
			if err != nil {
				return err
			}
			err = handle(in[0])
			if errors.Is(err, errEnd) {
				cancel()
				return nil
			}
			return err
		},
	}
	err := p.Run(ctx)
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		t.Fatal("polling did not end")
	}
	return reported, err
}

var errEnd = errors.New("that was the last")

func TestPollingLosesNothing(t *testing.T) {
	w := newWorld(t)
	w.olga.Say("один")
	w.olga.Say("два")
	w.olga.Say("три")
	var got []string
	failed := false
	o := &offsets{}
	reported, err := polling(t, w, o, func(in inbox.Incoming) error {
		if in.Text == "два" && !failed {
			failed = true
			return fault.New(fault.Unavailable, "store.away", "the database is away")
		}
		got = append(got, in.Text)
		if in.Text == "три" {
			return errEnd
		}
		return nil
	})
	if err != nil || !slices.Equal(got, []string{"/start", "один", "два", "три"}) || len(reported) != 1 {
		t.Errorf("got %v, reported %v, %v", got, reported, err)
	}
	// The first save stops before what failed.
	if len(o.saved) < 1 || o.saved[0] != 912345003 {
		t.Errorf("saved %v", o.saved)
	}
	var rest []string
	w.olga.Say("четыре")
	if _, err := polling(t, w, o, func(in inbox.Incoming) error { rest = append(rest, in.Text); return errEnd }); err != nil {
		t.Fatal(err)
	}
	if rest[len(rest)-1] != "четыре" || slices.Contains(rest, "один") {
		t.Errorf("after a restart: %v", rest)
	}
}

func TestPollingPassesOverWhatCannotBeHandled(t *testing.T) {
	w := newWorld(t)
	w.peer.Inject([]byte(`{"update_id":912345002,"message":{"text":"x"}}`))
	var got []inbox.Kind
	reported, err := polling(t, w, &offsets{}, func(in inbox.Incoming) error {
		got = append(got, in.Kind)
		if in.Kind == inbox.KindCommand {
			w.peer.Inject([]byte(`{"update_id":912345003,"callback_query":{"id":"7","from":{"id":9},"data":"end"}}`))
			return nil
		}
		if in.Kind == inbox.KindButton {
			return errEnd
		}
		return fault.New(fault.Invalid, "inbox.bad", "never")
	})
	if err != nil || len(reported) != 1 || fmt.Sprint(got) != "[command staff button]" {
		t.Errorf("got %v, reported %v, %v", got, reported, err)
	}
}

// TestUrgentGoesBeside: a checkout is answered while the update before it is stuck.
func TestUrgentGoesBeside(t *testing.T) {
	w := newWorld(t)
	w.olga.Say("долгий вопрос")
	w.olga.Checkout("ord_1", "RUB", 100)
	answered := make(chan struct{})
	var once sync.Once
	_, err := polling(t, w, &offsets{}, func(in inbox.Incoming) error {
		switch {
		case in.Type == "pre_checkout_query":
			once.Do(func() { close(answered) })
		case in.Text == "долгий вопрос":
			<-answered // stuck until the checkout behind it was handled
			return errEnd
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

func TestPollingGivesUpOnlyOnToken(t *testing.T) {
	w := newWorld(t)
	if _, err := w.bot.Connect(t.Context(), telegram.Setup{WebhookURL: "https://a.example/x", Secret: "s"}); err != nil {
		t.Fatal(err)
	}
	w.peer.Fail(tgfake.Failure{Method: "getUpdates", Code: 502})
	w.peer.Fail(tgfake.Failure{Method: "getUpdates", Drop: true})
	conflicts := 0
	p := &telegram.Poller{
		Bot: w.bot, Offsets: &offsets{}, Handle: func(context.Context, []byte) error { return nil },
		Pause: func(_ context.Context, d time.Duration) bool {
			if d <= 0 {
				t.Errorf("no pause at all")
			}
			return true
		},
		Report: func(err error) {
			if fault.CodeOf(err) == telegram.CodeConflict {
				if conflicts++; conflicts == 2 {
					w.fake.Revoke(token)
				}
			}
		},
	}
	if err := p.Run(t.Context()); !fault.Is(err, fault.Unauthorized) || conflicts != 2 {
		t.Errorf("%v after %d conflicts", err, conflicts)
	}
}

// TestNoBusyLoop: a server that does not wait for updates is not asked without end.
func TestNoBusyLoop(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	d := &scripted{status: 200, body: `{"ok":true,"result":[]}`}
	pauses := 0
	p := &telegram.Poller{
		Bot: telegram.New(telegram.Options{Token: token, Do: d, Now: newClock().now}), Offsets: &offsets{},
		Pause: func(context.Context, time.Duration) bool {
			if pauses++; pauses == 5 {
				cancel()
			}
			return true
		},
	}
	if err := p.Run(ctx); err != nil || d.calls != 5 {
		t.Errorf("%d requests with %d pauses, %v", d.calls, pauses, err)
	}
}
