package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"prilavok/core/txn"
)

// args prepares values for any driver: times in UTC and microseconds, the zero time
// as NULL.
func (s *Store) args(in []any) []any {
	for i, v := range in {
		if t, ok := v.(time.Time); ok {
			in[i] = s.timeArg(t)
		}
	}
	return in
}

// sqliteTime is fixed in width, so that times compare as text.
const sqliteTime = "2006-01-02 15:04:05.000000Z"

func (s *Store) timeArg(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	t = t.UTC().Truncate(time.Microsecond)
	if s.db.Dialect == SQLite {
		return t.Format(sqliteTime)
	}
	return t
}

// at scans a time of any engine into t; NULL is the zero time.
func at(t *time.Time) *timeScan { return &timeScan{t} }

type timeScan struct{ t *time.Time }

// Scan implements sql.Scanner.
func (x *timeScan) Scan(v any) error {
	switch v := v.(type) {
	case nil:
		*x.t = time.Time{}
	case time.Time:
		*x.t = v.UTC()
	case string:
		return x.parse(v)
	case []byte:
		return x.parse(string(v))
	default:
		return fmt.Errorf("a time cannot be read from %T", v)
	}
	return nil
}

func (x *timeScan) parse(s string) error {
	for _, layout := range []string{sqliteTime, time.RFC3339Nano, "2006-01-02 15:04:05.999999-07"} {
		if t, err := time.Parse(layout, s); err == nil {
			*x.t = t.UTC()
			return nil
		}
	}
	return fmt.Errorf("a time cannot be read from %q", s)
}

// doc scans a JSON document into v; NULL and "" leave it as it is.
func doc(v any) *docScan { return &docScan{v} }

type docScan struct{ v any }

// Scan implements sql.Scanner.
func (x *docScan) Scan(v any) error {
	var b []byte
	switch v := v.(type) {
	case nil:
		return nil
	case string:
		b = []byte(v)
	case []byte:
		b = v
	default:
		return fmt.Errorf("a document cannot be read from %T", v)
	}
	if len(b) == 0 {
		return nil
	}
	return json.Unmarshal(b, x.v)
}

// text scans a nullable text; NULL is "".
func text(s *string) *textScan { return &textScan{s} }

type textScan struct{ s *string }

// Scan implements sql.Scanner.
func (x *textScan) Scan(v any) error {
	switch v := v.(type) {
	case nil:
		*x.s = ""
	case string:
		*x.s = v
	case []byte:
		*x.s = string(v)
	default:
		return fmt.Errorf("a text cannot be read from %T", v)
	}
	return nil
}

// flag scans a boolean of any engine.
func flag(b *bool) *flagScan { return &flagScan{b} }

type flagScan struct{ b *bool }

// Scan implements sql.Scanner.
func (x *flagScan) Scan(v any) error {
	switch v := v.(type) {
	case nil:
		*x.b = false
	case bool:
		*x.b = v
	case int64:
		*x.b = v != 0
	default:
		return fmt.Errorf("a boolean cannot be read from %T", v)
	}
	return nil
}

// toJSON writes v for a JSON column.
func toJSON(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		return "null"
	}
	return string(b)
}

// null turns "" into NULL.
func null(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// shopID is the shop that every query names.
func shopID(ctx context.Context) string { return txn.ShopID(ctx) }
