// Package edgedb is a database/sql driver for the edge: Postgres behind a transaction
// pooler, reached over one connection that somebody else holds (at the edge a
// JavaScript client). It holds no query and opens no socket.
//
// It speaks Postgres' extended protocol with unnamed statements; what the page does is carry
// bytes. BEGIN, the store's prelude and whatever nobody needs an answer of travel with the first
// statement that is waited for, and nobody waits for the end of a unit that has written nothing. A
// unit of one statement has neither BEGIN nor COMMIT: what lies before a Sync is one transaction, and ends
// with it whatever becomes of it. So the next unit is sent behind it without waiting for its answer.
// postgresql.org/docs/15/protocol-flow.html#PROTOCOL-FLOW-PIPELINING
package edgedb

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"prilavok/core/fault"
	"prilavok/store"
	"prilavok/store/sqlstate"
)

// Wire is the one connection. It opens when it is first needed.
type Wire interface {
	// Query sends messages that end with a Sync, and returns all that the server answers up
	// to its being ready again, and the number of the connection that carried them. epoch
	// names the one that must: 0 is any, other numbers come from an earlier answer. 0 comes
	// back when the connection is gone; raw is an ErrorResponse then, of class 08 where
	// nothing was sent. When ctx ends the connection is closed and ctx's error comes back. sent,
	// which may be nil, is called when whatever is sent from then on comes behind packet; a
	// wire that cannot tell does not call it.
	Query(ctx context.Context, packet []byte, epoch int, sent func()) (at int, raw []byte, err error)
	// Post sends messages behind everything sent before and waits for nothing.
	Post(packet []byte, epoch int)
}

// Error is what the server, or the way to it, answered.
type Error struct {
	Code              string // SQLSTATE
	Table, Constraint string
}

// Error implements error. The server's message is not kept: it may quote a row.
func (e *Error) Error() string { return "SQLSTATE " + e.Code }

// Options of the edge's database; the zero value suits it.
type Options struct {
	// Wait is how long a unit waits for the connection while others hold it; 0 is 5 s.
	Wait time.Duration
	// StatementTimeout of one statement; 0 is 15 s: an edge function lives briefly.
	StatementTimeout time.Duration
}

// ErrBusy is answered when other units of work hold the connection for too long.
var ErrBusy = fault.New(fault.Unavailable, "store.connection_busy", "the edge's one connection is held by other units of work")

// New returns the store's database over a wire. It opens nothing.
func New(w Wire, opt Options) store.DB {
	if opt.Wait == 0 {
		opt.Wait = 5 * time.Second
	}
	if opt.StatementTimeout == 0 {
		opt.StatementTimeout = 15 * time.Second
	}
	// database/sql hands its connections out in no order. Ours are only names for a
	// place in the line, so there may be any number of them.
	db := sql.OpenDB(&connector{wire: w, line: &line{wait: opt.Wait}, limits: settings(opt)})
	db.SetMaxIdleConns(8)
	return store.DB{Dialect: store.Postgres, Write: db, Read: db, Fault: toFault, Scoped: true}
}

func toFault(err error) error {
	var e *Error
	if errors.As(err, &e) {
		return sqlstate.Fault(e.Code, e.Table, e.Constraint)
	}
	if errors.Is(err, sql.ErrConnDone) || errors.Is(err, errBroken) {
		return sqlstate.Fault("08003", "", "")
	}
	return nil
}
