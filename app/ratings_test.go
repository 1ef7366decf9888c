package app_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"prilavok/core/bell"
	"prilavok/core/handoff"
	"prilavok/core/inbox"
	"prilavok/core/rating"
	"prilavok/core/shop"
	"prilavok/core/staff"
	"prilavok/store"
	"prilavok/store/storetest"
)

const question = "Как мы справились?"

// poll is a bench of a shop that asks how customers were served, with one who was answered.
type poll struct {
	*bench
	conv inbox.Conversation
}

func newPoll(t *testing.T, st *store.Store) *poll {
	t.Helper()
	p := &poll{bench: newBench(t, st)}
	p.set(shop.Ratings{On: true})
	p.text("кружка")
	p.conv = p.conversation("7")
	return p
}

// text is what the customer writes now.
func (p *poll) text(s string) []string {
	p.t.Helper()
	kind := ""
	if strings.HasPrefix(s, "/") {
		kind = fmt.Sprintf(`,"entities":[{"type":"bot_command","offset":0,"length":%d}]`, len(s))
	}
	p.update(`"message":{"message_id":%d,"date":%d,"from":{"id":7,"is_bot":false,"first_name":"Ольга","language_code":"ru"},"chat":{"id":7,"type":"private"},"text":%q%s}`, p.n+100, p.now.Unix(), s, kind)
	return p.drain()
}

func (p *poll) ok(err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
}

func (p *poll) set(r shop.Ratings) {
	p.t.Helper()
	sh, err := p.Shops.Get(p.ctx)
	p.ok(err)
	sh.Settings.Ratings = r
	_, err = p.Shops.Save(p.ctx, sh)
	p.ok(err)
}

func (p *poll) conversation(key string) (c inbox.Conversation) {
	p.t.Helper()
	p.ok(p.Store.View(p.ctx, func(ctx context.Context) (err error) {
		c, _, err = p.Store.ConversationByKey(ctx, p.acc.ID, key)
		return err
	}))
	return c
}

// later lets time go by, looks after the shop, and returns what customers were told.
func (p *poll) later(d time.Duration) []string {
	p.t.Helper()
	p.now = p.now.Add(d)
	p.ok(p.Upkeep(context.Background()))
	return p.drain()
}

// asked tells how often the question is among what was said.
func asked(said []string) (n int) {
	for _, s := range said {
		n += strings.Count(s, question)
	}
	return n
}

// last is the newest rating of the customer; zero when there is none.
func (p *poll) last() rating.Rating {
	p.t.Helper()
	var r rating.Rating
	p.ok(p.Store.View(p.ctx, func(ctx context.Context) error {
		list, err := p.Store.RatingsOf(ctx, p.conv.ID, 1)
		if err == nil && len(list) > 0 {
			r = list[0]
		}
		return err
	}))
	return r
}

// id is that of the question, as its buttons have it.
func (p *poll) id() (id string) {
	p.t.Helper()
	p.ok(p.Store.View(p.ctx, func(ctx context.Context) error {
		list, err := p.Store.MessagesBefore(ctx, p.conv.ID, 1000, 50)
		for _, m := range list {
			if m.Out != nil && strings.Contains(m.Text, question) {
				id = strings.Split(m.Out.Buttons[0][0].Action, ":")[1]
			}
		}
		return err
	}))
	return id
}

func (p *poll) rate(score int) []string { return p.press(fmt.Sprintf("rate:%s:%d", p.id(), score)) }

// TestQuietTalkIsRated: who was answered and is silent is asked once, in their language; the
// score is kept with who answered, can be changed for a day, and is theirs alone.
func TestQuietTalkIsRated(t *testing.T) {
	storetest.Both(t, func(t *testing.T, st *store.Store) {
		p := newPoll(t, st)
		if n := asked(p.later(2 * time.Hour)); n != 0 {
			t.Fatalf("asked %d times while the talk may go on", n)
		}
		if n := asked(p.later(time.Hour)) + asked(p.later(time.Hour)); n != 1 {
			t.Fatalf("asked %d times, want once", n)
		}
		if r := p.last(); r.ID != "" {
			t.Fatalf("rated before anybody has: %+v", r)
		}
		p.expect(p.rate(5), "Спасибо за оценку!")
		first := p.last()
		if first.Score != 5 || first.Helped || first.Ending != rating.Quiet || first.Channel != shop.Telegram || first.Words != 0 || first.MessageSeq == 0 {
			t.Errorf("the rating is %+v", first)
		}
		p.expect(p.rate(5), "Ваша оценка уже у нас: 5 из 5")
		p.expect(p.rate(3), "Исправили: теперь 3 из 5", "Спасибо за оценку!")
		if r := p.last(); r.Score != 3 || !r.RatedAt.Equal(first.RatedAt) {
			t.Errorf("the rating is %+v", r)
		}

		// Data that anybody can send: nothing of it is a rating.
		for _, bad := range []string{"rate:" + p.id() + ":0", "rate:" + p.id() + ":6", "rate:" + p.id() + ":55", "rate:" + p.id() + ":", "rate:" + p.id(), "rate", "rate:rat_x:1", "rate:" + p.id() + "' OR 1=1:1"} {
			p.expect(p.press(bad), "уже не изменить")
		}
		p.update(`"callback_query":{"id":"foreign","from":{"id":8,"is_bot":false,"first_name":"Пётр"},"message":{"message_id":1001,"date":1795427600,"chat":{"id":8,"type":"private"},"text":"x"},"chat_instance":"1","data":"rate:%s:1"}`, p.id())
		p.expect(p.drain(), "уже не изменить")
		p.now = p.now.Add(25 * time.Hour)
		p.expect(p.rate(1), "уже не изменить")
		if r := p.last(); r.Score != 3 {
			t.Errorf("the rating is %+v", r)
		}

		// A month later, about what they said since.
		p.text("кружка")
		if n := asked(p.later(4 * time.Hour)); n != 0 {
			t.Errorf("asked again after a day")
		}
		p.now = p.now.Add(31*24*time.Hour + 12*time.Hour)
		p.text("кружка")
		if n := asked(p.later(4 * time.Hour)); n != 1 {
			t.Errorf("asked %d times after a month, want once", n)
		}
		p.now = p.now.Add(8 * 24 * time.Hour)
		p.expect(p.rate(4), "уже не изменить") // a week is over
	})
}

// TestNobodyIsAsked: a shop that does not ask, the night, who waits for an answer, who only
// pressed buttons, and what was handed over.
func TestNobodyIsAsked(t *testing.T) {
	for name, x := range map[string]struct {
		before func(p *poll)
		after  time.Duration
	}{
		"off":                 {func(p *poll) { p.set(shop.Ratings{}) }, 4 * time.Hour},
		"at night":            {nil, 9 * time.Hour}, // 0:00 in Moscow
		"too late":            {nil, 24*time.Hour + 2*time.Minute},
		"people have it":      {func(p *poll) { _, err := p.Handoffs.Request(p.ctx, p.conv.ID, handoff.Asked, ""); p.ok(err); p.drain() }, 4 * time.Hour},
		"a longer silence":    {func(p *poll) { p.set(shop.Ratings{On: true, AfterHours: 6}) }, 4 * time.Hour},
		"an answer is waited": {func(p *poll) { p.asks("ещё вопрос") }, 4 * time.Hour},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPoll(t, storetest.SQLite(t))
			if x.before != nil {
				x.before(p)
			}
			if n := asked(p.later(x.after)); n != 0 {
				t.Errorf("asked %d times", n)
			}
		})
	}
	t.Run("who only pressed", func(t *testing.T) {
		p := &poll{bench: newBench(t, storetest.SQLite(t))}
		p.set(shop.Ratings{On: true})
		p.text("/start")
		p.press("cats")
		if n := asked(p.later(4 * time.Hour)); n != 0 {
			t.Errorf("asked %d times", n)
		}
	})
	t.Run("in the morning", func(t *testing.T) {
		p := newPoll(t, storetest.SQLite(t))
		if n := asked(p.later(9*time.Hour)) + asked(p.later(10*time.Hour)); n != 1 {
			t.Errorf("asked %d times, want once", n)
		}
	})
}

// asks stores what the customer says, without an answer.
func (p *poll) asks(text string) {
	p.t.Helper()
	p.ok(p.Store.InTx(p.ctx, func(ctx context.Context) error {
		_, err := p.Store.StoreArrivals(ctx, []inbox.Arrival{{In: inbox.Incoming{AccountID: p.acc.ID, ConversationKey: "7", DeliveryKey: text, Kind: inbox.KindText, Text: text}, JobID: "job_none",
			RunAt: p.now.Add(240 * time.Hour), At: p.now, Asked: p.now, Payload: "{}"}})
		return err
	}))
}

// TestEndedTalkIsRated: an operator who ends a conversation lets the customer be asked a little
// later, once, unless it is taken back or goes on; the score leaves it ended.
func TestEndedTalkIsRated(t *testing.T) {
	storetest.Both(t, func(t *testing.T, st *store.Store) {
		p := newPoll(t, st)
		who := handoff.Operator{ID: "mem_1", Name: "Марина"}
		end := func() { _, err := p.Operators.Resolve(p.ctx, p.conv.ID, who); p.ok(err) }
		answer := func() {
			_, err := p.Handoffs.Accept(p.ctx, p.conv.ID, who)
			p.ok(err)
			p.ok(p.Inbox.Say(p.ctx, p.conv.ID, inbox.ByOperator, inbox.Outgoing{Text: "Здравствуйте!"}))
		}
		answer()
		end()
		if n := asked(p.drain()); n != 0 {
			t.Fatal("asked at once")
		}
		_, err := p.Operators.Reopen(p.ctx, p.conv.ID)
		p.ok(err)
		p.now = p.now.Add(2 * time.Minute)
		if n := asked(p.drain()); n != 0 {
			t.Fatal("asked though the conversation was taken back")
		}
		end()
		p.text("спасибо") // goes on
		p.now = p.now.Add(2 * time.Minute)
		if n := asked(p.drain()); n != 0 {
			t.Fatal("asked in the middle of a talk")
		}
		answer()
		end()
		end()
		p.now = p.now.Add(2 * time.Minute)
		if n := asked(p.drain()); n != 1 {
			t.Fatalf("asked %d times, want once", n)
		}
		p.expect(p.text("4"), "Спасибо за оценку!") // typed
		if r := p.last(); r.Score != 4 || !r.Helped || r.Ending != rating.Resolved {
			t.Errorf("the rating is %+v", r)
		}
		if c := p.conversation("7"); c.Status != inbox.Resolved || c.Question != "" {
			t.Errorf("the conversation is %s and remembers %q", c.Status, c.Question)
		}
		if got := p.text("4"); strings.Contains(strings.Join(got, ""), "оценк") {
			t.Errorf("another number was a score: %q", got)
		}
	})
}

// TestEndedAtNight: who may not be asked at night is asked in the morning.
func TestEndedAtNight(t *testing.T) {
	p := newPoll(t, storetest.SQLite(t))
	p.now = p.now.Add(9 * time.Hour)
	_, err := p.Operators.Resolve(p.ctx, p.conv.ID, handoff.Operator{ID: "mem_1"})
	p.ok(err)
	p.now = p.now.Add(2 * time.Minute)
	if n := asked(p.drain()); n != 0 {
		t.Fatal("asked at night")
	}
	p.now = p.now.Add(10 * time.Hour)
	if n := asked(p.drain()); n != 1 {
		t.Fatalf("asked %d times in the morning, want once", n)
	}
}

// TestLowRatingIsHeard: a low score rings once and is asked about; what the customer says next
// is kept and goes to people, also where they have the conversation already.
func TestLowRatingIsHeard(t *testing.T) {
	storetest.Both(t, func(t *testing.T, st *store.Store) {
		p := newPoll(t, st)
		p.later(4 * time.Hour)
		p.expect(p.rate(2), "Что пошло не так?")
		p.expect(p.rate(1), "Исправили: теперь 1 из 5", "Что пошло не так?")
		rung := func() (out []string) {
			list, err := p.Bell.List(p.ctx, bell.Reader{ID: "mem_1", Scopes: staff.Scopes}, false, "", 50)
			p.ok(err)
			for _, x := range list {
				out = append(out, bell.Say(x, "ru", "ru", true).Title+" "+x.Path())
			}
			return out
		}
		if got := rung(); len(got) != 1 || got[0] != "Оценка 2 из 5 /inbox/"+p.conv.ID {
			t.Errorf("rung: %q", got)
		}
		p.expect(p.text("ждал два дня"), "Передали ваши слова сотруднику")
		if r := p.last(); r.Score != 1 || r.Comment != "ждал два дня" {
			t.Errorf("the rating is %+v", r)
		}
		c := p.conversation("7")
		list, err := p.Handoffs.Waiting(p.ctx)
		p.ok(err)
		if c.Status != inbox.Open || len(list) != 1 || list[0].Reason != handoff.Complaint || list[0].Summary != "Оценка 1 из 5: ждал два дня" {
			t.Errorf("%s: %+v", c.Status, list)
		}

		// People have it now: a press is still one, and what follows is theirs as well.
		p.expect(p.rate(2), "Исправили: теперь 2 из 5")
		p.text("и грубили")
		if r := p.last(); r.Score != 2 || r.Comment != "и грубили" {
			t.Errorf("the rating is %+v", r)
		}
		p.expect(p.rate(5), "Исправили: теперь 5 из 5")
		p.text("всё хорошо")
		if r := p.last(); r.Score != 5 || r.Comment != "и грубили" {
			t.Errorf("the rating is %+v", r)
		}
	})
}

// TestLateWordsAreNoComment: hours after a low score words are a question like any other, and a
// command ends what was asked.
func TestLateWordsAreNoComment(t *testing.T) {
	for _, late := range []bool{true, false} {
		p := newPoll(t, storetest.SQLite(t))
		p.later(4 * time.Hour)
		p.rate(1)
		if late {
			p.now = p.now.Add(7 * time.Hour)
		} else {
			p.text("/cart")
		}
		p.expect(p.text("кружка"), "Синяя кружка")
		if r := p.last(); r.Comment != "" || p.conversation("7").Status != inbox.Pending {
			t.Errorf("the rating is %+v", r)
		}
	}
}
