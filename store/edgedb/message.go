package edgedb

import (
	"database/sql/driver"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// packet gathers what goes to the server at once: messages of the extended protocol, up to
// the Sync that ends them. Names stay empty, because a pooler gives every transaction another
// connection; types are the server's to find, values and answers are texts.
// postgresql.org/docs/15/protocol-message-formats.html
type packet struct {
	bytes []byte
	err   error
}

// statement adds one; rows says that its answer is read.
func (p *packet) statement(query string, args []driver.NamedValue, rows bool) {
	start := p.begin('P')
	p.text("")
	p.text(query)
	p.int16(0)
	p.end(start)

	start = p.begin('B')
	p.text("")
	p.text("")
	p.int16(0)
	p.int16(len(args))
	for i := range args {
		p.value(args[i].Value)
	}
	p.int16(0)
	p.end(start)

	if rows {
		start = p.begin('D')
		p.bytes = append(p.bytes, 'P', 0)
		p.end(start)
	}
	start = p.begin('E')
	p.text("")
	p.bytes = append(p.bytes, 0, 0, 0, 0)
	p.end(start)
}

// sync ends a packet and returns it.
func (p *packet) sync() []byte {
	p.bytes = append(p.bytes, 'S', 0, 0, 0, 4)
	return p.bytes
}

// begin adds a message's kind and room for its length.
func (p *packet) begin(kind byte) (start int) {
	p.bytes = append(p.bytes, kind, 0, 0, 0, 0)
	return len(p.bytes) - 4
}

// end fills a length in: of a message, or of a value.
func (p *packet) end(start int) {
	binary.BigEndian.PutUint32(p.bytes[start:], uint32(len(p.bytes)-start))
}

func (p *packet) int16(n int) {
	if n > math.MaxUint16 {
		p.err = fmt.Errorf("a statement has %d values", n)
	}
	p.bytes = binary.BigEndian.AppendUint16(p.bytes, uint16(n))
}

// text adds one that ends with a NUL.
func (p *packet) text(s string) { p.bytes = append(append(p.bytes, s...), 0) }

// value adds a parameter. What Postgres would refuse is refused under the same number.
func (p *packet) value(v driver.Value) {
	start := len(p.bytes)
	p.bytes = append(p.bytes, 0, 0, 0, 0)
	switch v := v.(type) {
	case int64:
		p.bytes = strconv.AppendInt(p.bytes, v, 10)
	case float64:
		p.float(v)
	case bool:
		p.bytes = strconv.AppendBool(p.bytes, v)
	case string:
		p.string(v)
	case time.Time:
		p.bytes = v.UTC().Truncate(time.Microsecond).AppendFormat(p.bytes, "2006-01-02 15:04:05.999999Z")
	case []string:
		list(p, v, p.element)
	case []int64:
		list(p, v, func(n int64) { p.bytes = strconv.AppendInt(p.bytes, n, 10) })
	case []byte:
		if v == nil {
			p.null(start)
			return
		}
		p.bytes = hex.AppendEncode(append(p.bytes, `\x`...), v)
	case nil:
		p.null(start)
		return
	default:
		p.err = fmt.Errorf("a value of type %T cannot be sent", v)
	}
	binary.BigEndian.PutUint32(p.bytes[start:], uint32(len(p.bytes)-start-4))
}

// null is a length of -1.
func (p *packet) null(start int) { binary.BigEndian.PutUint32(p.bytes[start:], math.MaxUint32) }

func (p *packet) float(v float64) {
	switch {
	case math.IsInf(v, 0):
		p.bytes = append(p.bytes, map[bool]string{true: "Infinity", false: "-Infinity"}[v > 0]...)
	default:
		p.bytes = strconv.AppendFloat(p.bytes, v, 'g', -1, 64)
	}
}

func (p *packet) string(s string) {
	if strings.IndexByte(s, 0) >= 0 || !utf8.ValidString(s) {
		p.err = &Error{Code: "22021"}
		return
	}
	p.bytes = append(p.bytes, s...)
}

// element adds a text of an array, in quotes: else NULL, braces and commas would say more.
func (p *packet) element(s string) {
	p.bytes = append(p.bytes, '"')
	if strings.IndexByte(s, '"') < 0 && strings.IndexByte(s, '\\') < 0 {
		p.string(s)
	} else {
		p.string(escaper.Replace(s))
	}
	p.bytes = append(p.bytes, '"')
}

var escaper = strings.NewReplacer(`"`, `\"`, `\`, `\\`)

func list[T any](p *packet, all []T, one func(T)) {
	p.bytes = append(p.bytes, '{')
	for i, v := range all {
		if i > 0 {
			p.bytes = append(p.bytes, ',')
		}
		one(v)
	}
	p.bytes = append(p.bytes, '}')
}
