// Package id makes identifiers: a prefix that says what it names, then 26
// characters that sort by time ("ord_01jd…"). Ids are text made in Go, never by
// a database, so that every engine and every test agrees on them.
package id

import (
	"crypto/rand"
	"encoding/binary"
	"io"
	"strings"
	"sync"
	"time"
)

// alphabet is Crockford's base 32 in lower case: no i, l, o, u, so that ids can be read out.
const alphabet = "0123456789abcdefghjkmnpqrstvwxyz"

// Maker makes ids from a clock and a source of randomness. It is safe for
// concurrent use; within one millisecond ids still ascend.
type Maker struct {
	mu   sync.Mutex
	now  func() time.Time
	rand io.Reader
	last uint64 // milliseconds
	hi   uint16
	lo   uint64
}

// New returns a Maker. A nil clock is time.Now, a nil source crypto/rand.
func New(now func() time.Time, random io.Reader) *Maker {
	if now == nil {
		now = time.Now
	}
	if random == nil {
		random = rand.Reader
	}
	return &Maker{now: now, rand: random}
}

// Make returns prefix + "_" + 26 characters: 48 bits of milliseconds, then 80 bits
// that are random at the start of a millisecond and ascend within it.
func (m *Maker) Make(prefix string) string {
	m.mu.Lock()
	ms := uint64(m.now().UnixMilli())
	if ms > m.last {
		m.last = ms
		var b [10]byte
		if _, err := io.ReadFull(m.rand, b[:]); err != nil {
			m.mu.Unlock()
			panic("id: no randomness: " + err.Error())
		}
		m.hi = binary.BigEndian.Uint16(b[:2]) &^ 0x8000 // room to count up
		m.lo = binary.BigEndian.Uint64(b[2:])
	} else {
		// A step that is itself unpredictable keeps neighbours from being guessed.
		var b [4]byte
		if _, err := io.ReadFull(m.rand, b[:]); err != nil {
			m.mu.Unlock()
			panic("id: no randomness: " + err.Error())
		}
		step := uint64(binary.BigEndian.Uint32(b[:])) + 1
		if m.lo+step < m.lo {
			m.hi++
		}
		m.lo += step
	}
	ms, hi, lo := m.last, m.hi, m.lo
	m.mu.Unlock()
	return prefix + "_" + encode(ms, hi, lo)
}

func encode(ms uint64, hi uint16, lo uint64) string {
	var b [16]byte
	binary.BigEndian.PutUint64(b[:8], ms<<16|uint64(hi))
	binary.BigEndian.PutUint64(b[8:], lo)
	var out [26]byte
	// 128 bits in 26 digits of 5: the first digit carries 3 bits.
	var acc uint64
	bits, n := 0, 25
	for i := 15; i >= 0; i-- {
		acc |= uint64(b[i]) << bits
		bits += 8
		for bits >= 5 {
			out[n] = alphabet[acc&31]
			acc >>= 5
			bits -= 5
			n--
		}
	}
	if n >= 0 {
		out[n] = alphabet[acc&31]
	}
	return string(out[:])
}

// Prefix returns the part before the underscore, "" if there is none.
func Prefix(s string) string {
	p, _, ok := strings.Cut(s, "_")
	if !ok {
		return ""
	}
	return p
}

// Token returns n characters of pure randomness from the same alphabet (5 bits
// each): for proposal tokens, webhook paths and visitor secrets.
func (m *Maker) Token(n int) string {
	b := make([]byte, n)
	m.mu.Lock()
	_, err := io.ReadFull(m.rand, b)
	m.mu.Unlock()
	if err != nil {
		panic("id: no randomness: " + err.Error())
	}
	for i := range b {
		b[i] = alphabet[b[i]&31]
	}
	return string(b)
}
