package promotion

// Again says what the promotions that an order was sold with take off it as it is now.
// That they were had stands: neither the calendar nor limits, codes and contacts are asked
// again, only what depends on the goods and the delivery. Why each other one gives nothing
// any more is told by id. A free delivery that costs nothing anyhow is kept, with amount 0.
//
// Priorities order them as they did then; that the order has them together stands as well.
func Again(lines []Line, sold []Promotion, f Facts) (Result, map[string]Problem) {
	lost := map[string]Problem{}
	var fit []Promotion
	for _, p := range sold {
		for _, c := range p.Codes {
			f.Code = c
		}
		p.Status, p.Exclusive, p.FirstOrder, p.Contacts, p.Limit, p.PerContact = Active, false, false, nil, 0, 0
		p.From, p.Until = f.Now, f.Now.Add(1)
		if why := check(p, lines, f); why != ProblemNone {
			lost[p.ID] = why
			continue
		}
		fit = append(fit, p)
	}
	r := run(lines, fit, withFee(f)).result
	given := map[string]bool{}
	for i := range r.Applied {
		given[r.Applied[i].PromotionID] = true
		if r.Applied[i].Kind == FreeDelivery && f.Delivery != nil {
			r.Applied[i].Amount = f.Delivery.Fee
		}
	}
	if r.Free != nil && f.Delivery != nil {
		r.Free.Amount = f.Delivery.Fee
	}
	for _, p := range fit {
		if !given[p.ID] {
			lost[p.ID] = ProblemNoEffect
		}
	}
	return r, lost
}

// withFee lets a free delivery be found where the shop asks nothing for it already.
func withFee(f Facts) Facts {
	if f.Delivery != nil && f.Delivery.Fee == 0 {
		f.Delivery = &Delivery{MethodID: f.Delivery.MethodID, Fee: 1}
	}
	return f
}
