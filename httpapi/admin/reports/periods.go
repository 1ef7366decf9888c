package reports

import (
	"context"
	"net/http"
	"time"

	"prilavok/core/analytics/report"
	"prilavok/core/lang"
	"prilavok/core/staff"
	"prilavok/httpapi/admin/gate"
)

// periodRoutes is the table of reports of periods.
var periodRoutes = []gate.Route{
	{ID: "reports.sales", Method: http.MethodGet, Path: "/reports/sales", Scope: staff.MetricsRead, Summary: "Sales over time, by day or week, against the period before"},
	{ID: "reports.goods", Method: http.MethodGet, Path: "/reports/goods", Scope: staff.MetricsRead, Summary: "Best sellers, by revenue or pieces"},
	{ID: "reports.talks", Method: http.MethodGet, Path: "/reports/conversations", Scope: staff.MetricsRead, Summary: "How customers were served: funnel, first response times, automation, messages answered"},
	{ID: "reports.satisfaction", Method: http.MethodGet, Path: "/reports/satisfaction", Scope: staff.MetricsRead, Summary: "How customers rated the conversations that they were asked about, against the period before"},
	{ID: "reports.poor", Method: http.MethodGet, Path: "/reports/poor-ratings", Scope: staff.ConversationsRead, Summary: "Scores of 1 and 2 with what customers said of them, newest first"},
	{ID: "reports.table", Method: http.MethodGet, Path: "/reports/table", Scope: staff.MetricsRead, Summary: "A report as a CSV table for spreadsheets"},
	{ID: "reports.definitions", Method: http.MethodGet, Path: "/reports/definitions", Scope: staff.MetricsRead, Summary: "What each number of the reports is, in Russian and English"},
}

func (a *api) periods(g *gate.Gate) {
	gate.Add(g, "reports.sales", a.sales)
	gate.Add(g, "reports.goods", a.goods)
	gate.Add(g, "reports.talks", a.talks)
	gate.Add(g, "reports.satisfaction", a.satisfaction)
	gate.Add(g, "reports.poor", a.poor)
	gate.Add(g, "reports.table", a.table)
	gate.Add(g, "reports.definitions", a.definitions)
}

// ReportAsk is which days and channel a report is of.
type ReportAsk struct {
	Period  string `query:"period" enum:"today,7,30,90" doc:"the last days with today; leave out with from and to. Neither: 30"`
	From    string `query:"from" pattern:"^\\d{4}-\\d{2}-\\d{2}$" doc:"a day of the shop's time zone"`
	To      string `query:"to" pattern:"^\\d{4}-\\d{2}-\\d{2}$" doc:"a day, included; at most 366 days from the first"`
	Channel string `query:"channel" enum:"telegram,instagram,webchat" doc:"leave out for all, and orders that came by none"`
}

var periods = map[string]int{"today": 1, "7": 7, "30": 30, "90": 90}

func (in *ReportAsk) ask() report.Ask {
	ask := report.Ask{Days: periods[in.Period], From: in.From, To: in.To, Channel: in.Channel}
	if in.Period == "" && in.From == "" && in.To == "" {
		ask.Days = 30
	}
	return ask
}

// ReportPeriod is the days that a report is of, both included.
type ReportPeriod struct {
	From string `json:"from"`
	To   string `json:"to"`
	Zone string `json:"zone" doc:"the shop's, in which its days begin"`
	Now  bool   `json:"now" doc:"the last day is today, which is not over"`
}

func periodOf(p report.Period) ReportPeriod { return ReportPeriod{p.From, p.To, p.Zone, p.Now} }

// ReportSales is what was placed in a time, in one currency.
type ReportSales struct {
	Orders   int64    `json:"orders" doc:"placed, and not canceled since"`
	Revenue  SalesSum `json:"revenue" doc:"what they come to, before returns"`
	Average  SalesSum `json:"average" doc:"an order's; 0 without orders"`
	Returned SalesSum `json:"returned" doc:"of revenue: worth of goods that came back"`
	Canceled int64    `json:"canceled" doc:"placed, and canceled since"`
}

// ReportStep is a day or a week.
type ReportStep struct {
	Day   string      `json:"day" doc:"the first of the week, or of the period in it"`
	Sales ReportSales `json:"sales"`
}

// ReportCurrency are the sales of a period in one currency.
type ReportCurrency struct {
	Currency string       `json:"currency"`
	Sum      ReportSales  `json:"sum"`
	Before   ReportSales  `json:"before" doc:"of as many days before; while today is not over, until the same time of the day"`
	Steps    []ReportStep `json:"steps" doc:"none is left out"`
}

// SalesReport are sales over time.
type SalesReport struct {
	Period     ReportPeriod     `json:"period"`
	BeforeFrom string           `json:"before_from"`
	BeforeTo   string           `json:"before_to"`
	Currencies []ReportCurrency `json:"currencies" doc:"the shop's own first"`
}

func reportSales(d report.SalesDay, currency string) ReportSales {
	return ReportSales{d.Orders, SalesSum{d.Amount, currency}, SalesSum{d.Average(), currency}, SalesSum{d.Returned, currency}, d.Canceled}
}

type salesIn struct {
	ReportAsk
	By string `query:"by" enum:"day,week" default:"day"`
}

func (a *api) sales(ctx context.Context, in *salesIn) (*out[SalesReport], error) {
	r, err := a.reports.SalesOf(ctx, in.ask(), report.By(in.By))
	if err != nil {
		return nil, err
	}
	o := SalesReport{Period: periodOf(r.Period), BeforeFrom: r.Before[0], BeforeTo: r.Before[1], Currencies: []ReportCurrency{}}
	for _, c := range r.Currencies {
		x := ReportCurrency{Currency: c.Currency, Sum: reportSales(c.Sum, c.Currency), Before: reportSales(c.Before, c.Currency), Steps: []ReportStep{}}
		for _, d := range c.Steps {
			x.Steps = append(x.Steps, ReportStep{d.Day, reportSales(d, c.Currency)})
		}
		o.Currencies = append(o.Currencies, x)
	}
	return &out[SalesReport]{o}, nil
}

// ReportTexts is a text by language.
type ReportTexts struct {
	RU string `json:"ru,omitempty"`
	EN string `json:"en,omitempty"`
}

// ReportGoods is what was sold of a product.
type ReportGoods struct {
	ProductID string      `json:"product_id"`
	Title     ReportTexts `json:"title"`
	Pieces    int64       `json:"pieces"`
	Revenue   SalesSum    `json:"revenue" doc:"after discounts, before returns"`
}

// GoodsReport are best sellers.
type GoodsReport struct {
	Period ReportPeriod  `json:"period"`
	Goods  []ReportGoods `json:"goods" doc:"at most 50, of the shop's own currency first"`
}

type goodsIn struct {
	ReportAsk
	Best string `query:"best" enum:"revenue,pieces" default:"revenue"`
}

func (a *api) goods(ctx context.Context, in *goodsIn) (*out[GoodsReport], error) {
	r, err := a.reports.GoodsOf(ctx, in.ask(), report.Best(in.Best))
	if err != nil {
		return nil, err
	}
	o := GoodsReport{Period: periodOf(r.Period), Goods: []ReportGoods{}}
	for _, g := range r.Goods {
		o.Goods = append(o.Goods, ReportGoods{g.ProductID, ReportTexts{g.Title[lang.RU], g.Title[lang.EN]}, g.Pieces, SalesSum{g.Amount, g.Currency}})
	}
	return &out[GoodsReport]{o}, nil
}

// FunnelStep is how many conversations came so far.
type FunnelStep struct {
	Step    string  `json:"step" enum:"talked,carted,ordered,paid"`
	N       int64   `json:"n"`
	Percent float64 `json:"percent" doc:"of the first step, to a tenth"`
}

// FirstAnswers is how long first answers took.
type FirstAnswers struct {
	N     int64 `json:"n" doc:"how many there were; the times are 0 without any"`
	P50MS int64 `json:"p50_ms" doc:"half took no longer"`
	P90MS int64 `json:"p90_ms"`
	P95MS int64 `json:"p95_ms"`
}

// HandoffReason is how often a person was asked for.
type HandoffReason struct {
	Reason string `json:"reason" doc:"asked, clarify, complaint, payment, guard, model, manual"`
	N      int64  `json:"n"`
}

// TalksReport is how customers were served.
type TalksReport struct {
	Period        ReportPeriod    `json:"period"`
	Funnel        []FunnelStep    `json:"funnel"`
	Assistant     FirstAnswers    `json:"assistant"`
	People        FirstAnswers    `json:"people"`
	Conversations int64           `json:"conversations" doc:"in which customers wrote"`
	Alone         int64           `json:"alone" doc:"of them: answered by the assistant, and by no person"`
	Helped        int64           `json:"helped" doc:"of them: a person wrote"`
	Automation    float64         `json:"automation" doc:"alone of conversations, per cent, to a tenth"`
	Handoffs      int64           `json:"handoffs"`
	Reasons       []HandoffReason `json:"reasons" doc:"the most often first"`
	Messages      int64           `json:"messages" doc:"of customers"`
	Waiting       int64           `json:"waiting" doc:"of messages: nobody has answered them until now"`
	Handled       float64         `json:"handled" doc:"the others, per cent of messages, to a tenth"`
}

func firstAnswers(w report.Wait) FirstAnswers {
	ms := func(d time.Duration) int64 { return d.Milliseconds() }
	return FirstAnswers{w.N, ms(w.P50), ms(w.P90), ms(w.P95)}
}

func (a *api) talks(ctx context.Context, in *ReportAsk) (*out[TalksReport], error) {
	r, err := a.reports.TalksOf(ctx, in.ask())
	if err != nil {
		return nil, err
	}
	t := r.Talks
	o := TalksReport{Period: periodOf(r.Period), Funnel: []FunnelStep{}, Assistant: firstAnswers(r.Assistant), People: firstAnswers(r.People),
		Conversations: t.Conversations, Alone: t.Alone, Helped: t.Helped, Automation: t.Automation(), Handoffs: r.Handoffs, Reasons: []HandoffReason{},
		Messages: t.Messages, Waiting: t.Waiting, Handled: t.Handled()}
	for _, s := range t.Funnel() {
		o.Funnel = append(o.Funnel, FunnelStep(s))
	}
	for _, x := range r.Reasons {
		o.Reasons = append(o.Reasons, HandoffReason(x))
	}
	return &out[TalksReport]{o}, nil
}

// ReportDefinition says what a number is.
type ReportDefinition struct {
	ID    string      `json:"id"`
	Title ReportTexts `json:"title"`
	Text  ReportTexts `json:"text"`
}

// ReportDefinitions are those of all numbers.
type ReportDefinitions struct {
	Items []ReportDefinition `json:"items"`
}

func (a *api) definitions(context.Context, *struct{}) (*out[ReportDefinitions], error) {
	o := ReportDefinitions{Items: []ReportDefinition{}}
	for _, d := range report.Definitions {
		o.Items = append(o.Items, ReportDefinition{d.ID, ReportTexts(d.Title), ReportTexts(d.Text)})
	}
	return &out[ReportDefinitions]{o}, nil
}
