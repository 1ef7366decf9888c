package promotion

import (
	"strings"

	"prilavok/core/lang"
	"prilavok/core/pattern"
)

// problemTexts says why a code gives nothing. The least total goes into %s.
var problemTexts = lang.Table[Problem]{
	{ProblemUnknown, lang.Phrase{RU: "такого промокода нет. Проверьте, как он написан.", EN: "there is no such code. Please check the spelling."}},
	{ProblemEarly, lang.Phrase{RU: "он начнёт действовать позже.", EN: "it starts later."}},
	{ProblemOver, lang.Phrase{RU: "его срок закончился.", EN: "it has expired."}},
	{ProblemUsedUp, lang.Phrase{RU: "им уже воспользовались столько раз, сколько было можно.", EN: "it has been used as many times as it could be."}},
	{ProblemUsed, lang.Phrase{RU: "вы им уже воспользовались.", EN: "you have used it already."}},
	{ProblemNotYours, lang.Phrase{RU: "он выдан другому покупателю.", EN: "it was given to another customer."}},
	{ProblemNotFirst, lang.Phrase{RU: "он только для первого заказа.", EN: "it is for a first order only."}},
	{ProblemMinTotal, lang.Phrase{RU: "он для заказов от %s.", EN: "it is for orders from %s."}},
	{ProblemGoods, lang.Phrase{RU: "в корзине нет товаров, для которых он выпущен.", EN: "none of the goods it is for are in your cart."}},
	{ProblemNoGift, lang.Phrase{RU: "подарок по нему закончился.", EN: "its gift has run out."}},
	{ProblemMixing, lang.Phrase{RU: "он не суммируется с другой акцией, а та сейчас действует.", EN: "it cannot be combined with another offer that applies now."}},
	{ProblemNoEffect, lang.Phrase{RU: "с этой корзиной и доставкой он ничего не меняет.", EN: "it changes nothing for this cart and delivery."}},
}

// Phrase says why a code gives nothing, in words that follow "it does not work: "; that of
// ProblemMinTotal takes the least total. It is empty when nothing is wrong.
func (p Problem) Phrase() lang.Phrase { return problemTexts.Of(p) }

// Said is what somebody means by a message about codes.
type Said string

// What can be meant.
const (
	SaidNothing Said = ""
	SaidCode    Said = "code"   // enters one
	SaidAsk     Said = "ask"    // wants to enter one
	SaidRemove  Said = "remove" // wants none
)

// Read reads a message about codes: "промокод СКИДКА10".
func Read(text string) (what Said, code string) {
	switch m := codeWords.FindStringSubmatch(text); {
	case codeOff.MatchString(text):
		return SaidRemove, ""
	case codeAlone.MatchString(text):
		return SaidAsk, ""
	case m != nil && looksLikeCode(m[1]):
		return SaidCode, m[1]
	}
	return SaidNothing, ""
}

// codeWords finds a code in "промокод СКИДКА10"; a code alone has a digit or is written
// in capitals, so that "промокод не работает" is no code.
var codeWords = pattern.New(`(?i)^\s*(?:мой\s+|у меня\s+|my\s+|use\s+)?(?:промо-?\s?код|купон|promo\s?-?code|promo|coupon(?:\s+code)?)\s*[:—-]?\s+["«“]?([\p{L}\p{N}_%-]{3,40})["»”]?\s*[.!]?\s*$`)

var codeOff = pattern.New(`(?i)^\s*(?:убери(?:те)?|убрать|удали(?:те)?|удалить|отмени(?:те)?|remove|delete|drop)\s+(?:the\s+|my\s+)?(?:промо-?\s?код|купон|promo\s?-?code|coupon)\s*[.!]?\s*$`)

// codeAlone is a message that asks how to enter a code.
var codeAlone = pattern.New(`(?i)^\s*(?:(?:ввести|применить|есть|у меня есть|enter|apply|i have a)\s+)?(?:промо-?\s?код|купон|promo\s?-?code|coupon)\s*[.!]?\s*$`)

func looksLikeCode(s string) bool {
	return strings.ContainsAny(s, "0123456789_%") || strings.ToUpper(s) == s
}
