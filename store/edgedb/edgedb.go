// Package edgedb is a database/sql driver for the edge: Postgres behind a transaction
// pooler, reached over one connection that somebody else holds (at the edge a
// JavaScript client). It holds no query and opens no socket.
//
// Statements travel as text with their values in it: the extended protocol would cost
// the JavaScript client a second round trip for every statement with parameters. BEGIN
// and the store's prelude travel with the unit's first statement, writes that nobody waits for
// with the next or with COMMIT, COMMIT with the only statement of a unit, and nobody waits for
// the end of a unit that has written nothing.
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
	// Query sends text, one or several statements. It returns the rows that came last, the
	// first count since they began, and the last command.
	// epoch names the connection that must carry it: 0 is any, other numbers come from
	// an earlier Answer. When that connection is gone the error is an *Error of class 08
	// and nothing was sent. When ctx ends the connection is closed and ctx's error comes
	// back.
	Query(ctx context.Context, text string, epoch int) (Answer, error)
	// Post sends text behind everything sent before and waits for nothing.
	Post(text string, epoch int)
}

// Answer is what one statement brought. Values are in Postgres' text form, nil is NULL.
type Answer struct {
	Epoch   int
	Command string // the first word of the command's tag: "SELECT", "ROLLBACK"
	Count   int64  // rows returned or changed
	Columns []Column
	Rows    [][]*string
}

// Column is a column of an answer.
type Column struct {
	Name string
	Type uint32 // the type's OID
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
	db := sql.OpenDB(&connector{wire: w, line: &line{wait: opt.Wait}, prefix: settings(opt)})
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
