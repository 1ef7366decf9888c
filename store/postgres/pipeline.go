package postgres

import (
	"context"
	"database/sql/driver"
	"fmt"
	"io"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgtype"

	"prilavok/store"
)

// queued is a statement that waits for the next one whose answer is needed.
type queued struct {
	query string
	args  []any
	key   string // of a read ahead: what it will be asked for by
	want  bool   // its rows are waited for
}

// maxPrepared bounds the statements that a connection keeps.
const maxPrepared = 500

// queue lets a statement wait. On a direct connection all that waits is prepared: the
// search path that it needs is set by what goes before it.
func (c *limited) queue(ctx context.Context, q queued) error {
	if err := c.prepare(ctx, q.query); err != nil {
		return err
	}
	c.waiting = append(c.waiting, q)
	return nil
}

// prepare makes a statement known to the connection, once. What waits goes first.
func (c *limited) prepare(ctx context.Context, query string) error {
	if c.prepared == nil || c.prepared[query] {
		return nil
	}
	if err := c.flush(ctx); err != nil {
		return err
	}
	if len(c.prepared) >= maxPrepared {
		if err := c.Conn.Conn().DeallocateAll(ctx); err != nil {
			return c.judge(err)
		}
		clear(c.prepared)
	}
	if _, err := c.Conn.Conn().Prepare(ctx, query, query); err != nil {
		return c.judge(err)
	}
	c.prepared[query] = true
	return nil
}

// flush sends what waits and takes the answers.
func (c *limited) flush(ctx context.Context) error {
	if len(c.waiting) == 0 {
		return nil
	}
	_, _, err := c.send(ctx)
	return err
}

// send carries everything that waits to the server in one round trip, and returns the
// rows that are waited for and the tag of the last statement.
func (c *limited) send(ctx context.Context) (wanted *table, tag pgconn.CommandTag, err error) {
	if c.Conn.Conn().IsClosed() {
		return nil, tag, driver.ErrBadConn
	}
	list := c.waiting
	c.waiting, c.sent = nil, true
	b := &pgx.Batch{}
	for _, q := range list {
		b.Queue(q.query, q.args...)
	}
	res := c.Conn.Conn().SendBatch(ctx, b)
	for _, q := range list {
		rows, err := res.Query()
		if err != nil {
			return nil, tag, c.judge(joinClose(err, res))
		}
		var t *table
		if q.key != "" || q.want {
			if t, err = c.read(rows); err != nil {
				rows.Close()
				return nil, tag, c.judge(joinClose(err, res))
			}
		}
		rows.Close()
		if err := rows.Err(); err != nil {
			return nil, tag, c.judge(joinClose(err, res))
		}
		tag = rows.CommandTag()
		switch {
		case q.key != "":
			c.ahead[q.key] = t
		case q.want:
			wanted = t
		}
	}
	return wanted, tag, c.judge(res.Close())
}

// joinClose ends a batch whose outcome is known: its own error says no more.
func joinClose(err error, res pgx.BatchResults) error {
	_ = res.Close()
	return err
}

// judge gives up a connection whose statements the server no longer takes as they were
// prepared: a migration came in between.
func (c *limited) judge(err error) error {
	if store.StaleStatement(err) {
		c.stale = true
	}
	return err
}

// keyOf is equal for equal reads.
func keyOf(query string, args []any) string {
	var b strings.Builder
	b.WriteString(query)
	for _, a := range args {
		fmt.Fprintf(&b, "\x00%v", a)
	}
	return b.String()
}

// table is an answer, read whole. It implements driver.Rows.
type table struct {
	columns []string
	rows    [][]driver.Value
	at      int
}

// Columns implements driver.Rows.
func (t *table) Columns() []string { return t.columns }

// Close implements driver.Rows.
func (t *table) Close() error { return nil }

// Next implements driver.Rows.
func (t *table) Next(dest []driver.Value) error {
	if t.at == len(t.rows) {
		return io.EOF
	}
	copy(dest, t.rows[t.at])
	t.at++
	return nil
}

func (c *limited) read(rows pgx.Rows) (*table, error) {
	fields := rows.FieldDescriptions()
	t := &table{columns: make([]string, len(fields))}
	for i, f := range fields {
		t.columns[i] = f.Name
	}
	types := c.Conn.Conn().TypeMap()
	for rows.Next() {
		raw := rows.RawValues()
		row := make([]driver.Value, len(raw))
		for i, v := range raw {
			var err error
			if row[i], err = value(types, fields[i], v); err != nil {
				return nil, err
			}
		}
		t.rows = append(t.rows, row)
	}
	return t, rows.Err()
}

func value(types *pgtype.Map, f pgconn.FieldDescription, raw []byte) (driver.Value, error) {
	if raw == nil {
		return nil, nil
	}
	switch f.DataTypeOID {
	case pgtype.TextOID, pgtype.VarcharOID:
		return string(raw), nil
	}
	if t, ok := types.TypeForOID(f.DataTypeOID); ok {
		return t.Codec.DecodeDatabaseSQLValue(types, f.DataTypeOID, f.Format, raw)
	}
	return string(raw), nil
}
