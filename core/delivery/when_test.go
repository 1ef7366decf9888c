package delivery_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"prilavok/core/delivery"
	"prilavok/core/id"
	"prilavok/core/lang"
	"prilavok/core/money"
)

// thursday is the evening from which the times below are seen.
var thursday = time.Date(2026, 11, 26, 18, 30, 0, 0, time.UTC)

var plan = delivery.Schedule{DaysAhead: 8, CutOff: 2, Closed: []string{"2026-11-30"}, Windows: []delivery.Window{
	{From: "10:00", To: "13:00", Capacity: 2}, {From: "14:00", To: "17:00", Capacity: 2, Days: []int{1, 2, 3, 4, 5}}, {From: "18:00", To: "21:00", Capacity: 2}}}

func times(taken map[string]int64) []delivery.Slot {
	return delivery.Timetable{Now: thursday, Taken: taken}.Slots(delivery.Method{ID: "m", Schedule: plan}, "")
}

func TestSlots(t *testing.T) {
	list := times(map[string]int64{"m//2026-11-27T10:00": 2, "m//2026-11-27T14:00": 1})
	if len(list) != 3+2+2+3+3+3 { // Friday, the weekend, Monday closed, Tuesday to Thursday
		t.Errorf("%d slots", len(list))
	}
	var first []string
	for _, s := range list[:4] {
		first = append(first, s.Key())
	}
	if first[0] != "2026-11-27T10:00" || list[0].Left != 0 || list[1].Left != 1 || list[3].Key() != "2026-11-28T10:00" {
		t.Errorf("first %v: %+v", first, list[0])
	}
	moscow := time.FixedZone("MSK", 3*3600)
	in := delivery.Timetable{Now: time.Date(2026, 11, 26, 6, 59, 0, 0, time.UTC), Zone: moscow}
	one := delivery.Method{ID: "m", Schedule: delivery.Schedule{DaysAhead: 1, CutOff: 1, Windows: []delivery.Window{{From: "11:00", To: "12:00", Capacity: 1}}}}
	if got := in.Slots(one, ""); len(got) != 1 || !got[0].Start.Equal(time.Date(2026, 11, 26, 8, 0, 0, 0, time.UTC)) {
		t.Errorf("in Moscow: %+v", got)
	}
	in.Now = in.Now.Add(time.Minute)
	if got := in.Slots(one, ""); len(got) != 0 {
		t.Errorf("at the cut-off: %+v", got)
	}
}

func TestMeant(t *testing.T) {
	free := delivery.Free(times(map[string]int64{"m//2026-11-27T10:00": 2}))
	for text, want := range map[string]string{
		"завтра после 18": "2026-11-27T18:00", "Завтра, после 18:00!": "2026-11-27T18:00", "завтра вечером": "2026-11-27T18:00", "завтра днём": "2026-11-27T14:00",
		"завтра утром": "", "завтра": "2026-11-27T14:00", "послезавтра": "2026-11-28T10:00", "послезавтра после 17": "2026-11-28T18:00",
		"в субботу до 13": "2026-11-28T10:00", "суббота, с 18 до 21": "2026-11-28T18:00", "в воскресенье вечером": "2026-11-29T18:00",
		"в понедельник": "", "1 декабря после обеда": "2026-12-01T14:00", "01.12 утром": "2026-12-01T10:00", "2.12": "2026-12-02T10:00",
		"28-го в 19:00": "2026-11-28T18:00", "28 числа": "2026-11-28T10:00", "сегодня": "", "после 18": "2026-11-27T18:00", "в 15 часов": "2026-11-27T14:00",
		"ближайшее": "2026-11-27T14:00", "как можно раньше": "2026-11-27T14:00", "1": "2026-11-27T14:00", "3": "2026-11-28T10:00", "99": "",
		"tomorrow after 6 pm": "2026-11-27T18:00", "saturday morning": "2026-11-28T10:00", "December 1 at 7 pm": "2026-12-01T18:00", "day after tomorrow": "2026-11-28T10:00",
		"asap": "2026-11-27T14:00", "friday 2-5 pm": "2026-11-27T14:00", "не знаю": "", "": "", "а сколько стоит?": "", "10 декабря": "", "с 14 до 17": "2026-11-27T14:00",
	} {
		got, ok := delivery.Meant(text, free, thursday)
		if got.Key() != want || ok != (want != "") {
			t.Errorf("%q means %q (%v), want %q", text, got.Key(), ok, want)
		}
	}
}

func TestShown(t *testing.T) {
	free := delivery.Free(times(nil))
	list, more := delivery.Shown(free, "")
	if len(list) != 12 || more != free[12].Key() {
		t.Errorf("%d shown, more from %q", len(list), more)
	}
	if list, more = delivery.Shown(free, more); len(list) != 4 || more != "" || list[0].Key() != free[12].Key() {
		t.Errorf("then %d, more from %q", len(list), more)
	}
	if list, _ = delivery.Shown(free, "2026-11-28T12:00"); list[0].Key() != "2026-11-28T10:00" { // that very one is taken meanwhile
		t.Errorf("from a time that is gone: %s", list[0].Key())
	}
}

func TestWords(t *testing.T) {
	x := times(nil)[0]
	for got, want := range map[string]string{
		x.Text(lang.RU): "пт, 27 ноября, 10:00–13:00", x.Text(lang.EN): "Fri, 27 November, 10:00–13:00", x.Label(lang.RU, thursday): "завтра, 10:00–13:00",
		x.Label(lang.EN, thursday.AddDate(0, 0, 1)): "today, 10:00–13:00", delivery.Period{}.Text(lang.RU): "",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	z := delivery.Zone{Title: lang.Texts{lang.RU: "Кострома", lang.EN: "Kostroma"}}
	if z.CityText("г. кострома", lang.EN, lang.RU) != "Kostroma" || z.CityText("Kostroma", lang.RU, lang.RU) != "Кострома" || z.CityText("Караваево", lang.EN, lang.RU) != "Караваево" {
		t.Error("a city in another language")
	}
}

func TestByWeight(t *testing.T) {
	m := delivery.Method{Kind: delivery.Post, Price: 999, FreeFrom: 10000, Rates: []delivery.Rate{{UpTo: 500, Price: 200}, {UpTo: 2000, Price: 350}}}
	flat := delivery.Zone{Price: 150}
	far := delivery.Zone{Rates: []delivery.Rate{{Price: 700}}}
	for _, c := range []struct {
		name         string
		zone         *delivery.Zone
		items, grams int64
		want         int64
		can          bool
	}{
		{"not weighed", nil, 1, 0, 200, true}, {"light", nil, 1, 500, 200, true}, {"heavier", nil, 1, 501, 350, true}, {"too heavy", nil, 1, 2001, 350, false},
		{"free", nil, 10000, 501, 0, true}, {"flat by zone", &flat, 1, 9000, 150, true}, {"by a zone's own rates", &far, 1, 90000, 700, true},
	} {
		if got := delivery.Cost(m, c.zone, money.Of(c.items, "RUB"), c.grams); got.Amount != c.want || delivery.CanCarry(m, c.zone, c.grams) != c.can {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}

func TestPut(t *testing.T) {
	s := delivery.New(nil, nil, nil, nil)
	good := func() delivery.Method {
		return delivery.Method{Kind: delivery.Courier, Title: lang.Texts{lang.RU: "Курьер"}}
	}
	for name, c := range map[string]struct {
		change func(*delivery.Method)
		want   error
	}{
		"a kind":              {func(m *delivery.Method) { m.Kind = "rocket" }, delivery.ErrMethodFields},
		"a point without one": {func(m *delivery.Method) { m.Points = []delivery.Place{{}} }, delivery.ErrMethodFields},
		"falling rates":       {func(m *delivery.Method) { m.Rates = []delivery.Rate{{UpTo: 5}, {UpTo: 4}} }, delivery.ErrMethodFields},
		"open in the middle":  {func(m *delivery.Method) { m.Rates = []delivery.Rate{{}, {UpTo: 4}} }, delivery.ErrMethodFields},
		"no capacity":         {window("10:00", "12:00", 0), delivery.ErrSchedule},
		"backwards":           {window("12:00", "10:00", 1), delivery.ErrSchedule},
		"no clock":            {window("9:00", "10:00", 1), delivery.ErrSchedule},
		"a day":               {window("09:00", "10:00", 1, 8), delivery.ErrSchedule},
		"two at once": {func(m *delivery.Method) {
			m.Schedule.Windows = []delivery.Window{{From: "10:00", To: "11:00", Capacity: 1}, {From: "10:00", To: "12:00", Capacity: 1, Days: []int{3}}}
		}, delivery.ErrSchedule},
		"a date": {func(m *delivery.Method) { m.Schedule.Closed = []string{"31.12"} }, delivery.ErrSchedule},
		"a zone's times": {func(m *delivery.Method) {
			m.Zones = []delivery.Zone{{Title: m.Title, Schedule: delivery.Schedule{CutOff: -1}}}
		}, delivery.ErrSchedule},
	} {
		m := good()
		c.change(&m)
		if _, err := s.Put(t.Context(), m); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func window(from, to string, capacity int64, days ...int) func(*delivery.Method) {
	return func(m *delivery.Method) {
		m.Schedule.Windows = []delivery.Window{{From: from, To: to, Capacity: capacity, Days: days}}
	}
}

// TestLook: a preview goes by what checkouts go by.
func TestLook(t *testing.T) {
	in := delivery.Method{Kind: delivery.Courier, Title: lang.Texts{lang.RU: "Курьер"}, Active: true, Schedule: plan, Zones: []delivery.Zone{
		{Title: lang.Texts{lang.RU: "Кострома", lang.EN: "Kostroma"}, Price: 200, FreeFrom: 5000},
		{Title: lang.Texts{lang.RU: "Область"}, Cities: []string{"Нерехта"}, Price: 500, MinTotal: 3000, Rates: []delivery.Rate{{UpTo: 5000, Price: 500}},
			Schedule: delivery.Schedule{DaysAhead: 2, Windows: []delivery.Window{{From: "10:00", To: "20:00", Capacity: 1}}}}}}
	off := in
	off.Active = false
	st := taken{"m/z2/2026-11-27T10:00": 1}
	in.ID, in.Zones[0].ID, in.Zones[1].ID = "m", "z1", "z2"
	s := delivery.New(st, st, func() time.Time { return thursday }, id.New(nil, nil))
	for _, c := range []struct {
		name, city   string
		m            delivery.Method
		items, grams int64
		why          string
		price        int64
		slots        int
	}{
		{"near", "г. Кострома", in, 1000, 0, "", 200, 16}, {"free", "kostroma", in, 5000, 0, "", 0, 16}, {"unknown", "Пермь", in, 1000, 0, delivery.WhyZone, 0, 0},
		{"too little", "Нерехта", in, 2999, 0, delivery.WhyMinTotal, 500, 0}, {"heavy", "Нерехта", in, 3000, 5001, delivery.WhyHeavy, 500, 0},
		{"full", "Нерехта", in, 3000, 1, delivery.WhyFull, 500, 0}, {"off", "Кострома", off, 1000, 0, delivery.WhyOff, 200, 16},
	} {
		got, err := s.Preview(t.Context(), c.m, delivery.Visit{City: c.city, Items: money.Of(c.items, "RUB"), Grams: c.grams})
		if err != nil || got.Why != c.why || got.Price.Amount != c.price || len(got.Slots) != c.slots {
			t.Errorf("%s: %+v with %d times, %v", c.name, got, len(got.Slots), err)
		}
	}
	if _, err := s.Preview(t.Context(), delivery.Method{}, delivery.Visit{}); !errors.Is(err, delivery.ErrMethodFields) {
		t.Errorf("a method that could not be stored: %v", err)
	}
}

// taken is a database that knows bookings and nothing else.
type taken map[string]int64

func (d taken) SlotsTaken(context.Context, time.Time) (map[string]int64, error) { return d, nil }
func (taken) DeliveryMethods(context.Context, bool) ([]delivery.Method, error)  { return nil, nil }
func (taken) PutDeliveryMethod(context.Context, delivery.Method, time.Time) error {
	return nil
}
func (taken) DropDeliveryMethod(context.Context, string) (bool, error)           { return false, nil }
func (taken) TakeSlot(context.Context, delivery.Slot) (bool, error)              { return false, nil }
func (taken) BookedSlot(context.Context, string) (string, error)                 { return "", nil }
func (taken) PutBooking(context.Context, string, string, time.Time) error        { return nil }
func (taken) FreeSlot(context.Context, string) (bool, error)                     { return false, nil }
func (taken) InTx(ctx context.Context, fn func(ctx context.Context) error) error { return fn(ctx) }
func (taken) View(ctx context.Context, fn func(ctx context.Context) error) error { return fn(ctx) }
