package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"

	"prilavok/store/storetest"
)

// isolates is how many fresh ones are metered, one after another; the middle one counts.
const isolates = 3

// metered is what one isolate used of the processor.
type metered struct{ boot, accept, turn time.Duration }

// inIsolate meters isolates as the platform does: by the time of the thread that runs
// them. It retires an isolate at 1 s, which is why the figures are of a young one.
func (t *table) inIsolate(ctx context.Context, pg *storetest.Server) (err error) {
	e, err := newEdge(ctx, pg)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, e.stop()) }()
	var boots, accepts, turns []float64
	for range isolates {
		i, err := e.open(ctx, oursAnswers) // on a database of its own: what the one before has left is not its work
		if err != nil {
			return err
		}
		m, err := i.meter()
		i.stop()
		if err != nil {
			return err
		}
		boots, accepts, turns = append(boots, float64(m.boot)), append(accepts, float64(m.accept)), append(turns, float64(m.turn))
	}
	for _, r := range []struct {
		what string
		of   []float64
		most float64
	}{
		{"processor of a fresh isolate until it has answered its first customer", boots, 250},
		{"processor of accepting a message, in an isolate's first hundred", accepts, 3},
		{"processor of a whole turn without a model, in an isolate's first hundred", turns, 8},
	} {
		d := time.Duration(middle(r.of))
		t.row(r.what, millis(d), fmt.Sprintf("≤ %g ms", r.most), float64(d) <= r.most*float64(time.Millisecond), "")
	}
	i, err := e.open(ctx, oursAnswers)
	if err != nil {
		return err
	}
	defer i.stop()
	return t.edgeMemory(i)
}

// meter lets customers write, one after another: first with their answers, then to an
// isolate that only accepts.
func (i *isolate) meter() (m metered, err error) {
	const n = 40
	rounds := []struct {
		count int
		spent *time.Duration
	}{{1, &m.boot}, {n, &m.turn}, {n, &m.accept}}
	for r, round := range rounds {
		if r == len(rounds)-1 {
			if _, err := i.control("lazy"); err != nil {
				return m, err
			}
		}
		before, err := i.thread()
		if err != nil {
			return m, err
		}
		for range round.count {
			if err := i.one(); err != nil {
				return m, err
			}
		}
		after, err := i.thread()
		if err != nil {
			return m, err
		}
		*round.spent = (after - before) / time.Duration(round.count)
	}
	m.turn -= m.accept
	return m, nil
}

// one posts a message and waits until all that it causes is done.
func (i *isolate) one() error {
	n := updates.Add(1)
	to := i.every()
	l := newLine(to.host, secret)
	defer l.close()
	if err := l.post(to.path(n%chats), body(n, "самовар")); err != nil {
		return err
	}
	_, err := i.control("idle")
	return err
}

// thread is what the thread that runs the isolate has used of the processor.
func (i *isolate) thread() (time.Duration, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/task/%d/schedstat", i.pid, i.pid))
	if err != nil {
		return 0, err
	}
	first, _, _ := strings.Cut(string(text), " ")
	n, err := strconv.ParseInt(first, 10, 64)
	return time.Duration(n), err
}

// edgeMemory is WebAssembly's memory after a thousand requests of every kind: it never
// gives back what it has taken, and an isolate with 128 MB in all is dropped.
func (t *table) edgeMemory(i *isolate) error {
	n := updates.Add(1)
	known := body(n, "самовар")
	for range 50 {
		var all sync.WaitGroup
		errs := make([]error, 20)
		for k := range errs {
			all.Go(func() { errs[k] = i.any(k, n, known) })
		}
		all.Wait()
		if err := errors.Join(errs...); err != nil {
			return err
		}
	}
	if _, err := i.control("idle"); err != nil {
		return err
	}
	text, err := i.control("memory")
	if err != nil {
		return err
	}
	linear, err := strconv.ParseFloat(text, 64)
	t.row("WebAssembly memory after 1,000 mixed requests", fmt.Sprintf("%.0f MB", linear/1e6), "< 64 MB", linear > 0 && linear < 64e6, "")
	return err
}

// any is one of the requests that come: news, known updates, health, strangers, what is
// too large, the clock.
func (i *isolate) any(k int, n int64, known []byte) error {
	method, path, key, value, want := "POST", "/bot/hook/telegram/"+i.Bots[n%int64(len(i.Bots))], "X-Telegram-Bot-Api-Secret-Token", secret, 200
	b := known
	switch k % 7 {
	case 0:
		fresh := updates.Add(1)
		path, b = "/bot/hook/telegram/"+i.Bots[fresh%int64(len(i.Bots))], body(fresh, "самовар")
	case 1, 2:
	case 3:
		method, path, b = "GET", "/bot/health", nil
	case 4:
		value, want = "wrong", 401
	case 5:
		b, want = bytes.Repeat([]byte("x"), 1<<20+1), 413
	case 6:
		path, key, value, b, want = "/bot/tick", "X-Prilavok-Tick", tickSecret, nil, 202
	}
	req, err := http.NewRequest(method, i.url+path, bytes.NewReader(b))
	if err != nil {
		return err
	}
	req.Header.Set(key, value)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	if res.StatusCode != want {
		return fmt.Errorf("%s %s is answered %d, want %d", method, path, res.StatusCode, want)
	}
	return nil
}
