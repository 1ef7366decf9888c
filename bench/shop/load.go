package main

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// figures is what a load run measured.
type figures struct {
	PerSecond     float64
	P50, P95, P99 time.Duration
	Failed        int64
	Count         int
	CPU           cpu // for each answered request, where it was measured
}

// update numbers are unique over a whole benchmark, so that nothing is a duplicate.
var updates atomic.Int64

// chats is how many customers write.
const chats = 2000

// body makes a text message as Telegram sends it; "" is the first of a new customer.
func body(n int64, text string) []byte {
	chat := 100_000 + n%chats
	if text == "" {
		chat, text = 10_000_000+n, "чай"
	}
	return fmt.Appendf(nil, `{"update_id":%d,"message":{"message_id":%d,"from":{"id":%d,"is_bot":false,"first_name":"Ольга","username":"olga","language_code":"ru"},"chat":{"id":%d,"first_name":"Ольга","username":"olga","type":"private"},"date":1795428102,"text":%q}}`,
		n, n, chat, chat, text)
}

// target is where customers' bots are called.
type target struct {
	host string
	path func(chat int64) string // chat is below chats
}

// press posts updates over conns connections for a time; rate > 0 keeps to that many a
// second, all connections together.
func press(to target, secret string, conns int, during time.Duration, rate float64, text string) figures {
	var (
		mu     sync.Mutex
		took   []time.Duration
		failed atomic.Int64
		wg     sync.WaitGroup
	)
	start := time.Now()
	var due atomic.Int64
	for range conns {
		wg.Go(func() {
			var mine []time.Duration
			l := newLine(to.host, secret)
			defer l.close()
			for time.Since(start) < during {
				from := time.Now()
				if rate > 0 {
					at := start.Add(time.Duration(float64(due.Add(1)) / rate * float64(time.Second)))
					if wait := time.Until(at); wait > 0 {
						time.Sleep(wait)
					}
					from = at // waiting behind a slow answer counts
				}
				n := updates.Add(1)
				if err := l.post(to.path(n%chats), body(n, text)); err != nil {
					failed.Add(1)
				}
				mine = append(mine, time.Since(from))
			}
			mu.Lock()
			took = append(took, mine...)
			mu.Unlock()
		})
	}
	wg.Wait()
	slices.Sort(took)
	at := func(q float64) time.Duration { return took[int(q*float64(len(took)-1))] }
	return figures{PerSecond: float64(len(took)) / time.Since(start).Seconds(), P50: at(.5), P95: at(.95), P99: at(.99), Failed: failed.Load(), Count: len(took)}
}

func post(c *http.Client, url, secret string, b []byte) error {
	req, err := http.NewRequest("POST", url, bytes.NewReader(b))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("X-Telegram-Bot-Api-Secret-Token", secret)
	res, err := c.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	_, _ = io.Copy(io.Discard, res.Body)
	if res.StatusCode != 200 {
		return fmt.Errorf("status %d", res.StatusCode)
	}
	return nil
}
