// Package bell is the part of the shop's API by which staff are told of what happens: the
// notifications of the panel, what each reader has read of them, and what they chose to be
// told of. It is a room of httpapi/admin.
package bell

import (
	"context"
	"net/http"
	"time"

	"prilavok/core/bell"
	"prilavok/core/lang"
	"prilavok/core/shop"
	"prilavok/httpapi/admin/gate"
)

// Routes is the table of this part. No line has a scope: everybody has a bell, and is told of
// what their scopes let them see.
var Routes = []gate.Route{
	{ID: "bell.list", Method: http.MethodGet, Path: "/bell", Summary: "What the reader is told, newest first; of kinds that they may see and have not hidden"},
	{ID: "bell.count", Method: http.MethodGet, Path: "/bell/count", Summary: "How much of it they have not read, up to 100"},
	{ID: "bell.read", Method: http.MethodPut, Path: "/bell/{id}", Status: http.StatusNoContent, Quiet: true, Summary: "Note that the reader has read one, or wants it to stay unread"},
	{ID: "bell.read_all", Method: http.MethodPut, Path: "/bell", Status: http.StatusNoContent, Quiet: true, Summary: "Note that the reader has read everything"},
	{ID: "bell.choices", Method: http.MethodGet, Path: "/bell/choices", Summary: "The kinds that the reader may be told of, and what they chose"},
	{ID: "bell.choose", Method: http.MethodPut, Path: "/bell/choices", Quiet: true, Summary: "Choose what to be told of, in the panel and on devices"},
}

// Shops reads the shop of a context.
type Shops interface {
	Get(ctx context.Context) (shop.Shop, error)
}

// Services is what the routes call.
type Services struct {
	Bell  *bell.Service
	Shops Shops
	Push  bool // this program, or one beside it, sends to devices
}

type api struct{ Services }

// Add gives a gate the handlers of Routes.
func Add(g *gate.Gate, s Services) {
	a := &api{s}
	gate.Add(g, "bell.list", a.list)
	gate.Add(g, "bell.count", a.count)
	gate.Add(g, "bell.read", a.read)
	gate.Add(g, "bell.read_all", func(ctx context.Context, _ *nothing) (*nothing, error) {
		return nil, a.Bell.ReadAll(ctx, readerOf(ctx))
	})
	gate.Add(g, "bell.choices", a.choices)
	gate.Add(g, "bell.choose", a.choose)
}

type nothing struct{}

type out[T any] struct{ Body T }

func readerOf(ctx context.Context) bell.Reader {
	c := gate.CallerOf(ctx)
	return bell.Reader{ID: c.ID, Scopes: c.Scopes}
}

// Notification is one thing that staff are told.
type Notification struct {
	ID             string    `json:"id"`
	Kind           string    `json:"kind" doc:"of GET /bell/choices"`
	Event          string    `json:"event" example:"order.placed"`
	Title          string    `json:"title" doc:"in the language asked for"`
	Text           string    `json:"text" doc:"more of it; may be empty"`
	OrderID        string    `json:"order_id,omitempty"`
	ConversationID string    `json:"conversation_id,omitempty"`
	Path           string    `json:"path" doc:"the panel's page about it" example:"/orders/ord_1"`
	Read           bool      `json:"read"`
	At             time.Time `json:"at"`
}

type bellListed struct {
	Cursor string `query:"cursor" maxLength:"200" doc:"next of the page before; leave out for the first page"`
	Limit  int    `query:"limit" minimum:"1" maximum:"100" default:"30"`
	Unread bool   `query:"unread" doc:"only what the reader has not read"`
}

// BellPage is a page of notifications.
type BellPage struct {
	Items []Notification `json:"items"`
	Next  string         `json:"next" doc:"the cursor of the next page; empty at the end"`
}

func (a *api) list(ctx context.Context, in *bellListed) (*out[BellPage], error) {
	cursor, err := gate.ReadCursor(in.Cursor)
	if err != nil {
		return nil, err
	}
	sh, err := a.Shops.Get(ctx)
	if err != nil {
		return nil, err
	}
	list, err := a.Bell.List(ctx, readerOf(ctx), in.Unread, cursor, in.Limit)
	if err != nil {
		return nil, err
	}
	p := BellPage{Items: []Notification{}}
	for _, t := range list {
		p.Items = append(p.Items, notificationOf(t, gate.CallerOf(ctx).Lang, sh.DefaultLang()))
	}
	if len(list) == in.Limit {
		p.Next = gate.Cursor(list[len(list)-1].ID)
	}
	return &out[BellPage]{p}, nil
}

func notificationOf(t bell.Told, l, def lang.Lang) Notification {
	w := bell.Say(t, l, def, true)
	return Notification{t.ID, string(t.Kind), t.Event, w.Title, w.Text, t.OrderID, t.ConversationID, t.Path(), t.Read, t.CreatedAt}
}

// BellCount is how much a reader has not read.
type BellCount struct {
	Unread int `json:"unread" doc:"100 stands for 100 and more"`
}

func (a *api) count(ctx context.Context, _ *nothing) (*out[BellCount], error) {
	n, err := a.Bell.Count(ctx, readerOf(ctx))
	return &out[BellCount]{BellCount{n}}, err
}

type bellRead struct {
	ID   string `path:"id" minLength:"1" maxLength:"64"`
	Body struct {
		Read bool `json:"read"`
	}
}

func (a *api) read(ctx context.Context, in *bellRead) (*nothing, error) {
	return nil, a.Bell.Read(ctx, readerOf(ctx), in.ID, in.Body.Read)
}

// BellKind is a kind of notification, as its reader wants it.
type BellKind struct {
	Kind   string `json:"kind"`
	Title  string `json:"title" doc:"in the language asked for"`
	Help   string `json:"help"`
	Urgent bool   `json:"urgent" doc:"comes to devices in quiet hours as well"`
	Panel  bool   `json:"panel" doc:"the panel shows it"`
	Push   bool   `json:"push" doc:"it comes to the reader's devices"`
}

// BellChoices is what a reader chose.
type BellChoices struct {
	Kinds []BellKind `json:"kinds" doc:"those that the reader may be told of"`
	Names bool       `json:"names" doc:"devices are told names and sums as well"`
	Push  bool       `json:"push" doc:"this installation sends to devices"`
}

func (a *api) choices(ctx context.Context, _ *nothing) (*out[BellChoices], error) {
	r := readerOf(ctx)
	c, err := a.Bell.Choices(ctx, r)
	if err != nil {
		return nil, err
	}
	return &out[BellChoices]{a.choicesOf(ctx, r, c)}, nil
}

func (a *api) choicesOf(ctx context.Context, r bell.Reader, c bell.Choices) BellChoices {
	l := gate.CallerOf(ctx).Lang
	shown := map[bell.Kind]bool{}
	for _, k := range c.Shown(r.Scopes) {
		shown[k] = true
	}
	o := BellChoices{Kinds: []BellKind{}, Names: c.Names, Push: a.Push}
	for _, k := range bell.For(r.Scopes) {
		o.Kinds = append(o.Kinds, BellKind{string(k.Kind), k.Title.In(l), k.Help.In(l), k.Urgent, shown[k.Kind], c.Pushes(k, r.Scopes)})
	}
	return o
}

type bellChosen struct {
	Body struct {
		Hidden []string `json:"hidden" maxItems:"50" doc:"kinds that the panel does not show"`
		Push   []string `json:"push" maxItems:"50" doc:"kinds that come to devices"`
		Names  bool     `json:"names,omitempty"`
	}
}

func (a *api) choose(ctx context.Context, in *bellChosen) (*out[BellChoices], error) {
	r, c := readerOf(ctx), bell.Choices{Hidden: kindsOf(in.Body.Hidden), Push: kindsOf(in.Body.Push), Names: in.Body.Names}
	if err := a.Bell.Choose(ctx, r, c); err != nil {
		return nil, err
	}
	return &out[BellChoices]{a.choicesOf(ctx, r, c)}, nil
}

func kindsOf(list []string) []bell.Kind {
	out := []bell.Kind{}
	for _, k := range list {
		out = append(out, bell.Kind(k))
	}
	return out
}
