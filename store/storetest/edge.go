package storetest

import (
	"bufio"
	"context"
	"encoding/binary"
	"io"
	"net"
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

// edgeWire is an edgedb.Wire over a socket of our own.
type edgeWire struct {
	address string
	mu      sync.Mutex
	conn    net.Conn
	in      *bufio.Reader
	epoch   int
}

// errorOf is an ErrorResponse that the server has not sent.
func errorOf(code string) []byte {
	body := "SFATAL\x00C" + code + "\x00\x00"
	return append(binary.BigEndian.AppendUint32([]byte{'E'}, uint32(len(body)+4)), body...)
}

// Query implements edgedb.Wire.
func (w *edgeWire) Query(ctx context.Context, packet []byte, epoch int, sent func()) (int, []byte, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if sent != nil {
		sent()
	}
	if epoch != 0 && (w.conn == nil || epoch != w.epoch) {
		return 0, errorOf("08003"), nil
	}
	if w.conn == nil {
		if err := w.open(ctx); err != nil {
			return 0, errorOf("08001"), nil
		}
	}
	stop := context.AfterFunc(ctx, func() { _ = w.conn.SetDeadline(time.Unix(1, 0)) })
	raw, err := w.exchange(packet)
	if !stop() && ctx.Err() != nil || err != nil {
		_ = w.conn.Close()
		w.conn = nil
		return 0, errorOf("08006"), ctx.Err()
	}
	return w.epoch, raw, nil
}

func (w *edgeWire) open(ctx context.Context) error {
	conn, err := pgconn.Connect(ctx, w.address)
	if err != nil {
		return err
	}
	h, err := conn.Hijack()
	if err != nil {
		return err
	}
	w.conn, w.in = h.Conn, bufio.NewReader(h.Conn)
	w.epoch++
	return nil
}

// exchange sends messages and reads all up to the server's being ready again.
func (w *edgeWire) exchange(packet []byte) (raw []byte, err error) {
	if _, err := w.conn.Write(packet); err != nil {
		return nil, err
	}
	for {
		start := len(raw)
		raw = append(raw, make([]byte, 5)...)
		if _, err := io.ReadFull(w.in, raw[start:]); err != nil {
			return nil, err
		}
		body := make([]byte, binary.BigEndian.Uint32(raw[start+1:])-4)
		if _, err := io.ReadFull(w.in, body); err != nil {
			return nil, err
		}
		if raw = append(raw, body...); raw[start] == 'Z' {
			return raw, nil
		}
	}
}

// Post implements edgedb.Wire.
func (w *edgeWire) Post(packet []byte, epoch int) {
	_, _, _ = w.Query(context.Background(), packet, epoch, nil)
}

func (w *edgeWire) close() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.conn != nil {
		_ = w.conn.Close()
	}
}
