package cart_test

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"prilavok/core/cart"
	"prilavok/core/delivery"
	"prilavok/core/lang"
)

var methods = []cart.Method{
	{ID: "cour", Kind: cart.Courier, Title: lang.Texts{lang.RU: "Курьером по городу", lang.EN: "City courier"}, Price: 300, Active: true,
		Zones: []cart.Zone{{ID: "msk", Title: lang.Texts{lang.RU: "Москва"}}, {ID: "spb", Title: lang.Texts{lang.RU: "Санкт-Петербург"}, Cities: []string{"СПб"}}}},
	{ID: "pick", Kind: cart.Pickup, Title: lang.Texts{lang.RU: "Самовывоз", lang.EN: "Pickup"}, Active: true},
	{ID: "post", Kind: cart.Post, Title: lang.Texts{lang.RU: "Почта России", lang.EN: "Post"}, Price: 500, Active: true},
	{ID: "rich", Kind: cart.Courier, Title: lang.Texts{lang.RU: "Экспресс"}, MinTotal: 1e6, Active: true},
}

func env() cart.Env { return cart.Env{Methods: methods, Items: rub(5000)} }

// input reads a script's line: a button, a shared phone "tel:…", else a text.
func input(s string) cart.Input {
	switch {
	case strings.HasPrefix(s, "co:"):
		return cart.Input{Action: s}
	case strings.HasPrefix(s, "tel:"):
		return cart.Input{Phone: s[4:], Verified: true}
	}
	return cart.Input{Text: s}
}

const name, phone, address = "Анна Петрова", "8 (921) 123-45-67", "ул. Ленина, 5"

// show writes what a checkout has come to: step, problem or effect.
func show(a cart.Ask, p cart.Problem) string {
	s := string(a.Step)
	if p != "" {
		s += "!" + string(p)
	}
	if a.Effect != "" {
		s += "=" + string(a.Effect)
	}
	return s
}

func TestCheckout(t *testing.T) {
	toSummary := []string{name, phone, "pick", "co:skip"}
	for _, c := range []struct {
		name   string
		inputs []string
		want   string // the steps after each input
		final  string // name|phone|choice|address|comment
	}{
		{"pickup by texts", []string{name, phone, "самовывоз", "нет", "да"},
			"phone delivery comment summary summary=place", "Анна Петрова|+79211234567|{pick }||"},
		{"courier by buttons", []string{name, "tel:79211234567", "co:dm:cour", "co:z:spb", address, "co:skip", "co:ok"},
			"phone delivery city address comment summary summary=place", "Анна Петрова|+79211234567|{cour spb}|ул. Ленина, 5|"},
		{"by numbers and a city", []string{name, phone, "1", "г. Москва", address, "позвоните за час", "всё верно!"},
			"phone delivery city address comment summary summary=place", "Анна Петрова|+79211234567|{cour msk}|ул. Ленина, 5|позвоните за час"},
		{"post has no city", []string{name, phone, "почтой", address}, "phone delivery address comment", "Анна Петрова|+79211234567|{post }|ул. Ленина, 5|"},
		{"wrong answers stay", []string{"9?", name, "12", phone, "самолётом", "rich", "курьером", "Казань", "СПб", "дом"},
			"name!bad_name phone phone!bad_phone delivery delivery!bad_choice delivery!bad_choice city city!not_served address address!bad_address",
			"Анна Петрова|+79211234567|{cour spb}||"},
		{"buttons of other steps", []string{"co:ok", "co:skip", "co:dm:pick", "co:z:msk", "co:edit:address", "co:back", "co:nonsense"},
			"name!not_here name!not_here name!not_here name!not_here name!not_here name!not_here name!not_here", "||{ }||"},
		{"back all the way and forth", append(append([]string{}, toSummary...), "назад", "назад", "назад", "назад", "co:use", "co:use", "co:use", "co:skip"),
			"phone delivery comment summary comment delivery phone name phone delivery comment summary", "Анна Петрова|+79211234567|{pick }||"},
		{"edit the name", append(append([]string{}, toSummary...), "co:edit:name", "Пётр"),
			"phone delivery comment summary name summary", "Пётр|+79211234567|{pick }||"},
		{"edit by words, think better of it", append(append([]string{}, toSummary...), "изменить телефон", "co:back"),
			"phone delivery comment summary phone summary", "Анна Петрова|+79211234567|{pick }||"},
		{"another delivery opens questions", append(append([]string{}, toSummary...), "co:edit:delivery", "co:dm:cour", "Москва", address),
			"phone delivery comment summary delivery city address summary", "Анна Петрова|+79211234567|{cour msk}|ул. Ленина, 5|"},
		{"an old delivery button at the summary", append(append([]string{}, toSummary...), "co:dm:post", address),
			"phone delivery comment summary address summary", "Анна Петрова|+79211234567|{post }|ул. Ленина, 5|"},
		{"a comment taken away", append(append([]string{}, toSummary...), "комментарий", "позвоните", "co:edit:comment", "—"),
			"phone delivery comment summary comment summary comment summary", "Анна Петрова|+79211234567|{pick }||"},
		{"talk at the summary", append(append([]string{}, toSummary...), "а когда привезёте?"),
			"phone delivery comment summary summary!unclear", "Анна Петрова|+79211234567|{pick }||"},
		{"cancel anywhere", []string{name, "отмена"}, "phone phone=cancel", "Анна Петрова||{ }||"},
		{"asked again", []string{name, "", "co:show"}, "phone phone phone", "Анна Петрова||{ }||"},
	} {
		var st cart.State
		var steps []string
		for _, in := range c.inputs {
			var a cart.Ask
			var p cart.Problem
			st, a, p = cart.Next(st, input(in), env())
			steps = append(steps, show(a, p))
		}
		if got := strings.Join(steps, " "); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
		got := fmt.Sprintf("%s|%s|{%s %s}|%s|%s", st.Name, st.Phone, st.Choice.MethodID, st.Choice.ZoneID, st.Address, st.Comment)
		if got != c.final {
			t.Errorf("%s: got %s, want %s", c.name, got, c.final)
		}
	}
}

func TestPrefill(t *testing.T) {
	e := env()
	e.Prefill = cart.Prefill{Name: name, Phone: "+79211234567", PhoneVerified: true, Choice: cart.Choice{MethodID: "cour", ZoneID: "spb"}, Address: address}
	var st cart.State
	var got []string
	var a cart.Ask
	var p cart.Problem
	for range 6 {
		st, a, _ = cart.Next(st, cart.Input{}, e)
		got = append(got, fmt.Sprintf("%s:%s:%v", a.Step, a.Suggest, a.Verified))
		st, _, p = cart.Next(st, cart.Input{Action: cart.ActUse}, e)
	}
	want := "name:Анна Петрова:false phone:+79211234567:true delivery:cour:false city:spb:false address:ул. Ленина, 5:false comment::false"
	if s := strings.Join(got, " "); s != want {
		t.Errorf("got  %s\nwant %s", s, want)
	}
	if p != cart.ProblemNotHere || !st.PhoneVerified {
		t.Errorf("an empty suggestion was taken (%q), or the verified phone lost its mark: %+v", p, st)
	}
}

func TestVerifiedPhone(t *testing.T) {
	st := cart.State{Step: cart.StepPhone, Name: name}
	st, _, _ = cart.Next(st, input("tel:79211234567"), env())
	if !st.PhoneVerified || st.Phone != "+79211234567" {
		t.Fatalf("the phone of the contact button is not marked: %+v", st)
	}
	st.Step = cart.StepPhone
	same, _, _ := cart.Next(st, input(phone), env())
	other, _, _ := cart.Next(st, input("8 911 765 43 21"), env())
	foreign, _, p := cart.Next(st, cart.Input{Phone: "380501234567"}, env())
	if !same.PhoneVerified || other.PhoneVerified || p != "" || foreign.Phone != "+380501234567" || foreign.PhoneVerified {
		t.Errorf("same %+v\nother %+v\nforeign %+v %s", same, other, foreign, p)
	}
}

func TestShopChangesMeanwhile(t *testing.T) {
	done := cart.State{Step: cart.StepSummary, Name: name, Phone: "+79211234567", Choice: cart.Choice{MethodID: "cour", ZoneID: "spb"}, Address: address}
	without := env()
	without.Methods = methods[1:]
	st, a, p := cart.Next(done, input("co:ok"), without)
	if show(a, p) != "delivery!no_method" || st.Address != address {
		t.Errorf("delivery gone: %s, %+v", show(a, p), st)
	}
	if _, a, p = cart.Next(st, input("co:dm:post"), without); show(a, p) != "address" {
		t.Errorf("after choosing another: %s", show(a, p))
	}
	none := env()
	none.Methods = nil
	if _, a, p = cart.Next(done, input("co:ok"), none); show(a, p) != "summary=place" {
		t.Errorf("a shop without deliveries: %s", show(a, p))
	}
	poor := env()
	poor.Methods = methods[3:]
	if _, a, p = cart.Next(done, cart.Input{}, poor); show(a, p) != "delivery!no_method" || len(a.Methods) != 0 {
		t.Errorf("no delivery for so little: %s", show(a, p))
	}
}

// TestBackToTheFirst: whoever edits the delivery and goes back beyond it is not offered a way
// back that does not exist.
func TestBackToTheFirst(t *testing.T) {
	var st cart.State
	var a cart.Ask
	for _, in := range []string{name, phone, "co:dm:pick", "co:dm:cour", "co:back", "co:back", "co:back"} {
		st, a, _ = cart.Next(st, input(in), env())
	}
	if a.Step != cart.StepName || a.CanBack {
		t.Errorf("at %s, a way back is offered: %v", a.Step, a.CanBack)
	}
}

// TestCheckoutLosesNothing walks at random. An answer once given is replaced only by
// another one given to the same question; an order is placed only when every question
// that applies is answered; going back and forth ends where it began.
func TestCheckoutLosesNothing(t *testing.T) {
	inputs := []string{name, "Пётр", phone, "tel:79117654321", "co:dm:cour", "co:dm:pick", "co:dm:post", "co:dm:gone", "co:z:msk", "co:z:spb", "Москва", "Казань",
		address, "Невский проспект, 10", "co:back", "co:skip", "co:none", "co:use", "co:ok", "co:show", "co:edit:name", "co:edit:phone", "co:edit:delivery",
		"co:edit:city", "co:edit:address", "co:edit:comment", "позвоните", "да", "назад", "", "???", "co:dm:lock", "co:pt:b", "co:pt:a", "Мира", "co:dm:van", "co:s:2026-11-27T16:00", "co:s:2026-11-27T10:00", "завтра вечером",
		"ближайшее", "co:sm:2026-11-28T10:00", "co:edit:slot", "co:edit:point", "изменить время"}
	rapid.Check(t, func(t *rapid.T) {
		var st cart.State
		env := rapid.SampledFrom([]func() cart.Env{env, timedEnv}).Draw(t, "shop")
		for range rapid.IntRange(1, 60).Draw(t, "inputs") {
			in := rapid.SampledFrom(inputs).Draw(t, "input")
			before := st
			var a cart.Ask
			var p cart.Problem
			st, a, p = cart.Next(st, input(in), env())
			checkKept(t, before, st, in)
			if a.Step != st.Step || a.Step == "" {
				t.Fatalf("asks %q in state %q", a.Step, st.Step)
			}
			if p != "" && (a.Effect != "" || before.Name != st.Name || before.Phone != st.Phone || before.Address != st.Address || before.Comment != st.Comment) {
				t.Fatalf("%q is refused (%s) and still did something: %+v", in, p, st)
			}
			if a.Effect == cart.EffectPlace {
				checkWhole(t, st, env())
			}
			if a.CanBack {
				checkRound(t, st, env)
			}
		}
	})
}

func checkKept(t *rapid.T, before, after cart.State, in string) {
	for _, f := range [][2]string{{before.Name, after.Name}, {before.Phone, after.Phone}, {before.Choice.MethodID, after.Choice.MethodID},
		{before.City, after.City}, {before.Address, after.Address}} {
		if f[0] != "" && f[1] == "" {
			t.Fatalf("%q lost %q", in, f[0])
		}
	}
	if before.Comment != "" && after.Comment == "" && in != cart.ActNone {
		t.Fatalf("%q lost the comment", in)
	}
}

func checkWhole(t *rapid.T, st cart.State, env cart.Env) {
	m, ok := cart.FindMethod(env.Methods, st.Choice.MethodID)
	if !ok || st.Name == "" || st.Phone == "" || m.NeedsAddress() && st.Address == "" {
		t.Fatalf("placed although incomplete: %+v", st)
	}
	if _, ok := m.ZoneByID(st.Choice.ZoneID); len(m.Zones) > 0 && !ok {
		t.Fatalf("placed without a zone: %+v", st)
	}
	if _, ok := m.PointByID(st.Choice.PointID); !ok {
		t.Fatalf("placed without a pickup point: %+v", st)
	}
	free := delivery.Free(env.Times.Slots(m, st.Choice.ZoneID))
	if _, ok := delivery.Find(free, st.Choice.Slot); m.Schedule.Set() && !ok {
		t.Fatalf("placed without a free time: %+v", st)
	}
}

// checkRound goes back once and takes what is suggested: the answers are the same.
func checkRound(t *rapid.T, st cart.State, env func() cart.Env) {
	back, a, p := cart.Next(st, input("co:back"), env())
	if p != "" {
		t.Fatalf("going back from %s is refused: %s", st.Step, p)
	}
	if a.Step == cart.StepSummary {
		return
	}
	in := cart.ActUse
	if a.Step == cart.StepComment {
		in = cart.ActSkip
	}
	again, _, p := cart.Next(back, input(in), env())
	again.Step, again.Editing = st.Step, st.Editing
	again.SlotsFrom = st.SlotsFrom // which times were leafed to is no answer: they are shown from the first again
	if p != "" || again != st {
		t.Fatalf("back and forth from %+v gives %+v (%s)", st, again, p)
	}
}
