package storetest

import (
	"fmt"
	"testing"
	"time"

	"prilavok/core/order"
	"prilavok/core/shop"
	"prilavok/store"
)

func TestSearchOrders(t *testing.T) {
	Each(t, func(t *testing.T, st *store.Store) {
		c := NewCounter(t, st, "north")
		c.deaf(orderEvents...)
		c.setOrders(func(o *shop.Orders) { o.OnExpiry, o.Prefix = "keep", "A-" })
		v := c.Variant("кружка", 50000, 3)
		named := func(name, phone string) func(*order.Request) {
			return func(r *order.Request) { r.Name, r.Phone, r.PaymentMethod = name, phone, "yookassa" }
		}
		c.Placed("1", v, 1, named("Анна Петрова", "8 921 123-45-67"))
		paid := c.Placed("2", v, 1, named("Пётр Семёнов", "+7 905 000-11-22"))
		_, err := c.Orders.ApplyMoney(c.Ctx, paid.ID, order.MoneyFacts{Captured: 50000, Tried: true})
		c.OK(err)
		short := c.Placed("3", v, 1, named("Anna-Maria O'Neil", "+44 20 7946 0018"))
		c.Pass(2 * time.Hour)
		_, err = c.Jobs.Drain(c.Ctx)
		c.OK(err)
		c.OK(c.Catalog.SetStock(c.Ctx, v, 1, "op")) // one is held for the paid order, none is left
		_, err = c.Orders.ApplyMoney(c.Ctx, short.ID, order.MoneyFacts{Captured: 50001, Tried: true})
		c.OK(err)
		for _, x := range []struct {
			f    order.Filter
			want string
		}{
			{order.Filter{Search: "А-1001"}, "[1001]"},
			{order.Filter{Search: "1002"}, "[1002]"},
			{order.Filter{Search: "петр"}, "[1002 1001]"}, // петрова, пётр
			{order.Filter{Search: "Петрова Анна"}, "[1001]"},
			{order.Filter{Search: "ПЕТР СЕМ"}, "[1002]"},
			{order.Filter{Search: "anna"}, "[1003]"},
			{order.Filter{Search: "45-67"}, "[1001]"},
			{order.Filter{Search: "8 905 000 11 22"}, "[1002]"},
			{order.Filter{Search: "никто"}, "[]"},
			{order.Filter{Owing: true}, "[1001]"},
			{order.Filter{Owed: true}, "[1003]"},
			{order.Filter{Short: true}, "[1003]"},
			{order.Filter{Lapsed: true}, "[1001]"},
			{order.Filter{Returning: true}, "[]"},
			{order.Filter{Short: true, Search: "anna"}, "[1003]"},
			{order.Filter{Short: true, Search: "анна"}, "[]"},
			{order.Filter{Owing: true, Search: "анна"}, "[1001]"},
		} {
			page, err := c.Orders.List(c.Ctx, x.f, "")
			c.OK(err)
			got := []int64{}
			for _, o := range page.Orders {
				got = append(got, o.Seq)
			}
			if fmt.Sprint(got) != x.want {
				t.Errorf("%+v: %v, want %s", x.f, got, x.want)
			}
		}
		_, err = c.Orders.List(c.Ctx, order.Filter{Stage: "none"}, "")
		wantFault(t, err, order.ErrNoStage)
	})
}
