package app_test

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"prilavok/store"
	"prilavok/store/postgres"
	"prilavok/store/storetest"
)

// What one turn may cost on Postgres: a question answered from the catalog with two
// messages, from the webhook to the Bot API's second answer. It only goes down.
const (
	turnStatements = 29 // without BEGIN and COMMIT
	turnTrips      = 16
)

// TestTurnCost counts what a turn without a model asks of the database.
func TestTurnCost(t *testing.T) {
	e := storetest.Ways[1].Open(t)
	var trips atomic.Int64
	db, err := postgres.Open(t.Context(), counted(t, e.URL, &trips), postgres.Options{MaxConns: 2})
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	db.Watch = func(what string) { list = append(list, what) }
	st := store.New(db)
	defer st.Close()
	b := newBench(t, st)
	for range 10 { // until every connection knows every statement
		b.text("кружка")
	}
	list = nil
	before := trips.Load()
	if got := b.text("кружка"); len(got) != 2 {
		t.Fatalf("said %q, want a line and a card", got)
	}
	var units, statements []string
	for _, what := range list {
		if what == "begin" || what == "commit" {
			units = append(units, what)
		} else {
			statements = append(statements, what)
		}
	}
	n := trips.Load() - before
	t.Logf("a turn: %d statements in %d units and %d round trips", len(statements), len(units)/2, n)
	if len(statements) > turnStatements {
		t.Errorf("a turn runs %d statements, at most %d: %s", len(statements), turnStatements, strings.Join(statements, ", "))
	}
	if n > turnTrips {
		t.Errorf("a turn makes %d round trips, at most %d", n, turnTrips)
	}
}

// counted puts a proxy before a Postgres server that counts what a client waits for: each
// Sync and each simple Query. It returns the address of the proxy.
func counted(t *testing.T, address string, trips *atomic.Int64) string {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = ln.Close() })
	server := u.Host
	u.Host = ln.Addr().String()
	go func() {
		for {
			client, err := ln.Accept()
			if err != nil {
				return
			}
			up, err := (&net.Dialer{}).DialContext(context.Background(), "tcp", server)
			if err != nil {
				_ = client.Close()
				continue
			}
			go func() { _, _ = io.Copy(client, up); _ = client.Close() }()
			go func() { _ = forward(up, client, trips); _ = up.Close() }()
		}
	}()
	return u.String()
}

// forward passes on a client's messages: a startup message without a type, then a byte of
// type and a length each.
func forward(to io.Writer, from io.Reader, trips *atomic.Int64) error {
	for started := false; ; started = true {
		head := make([]byte, 5)
		if !started {
			head = head[:4]
		}
		if _, err := io.ReadFull(from, head); err != nil {
			return err
		}
		l := head[len(head)-4:]
		size := int64(l[0])<<24 | int64(l[1])<<16 | int64(l[2])<<8 | int64(l[3])
		if size < 4 {
			return fmt.Errorf("a message of %d bytes", size)
		}
		body := make([]byte, size-4)
		if _, err := io.ReadFull(from, body); err != nil {
			return err
		}
		if started && (head[0] == 'S' || head[0] == 'Q') {
			trips.Add(1)
		}
		if _, err := to.Write(append(head, body...)); err != nil {
			return err
		}
	}
}
