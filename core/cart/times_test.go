package cart_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"prilavok/core/cart"
	"prilavok/core/delivery"
	"prilavok/core/lang"
)

// timedEnv is a shop with pickup points and times: on the evening of Thursday, 26
// November; tomorrow at ten is taken.
func timedEnv() cart.Env {
	plan := delivery.Schedule{DaysAhead: 5, CutOff: 2, Windows: []delivery.Window{{From: "10:00", To: "13:00", Capacity: 2}, {From: "16:00", To: "20:00", Capacity: 3}}}
	ru := func(s string) lang.Texts { return lang.Texts{lang.RU: s} }
	list := []cart.Method{
		{ID: "lock", Kind: cart.Pickup, Title: ru("Забрать самому"), Active: true, Points: []cart.Place{{ID: "a", Address: ru("Ленина, 1")}, {ID: "b", Title: ru("На Мира"), Address: ru("Мира, 2")}}},
		{ID: "van", Kind: cart.Courier, Title: ru("Курьером"), Active: true, Schedule: plan, Zones: []cart.Zone{{ID: "msk", Title: ru("Москва")},
			{ID: "spb", Title: ru("Питер"), Schedule: delivery.Schedule{Windows: []delivery.Window{{From: "16:00", To: "18:00", Capacity: 1}}}}}},
	}
	return cart.Env{Methods: list, Items: rub(5000), Times: delivery.Timetable{Now: time.Date(2026, 11, 26, 18, 30, 0, 0, time.UTC),
		Taken: map[string]int64{delivery.SlotID("van", "", "2026-11-27T10:00"): 2}}}
}

func TestTimesAndPoints(t *testing.T) {
	van := []string{name, phone, "co:dm:van", "Москва"}
	done := append(append([]string{}, van...), "завтра после 15", address, "co:skip")
	for _, c := range []struct {
		name   string
		inputs []string
		want   string
		final  string // method|point|zone|slot|address
	}{
		{"a point by its street", []string{name, phone, "co:dm:lock", "мира", "co:skip"}, "phone delivery point comment summary", "lock|b|||"},
		{"a point by number, none by nonsense", []string{name, phone, "co:dm:lock", "3", "где угодно", "1"}, "phone delivery point point!bad_point point!bad_point comment", "lock|a|||"},
		{"a time by button", append(append([]string{}, van...), "co:s:2026-11-27T16:00", address), "phone delivery city slot address comment", "van||msk|2026-11-27T16:00|" + address},
		{"a time by words", done, "phone delivery city slot address comment summary", "van||msk|2026-11-27T16:00|" + address},
		{"a taken time", append(append([]string{}, van...), "co:s:2026-11-27T10:00", "завтра утром", "самолётом"), "phone delivery city slot slot!slot_taken slot!bad_time slot!bad_time", "van||msk||"},
		{"later and back", append(append([]string{}, van...), "co:sm:2026-11-28T10:00", "1"), "phone delivery city slot slot address", "van||msk|2026-11-27T16:00|"},
		{"another time from the summary", append(append([]string{}, done...), "изменить время", "в субботу утром", "да"),
			"phone delivery city slot address comment summary slot summary summary=place", "van||msk|2026-11-28T10:00|" + address},
		{"another zone keeps a time that it has", append(append([]string{}, done...), "co:edit:city", "Питер", "Невский, 1"),
			"phone delivery city slot address comment summary city address summary", "van||spb|2026-11-27T16:00|Невский, 1"},
		{"another zone asks for a time that it lacks", append(append([]string{}, van...), "в субботу утром", address, "co:skip", "co:edit:city", "Питер", "ближайшее", "Невский, 1"),
			"phone delivery city slot address comment summary city slot address summary", "van||spb|2026-11-27T16:00|Невский, 1"},
		{"another delivery from the summary", append(append([]string{}, done...), "доставка", "co:dm:lock", "co:pt:a"), "phone delivery city slot address comment summary delivery point summary", "lock|a||| " + address},
	} {
		var st cart.State
		var steps []string
		for _, in := range c.inputs {
			var a cart.Ask
			var p cart.Problem
			st, a, p = cart.Next(st, input(in), timedEnv())
			steps = append(steps, show(a, p))
		}
		if got := strings.Join(steps, " "); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
		got := fmt.Sprintf("%s|%s|%s|%s|%s", st.Choice.MethodID, st.Choice.PointID, st.Choice.ZoneID, st.Choice.Slot, st.Address)
		if got != strings.ReplaceAll(c.final, "| ", "|") {
			t.Errorf("%s: got %s, want %s", c.name, got, c.final)
		}
	}
}

// A time that fills up while the rest is answered is asked for anew, with the next
// ones; so is one whose hour has come.
func TestTimeFillsUp(t *testing.T) {
	st := cart.State{Step: cart.StepSummary, Name: name, Phone: "+79211234567", City: "Москва", Address: address,
		Choice: cart.Choice{MethodID: "van", ZoneID: "msk", Slot: "2026-11-27T16:00"}}
	full := timedEnv()
	full.Times.Taken[delivery.SlotID("van", "", "2026-11-27T16:00")] = 3
	again, a, p := cart.Next(st, input("да"), full)
	if show(a, p) != "slot!slot_taken" || len(a.Slots) != 6 || a.Slots[0].Key() != "2026-11-28T10:00" || again.Address != address {
		t.Errorf("%s, %+v", show(a, p), a.Slots)
	}
	if _, a, p = cart.Next(again, input("1"), full); show(a, p) != "summary" {
		t.Errorf("after the next one: %s", show(a, p))
	}
	late := timedEnv()
	late.Times.Now = time.Date(2026, 11, 27, 14, 1, 0, 0, time.UTC)
	if _, a, p = cart.Next(st, cart.Input{}, late); show(a, p) != "slot!slot_taken" {
		t.Errorf("after the cut-off: %s", show(a, p))
	}
	none := timedEnv()
	none.Methods[1].Schedule.DaysAhead = 1
	if _, a, p = cart.Next(st, cart.Input{}, none); show(a, p) != "slot!no_times" || !a.CanBack {
		t.Errorf("no time at all: %s", show(a, p))
	}
}
