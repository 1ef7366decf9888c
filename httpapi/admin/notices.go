package admin

import (
	"context"
	"time"

	"prilavok/core/lang"
	"prilavok/core/notify"
	"prilavok/core/shop"
	"prilavok/httpapi/admin/gate"
)

// Notice is one thing told to one recipient, with what became of it.
type Notice struct {
	ID        string     `json:"id"`
	Event     string     `json:"event" example:"order.placed"`
	Audience  string     `json:"audience" enum:"customer,staff"`
	ContactID string     `json:"contact_id,omitempty"`
	OrderID   string     `json:"order_id,omitempty"`
	Lang      string     `json:"lang"`
	Channel   string     `json:"channel,omitempty"`
	State     string     `json:"state" doc:"planned, queued, sent, unknown, failed, waiting, suppressed"`
	Reason    string     `json:"reason,omitempty"`
	Body      string     `json:"body" doc:"markup"`
	DueAt     *time.Time `json:"due_at,omitempty"`
	CreatedAt time.Time  `json:"created_at"`
	UpdatedAt time.Time  `json:"updated_at"`
}

func noticeOf(n notify.Notice) Notice {
	return Notice{n.ID, n.Event, string(n.Audience), n.ContactID, n.SubjectID, string(n.Lang), string(n.Channel), string(n.State), n.Reason, n.Body,
		stamp(n.DueAt), n.CreatedAt, n.UpdatedAt}
}

// NoticeKey names one text.
type NoticeKey struct {
	Event    string `json:"event" maxLength:"100" example:"order.placed"`
	Audience string `json:"audience" enum:"customer,staff"`
	Lang     string `json:"lang" enum:"ru,en"`
	Channel  string `json:"channel,omitempty" maxLength:"40" doc:"leave out for any"`
}

func (k NoticeKey) core() notify.Key {
	return notify.Key{Event: k.Event, Audience: notify.Audience(k.Audience), Lang: lang.Lang(k.Lang), Channel: shop.Channel(k.Channel)}
}

// NoticeText is the text of an event as it counts now.
type NoticeText struct {
	NoticeKey
	Version int      `json:"version" doc:"0 is the built-in text"`
	Body    string   `json:"body" doc:"the shop's own; empty where the built-in one counts"`
	BuiltIn string   `json:"built_in"`
	Vars    []string `json:"variables"`
	Active  bool     `json:"active"`
	Urgent  bool     `json:"urgent" doc:"said in quiet hours as well"`
}

func keyOf(k notify.Key) NoticeKey {
	return NoticeKey{k.Event, string(k.Audience), string(k.Lang), string(k.Channel)}
}

type textIn struct {
	Body struct {
		NoticeKey
		Body   string `json:"body" maxLength:"4000" doc:"empty is the built-in text"`
		Active bool   `json:"active" doc:"false switches the notice off"`
	}
}

type previewIn struct {
	Body struct {
		NoticeKey
		Body string `json:"body" maxLength:"4000" doc:"empty is the text that counts now"`
	}
}

type shown struct {
	Text string `json:"text" doc:"with a sample order, as markup"`
}

type saved struct {
	NoticeKey
	Version int    `json:"version"`
	Body    string `json:"body"`
	Active  bool   `json:"active"`
}

func (a *api) notices(g *gate.Gate) {
	gate.Add(g, "notices.list", func(ctx context.Context, in *ByID) (*out[list[Notice]], error) {
		if _, err := a.Orders.Get(ctx, in.ID); err != nil {
			return nil, err
		}
		all, err := a.Notices.OfSubject(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		return listed(all, "", noticeOf), nil
	})
	gate.Add(g, "notices.unreached", a.unreached)
	gate.Add(g, "texts.list", func(ctx context.Context, _ *nothing) (*out[list[NoticeText]], error) {
		all, err := a.Notices.Settings(ctx)
		if err != nil {
			return nil, err
		}
		return listed(all, "", func(s notify.Setting) NoticeText {
			return NoticeText{keyOf(s.Key), int(s.Version), s.Body, s.BuiltIn, gate.ListOf(s.Vars), s.Active, s.Urgent}
		}), nil
	})
	gate.Add(g, "texts.put", func(ctx context.Context, in *textIn) (*out[saved], error) {
		t, err := a.Notices.SetText(ctx, in.Body.core(), in.Body.Body, in.Body.Active, gate.CallerOf(ctx).ID)
		if err != nil {
			return nil, err
		}
		return &out[saved]{saved{keyOf(t.Key), int(t.Version), t.Body, t.Active}}, nil
	})
	gate.Add(g, "texts.preview", func(ctx context.Context, in *previewIn) (*out[shown], error) {
		text, err := a.Notices.Preview(ctx, in.Body.core(), in.Body.Body)
		if err != nil {
			return nil, err
		}
		return &out[shown]{shown{text}}, nil
	})
}

func (a *api) unreached(ctx context.Context, in *struct {
	Cursor string `query:"cursor" maxLength:"200" doc:"next of the page before; leave out for the first page"`
}) (*out[list[Notice]], error) {
	cursor, err := gate.ReadCursor(in.Cursor)
	if err != nil {
		return nil, err
	}
	found, err := a.Notices.Unreached(ctx, cursor)
	if err != nil {
		return nil, err
	}
	next := ""
	if len(found) == notify.PageLength {
		next = found[len(found)-1].ID
	}
	return listed(found, next, noticeOf), nil
}
