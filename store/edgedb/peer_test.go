package edgedb

import (
	"encoding/binary"
	"fmt"
	"strings"
	"testing"
)

// null stands for NULL among texts.
const null = "\x00null"

// message is one of the server's.
func message(kind byte, body string) []byte {
	return append(binary.BigEndian.AppendUint32([]byte{kind}, uint32(len(body)+4)), body...)
}

// rowOf is what a DataRow holds.
func rowOf(values ...string) string {
	b := binary.BigEndian.AppendUint16(nil, uint16(len(values)))
	for _, v := range values {
		if v == null {
			b = binary.BigEndian.AppendUint32(b, 0xffffffff)
			continue
		}
		b = append(binary.BigEndian.AppendUint32(b, uint32(len(v))), v...)
	}
	return string(b)
}

// sentence is a statement as it was sent.
type sentence struct {
	query string
	args  []string
}

// statements reads a packet as a server would; one that no server takes fails t, or panics
// where there is none.
func statements(t *testing.T, packet []byte) (list []sentence) {
	fail := func(format string, args ...any) {
		if t == nil {
			panic(fmt.Sprintf(format, args...))
		}
		t.Helper()
		t.Fatalf(format, args...)
	}
	order := ""
	for rest := packet; len(rest) > 0; {
		length := int(binary.BigEndian.Uint32(rest[1:]))
		kind, body := rest[0], string(rest[5:length+1])
		rest = rest[length+1:]
		order += string(kind)
		switch kind {
		case 'P':
			parts := strings.Split(body, "\x00")
			if len(parts) != 5 || parts[0] != "" || parts[2]+parts[3]+parts[4] != "" {
				fail("Parse is %q", body)
			}
			list = append(list, sentence{query: parts[1]})
		case 'B':
			list[len(list)-1].args = bound(body)
		case 'D':
			if body != "P\x00" {
				fail("Describe is %q", body)
			}
		case 'E':
			if body != "\x00\x00\x00\x00\x00" {
				fail("Execute is %q", body)
			}
		}
	}
	if rest := strings.NewReplacer("PBDE", "", "PBE", "").Replace(order); rest != "S" {
		fail("messages come as %s", order)
	}
	return list
}

// bound reads the values of a Bind.
func bound(body string) (args []string) {
	r := reader{rest: body}
	r.bytes(4) // no names, no formats
	for range r.int16() {
		n := int32(r.int32())
		if n < 0 {
			args = append(args, null)
			continue
		}
		args = append(args, r.bytes(int(n)))
	}
	if r.int16() != 0 || r.bad || r.rest != "" {
		panic(fmt.Sprintf("Bind is %q", body))
	}
	return args
}
