package picture

import "encoding/binary"

// Bare returns a JPEG without what a camera or a program wrote into it besides the picture:
// places, times, names, comments. Colors (ICC, Adobe) stay. Other kinds, and what does not
// read as a JPEG, come back as they are; the panel makes pictures anew before it sends them.
func Bare(data []byte) []byte {
	if KindOf(data) != "image/jpeg" {
		return data
	}
	out := append(make([]byte, 0, len(data)), data[:2]...)
	for at := 2; at+4 <= len(data); {
		if data[at] != 0xff {
			return data
		}
		marker, size := data[at+1], 2+int(binary.BigEndian.Uint16(data[at+2:]))
		if marker == 0xda { // the picture itself, to the end
			return append(out, data[at:]...)
		}
		if at+size > len(data) {
			return data
		}
		// APP1 and APP3 to APP13, APP15, comments; APP0 is JFIF, APP2 a profile, APP14 Adobe's.
		if drop := marker == 0xe1 || marker >= 0xe3 && marker <= 0xed || marker == 0xef || marker == 0xfe; !drop {
			out = append(out, data[at:at+size]...)
		}
		at += size
	}
	return data
}
