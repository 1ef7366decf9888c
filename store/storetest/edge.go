package storetest

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"prilavok/store"
	"prilavok/store/edgedb"
	"prilavok/store/postgres"
)

// viaEdge is store/edgedb over a native connection instead of a JavaScript one.
const viaEdge postgres.Mode = "edge"

// edgeWay reaches the database as the edge does. It has one connection, so tests that
// need two units of work at once do not run on it; the suite's cases do.
var edgeWay = Way{Name: "pgbouncer-edge", Mode: viaEdge, Pooler: true}

// openers are the modes that are not store/postgres's.
var openers = map[postgres.Mode]func(t testing.TB, address string) store.DB{viaEdge: openEdge}

func openEdge(t testing.TB, address string) store.DB {
	t.Helper()
	w := &edgeWire{address: address}
	t.Cleanup(w.close)
	return edgedb.New(w, edgedb.Options{Wait: 30 * time.Second})
}

// edgeWire is an edgedb.Wire over pgconn's simple protocol.
type edgeWire struct {
	address string
	mu      sync.Mutex
	conn    *pgconn.PgConn
	epoch   int
}

// Query implements edgedb.Wire.
func (w *edgeWire) Query(ctx context.Context, text string, epoch int) (edgedb.Answer, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.conn != nil && w.conn.IsClosed() {
		w.conn = nil
	}
	if epoch != 0 && (w.conn == nil || epoch != w.epoch) {
		return edgedb.Answer{}, &edgedb.Error{Code: "08003"}
	}
	if w.conn == nil {
		conn, err := pgconn.Connect(ctx, w.address)
		if err != nil {
			return edgedb.Answer{}, &edgedb.Error{Code: "08001"}
		}
		w.conn = conn
		w.epoch++
	}
	results, err := w.conn.Exec(ctx, text).ReadAll()
	if err != nil {
		return w.failed(ctx, err)
	}
	return w.answer(results), nil
}

func (w *edgeWire) failed(ctx context.Context, err error) (edgedb.Answer, error) {
	var e *pgconn.PgError
	switch {
	case ctx.Err() != nil:
		return edgedb.Answer{}, ctx.Err()
	case errors.As(err, &e) && !w.conn.IsClosed():
		return edgedb.Answer{Epoch: w.epoch}, &edgedb.Error{Code: e.Code, Table: e.TableName, Constraint: e.ConstraintName}
	}
	return edgedb.Answer{}, &edgedb.Error{Code: "08006"}
}

// answer makes one of the results of several statements, as the JavaScript client does: rows
// begin an answer, and whatever follows belongs to it.
func (w *edgeWire) answer(results []*pgconn.Result) edgedb.Answer {
	a := edgedb.Answer{Epoch: w.epoch}
	counted := false
	for _, r := range results {
		if len(r.FieldDescriptions) > 0 {
			a, counted = edgedb.Answer{Epoch: w.epoch}, false
		}
		for _, f := range r.FieldDescriptions {
			a.Columns = append(a.Columns, edgedb.Column{Name: f.Name, Type: f.DataTypeOID})
		}
		for _, row := range r.Rows {
			values := make([]*string, len(row))
			for i, v := range row {
				if v != nil {
					s := string(v)
					values[i] = &s
				}
			}
			a.Rows = append(a.Rows, values)
		}
		tag := r.CommandTag.String()
		a.Command, _, _ = strings.Cut(tag, " ")
		if last := tag[strings.LastIndex(tag, " ")+1:]; !counted && last != "" && last[0] < ':' {
			a.Count, counted = r.CommandTag.RowsAffected(), true
		}
	}
	return a
}

// Post implements edgedb.Wire.
func (w *edgeWire) Post(text string, epoch int) {
	_, _ = w.Query(context.Background(), text, epoch)
}

func (w *edgeWire) close() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.conn != nil {
		_ = w.conn.Close(context.Background())
	}
}
