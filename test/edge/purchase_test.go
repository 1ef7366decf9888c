package edge_test

import (
	"strconv"
	"strings"
	"testing"

	"prilavok/channel/telegram/tgfake"
)

// dialog is what a customer does from the first word to an order: texts, and presses.
func (s *scene) dialog() []string {
	return []string{"кружка", "=add:" + s.item.ID, "=buy", "Ольга", "+79211234567", "=co:dm:" + s.pickup, "=co:skip", "=co:ok"}
}

// does lets a person do one thing of a dialog; nothing is delivered by that.
func does(u *tgfake.User, what string) {
	data, press := strings.CutPrefix(what, "=")
	if !press {
		u.Say(what)
		return
	}
	u.PressData(u.Sees().Last().ID, data)
}

// buy lets a person go through steps of a dialog, each answered before the next.
func (s *scene) buy(u *tgfake.User, steps []string) {
	s.t.Helper()
	for _, what := range steps {
		does(u, what)
		s.deliver(1)
		s.edge.idle()
	}
}

// orders counts the placed orders of a person.
func (s *scene) orders(userID int64) int {
	s.t.Helper()
	return s.count(`SELECT count(*) FROM prilavok.orders o JOIN prilavok.addresses a ON a.contact_id = o.contact_id
		WHERE a.external_id = $1 AND o.status <> 'draft'`, strconv.FormatInt(userID, 10))
}

// TestPurchase: from the first word to the order, under both Denos.
func TestPurchase(t *testing.T) {
	for _, which := range []string{pinned, newest} {
		t.Run(which, func(t *testing.T) {
			t.Parallel()
			s := newScene(t)
			s.start(isolate{deno: which})
			olga := s.bot.User(7, "Ольга")
			s.buy(olga, s.dialog())
			if n := s.orders(7); n != 1 {
				t.Errorf("%d orders are placed:\n%s", n, sent(olga))
			}
			s.say(olga, "где мой заказ")
			if got := sent(olga); !strings.Contains(got, "790 ₽") || !strings.Contains(got, "Синяя кружка") {
				t.Errorf("the desk does not show the order:\n%s", got)
			}
			if n := s.count(`SELECT count(*) FROM prilavok.jobs WHERE status <> 'ready' OR run_at <= now()`); n != 0 {
				t.Errorf("%d jobs are left", n)
			}
			s.edge.quiet()
		})
	}
}
