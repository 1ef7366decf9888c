package edgedb

import (
	"errors"
	"strconv"
	"strings"
)

// errAnswer: the bridge and this driver do not belong together.
var errAnswer = errors.New("the bridge's answer has another form")

// ReadAnswer reads what the bridge answers: one text of fields between NULs, which no text of
// Postgres' holds. Every value that crosses the border by itself costs about a microsecond,
// and JSON several times what this costs. The fields are epoch, command, count, SQLSTATE,
// table and constraint; the number of columns, a name and a type for each; and the values row
// by row, each behind a = or, NULL, alone an empty field.
func ReadAnswer(raw string) (Answer, error) {
	fields := strings.Split(raw, "\x00")
	if len(fields) < 7 {
		return Answer{}, errAnswer
	}
	epoch, err := strconv.Atoi(fields[0])
	count, err2 := strconv.ParseInt(fields[2], 10, 64)
	columns, err3 := strconv.Atoi(fields[6])
	a := Answer{Epoch: epoch, Command: fields[1], Count: count}
	e := &Error{Code: fields[3], Table: fields[4], Constraint: fields[5]}
	fields = fields[7:]
	if err := errors.Join(err, err2, err3); err != nil || columns < 0 || len(fields) < 2*columns {
		return Answer{}, errAnswer
	}
	if e.Code != "" {
		return a, e
	}
	a.Columns = make([]Column, columns)
	for i := range a.Columns {
		oid, err := strconv.ParseUint(fields[2*i+1], 10, 32)
		if err != nil {
			return Answer{}, errAnswer
		}
		a.Columns[i] = Column{fields[2*i], uint32(oid)}
	}
	fields = fields[2*columns:]
	if columns == 0 {
		return a, nil
	}
	if len(fields)%columns != 0 {
		return Answer{}, errAnswer
	}
	values := make([]*string, len(fields))
	for i, f := range fields {
		if f != "" {
			v := f[1:]
			values[i] = &v
		}
	}
	for ; len(values) > 0; values = values[columns:] {
		a.Rows = append(a.Rows, values[:columns:columns])
	}
	return a, nil
}
