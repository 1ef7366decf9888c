// Package sqlite opens the embedded database. It holds no query of the business:
// those are written once, in store. One connection writes, several read.
package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"net/url"
	"strings"

	sq "modernc.org/sqlite"

	"prilavok/core/fault"
	"prilavok/store"
)

// readers is how many connections read at the same time.
const readers = 4

// Open opens the database file at path, made when it is missing. ":memory:" is a
// database of its own that lives as long as the DB.
//
// Commits are written through to the disk (synchronous FULL): what was acknowledged
// survives a killed process and a power cut.
func Open(ctx context.Context, path string) (store.DB, error) {
	memory := path == ":memory:"
	write, err := open(ctx, path, "immediate", 1)
	if err != nil {
		return store.DB{}, err
	}
	read := write
	if !memory {
		if read, err = open(ctx, path, "deferred", readers); err != nil {
			return store.DB{}, errors.Join(err, write.Close())
		}
	}
	return store.DB{Dialect: store.SQLite, Write: write, Read: read, Fault: toFault}, nil
}

func open(ctx context.Context, path, lock string, conns int) (*sql.DB, error) {
	q := url.Values{"_txlock": {lock}}
	for _, p := range []string{"journal_mode(WAL)", "busy_timeout(5000)", "synchronous(FULL)", "foreign_keys(1)", "temp_store(2)", "cache_size(-8000)"} {
		q.Add("_pragma", p)
	}
	if lock == "deferred" {
		q.Add("_pragma", "query_only(1)")
	}
	db, err := sql.Open("sqlite", "file:"+escape(path)+"?"+q.Encode())
	if err != nil {
		return nil, fault.Wrap(err, fault.Unavailable, "store.open", "open the SQLite file")
	}
	db.SetMaxOpenConns(conns)
	db.SetMaxIdleConns(conns)
	db.SetConnMaxLifetime(0)
	if err := db.PingContext(ctx); err != nil {
		return nil, errors.Join(known(err, "open the SQLite file"), db.Close())
	}
	return db, nil
}

// escape keeps a path with ? or # from being read as a query.
func escape(path string) string {
	return strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23").Replace(path)
}

func known(err error, what string) error {
	if f := toFault(err); f != nil {
		return f
	}
	return fault.Wrap(err, fault.Unavailable, "store.open", "%s", what)
}

// SQLite's result codes, primary and extended: sqlite.org/rescode.html.
const (
	codeBusy       = 5
	codeLocked     = 6
	codeReadOnly   = 8
	codeInterrupt  = 9
	codeIO         = 10
	codeCorrupt    = 11
	codeFull       = 13
	codeNotADB     = 26
	codeCantOpen   = 14
	codeForeignKey = 787
	codePrimaryKey = 1555
	codeUnique     = 2067
	codeCheck      = 275
	codeNotNull    = 1299
)

// toFault names errors by their number.
func toFault(err error) error {
	var e *sq.Error
	if !errors.As(err, &e) {
		return nil
	}
	switch e.Code() {
	case codeUnique, codePrimaryKey:
		return fault.Wrap(err, fault.Conflict, "store.duplicate", "this exists already")
	case codeForeignKey:
		return fault.Wrap(err, fault.Conflict, "store.reference", "what this refers to does not exist, or is still needed")
	case codeCheck, codeNotNull:
		return fault.Wrap(err, fault.Conflict, "store.check", "a value that the database does not allow")
	}
	switch e.Code() & 0xff {
	case codeBusy, codeLocked:
		return fault.Wrap(err, fault.Unavailable, "store.busy", "the database is busy")
	case codeFull:
		return fault.Wrap(err, fault.Unavailable, "store.disk_full", "the disk is full: free some space")
	case codeInterrupt:
		return fault.Wrap(err, fault.Unavailable, "store.canceled", "the query was interrupted")
	case codeIO, codeCantOpen, codeReadOnly:
		return fault.Wrap(err, fault.Unavailable, "store.disk", "the database file cannot be read or written")
	case codeCorrupt, codeNotADB:
		return fault.Wrap(err, fault.Internal, "store.corrupt", "the database file is damaged: restore a backup")
	}
	return nil
}
