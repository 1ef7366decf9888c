package promotion

import (
	"prilavok/core/lang"
	"prilavok/core/money"
)

var txtGift = lang.Phrase{RU: "подарок", EN: "gift"}

// Text is a reason for people: "Третья чашка в подарок: −990 ₽". It is plain text.
func (r Reason) Text(l lang.Lang, currency string) string {
	title := r.Title.In(l, lang.RU)
	switch {
	case r.Kind == Gift:
		return title + ": " + txtGift.In(l)
	case r.Amount == 0:
		return title
	}
	return title + ": −" + money.Of(r.Amount, currency).Format(string(l))
}
