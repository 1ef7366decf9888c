package fault

import "slices"

// Steps says what may be done where, and why not elsewhere: where a status may go, or which
// acts are possible in it. It is one table of rows and columns, so that nothing is left out.
type Steps[From, To ~string] struct {
	To   []To
	Rows []Row[From]
}

// Row has a fault for each column of its table, in their order; nil allows it.
type Row[From ~string] struct {
	From From
	Why  []*Fault
}

// Check returns nil for what is allowed, else the named reason, and unknown for what the
// table does not have.
func (s Steps[From, To]) Check(from From, to To, unknown *Fault) error {
	column := slices.Index(s.To, to)
	row := slices.IndexFunc(s.Rows, func(r Row[From]) bool { return r.From == from })
	if column < 0 || row < 0 {
		return unknown
	}
	if why := s.Rows[row].Why[column]; why != nil {
		return why
	}
	return nil
}
