// Package system is the part of the shop's API about what the shop runs on: its queue, the
// work that was given up, faults, the model's budget, versions, and the checks of an
// installation where the program can run them. It is a room of httpapi/admin.
package system

import (
	"context"
	"net/http"
	"strings"
	"time"

	"prilavok/core/analytics/report"
	"prilavok/core/job"
	"prilavok/core/lang"
	"prilavok/core/staff"
	"prilavok/httpapi/admin/gate"
	"prilavok/httpapi/admin/inwords"
)

// Routes is the table of this part: each line says what a caller needs for it.
var Routes = []gate.Route{
	{ID: "system.get", Method: http.MethodGet, Path: "/system", Scope: staff.MetricsRead, Summary: "The shop's queue, faults of the last day, the model's budget, versions"},
	{ID: "system.checks", Method: http.MethodGet, Path: "/system/checks", Scope: staff.SettingsRead, Summary: "Checks of the installation, as prilavok doctor makes them; supported is false where the program cannot"},
	{ID: "letters.list", Method: http.MethodGet, Path: "/dead-letters", Scope: staff.MetricsRead, Summary: "Work that was given up, newest first, 50 at a time"},
	{ID: "letters.replay", Method: http.MethodPost, Path: "/dead-letters/{id}/replay", Scope: staff.SettingsWrite, Status: http.StatusNoContent, Summary: "Do given-up work once more"},
	{ID: "letters.drop", Method: http.MethodDelete, Path: "/dead-letters/{id}", Scope: staff.SettingsWrite, Status: http.StatusNoContent, Summary: "Forget given-up work: it will not be done"},
}

// Finding is what a check of the installation found.
type Finding struct {
	Name   string
	State  string // ok, warn, fail, off
	Title  lang.Phrase
	Detail lang.Phrase
	Mend   lang.Phrase
}

// Host is the process that answers. What it does not know is empty: an isolate at the edge
// has no uptime, and runs no checks.
type Host struct {
	Build    string
	Database string // postgres, sqlite
	Budget   int64  // of the model, tokens a day, for shops that set none of their own; 0: no model
	Started  time.Time
	// Checks examines the installation; nil where the program cannot.
	Checks func(ctx context.Context) []Finding
}

// Services is what the routes call.
type Services struct {
	Jobs      *job.Watch
	Machinery *report.Machinery
	Host      Host
	Now       func() time.Time
}

type api struct{ Services }

// Add gives a gate the handlers of Routes.
func Add(g *gate.Gate, s Services) {
	a := &api{s}
	gate.Add(g, "system.get", a.get)
	gate.Add(g, "system.checks", a.checks)
	gate.Add(g, "letters.list", a.letters)
	gate.Add(g, "letters.replay", func(ctx context.Context, in *letterIn) (*nothing, error) { return nil, a.Jobs.Replay(ctx, in.ID) })
	gate.Add(g, "letters.drop", func(ctx context.Context, in *letterIn) (*nothing, error) { return nil, a.Jobs.Drop(ctx, in.ID) })
}

type nothing struct{}

type out[T any] struct{ Body T }

type letterIn struct {
	ID string `path:"id" minLength:"1" maxLength:"64"`
}

type lettersIn struct {
	Cursor string `query:"cursor" maxLength:"200" doc:"next of the page before; leave out for the first page"`
}

// SystemQueue is what the shop's queue looks like now.
type SystemQueue struct {
	Due     int64   `json:"due" doc:"ready to be done"`
	Later   int64   `json:"later" doc:"their time has not come"`
	Running int64   `json:"running"`
	Dead    int64   `json:"dead" doc:"given up"`
	Oldest  float64 `json:"oldest_seconds" doc:"how long the oldest of due waits"`
}

// SystemFault is how often something ended with a fault in the last day.
type SystemFault struct {
	What string `json:"what" doc:"message: not delivered; work: given up; answer: the assistant answered by its rules instead"`
	Code string `json:"code"`
	Why  string `json:"why" doc:"in the language asked for"`
	N    int64  `json:"n"`
}

// SystemModel is what the model has used today.
type SystemModel struct {
	Day    string  `json:"day" doc:"of UTC, as budgets are"`
	Tokens int64   `json:"tokens"`
	Budget int64   `json:"budget" doc:"tokens a day; 0: not known here"`
	Cost   float64 `json:"cost" doc:"by the prices that the installation was given, in their currency; 0 without prices"`
}

// System is how what the shop runs on does.
type System struct {
	Queue    SystemQueue   `json:"queue"`
	Faults   []SystemFault `json:"faults" doc:"of the last 24 hours, the most frequent first"`
	Model    SystemModel   `json:"model"`
	Build    string        `json:"build,omitempty"`
	Database string        `json:"database" doc:"postgres, sqlite"`
	Started  *time.Time    `json:"started_at,omitempty" doc:"of a server; an isolate at the edge comes and goes"`
}

func (a *api) get(ctx context.Context, _ *nothing) (*out[System], error) {
	st, err := a.Jobs.Stats(ctx)
	if err != nil {
		return nil, err
	}
	faults, spent, err := a.Machinery.Lately(ctx)
	if err != nil {
		return nil, err
	}
	s := System{Queue: SystemQueue{Due: st.Ready - st.Later, Later: st.Later, Running: st.Running, Dead: st.Dead, Oldest: st.OldestReady.Seconds()}, Faults: []SystemFault{},
		Model: SystemModel{spent.Day, spent.Tokens, spent.Budget, float64(spent.Cost) / 1e6}, Build: a.Host.Build, Database: a.Host.Database}
	if s.Model.Budget == 0 {
		s.Model.Budget = a.Host.Budget
	}
	l := gate.CallerOf(ctx).Lang
	for _, f := range faults {
		s.Faults = append(s.Faults, SystemFault{f.What, f.Code, why(f).In(l), f.N})
	}
	if !a.Host.Started.IsZero() {
		s.Started = &a.Host.Started
	}
	return &out[System]{s}, nil
}

func why(f report.Fault) lang.Phrase {
	if f.What == report.OfMessage {
		return inwords.OfMessage(f.Code)
	}
	return inwords.OfWork(f.Code)
}

// SystemCheck is what one check of the installation found.
type SystemCheck struct {
	Name   string `json:"name"`
	State  string `json:"state" enum:"ok,warn,fail,off"`
	Title  string `json:"title"`
	Detail string `json:"detail"`
	Mend   string `json:"mend,omitempty" doc:"what to do about it"`
}

// SystemChecks are all of them.
type SystemChecks struct {
	Supported bool          `json:"supported" doc:"false at the edge: run prilavok doctor with the project's settings"`
	Items     []SystemCheck `json:"items"`
}

func (a *api) checks(ctx context.Context, _ *nothing) (*out[SystemChecks], error) {
	c := SystemChecks{Supported: a.Host.Checks != nil, Items: []SystemCheck{}}
	if c.Supported {
		l := gate.CallerOf(ctx).Lang
		for _, f := range a.Host.Checks(ctx) {
			c.Items = append(c.Items, SystemCheck{f.Name, f.State, f.Title.In(l), f.Detail.In(l), f.Mend.In(l)})
		}
	}
	return &out[SystemChecks]{c}, nil
}

// DeadLetter is work that was given up.
type DeadLetter struct {
	ID             string    `json:"id"`
	Kind           string    `json:"kind" doc:"names the work: turn, deliver, event:order.placed, …"`
	Code           string    `json:"code" doc:"of the last fault"`
	Why            string    `json:"why" doc:"in the language asked for"`
	Attempts       int       `json:"attempts"`
	CreatedAt      time.Time `json:"created_at"`
	DiedAt         time.Time `json:"died_at"`
	ConversationID string    `json:"conversation_id,omitempty" doc:"that it is about"`
	OrderID        string    `json:"order_id,omitempty" doc:"that it is about"`
}

// DeadLetters is a page of them.
type DeadLetters struct {
	Items []DeadLetter `json:"items"`
	Next  string       `json:"next" doc:"the cursor of the next page; empty at the end"`
}

const pageSize = 50

func (a *api) letters(ctx context.Context, in *lettersIn) (*out[DeadLetters], error) {
	after, err := gate.ReadCursor(in.Cursor)
	if err != nil {
		return nil, err
	}
	list, err := a.Jobs.Dead(ctx, after, pageSize+1)
	if err != nil {
		return nil, err
	}
	p := DeadLetters{Items: []DeadLetter{}}
	if len(list) > pageSize {
		list = list[:pageSize]
		p.Next = gate.Cursor(list[pageSize-1].ID)
	}
	l := gate.CallerOf(ctx).Lang
	for _, d := range list {
		p.Items = append(p.Items, letterOf(d, l))
	}
	return &out[DeadLetters]{p}, nil
}

// letterOf tells of a job without its payload, which may hold a customer's words. What it is
// about stands in its lane.
func letterOf(d job.DeadLetter, l lang.Lang) DeadLetter {
	x := DeadLetter{ID: d.ID, Kind: d.Kind, Code: d.LastFault, Attempts: d.Attempts, CreatedAt: d.CreatedAt, DiedAt: d.DiedAt}
	x.Why = inwords.OfJob(d.Kind, d.LastFault).In(l)
	if d.Kind == "deliver" {
		x.Why = inwords.OfMessage(d.LastFault).In(l)
	}
	_, about, _ := strings.Cut(d.Lane, ":")
	switch {
	case strings.HasPrefix(about, "cnv_"):
		x.ConversationID = about
	case strings.HasPrefix(about, "ord_"):
		x.OrderID = about
	}
	return x
}
