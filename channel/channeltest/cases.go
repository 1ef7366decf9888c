package channeltest

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"prilavok/core/fault"
	"prilavok/core/inbox"
	"prilavok/core/markup"
)

func plain(s string) string { return markup.Plain(s) }
func esc(s string) string   { return markup.Esc(s) }

func plainText(t *testing.T, f Fixture) {
	deliver(t, f, inbox.Outgoing{
		Text:    "Здравствуйте, " + markup.B("Ольга") + "!\nСмотрите " + markup.A("https://shop.example/p/42", "платье") + ".",
		Buttons: [][]inbox.Button{{{Text: "Меню", Action: "v1:menu"}, {Text: "Сайт", URL: "https://shop.example"}}},
	})
	seen := f.Seen()
	want := "Здравствуйте, Ольга!\nСмотрите платье."
	if f.Plain {
		want = "Здравствуйте, Ольга!\nСмотрите платье: https://shop.example/p/42."
	}
	if len(seen) != 1 || seen[0].Text != want {
		t.Fatalf("seen %+v", seen)
	}
	if !f.Plain && (!reflect.DeepEqual(seen[0].Bold, []string{"Ольга"}) || !reflect.DeepEqual(seen[0].Links, []string{"https://shop.example/p/42"})) {
		t.Errorf("formatting: bold %q, links %q", seen[0].Bold, seen[0].Links)
	}
	if b := seen[0].Buttons; len(b) != 2 || b[0].Action != "v1:menu" || b[1].URL != "https://shop.example" {
		t.Errorf("buttons %+v", b)
	}
}

func hostileText(t *testing.T, f Fixture) {
	for _, s := range []string{
		`<b>не закрыт`, `a < b && c > d`, `<script>alert(1)</script>`, `*жирный* _курсив_ [x](y)`, `&lt;b&gt;`, `"кавычки" 'и' «ёлочки»`,
		`<i><b>крест</i></b>`, `\n \\ %s %d {{.}}`, `</b></b>`, `1<2`,
	} {
		deliver(t, f, inbox.Outgoing{Text: markup.Esc(s)})
		seen := f.Seen()
		if got := seen[len(seen)-1].Text; got != s {
			t.Errorf("%q arrived as %q", s, got)
		}
	}
}

func scripts(t *testing.T, f Fixture) {
	for _, s := range []string{
		"مرحباً، هل يتوفر فستان \u2066SKU-42\u2069 مقاس M؟ السعر 199 ريال\u200f", "Хочу 👩‍👩‍👧‍👦 и 🇺🇿, 👍🏽 é (é) ⭐", "日本語のテキスト", "한국어 텍스트", "हिन्दी क्षि",
	} {
		deliver(t, f, inbox.Outgoing{Text: s})
		seen := f.Seen()
		if got := seen[len(seen)-1].Text; got != s {
			t.Errorf("%q arrived as %q", s, got)
		}
	}
}

func longText(t *testing.T, f Fixture) {
	var b strings.Builder
	for i := 0; f.Measure(b.String()) < 3*f.Limit; i++ {
		fmt.Fprintf(&b, "Строка %d: %s — 4 990 ₽, есть размеры 42–48. ", i, markup.B("платье «Море»"))
		if i%7 == 6 {
			b.WriteString("\n\n")
		}
	}
	m := inbox.Outgoing{Text: b.String(), Buttons: [][]inbox.Button{{{Text: "Корзина", Action: "cart"}}}}
	ids := deliver(t, f, m)
	nothingLost(t, f, m)
	seen := f.Seen()
	if len(ids) != len(seen) || len(seen) < 3 || len(seen) > 5 {
		t.Fatalf("%d ids, %d messages for a little over 3 limits of text", len(ids), len(seen))
	}
	for i, s := range seen {
		if s.ID != ids[i] {
			t.Errorf("message %d has id %s, Send gave %s", i, s.ID, ids[i])
		}
		if last := i == len(seen)-1; (len(s.Buttons) > 0) != last {
			t.Errorf("message %d of %d has %d buttons", i+1, len(seen), len(s.Buttons))
		}
		if len(s.Bold) == 0 && !f.Plain {
			t.Errorf("message %d lost its formatting", i+1)
		}
	}
}

func cutsOnlyBetweenCharacters(t *testing.T, f Fixture) {
	for _, cluster := range []string{"👩‍👩‍👧‍👦", "🇺🇿", "👍🏽", "e\u0301", "1️⃣", "क्षि", "😀"} {
		// One letter before them keeps the limit from falling between two by chance.
		m := inbox.Outgoing{Text: "я" + strings.Repeat(cluster, 2*f.Limit/f.Measure(cluster))}
		before := len(f.Seen())
		deliver(t, f, m)
		for _, s := range f.Seen()[before:] {
			if !utf8.ValidString(s.Text) || strings.Trim(strings.ReplaceAll(s.Text, cluster, ""), "я") != "" {
				t.Errorf("%q was cut inside: %q…", cluster, s.Text[max(0, len(s.Text)-40):])
			}
		}
	}
	nothingLost(t, f, inbox.Outgoing{})
}

func sampleCard(f Fixture, n int) inbox.Card {
	return inbox.Card{
		ProductID: fmt.Sprintf("prd_%d", n), Title: fmt.Sprintf("Платье «Море» <%d>", n), Subtitle: "Лён & хлопок, 42–48",
		Price: fmt.Sprintf("%d 990 ₽", n), OldPrice: fmt.Sprintf("%d 490 ₽", n+1), Badge: "новинка",
		Images:  []inbox.Image{{URL: f.Picture(n), Alt: "платье"}},
		Buttons: [][]inbox.Button{{{Text: "В корзину", Action: fmt.Sprintf("add:%d", n), Style: "success"}, {Text: "Подробнее", Action: fmt.Sprintf("show:%d", n)}}},
	}
}

func oneCard(t *testing.T, f Fixture) {
	m := inbox.Outgoing{Text: "Вот что есть:", Cards: []inbox.Card{sampleCard(f, 1)}}
	deliver(t, f, m)
	nothingLost(t, f, m)
	for _, s := range f.Seen() {
		if strings.Contains(s.Text, "1 990 ₽") && len(s.Images) == 1 && len(s.Buttons) == 2 {
			return
		}
	}
	t.Errorf("price, picture and buttons do not stand together: %+v", f.Seen())
}

func manyCards(t *testing.T, f Fixture) {
	for _, n := range []int{2, 3, 5, 6, 12} {
		m := inbox.Outgoing{Text: fmt.Sprintf("Нашлось %d:", n), Buttons: [][]inbox.Button{{{Text: "Ещё", Action: "more"}}}}
		for i := range n {
			m.Cards = append(m.Cards, sampleCard(f, i+1))
		}
		deliver(t, f, m)
		nothingLost(t, f, m)
	}
}

func manyPictures(t *testing.T, f Fixture) {
	for _, n := range []int{1, 2, 10, 11, 12, 21} {
		c := sampleCard(f, 30)
		for i := range n {
			c.Images = append(c.Images, inbox.Image{URL: f.Picture(i)})
		}
		m := inbox.Outgoing{Images: c.Images, Text: "Фото", Cards: []inbox.Card{c}}
		deliver(t, f, m)
		nothingLost(t, f, m)
	}
}

func longCaption(t *testing.T, f Fixture) {
	c := sampleCard(f, 3)
	c.Subtitle = strings.TrimSpace(strings.Repeat("Очень подробное описание ткани и кроя. ", 120))
	m := inbox.Outgoing{Cards: []inbox.Card{c}}
	deliver(t, f, m)
	nothingLost(t, f, m)
	m = inbox.Outgoing{Text: c.Subtitle, Images: []inbox.Image{{URL: f.Picture(4)}}, Buttons: [][]inbox.Button{{{Text: "Да", Action: "yes"}}}}
	deliver(t, f, m)
	nothingLost(t, f, m)
}

func manyButtons(t *testing.T, f Fixture) {
	m := inbox.Outgoing{Text: "Выберите:"}
	for r := range 14 {
		var row []inbox.Button
		for c := range 11 {
			row = append(row, inbox.Button{Text: fmt.Sprintf("%d-%d", r, c), Action: fmt.Sprintf("%s:%d:%d", strings.Repeat("д", 26), r, c)})
		}
		m.Buttons = append(m.Buttons, row)
	}
	m.Buttons = append(m.Buttons, []inbox.Button{{Text: "Длинное", Action: strings.Repeat("x", inbox.MaxAction)}}, []inbox.Button{{Text: "Тут", URL: "http://localhost:8080/p/1"}})
	deliver(t, f, m)
	nothingLost(t, f, m)
	only := inbox.Outgoing{Buttons: [][]inbox.Button{{{Text: "Без слов", Action: "mute"}}}}
	deliver(t, f, only)
	nothingLost(t, f, only)
}

// random makes a message of any size and mixture from a seed.
func random(r *rand.Rand, f Fixture) inbox.Outgoing {
	words := []string{"платье", "Море", "👍🏽", "👩‍👩‍👧‍👦", "فستان", "<b>", "&amp;", "4 990 ₽", "e\u0301", "\n\n", "\n", "слово.", "日本", "🇺🇿🇷🇺"}
	text := func(n int) string {
		var b strings.Builder
		for range n {
			w := markup.Esc(words[r.IntN(len(words))])
			if r.IntN(9) == 0 {
				w = "<b>" + w + " <i>" + w + "</i></b>"
			}
			b.WriteString(w)
			if r.IntN(8) > 0 {
				b.WriteByte(' ')
			}
		}
		return b.String()
	}
	buttons := func() (rows [][]inbox.Button) {
		for range r.IntN(4) {
			var row []inbox.Button
			for range 1 + r.IntN(10) {
				row = append(row, inbox.Button{Text: "кнопка", Action: fmt.Sprintf("a%d", r.IntN(1e9))})
			}
			rows = append(rows, row)
		}
		return rows
	}
	images := func(n int) (out []inbox.Image) {
		for range r.IntN(n) {
			out = append(out, inbox.Image{URL: f.Picture(r.IntN(20))})
		}
		return out
	}
	m := inbox.Outgoing{Text: text(r.IntN(12) * r.IntN(200)), Images: images(13), Buttons: buttons()}
	for range r.IntN(9) {
		m.Cards = append(m.Cards, inbox.Card{
			Title: plain(text(4)), Subtitle: plain(text(r.IntN(400))), Price: "990 ₽", Images: images(4), Buttons: buttons(),
		})
	}
	m.Ask = []inbox.Ask{inbox.AskNothing, inbox.AskNothing, inbox.AskPhone, inbox.AskLocation}[r.IntN(4)]
	m.Hide = r.IntN(5) == 0
	return m
}

func anything(t *testing.T, f Fixture) {
	r := rand.New(rand.NewPCG(20261123, 7))
	for range 40 {
		m := random(r, f)
		deliver(t, f, m)
		nothingLost(t, f, m)
		if t.Failed() {
			t.Fatalf("by message %+v", m)
		}
	}
}

func partsAreStable(t *testing.T, f Fixture) {
	r := rand.New(rand.NewPCG(20261123, 8))
	for range 60 {
		m := random(r, f)
		for _, p := range f.Shaper.Shape(m) {
			again := f.Shaper.Shape(p)
			if len(again) != 1 || !reflect.DeepEqual(again[0], p) {
				t.Fatalf("part\n%+v\nshapes into\n%+v", p, again)
			}
		}
	}
}

func asking(t *testing.T, f Fixture) {
	deliver(t, f, inbox.Outgoing{Text: "Ваш телефон?", Ask: inbox.AskPhone, Buttons: [][]inbox.Button{{{Text: "Назад", Action: "back"}}}})
	deliver(t, f, inbox.Outgoing{Text: "Спасибо!", Hide: true})
	seen := f.Seen()
	buttonSeen(t, seen, inbox.Button{Text: "Назад", Action: "back"})
	asked, hidden := false, false
	for _, s := range seen {
		asked = asked || s.Ask == inbox.AskPhone
		hidden = hidden || s.Hides
	}
	if f.Asks && (!asked || !hidden) {
		t.Errorf("asked %v, hidden %v: %+v", asked, hidden, seen)
	}
}

func nothing(t *testing.T, f Fixture) {
	deliver(t, f, inbox.Outgoing{Text: "  \n "})
	if seen := f.Seen(); len(seen) != 0 {
		t.Errorf("seen %+v", seen)
	}
}

func editing(t *testing.T, f Fixture) {
	id := deliver(t, f, inbox.Outgoing{Text: "Размер?", Buttons: [][]inbox.Button{{{Text: "46", Action: "46"}}}})[0]
	next := inbox.Outgoing{Text: "Размер 46", Replaces: id}
	again := deliver(t, f, next)[0]
	seen := f.Seen()
	if !f.Edits {
		if len(seen) != 2 {
			t.Errorf("without edits it is sent anew: %+v", seen)
		}
		return
	}
	if len(seen) != 1 || again != id || seen[0].Text != "Размер 46" || !seen[0].Edited || len(seen[0].Buttons) != 0 {
		t.Errorf("id %s, then %s, seen %+v", id, again, seen)
	}
	if same := deliver(t, f, next)[0]; same != id {
		t.Errorf("an edit without a change gave %s", same)
	}
	f.Advance(time.Minute)
	card := sampleCard(f, 1)
	pic := deliver(t, f, inbox.Outgoing{Cards: []inbox.Card{card}})[0]
	turned := inbox.Outgoing{Cards: []inbox.Card{sampleCard(f, 2)}, Replaces: pic}
	if got := deliver(t, f, turned)[0]; got != pic {
		t.Errorf("a picture was not edited in place")
	}
	nothingLost(t, f, turned)
	if seen := f.Seen(); len(seen) != 2 {
		t.Errorf("seen %+v", seen)
	}
}

func editingGone(t *testing.T, f Fixture) {
	for _, id := range []string{"999999", "no-such-id"} {
		if ids := deliver(t, f, inbox.Outgoing{Text: "Заново " + id, Replaces: id}); ids[0] == id {
			t.Errorf("the id of what is gone came back")
		}
	}
	if seen := f.Seen(); len(seen) != 2 || seen[1].Text != "Заново no-such-id" {
		t.Errorf("seen %+v", seen)
	}
}

func blocked(t *testing.T, f Fixture) {
	f.Block()
	_, err := f.Sender.Send(t.Context(), f.To, inbox.Outgoing{Text: "Вы ещё тут?"})
	if !fault.Is(err, fault.Forbidden) {
		t.Errorf("got %v", err)
	}
}

func throttled(t *testing.T, f Fixture) {
	f.Throttle(7 * time.Second)
	m := inbox.Outgoing{Text: "Готово"}
	_, err := f.Sender.Send(t.Context(), f.To, m)
	if !fault.Is(err, fault.TooMany) || fault.RetryAfter(err) < 7*time.Second {
		t.Fatalf("got %v after %v", err, fault.RetryAfter(err))
	}
	f.Advance(fault.RetryAfter(err))
	if _, err := f.Sender.Send(t.Context(), f.To, m); err != nil || len(f.Seen()) != 1 {
		t.Errorf("then %v, seen %+v", err, f.Seen())
	}
}

func lost(t *testing.T, f Fixture) {
	for _, arrived := range []bool{true, false} {
		before := len(f.Seen())
		f.Lose(arrived)
		_, err := f.Sender.Send(t.Context(), f.To, inbox.Outgoing{Text: "Заказ принят"})
		if !fault.Is(err, fault.Unavailable) || fault.CodeOf(err) != "channel.unknown_outcome" {
			t.Errorf("arrived %v: got %v", arrived, err)
		}
		if n := len(f.Seen()) - before; n > 1 || arrived && n != 1 {
			t.Errorf("arrived %v: seen %d times", arrived, n)
		}
	}
}
