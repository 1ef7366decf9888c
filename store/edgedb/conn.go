package edgedb

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"prilavok/core/txn"
	"prilavok/store"
)

var (
	errBroken   = errors.New("the unit's connection was closed")
	errPrepared = errors.New("the edge keeps no prepared statements")
	errPrelude  = errors.New("the prelude has a setting that this driver does not read")
	errOver     = errors.New("the unit of work has ended with its only statement")
	errAborted  = errors.New("the transaction was aborted: commit rolled it back")
)

// settings travel with BEGIN, local to the transaction, because a pooler's server
// connections may come with any: how long things may take, and the text forms read here.
func settings(opt Options) string {
	return "; set local statement_timeout = " + strconv.FormatInt(opt.StatementTimeout.Milliseconds(), 10) +
		"; set local lock_timeout = 10000; set local idle_in_transaction_session_timeout = 30000" +
		"; set local datestyle = 'ISO, YMD'; set local timezone = 'UTC'; set local bytea_output = 'hex'"
}

type connector struct {
	wire   Wire
	line   *line
	prefix string
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
	open     bool   // a unit of work has the connection
	begin    string // BEGIN and settings while they wait for the first statement
	late     string // statements that nobody waits for, while they wait for the next
	readOnly bool
	over     bool // the unit has ended with its only statement
	epoch    int
	broken   bool // the connection went away under the unit
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
	prelude, err := preludeOf(ctx)
	if err != nil {
		return nil, err
	}
	if err := c.line.enter(ctx); err != nil {
		return nil, err
	}
	c.open, c.begin, c.late, c.readOnly, c.over, c.epoch, c.broken = true, begin+c.prefix+"; "+prelude, "", opts.ReadOnly, false, 0, false
	return tx{ctx, c}, nil
}

// preludeOf are the store's settings for the scope of a unit of work; none without a scope.
func preludeOf(ctx context.Context) (string, error) {
	scope, ok := txn.ScopeOf(ctx)
	if !ok {
		return "", nil
	}
	query, values := store.Prelude(scope, "")
	text, err := setLocal(query)
	if err != nil {
		return "", err
	}
	args := make([]driver.NamedValue, len(values))
	for i, v := range values {
		args[i] = driver.NamedValue{Ordinal: i + 1, Value: v}
	}
	return render(text, args)
}

// Ping implements driver.Pinger.
func (c *conn) Ping(ctx context.Context) error {
	_, err := c.send(ctx, "select 1", nil, false)
	return err
}

// send runs one statement, in the open unit or by itself. counts says that the number of
// rows that it changes is asked for.
func (c *conn) send(ctx context.Context, query string, args []driver.NamedValue, counts bool) (Answer, error) {
	text, err := render(query, args)
	if err != nil {
		return Answer{}, err
	}
	if !c.open {
		if err := c.line.enter(ctx); err != nil {
			return Answer{}, err
		}
		defer c.line.leave()
		return c.wire.Query(ctx, text, 0)
	}
	if c.over {
		return Answer{}, errOver
	}
	if counts && c.late != "" {
		text = apart + text
	}
	only := store.HowOf(ctx).Only
	if only {
		text += "; commit"
	}
	a, err := c.flush(ctx, text)
	if err == nil && only {
		c.over = true
		if a.Command == "ROLLBACK" {
			return Answer{}, errAborted
		}
	}
	return a, err
}

// apart stands between statements that nobody waits for and one whose count is asked for.
// The JavaScript client notes the first count since the last rows began: these are rows, and
// have none.
const apart = "show role; "

// flush sends what waits, and a text behind it.
func (c *conn) flush(ctx context.Context, text string) (Answer, error) {
	if c.broken {
		return Answer{}, errBroken
	}
	if err := ctx.Err(); err != nil {
		return Answer{}, err
	}
	text = c.begin + c.late + text
	c.begin, c.late = "", ""
	a, err := c.wire.Query(ctx, text, c.epoch)
	if c.epoch == 0 {
		c.epoch = a.Epoch
	}
	var e *Error
	// After a refusal of the server's the connection stands; after anything else it may not.
	if err != nil && (!errors.As(err, &e) || a.Epoch == 0) {
		c.broken = true
	}
	return a, err
}

// CheckNamedValue implements driver.NamedValueChecker: lists are values here as well.
func (c *conn) CheckNamedValue(v *driver.NamedValue) error {
	switch v.Value.(type) {
	case []string, []int64:
		return nil
	}
	return driver.ErrSkip
}

// QueryContext implements driver.QueryerContext. What is only to be read ahead is not: the
// JavaScript client answers one question at a time.
func (c *conn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	if c.open && store.HowOf(ctx).Ahead {
		return &rows{}, nil
	}
	a, err := c.send(ctx, query, args, false)
	if err != nil {
		return nil, err
	}
	return &rows{answer: a}, nil
}

// ExecContext implements driver.ExecerContext.
func (c *conn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	if c.open && store.HowOf(ctx).Later {
		text, err := render(query, args)
		switch {
		case err != nil:
			return nil, err
		case c.over:
			return nil, errOver
		}
		c.late += text + "; "
		return driver.RowsAffected(0), nil
	}
	a, err := c.send(ctx, query, args, true)
	if err != nil {
		return nil, err
	}
	return driver.RowsAffected(a.Count), nil
}

var setConfig = regexp.MustCompile(`set_config\('([a-z_.]+)', (\$[0-9]+|'[a-z_]*'), true\)`)

// setLocal says the same as a SELECT of set_config, with commands that answer no row: the
// JavaScript client counts the rows of a text once, and would give the count of a SELECT
// for what the statement behind it changes.
func setLocal(query string) (string, error) {
	var b strings.Builder
	all := setConfig.FindAllStringSubmatch(query, -1)
	if len(all) != strings.Count(query, "set_config(") {
		return "", errPrelude
	}
	for _, m := range all {
		b.WriteString("set local " + m[1] + " = " + m[2] + "; ")
	}
	return b.String(), nil
}

// end gives the connection back.
func (c *conn) end() {
	c.open, c.begin, c.late = false, "", ""
	c.line.leave()
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
	switch {
	case c.broken:
		return errBroken
	case c.over, c.begin != "" && c.late == "": // ended, or nothing was ever sent
		return nil
	case c.readOnly && c.late == "": // there is nothing to keep, so nothing to wait for
		c.wire.Post("commit", c.epoch)
		return nil
	}
	a, err := c.flush(t.ctx, "commit")
	if err == nil && a.Command == "ROLLBACK" {
		err = errAborted
	}
	if err != nil && !c.broken { // one of the late statements was refused: the transaction is still open
		c.wire.Post("rollback", c.epoch)
	}
	return err
}

// Rollback implements driver.Tx. Whoever comes next is behind it on the same wire.
func (t tx) Rollback() error {
	c := t.c
	defer c.end()
	if !c.broken && !c.over && c.begin == "" {
		c.wire.Post("rollback", c.epoch)
	}
	return nil
}
