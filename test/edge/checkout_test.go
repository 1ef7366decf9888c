package edge_test

import (
	"context"
	"strings"
	"time"
)

// checkout: the answer stands in the webhook's own, and is recorded; no job is left for it.
func (s *scene) checkout() {
	q := s.bot.User(7, "Ольга").Checkout("pay_of_nobody", "RUB", 79000)
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	if n := s.fake.Deliver(ctx); n != 1 {
		s.t.Fatalf("%d updates accepted", n)
	}
	if answered, ok, text := s.bot.Answer(q); !answered || ok || !strings.Contains(text, "не действителен") {
		s.t.Errorf("answered %v, %v, %q", answered, ok, text)
	}
	s.edge.idle()
	if n := s.count(`SELECT count(*) FROM prilavok.payment_approvals WHERE why = 'invoice' AND NOT ok`); n != 1 {
		s.t.Errorf("%d answers are recorded", n)
	}
}
