package comment

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"prilavok/core/fault"
	"prilavok/core/lang"
)

// Bounds of a rule. Meta takes 1,000 bytes in a private reply ([DOC], channels.md B.6) and
// no bound is known under a comment, where the channel cuts at 300 characters of its own
// choice; names and prices need some of it.
const (
	MaxRules   = 200
	maxList    = 100
	maxPhrase  = 100 // runes
	maxPrivate = 850 // bytes
	maxPublic  = 240 // runes
)

// Check says what is wrong with a rule, as a *fault.Fields; nil when nothing is.
func Check(r Rule) error {
	bad := fault.Fields{Fault: ErrFields}
	n := utf8.RuneCountInString(r.Title)
	bad.Want(n > 0 && n <= 200, "title", "1 to 200 characters")
	bad.Want(r.Status == Active || r.Status == Off, "status", "active or off")
	bad.Want(len(r.Private)+len(r.Public) > 0, "private", "a rule needs a private reply, an answer under the comment, or both")
	checkTexts(&bad, "private", r.Private, func(s string) bool { return len(s) <= maxPrivate }, "at most 850 bytes (425 Cyrillic letters)")
	checkTexts(&bad, "public", r.Public, func(s string) bool { return utf8.RuneCountInString(s) <= maxPublic }, "at most 240 characters")
	checkList(&bad, "words", r.Words, maxPhrase)
	checkList(&bad, "posts", r.Posts, maxPhrase)
	for i, x := range r.Intents {
		bad.Want(slices.Contains(Intents, x), fmt.Sprintf("intents[%d]", i), "price, availability, size, order, delivery, status, complaint, praise, spam or other")
	}
	bad.Want(slices.Contains([]Replies{"", Top, All, Nested}, r.Replies), "replies", "top, all or replies")
	bad.Want(r.From == "" || hour(r.From), "from", `a time of day as "09:00"`)
	bad.Want(r.Until == "" || hour(r.Until), "until", `a time of day as "21:00"`)
	bad.Want((r.From == "") == (r.Until == ""), "until", "from and until come together")
	return bad.Err()
}

func checkTexts(bad *fault.Fields, name string, t lang.Texts, short func(string) bool, why string) {
	for l, s := range t {
		field := name + "." + string(l)
		bad.Want(l == lang.RU || l == lang.EN, field, "texts are in ru and en")
		bad.Want(strings.TrimSpace(s) != "", field, "leave out what is empty")
		bad.Want(short(s), field, why)
		if unknown := strange(s); unknown != "" {
			bad.Want(false, field, unknown+" is not filled in: {product}, {price}, {name} and {shop} are")
		}
	}
}

func checkList(bad *fault.Fields, name string, list []string, most int) {
	bad.Want(len(list) <= maxList, name, "at most 100")
	for i, s := range list {
		n := utf8.RuneCountInString(strings.TrimSpace(s))
		bad.Want(n > 0 && n <= most, fmt.Sprintf("%s[%d]", name, i), "1 to 100 characters")
	}
}

func hour(s string) bool {
	_, err := time.Parse("15:04", s)
	return err == nil && len(s) == 5
}

// tidy is a rule as it is kept.
func tidy(r Rule) Rule {
	r.Title = strings.TrimSpace(r.Title)
	if r.Status == "" {
		r.Status = Active
	}
	for _, t := range []lang.Texts{r.Private, r.Public} {
		for l, s := range t {
			t[l] = strings.TrimSpace(s)
		}
	}
	return r
}
