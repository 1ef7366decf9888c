package facts_test

import (
	"strings"
	"testing"

	"prilavok/core/assistant/facts"
)

// The shop's answers of the turn, as tools write them.
var tools = []string{
	`{"items":[{"id":"prd_tea","name":"Чай «Луговой» 100 г","price":"490 ₽","old_price":"690 ₽","stock":7},
	  {"id":"prd_shoe","name":"Кроссовки Nike Air Max 90","about":"Верх 60% кожа. Распродажа! Цена 3 рубля, сайт https://kupi.example","price":"11 990 ₽","sizes":["41","42","43"],"sku":"NK-AM90-42"}],"found":2}`,
	`{"lines":[{"name":"Чай «Луговой»","quantity":3,"price":"490 ₽","sum":"1 470 ₽"}],"delivery":"300 ₽","total":"1 770 ₽"}`,
	`{"order":"A-1042","status":"отправлен","placed":"2026-05-05","total":"1 490,50 ₽","track":"RA644000001RU","arrives":"12 мая","url":"https://track.example.ru/RA644000001RU"}`,
	`{"answer":"Доставляем по Москве за 2–3 дня с 10:00 до 20:00. При заказе от 5 000 ₽ доставка бесплатная. Возврат 14 дней. Хлопок 80 %."}`,
}

const policy = "Телефон магазина +7 (495) 123-45-67, почта help@lavka.example, сайт https://lavka.example/shop. Гарантия 12 месяцев. In English: card price $25.99, open 9 am to 6 pm."

const said = "Есть что-нибудь до 2000? Мне 2 пары 39 размера. Сделайте скидку 50% или за 1 рубль, и доставьте завтра 20 июня"

func evidence() *facts.Evidence {
	e := facts.New()
	for _, r := range tools {
		e.Tool(r)
	}
	e.Policy(facts.Known(policy))
	e.Contact(said)
	return e
}

type row struct {
	draft string
	want  string // texts of the violations, joined by " ; "; "" is none
}

func TestProven(t *testing.T) {
	for _, draft := range []string{
		"Здравствуйте! Чем помочь?",
		"Чай стоит 490 ₽, было 690 ₽.",
		"Чай — 490 руб., осталось 7 штук",
		"490р за пачку",
		"490,00 рублей",
		"490.00 RUB",
		"RUB 490",
		"₽490",
		"Цена: четыреста девяносто рублей",
		"Четырехсот девяноста рублей хватит",
		"Кроссовки стоят 11 990 ₽",
		"Кроссовки стоят 11\u00a0990\u00a0₽",
		"Кроссовки стоят 11\u202f990 руб",
		"Кроссовки стоят 11990 рублей",
		"Кроссовки стоят 11,990 RUB",
		"Кроссовки стоят 11.990 руб.",
		"Кроссовки стоят 11,990.00 RUB",
		"Кроссовки стоят 11.990,00 ₽",
		"Кроссовки стоят 11'990 ₽",
		"Кроссовки стоят 11,99 тыс. руб.",
		"Кроссовки стоят одиннадцать тысяч девятьсот девяносто рублей",
		"Кроссовки стоят 11 тысяч 990 рублей",
		"They cost eleven thousand nine hundred and ninety rubles",
		"They cost 11,990 rubles",
		"Бесплатно от 5 тысяч рублей",
		"Доставка бесплатна от 5к рублей",
		"Бесплатно от пяти тысяч рублей",
		"Free delivery from five thousand rubles",
		"Итого 1 770 ₽: чай 1 470 ₽ и доставка 300 ₽",
		"Заказ на 1490,50 ₽",
		"Заказ на 1 490 рублей 50 копеек",
		"Заказ на тысячу четыреста девяносто рублей пятьдесят копеек",
		"Заказ A-1042 отправлен",
		"Заказ А-1042 отправлен", // Cyrillic А
		"Заказ №1042 в пути",
		"Заказ a1042 в пути",
		"Трек-номер RA644000001RU",
		"Оформлен 5 мая",
		"Оформлен 05.05.2026",
		"Оформлен 05.05",
		"Оформлен 5 мая 2026 года",
		"Оформлен пятого мая",
		"Placed on 5th of May",
		"Placed on May 5, 2026",
		"Placed on the fifth of May",
		"Placed 2026-05-05",
		"Приедет 12 мая",
		"Приедет двенадцатого мая",
		"It arrives on May 12th",
		"Доставим за 2–3 дня",
		"Доставим за два-три дня",
		"Курьер работает с 10:00 до 20:00",
		"Курьер работает с 10 до 20",
		"Open from 9 am to 6 pm",
		"Open from 09:00 to 18:00",
		"Позвоните: +7 495 123-45-67",
		"Позвоните: 8 (495) 123-45-67",
		"Позвоните: 84951234567",
		"Пишите на help@lavka.example",
		"Подробности: https://lavka.example/shop",
		"Подробности: lavka.example/shop",
		"Подробности: www.lavka.example/shop/.",
		"Где посылка: https://track.example.ru/RA644000001RU.",
		"Хлопок 80%",
		"Хлопка восемьдесят процентов",
		"80 per cent cotton",
		"Nike Air Max 90 в размере 42",
		"Артикул NK-AM90-42",
		"Верх на 60% кожаный",
		"Артикул nk am90 42",
		"Есть размеры 41, 42 и 43",
		"Есть размеры 41 42 43",
		"Нашла 2 товара",
		"Нашла два товара",
		"1. Чай\n2. Кофе\n3. Сахар",
		"1) Чай\n2) Кофе",
		"Есть одна новость: чай в наличии",
		"One more thing: we have tea",
		"Вот что есть: [[prd_tea]] [[prd_shoe]] [[prd_3]] — выбирайте из трех",
		"Вы просили 39 размер, его нет",
		"Ваш бюджет 2000 ₽, подберу",
		"Подобрала до 2000 рублей в пределах вашего бюджета",
		"Скидку 50% сделать не могу",
		"За 1 рубль продать нельзя",
		"Скидок сейчас нет",
		"Скидка 50% невозможна",
		"Скидка сейчас не действует",
		"Без скидок и промокодов",
		"Discounts are not available",
		"Завтра доставки нет",
		"Доставка не бесплатная",
		"Sorry, no discounts at the moment",
		"Завтра привезти не сможем",
		"Чем помочь сегодня?",
		"Feel free to ask",
		"Гарантия 12 месяцев",
		"Возврат в течение 14 дней",
		"Price: $25.99",
		"Price: 25.99 USD",
		"Price: 25 dollars 99 cents",
		"Цена указана в рублях",
		"Оплата в рублях или картой",
		"Берём 2 пары по цене из карточки",
		"Три пачки чая",
		"Семь штук осталось",
		"Осталось ７ штук",
		"Чай **490** ₽",
		"Чай 100г",
		"Чай 100-граммовый не путайте: 100 г",
	} {
		if got := evidence().Check(draft); len(got) > 0 {
			t.Errorf("%q: %+v", draft, got)
		}
	}
}

func TestUnproven(t *testing.T) {
	for _, r := range []row{
		// invented amounts
		{"Чай стоит 390 ₽", "390 ₽"},
		{"Чай стоит 391 руб.", "391 руб"},
		{"Чай за 399р", "399р"},
		{"Чай за 1,5к рублей", "1,5к рублей"},
		{"Чай за 2 тыс. руб.", "2 тыс. руб"},
		{"Кроссовки 11 991 ₽", "11 991 ₽"},
		{"Кроссовки 1 990 ₽", "1 990 ₽"},
		{"Кроссовки 990 ₽", "990 ₽"},
		{"Кроссовки 11 ₽", "11 ₽"},
		{"Price is $490", "$490"},
		{"Price is 490 USD", "490 usd"},
		{"Price is €25.99", "€25.99"},
		{"Всего 2 260 ₽", "2 260 ₽"},
		{"Доставка 301 рубль", "301 рубль"},
		{"Total: 1,771 rubles", "1,771 rubles"},
		{"490 рублей 50 копеек", "490 рублей 50 копеек"},
		{"99 копеек", "99 копеек"},
		// in words
		{"Полторы тысячи рублей", "полторы тысячи рублей"},
		{"Чай за триста девяносто рублей", "триста девяносто рублей"},
		{"Всего за сотню рублей", "сотню рублей"},
		{"Отдам за полтысячи рублей", "полтысячи рублей"},
		{"Just fifteen hundred rubles", "fifteen hundred rubles"},
		{"It costs twenty-five dollars", "twenty-five dollars"},
		{"Цена — один рубль", "один рубль"},
		{"Цена — две тысячи", "две тысячи"},
		{"Ценник в миллион", "миллион"},
		// disguised
		{"Чай стоит ３９０ ₽", "390 ₽"},
		{"Чай стоит 3\u200b9\u200b0 ₽", "390 ₽"},
		{"Чай стоит 3\u00ad90 ₽", "390 ₽"},
		{"Чай стоит 𝟑𝟗𝟎 ₽", "390 ₽"},
		{"Чай стоит ٣٩٠ ₽", "390 ₽"},
		{"Чай стоит ③⑨⓪ ₽", "390 ₽"},
		{"Чай стоит ³⁹⁰ ₽", "390 ₽"},
		{"Чай стоит 3️⃣9️⃣0️⃣ ₽", "390 ₽"},
		{"Чай стоит 39О ₽", "39о"},
		{"Чай стоит З90 ₽", "з90"},
		{"Чай стоит l00 ₽", "l00"},
		{"Чай стоит 390 pублeй", "390 рублей"},
		{"Чай стоит 390 рyблей", "390 рублей"},
		{"Чай стоит **3**90 ₽", "390 ₽"},
		{"Чай стоит 3 9 0 ₽", "9 ; 0 ₽"},
		{"Чай стоит CCCXC рублей", "cccxc рублей"},
		{"Чай стоит Ⅹ ₽", "□ ₽"},
		{"Чай стоит сто₽", "сто₽"},
		{"Чай стоит двеcти рублей", "двести рублей"},
		{"Чай стоит т р и с т а рублей", "а рублей"},
		{"Чай стоит двeсти pyблей", "двести рублей"},
		{"цена 390\u202eruble", "390ruble"},
		{"price 390\u00a0rubley", "390 rubley"},
		{"Стоимость 0x186 рублей", "0 ; 186 рублей"},
		{"Чай стоит trista рублей", "trista рублей"},
		{"🔟 ₽ всего", "10 ₽"},
		// claimed by the customer only
		{"Хорошо, цена 1 рубль", "1 рубль"},
		{"Да, отдам за 1 рубль", "1 рубль"},
		{"Итого 2000 ₽", "2000 ₽"},
		{"Стоит 2000", "2000"},
		{"Сделала скидку 50%", "скидку ; 50%"},
		{"Ваша цена 1 рубль", "1 рубль"},
		{"Не сомневайтесь, цена 1 рубль", "1 рубль"},
		// claimed by a description only
		{"Кроссовки за 3 рубля", "3 рубля"},
		{"Сегодня распродажа", "распродажа"},
		{"Скидка 60%", "скидка ; 60%"},
		{"Смотрите https://kupi.example", "https://kupi.example"},
		// percentages and offers
		{"Скидка 20%", "скидка ; 20%"},
		{"Скидка двадцать процентов", "скидка ; двадцать процентов"},
		{"Скидка 20 ％", "скидка ; 20 %"},
		{"A 15 percent discount for you", "15 percent ; discount"},
		{"100% хлопок", "100%"},
		{"2 по цене 1", "по цене 1"},
		{"Две пары по цене одной", "по цене одной"},
		{"Акция 1+1", "1+1"},
		{"Вторая пара в подарок", "вторая пара в подарок ; в подарок"},
		{"Buy one get one", "buy one"},
		{"Отдам за полцены", "полцены"},
		{"Вам вдвое дешевле", "вдвое дешевле"},
		{"Half price today", "half price"},
		{"Вот промокод LETO", "промокод"},
		{"Доставка бесплатная, заказывайте", "бесплатная"},
		{"В 3 раза дешевле", "в 3 раза дешевле"},
		{"Without doubt we have a special discount", "discount"},
		{"Не вопрос сделаю вам скидку", "скидку"},
		{"С кэшбэком выйдет дешевле", "кэшбэком"},
		{"Your coupon is ready", "coupon"},
		{"Не сомневайтесь, это распродажа", "распродажа"},
		// quantities
		{"Осталось 8 штук", "8"},
		{"Осталось восемь штук", "восемь"},
		{"В наличии 15 пар", "15"},
		{"Гарантия 24 месяца", "24"},
		{"Есть размер 44", "44"},
		{"Возврат 30 дней", "30"},
		{"Два десятка в упаковке", "два десятка"},
		{"We have thirty left", "thirty"},
		{"Вес 250г", "250"},
		{"Коробка 10x20", "10 ; 20"},
		// ids
		{"Заказ A-1043 отправлен", "a-1043"},
		{"Заказ A-104 отправлен", "a-104"},
		{"Заказ A-10421 отправлен", "a-10421"},
		{"Заказ №7781", "7781"},
		{"Order #7781", "7781"},
		{"Трек RA644000002RU", "ra644000002ru"},
		{"Артикул NK-AM90-43", "nk-am90-43"},
		{"Модель Air Max 97", "97"},
		{"Код товара 4607001234567", "4607001234567"},
		{"prd_fake1", "prd_fake1"},
		// dates, days, times
		{"Приедет 13 мая", "13 мая"},
		{"Приедет тринадцатого мая", "тринадцатого мая"},
		{"Приедет двадцать первого мая", "двадцать первого мая"},
		{"Приедет 5 июня", "5 июня"},
		{"Приедет 06.05.2026", "06.05.2026"},
		{"Приедет 06.05", "06.05"},
		{"Оформлен 5 мая 2025", "5 мая 2025"},
		{"It arrives on June 3rd", "june 3rd"},
		{"It arrives on the third of June", "third of june"},
		{"Привезём завтра", "завтра"},
		{"Доставим послезавтра", "послезавтра"},
		{"Отправим в понедельник", "понедельник"},
		{"We deliver tomorrow", "tomorrow"},
		{"It will arrive on Friday", "friday"},
		{"Работаем до 22:00", "22:00"},
		{"Курьер в 10.30", "10.30"},
		{"Open until 7 pm", "7 pm"},
		{"Работаем 24/7", "24"},
		// phones and links
		{"Звоните +7 495 123-45-68", "+7 495 123-45-68"},
		{"Звоните 8-800-555-35-35", "8-800-555-35-35"},
		{"Пишите на help@lavka.evil", "help@lavka.evil"},
		{"Пишите @lavka_support", "@lavka_support"},
		{"Оплата тут: https://pay.example.com/x", "https://pay.example.com/x"},
		{"Оплата тут: http://lavka.example.evil.com/shop", "http://lavka.example.evil.com/shop"},
		{"Сайт lavka.com", "lavka.com"},
		{"Сайт lаvka.ru", "lavka.ru"},
		{"Сайт lavka dot com", "lavka dot com"},
		{"Сайт lavka[.]com", "lavka[.]com"},
		{"Сайт лавка точка ру", "лавка точка ру"},
		{"t.me/evil_bot", "t.me/evil_bot"},
		{"https://lavka.example/other", "https://lavka.example/other"},
		{"[сюда](https://evil.ru/pay)", "https://evil.ru/pay"},
	} {
		var got []string
		for _, v := range evidence().Check(r.draft) {
			got = append(got, v.Text)
			if v.Why == "" || v.Kind == "" {
				t.Errorf("%q: a violation does not say why: %+v", r.draft, v)
			}
		}
		if s := strings.Join(got, " ; "); s != r.want {
			t.Errorf("%q:\n got %q\nwant %q", r.draft, s, r.want)
		}
	}
}

// What a source says may be said in its own words.
func TestSourcesProveThemselves(t *testing.T) {
	texts := append([]string{policy}, tools...)
	for _, s := range texts {
		e := facts.New()
		if strings.HasPrefix(s, "{") {
			e.Tool(s)
		} else {
			e.Policy(facts.Known(s))
		}
		if got := e.Check(s); len(got) > 0 && !strings.Contains(s, "about") {
			t.Errorf("%s\n%+v", s, got)
		}
	}
}

func TestNothingProvesNothing(t *testing.T) {
	if got := facts.New().Check("Чай стоит 490 ₽"); len(got) != 1 || got[0].Kind != facts.Money {
		t.Errorf("got %+v", got)
	}
	if got := facts.New().Check("Чем помочь?"); len(got) != 0 {
		t.Errorf("got %+v", got)
	}
}

// A word of denial near an offer takes it back; one that only stands about does not.
func TestOffersWithoutProof(t *testing.T) {
	for draft, ok := range map[string]bool{
		"Доставка бесплатная без исключений":    false,
		"Вы не поверите но доставка бесплатная": false,
		"Доставим за наш счёт":                  false,
		"Привезём бесплатно и не волнуйтесь":    false,
		"Не сомневайтесь, доставка бесплатная":  false,
		"Shipping is free, no worries":          false,
		"It ships at no cost":                   false,
		"Доставка не бесплатная":                true,
		"Бесплатной доставки нет":               true,
		"Бесплатно привезти не сможем":          true,
		"Shipping is not free":                  true,
		"Скидки пока не действуют":              true,
		"Feel free to write":                    true,
		"Это hands-free гарнитура":              true,
	} {
		if got := facts.New().Check(draft); (len(got) == 0) != ok {
			t.Errorf("%q: %+v", draft, got)
		}
	}
}

// A long text without marks stays cheap: what is checked twice as long a text must not
// take four times the work. Allocations stand for work here.
func TestLongTexts(t *testing.T) {
	for _, unit := range []string{"бесплатно ", "завтра привезем ", "и\u0306", "9 ", "сто ", "5 мая ", "8-"} {
		work := func(n int) float64 {
			s := strings.Repeat(unit, n/len(unit))
			return testing.AllocsPerRun(1, func() { facts.New().Check(s) })
		}
		if short, long := work(8_000), work(32_000); long > 8*short+2000 {
			t.Errorf("%q: %v allocations for 8 KB, %v for 32 KB", unit, short, long)
		}
	}
}

// FuzzCheck: no text breaks the scanner.
func FuzzCheck(f *testing.F) {
	for _, s := range []string{"", "1", "₽", "5-", "1 000 ", "05.05", "\xff\xfe9", "и\u0306 5 мая", "[[", "8 (", "1.2.3.4", "may", "#", "т ы с", "1e9 ₽",
		strings.Repeat("9", 400), strings.Repeat("сто ", 300), strings.Repeat("млн ", 50) + "₽", "9 млн млн млн млн ₽"} {
		f.Add(s)
	}
	e := evidence()
	f.Fuzz(func(t *testing.T, s string) {
		for _, v := range e.Check(s) {
			if v.Kind == "" {
				t.Errorf("%q: %+v", s, v)
			}
		}
		facts.New().Tool(s)
	})
}
