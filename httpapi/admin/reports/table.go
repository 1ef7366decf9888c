package reports

import (
	"context"
	"encoding/csv"
	"strconv"
	"strings"
	"unicode"

	"prilavok/core/analytics/report"
	"prilavok/core/handoff"
	"prilavok/core/lang"
	"prilavok/core/money"
)

// ReportTable is a report for spreadsheets.
type ReportTable struct {
	Name string `json:"name" doc:"of a file"`
	CSV  string `json:"csv" doc:"RFC 4180, with a byte order mark; of semicolons and decimal commas in Russian, as spreadsheets there take it"`
}

type tableIn struct {
	ReportAsk
	Report string `query:"report" enum:"sales,goods,funnel,answers,automation,satisfaction" default:"sales"`
	By     string `query:"by" enum:"day,week" default:"day" doc:"of sales"`
	Best   string `query:"best" enum:"revenue,pieces" default:"revenue" doc:"of goods"`
	Lang   string `query:"lang" enum:"ru,en" default:"ru"`
}

func (a *api) table(ctx context.Context, in *tableIn) (*out[ReportTable], error) {
	t := &table{lang: lang.Lang(in.Lang)}
	var p report.Period
	var err error
	switch in.Report {
	case "goods":
		p, err = a.goodsTable(ctx, in, t)
	case "sales":
		p, err = a.salesTable(ctx, in, t)
	case "satisfaction":
		p, err = a.satisfactionTable(ctx, in, t)
	default:
		p, err = a.talksTable(ctx, in, t)
	}
	if err != nil {
		return nil, err
	}
	return &out[ReportTable]{ReportTable{in.Report + "-" + p.From + "-" + p.To + ".csv", t.text()}}, nil
}

func (a *api) salesTable(ctx context.Context, in *tableIn, t *table) (report.Period, error) {
	r, err := a.reports.SalesOf(ctx, in.ask(), report.By(in.By))
	t.head(wordDay, wordOrders, wordRevenue, wordAverage, wordReturned, wordCanceled, wordCurrency)
	for _, c := range r.Currencies {
		for _, d := range c.Steps {
			t.row(d.Day, t.n(d.Orders), t.sum(d.Amount, c.Currency), t.sum(d.Average(), c.Currency), t.sum(d.Returned, c.Currency), t.n(d.Canceled), c.Currency)
		}
	}
	return r.Period, err
}

func (a *api) goodsTable(ctx context.Context, in *tableIn, t *table) (report.Period, error) {
	r, err := a.reports.GoodsOf(ctx, in.ask(), report.Best(in.Best))
	t.head(wordProduct, wordPieces, wordRevenue, wordCurrency)
	for _, g := range r.Goods {
		t.row(guard(g.Title.In(t.lang, lang.RU)), t.n(g.Pieces), t.sum(g.Amount, g.Currency), g.Currency)
	}
	return r.Period, err
}

func (a *api) talksTable(ctx context.Context, in *tableIn, t *table) (report.Period, error) {
	r, err := a.reports.TalksOf(ctx, in.ask())
	switch in.Report {
	case "funnel":
		t.head(wordStep, wordConversations, wordPercent)
		for _, s := range r.Talks.Funnel() {
			t.row(wordSteps[s.Step].In(t.lang), t.n(s.N), t.percent(s.Percent))
		}
	case "answers":
		t.head(wordWho, wordAnswers, wordHalf, word90, word95)
		for _, x := range []struct {
			who lang.Phrase
			report.Wait
		}{{wordAssistant, r.Assistant}, {wordPeople, r.People}} {
			row := []string{x.who.In(t.lang), t.n(x.N), "", "", ""}
			if x.N > 0 {
				row[2], row[3], row[4] = t.seconds(x.P50.Milliseconds()), t.seconds(x.P90.Milliseconds()), t.seconds(x.P95.Milliseconds())
			}
			t.row(row...)
		}
	default:
		t.head(wordWhat, wordTimes, wordPercent)
		t.row(wordConversations.In(t.lang), t.n(r.Talks.Conversations), "")
		t.row(wordAlone.In(t.lang), t.n(r.Talks.Alone), t.percent(r.Talks.Automation()))
		t.row(wordHelped.In(t.lang), t.n(r.Talks.Helped), "")
		t.row(wordMessages.In(t.lang), t.n(r.Talks.Messages), "")
		t.row(wordHandled.In(t.lang), t.n(r.Talks.Messages-r.Talks.Waiting), t.percent(r.Talks.Handled()))
		t.row(wordHandoffs.In(t.lang), t.n(r.Handoffs), "")
		for _, x := range r.Reasons {
			t.row(guard(wordHandoffs.In(t.lang)+": "+handoff.Reason(x.Reason).Text(t.lang)), t.n(x.N), "")
		}
	}
	return r.Period, err
}

// table is a CSV text while it is written.
type table struct {
	lang lang.Lang
	rows [][]string
}

func (t *table) head(words ...lang.Phrase) {
	var row []string
	for _, w := range words {
		row = append(row, w.In(t.lang))
	}
	t.row(row...)
}

func (t *table) row(cells ...string) { t.rows = append(t.rows, cells) }

func (t *table) n(n int64) string { return strconv.FormatInt(n, 10) }

func (t *table) sum(amount int64, currency string) string {
	return t.decimal(money.Of(amount, currency).Decimal())
}

func (t *table) percent(p float64) string { return t.decimal(strconv.FormatFloat(p, 'f', 1, 64)) }

func (t *table) seconds(ms int64) string {
	return t.decimal(strconv.FormatFloat(float64(ms)/1000, 'f', 3, 64))
}

func (t *table) decimal(s string) string {
	if t.lang == lang.RU {
		return strings.Replace(s, ".", ",", 1)
	}
	return s
}

func (t *table) text() string {
	var b strings.Builder
	b.WriteString("\ufeff")
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	if t.lang == lang.RU {
		w.Comma = ';'
	}
	_ = w.WriteAll(t.rows) // a text takes all that is written
	return b.String()
}

// guard keeps a spreadsheet from running a cell as a formula: it begins with an apostrophe
// then. What counts is the first that is no space.
func guard(s string) string {
	if c := strings.TrimLeftFunc(s, unicode.IsSpace); c != "" && strings.ContainsRune("=+-@|%", rune(c[0])) || strings.HasPrefix(s, "\t") || strings.HasPrefix(s, "\r") {
		return "'" + s
	}
	return s
}
