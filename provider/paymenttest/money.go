package paymenttest

import (
	"prilavok/core/fault"
	"prilavok/core/payment"
	"prilavok/provider/paymenttest/linefake"
)

func (b *bench) refunded(key string, r payment.StartRequest, st payment.State, amount int64) payment.State {
	b.t.Helper()
	got, err := b.Provider.Refund(b.t.Context(), b.move(key, r, st, amount))
	b.ok(err)
	return got
}

func refunds(b *bench) {
	if !b.Kind.Can.PartialRefunds {
		return
	}
	r, st := b.start(99800, false)
	if _, err := b.Provider.Refund(b.t.Context(), b.move("rfd_0", r, st, 100)); err == nil || fault.Retryable(err) {
		b.t.Errorf("what was not paid was given back: %v", err)
	}
	st = b.pay(st)
	first := b.refunded("rfd_1", r, st, 30000)
	again := b.refunded("rfd_1", r, st, 30000)
	b.is(again.ExternalID, first.ExternalID, "the same key")
	b.is(again.Amount.Amount, int64(30000), "refunded again under the key")
	if !b.Kind.Can.RefundsUntold {
		b.is(b.look(st).Refunded, int64(30000), "refunded once")
	}
	if _, err := b.Provider.Refund(b.t.Context(), b.move("rfd_2", r, st, 69801)); err == nil || fault.Retryable(err) {
		b.t.Errorf("more than was paid was given back: %v", err)
	}
	b.refunded("rfd_3", r, st, 69800)
	got := b.look(st)
	if !b.Kind.Can.Inside { // what the service behind a token has given back the messenger does not know
		b.is(got.Refunded, int64(99800), "all refunded")
	}
	b.is(got.Captured, int64(99800), "captured stays")
	one, err := b.Provider.Lookup(b.t.Context(), payment.Ref{Refund: true, ExternalID: first.ExternalID, Payment: st.ExternalID})
	b.ok(err)
	b.is(one.OurID, "rfd_1", "the refund's id of ours")
	if !b.Coarse {
		b.is(one.Amount.Amount, int64(30000), "the refund's amount")
	}
	b.is(one.Status, payment.Captured, "the refund's status")
}

// refundsWhole: of what can only be given back whole no part is, and the whole once,
// also when the answer was lost.
func refundsWhole(b *bench) {
	if !b.Kind.Can.Refunds || b.Kind.Can.PartialRefunds {
		return
	}
	for i, how := range []linefake.Break{linefake.Lost, linefake.Unanswered, linefake.Failed} {
		r, st := b.start(99800, false)
		st = b.pay(st)
		key := "rfd_" + string(rune('k'+i))
		if _, err := b.Provider.Refund(b.t.Context(), b.move(key, r, st, 30000)); !fault.Is(err, fault.Unsupported) {
			b.t.Errorf("a part was given back: %v", err)
		}
		b.Break(how)
		if _, err := b.Provider.Refund(b.t.Context(), b.move(key, r, st, 99800)); !fault.Retryable(err) {
			b.t.Fatalf("break %d: %v leaves nothing open", how, err)
		}
		for range 2 {
			b.is(b.refunded(key, r, st, 99800).OurID, key, "the refund's id of ours")
		}
		b.is(b.look(st).Refunded, int64(99800), "refunded")
	}
}

func brokenRefund(b *bench) {
	if !b.Kind.Can.PartialRefunds {
		return
	}
	r, st := b.start(99800, false)
	st = b.pay(st)
	var want int64
	for i, how := range []linefake.Break{linefake.Lost, linefake.Unanswered, linefake.Failed} {
		key := "rfd_" + string(rune('k'+i))
		b.Break(how)
		if _, err := b.Provider.Refund(b.t.Context(), b.move(key, r, st, 10000)); !fault.Retryable(err) {
			b.t.Fatalf("break %d: %v leaves nothing open", how, err)
		}
		if how != linefake.Lost && !b.Coarse {
			found, err := b.Provider.Lookup(b.t.Context(), payment.Ref{Refund: true, OurID: key, Payment: st.ExternalID, Since: b.Now()})
			b.ok(err)
			b.is(found.OurID, key, "found by our id")
		}
		want += 10000
		b.refunded(key, r, st, 10000)
		if !b.Kind.Can.RefundsUntold {
			b.is(b.look(st).Refunded, want, "refunded")
		}
	}
	b.refunded("rfd_rest", r, st, 99800-want)
	if !b.Kind.Can.Inside {
		b.is(b.look(st).Refunded, int64(99800), "refunded in the end")
	}
}

func brokenCapture(b *bench) {
	if !b.Kind.Can.TwoStage {
		return
	}
	for i, how := range []linefake.Break{linefake.Lost, linefake.Unanswered, linefake.Failed} {
		r, st := b.start(99800, true)
		st = b.pay(st)
		key := "pcp_" + string(rune('k'+i))
		b.Break(how)
		if _, err := b.Provider.Capture(b.t.Context(), b.move(key, r, st, 99800)); !fault.Retryable(err) {
			b.t.Fatalf("break %d: %v leaves nothing open", how, err)
		}
		got, err := b.Provider.Capture(b.t.Context(), b.move(key, r, st, 99800))
		switch {
		case err == nil:
			b.is(got.Captured, int64(99800), "captured")
		case !b.Coarse || how == linefake.Lost || fault.Retryable(err):
			b.t.Errorf("captured again: %v", err)
		}
		b.is(b.look(st).Captured, int64(99800), "captured once")
	}
}

func strangers(b *bench) {
	if b.Stranger == nil {
		return // without keys there are none
	}
	_, err := b.Stranger.Start(b.t.Context(), b.request(100000, false))
	if !fault.Is(err, fault.Unauthorized) {
		b.t.Errorf("a stranger's key: %v", err)
	}
	b.is(b.Effects(), 0, "effects")
}

func nothing(b *bench) {
	b.start(99800, false)
	for _, ref := range []payment.Ref{{ExternalID: "none"}, {OurID: "pay_none", Since: b.Now()}, {Refund: true, ExternalID: "none"}, {Refund: true, OurID: "rfd_none", Since: b.Now()}, {}} {
		if _, err := b.Provider.Lookup(b.t.Context(), ref); !fault.Is(err, fault.NotFound) {
			b.t.Errorf("%+v: %v, want NotFound", ref, err)
		}
	}
}

// notices: each leads to the payment, its key tells events apart, and rubbish is Invalid
// or not signed.
func notices(b *bench) {
	if !b.Kind.Can.Notices {
		return
	}
	r, st := b.start(99800, false)
	st = b.pay(st)
	posts := b.Notices()
	if len(posts) == 0 {
		b.t.Fatal("nothing was posted about a payment")
	}
	b.refunded("rfd_n", r, st, 100)
	keys := map[string]bool{}
	named := 0
	for _, p := range append(posts, b.Notices()...) {
		h, err := b.Provider.Notice(p.Get, p.Body)
		b.ok(err)
		again, err := b.Provider.Notice(p.Get, p.Body)
		b.ok(err)
		b.is(again.Key, h.Key, "the key of one event")
		if h.Key == "" || keys[h.Key] {
			b.t.Errorf("two events have the key %q", h.Key)
		}
		keys[h.Key] = true
		if h.Ref.ExternalID == st.ExternalID || h.Ref.Payment == st.ExternalID || h.Ref.OurID == r.PaymentID {
			named++
		}
	}
	if named < 2 {
		b.t.Errorf("%d notices name the payment", named)
	}
	p := posts[0]
	for _, body := range []string{"", "{}", "[1]", "not json", `{"type":"notification"}`} {
		if _, err := b.Provider.Notice(p.Get, []byte(body)); !fault.Is(err, fault.Invalid) && !fault.Is(err, fault.Unauthorized) {
			b.t.Errorf("%q is read as a notice: %v", body, err)
		}
	}
}

func unsupported(b *bench) {
	if b.Kind.Can.TwoStage {
		return
	}
	r, st := b.start(99800, false)
	if _, err := b.Provider.Capture(b.t.Context(), b.move("pcp_u", r, st, 99800)); !fault.Is(err, fault.Unsupported) {
		b.t.Errorf("capture without holds: %v", err)
	}
}

// currencies: what is not in the provider's list is refused before anybody is called.
func currencies(b *bench) {
	if len(b.Kind.Can.Currencies) == 0 {
		return // any
	}
	r := b.request(99800, false)
	r.Amount.Currency = "ZZZ"
	if _, err := b.Provider.Start(b.t.Context(), r); !fault.Is(err, fault.Unsupported) {
		b.t.Errorf("a currency that is not taken: %v", err)
	}
	b.is(b.Effects(), 0, "effects")
}

func amounts(b *bench) {
	for _, n := range []int64{10000, 10001, 10010, 99999, 12_345_678} {
		r, st := b.start(n, false)
		b.is(st.Amount, r.Amount, "started")
		if !b.Untried {
			b.is(b.look(st).Amount, r.Amount, "looked up")
		}
		st = b.pay(st)
		b.is(b.look(st).Amount, r.Amount, "paid")
	}
}
