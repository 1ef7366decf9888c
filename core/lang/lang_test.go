package lang_test

import (
	"testing"

	"prilavok/core/lang"
)

func TestPlural(t *testing.T) {
	ru := map[int64]string{0: "товаров", 1: "товар", 2: "товара", 4: "товара", 5: "товаров", 10: "товаров", 11: "товаров", 12: "товаров", 14: "товаров", 15: "товаров",
		20: "товаров", 21: "товар", 22: "товара", 25: "товаров", 100: "товаров", 101: "товар", 102: "товара", 111: "товаров", 112: "товаров", 114: "товаров", 121: "товар", 1011: "товаров", 1001: "товар", -1: "товар", -3: "товара"}
	for n, want := range ru {
		if got := lang.Plural(lang.RU, n, "товар", "товара", "товаров"); got != want {
			t.Errorf("%d %s, want %s", n, got, want)
		}
	}
	for n, want := range map[int64]string{0: "items", 1: "item", 2: "items", 11: "items", 21: "items", -1: "item"} {
		if got := lang.Plural(lang.EN, n, "item", "", "items"); got != want {
			t.Errorf("%d %s, want %s", n, got, want)
		}
	}
}

func TestOf(t *testing.T) {
	for tag, want := range map[string]lang.Lang{"ru": lang.RU, "ru-RU": lang.RU, "RU": lang.RU, "uk": lang.RU, "kk-KZ": lang.RU, "en": lang.EN, "en-US": lang.EN, "de": lang.EN, "zh-Hans": lang.EN, "": "fallback"} {
		if got := lang.Of(tag, "fallback"); got != want {
			t.Errorf("Of(%q) = %q, want %q", tag, got, want)
		}
	}
}

func TestIn(t *testing.T) {
	both, ru, en := lang.Phrase{RU: "да %d", EN: "yes %d"}, lang.Phrase{RU: "да"}, lang.Phrase{EN: "yes"}
	for i, c := range [][2]string{
		{both.F(lang.RU, 1), "да 1"}, {both.F(lang.EN, 2), "yes 2"}, {ru.In(lang.EN), "да"}, {en.In(lang.RU), "yes"}, {both.In("de"), "да %d"},
		{lang.Texts{lang.RU: "а", lang.EN: "b"}.In(lang.EN, lang.RU), "b"}, {lang.Texts{lang.RU: "а"}.In(lang.EN, lang.RU), "а"},
		{lang.Texts{lang.EN: "b"}.In(lang.RU, lang.RU), "b"}, {lang.Texts(nil).In(lang.RU, lang.EN), ""},
	} {
		if c[0] != c[1] {
			t.Errorf("%d: %q, want %q", i, c[0], c[1])
		}
	}
}
