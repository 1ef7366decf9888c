package storetest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"prilavok/core/cart"
	"prilavok/core/lang"
	"prilavok/core/money"
	"prilavok/core/order"
	"prilavok/core/payment"
	"prilavok/core/txn"
	"prilavok/store"
)

// placed makes a shop with one placed order.
func placed(t *testing.T, st *store.Store, slug string) (*Counter, order.Order) {
	t.Helper()
	c := NewCounter(t, st, slug)
	v, b := c.Variant("кружка", 49900, 5), c.Buyer()
	_, err := c.Carts.Add(c.Ctx, b.ContactID, v, 2)
	c.OK(err)
	o, err := c.Orders.Place(c.Ctx, c.PlaceRequest(b, "k", cart.Choice{}))
	c.OK(err)
	return c, o
}

// paymentOf is a payment with a value in every column.
func paymentOf(c *Counter, o order.Order, account string, attempt int) payment.Payment {
	at := c.Now()
	return payment.Payment{ID: c.IDs.Make("pay"), OrderID: o.ID, AccountID: account, Provider: "yookassa", Method: "yookassa.card", Attempt: attempt,
		Status: payment.Pending, Amount: money.Of(99800, "RUB"), Held: 1, Captured: 2, Refunded: 3, TwoStage: true, ExternalID: fmt.Sprint("ext-", attempt),
		URL: "https://pay.example/1", Back: "https://t.me/shop", Token: txn.ShopID(c.Ctx) + "." + c.IDs.Token(26), Lang: lang.RU, Reason: "r", Problem: "p",
		Receipt: "pending", Proof: payment.Proof{ConversationID: "cnv", Seq: 7, File: "f", Note: "n", At: at}, Watch: "w", Checks: 4,
		ExpiresAt: at.Add(time.Hour), CreatedAt: at, UpdatedAt: at, SettledAt: at.Add(time.Minute)}
}

func accountOf(t *testing.T, c *Counter, id string) payment.Account {
	t.Helper()
	a := payment.Account{ID: id, ShopID: c.Shop.ID, Provider: "yookassa", Name: "ЮKassa", Active: true, Position: 2, SecretKeyID: "k1", Secret: []byte{0, 1, 255},
		HookHash: "h", Config: payment.AccountConfig{TwoStage: true, Methods: []string{"card"}}, CreatedAt: c.Now(), UpdatedAt: c.Now()}
	check(t, c.Store.InTx(c.Ctx, func(ctx context.Context) error { return c.Store.SavePaymentAccount(ctx, a) }))
	return a
}

var _ = Case("PaymentAccounts SavePaymentAccount PaymentAccountByID HoldPaymentAccount", func(t *testing.T, st *store.Store) {
	c, _ := placed(t, st, "pay-accounts")
	other, _, _ := Shop(t, st, "pay-accounts-other")
	a := accountOf(t, c, "payacc1")
	a.Active, a.Name, a.Secret = false, "другое имя", []byte{9}
	check(t, st.InTx(c.Ctx, func(ctx context.Context) error { return st.SavePaymentAccount(ctx, a) }))
	stolen := a
	stolen.ShopID = txn.ShopID(other)
	_ = st.InTx(other, func(ctx context.Context) error { return st.SavePaymentAccount(ctx, stolen) }) // refused or without effect
	read(t, c.Ctx, st, func(ctx context.Context) error {
		list, err := st.PaymentAccounts(ctx)
		equal(t, "accounts", fmt.Sprint(list), fmt.Sprint([]payment.Account{a}))
		return err
	})
	read(t, other, st, func(ctx context.Context) error {
		_, err := st.PaymentAccountByID(ctx, a.ID)
		if !errors.Is(err, payment.ErrNoAccount) {
			t.Errorf("another shop finds it: %v", err)
		}
		return nil
	})
	check(t, st.InTx(other, func(ctx context.Context) error {
		if _, err := st.HoldPaymentAccount(ctx, a.ID); !errors.Is(err, payment.ErrNoAccount) {
			t.Errorf("another shop holds it: %v", err)
		}
		return nil
	}))
	check(t, st.InTx(c.Ctx, func(ctx context.Context) error {
		got, err := st.HoldPaymentAccount(ctx, a.ID)
		equal(t, "held", fmt.Sprint(got), fmt.Sprint(a))
		return err
	}))
	read(t, txn.ForSystem(c.Ctx), st, func(ctx context.Context) error {
		got, err := st.PaymentAccountByID(ctx, a.ID)
		equal(t, "found across shops", fmt.Sprint(got), fmt.Sprint(a))
		return err
	})
})

var _ = Case("PaymentsWaiting", func(t *testing.T, st *store.Store) {
	c, o := placed(t, st, "pay-waiting")
	other, _, _ := Shop(t, st, "pay-waiting-other")
	a := accountOf(t, c, "payacc-waiting")
	p := paymentOf(c, o, a.ID, 1)
	waiting := func(ctx context.Context, what string, want int64) {
		t.Helper()
		read(t, ctx, st, func(ctx context.Context) error {
			n, err := st.PaymentsWaiting(ctx, a.ID)
			equal(t, what, n, want)
			return err
		})
	}
	check(t, st.InTx(c.Ctx, func(ctx context.Context) error { return st.InsertPayment(ctx, p) }))
	waiting(c.Ctx, "pending", 1)
	waiting(other, "another shop's", 0)
	p.Status = payment.Captured
	check(t, st.InTx(c.Ctx, func(ctx context.Context) error { return st.SavePayment(ctx, p) }))
	waiting(c.Ctx, "captured", 0)
	op := payment.Operation{ID: c.IDs.Make("rfd"), PaymentID: p.ID, OrderID: o.ID, Kind: payment.OpRefund, Key: "k", Amount: 1, State: payment.OpPending, CreatedAt: c.Now(), UpdatedAt: c.Now()}
	check(t, st.InTx(c.Ctx, func(ctx context.Context) error {
		_, err := st.InsertOperations(ctx, []payment.Operation{op})
		return err
	}))
	waiting(c.Ctx, "a refund under way", 1)
	op.State = payment.OpFailed
	check(t, st.InTx(c.Ctx, func(ctx context.Context) error { return st.SaveOperation(ctx, op) }))
	waiting(c.Ctx, "a refund refused", 0)
})

var _ = Case("InsertPayment SavePayment PaymentByID PaymentByRef PaymentByToken PaymentsOf PaymentsSince", func(t *testing.T, st *store.Store) {
	c, o := placed(t, st, "pay-rows")
	other, _, _ := Shop(t, st, "pay-rows-other")
	a := accountOf(t, c, "payacc2")
	first, second := paymentOf(c, o, a.ID, 1), paymentOf(c, o, "", 2)
	second.ExternalID, second.Token = "", ""
	check(t, st.InTx(c.Ctx, func(ctx context.Context) error {
		return errors.Join(st.InsertPayment(ctx, first), st.InsertPayment(ctx, second))
	}))
	if err := st.InTx(c.Ctx, func(ctx context.Context) error { return st.InsertPayment(ctx, paymentOf(c, o, a.ID, 2)) }); err == nil {
		t.Error("an attempt was made twice")
	}
	first.Status, first.Held, first.Captured, first.Refunded, first.Reason, first.URL = payment.Captured, 0, 99800, 5, "ok", "u"
	first.Watch, first.Checks, first.Problem, first.Receipt, first.UpdatedAt = "", 5, "", "succeeded", c.Now().Add(time.Hour)
	first.ExpiresAt, first.SettledAt, first.Proof.Note = time.Time{}, c.Now(), "другое"
	check(t, st.InTx(c.Ctx, func(ctx context.Context) error { return st.SavePayment(ctx, first) }))
	if err := st.InTx(other, func(ctx context.Context) error { return st.SavePayment(ctx, first) }); !errors.Is(err, payment.ErrNotFound) {
		t.Errorf("another shop saves it: %v", err)
	}
	check(t, st.InTx(c.Ctx, func(ctx context.Context) error {
		list, err := st.PaymentsOf(ctx, o.ID, true)
		equal(t, "payments of the order", fmt.Sprint(list), fmt.Sprint([]payment.Payment{first, second}))
		got, err2 := st.PaymentByID(ctx, first.ID, true)
		equal(t, "payment", fmt.Sprint(got), fmt.Sprint(first))
		byToken, err3 := st.PaymentByToken(ctx, first.Token)
		equal(t, "by token", byToken.ID, first.ID)
		return errors.Join(err, err2, err3)
	}))
	for _, x := range []struct {
		account string
		ref     payment.Ref
		want    string
	}{
		{a.ID, payment.Ref{ExternalID: "ext-1"}, first.ID},
		{a.ID, payment.Ref{OurID: first.ID}, first.ID},
		{a.ID, payment.Ref{}, ""},
		{a.ID, payment.Ref{OurID: second.ID}, ""}, // of no account
		{"payacc-none", payment.Ref{ExternalID: "ext-1"}, ""},
	} {
		read(t, c.Ctx, st, func(ctx context.Context) error {
			p, found, err := st.PaymentByRef(ctx, x.account, x.ref)
			equal(t, fmt.Sprint(x.ref), fmt.Sprint(p.ID, found), fmt.Sprint(x.want, x.want != ""))
			return err
		})
	}
	read(t, c.Ctx, st, func(ctx context.Context) error {
		page, err := st.PaymentsSince(ctx, c.Now().Add(-time.Hour), "", 1)
		rest, err2 := st.PaymentsSince(ctx, c.Now().Add(-time.Hour), page[0].ID, 9)
		late, err3 := st.PaymentsSince(ctx, c.Now().Add(time.Minute), "", 9)
		equal(t, "since", fmt.Sprint(page[0].ID, rest[0].ID, len(rest), late[0].ID, len(late)), fmt.Sprint(first.ID, second.ID, 1, first.ID, 1))
		return errors.Join(err, err2, err3)
	})
	read(t, other, st, func(ctx context.Context) error {
		_, err := st.PaymentByID(ctx, first.ID, false)
		_, err2 := st.PaymentByToken(ctx, first.Token)
		if !errors.Is(err, payment.ErrNotFound) || !errors.Is(err2, payment.ErrNotFound) {
			t.Errorf("another shop's: %v, %v", err, err2)
		}
		return nil
	})
})

var _ = Case("InsertOperations SaveOperation OperationByID OperationByKey OperationsOf", func(t *testing.T, st *store.Store) {
	c, o := placed(t, st, "pay-operations")
	p := paymentOf(c, o, "", 1)
	at := c.Now()
	op := payment.Operation{ID: "rfd_1", Key: "key", PaymentID: p.ID, OrderID: o.ID, Kind: payment.OpRefund, Amount: 500, State: payment.OpIntended, ExternalID: "x",
		Request: payment.Request{Number: "1001", Receipt: &payment.Receipt{Items: []payment.Item{{Title: "Чай", Quantity: 2, Price: 250}}}}, Why: "брак", Fault: "f", Receipt: "r",
		By: order.Actor{Kind: order.ByOperator, ID: "op"}, CreatedAt: at, UpdatedAt: at, SettledAt: at}
	second := op
	second.ID, second.Key, second.ExternalID, second.SettledAt = "rfd_2", "key2", "", time.Time{}
	insert := func(list ...payment.Operation) (ok bool) {
		check(t, st.InTx(c.Ctx, func(ctx context.Context) (err error) {
			ok, err = st.InsertOperations(ctx, list)
			return err
		}))
		return ok
	}
	check(t, st.InTx(c.Ctx, func(ctx context.Context) error { return st.InsertPayment(ctx, p) }))
	third := op
	third.ID = "rfd_3" // under a key that is taken
	if !insert(op, second) || insert(third) {
		t.Error("a key was taken twice, or not at all")
	}
	op.State, op.ExternalID, op.Fault, op.Receipt, op.SettledAt = payment.OpSucceeded, "y", "", "succeeded", at.Add(time.Hour)
	check(t, st.InTx(c.Ctx, func(ctx context.Context) error { return st.SaveOperation(ctx, op) }))
	plain := func(x payment.Operation) string {
		items := fmt.Sprint(x.Request.Receipt.Items)
		x.Request.Receipt = nil
		return fmt.Sprintf("%+v %s", x, items)
	}
	read(t, c.Ctx, st, func(ctx context.Context) error {
		list, err := st.OperationsOf(ctx, o.ID)
		equal(t, "operations", []string{plain(list[0]), plain(list[1])}, []string{plain(op), plain(second)})
		got, err2 := st.OperationByID(ctx, op.ID)
		equal(t, "operation", plain(got), plain(op))
		byKey, found, err3 := st.OperationByKey(ctx, "key")
		_, none, err4 := st.OperationByKey(ctx, "none")
		equal(t, "by key", fmt.Sprint(byKey.ID, found, none), fmt.Sprint(op.ID, true, false))
		if _, err := st.OperationByID(ctx, "rfd_none"); !errors.Is(err, payment.ErrNoOperation) {
			t.Errorf("nothing is %v", err)
		}
		return errors.Join(err, err2, err3, err4)
	})
})

var _ = Case("InsertNotice NoticeByKey CloseNotice OpenProblem CloseProblem Problems SaveReport Reports", func(t *testing.T, st *store.Store) {
	c, o := placed(t, st, "pay-desk")
	a := accountOf(t, c, "payacc3")
	n := payment.Notice{AccountID: a.ID, Key: "e1", Kind: "payment.succeeded", Ref: payment.Ref{ExternalID: "x", Since: c.Now()}, Raw: "{}", State: "received", At: c.Now()}
	fresh := func() (ok bool) {
		check(t, st.InTx(c.Ctx, func(ctx context.Context) (err error) {
			ok, err = st.InsertNotice(ctx, n)
			return err
		}))
		return ok
	}
	equal(t, "the same notice twice", []bool{fresh(), fresh()}, []bool{true, false})
	check(t, st.InTx(c.Ctx, func(ctx context.Context) error { return st.CloseNotice(ctx, a.ID, "e1", "done", c.Now()) }))
	n.State, n.DoneAt = "done", c.Now()
	read(t, c.Ctx, st, func(ctx context.Context) error {
		got, err := st.NoticeByKey(ctx, a.ID, "e1")
		equal(t, "notice", fmt.Sprint(got), fmt.Sprint(n))
		return err
	})
	open := func(id, kind, orderID string) (ok bool) {
		check(t, st.InTx(c.Ctx, func(ctx context.Context) (err error) {
			ok, err = st.OpenProblem(ctx, payment.Problem{ID: id, Kind: kind, Subject: "s", OrderID: orderID, PaymentID: "p", OperationID: "o",
				Data: map[string]any{"sum": "5"}, CreatedAt: c.Now()})
			return err
		}))
		return ok
	}
	opened := []bool{open("pbl_1", "amount", o.ID), open("pbl_2", "amount", o.ID), open("pbl_3", "unknown", "")}
	check(t, st.InTx(c.Ctx, func(ctx context.Context) error { return st.CloseProblem(ctx, "pbl_1", "op", c.Now()) }))
	err := st.InTx(c.Ctx, func(ctx context.Context) error { return st.CloseProblem(ctx, "pbl_1", "op", c.Now()) })
	equal(t, "closed twice", errors.Is(err, payment.ErrNoProblem), true)
	equal(t, "opened", append(opened, open("pbl_4", "amount", o.ID)), []bool{true, false, true, true})
	read(t, c.Ctx, st, func(ctx context.Context) error {
		all, err := st.Problems(ctx, "", 9)
		mine, err2 := st.Problems(ctx, o.ID, 9)
		equal(t, "problems", fmt.Sprint(all[0].ID, all[1].ID, len(all), mine), fmt.Sprint("pbl_4", "pbl_3", 2,
			[]payment.Problem{{ID: "pbl_4", Kind: "amount", Subject: "s", OrderID: o.ID, PaymentID: "p", OperationID: "o", Data: map[string]any{"sum": "5"}, CreatedAt: c.Now()}}))
		return errors.Join(err, err2)
	})
	r := payment.Report{Day: "2026-01-02", Payments: 1, Orders: 2, Receipts: 3, Findings: 4, Unreachable: 5, At: c.Now()}
	var saved []bool
	for _, replace := range []bool{false, false, true} {
		r.Payments++
		check(t, st.InTx(c.Ctx, func(ctx context.Context) error {
			ok, err := st.SaveReport(ctx, r, replace)
			saved = append(saved, ok)
			return err
		}))
	}
	equal(t, "saved", saved, []bool{true, false, true})
	read(t, c.Ctx, st, func(ctx context.Context) error {
		list, err := st.Reports(ctx, 5)
		if !slices.Equal(list, []payment.Report{r}) {
			t.Errorf("reports %+v", list)
		}
		return err
	})
})

var _ = Case("DemoPayment SaveDemoPayment", func(t *testing.T, st *store.Store) {
	ctx, _, _ := Shop(t, st, "demo-pay")
	other, _, _ := Shop(t, st, "demo-pay-other")
	get := func(ctx context.Context) (doc string) {
		check(t, st.InTx(ctx, func(ctx context.Context) (err error) {
			doc, err = st.DemoPayment(ctx, "demo_1")
			return err
		}))
		return strings.ReplaceAll(doc, " ", "")
	}
	for _, doc := range []string{`{"a":1}`, `{"a":2}`} {
		check(t, st.InTx(ctx, func(ctx context.Context) error { return st.SaveDemoPayment(ctx, "demo_1", doc, noon) }))
		equal(t, "kept, and another shop's", []string{get(ctx), get(other)}, []string{doc, ""})
	}
})

var _ = Case("Approvals InsertApproval", func(t *testing.T, st *store.Store) {
	ctx, _, _ := Shop(t, st, "approvals")
	other, _, _ := Shop(t, st, "approvals-other")
	a := payment.Approval{QueryID: "q1", PaymentID: "pay_1", Payer: "7", OK: true, Amount: money.Of(99800, "RUB"), At: noon}
	b := payment.Approval{QueryID: "q2", PaymentID: "pay_1", Why: payment.DeniedSum, Amount: money.Of(1, "XTR"), At: noon.Add(time.Second)}
	var fresh []bool
	for _, x := range []payment.Approval{a, b, {QueryID: "q1", PaymentID: "pay_2", At: noon}} {
		check(t, st.InTx(ctx, func(ctx context.Context) error {
			ok, err := st.InsertApproval(ctx, x)
			fresh = append(fresh, ok)
			return err
		}))
	}
	equal(t, "recorded", fresh, []bool{true, true, false})
	for _, c := range []struct {
		ctx            context.Context
		query, payment string
		want           []payment.Approval
	}{{ctx, "q1", "none", []payment.Approval{a}}, {ctx, "none", "pay_1", []payment.Approval{a, b}}, {ctx, "", "", nil}, {other, "q1", "pay_1", nil}} {
		read(t, c.ctx, st, func(ctx context.Context) error {
			got, err := st.Approvals(ctx, c.query, c.payment)
			if !slices.Equal(got, c.want) {
				t.Errorf("%s %s: %+v", c.query, c.payment, got)
			}
			return err
		})
	}
})

var _ = Case("InsertCharge ChargesOf ChargeReturned", func(t *testing.T, st *store.Store) {
	ctx, _, acc := Shop(t, st, "charges")
	other, _, _ := Shop(t, st, "charges-other")
	a := payment.Charge{ID: "c1", AccountID: acc.ID, PaymentID: "pay_1", ProviderID: "p1", Payer: "7", Amount: money.Of(250, "XTR"), Approved: true, At: noon}
	b := payment.Charge{ID: "c2", AccountID: acc.ID, PaymentID: "pay_1", Amount: money.Of(1, "RUB"), At: noon.Add(time.Second)}
	var told []bool
	do := func(ctx context.Context, fn func(ctx context.Context) (bool, error)) {
		check(t, st.InTx(ctx, func(ctx context.Context) error {
			ok, err := fn(ctx)
			told = append(told, ok)
			return err
		}))
	}
	for _, c := range []payment.Charge{a, b, a} {
		do(ctx, func(ctx context.Context) (bool, error) { return st.InsertCharge(ctx, c) })
	}
	do(other, func(ctx context.Context) (bool, error) { return st.ChargeReturned(ctx, "c1", noon) })
	for range 2 {
		do(ctx, func(ctx context.Context) (bool, error) { return st.ChargeReturned(ctx, "c1", noon.Add(time.Hour)) })
	}
	equal(t, "taken once, returned once", told, []bool{true, true, false, false, true, false})
	a.ReturnedAt = noon.Add(time.Hour)
	for _, c := range []struct {
		ctx         context.Context
		payment, id string
		want        []payment.Charge
	}{{ctx, "pay_1", "", []payment.Charge{a, b}}, {ctx, "", "c2", []payment.Charge{b}}, {other, "pay_1", "c1", nil}} {
		read(t, c.ctx, st, func(ctx context.Context) error {
			got, err := st.ChargesOf(ctx, c.payment, c.id)
			if !slices.Equal(got, c.want) {
				t.Errorf("%s %s: %+v", c.payment, c.id, got)
			}
			return err
		})
	}
})
