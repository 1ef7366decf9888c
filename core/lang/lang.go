// Package lang is the two languages that every text for people exists in, and
// the little grammar that a shop's sentences need.
package lang

import (
	"fmt"
	"strings"
)

// Lang is a language of a contact or a shop: Russian or English.
type Lang string

const (
	RU Lang = "ru"
	EN Lang = "en"
)

// Of reduces an IETF tag ("ru-RU", "en", "uk") to a language we write. Tags of
// the countries where Russian is the common second language give Russian.
func Of(tag string, fallback Lang) Lang {
	base, _, _ := strings.Cut(strings.ToLower(tag), "-")
	switch base {
	case "ru", "be", "kk", "ky", "uz", "tg", "tt", "hy", "uk":
		return RU
	case "":
		return fallback
	}
	return EN
}

// Phrase is one text in both languages.
type Phrase struct{ RU, EN string }

// In returns the phrase in l; where one language is empty, the other.
func (p Phrase) In(l Lang) string {
	if (l == EN && p.EN != "") || p.RU == "" {
		return p.EN
	}
	return p.RU
}

// F is In with fmt.Sprintf.
func (p Phrase) F(l Lang, args ...any) string { return fmt.Sprintf(p.In(l), args...) }

// Texts is a text by language tag, as shops store names and descriptions.
type Texts map[Lang]string

// In returns the text in l, else in fallback, else any.
func (t Texts) In(l, fallback Lang) string {
	if s := t[l]; s != "" {
		return s
	}
	if s := t[fallback]; s != "" {
		return s
	}
	for _, k := range []Lang{RU, EN} {
		if t[k] != "" {
			return t[k]
		}
	}
	return ""
}

// Plural picks the form for n: Russian has three (1 товар, 2 товара, 5 товаров),
// English two (one is few's place holder there).
func Plural(l Lang, n int64, one, few, many string) string {
	if n < 0 {
		n = -n
	}
	if l == EN {
		if n == 1 {
			return one
		}
		return many
	}
	switch {
	case n%10 == 1 && n%100 != 11:
		return one
	case n%10 >= 2 && n%10 <= 4 && (n%100 < 12 || n%100 > 14):
		return few
	}
	return many
}
