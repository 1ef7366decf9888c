package admin_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"prilavok/core/inbox"
	"prilavok/core/order"
	"prilavok/core/staff"
	"prilavok/httpapi/admin/reports"
	"prilavok/store"
	"prilavok/store/storetest"
)

// reporting is a shop of eight days: five orders of a mug, the last of them canceled, one of a
// formula, and what its buyer said.
func reporting(t *testing.T, st *store.Store) *till {
	t.Helper()
	x := openTill(t, st, "north")
	clock := func(day, hour int) { x.Pass(time.Date(2026, 3, day, hour, 0, 0, 0, x.Shop.Location()).Sub(x.Now())) }
	mug, formula := x.Variant("кружка", 100, 50), x.Variant("=1+1; \"чай\"", 250, 50)
	var last order.Order
	for _, at := range [][2]int{{3, 23}, {4, 9}, {10, 23}, {11, 0}, {11, 10}} {
		clock(at[0], at[1])
		last = x.buy(mug, 2)
	}
	talks := x.buy(formula, 1).ConversationID
	_, err := x.app.Orders.Cancel(x.Ctx, order.CancelRequest{OrderID: last.ID, Why: "x"})
	x.OK(err)
	for _, said := range []struct {
		by  inbox.Author
		ago time.Duration
	}{{inbox.ByContact, 90 * time.Second}, {inbox.ByAssistant, 88500 * time.Millisecond}, {inbox.ByContact, 30 * time.Second}} {
		x.OK(st.InTx(x.Ctx, func(ctx context.Context) error {
			_, err := st.AppendMessages(ctx, talks, []inbox.Message{{Author: said.by, Kind: inbox.KindText, Text: "…", State: inbox.Sent, CreatedAt: x.Now().Add(-said.ago)}})
			return err
		}))
	}
	clock(11, 12)
	return x
}

// TestReports: what was sold and said is reported over a period, the same before and after it
// was counted ahead, and no shop sees another's.
func TestReports(t *testing.T) {
	everywhere(t, func(t *testing.T, st *store.Store) {
		x, other := reporting(t, st), openTill(t, st, "south")
		look := func() {
			t.Helper()
			var s reports.SalesReport
			x.get("/reports/sales?period=7").is(http.StatusOK, "").read(&s)
			own := s.Currencies[0]
			if s.Period != (reports.ReportPeriod{From: "2026-03-05", To: "2026-03-11", Zone: "Europe/Moscow", Now: true}) || s.BeforeFrom != "2026-02-26" || s.BeforeTo != "2026-03-04" ||
				len(s.Currencies) != 1 || len(own.Steps) != 7 || own.Steps[6].Day != "2026-03-11" || own.Steps[6].Sales.Orders != 2 || own.Sum.Orders != 3 ||
				own.Sum.Revenue.Amount != 650 || own.Sum.Average.Amount != 217 || own.Sum.Canceled != 1 || own.Before.Orders != 2 || own.Before.Revenue.Amount != 400 {
				t.Errorf("sales are %+v", s)
			}
			var g reports.GoodsReport
			x.get("/reports/goods?from=2026-03-01&to=2026-03-11&best=pieces&channel=webchat").is(http.StatusOK, "").read(&g)
			if len(g.Goods) != 2 || g.Goods[0].Title.RU != "кружка" || g.Goods[0].Pieces != 8 || g.Goods[0].Revenue.Amount != 800 || g.Goods[1].Revenue.Amount != 250 {
				t.Errorf("goods are %+v", g)
			}
			var talks reports.TalksReport
			x.get("/reports/conversations?period=today").is(http.StatusOK, "").read(&talks)
			if fmt.Sprint(talks.Funnel) != "[{talked 1 100} {carted 1 100} {ordered 1 100} {paid 0 0}]" || talks.Assistant != (reports.FirstAnswers{N: 1, P50MS: 1500, P90MS: 1500, P95MS: 1500}) ||
				talks.People.N != 0 || talks.Automation != 100 || talks.Messages != 2 || talks.Waiting != 1 || talks.Handled != 50 || talks.Reasons == nil {
				t.Errorf("conversations are %+v", talks)
			}
		}
		look()
		x.OK(x.app.Upkeep(x.Ctx))
		look()

		var there reports.SalesReport
		other.Pass(x.Now().Sub(other.Now()))
		other.get("/reports/sales").is(http.StatusOK, "").read(&there)
		if len(there.Currencies[0].Steps) != 30 || there.Currencies[0].Sum.Orders != 0 {
			t.Errorf("another shop's sales are %+v", there)
		}

	})
}

// TestReportTables: each report is a table that spreadsheets of the language take, and none of
// its cells is a formula.
func TestReportTables(t *testing.T) {
	everywhere(t, func(t *testing.T, st *store.Store) {
		x := reporting(t, st)
		table := func(query string) (file reports.ReportTable) {
			t.Helper()
			x.get("/reports/table?"+query).is(http.StatusOK, "").read(&file)
			return file
		}
		goods := table("report=goods&period=today&lang=en")
		if goods.CSV != "\ufeffProduct,Pieces,Revenue,Currency\r\n\"en =1+1; \"\"чай\"\"\",1,2.50,RUB\r\nen кружка,2,2,RUB\r\n" || goods.Name != "goods-2026-03-11-2026-03-11.csv" {
			t.Errorf("the table is %q", goods)
		}
		if got := table("report=goods&period=today").CSV; got != "\ufeffТовар;Штук;Выручка;Валюта\r\n\"'=1+1; \"\"чай\"\"\";1;2,50;RUB\r\nкружка;2;2;RUB\r\n" {
			t.Errorf("the table is %q", got)
		}
		if got := table("report=sales&from=2026-03-04&to=2026-03-04&by=week&lang=en").CSV; got != "\ufeffDay,Orders,Revenue,Average order,Returned,Orders canceled,Currency\r\n2026-03-04,1,2,2,0,0,RUB\r\n" {
			t.Errorf("the table is %q", got)
		}
		if got := table("report=answers&period=today&lang=en").CSV; !strings.HasSuffix(got, "\r\nAssistant,1,1.500,1.500,1.500\r\nPeople,0,,,\r\n") {
			t.Errorf("the table is %q", got)
		}
		if got := table("report=funnel&period=today").CSV; !strings.HasSuffix(got, "\r\nОформили заказ;1;100,0\r\nЗаплатили;0;0,0\r\n") {
			t.Errorf("the table is %q", got)
		}
		if got := table("report=automation&period=today&lang=en").CSV; !strings.Contains(got, "\r\nMessages answered,1,50.0\r\n") {
			t.Errorf("the table is %q", got)
		}

	})
}

// TestReportsRefuse: a period that is none is refused, and so is whoever may not see numbers.
func TestReportsRefuse(t *testing.T) {
	storetest.Both(t, func(t *testing.T, st *store.Store) {
		x := openTill(t, st, "north")
		var d reports.ReportDefinitions
		x.get("/reports/definitions").is(http.StatusOK, "").read(&d)
		for _, x := range d.Items {
			if x.ID == "" || x.Title.RU == "" || x.Title.EN == "" || x.Text.RU == "" || x.Text.EN == "" {
				t.Errorf("a definition is %+v", x)
			}
		}

		for _, bad := range []string{"from=2026-03-01", "period=7&from=2026-03-01&to=2026-03-02", "from=2026-03-02&to=2026-03-01", "from=2025-01-01&to=2026-03-01", "from=2026-02-30&to=2026-03-01"} {
			for _, of := range []string{"sales", "goods", "conversations", "table"} {
				x.get("/reports/"+of+"?"+bad).is(http.StatusUnprocessableEntity, "report.period")
			}
		}
		for _, bad := range []string{"period=8", "from=yesterday", "channel=fax", "surprise=1"} {
			x.get("/reports/sales?"+bad).is(http.StatusUnprocessableEntity, "api.invalid")
		}
		x.key = x.issue("no numbers", staff.OrdersRead)
		for _, of := range []string{"sales", "goods", "conversations", "table", "definitions"} {
			x.get("/reports/"+of).is(http.StatusForbidden, "api.scope")
		}
	})
}
