package goods

import (
	"context"
	"strconv"
	"strings"
	"time"

	"prilavok/core/catalog"
	"prilavok/core/catalog/waitlist"
	"prilavok/httpapi/admin/gate"
)

// AwaitedGoods is a variant that customers wait for.
type AwaitedGoods struct {
	ProductID string     `json:"product_id"`
	VariantID string     `json:"variant_id"`
	Title     GoodsTexts `json:"title"`
	Options   GoodsTexts `json:"options" doc:"values of the options, in one line"`
	SKU       string     `json:"sku"`
	Image     string     `json:"image,omitempty"`
	Waiting   int64      `json:"waiting" doc:"customers"`
	Since     time.Time  `json:"since" doc:"when the first of them began to wait"`
	Available *int64     `json:"available,omitempty" doc:"pieces that can be had now; none: not counted"`
}

type awaitedPage struct {
	Items []AwaitedGoods `json:"items"`
	Next  string         `json:"next"`
}

// WaitingContact is a customer who waits for a variant.
type WaitingContact struct {
	ContactID      string    `json:"contact_id"`
	ConversationID string    `json:"conversation_id,omitempty" doc:"where they asked for it"`
	Name           string    `json:"name,omitempty"`
	Since          time.Time `json:"since"`
}

type waitingPage struct {
	Items []WaitingContact `json:"items"`
	Next  string           `json:"next"`
}

// WaitsTold is how many customers are told.
type WaitsTold struct {
	Told int64 `json:"told"`
}

func (a *api) waits(g *gate.Gate) {
	gate.Add(g, "waits.list", a.awaited)
	gate.Add(g, "waits.of", a.waiting)
	gate.Add(g, "waits.remove", func(ctx context.Context, in *struct {
		byID
		Part string `path:"part" minLength:"1" maxLength:"64" doc:"the contact"`
	}) (*nothing, error) {
		return &nothing{}, a.Waits.Remove(ctx, in.ID, in.Part)
	})
	gate.Add(g, "waits.tell", func(ctx context.Context, in *byID) (*out[WaitsTold], error) {
		n, err := a.Waits.Tell(ctx, in.ID)
		return &out[WaitsTold]{WaitsTold{n}}, err
	})
}

func (a *api) awaited(ctx context.Context, in *struct {
	Product string `query:"product_id" maxLength:"64"`
	pageIn
}) (*out[awaitedPage], error) {
	n, id, err := pair(in.Cursor)
	if err != nil {
		return nil, err
	}
	list, more, err := a.Waits.Counts(ctx, in.Product, waitlist.Count{Waiting: n, VariantID: id}, in.Limit)
	if err != nil {
		return nil, err
	}
	p := awaitedPage{Items: []AwaitedGoods{}}
	for _, l := range list {
		x := AwaitedGoods{ProductID: l.ProductID, VariantID: l.VariantID, Title: textsOf(l.Title), Options: optionsOf(l.Variant), SKU: l.Variant.SKU, Image: l.Image, Waiting: l.Waiting, Since: l.Since}
		if left := l.Variant.Available(); left != catalog.Unlimited {
			x.Available = &left
		}
		p.Items = append(p.Items, x)
	}
	if more {
		last := list[len(list)-1]
		p.Next = gate.Cursor(strconv.FormatInt(last.Waiting, 10) + "." + last.VariantID)
	}
	return &out[awaitedPage]{p}, nil
}

func (a *api) waiting(ctx context.Context, in *struct {
	byID
	pageIn
}) (*out[waitingPage], error) {
	at, id, err := pair(in.Cursor)
	if err != nil {
		return nil, err
	}
	after := waitlist.Waiter{ContactID: id}
	if id != "" {
		after.Since = time.UnixMicro(at).UTC()
	}
	list, more, err := a.Waits.Waiters(ctx, in.ID, after, in.Limit)
	if err != nil {
		return nil, err
	}
	p := waitingPage{Items: []WaitingContact{}}
	for _, w := range list {
		p.Items = append(p.Items, WaitingContact(w))
	}
	if more {
		last := list[len(list)-1]
		p.Next = gate.Cursor(strconv.FormatInt(last.Since.UnixMicro(), 10) + "." + last.ContactID)
	}
	return &out[waitingPage]{p}, nil
}

// pair reads a cursor of a number and an id.
func pair(cursor string) (n int64, id string, err error) {
	s, err := gate.ReadCursor(cursor)
	if err != nil || s == "" {
		return 0, "", err
	}
	number, id, ok := strings.Cut(s, ".")
	n, bad := strconv.ParseInt(number, 10, 64)
	if !ok || bad != nil || id == "" {
		return 0, "", gate.ErrCursor
	}
	return n, id, nil
}
