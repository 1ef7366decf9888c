// Package table holds the time zones of the world in 30 KB: for each its rule from now on, and
// how its clocks changed since 2020 where the rule does not say so. It is right from
// then to 2037. time/tzdata holds all that is known since 1850, in 450 KB.
package table

import (
	"bytes"
	_ "embed" // the table is a file beside
	"encoding/binary"
	"errors"
	"strconv"
	"strings"
	"time"
)

// zones has a line for each zone, sorted: names with spaces between, a tab, and what the zone
// is. That is a rule as POSIX writes it in the variable TZ; before it may stand changes, each
// "seconds since 1970,seconds east of UTC,1 in summer time,abbreviation;", of which the first is
// what was before. TestTable writes it, from the database that comes with Go.
//
//go:embed zones.txt
var zones string

// Load is time.LoadLocation for the zones of the table.
func Load(name string) (*time.Location, error) {
	if name == "" || name == "UTC" {
		return time.UTC, nil
	}
	for line := range strings.Lines(zones) {
		names, what, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		if strings.Contains(" "+names+" ", " "+name+" ") && !strings.Contains(name, " ") {
			data, err := tzif(what)
			if err != nil {
				return nil, err
			}
			return time.LoadLocationFromTZData(name, data)
		}
	}
	return nil, errors.New("unknown time zone " + name)
}

var errForm = errors.New("the table of time zones is broken")

// tzif writes a zone of the table in the format that Go reads (RFC 8536, version 2): an empty
// block of version 1, the changes, and the rule.
func tzif(zone string) ([]byte, error) {
	changes := strings.Split(zone, ";")
	rule := changes[len(changes)-1]
	if changes = changes[:len(changes)-1]; len(changes) == 0 {
		changes = []string{"0,0,0,UTC"} // a block has at least one kind of time; the rule is for ever
	}
	var times, kinds, kind, words []byte
	for i, c := range changes {
		f := strings.Split(c, ",")
		if len(f) != 4 {
			return nil, errForm
		}
		at, err := strconv.ParseInt(f[0], 10, 64)
		east, err2 := strconv.Atoi(f[1])
		if err != nil || err2 != nil || f[2] == "" || i > 255 || len(words) > 200 {
			return nil, errForm
		}
		if i > 0 { // the first is what was before all changes
			times, kinds = binary.BigEndian.AppendUint64(times, uint64(at)), append(kinds, byte(i))
		}
		word := bytes.Index(words, []byte(f[3]+"\x00"))
		if word < 0 {
			word, words = len(words), append(words, f[3]+"\x00"...)
		}
		kind = append(binary.BigEndian.AppendUint32(kind, uint32(east)), f[2][0]-'0', byte(word))
	}
	out := head(0, 1, 1)
	out = append(out, make([]byte, 6+1)...)
	out = append(out, head(len(kinds), len(changes), len(words))...)
	for _, part := range [][]byte{times, kinds, kind, words} {
		out = append(out, part...)
	}
	return append(out, "\n"+rule+"\n"...), nil
}

// head begins a block, of so many changes, kinds of time, and bytes of abbreviations.
func head(changes, kinds, words int) []byte {
	out := append([]byte("TZif2"), make([]byte, 15+3*4)...)
	for _, n := range []int{changes, kinds, words} {
		out = binary.BigEndian.AppendUint32(out, uint32(n))
	}
	return out
}
