package edgedb

import (
	"database/sql/driver"
	"encoding/hex"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// render writes values into a statement in place of $1, $2, …. Texts in quotes,
// quoted names, dollar quotes and comments are left as they are.
func render(query string, args []driver.NamedValue) (string, error) {
	if len(args) == 0 {
		return query, nil
	}
	lits := make([]string, len(args))
	for i, a := range args {
		var err error
		if lits[i], err = literal(a.Value); err != nil {
			return "", err
		}
	}
	var b strings.Builder
	b.Grow(len(query) + 16*len(args))
	for i := 0; i < len(query); {
		n := skip(query[i:])
		if n == 0 && query[i] == '$' {
			digits := 1
			for i+digits < len(query) && query[i+digits] >= '0' && query[i+digits] <= '9' {
				digits++
			}
			k, err := strconv.Atoi(query[i+1 : i+digits])
			if err != nil || k < 1 || k > len(lits) {
				return "", fmt.Errorf("a statement names $%s and has %d values", query[i+1:i+digits], len(lits))
			}
			b.WriteString(lits[k-1])
			i += digits
			continue
		}
		n = max(n, 1)
		b.WriteString(query[i : i+n])
		i += n
	}
	return b.String(), nil
}

// skip returns how long the quoted text or comment at the beginning of s is, 0 when
// there is none.
func skip(s string) int {
	upTo := func(end string) int {
		if i := strings.Index(s[len(end):], end); i >= 0 {
			return i + 2*len(end)
		}
		return len(s)
	}
	switch {
	case s[0] == '\'' || s[0] == '"': // a doubled quote reads as two texts side by side
		return upTo(s[:1])
	case strings.HasPrefix(s, "--"):
		if i := strings.IndexByte(s, '\n'); i >= 0 {
			return i
		}
		return len(s)
	case strings.HasPrefix(s, "/*"):
		if i := strings.Index(s, "*/"); i >= 0 {
			return i + 2
		}
		return len(s)
	case strings.HasPrefix(s, "$$"):
		return upTo("$$")
	}
	return 0
}

// literal writes a value so that it reads the same whatever the server's settings are.
// Blanks around it keep it apart from what stands beside it: -$1 with -1 is no comment.
func literal(v driver.Value) (string, error) {
	switch v := v.(type) {
	case nil:
		return " null ", nil
	case int64:
		if v < 0 {
			return " (" + strconv.FormatInt(v, 10) + ") ", nil
		}
		return " " + strconv.FormatInt(v, 10) + " ", nil
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return " '" + map[bool]string{true: "NaN", false: strings.TrimPrefix(strconv.FormatFloat(v, 'g', -1, 64), "+") + "inity"}[math.IsNaN(v)] + "'::float8 ", nil
		}
		return " (" + strconv.FormatFloat(v, 'g', -1, 64) + ") ", nil
	case bool:
		return " " + strconv.FormatBool(v) + " ", nil
	case []byte:
		if v == nil {
			return " null ", nil
		}
		return ` E'\\x` + hex.EncodeToString(v) + "' ", nil
	case string:
		return quote(v)
	case time.Time:
		return v.UTC().Truncate(time.Microsecond).Format(" '2006-01-02 15:04:05.999999Z' "), nil
	case []string:
		return array(v, quote)
	case []int64:
		return array(v, func(n int64) (string, error) { return strconv.FormatInt(n, 10), nil })
	}
	return "", fmt.Errorf("a value of type %T cannot be sent", v)
}

// array writes a list. The statement says of what type it is: an empty one does not tell.
func array[T any](list []T, one func(T) (string, error)) (string, error) {
	var b strings.Builder
	b.WriteString(" ARRAY[")
	for i, v := range list {
		if i > 0 {
			b.WriteByte(',')
		}
		lit, err := one(v)
		if err != nil {
			return "", err
		}
		b.WriteString(lit)
	}
	b.WriteString("] ")
	return b.String(), nil
}

// quote writes a text. What Postgres would refuse is refused under the same number.
func quote(s string) (string, error) {
	if strings.IndexByte(s, 0) >= 0 || !utf8.ValidString(s) {
		return "", &Error{Code: "22021"}
	}
	out := strings.ReplaceAll(s, "'", "''")
	if strings.IndexByte(s, '\\') >= 0 {
		return " E'" + strings.ReplaceAll(out, `\`, `\\`) + "' ", nil
	}
	return " '" + out + "' ", nil
}

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
	for i, s := range r.answer.Rows[r.next] {
		dest[i] = nil
		if s == nil {
			continue
		}
		v, err := value(r.answer.Columns[i].Type, *s)
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
