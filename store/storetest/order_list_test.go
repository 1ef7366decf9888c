package storetest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"prilavok/core/fold"
	"prilavok/core/money"
	"prilavok/core/order"
	"prilavok/store"
)

// put stores orders of every kind straight away: n of them, some in the same moment.
func manyOrders(t *testing.T, c *Counter, n int) []order.Order {
	t.Helper()
	r := rand.New(rand.NewPCG(3, 4))
	buyers := []string{c.Buyer().ContactID, c.Buyer().ContactID, c.Buyer().ContactID}
	names := []string{"Анна Иванова", "Иван Петров", "Анна Мария Ким", "John Smith", "Ёлкин Пётр", "100% 'Скидка'"}
	pick := func(list ...string) string { return list[r.IntN(len(list))] }
	var all []order.Order
	c.OK(c.Store.InTx(c.Ctx, func(ctx context.Context) error {
		all = nil
		for i := range n {
			at := c.Now().Add(time.Duration(i/2) * time.Minute)
			total := int64(1000 * (1 + r.IntN(5)))
			o := order.Order{ID: c.IDs.Make("ord"), Seq: int64(5000 + i), Number: fmt.Sprint("A-", 5000+i), Key: fmt.Sprint("k", i), ContactID: buyers[r.IntN(3)],
				Source: pick("chat", "api", "panel"), Lang: "ru", Status: order.Status(pick("draft", "placed", "placed", "completed", "canceled")),
				Items: money.Of(total, "RUB"), Total: money.Of(total, "RUB"), Name: names[r.IntN(len(names))], Phone: fmt.Sprintf("+7921%07d", r.IntN(5)*1111111),
				PaymentMethod: order.PaymentMethod(pick("on_delivery", "card")), Payment: order.PaymentStatus(pick("not_paid", "captured", "refunded")),
				Fulfillment: order.FulfillmentStatus(pick("not_fulfilled", "shipped", "delivered")), Revision: 1, CreatedAt: at, UpdatedAt: at}
			if o.Status != order.Draft {
				o.PlacedAt = at.Add(time.Duration(r.IntN(3)) * time.Minute)
			}
			if err := c.Store.InsertOrder(ctx, o); err != nil {
				return fmt.Errorf("insert: %w", err)
			}
			o.Captured, o.Label = money.Of(int64(r.IntN(3))*3000, "RUB"), pick("", "", "сборка", "a|b")
			if r.IntN(4) == 0 {
				o.LapsedAt = at
			}
			if ok, err := c.Store.SaveOrder(ctx, o); err != nil || !ok {
				return fmt.Errorf("save: %v, %w", ok, err)
			}
			all = append(all, o)
		}
		return nil
	}))
	slices.SortFunc(all, func(a, b order.Order) int {
		if c := listedAt(b).Compare(listedAt(a)); c != 0 {
			return c
		}
		return strings.Compare(b.ID, a.ID)
	})
	return all
}

func listedAt(o order.Order) time.Time {
	if o.PlacedAt.IsZero() {
		return o.CreatedAt
	}
	return o.PlacedAt
}

// passes says what a filter means, order by order.
func passes(f order.Filter, o order.Order) bool {
	has := func(ok bool, n int) bool { return n == 0 || ok }
	words := strings.Join(fold.Words(o.Name), " ")
	w := fold.Words(o.Name)
	back := strings.Join(append([]string{w[len(w)-1]}, w[:len(w)-1]...), " ")
	want := strings.Join(fold.Words(f.Search), " ")
	search := f.Search == "" || strings.HasPrefix(words, want) || strings.HasPrefix(back, want)
	if digits := strings.Trim(f.Search, "+ "); digits != "" && strings.Trim(digits, "0123456789") == "" {
		search = strings.HasSuffix(o.Phone, digits[max(0, len(digits)-10):]) || fmt.Sprint(o.Seq) == digits
	}
	return has(slices.Contains(f.Statuses, o.Status), len(f.Statuses)) && has(slices.Contains(f.Payment, o.Payment), len(f.Payment)) &&
		has(slices.Contains(f.Fulfillment, o.Fulfillment), len(f.Fulfillment)) && has(slices.Contains(f.Sources, o.Source), len(f.Sources)) &&
		has(slices.Contains(f.Methods, o.PaymentMethod), len(f.Methods)) && has(slices.Contains(f.Labels, o.Label), len(f.Labels)) &&
		(!f.Owing || (o.Status == order.Placed || o.Status == order.Completed) && o.Balance().Amount > 0) && (!f.Owed || o.Balance().Amount < 0) &&
		(!f.Lapsed || !o.LapsedAt.IsZero()) && (f.ContactID == "" || f.ContactID == o.ContactID) && (f.From.IsZero() || !listedAt(o).Before(f.From)) &&
		(f.To.IsZero() || listedAt(o).Before(f.To)) && (f.Number == "" || f.Number == o.Number) && search
}

// TestListOrdersByAnyFilter compares the list, page by page, with what each filter and
// random combinations of them mean.
func TestListOrdersByAnyFilter(t *testing.T) {
	Both(t, func(t *testing.T, st *store.Store) {
		c := NewCounter(t, st, "north")
		all := manyOrders(t, c, 900)
		filters := []order.Filter{{}, {Statuses: []order.Status{order.Draft}}, {Statuses: []order.Status{order.Placed, order.Completed}}, {Payment: []order.PaymentStatus{order.Refunded}},
			{Fulfillment: []order.FulfillmentStatus{order.Shipped}}, {Sources: []string{"api"}}, {Methods: []order.PaymentMethod{"card"}}, {Labels: []string{"a|b"}}, {Owing: true}, {Owed: true},
			{Lapsed: true}, {ContactID: all[0].ContactID}, {From: listedAt(all[500]), To: listedAt(all[100])}, {Number: all[7].Number}, {Search: "анна"}, {Search: "Иванова А"},
			{Search: "елкин"}, {Search: "ким анна"}, {Search: "1111111"}, {Search: all[3].Phone}, {Search: "3333"}, {Search: fmt.Sprint(all[9].Seq)}, {Search: "100% скидка"}, {Search: "никто"}, {Payment: []order.PaymentStatus{"odd"}}}
		r := rand.New(rand.NewPCG(5, 6))
		for range 60 {
			a, b, d := filters[r.IntN(12)], filters[r.IntN(len(filters))], filters[r.IntN(13)]
			f := b
			f.Statuses, f.Payment, f.Lapsed, f.Owing = append(f.Statuses, a.Statuses...), append(f.Payment, a.Payment...), f.Lapsed || a.Lapsed, f.Owing || d.Owing
			f.Sources, f.Labels, f.From = append(f.Sources, d.Sources...), append(f.Labels, a.Labels...), d.From
			if f.ContactID == "" {
				f.ContactID = d.ContactID
			}
			filters = append(filters, f)
		}
		for _, f := range filters {
			var want, got []string
			for _, o := range all {
				if passes(f, o) {
					want = append(want, o.Number)
				}
			}
			for _, most := range []int{1, 40, len(all) + 1} {
				n := 0
				c.OK(st.View(c.Ctx, func(ctx context.Context) error {
					var err error
					n, err = st.CountOrders(ctx, f, most)
					return err
				}))
				if n != min(len(want), most) {
					t.Errorf("%+v: counted %d up to %d, want %d", f, n, most, len(want))
				}
			}
			f.Limit = 7 + r.IntN(90)
			for next, pages := "", 0; pages == 0 || next != ""; pages++ {
				p, err := c.Orders.List(c.Ctx, f, next)
				c.OK(err)
				for _, o := range p.Orders {
					got = append(got, o.Number)
				}
				if next = p.Next; pages > 200 {
					t.Fatalf("%+v: no end", f)
				}
			}
			if !slices.Equal(got, want) {
				t.Errorf("%+v: %d orders, want %d\n%.300v\n%.300v", f, len(got), len(want), got, want)
			}
		}
	})
}
