// Package team is the part of the API about who acts for a shop: members of staff,
// invitations, and the log of what all of them have changed.
package team

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"prilavok/core/fault"
	"prilavok/core/shop"
	"prilavok/core/staff"
	"prilavok/core/staff/audit"
	"prilavok/core/staff/person"
	"prilavok/httpapi/admin/gate"
)

// Services is what the routes call.
type Services struct {
	Staff  *staff.Service
	Audit  *audit.Service
	Shops  Shops
	People *person.Service                                // nil: nobody signs in on the server itself
	Left   func(ctx context.Context, userID string) error // told of who is staff no longer; nil: nobody
	Public func() string                                  // where the panel is reached, "" when that is not known
}

// Shops reads the shop of a context.
type Shops interface {
	Get(ctx context.Context) (shop.Shop, error)
}

// ErrNoPeople is an installation whose people sign in with Supabase Auth.
var ErrNoPeople = fault.New(fault.Unsupported, "staff.no_people", "people sign in with Supabase Auth here: invite them there, then prilavok staff add")

const (
	get   = http.MethodGet
	post  = http.MethodPost
	patch = http.MethodPatch
	del   = http.MethodDelete
)

// Routes is this package's part of the API's table.
var Routes = []gate.Route{
	{ID: "me.get", Method: get, Path: "/me", Summary: "Who asks, for which shop, and what they may do"},
	{ID: "roles.list", Method: get, Path: "/roles", Summary: "The roles of staff, and what each may do"},
	{ID: "members.list", Method: get, Path: "/members", Scope: staff.StaffRead, Summary: "The shop's staff, newest first, those who have left too"},
	{ID: "members.get", Method: get, Path: "/members/{id}", Scope: staff.StaffRead, Summary: "One member of staff"},
	{ID: "members.role", Method: patch, Path: "/members/{id}", Scope: staff.StaffWrite, Prove: true, Summary: "Give a member of staff another role; the last owner stays one"},
	{ID: "members.end", Method: post, Path: "/members/{id}/end", Scope: staff.StaffWrite, Prove: true, Summary: "Take a member's rights away at once"},
	{ID: "members.reset", Method: post, Path: "/members/{id}/reset", Scope: staff.StaffWrite, Status: http.StatusCreated, Secret: "link", Prove: true, Summary: "A link by which a member sets a new password: in this answer only, used once, good for a day"},
	{ID: "invitations.list", Method: get, Path: "/invitations", Scope: staff.StaffWrite, Summary: "Invitations that can still be used, without their links"},
	{ID: "invitations.create", Method: post, Path: "/invitations", Scope: staff.StaffWrite, Status: http.StatusCreated, Secret: "link", Prove: true, Summary: "Invite somebody: the link is in this answer only, and is used once"},
	{ID: "invitations.delete", Method: del, Path: "/invitations/{id}", Scope: staff.StaffWrite, Status: http.StatusNoContent, Summary: "Withdraw an invitation"},
	{ID: "audit.list", Method: get, Path: "/audit", Scope: staff.AuditRead, Summary: "What was changed: who, what, when, before and after; newest first, 50 at a time"},
}

// Member is a person of the shop's staff.
type Member struct {
	ID        string     `json:"id"`
	Name      string     `json:"name" doc:"empty where Supabase Auth keeps it"`
	Email     string     `json:"email"`
	Role      string     `json:"role" enum:"owner,manager,operator,viewer"`
	CreatedAt time.Time  `json:"created_at"`
	EndedAt   *time.Time `json:"ended_at,omitempty" doc:"when the rights ended"`
}

func memberOf(m staff.Member) Member {
	out := Member{ID: m.ID, Name: m.Name, Email: m.Email, Role: string(m.Role), CreatedAt: m.CreatedAt}
	if !m.EndedAt.IsZero() {
		out.EndedAt = &m.EndedAt
	}
	return out
}

// Invitation is a link that makes somebody staff.
type Invitation struct {
	ID        string    `json:"id"`
	Role      string    `json:"role"`
	Email     string    `json:"email,omitempty" doc:"who may use it; empty: whoever has the link"`
	ByID      string    `json:"by_id" doc:"who made it; empty: the server's keeper"`
	CreatedAt time.Time `json:"created_at"`
	ExpiresAt time.Time `json:"expires_at"`
	Link      string    `json:"link,omitempty" doc:"in the answer that makes it only"`
}

func invitationOf(t person.Ticket) Invitation {
	return Invitation{ID: t.ID, Role: t.Role, Email: t.Email, ByID: t.ByID, CreatedAt: t.CreatedAt, ExpiresAt: t.ExpiresAt}
}

// Change is a line of the log of changes.
type Change struct {
	ID        string         `json:"id"`
	At        time.Time      `json:"at"`
	ActorID   string         `json:"actor_id" doc:"of a member of staff or an API key"`
	Action    string         `json:"action" doc:"the operation of this API" example:"orders.cancel"`
	Path      string         `json:"path"`
	Subject   string         `json:"subject" doc:"the id of what was changed"`
	Status    int            `json:"status" doc:"that was answered"`
	RequestID string         `json:"request_id"`
	Before    map[string]any `json:"before" doc:"the fields that have changed; secrets and what names a customer are left out"`
	After     map[string]any `json:"after"`
}

type list[T any] struct {
	Items []T    `json:"items"`
	Next  string `json:"next" doc:"the cursor of the next page; empty at the end"`
}

type out[T any] struct{ Body T }

type nothing struct{}

type byID struct {
	ID string `path:"id" minLength:"1" maxLength:"64"`
}

type api struct{ Services }

// Add gives the routes their handlers.
func Add(g *gate.Gate, s Services) {
	a := &api{s}
	gate.Add(g, "me.get", a.me)
	gate.Add(g, "roles.list", a.roles)
	gate.Add(g, "members.list", a.members)
	gate.Add(g, "members.get", a.member)
	gate.Add(g, "members.role", a.role)
	gate.Add(g, "members.end", a.end)
	gate.Add(g, "members.reset", a.reset)
	gate.Add(g, "invitations.list", a.invitations)
	gate.Add(g, "invitations.create", a.invite)
	gate.Add(g, "invitations.delete", a.withdraw)
	gate.Add(g, "audit.list", a.audit)
}

func (a *api) members(ctx context.Context, _ *nothing) (*out[list[Member]], error) {
	all, err := a.Staff.Members(ctx)
	if err != nil {
		return nil, err
	}
	items := make([]Member, len(all))
	for i, m := range all {
		items[i] = memberOf(m)
	}
	return &out[list[Member]]{list[Member]{Items: items}}, nil
}

func (a *api) find(ctx context.Context, id string) (staff.Member, error) {
	all, err := a.Staff.Members(ctx)
	if i := slices.IndexFunc(all, func(m staff.Member) bool { return m.ID == id }); err == nil && i >= 0 {
		return all[i], nil
	}
	if err == nil {
		err = staff.ErrNotStaff
	}
	return staff.Member{}, err
}

func (a *api) member(ctx context.Context, in *byID) (*out[Member], error) {
	m, err := a.find(ctx, in.ID)
	return &out[Member]{memberOf(m)}, err
}

type roleIn struct {
	byID
	Body struct {
		Role string `json:"role" enum:"owner,manager,operator,viewer"`
	}
}

func (a *api) role(ctx context.Context, in *roleIn) (*out[Member], error) {
	if _, err := a.find(ctx, in.ID); err != nil {
		return nil, err
	}
	before, after, err := a.Staff.Promote(ctx, in.ID, staff.Role(in.Body.Role))
	return a.altered(ctx, before, after, err)
}

func (a *api) end(ctx context.Context, in *byID) (*out[Member], error) {
	if _, err := a.find(ctx, in.ID); err != nil {
		return nil, err
	}
	before, after, err := a.Staff.End(ctx, in.ID)
	o, err := a.altered(ctx, before, after, err)
	if err == nil && a.Left != nil {
		err = a.Left(ctx, after.UserID)
	}
	return o, err
}

// ResetLink is a page of the panel on which somebody sets a new password.
type ResetLink struct {
	Link string `json:"link,omitempty" doc:"in the answer that makes it only"`
}

func (a *api) reset(ctx context.Context, in *byID) (*out[ResetLink], error) {
	m, err := a.find(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	if a.People == nil {
		return nil, ErrNoPeople
	}
	token, err := a.People.ResetOf(ctx, m.ID)
	if err != nil {
		return nil, err
	}
	gate.Changed(ctx, m.ID, nil, nil)
	return &out[ResetLink]{ResetLink{Link(a.Public(), "reset", token)}}, nil
}

func (a *api) altered(ctx context.Context, before, after staff.Member, err error) (*out[Member], error) {
	if err != nil {
		return nil, err
	}
	gate.Changed(ctx, after.ID, memberOf(before), memberOf(after))
	return &out[Member]{memberOf(after)}, nil
}

func (a *api) invitations(ctx context.Context, _ *nothing) (*out[list[Invitation]], error) {
	o := &out[list[Invitation]]{list[Invitation]{Items: []Invitation{}}}
	if a.People == nil {
		return o, nil
	}
	all, err := a.People.Invitations(ctx)
	for _, t := range all {
		o.Body.Items = append(o.Body.Items, invitationOf(t))
	}
	return o, err
}

type inviteIn struct {
	Body struct {
		Role  string `json:"role" enum:"owner,manager,operator,viewer"`
		Email string `json:"email,omitempty" maxLength:"254" doc:"who may use it; leave out for whoever has the link"`
	}
}

func (a *api) invite(ctx context.Context, in *inviteIn) (*out[Invitation], error) {
	if a.People == nil {
		return nil, ErrNoPeople
	}
	t, token, err := a.People.Invite(ctx, staff.Role(in.Body.Role), in.Body.Email, gate.CallerOf(ctx).ID)
	if err != nil {
		return nil, err
	}
	x := invitationOf(t)
	gate.Changed(ctx, x.ID, nil, x)
	x.Link = Link(a.Public(), "invitation", token)
	return &out[Invitation]{x}, nil
}

// Link is a page of the panel for a one-time token. The token stands in the fragment, which
// browsers send to nobody.
func Link(public, page, token string) string {
	return strings.TrimSuffix(public, "/") + "/panel/#/" + page + "/" + url.PathEscape(token)
}

func (a *api) withdraw(ctx context.Context, in *byID) (*nothing, error) {
	if a.People == nil {
		return nil, person.ErrLink
	}
	return &nothing{}, a.People.Withdraw(ctx, in.ID)
}

type auditIn struct {
	Actor   string    `query:"actor" maxLength:"64" doc:"id of a member of staff or an API key"`
	Action  string    `query:"action" maxLength:"64" doc:"operation of this API"`
	Subject string    `query:"subject" maxLength:"64" doc:"id of what was changed"`
	Since   time.Time `query:"since"`
	Until   time.Time `query:"until"`
	Cursor  string    `query:"cursor" maxLength:"200" doc:"next of the page before; leave out for the first page"`
}

func (a *api) audit(ctx context.Context, in *auditIn) (*out[list[Change]], error) {
	cursor, err := gate.ReadCursor(in.Cursor)
	if err != nil {
		return nil, err
	}
	page, next, err := a.Audit.List(ctx, audit.Filter{ActorID: in.Actor, Action: in.Action, Subject: in.Subject, Since: in.Since, Until: in.Until}, cursor)
	if err != nil {
		return nil, err
	}
	items := make([]Change, len(page))
	for i, e := range page {
		items[i] = Change{e.ID, e.At, e.ActorID, e.Action, e.Path, e.Subject, e.Status, e.RequestID, fields(e.Before), fields(e.After)}
	}
	return &out[list[Change]]{list[Change]{items, gate.Cursor(next)}}, nil
}

// fields reads a document of the log.
func fields(doc json.RawMessage) map[string]any {
	m := map[string]any{}
	_ = json.Unmarshal(doc, &m) // the log wrote it
	return m
}
