package edgedb

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"prilavok/core/txn"
	"prilavok/store"
)

var (
	errBroken   = errors.New("the unit's connection was closed")
	errPrepared = errors.New("the edge keeps no prepared statements")
	errOver     = errors.New("the unit of work has ended with its only statement")
	errAborted  = errors.New("the transaction was aborted: commit rolled it back")
)

// settings travel with the prelude, local to the transaction, because a pooler's server
// connections may come with any: how long things may take, and the text forms read here.
func settings(opt Options) string {
	return ", set_config('statement_timeout', '" + strconv.FormatInt(opt.StatementTimeout.Milliseconds(), 10) + "', true)" +
		", set_config('lock_timeout', '10000', true), set_config('idle_in_transaction_session_timeout', '30000', true)" +
		", set_config('datestyle', 'ISO, YMD', true), set_config('timezone', 'UTC', true), set_config('bytea_output', 'hex', true)"
}

type connector struct {
	wire   Wire
	line   *line
	limits string
}

// Connect implements driver.Connector.
func (c *connector) Connect(context.Context) (driver.Conn, error) { return &conn{connector: c}, nil }

// Driver implements driver.Connector.
func (c *connector) Driver() driver.Driver { return c }

// Open implements driver.Driver.
func (c *connector) Open(string) (driver.Conn, error) { return &conn{connector: c}, nil }

// conn is a place in the line. It has the connection from BeginTx to the unit's end.
type conn struct {
	*connector
	unit
	broken bool // the connection went away under the unit
}

// unit is the open unit of work of a conn.
type unit struct {
	open     bool // it has begun
	left     bool // and has given the connection back already
	sent     bool // and the server knows of it
	over     bool // and has ended with its only statement
	readOnly bool
	epoch    int
	begin    string   // the statement that begins it, "" once it is sent
	waiting  []queued // statements that go with the next one that is waited for
	reads    bool     // something was read ahead
	ahead    map[string]Answer
}

// queued is a statement that waits.
type queued struct {
	query string
	args  []driver.NamedValue
	key   string // of a read ahead: what it will be asked for by
	rows  bool   // its answer is read
}

// Prepare implements driver.Conn.
func (c *conn) Prepare(string) (driver.Stmt, error) { return nil, errPrepared }

// Close implements driver.Conn. database/sql ends the unit before.
func (c *conn) Close() error { return nil }

// Begin implements driver.Conn.
func (c *conn) Begin() (driver.Tx, error) { return nil, errPrepared }

// IsValid implements driver.Validator.
func (c *conn) IsValid() bool { return !c.broken && !c.open }

// BeginTx implements driver.ConnBeginTx.
func (c *conn) BeginTx(ctx context.Context, opts driver.TxOptions) (driver.Tx, error) {
	begin := "begin"
	switch sql.IsolationLevel(opts.Isolation) {
	case sql.LevelDefault:
	case sql.LevelRepeatableRead:
		begin += " isolation level repeatable read"
	default:
		return nil, fmt.Errorf("units of work do not run at isolation level %s", sql.IsolationLevel(opts.Isolation))
	}
	if opts.ReadOnly {
		begin += " read only"
	}
	if err := c.line.enter(ctx); err != nil {
		return nil, err
	}
	limits := c.limits
	if opts.ReadOnly && txn.IsOnly(ctx) {
		limits += ", set_config('transaction_read_only', 'on', true)" // there may be no BEGIN to say so
	}
	first := c.waiting[:0]
	if scope, ok := txn.ScopeOf(ctx); ok {
		query, values := store.Prelude(scope, limits)
		first = append(first, queued{query: query, args: numbered(values)})
	} else {
		first = append(first, queued{query: "select " + strings.TrimPrefix(limits, ", ")})
	}
	c.unit, c.broken = unit{open: true, readOnly: opts.ReadOnly, begin: begin, waiting: first}, false
	return tx{ctx, c}, nil
}

func numbered(values []any) []driver.NamedValue {
	args := make([]driver.NamedValue, len(values))
	for i, v := range values {
		args[i] = driver.NamedValue{Ordinal: i + 1, Value: v}
	}
	return args
}

// Ping implements driver.Pinger.
func (c *conn) Ping(ctx context.Context) error {
	_, err := c.ask(ctx, queued{query: "select 1", rows: true})
	return err
}

// CheckNamedValue implements driver.NamedValueChecker: lists are values here as well.
func (c *conn) CheckNamedValue(v *driver.NamedValue) error {
	switch v.Value.(type) {
	case []string, []int64:
		return nil
	}
	return driver.ErrSkip
}

// QueryContext implements driver.QueryerContext.
func (c *conn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	q := queued{query: query, args: args, rows: true}
	if c.open && store.HowOf(ctx).Ahead {
		q.key, c.reads = keyOf(q), true
		c.waiting = append(c.waiting, q)
		return &rows{}, nil
	}
	if a, found, err := c.known(ctx, q); found || err != nil {
		return &rows{answer: a}, err
	}
	a, err := c.ask(ctx, q)
	if err != nil {
		return nil, err
	}
	return &rows{answer: a}, nil
}

// known returns an answer that was read ahead, once.
func (c *conn) known(ctx context.Context, q queued) (a Answer, found bool, err error) {
	if !c.open || !c.reads {
		return a, false, nil
	}
	key := keyOf(q)
	for _, w := range c.waiting {
		if w.key == key {
			if _, err := c.flush(ctx); err != nil {
				return a, false, err
			}
			break
		}
	}
	a, found = c.ahead[key]
	delete(c.ahead, key)
	return a, found, nil
}

// ExecContext implements driver.ExecerContext.
func (c *conn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	how := store.HowOf(ctx)
	if !how.Still && c.reads { // what was read ahead may be so no longer
		clear(c.ahead)
		for i := range c.waiting {
			c.waiting[i].key = ""
		}
	}
	q := queued{query: query, args: args}
	if c.open && how.Later {
		if c.over {
			return nil, errOver
		}
		c.waiting = append(c.waiting, q)
		return driver.RowsAffected(0), nil
	}
	a, err := c.ask(ctx, q)
	if err != nil {
		return nil, err
	}
	return driver.RowsAffected(a.Count()), nil
}

// ask runs one statement, in the open unit or by itself.
func (c *conn) ask(ctx context.Context, q queued) (Answer, error) {
	if !c.open {
		if err := c.line.enter(ctx); err != nil {
			return Answer{}, err
		}
		defer c.line.leave()
		list, _, err := c.send(ctx, []queued{q}, 0, nil)
		if err != nil {
			return Answer{}, err
		}
		return list[0], nil
	}
	if c.over {
		return Answer{}, errOver
	}
	c.waiting = append(c.waiting, q)
	ask := c.flush
	if store.HowOf(ctx).Only && !c.sent {
		ask = c.whole
	}
	list, err := ask(ctx)
	if err != nil {
		return Answer{}, err
	}
	return list[len(list)-1], nil
}

// whole sends what waits as all of a unit: without BEGIN it ends with the Sync, kept or not.
// Whoever is next in line comes behind it at once.
func (c *conn) whole(ctx context.Context) ([]Answer, error) {
	c.over, c.begin = true, ""
	waiting := c.waiting
	c.waiting = nil
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	list, at, err := c.send(ctx, waiting, 0, func() {
		c.leave()
		txn.Sent(ctx)
	})
	c.broken = at == 0
	return list, err
}

// flush sends what waits in one round trip, and returns an answer for each.
func (c *conn) flush(ctx context.Context) ([]Answer, error) {
	if c.broken {
		return nil, errBroken
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	waiting := c.waiting
	if c.begin != "" {
		waiting = append([]queued{{query: c.begin}}, waiting...)
	}
	c.waiting, c.begin, c.sent = nil, "", true
	list, at, err := c.send(ctx, waiting, c.epoch, nil)
	if c.epoch == 0 {
		c.epoch = at
	}
	// After a refusal of the server's the connection stands; after anything else it may not.
	var e *Error
	if err != nil && (at == 0 || !errors.As(err, &e)) {
		c.broken = true
	}
	if err != nil {
		return nil, err
	}
	for i, q := range waiting {
		if q.key != "" {
			if c.ahead == nil {
				c.ahead = map[string]Answer{}
			}
			c.ahead[q.key] = list[i]
		}
	}
	return list, nil
}

// send carries statements to the server and returns an answer for each, and the number of
// the connection, 0 when it is gone. sent is Wire's.
func (c *conn) send(ctx context.Context, list []queued, epoch int, sent func()) ([]Answer, int, error) {
	p := packet{}
	for _, q := range list {
		p.statement(q.query, q.args, q.rows)
	}
	if p.err != nil {
		return nil, epoch, p.err
	}
	at, raw, err := c.wire.Query(ctx, p.sync(), epoch, sent)
	if err != nil {
		return nil, 0, err
	}
	answers, err := ReadAnswers(raw)
	if err == nil && len(answers) != len(list) {
		err = errAnswer
	}
	return answers, at, err
}

// post sends a statement that nobody waits for.
func (c *conn) post(query string) {
	p := packet{}
	p.statement(query, nil, false)
	c.wire.Post(p.sync(), c.epoch)
}

// keyOf is equal for equal reads.
func keyOf(q queued) string {
	p := packet{}
	p.statement(q.query, q.args, false)
	return string(p.bytes)
}

// end ends the unit.
func (c *conn) end() {
	c.leave()
	c.unit = unit{}
}

// leave gives the connection back, once.
func (c *conn) leave() {
	if !c.left {
		c.left = true
		c.line.leave()
	}
}

// tx is the open unit of a conn.
type tx struct {
	ctx context.Context
	c   *conn
}

// Commit implements driver.Tx.
func (t tx) Commit() error {
	c := t.c
	defer c.end()
	idle := len(c.waiting) == 0 || !c.sent && len(c.waiting) == 1 // what was prepared in BeginTx
	switch {
	case c.broken:
		return errBroken
	case c.over, !c.sent && idle: // ended, or nothing was ever sent
		return nil
	case c.readOnly && idle: // there is nothing to keep, so nothing to wait for
		c.post("commit")
		return nil
	}
	c.waiting = append(c.waiting, queued{query: "commit"})
	list, err := c.flush(t.ctx)
	if err == nil && list[len(list)-1].Tag == "ROLLBACK" {
		err = errAborted
	}
	if err != nil && !c.broken { // one of the late statements was refused: the transaction is still open
		c.post("rollback")
	}
	return err
}

// Rollback implements driver.Tx. Whoever comes next is behind it on the same wire.
func (t tx) Rollback() error {
	c := t.c
	defer c.end()
	if !c.broken && !c.over && c.sent {
		c.post("rollback")
	}
	return nil
}
