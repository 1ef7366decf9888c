package search_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"prilavok/core/catalog"
	"prilavok/core/lang"
	"prilavok/core/money"
)

// A made-up department store: every word is common enough to be a hard query and every
// product has a few rare ones.
var (
	nouns = [][2]string{{"Кроссовки", "sneakers"}, {"Ботинки", "boots"}, {"Платье", "dress"}, {"Футболка", "t-shirt"}, {"Куртка", "jacket"}, {"Рюкзак", "backpack"},
		{"Чайник", "kettle"}, {"Кофеварка", "coffee maker"}, {"Кружка", "mug"}, {"Лампа", "lamp"}, {"Стул", "chair"}, {"Стол", "table"}, {"Диван", "sofa"}, {"Подушка", "pillow"},
		{"Одеяло", "blanket"}, {"Полотенце", "towel"}, {"Наушники", "headphones"}, {"Смартфон", "smartphone"}, {"Ноутбук", "notebook"}, {"Клавиатура", "keyboard"},
		{"Мышь", "mouse"}, {"Монитор", "monitor"}, {"Велосипед", "bicycle"}, {"Самокат", "scooter"}, {"Палатка", "tent"}, {"Фонарь", "torch"}, {"Нож", "knife"}, {"Сковорода", "pan"},
		{"Кастрюля", "pot"}, {"Свеча", "candle"}, {"Мыло", "soap"}, {"Шампунь", "shampoo"}, {"Крем", "cream"}, {"Духи", "perfume"}, {"Часы", "watch"}, {"Кольцо", "ring"},
		{"Серьги", "earrings"}, {"Шарф", "scarf"}, {"Перчатки", "gloves"}, {"Шапка", "hat"}}
	brands = []string{"Nike", "Adidas", "Puma", "Reebok", "Asics", "Bosch", "Philips", "Samsung", "Apple", "Xiaomi", "Sony", "Ikea", "Zara", "Mango", "Levis", "Columbia",
		"Tefal", "Braun", "Nivea", "Garmin", "Casio", "Lenovo", "Logitech", "Makita", "Stels", "Forward", "Ostin", "Sela", "Gloria", "Befree"}
	colors    = [][2]string{{"красный", "red"}, {"синий", "blue"}, {"чёрный", "black"}, {"белый", "white"}, {"зелёный", "green"}, {"жёлтый", "yellow"}, {"серый", "gray"}, {"розовый", "pink"}, {"бежевый", "beige"}}
	materials = [][2]string{{"хлопок", "cotton"}, {"кожа", "leather"}, {"сталь", "steel"}, {"дерево", "wood"}, {"стекло", "glass"}, {"пластик", "plastic"}, {"шерсть", "wool"}, {"лён", "linen"}}
	uses      = [][2]string{{"для бега", "for running"}, {"для дома", "for home"}, {"в подарок", "as a gift"}, {"для путешествий", "for travel"}, {"для детей", "for kids"}, {"на каждый день", "for every day"}, {"для работы", "for work"}}
	syllables = []string{"ка", "ро", "ми", "те", "ла", "ви", "но", "су", "пе", "зо", "ди", "бра", "гле", "тор", "лин"}
)

func texts(p [2]string) lang.Texts { return lang.Texts{lang.RU: p[0], lang.EN: p[1]} }

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

func product(r *rand.Rand, i int, categories []catalog.Category) catalog.Product {
	k := r.IntN(len(nouns))
	noun, brand, color, material, use := nouns[k], pick(r, brands), pick(r, colors), pick(r, materials), pick(r, uses)
	model := fmt.Sprintf("%s%s%s %d", pick(r, syllables), pick(r, syllables), pick(r, syllables), 100+r.IntN(9900))
	p := catalog.Product{Slug: fmt.Sprint("p", i), CategoryID: categories[k].ID, Brand: brand, Position: i,
		Title:       lang.Texts{lang.RU: fmt.Sprintf("%s %s %s", noun[0], brand, model), lang.EN: fmt.Sprintf("%s %s %s", brand, model, noun[1])},
		Description: lang.Texts{lang.RU: fmt.Sprintf("%s %s, материал — %s, цвет %s.", noun[0], use[0], material[0], color[0]), lang.EN: fmt.Sprintf("%s %s of %s.", noun[1], use[1], material[1])},
		Attributes:  []catalog.Attribute{{Name: texts([2]string{"Материал", "Material"}), Value: texts(material)}}}
	price := 100 * (300 + r.Int64N(20_000))
	for v := range 1 + r.IntN(3) {
		p.Variants = append(p.Variants, catalog.Variant{SKU: fmt.Sprintf("S%d-%d", i, v), Price: money.Of(price, "RUB"), OnHand: r.Int64N(5), Tracked: true, Active: true,
			Options: []catalog.Attribute{{Name: texts([2]string{"Цвет", "Color"}), Value: texts(color)}, {Name: texts([2]string{"Размер", "Size"}), Value: texts([2]string{fmt.Sprint(38 + v*2), fmt.Sprint(38 + v*2)})}}})
	}
	return p
}

// load puts n products into a shop, 250 a unit of work; settle is called as the tables
// grow, for what autovacuum does elsewhere.
func load(ctx context.Context, goods *catalog.Service, n int, settle func() error) error {
	var categories []catalog.Category
	for i, noun := range nouns {
		c, err := goods.SaveCategory(ctx, catalog.Category{Slug: fmt.Sprint("c", i), Title: texts(noun), Position: i, Active: true})
		if err != nil {
			return err
		}
		categories = append(categories, c)
	}
	r := rand.New(rand.NewPCG(1, 1))
	for from := 0; from < n; from += 250 {
		var list []catalog.Product
		for i := from; i < min(from+250, n); i++ {
			list = append(list, product(r, i, categories))
		}
		if _, err := goods.SaveAll(ctx, list); err != nil {
			return err
		}
		if from == 250 || from%10_000 == 0 {
			if err := settle(); err != nil {
				return err
			}
		}
	}
	return settle()
}

// queries lists what people type: broad and narrow, filtered, mistyped, absent.
func queries() []catalog.Query {
	r := rand.New(rand.NewPCG(7, 7))
	var out []catalog.Query
	add := func(format string, args ...any) { out = append(out, catalog.Query{Text: fmt.Sprintf(format, args...)}) }
	for range 60 {
		noun, brand, color := pick(r, nouns), pick(r, brands), pick(r, colors)
		add("%s", noun[0])
		add("%s %s", color[0], noun[0])
		add("%s %s", noun[1], brand)
		add("%s %s %s", noun[0], brand, color[0])
		add("%s до %d", noun[0], 1000+r.IntN(9000))
		add("%s %d размер", noun[0], 38+2*r.IntN(3))
		add("%s %s %s%s", noun[0], brand, pick(r, syllables), pick(r, syllables))
		add("%s %s", brand, pick(r, materials)[0])
		add("%s", pick(r, uses)[0])
	}
	for _, s := range []string{"найк", "адидас кроссовки", "rhjccjdrb", "красовки nike", "тшлу", "чaйник", "холодильник", "трактор беларус", "ноутбк lenovo", "самсунг смартфон", "gkfnmt rhfcyjt",
		"дешевле 1 тыс", "пылесос для дома", "кросовки 42 размер красные до 5000", "krossovki"} {
		for range 6 {
			add("%s", s)
		}
	}
	return out
}

var benchDay = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
