package edgedb

import (
	"errors"
	"strconv"
	"strings"
	"unsafe"
)

// errAnswer: the bridge and this driver do not belong together.
var errAnswer = errors.New("the bridge's answer has another form")

// Answer is what one statement brought.
type Answer struct {
	Tag     string // "INSERT 0 2", "SELECT 3", "ROLLBACK"
	Columns []Column
	Rows    []string // messages of a row each, without kind and length
}

// Column is a column of an answer.
type Column struct {
	Name string
	Type uint32 // the type's OID
}

// Count is how many rows the statement returned or changed.
func (a Answer) Count() int64 {
	n, err := strconv.ParseInt(a.Tag[strings.LastIndexByte(a.Tag, ' ')+1:], 10, 64)
	if err != nil {
		return 0 // "BEGIN"
	}
	return n
}

// ReadAnswers reads the server's messages up to its being ready again, an answer for each
// statement that it has executed. The error of one that it refused is an *Error; what was
// behind it was not executed. raw is kept: values are parts of it.
func ReadAnswers(raw []byte) (list []Answer, err error) {
	text := unsafe.String(unsafe.SliceData(raw), len(raw))
	var a Answer
	for len(text) > 0 {
		if len(text) < 5 {
			return list, errAnswer
		}
		length := int((&reader{rest: text[1:5]}).int32())
		if length < 4 || length+1 > len(text) {
			return list, errAnswer
		}
		body := text[5 : length+1]
		switch text[0] {
		case 'T':
			if a.Columns, err = columns(body); err != nil {
				return list, err
			}
		case 'D':
			a.Rows = append(a.Rows, body)
		case 'C', 'I': // done; there was no statement
			a.Tag = strings.TrimSuffix(body, "\x00")
			list, a = append(list, a), Answer{}
		case 'E':
			return list, failure(body)
		}
		text = text[length+1:]
	}
	return list, nil
}

// reader takes a message apart; bad says that it was too short.
type reader struct {
	rest string
	bad  bool
}

func (r *reader) bytes(n int) string {
	if n < 0 || n > len(r.rest) {
		r.bad, r.rest = true, ""
		return ""
	}
	s := r.rest[:n]
	r.rest = r.rest[n:]
	return s
}

func (r *reader) int16() int {
	s := r.bytes(2)
	if r.bad {
		return 0
	}
	return int(s[0])<<8 | int(s[1])
}

func (r *reader) int32() uint32 {
	s := r.bytes(4)
	if r.bad {
		return 0
	}
	return uint32(s[0])<<24 | uint32(s[1])<<16 | uint32(s[2])<<8 | uint32(s[3])
}

func columns(body string) ([]Column, error) {
	r := reader{rest: body}
	list := make([]Column, r.int16())
	for i := range list {
		name := r.bytes(strings.IndexByte(r.rest, 0))
		r.bytes(1 + 4 + 2) // the NUL, and where the column is from
		list[i] = Column{name, r.int32()}
		r.bytes(2 + 4 + 2)
	}
	if r.bad {
		return nil, errAnswer
	}
	return list, nil
}

// failure reads an ErrorResponse; its texts are not kept.
func failure(body string) error {
	e := &Error{Code: "08P01"}
	for field := range strings.SplitSeq(body, "\x00") {
		if field == "" {
			continue
		}
		switch field[0] {
		case 'C':
			e.Code = field[1:]
		case 't':
			e.Table = field[1:]
		case 'n':
			e.Constraint = field[1:]
		}
	}
	return e
}
