package edgedb

import "encoding/json"

// answer is what a JavaScript client answers: one text, because every value that crosses
// the border by itself costs about a microsecond.
type answer struct {
	Epoch   int         `json:"epoch"`
	Command string      `json:"command"`
	Count   int64       `json:"count"`
	Columns []column    `json:"columns"`
	Rows    [][]*string `json:"rows"`
	Error   *Error      `json:"error"`
}

type column struct {
	name string
	oid  uint32
}

// UnmarshalJSON implements json.Unmarshaler.
func (c *column) UnmarshalJSON(b []byte) error {
	pair := []any{&c.name, &c.oid}
	return json.Unmarshal(b, &pair)
}

// ReadAnswer reads the JSON text that a bridge's query answers; see Open.
func ReadAnswer(raw []byte) (Answer, error) {
	var a answer
	if err := json.Unmarshal(raw, &a); err != nil {
		return Answer{}, err
	}
	out := Answer{Epoch: a.Epoch, Command: a.Command, Count: a.Count, Rows: a.Rows, Columns: make([]Column, len(a.Columns))}
	for i, c := range a.Columns {
		out.Columns[i] = Column{c.name, c.oid}
	}
	if a.Error != nil {
		return out, a.Error
	}
	return out, nil
}
