// Package sqlstate names Postgres' error numbers as faults, for every driver that
// speaks to Postgres. It knows no driver.
package sqlstate

import (
	"errors"
	"strings"

	"prilavok/core/fault"
	"prilavok/core/job"
)

// state is a SQLSTATE, or the first two characters of several, and what it means.
type state struct {
	code  string
	fault *fault.Fault
}

func find(list []state, code string) *fault.Fault {
	for _, s := range list {
		if s.code == code {
			return s.fault
		}
	}
	return nil
}

// states maps SQLSTATE codes: postgresql.org/docs/15/errcodes-appendix.html.
var states = []state{
	{"PV001", job.ErrLeaseLost}, // raised by our function fence
	{"22012", job.ErrLeaseLost}, // divided by the jobs that were finished: there was none
	{"23505", fault.New(fault.Conflict, "store.duplicate", "this exists already")},
	{"23503", fault.New(fault.Conflict, "store.reference", "what this refers to does not exist, or is still needed")},
	{"23514", fault.New(fault.Conflict, "store.check", "a value that the database does not allow")},
	{"23502", fault.New(fault.Conflict, "store.check", "a value that the database does not allow")},
	{"40001", fault.New(fault.Unavailable, "store.serialization", "two units of work met; it is tried again")},
	{"40P01", fault.New(fault.Unavailable, "store.serialization", "two units of work met; it is tried again")},
	{"42501", fault.New(fault.Forbidden, "store.denied", "row-level security or a grant forbids this")},
	{"55P03", fault.New(fault.Unavailable, "store.busy", "the row is locked")},
	{"57014", fault.New(fault.Unavailable, "store.canceled", "the query was canceled or took too long")},
	{"53100", fault.New(fault.Unavailable, "store.disk_full", "the database server's disk is full: free some space")},
	{"25006", fault.New(fault.Unavailable, "store.read_only", "the server accepts no writes at the moment")},
}

// classes maps the first two characters of a SQLSTATE.
var classes = []state{
	{"08", fault.New(fault.Unavailable, "store.connection", "the connection to the database broke")},
	{"53", fault.New(fault.Unavailable, "store.resources", "the database is out of connections, memory or disk")},
	{"57", fault.New(fault.Unavailable, "store.shutdown", "the database is shutting down or starting")},
	{"58", fault.New(fault.Unavailable, "store.system", "the database server has trouble with its system")},
	{"28", fault.New(fault.Unavailable, "store.login", "the database refuses user or password")},
}

// Fault names an error by its SQLSTATE and where it happened (table, constraint); nil
// when the number is not known here. The server's message is left out: it may quote
// values of a row.
func Fault(code, table, constraint string) error {
	f := find(states, code)
	if f == nil && len(code) == 5 {
		f = find(classes, code[:2])
	}
	switch {
	case f == nil:
		return nil
	case f == job.ErrLeaseLost:
		return f
	}
	cause := errors.New(strings.TrimSpace("SQLSTATE " + code + " " + strings.TrimSpace(table+" "+constraint)))
	return fault.Wrap(cause, f.Kind, f.Code, "%s", f.Message)
}
