package desk

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"prilavok/core/desk"
	"prilavok/core/lang"
	"prilavok/core/staff"
	"prilavok/httpapi/admin/gate"
	"prilavok/httpapi/admin/inwords"
)

const ready = "/canned-replies"

// aside is what helps an operator to answer.
var aside = []gate.Route{
	{ID: "conversations.story", Method: http.MethodGet, Path: one + "/handoff", Scope: staff.ConversationsRead, Summary: "A conversation in short: what is wanted, the cart, what was tried, why it is here, what to do next"},
	{ID: "canned.list", Method: http.MethodGet, Path: ready, Scope: staff.ConversationsRead, Summary: "Answers that operators have ready"},
	{ID: "canned.create", Method: http.MethodPost, Path: ready, Scope: staff.ConversationsWrite, Status: http.StatusCreated, Summary: "Add a ready answer"},
	{ID: "canned.put", Method: http.MethodPut, Path: ready + "/{id}", Scope: staff.ConversationsWrite, Summary: "Replace a ready answer"},
	{ID: "canned.delete", Method: http.MethodDelete, Path: ready + "/{id}", Scope: staff.ConversationsWrite, Status: http.StatusNoContent, Summary: "Delete a ready answer"},
}

// CannedText is a ready answer's text; {name} and {order} stand for the customer's name and
// the number of their newest order.
type CannedText struct {
	RU string `json:"ru,omitempty" maxLength:"4000"`
	EN string `json:"en,omitempty" maxLength:"4000"`
}

// CannedReplyBody is a ready answer as it is written.
type CannedReplyBody struct {
	Shortcut string     `json:"shortcut" minLength:"1" maxLength:"33" doc:"what is typed after the slash, one word"`
	Title    string     `json:"title" minLength:"1" maxLength:"80"`
	Text     CannedText `json:"text" doc:"in one language at least; {name} and {order} are filled in by the page"`
}

// CannedReply is an answer that operators have ready.
type CannedReply struct {
	ID string `json:"id"`
	CannedReplyBody
}

func cannedOf(c desk.Canned) CannedReply {
	return CannedReply{c.ID, CannedReplyBody{c.Shortcut, c.Title, CannedText{c.Text[lang.RU], c.Text[lang.EN]}}}
}

func (b CannedReplyBody) canned(id string) desk.Canned {
	c := desk.Canned{ID: id, Shortcut: b.Shortcut, Title: b.Title, Text: lang.Texts{}}
	if b.Text.RU != "" {
		c.Text[lang.RU] = b.Text.RU
	}
	if b.Text.EN != "" {
		c.Text[lang.EN] = b.Text.EN
	}
	return c
}

type nothing struct{}

func (a *api) aside(g *gate.Gate) {
	gate.Add(g, "conversations.story", a.story)
	gate.Add(g, "canned.list", func(ctx context.Context, _ *nothing) (*out[page[CannedReply]], error) {
		list, err := a.Desk.CannedReplies(ctx)
		p := page[CannedReply]{Items: []CannedReply{}}
		for _, c := range list {
			p.Items = append(p.Items, cannedOf(c))
		}
		return &out[page[CannedReply]]{p}, err
	})
	save := func(ctx context.Context, c desk.Canned) (*out[CannedReply], error) {
		c, err := a.Desk.SaveCanned(ctx, c)
		return &out[CannedReply]{cannedOf(c)}, err
	}
	gate.Add(g, "canned.create", func(ctx context.Context, in *struct{ Body CannedReplyBody }) (*out[CannedReply], error) {
		return save(ctx, in.Body.canned(""))
	})
	gate.Add(g, "canned.put", func(ctx context.Context, in *struct {
		ByID
		Body CannedReplyBody
	}) (*out[CannedReply], error) {
		return save(ctx, in.Body.canned(in.ID))
	})
	gate.Add(g, "canned.delete", func(ctx context.Context, in *ByID) (*nothing, error) {
		return &nothing{}, a.Desk.DropCanned(ctx, in.ID)
	})
}

// HandoffCard is a conversation in short.
type HandoffCard struct {
	Wants string        `json:"wants" doc:"the customer's own words"`
	Cart  []HandoffLine `json:"cart"`
	Tried []string      `json:"tried" doc:"what the assistant looked for and did, newest first"`
	Why   string        `json:"why" doc:"why people have it; empty: nobody asked for a person"`
	Next  string        `json:"next" doc:"what to do next"`
}

// HandoffLine is a line of the customer's cart.
type HandoffLine struct {
	Title    string `json:"title"`
	Quantity int64  `json:"quantity"`
	Total    string `json:"total,omitempty" doc:"as it is written in the caller's language"`
}

func (a *api) story(ctx context.Context, in *ByID) (*out[HandoffCard], error) {
	s, err := a.Desk.Story(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	l := gate.CallerOf(ctx).Lang
	card := HandoffCard{Wants: strings.Join(s.Wants, "\n"), Cart: []HandoffLine{}, Tried: []string{}}
	for _, x := range s.Cart {
		line := HandoffLine{Title: x.Title.In(l, lang.RU), Quantity: x.Quantity}
		if !x.Total.IsZero() {
			line.Total = x.Total.Format(string(l))
		}
		card.Cart = append(card.Cart, line)
	}
	for _, x := range s.Tried {
		if t := triedText(x, l); len(card.Tried) == 0 || card.Tried[len(card.Tried)-1] != t {
			card.Tried = append(card.Tried, t)
		}
	}
	if why, ok := reasons[s.Reason]; ok {
		card.Why, card.Next = why.why.In(l), why.next.In(l)
	}
	for line := range strings.Lines(s.Summary) {
		if line = strings.TrimSpace(line); line != "" && !slices.Contains(s.Wants, line) { // their words stand above
			card.Why = strings.TrimSpace(card.Why + "\n" + line)
		}
	}
	return &out[HandoffCard]{card}, nil
}

// triedText tells a call of a tool to a person.
func triedText(x desk.Tried, l lang.Lang) string {
	text := x.Tool
	if p, ok := tools.Find(x.Tool); ok {
		text = p.In(l)
	}
	if text = inwords.WithArgs(text, x.Args); x.Failed {
		text += failed.In(l)
	}
	return text
}
