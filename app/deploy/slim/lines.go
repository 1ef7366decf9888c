package slim

import (
	"bytes"
	"encoding/binary"
	"slices"
)

// What the runtime knows of its functions (runtime.pcHeader, runtime._func of Go 1.20 to
// 1.26): for each, tables of values by address, all of them in one area. Three kinds are for the
// runtime's work; the two that name a file and a line are for people who read a stack, and take
// more than the three together.
const (
	headerMagic = "\xf1\xff\xff\xff\x00\x00\x01\x08" // as WebAssembly has it: instructions of 1, pointers of 8

	// Fields of a function.
	atStack, atFile, atLine, atCount = 16, 20, 24, 28
	atTables                         = 44
)

// funcs is where a module's memory has its functions.
type funcs struct {
	memory                        []byte
	n                             int // how many
	names, units, tables, records int // addresses of the areas: of names, compilation units and files, tables, functions
}

// withoutLines forgets which line and file an address belongs to: a stack names functions and
// how far they have got. It returns the address from which to the records nothing is kept.
//
// Faults: records of another form.
func (f funcs) withoutLines() (free int, err error) {
	kept := []byte{0} // a table at 0 is none
	moved := map[uint32]uint32{0: 0}
	for i := range f.n {
		record, err := f.record(i)
		if err != nil {
			return 0, err
		}
		fields := [][]byte{record[atStack:]}
		for at := atTables; at < len(record); at += 4 {
			fields = append(fields, record[at:])
		}
		for _, field := range fields {
			from := binary.LittleEndian.Uint32(field)
			to, known := moved[from]
			if !known {
				table, err := f.table(int(from))
				if err != nil {
					return 0, err
				}
				to, moved[from] = uint32(len(kept)), uint32(len(kept)) //nolint:gosec // within 32 bits, as it was
				kept = append(kept, table...)
			}
			binary.LittleEndian.PutUint32(field, to)
		}
		clear(record[atFile:atCount])
	}
	area := f.memory[f.tables:f.records]
	clear(area[copy(area, kept):])
	clear(f.memory[f.units:f.tables])
	return f.tables + len(kept), nil
}

// funcsIn finds the functions by their header.
func funcsIn(memory []byte) (f funcs, ok bool) {
	at := bytes.Index(memory, []byte(headerMagic))
	if at < 0 || at+72 > len(memory) {
		return f, false
	}
	word := func(i int) int { return int(binary.LittleEndian.Uint32(memory[at+8*i:])) }
	f = funcs{memory, word(1), at + word(4), at + word(5), at + word(7), at + word(8)}
	areas := []int{f.names, f.units, at + word(6), f.tables, f.records, f.records + 8*f.n, len(memory)}
	return f, f.n > 0 && slices.IsSorted(areas)
}

// record is a function with the places of its tables.
func (f funcs) record(i int) ([]byte, error) {
	at := f.records + int(binary.LittleEndian.Uint32(f.memory[f.records+8*i+4:]))
	if at+atTables > len(f.memory) {
		return nil, errForm
	}
	end := at + atTables + 4*int(binary.LittleEndian.Uint32(f.memory[at+atCount:]))
	if end > len(f.memory) || end < at {
		return nil, errForm
	}
	return f.memory[at:end], nil
}

// table is one from its place on: pairs of numbers, how much the value and the address
// grow, until a value does not.
func (f funcs) table(at int) ([]byte, error) {
	if at >= f.records-f.tables {
		return nil, errForm
	}
	whole := f.memory[f.tables+at : f.records]
	r := reader{rest: whole}
	for first := true; r.err == nil; first = false {
		if r.number(false) == 0 && !first {
			return whole[:len(whole)-len(r.rest)], nil
		}
		r.number(false)
	}
	return nil, r.err
}
