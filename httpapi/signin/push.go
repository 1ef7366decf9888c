package signin

import (
	"context"
	"net/http"

	"prilavok/core/bell/push"
	"prilavok/core/fault"
	"prilavok/core/staff/person"
)

// Pushes sends to the browsers of people who have signed in: push.Service.
type Pushes interface {
	Key(ctx context.Context) (string, error)
	Subscribed(ctx context.Context, se person.Session) (bool, error)
	Subscribe(ctx context.Context, se person.Session, b push.Browser) error
	Unsubscribe(ctx context.Context, se person.Session) error
	Trial(ctx context.Context, v person.Visit) error
}

var errNoPush = fault.New(fault.Unsupported, "push.unsupported", "this installation sends no push messages")

// pushRoutes are those of the browser that asks: its subscription goes with its session.
func pushRoutes() []route {
	return []route{
		{pattern: "GET /auth/push", signed: true, fn: pushState},
		{pattern: "PUT /auth/push", signed: true, fn: pushOn},
		{pattern: "DELETE /auth/push", signed: true, fn: pushOff},
		{pattern: "POST /auth/push/test", signed: true, status: http.StatusAccepted, fn: pushTest},
	}
}

// pushing is a route's function where messages can be sent.
func (c *call) pushing(fn func(p Pushes) (any, error)) (any, error) {
	if c.h.o.Push == nil {
		return nil, errNoPush
	}
	return fn(c.h.o.Push)
}

func pushState(c *call) (any, error) {
	return c.pushing(func(p Pushes) (any, error) {
		key, err := p.Key(c.ctx())
		if err != nil {
			return nil, err
		}
		on, err := p.Subscribed(c.ctx(), c.visit.Session)
		return map[string]any{"key": key, "on": on}, err
	})
}

// subscription is what a browser's PushSubscription says of itself.
type subscription struct {
	Endpoint string `json:"endpoint"`
	Keys     struct {
		P256dh string `json:"p256dh"`
		Auth   string `json:"auth"`
	} `json:"keys"`
}

func pushOn(c *call) (any, error) {
	var in subscription
	if err := c.read(&in); err != nil {
		return nil, err
	}
	return c.pushing(func(p Pushes) (any, error) {
		return nil, p.Subscribe(c.ctx(), c.visit.Session, push.Browser{Endpoint: clean(in.Endpoint), P256dh: clean(in.Keys.P256dh), Auth: clean(in.Keys.Auth)})
	})
}

func pushOff(c *call) (any, error) {
	return c.pushing(func(p Pushes) (any, error) { return nil, p.Unsubscribe(c.ctx(), c.visit.Session) })
}

func pushTest(c *call) (any, error) {
	return c.pushing(func(p Pushes) (any, error) { return map[string]any{}, p.Trial(c.ctx(), c.visit) })
}
