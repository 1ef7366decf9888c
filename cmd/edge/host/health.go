//go:build js && wasm

package host

import (
	"context"
	"encoding/json"
	"sync"
	"time"

	"prilavok/core/fault"
	"prilavok/core/txn"
)

const (
	databaseWithin = 3 * time.Second
	checkupLasts   = 5 * time.Second
)

// checkup is the last look at the database. Anybody may ask for /health: whoever asks soon
// after another hears the same, and the one connection stays the customers'.
type checkup struct {
	mu    sync.Mutex
	at    time.Time
	took  time.Duration
	err   error
	trips int // that looking has cost
}

// look asks the database, unless it was asked just now. others is what trips counts without
// what looking has cost.
func (c *checkup) look(ctx context.Context, ask func(ctx context.Context) error, trips func() int) (took time.Duration, others int, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if time.Since(c.at) < checkupLasts {
		return c.took, trips() - c.trips, c.err
	}
	ctx, cancel := context.WithTimeout(txn.ForSystem(ctx), databaseWithin)
	defer cancel()
	began, before := time.Now(), trips()
	c.err = ask(ctx)
	c.at, c.took = time.Now(), time.Since(began)
	c.trips += trips() - before
	return c.took, trips() - c.trips, c.err
}

// health tells which build answers, how long the database took, and how much this instance
// has asked of it for others. It is 503 when the database does not answer.
func (h *Host) health(ctx context.Context) Response {
	took, trips, err := h.checkup.look(ctx, h.databaseAnswers, h.Trips)
	status, said := 200, map[string]any{"status": "ok", "build": Build, "round_trips": trips, "database_ms": took.Milliseconds()}
	if err != nil {
		status, said["status"], said["code"] = 503, "down", fault.CodeOf(err)
	}
	body, err := json.Marshal(said)
	if err != nil {
		return Response{Status: 500}
	}
	return Response{Status: status, Header: map[string]string{"content-type": "application/json", "cache-control": "no-store"}, Body: body}
}

func (h *Host) databaseAnswers(ctx context.Context) error {
	err := h.Store.Answers(ctx)
	if err != nil {
		h.Log.Error("the database does not answer", "code", fault.CodeOf(err), "fault", err.Error())
	}
	return err
}
