// Package slim makes the WebAssembly modules of Go's linker smaller: less of their memory is
// written down, and what only tells people the lines of a stack is left out. No
// instruction is changed: it is no optimizer of code.
package slim

import (
	"bytes"
	"errors"
	"slices"
)

// The sections of a module, in the order in which they stand (WebAssembly 2.0, 5.5).
const (
	typeSection     = 1
	importSection   = 2
	functionSection = 3
	startSection    = 8
	codeSection     = 10
	dataSection     = 11
)

const header = "\x00asm\x01\x00\x00\x00"

var errForm = errors.New("this is no WebAssembly module of the form that Go's linker writes")

// section is one as it stands in the module.
type section struct {
	id   byte
	body []byte
}

// reader reads the numbers of a module; after a fault it only answers zeros.
type reader struct {
	rest []byte
	err  error
}

func (r *reader) take(n uint64) []byte {
	if r.err != nil || n > uint64(len(r.rest)) {
		r.err = errForm
		return nil
	}
	out := r.rest[:n:n]
	r.rest = r.rest[n:]
	return out
}

func (r *reader) byte() byte {
	if b := r.take(1); b != nil {
		return b[0]
	}
	return 0
}

// number reads a LEB128 number of at most 32 bits, signed or not.
func (r *reader) number(signed bool) (n uint64) {
	for shift := 0; shift < 35; shift += 7 {
		b := r.byte()
		n |= uint64(b&0x7f) << shift
		if b&0x80 == 0 {
			if signed && b&0x40 != 0 {
				n |= ^uint64(0) << (shift + 7)
			}
			return n
		}
	}
	r.err = errForm
	return 0
}

// count appends an unsigned number in LEB128.
func count(out []byte, n int) []byte {
	u := uint64(n)
	for ; u >= 0x80; u >>= 7 {
		out = append(out, byte(u)|0x80)
	}
	return append(out, byte(u))
}

// constant appends an i32.const of a number that is not negative.
func constant(out []byte, n int) []byte {
	out = append(out, 0x41)
	for ; n >= 0x40; n >>= 7 {
		out = append(out, byte(n)|0x80)
	}
	return append(out, byte(n))
}

func read(module []byte) ([]section, error) {
	body, ok := bytes.CutPrefix(module, []byte(header))
	if !ok {
		return nil, errForm
	}
	var all []section
	for r := (reader{rest: body}); len(r.rest) > 0; {
		s := section{id: r.byte()}
		if s.body = r.take(r.number(false)); r.err != nil {
			return nil, r.err
		}
		all = append(all, s)
	}
	return all, nil
}

func write(all []section) []byte {
	out := []byte(header)
	for _, s := range all {
		out = append(count(append(out, s.id), len(s.body)), s.body...)
	}
	return out
}

// find returns the only section of its kind; -1 is none, or that there are several.
func find(all []section, id byte) int {
	is := func(s section) bool { return s.id == id }
	i := slices.IndexFunc(all, is)
	if i >= 0 && slices.ContainsFunc(all[i+1:], is) {
		return -1
	}
	return i
}

// grow appends an entry to a section that is a list, and returns how many there were.
func (s *section) grow(entry []byte) (had int, err error) {
	r := reader{rest: s.body}
	had = int(r.number(false))
	if r.err != nil {
		return 0, r.err
	}
	s.body = append(append(count(nil, had+1), r.rest...), entry...)
	return had, nil
}
