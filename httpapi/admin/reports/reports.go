// Package reports is the part of the shop's API that says how the shop does. It is a room of
// httpapi/admin.
package reports

import (
	"context"
	"net/http"
	"time"

	"prilavok/core/analytics/report"
	"prilavok/core/staff"
	"prilavok/httpapi/admin/gate"
)

// Routes is the table of this part: each line says what a caller needs for it.
var Routes = append([]gate.Route{
	{ID: "reports.today", Method: http.MethodGet, Path: "/today", Scope: staff.MetricsRead, Summary: "Today at a glance: sales against a week ago, who waits, what needs a person"},
}, periodRoutes...)

type api struct{ reports *report.Service }

// Add gives a gate the handlers of Routes.
func Add(g *gate.Gate, s *report.Service) {
	a := &api{s}
	gate.Add(g, "reports.today", a.today)
	a.periods(g)
}

type out[T any] struct{ Body T }

// SalesSum is an amount of whole minor units.
type SalesSum struct {
	Amount   int64  `json:"amount"`
	Currency string `json:"currency" doc:"ISO 4217"`
}

// DaySales is what was sold on a day, or in its part.
type DaySales struct {
	Orders int64    `json:"orders" doc:"placed, and not canceled since"`
	Total  SalesSum `json:"total" doc:"what they came to, before returns"`
}

// TodayWaiting is who waits for a person of the shop.
type TodayWaiting struct {
	N     int64      `json:"n" doc:"conversations that were handed over, in which nobody has answered the customer yet"`
	Since *time.Time `json:"since,omitempty" doc:"of the longest wait"`
}

// TodayProblem is something that needs a person.
type TodayProblem struct {
	Kind string `json:"kind" doc:"payment_problems, unreached_notices, undelivered, dead_letters, reconnect, low_stock (3 pieces or fewer)"`
	N    int64  `json:"n"`
}

// Today is the shop's day at a glance.
type Today struct {
	Day      string         `json:"day" doc:"of the shop's time zone"`
	Zone     string         `json:"zone"`
	Sales    DaySales       `json:"sales" doc:"until now"`
	Before   DaySales       `json:"week_ago" doc:"the same weekday until the same time of day"`
	Whole    DaySales       `json:"week_ago_whole" doc:"all of that day"`
	Waiting  TodayWaiting   `json:"waiting"`
	Problems []TodayProblem `json:"problems" doc:"only what there is"`
}

func salesOf(s report.Sales) DaySales { return DaySales{s.Orders, SalesSum(s.Total)} }

func (a *api) today(ctx context.Context, _ *struct{}) (*out[Today], error) {
	d, err := a.reports.Today(ctx)
	if err != nil {
		return nil, err
	}
	t := Today{Day: d.Day, Zone: d.Zone, Sales: salesOf(d.Sales), Before: salesOf(d.Before), Whole: salesOf(d.Whole), Waiting: TodayWaiting{N: d.Waiting.N}, Problems: []TodayProblem{}}
	if !d.Waiting.Since.IsZero() {
		t.Waiting.Since = &d.Waiting.Since
	}
	for _, p := range d.Problems {
		t.Problems = append(t.Problems, TodayProblem(p))
	}
	return &out[Today]{t}, nil
}
