package comment

import (
	"slices"
	"strings"
)

// Intent is what a comment asks for.
type Intent string

// The intents. The first six are told by words; a model, where there is one, tells all.
const (
	Price        Intent = "price"
	Availability Intent = "availability"
	Size         Intent = "size"
	Order        Intent = "order"
	Delivery     Intent = "delivery"
	Status       Intent = "status" // where an order is that was made
	Complaint    Intent = "complaint"
	Praise       Intent = "praise"
	Spam         Intent = "spam"
	Other        Intent = "other"
)

// Intents lists them, in the order in which people see them.
var Intents = []Intent{Price, Availability, Size, Order, Delivery, Status, Complaint, Praise, Spam, Other}

// phrases is what people write, in any form of the words. One that begins with = is all of
// the comment.
var phrases = map[Intent][]string{
	Price: {"цена", "ценник", "прайс", "стоимость", "стоит", "сколько стоят", "почем", "по чем", "по сколько", "=сколько", "=а сколько", "сколько рублей",
		"price", "how much", "cost", "=pp"},
	Availability: {"наличие", "в наличии", "есть еще", "еще есть", "есть ли", "осталось", "остались", "остался", "закончились", "раскупили", "когда будет", "когда появится",
		"поступление", "будет ли", "=есть", "available", "availability", "in stock", "sold out", "restock", "any left", "still have"},
	Size: {"размер", "размерный", "размерная", "маломерит", "большемерит", "какой рост", "на рост", "мерки", "обхват", "size", "sizing", "measurements", "xs", "xl", "xxl", "xxxl"},
	Order: {"заказать", "заказ", "закажу", "купить", "куплю", "приобрести", "оформить", "забронировать", "бронь", "хочу", "хочется", "беру", "возьму", "нужен такой", "нужна такая",
		"order", "buy", "purchase", "i want", "want this", "want one", "need this", "i ll take"},
	Delivery: {"доставка", "доставляете", "доставите", "доставить", "отправляете", "отправите", "пересылка", "самовывоз", "delivery", "deliver", "shipping", "ship to", "do you ship"},
	Status: {"где заказ", "где мой заказ", "где моя посылка", "трек номер", "мой заказ не", "посылка не пришла", "заказ не пришел", "where is my order", "track my order", "tracking number",
		"my order has not", "my package"},
}

// known is phrases as stems.
var known = func() map[Intent][]phrase {
	out := map[Intent][]phrase{}
	for i, list := range phrases {
		for _, s := range list {
			rest, whole := strings.CutPrefix(s, "=")
			out[i] = append(out[i], phrase{stems(rest), whole})
		}
	}
	return out
}()

type phrase struct {
	stems []string
	whole bool
}

// nots turn what follows them around: "не хочу".
var nots = map[string]bool{"не": true, "нет": true, "not": true, "don": true, "dont": true, "no": true}

func (p phrase) in(list []string) bool {
	if p.whole {
		return slices.Equal(list, p.stems)
	}
	for at := 0; ; at++ {
		i := find(list[min(at, len(list)):], p.stems)
		if i < 0 {
			return false
		}
		if at += i; at == 0 || !nots[list[at-1]] {
			return true
		}
	}
}

// intentsOf tells what a comment asks for; several at once may be.
func intentsOf(w words) []Intent {
	var out []Intent
	for _, i := range Intents {
		fits := func(p phrase) bool { return p.in(w.stems) || len(w.typed) > 0 && p.in(w.typed) }
		if slices.ContainsFunc(known[i], fits) || i == Size && lettered(w.text) {
			out = append(out, i)
		}
	}
	if slices.Contains(out, Status) { // who asks where an order is wants to make none
		out = slices.DeleteFunc(out, func(i Intent) bool { return i == Order })
	}
	return out
}

// lettered reports whether a size stands there as a capital letter by itself: "L есть?".
func lettered(text string) bool {
	return slices.ContainsFunc(strings.Fields(text), func(f string) bool {
		switch strings.Trim(f, ".,;:?!()/-") {
		case "S", "M", "L", "М": // the last one is Cyrillic
			return true
		}
		return false
	})
}
