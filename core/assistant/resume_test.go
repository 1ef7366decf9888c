package assistant_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"prilavok/core/assistant"
	"prilavok/core/inbox"
	"prilavok/provider/modeltest"
	"prilavok/store"
	"prilavok/store/storetest"
)

// A turn is broken off at every step it writes, and resumed by a new process: what it
// did is done once, and the model is not asked again for what it has said.
func TestCrashAtEveryStep(t *testing.T) {
	for engine, st := range map[string]func(testing.TB) *store.Store{"sqlite": storetest.SQLite, "postgres": storetest.Postgres} {
		t.Run(engine, func(t *testing.T) {
			for at := 1; crashAt(t, st(t), at); at++ {
			}
		})
	}
}

// crashAt reports whether the turn has a step of that number.
func crashAt(t *testing.T, st *store.Store, at int) bool {
	c := openOn(t, st)
	c.model.On("", func(x ctx, r assistant.Request) (assistant.Response, error) {
		results := 0
		for _, m := range r.Messages {
			if m.Role == assistant.RoleTool {
				results++
			}
		}
		switch results {
		case 0:
			return modeltest.Call("add_to_cart", `{"variant_id":"`+c.tea.Variants[0].ID+`","quantity":2}`, "view_cart", `{}`)(x, r)
		case 2:
			return modeltest.Call("place_order", `{"method_id":"`+c.pickup.ID+`","city":null,"name":"Анна","phone":"89211234567","address":null,"comment":null}`)(x, r)
		}
		return modeltest.Say("Проверьте и подтвердите: 980 ₽.")(x, r)
	})
	c.stores.at = at
	in := c.input(c.message("положи 2 чая и оформи самовывоз на Анну 89211234567"))
	_, err := c.service().Answer(c.Ctx, in)
	if err == nil {
		if at < 7 { // input, model, two results, model, result, model, end
			t.Fatalf("only %d steps were written", at-1)
		}
		return false
	}
	if !errors.Is(err, errDisk) {
		t.Fatalf("step %d: %v", at, err)
	}
	asked := len(c.model.Requests())
	c.Reopen()
	r, err := c.service().Answer(c.Ctx, in)
	c.OK(err)
	again, err := c.service().Answer(c.Ctx, in)
	c.OK(err)
	if n := c.cart().Count(); n != 2 {
		t.Errorf("step %d: the cart holds %d pieces, want 2", at, n)
	}
	if texts(again) != texts(r) || action(again, "p:", ":yes") != action(r, "p:", ":yes") {
		t.Errorf("step %d: the answer changed when it was read again", at)
	}
	must(t, r, "980 ₽")
	// Only a response that was lost before it was stored is asked for again.
	if n := len(c.model.Requests()); n > 4 || n < asked {
		t.Errorf("step %d: the model was asked %d times, %d before the crash", at, n, asked)
	}
	c.press(action(r, "p:", ":yes"))
	if c.orders() != 1 {
		t.Errorf("step %d: %d orders", at, c.orders())
	}
	return true
}

func TestCrashWhileConfirming(t *testing.T) {
	c := ordering(t)
	yes := action(c.say(order), "p:", ":yes")
	m := c.message("")
	m.Kind, m.Payload.Action = inbox.KindButton, yes
	in := c.input(m)
	c.stores.seen, c.stores.at = 0, 1
	if _, err := c.service().Answer(c.Ctx, in); !errors.Is(err, errDisk) {
		t.Fatalf("got %v", err)
	}
	if c.orders() != 0 {
		t.Fatal("the order outlived the unit that failed")
	}
	r, err := c.service().Answer(c.Ctx, in)
	c.OK(err)
	must(t, r, "оформлен")
	if c.orders() != 1 {
		t.Errorf("%d orders", c.orders())
	}
}

// Newer messages continue the same transcript; what was read is not read again.
func TestNewerMessages(t *testing.T) {
	c := open(t)
	c.model.On("", search, modeltest.Say("Есть чай за 490 ₽."), modeltest.Say("Берите две: есть 7 штук."))
	first := c.message("есть чай?")
	in := c.input(first)
	r := c.answer(in)
	must(t, r, "490 ₽")
	in.Messages = append(in.Messages, c.message("мне две пачки"))
	r = c.answer(in)
	must(t, r, "Берите две")
	reqs := c.model.Requests()
	last := reqs[len(reqs)-1].Messages
	roles := ""
	for _, m := range last {
		roles += string(m.Role[0])
	}
	if roles != "suatu" {
		t.Errorf("the prompt's messages are %s, want system user assistant tool user", roles)
	}
	if r := c.answer(in); texts(r) != "Берите две: есть 7 штук." || len(c.model.Requests()) != 3 {
		t.Error("the answer was made again")
	}
}

func TestBudgets(t *testing.T) {
	spend := func(r assistant.Usage) modeltest.Step {
		return func(ctxt ctx, q assistant.Request) (assistant.Response, error) {
			return assistant.Response{Text: "Чем помочь?", Usage: r}, nil
		}
	}
	t.Run("of a contact", func(t *testing.T) {
		c := open(t, spend(assistant.Usage{Prompt: 600, Completion: 10}))
		c.config.ContactTokens = 1000
		c.say("чай")
		c.say("чай")
		r := c.say("чай")
		if r.Meta.Fault != assistant.ErrBudget.Code || r.Meta.Path != "fallback" || len(c.model.Requests()) != 2 {
			t.Errorf("answer is %+v after %d calls", r.Meta, len(c.model.Requests()))
		}
		c.Pass(24 * time.Hour)
		if r := c.say("чай"); r.Meta.Path != "model" {
			t.Errorf("the next day: %+v", r.Meta)
		}
	})
	t.Run("of a shop, told once", func(t *testing.T) {
		c := open(t, spend(assistant.Usage{Prompt: 600, Completion: 10}))
		c.Shop.Settings.Assistant.DailyTokens = 1000
		for range 4 {
			c.say("чай")
		}
		if len(c.model.Requests()) != 2 || fmt.Sprint(c.events.list) != "[assistant.budget]" {
			t.Errorf("%d calls, events %v", len(c.model.Requests()), c.events.list)
		}
	})
	t.Run("of a turn", func(t *testing.T) {
		c := open(t)
		c.config.TurnTokens = 10
		c.model.On("", search, modeltest.Say("Чем помочь?"))
		if r := c.say("чай"); r.Meta.Fault != assistant.ErrBudget.Code || len(c.model.Requests()) != 1 {
			t.Errorf("answer is %+v", r.Meta)
		}
	})
	t.Run("of time", func(t *testing.T) {
		c := open(t)
		slow := func(x ctx, r assistant.Request) (assistant.Response, error) {
			c.Pass(70 * time.Second)
			return search(x, r)
		}
		c.model.On("", slow)
		if r := c.say("чай"); r.Meta.Fault != assistant.ErrTime.Code || len(r.Out) == 0 {
			t.Errorf("answer is %+v", r.Meta)
		}
	})
}

func TestHourlyLimit(t *testing.T) {
	c := open(t, modeltest.Say("Чем помочь?"))
	c.Shop.Settings.Assistant.ContactPerHour = 3
	said := 0
	for i := range 10 {
		r := c.say("привет, есть тут кто")
		if len(r.Out) > 0 {
			said++
		} else if !r.Handled {
			t.Errorf("message %d: silence that nobody meant", i)
		}
	}
	if said != 4 || len(c.model.Requests()) != 3 {
		t.Errorf("%d answers, %d calls; want three answers and one word about the limit", said, len(c.model.Requests()))
	}
	c.Pass(time.Hour)
	if r := c.say("а теперь"); r.Meta.Path != "model" {
		t.Errorf("an hour later: %+v", r.Meta)
	}
}

func TestTheOwnerIsToldOnce(t *testing.T) {
	down := true
	c := open(t, func(ctx, assistant.Request) (assistant.Response, error) {
		if down {
			return assistant.Response{}, assistant.ErrUnavailable
		}
		return assistant.Response{Text: "Чем помочь?"}, nil
	})
	for range 3 {
		if r := c.say("чай"); r.Meta.Path != "fallback" || len(r.Out) == 0 {
			t.Errorf("answer is %+v", r)
		}
	}
	down = false
	c.say("чай")
	c.say("чай")
	down = true
	c.say("чай")
	if got := fmt.Sprint(c.events.list); got != "[model.down model.recovered]" {
		t.Errorf("the owner heard %v", got)
	}
	c.Pass(24 * time.Hour)
	c.say("чай")
	if got := fmt.Sprint(c.events.list); got != "[model.down model.recovered model.down]" {
		t.Errorf("the next day the owner heard %v", got)
	}
}

func TestBrokenModelIsNotAskedAgainAndAgain(t *testing.T) {
	c := open(t, modeltest.Fail(assistant.ErrQuota))
	svc := c.service()
	for range 5 {
		if _, err := svc.Answer(c.Ctx, c.input(c.message("чай"))); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(c.model.Requests()); n != 1 {
		t.Errorf("a model without credit was asked %d times", n)
	}
	c.Pass(6 * time.Minute)
	_, err := svc.Answer(c.Ctx, c.input(c.message("чай")))
	c.OK(err)
	if n := len(c.model.Requests()); n != 2 {
		t.Errorf("after a while it was asked %d times", n)
	}
}

func TestNoModel(t *testing.T) {
	c := open(t)
	c.ports = func(p *assistant.Ports) { p.Model = nil }
	if r := c.say("чай"); r.Meta.Path != "fallback" || r.Meta.Fault != "" || len(r.Out[0].Cards) == 0 {
		t.Errorf("answer is %+v", r)
	}
	c = open(t, modeltest.Say("never"))
	c.Shop.Settings.Assistant.Off = true
	if r := c.say("чай"); r.Meta.Path != "fallback" || len(c.model.Requests()) != 0 {
		t.Errorf("answer is %+v", r)
	}
}

func TestLostTwiceCallsAPerson(t *testing.T) {
	c := open(t, modeltest.Fail(assistant.ErrUnavailable))
	if r := c.say("йцукенгшщз"); r.Handoff != nil || len(r.Out) == 0 {
		t.Errorf("first answer is %+v", r)
	}
	if r := c.say("фывапролджэ"); r.Handoff == nil || r.Handoff.Reason != "model_down" {
		t.Errorf("second answer is %+v", r)
	}
	if r := c.say("чай"); r.Handoff != nil {
		t.Errorf("third answer is %+v", r)
	}
}
