package team

import (
	"context"

	"prilavok/core/staff"
	"prilavok/httpapi/admin/gate"
)

// Me is who a request comes from.
type Me struct {
	Member   *Member       `json:"member,omitempty" doc:"a person of the shop's staff; a program is none"`
	Shop     MyShop        `json:"shop"`
	Scopes   []staff.Scope `json:"scopes" doc:"what they may do"`
	Language string        `json:"language" doc:"that the person has chosen; empty: the shop's"`
}

// MyShop is the shop that a request is about.
type MyShop struct {
	Slug     string `json:"slug"`
	Name     string `json:"name"`
	Currency string `json:"currency"`
	Zone     string `json:"zone" doc:"an IANA name"`
	Language string `json:"language" enum:"ru,en"`
}

// me is what a panel draws itself by where no cookie is: beside Supabase Auth.
func (a *api) me(ctx context.Context, _ *nothing) (*out[Me], error) {
	c := gate.CallerOf(ctx)
	sh, err := a.Shops.Get(ctx)
	if err != nil {
		return nil, err
	}
	o := &out[Me]{Me{Shop: MyShop{sh.Slug, sh.Name.In(c.Lang, sh.DefaultLang()), sh.Currency, sh.TimeZone, string(sh.DefaultLang())}, Scopes: c.Scopes}}
	if c.Person {
		m, err := a.find(ctx, c.ID)
		if err != nil {
			return nil, err
		}
		doc := memberOf(m)
		o.Body.Member = &doc
	}
	return o, nil
}

// Rights is what a role may do.
type Rights struct {
	Role   string        `json:"role" enum:"owner,manager,operator,viewer"`
	Scopes []staff.Scope `json:"scopes"`
}

func (a *api) roles(context.Context, *nothing) (*out[list[Rights]], error) {
	o := &out[list[Rights]]{}
	for _, r := range staff.Roles {
		o.Body.Items = append(o.Body.Items, Rights{string(r), r.Scopes()})
	}
	return o, nil
}
