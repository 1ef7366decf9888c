package slim

import (
	"encoding/binary"
	"slices"
)

// Go's runtime finds the function of an address by a table with a record for every 4096
// addresses (runtime.findfunctab): the function's number and sixteen bytes that tell functions
// apart which share them. In WebAssembly a function has 65536 addresses, so that the table
// is sixteen equal records for each function, 2 MB for a program of 6,500.
const (
	recordSize = 20
	alike      = 16
	fewest     = 64 // functions for which it pays
)

// gap is how many zeros between two parts of the data are left out. To name a part takes 8
// bytes, so that 9 would be the smallest; but what is named at a hundred thousand places packs
// worse: with 16 the bot is 44 KB larger than with 9 and packs to 10 KB less.
const gap = 16

// locals is how many numbers the instructions of a start may keep.
const locals = 4

// Module returns a module that does the same: its table of functions and their names are filled
// in by a function of its own, which is called before any other, zeros are not written down,
// and no address has a line any more.
//
// Faults: whatever is not of the form that Go's linker writes.
func Module(module []byte) ([]byte, error) {
	all, err := read(module)
	if err != nil {
		return nil, err
	}
	at := find(all, dataSection)
	if at < 0 || find(all, startSection) >= 0 {
		return nil, errForm
	}
	memory, err := image(all[at].body)
	if err != nil {
		return nil, err
	}
	var first []byte
	if t := tableIn(memory); t.records() >= fewest*alike {
		clear(memory[t.from:t.to])
		first = t.fill()
	}
	if f, ok := funcsIn(memory); ok {
		free, err := f.withoutLines()
		if err != nil {
			return nil, err
		}
		first = append(first, f.foldNames(free)...)
	}
	if len(first) > 0 {
		if all, err = started(all, first); err != nil {
			return nil, err
		}
		at = find(all, dataSection)
	}
	all[at].body = data(memory)
	return write(all), nil
}

// image is what the data section makes of an empty memory.
func image(data []byte) (memory []byte, err error) {
	r := reader{rest: data}
	for n := r.number(false); n > 0 && r.err == nil; n-- {
		// Flags 0: into memory 0, at a constant.
		if r.byte() != 0 || r.byte() != 0x41 {
			return nil, errForm
		}
		at := r.number(true)
		if r.byte() != 0x0b || at > 1<<30 {
			return nil, errForm
		}
		part := r.take(r.number(false))
		if end := int(at) + len(part); end > len(memory) {
			memory = append(memory, make([]byte, end-len(memory))...)
		}
		copy(memory[at:], part)
	}
	if r.err == nil && len(r.rest) > 0 {
		r.err = errForm
	}
	return memory, r.err
}

// data is a section that makes a memory.
func data(memory []byte) []byte {
	var parts []byte
	n := 0
	for from := 0; from < len(memory); {
		if memory[from] == 0 {
			from++
			continue
		}
		to, zeros := from, 0
		for i := from; i < len(memory) && zeros < gap; i++ {
			if zeros++; memory[i] != 0 {
				to, zeros = i+1, 0
			}
		}
		parts = append(constant(append(parts, 0), from), 0x0b)
		parts = append(count(parts, to-from), memory[from:to]...)
		n, from = n+1, to
	}
	return append(count(nil, n), parts...)
}

// table is a part of the memory with records of which the first sixteen have the number
// first, the next sixteen the next number, and so on.
type table struct{ from, to, first int }

func (t table) records() int { return (t.to - t.from) / recordSize }

// tableIn finds the longest table.
func tableIn(memory []byte) (longest table) {
	for from := 0; from+alike*recordSize <= len(memory); {
		t := tableAt(memory, from)
		if t.records() > longest.records() {
			longest = t
		}
		from = max(t.to, from+4)
	}
	return longest
}

// tableAt reads whole functions from an address on.
func tableAt(memory []byte, from int) table {
	t := table{from: from, to: from, first: int(binary.LittleEndian.Uint32(memory[from:]))}
	zeros := make([]byte, recordSize-4)
	for i := 0; t.to+recordSize <= len(memory); i++ {
		record := memory[t.to : t.to+recordSize]
		if int(binary.LittleEndian.Uint32(record)) != t.first+i/alike || !slices.Equal(record[4:], zeros) {
			break
		}
		t.to += recordSize
	}
	t.to -= (t.to - from) % (alike * recordSize)
	return t
}

// started is a module that runs instructions before any other; they have locals i32s.
func started(all []section, instructions []byte) ([]section, error) {
	types, functions, code, imports := find(all, typeSection), find(all, functionSection), find(all, codeSection), find(all, importSection)
	if types < 0 || functions < 0 || code < 0 || imports < 0 {
		return nil, errForm
	}
	foreign, err := importedFunctions(all[imports].body)
	if err != nil {
		return nil, err
	}
	kind, err := all[types].grow([]byte{0x60, 0, 0}) // of nothing, to nothing
	if err != nil {
		return nil, err
	}
	own, err := all[functions].grow(count(nil, kind))
	if err != nil {
		return nil, err
	}
	body := append([]byte{1, locals, 0x7f}, instructions...)
	body = append(body, 0x0b)
	if _, err := all[code].grow(append(count(nil, len(body)), body...)); err != nil {
		return nil, err
	}
	after := slices.IndexFunc(all, func(s section) bool { return s.id > startSection })
	return slices.Insert(all, after, section{startSection, count(nil, foreign+own)}), nil
}

// importedFunctions counts them: they are numbered before the module's own. Go imports
// nothing else.
func importedFunctions(imports []byte) (int, error) {
	r := reader{rest: imports}
	n := r.number(false)
	for range n {
		r.take(r.number(false)) // the module
		r.take(r.number(false)) // the name
		if r.byte() != 0 {
			return 0, errForm
		}
		r.number(false) // the type
	}
	return int(n), r.err
}

// fill writes the table:
//
//	at := from
//	for { memory[at] = (at-from)/(alike*recordSize) + first; if at += recordSize; at >= to { break } }
func (t table) fill() []byte {
	const at = 0
	var b []byte
	b = append(constant(b, t.from), 0x21, at)
	b = append(b, 0x03, 0x40) // loop
	b = append(b, 0x20, at, 0x20, at)
	b = append(constant(b, t.from), 0x6b)           // i32.sub
	b = append(constant(b, alike*recordSize), 0x6e) // i32.div_u
	b = append(constant(b, t.first), 0x6a)          // i32.add
	b = append(b, 0x36, 2, 0)                       // i32.store, aligned
	b = append(b, 0x20, at)
	b = append(constant(b, recordSize), 0x6a, 0x22, at) // local.tee
	b = append(constant(b, t.to), 0x49, 0x0d, 0)        // i32.lt_u, br_if
	return append(b, 0x0b)
}
