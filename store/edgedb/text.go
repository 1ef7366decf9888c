package edgedb

import (
	"database/sql/driver"
	"encoding/hex"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
)

// rows are an answer's, whole.
type rows struct {
	answer Answer
	next   int
}

// Columns implements driver.Rows.
func (r *rows) Columns() []string {
	names := make([]string, len(r.answer.Columns))
	for i, c := range r.answer.Columns {
		names[i] = c.Name
	}
	return names
}

// Close implements driver.Rows.
func (r *rows) Close() error { return nil }

// Next implements driver.Rows.
func (r *rows) Next(dest []driver.Value) error {
	if r.next >= len(r.answer.Rows) {
		return io.EOF
	}
	m := reader{rest: r.answer.Rows[r.next]}
	if m.int16() != len(dest) {
		return errAnswer
	}
	for i := range dest {
		n := int32(m.int32())
		if n < 0 {
			dest[i] = nil
			continue
		}
		text := m.bytes(int(n))
		if m.bad {
			return errAnswer
		}
		v, err := value(r.answer.Columns[i].Type, text)
		if err != nil {
			return fmt.Errorf("column %s: %w", r.answer.Columns[i].Name, err)
		}
		dest[i] = v
	}
	r.next++
	return nil
}

// Type OIDs: postgresql.org/docs/15/catalog-pg-type.html, numbers of pg_type.dat.
const (
	oidBool        = 16
	oidBytea       = 17
	oidInt8        = 20
	oidInt2        = 21
	oidInt4        = 23
	oidFloat4      = 700
	oidFloat8      = 701
	oidDate        = 1082
	oidTimestamp   = 1114
	oidTimestamptz = 1184
)

// value reads Postgres' text form of a type. Types not named here stay text, numeric
// among them.
func value(oid uint32, s string) (driver.Value, error) {
	switch oid {
	case oidBool:
		return s == "t", nil
	case oidInt2, oidInt4, oidInt8:
		return strconv.ParseInt(s, 10, 64)
	case oidFloat4, oidFloat8:
		return strconv.ParseFloat(s, 64)
	case oidBytea:
		raw, ok := strings.CutPrefix(s, `\x`)
		if !ok {
			return nil, fmt.Errorf("bytes are not in their hexadecimal form")
		}
		return hex.DecodeString(raw)
	case oidTimestamptz:
		return instant(s)
	case oidTimestamp:
		return time.Parse("2006-01-02 15:04:05.999999", s)
	case oidDate:
		return time.Parse("2006-01-02", s)
	}
	return s, nil
}

func instant(s string) (time.Time, error) {
	var first error
	for _, layout := range []string{"2006-01-02 15:04:05.999999-07", "2006-01-02 15:04:05.999999-07:00"} {
		t, err := time.Parse(layout, s)
		if err == nil {
			return t.UTC(), nil
		}
		if first == nil {
			first = err
		}
	}
	return time.Time{}, first
}
