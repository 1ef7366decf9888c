package number

import (
	"strconv"
	"strings"
)

// lookalikes are Cyrillic capitals that people write for Latin ones.
var lookalikes = strings.NewReplacer("А", "A", "В", "B", "Е", "E", "К", "K", "М", "M", "Н", "H", "О", "O", "Р", "P", "С", "C", "Т", "T", "Х", "X", "У", "Y")

// Read reads an order number as people write it: "№ 1042", "#a-1042", "1042".
// written is its comparable form, seq the digits at its end, 0 when there are none.
func Read(s string) (written string, seq int64) {
	s = strings.ToUpper(strings.Join(strings.Fields(s), ""))
	s = lookalikes.Replace(strings.TrimLeft(s, "№#"))
	if len(s) > 40 {
		return "", 0
	}
	i := len(s)
	for i > 0 && s[i-1] >= '0' && s[i-1] <= '9' {
		i--
	}
	if len(s)-i <= 18 {
		seq, _ = strconv.ParseInt(s[i:], 10, 64)
	}
	return s, seq
}
