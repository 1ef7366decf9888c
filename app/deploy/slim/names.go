package slim

import "bytes"

// Most names of functions begin like the one before: the package is the same, and often the
// type. In a folded list a name is how many bytes of the one before it begins with, and
// the rest of it.

// foldNames takes the names out of the memory, writes them folded from an address on where
// nothing is kept, and returns instructions that put them back. Where they do not fit, they stay,
// and there are none.
func (f funcs) foldNames(free int) []byte {
	names := f.memory[f.names:f.units]
	end := len(bytes.TrimRight(names, "\x00"))
	if end == 0 || end == len(names) {
		return nil
	}
	names = names[:end+1] // with the zero of the last
	folded := fold(names)
	if free+len(folded) > f.records {
		return nil
	}
	clear(names)
	copy(f.memory[free:], folded)
	return unfold(free, f.names, f.names+len(names))
}

// fold folds names that end in zeros.
func fold(names []byte) (folded []byte) {
	var before []byte
	for len(names) > 0 {
		name := names[:bytes.IndexByte(names, 0)+1]
		same := 0
		for same < min(len(before), len(name)-1, 0xff) && before[same] == name[same] {
			same++
		}
		folded = append(append(folded, byte(same)), name[same:]...)
		before, names = name, names[len(name):]
	}
	return folded
}

// unfold writes the names from an address on until another:
//
//	before := to
//	for {
//		same := memory[from]; from++
//		copy(memory[to:], memory[before:][:same]); before, to = to, to+same
//		for { b := memory[from]; from++; memory[to] = b; to++; if b == 0 { break } }
//		if to >= end { break }
//	}
func unfold(from, to, end int) []byte {
	const atFrom, atTo, atBefore, atSame = 0, 1, 2, 3
	get, set := func(i byte) []byte { return []byte{0x20, i} }, func(i byte) []byte { return []byte{0x21, i} }
	var b []byte
	add := func(parts ...[]byte) {
		for _, p := range parts {
			b = append(b, p...)
		}
	}
	next := func(i byte) { add(get(i), []byte{0x41, 1, 0x6a}, set(i)) } // i32.const 1, i32.add
	loadByte := []byte{0x2d, 0, 0}
	add(constant(nil, from), set(atFrom), constant(nil, to), set(atTo), get(atTo), set(atBefore))
	add([]byte{0x03, 0x40}) // loop
	add(get(atFrom), loadByte, set(atSame))
	next(atFrom)
	add(get(atTo), get(atBefore), get(atSame), []byte{0xfc, 0x0a, 0, 0}) // memory.copy
	add(get(atTo), set(atBefore), get(atTo), get(atSame), []byte{0x6a}, set(atTo))
	add([]byte{0x03, 0x40}) // loop
	add(get(atTo), get(atFrom), loadByte, []byte{0x22, atSame, 0x3a, 0, 0})
	next(atFrom)
	next(atTo)
	add(get(atSame), []byte{0x0d, 0, 0x0b}) // br_if, end
	add(get(atTo), constant(nil, end), []byte{0x49, 0x0d, 0, 0x0b})
	return b
}
