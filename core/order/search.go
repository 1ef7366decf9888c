package order

import (
	"slices"
	"strings"

	"prilavok/core/fold"
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
