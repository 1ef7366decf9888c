package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"prilavok/core/fault"
)

// quiet is how long a listening connection may say nothing before it is asked whether
// it still lives.
const quiet = time.Minute

// Listen calls wake for every notification on a channel, and once after each time it
// has connected, because what was sent before is lost. It reconnects until ctx ends and
// then returns nil. It needs a direct connection: a transaction pooler passes on no
// notifications. Losing it costs speed only, for whoever waits polls as well.
func Listen(ctx context.Context, url, channel string, wake func()) error {
	cfg, err := pgx.ParseConfig(url)
	if err != nil {
		return fault.New(fault.Invalid, "store.url", "the address to listen at is no postgres:// address")
	}
	if cfg.ConnectTimeout == 0 {
		cfg.ConnectTimeout = 5 * time.Second
	}
	const first, longest = 100 * time.Millisecond, 15 * time.Second
	wait := first
	for ctx.Err() == nil {
		if listen(ctx, cfg, channel, wake) {
			wait = first
		}
		select {
		case <-ctx.Done():
		case <-time.After(wait):
		}
		wait = min(2*wait, longest)
	}
	return nil
}

// listen holds one connection until it breaks; connected tells whether it ever stood.
func listen(ctx context.Context, cfg *pgx.ConnConfig, channel string, wake func()) (connected bool) {
	conn, err := pgx.ConnectConfig(ctx, cfg)
	if err != nil {
		return false
	}
	defer conn.Close(context.WithoutCancel(ctx))
	if _, err := conn.Exec(ctx, "LISTEN "+pgx.Identifier{channel}.Sanitize()); err != nil {
		return false
	}
	wake()
	for {
		pause, cancel := context.WithTimeout(ctx, quiet)
		_, err := conn.WaitForNotification(pause)
		cancel()
		switch {
		case err == nil:
			wake()
		case ctx.Err() != nil, pause.Err() == nil, conn.Ping(ctx) != nil:
			return true
		}
	}
}
