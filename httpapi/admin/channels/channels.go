// Package channels is the part of the API about the shop's channel accounts: how each is
// connected, what its messenger holds against it, and how its owner connects it. No answer
// ever has a token. What takes a call of the messenger's is done by a job, and seen at the
// next look.
package channels

import (
	"context"
	"net/http"
	"time"

	"prilavok/core/lang"
	"prilavok/core/shop/link"
	"prilavok/core/staff"
	"prilavok/httpapi/admin/gate"
)

// Accounts connects accounts; app/direct does it.
type Accounts interface {
	// Ways lists the ways that the installation can connect accounts by.
	Ways() []link.Way
	// Begin begins an attempt and returns the login page.
	Begin(ctx context.Context, w link.Way, by, accountID string) (page string, a link.Attempt, err error)
	// CheckSoon, PullSoon and DisconnectSoon have it done by a job.
	CheckSoon(ctx context.Context, accountID string) error
	PullSoon(ctx context.Context, accountID string) error
	DisconnectSoon(ctx context.Context, accountID string) error
	// Trouble says what is missing of an account, in words.
	Trouble(l link.Linked) lang.Phrase
}

// Services is what the routes call. All are required.
type Services struct {
	Links    *link.Service
	Accounts Accounts
	Now      func() time.Time
}

// Routes are the lines of the API's table.
var Routes = []gate.Route{
	{ID: "channels.list", Method: http.MethodGet, Path: "/channels", Scope: staff.ChannelsRead, Summary: "Channel accounts with the state of their connection"},
	{ID: "channels.get", Method: http.MethodGet, Path: "/channels/{id}", Scope: staff.ChannelsRead, Summary: "One channel account"},
	{ID: "channels.connect", Method: http.MethodPost, Path: "/channels/instagram/connect", Scope: staff.ChannelsWrite, Status: http.StatusCreated, Secret: "url",
		Summary: "Begin to connect an Instagram account, or one of the shop's anew: the owner opens the address"},
	{ID: "channels.check", Method: http.MethodPost, Path: "/channels/{id}/check", Scope: staff.ChannelsWrite, Status: http.StatusAccepted, Summary: "Look at an account now; checked_at tells when it was done"},
	{ID: "channels.pull", Method: http.MethodPost, Path: "/channels/{id}/pull", Scope: staff.ChannelsWrite, Status: http.StatusAccepted, Summary: "Look now for messages that no webhook brought"},
	{ID: "channels.disconnect", Method: http.MethodPost, Path: "/channels/{id}/disconnect", Scope: staff.ChannelsWrite, Status: http.StatusAccepted,
		Summary: "Disconnect an account: its token is forgotten, its conversations stay"},
}

// Channel is a channel account.
type Channel struct {
	ID          string     `json:"id"`
	Channel     string     `json:"channel" doc:"telegram, instagram, webchat"`
	Name        string     `json:"name"`
	State       string     `json:"state" doc:"connected, expiring, reconnect, paused, missing_permissions, disconnected"`
	Way         string     `json:"way,omitempty" doc:"of Instagram: instagram or facebook"`
	Trouble     string     `json:"trouble,omitempty" doc:"what is missing and what does not work for it, in the language asked for"`
	Permissions []string   `json:"missing_permissions"`
	Fields      []string   `json:"missing_webhooks"`
	TokenUntil  *time.Time `json:"token_until,omitempty" doc:"when the access ends unless it is renewed"`
	CheckedAt   *time.Time `json:"checked_at,omitempty"`
	CheckFault  string     `json:"check_fault,omitempty" doc:"code of why the last check could not end"`
	HeardAt     *time.Time `json:"last_webhook_at,omitempty" doc:"to a quarter of an hour"`
	PausedUntil *time.Time `json:"paused_until,omitempty" doc:"what is said waits until then, and is tried"`
	PauseFault  string     `json:"pause_fault,omitempty"`
	ErrorCode   string     `json:"last_error,omitempty" doc:"code of the last fault of sending"`
	ErrorAt     *time.Time `json:"last_error_at,omitempty"`
	Missed      int64      `json:"missed" doc:"messages that no webhook brought and that were found by looking"`
	MissedAt    *time.Time `json:"missed_at,omitempty"`
	PulledTo    *time.Time `json:"pulled_to,omitempty" doc:"everything before was looked for"`
}

type list struct {
	Items []Channel `json:"items"`
	Ways  []string  `json:"ways" doc:"how Instagram accounts can be connected by logging in: instagram, facebook; empty when no Meta app is set up"`
}

type out[T any] struct{ Body T }

type nothing struct{}

type byID struct {
	ID string `path:"id" minLength:"1" maxLength:"64"`
}

type connectIn struct {
	Body struct {
		Way     string `json:"way,omitempty" enum:"instagram,facebook" doc:"leave out for how the account is connected, or for Instagram's own login"`
		Account string `json:"account,omitempty" maxLength:"64" doc:"the account to connect anew; leave out for another one"`
	}
}

// Begun is an attempt to connect.
type Begun struct {
	URL       string    `json:"url" doc:"the owner opens it in a browser, once"`
	Way       string    `json:"way"`
	ExpiresAt time.Time `json:"expires_at"`
}

// Add gives the routes their handlers.
func Add(g *gate.Gate, s Services) {
	gate.Add(g, "channels.list", func(ctx context.Context, _ *nothing) (*out[list], error) {
		found, err := s.Links.List(ctx)
		if err != nil {
			return nil, err
		}
		body := list{Items: []Channel{}, Ways: []string{}}
		for _, l := range found {
			body.Items = append(body.Items, s.channel(ctx, l))
		}
		for _, w := range s.Accounts.Ways() {
			body.Ways = append(body.Ways, string(w))
		}
		return &out[list]{body}, nil
	})
	gate.Add(g, "channels.get", s.get)
	gate.Add(g, "channels.connect", func(ctx context.Context, in *connectIn) (*out[Begun], error) {
		page, a, err := s.Accounts.Begin(ctx, link.Way(in.Body.Way), gate.CallerOf(ctx).ID, in.Body.Account)
		if err != nil {
			return nil, err
		}
		return &out[Begun]{Begun{page, string(a.Way), a.ExpiresAt}}, nil
	})
	for id, do := range map[string]func(ctx context.Context, accountID string) error{"channels.check": s.Accounts.CheckSoon, "channels.pull": s.Accounts.PullSoon,
		"channels.disconnect": s.Accounts.DisconnectSoon} {
		gate.Add(g, id, func(ctx context.Context, in *byID) (*out[Channel], error) {
			if err := do(ctx, in.ID); err != nil {
				return nil, err
			}
			return s.get(ctx, in)
		})
	}
}

func (s Services) get(ctx context.Context, in *byID) (*out[Channel], error) {
	l, err := s.Links.Get(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return &out[Channel]{s.channel(ctx, l)}, nil
}

func (s Services) channel(ctx context.Context, l link.Linked) Channel {
	h := l.Health
	c := Channel{ID: l.ID, Channel: string(l.Channel), Name: l.Name, State: string(l.State(s.Now())), Trouble: s.Accounts.Trouble(l).In(gate.CallerOf(ctx).Lang),
		Permissions: gate.ListOf(h.Permissions), Fields: gate.ListOf(h.Fields), TokenUntil: moment(l.Config.TokenUntil), CheckedAt: moment(h.CheckedAt), CheckFault: h.Fault,
		HeardAt: moment(h.HeardAt), PausedUntil: moment(h.PausedUntil), PauseFault: h.PauseCode, ErrorCode: h.ErrorCode, ErrorAt: moment(h.ErrorAt),
		Missed: h.Missed, MissedAt: moment(h.MissedAt), PulledTo: moment(h.PulledTo)}
	switch {
	case c.Channel != "instagram":
	case l.Config.Page != "":
		c.Way = string(link.ByFacebook)
	default:
		c.Way = string(link.ByInstagram)
	}
	return c
}

func moment(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}
