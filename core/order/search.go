package order

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"prilavok/core/fold"
	"prilavok/core/order/number"
)

// SearchKeys folds what an order is searched by: the name, the name with its last word
// first, and the phone's digits from the end, so that each is found by its beginning.
func SearchKeys(name, phone string) (key, back, digits string) {
	words := fold.Words(name)
	key = strings.Join(words, " ")
	if n := len(words); n > 1 {
		back = strings.Join(append([]string{words[n-1]}, words[:n-1]...), " ")
	}
	return key, back, reversed(onlyDigits(phone))
}

func onlyDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
}

func reversed(s string) string {
	b := []byte(s)
	slices.Reverse(b)
	return string(b)
}

// String writes a spot for a cursor.
func (s Spot) String() string { return strconv.FormatInt(s.At.UnixMicro(), 36) + "." + s.ID }

func spotOf(o Order) Spot {
	if o.PlacedAt.IsZero() {
		return Spot{o.CreatedAt, o.ID}
	}
	return Spot{o.PlacedAt, o.ID}
}

// readSpot reads what String has written; anything else is the top of the list.
func readSpot(s string) Spot {
	at, id, ok := strings.Cut(s, ".")
	n, err := strconv.ParseInt(at, 36, 64)
	if !ok || err != nil {
		return Spot{}
	}
	return Spot{time.UnixMicro(n).UTC(), id}
}

// Term is what somebody typed into the search over orders, as it is compared.
type Term struct {
	Number string // in the form of number.Read, "" when it can be none
	Seq    int64
	Digits string // the end of a phone, reversed; "" when too short to look for
	Name   string // the beginning of SearchKeys' name or of its turned form
}

// minDigits is how many digits at the end of a phone are looked for at least: fewer fit
// too many.
const minDigits = 4

// ReadTerm reads what was typed: digits are a number and the end of a phone, else it is
// the beginning of a name, or a number with letters.
func ReadTerm(s string) Term {
	var t Term
	if written, seq := number.Read(s); seq > 0 {
		t.Number, t.Seq = written, seq
	}
	digits := onlyDigits(s)
	letters := strings.Join(fold.Words(s), " ")
	if strings.Trim(s, "0123456789 +-()") == "" {
		letters = ""
		if len(digits) >= minDigits { // a country's trunk digit is not the code that we store
			t.Digits = reversed(digits[max(0, len(digits)-10):])
		}
	}
	t.Name = letters
	return t
}
