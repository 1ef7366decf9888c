package edge_test

import "strings"

// checkout: the answer stands in the webhook's own, and is recorded; no job is left for it.
func (s *scene) checkout() {
	q := s.bot.User(7, "Ольга").Checkout("pay_of_nobody", "RUB", 79000)
	s.deliver(1)
	if answered, ok, text := s.bot.Answer(q); !answered || ok || !strings.Contains(text, "не действителен") {
		s.t.Errorf("answered %v, %v, %q", answered, ok, text)
	}
	s.edge.idle()
	if n := s.count(`SELECT count(*) FROM prilavok.payment_approvals WHERE why = 'invoice' AND NOT ok`); n != 1 {
		s.t.Errorf("%d answers are recorded", n)
	}
}
