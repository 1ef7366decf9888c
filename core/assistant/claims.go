package assistant

import (
	"slices"
	"strings"

	"prilavok/core/pattern"
)

// A draft may also be wrong without a number: it may say that something was done. A
// turn of the model places and cancels nothing by itself, so such words need a tool
// that did or saw it.
var claims = []struct {
	what  string
	re    *pattern.Pattern
	tools []string // one of them must have answered in this turn
	acts  bool     // and have changed something
}{
	{"the order is placed", pattern.New(`(?i)заказ\p{L}*(?: [№#\p{L}\d-]+){0,3}? (?:оформлен|принят|размещ[её]н|создан|подтвержд[её]н)(?:[^\p{L}]|$)|(?:оформил|разместил|создал)[аи]? (?:ваш )?заказ|order (?:[#\w-]+ )?(?:is|was|has been|'s been) (?:now )?(?:placed|confirmed|created|accepted)|placed your order`),
		[]string{"order_status", "order_history"}, false},
	{"the order is canceled", pattern.New(`(?i)заказ\p{L}*(?: [№#\p{L}\d-]+){0,3}? отмен[её]н(?:[^\p{L}]|$)|отменил[аи]? (?:ваш )?заказ|order (?:[#\w-]+ )?(?:is|was|has been) cancell?ed|cancell?ed your order`),
		[]string{"order_status", "order_history"}, false},
	{"the order is changed", pattern.New(`(?i)заказ\p{L}*(?: [№#\p{L}\d-]+){0,3}? измен[её]н(?:[^\p{L}]|$)|изменил[аи]? (?:ваш )?заказ|order (?:[#\w-]+ )?(?:is|was|has been) (?:now )?changed|changed your order`),
		[]string{"order_history"}, false},
	{"a return is arranged", pattern.New(`(?i)возврат\p{L}*(?: [№#\p{L}\d-]+){0,3}? (?:оформлен|согласован|принят|одобрен)(?:[^\p{L}]|$)|(?:оформил|одобрил)[аи]? (?:ваш )?возврат|return (?:is|was|has been) (?:now )?(?:approved|accepted|arranged)|(?:approved|accepted) your return`),
		[]string{"order_history"}, false},
	{"the cart was changed", pattern.New(`(?i)(?:добавил|положил|убрал|удалил)[аи]?(?:[^\p{L}].{0,60})?корзин|(?:added|put|removed) .{0,60}(?:cart|basket)`),
		[]string{"add_to_cart", "set_quantity", "remove_from_cart", "repeat_order"}, true},
}

var denied = pattern.New(`(?i)(?:^|[^\p{L}])(?:не|ещ[её] не|not|isn't|wasn't|hasn't|никто)\s`)

// unfounded names what a draft claims to be done though nothing of this turn did it.
func unfounded(draft string, done []toolStep) []string {
	var out []string
	for _, c := range claims {
		at := c.re.FindStringIndex(draft)
		if at == nil || denied.MatchString(sentence(draft, at[0], at[1])) {
			continue
		}
		ok := slices.ContainsFunc(done, func(s toolStep) bool {
			return slices.Contains(c.tools, s.Name) && !s.Failed && (s.Changed || !c.acts)
		})
		if !ok {
			out = append(out, c.what)
		}
	}
	return out
}

// sentence returns the sentence around bytes [from, to). A question claims nothing,
// but it is cut like any other.
func sentence(s string, from, to int) string {
	start := strings.LastIndexAny(s[:from], ".!?\n") + 1
	if i := strings.IndexAny(s[to:], ".!?\n"); i >= 0 {
		return s[start : to+i]
	}
	return s[start:]
}
