package promotion_test

import (
	"testing"

	"prilavok/core/promotion"
)

func TestEveryProblemHasWords(t *testing.T) {
	for _, p := range []promotion.Problem{promotion.ProblemUnknown, promotion.ProblemEarly, promotion.ProblemOver, promotion.ProblemUsedUp, promotion.ProblemUsed,
		promotion.ProblemNotYours, promotion.ProblemNotFirst, promotion.ProblemMinTotal, promotion.ProblemGoods, promotion.ProblemNoGift, promotion.ProblemMixing,
		promotion.ProblemNoEffect} {
		if text := p.Phrase(); text.RU == "" || text.EN == "" {
			t.Errorf("no words for %q", p)
		}
	}
	if text := promotion.ProblemNone.Phrase(); text.RU != "" {
		t.Errorf("words for nothing: %q", text.RU)
	}
}

func TestRead(t *testing.T) {
	for text, want := range map[string]string{
		"промокод СКИДКА10": "code СКИДКА10", "Промокод: привет10": "code привет10", "promo code SALE": "code SALE", "купон «ЛЕТО-5»": "code ЛЕТО-5",
		"coupon code X_10!": "code X_10", "мой промокод ABC": "code ABC", "промокод": "ask ", "Ввести промокод": "ask ", "убрать промокод": "remove ",
		"Remove my promo code": "remove ", "промокод не работает": " ", "промокод есть": " ", "какой промокод сегодня?": " ", "кружка": " ", "убрать всё": " ",
	} {
		what, code := promotion.Read(text)
		if got := string(what) + " " + code; got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
