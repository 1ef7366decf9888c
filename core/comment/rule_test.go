package comment_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"prilavok/core/comment"
	"prilavok/core/fault"
	"prilavok/core/lang"
	"prilavok/core/shop"
)

var (
	moscow = shop.Shop{Languages: []lang.Lang{lang.RU, lang.EN}, TimeZone: "Europe/Moscow"}
	noon   = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC) // 12:00 in Moscow
)

func rule(w comment.When) comment.Rule {
	return comment.Rule{ID: "r", Status: comment.Active, When: w}
}

// TestJudge is the table of what a rule takes, row by row.
func TestJudge(t *testing.T) {
	words := func(list ...string) comment.When { return comment.When{Words: list} }
	intents := func(list ...comment.Intent) comment.When { return comment.When{Intents: list} }
	under := func(id string) comment.Seen { return comment.Seen{Text: "цена?", MediaID: id} }
	said := func(text string) comment.Seen { return comment.Seen{Text: text, MediaID: "m1"} }
	for _, c := range []struct {
		name string
		when comment.When
		seen comment.Seen
		want comment.Verdict
	}{
		{"anything", comment.When{}, said("красота"), comment.Fits},
		{"a word", words("скидка"), said("А скидка будет?"), comment.Fits},
		{"in another form", words("скидка"), said("есть скидки?"), comment.Fits},
		{"in capitals, with marks", words("скидка"), said("СКИДКУ!!!"), comment.Fits},
		{"ё as е", words("актёр"), said("актер"), comment.Fits},
		{"on the other keyboard layout", words("цена"), said("wtyf"), comment.Fits},
		{"a part of a word is none", words("рост"), said("просторное"), comment.OtherWords},
		{"another word", words("скидка"), said("красота"), comment.OtherWords},
		{"one of several", words("акция", "скидка"), said("скидка?"), comment.Fits},
		{"a phrase", words("хочу скидку"), said("очень хочу скидки"), comment.Fits},
		{"its words apart", words("хочу скидку"), said("хочу большую скидку"), comment.OtherWords},
		{"a code word", words("МОРЕ26"), said("море26"), comment.Fits},
		{"a sign", words("+"), said("+"), comment.Fits},
		{"an emoji", words("🔥"), said("вау 🔥🔥"), comment.Fits},
		{"no sign", words("+"), said("плюс"), comment.OtherWords},
		{"the name of an account is no word", words("скидка"), said("@скидка привет"), comment.OtherWords},
		{"words that say nothing count too", words("сколько"), said("сколько?"), comment.Fits},
		{"an intent", intents(comment.Price), said("почём?"), comment.Fits},
		{"another intent", intents(comment.Size), said("почём?"), comment.OtherWords},
		{"word or intent", comment.When{Words: []string{"скидка"}, Intents: []comment.Intent{comment.Price}}, said("почём?"), comment.Fits},
		{"its post", comment.When{Posts: []string{"m1", "m2"}}, under("m2"), comment.Fits},
		{"another post", comment.When{Posts: []string{"m1"}}, under("m3"), comment.OtherPost},
		{"the post that an ad shows", comment.When{Posts: []string{"m1"}}, comment.Seen{Text: "?", MediaID: "ad", OriginalMediaID: "m1"}, comment.Fits},
		{"an answer to a comment", comment.When{}, comment.Seen{Text: "?", ParentID: "c"}, comment.NotReplies},
		{"answers too", comment.When{Replies: comment.All}, comment.Seen{Text: "?", ParentID: "c"}, comment.Fits},
		{"only answers", comment.When{Replies: comment.Nested}, said("?"), comment.NotReplies},
		{"only answers, one", comment.When{Replies: comment.Nested}, comment.Seen{Text: "?", ParentID: "c"}, comment.Fits},
		{"a broadcast", comment.When{}, comment.Seen{Text: "?", Live: true}, comment.NotLive},
		{"broadcasts too", comment.When{Live: true}, comment.Seen{Text: "?", Live: true}, comment.Fits},
		{"in its hours", comment.When{From: "09:00", Until: "21:00"}, said("?"), comment.Fits},
		{"from the minute", comment.When{From: "12:00", Until: "21:00"}, said("?"), comment.Fits},
		{"until the minute", comment.When{From: "09:00", Until: "12:00"}, said("?"), comment.OtherHours},
		{"over midnight, by day", comment.When{From: "21:00", Until: "09:00"}, said("?"), comment.OtherHours},
		{"over midnight", comment.When{From: "11:30", Until: "09:00"}, said("?"), comment.Fits},
	} {
		if got := rule(c.when).Judge("acc", c.seen, noon, moscow); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
	r := rule(comment.When{})
	if r.AccountID = "other"; r.Judge("acc", said("?"), noon, moscow) != comment.OtherAccount {
		t.Error("a rule of another account answers")
	}
	if r = rule(comment.When{}); r.Judge("acc", said("?"), noon, shop.Shop{}) != comment.Fits {
		t.Error("a shop without a time zone has no hours")
	}
	for _, s := range []comment.RuleStatus{comment.Off, comment.Archived} {
		if r.Status = s; r.Judge("acc", said("?"), noon, moscow) != comment.NotActive {
			t.Errorf("a rule that is %s answers", s)
		}
	}
}

// TestIntents is what people write under posts, with what they ask for.
func TestIntents(t *testing.T) {
	for text, want := range map[string]string{
		"Цена?": "price",
		"цену подскажите пожалуйста": "price",
		"сколько стоит?":             "price",
		"Сколько":                    "price",
		"почем":                      "price",
		"По чём?":                    "price",
		"price pls":                  "price",
		"How much is it?":            "price",
		"pp":                         "price",
		"@demo_shop стоимость?":      "price",
		"wtyf":                       "price",
		"есть в наличии?":            "availability",
		"Ещё есть?":                  "availability",
		"когда будет поступление?": "availability",
		"Is it still available?":   "availability",
		"а размер L?":              "size",
		"какие размеры":            "size",
		"XL есть?":                 "size",
		"M?":                       "size",
		"What sizes do you have":   "size",
		"как заказать?":            "order",
		"Хочу!":                    "order",
		"беру две":                 "order",
		"where can i buy this":     "order",
		"i want one":               "order",
		"хочу заказать, какая цена?":     "price order",
		"есть 46 размер и сколько стоит": "price size",
		"доставка в Казань есть?":        "delivery",
		"do you ship to Spain":           "delivery",
		"где мой заказ?":                 "status",
		"where is my order??":            "status",
		"не хочу":                        "",
		"красота какая 😍":                "",
		"сколько лайков":                 "",
		"it's beautiful":                 "",
		"просторное":                     "",
		"спасибо за заботу":              "",
		"":                               "",
	} {
		fits := ""
		for _, i := range comment.Intents {
			if rule(comment.When{Intents: []comment.Intent{i}}).Judge("acc", comment.Seen{Text: text}, noon, moscow) == comment.Fits {
				fits += " " + string(i)
			}
		}
		if got := strings.TrimSpace(fits); got != want {
			t.Errorf("%q asks for %q, want %q", text, got, want)
		}
	}
}

func TestCheck(t *testing.T) {
	good := func() comment.Rule {
		return comment.Rule{Title: "цена", Status: comment.Active, Private: lang.Texts{lang.RU: "{product} стоит {price}. {name}, {shop}"}}
	}
	if err := comment.Check(good()); err != nil {
		t.Error(err)
	}
	for name, spoil := range map[string]func(r *comment.Rule){
		"title":      func(r *comment.Rule) { r.Title = "" },
		"status":     func(r *comment.Rule) { r.Status = "archived" },
		"private":    func(r *comment.Rule) { r.Private = nil },
		"private.ru": func(r *comment.Rule) { r.Private = lang.Texts{lang.RU: strings.Repeat("я", 426)} },
		"private.en": func(r *comment.Rule) { r.Private[lang.EN] = " " },
		"private.fr": func(r *comment.Rule) { r.Private["fr"] = "bonjour" },
		"public.ru":  func(r *comment.Rule) { r.Public = lang.Texts{lang.RU: strings.Repeat("я", 241)} },
		"public.en":  func(r *comment.Rule) { r.Public = lang.Texts{lang.EN: "from {cost}"} },
		"words[1]":   func(r *comment.Rule) { r.Words = []string{"цена", " "} },
		"words":      func(r *comment.Rule) { r.Words = strings.Fields(strings.Repeat("цена ", 101)) },
		"posts[0]":   func(r *comment.Rule) { r.Posts = []string{""} },
		"intents[0]": func(r *comment.Rule) { r.Intents = []comment.Intent{"love"} },
		"replies":    func(r *comment.Rule) { r.Replies = "some" },
		"from":       func(r *comment.Rule) { r.From, r.Until = "9:00", "21:00" },
		"until":      func(r *comment.Rule) { r.From = "09:00" },
	} {
		r := good()
		spoil(&r)
		err := comment.Check(r)
		var bad *fault.Fields
		if !errors.As(err, &bad) || !errors.Is(err, comment.ErrFields) || len(bad.List) != 1 || bad.List[0].Name != name || bad.List[0].Why == "" {
			t.Errorf("%s: %v", name, err)
		}
		if err != nil && !strings.Contains(fmt.Sprint(err), name) {
			t.Errorf("%s is not named: %v", name, err)
		}
	}
}
