// Package paying is the part of the API that a shop's ways to pay are set up with: the
// providers that there are, the accounts that the shop has with them, and how each is used.
// Keys only come in: no answer has one.
package paying

import (
	"context"
	"net/http"
	"strings"

	"prilavok/core/payment"
	"prilavok/core/shop"
	"prilavok/core/staff"
	"prilavok/httpapi/admin/gate"
)

// Services is what the routes call.
type Services struct {
	Payments *payment.Service
	Shops    *shop.Service
	Public   func() string // where the shop is reached, "" nowhere
	Stands   bool          // addresses of test stands are taken: they may be of the inside
}

const (
	get  = http.MethodGet
	post = http.MethodPost
	put  = http.MethodPut
)

// Routes is this package's part of the API's table. Where money goes is the owner's; who
// runs the shop sees it, tests it and puts it into order.
var Routes = []gate.Route{
	{ID: "payment-providers.list", Method: get, Path: "/payment-providers", Scope: staff.SettingsRead, Summary: "Services that can be connected to take money, and what each can do"},
	{ID: "payment-accounts.list", Method: get, Path: "/payment-accounts", Scope: staff.SettingsRead, Summary: "The shop's ways to pay as they are offered; never their keys"},
	{ID: "payment-accounts.get", Method: get, Path: "/payment-accounts/{id}", Scope: staff.SettingsRead, Summary: "One account at a provider"},
	{ID: "payment-accounts.connect", Method: post, Path: "/payment-accounts", Scope: staff.SecretsWrite, Status: http.StatusCreated, Prove: true, Summary: "Connect a provider: it is tested, and offered if its keys are good"},
	{ID: "payment-accounts.put", Method: put, Path: "/payment-accounts/{id}", Scope: staff.SecretsWrite, Prove: true, Summary: "Change how an account is used, or switch it on or off"},
	{ID: "payment-accounts.keys", Method: put, Path: "/payment-accounts/{id}/keys", Scope: staff.SecretsWrite, Prove: true, Summary: "Give an account other keys; they are tested"},
	{ID: "payment-accounts.forget", Method: post, Path: "/payment-accounts/{id}/forget", Scope: staff.SecretsWrite, Prove: true, Summary: "Forget the keys of an account that is switched off, once nobody can pay by it any more"},
	{ID: "payment-accounts.test", Method: post, Path: "/payment-accounts/{id}/test", Scope: staff.SettingsWrite, Quiet: true, Summary: "Ask the provider whether the keys are good, and say in words what is wrong"},
	{ID: "payment-accounts.notice", Method: get, Path: "/payment-accounts/{id}/notice-address", Scope: staff.SecretsWrite, Prove: true, Summary: "The address that the provider is to post to; it holds a secret"},
	{ID: "payment-accounts.order", Method: put, Path: "/payment-account-order", Scope: staff.SettingsWrite, Summary: "Put the ways to pay into the order in which they are offered"},
}

type out[T any] struct{ Body T }

type nothing struct{}

type byID struct {
	ID string `path:"id" minLength:"1" maxLength:"64"`
}

type list[T any] struct {
	Items []T    `json:"items"`
	Next  string `json:"next" doc:"the cursor of the next page; empty at the end"`
}

type api struct{ Services }

// Add gives the routes their handlers.
func Add(g *gate.Gate, s Services) {
	a := &api{s}
	gate.Add(g, "payment-providers.list", a.providers)
	gate.Add(g, "payment-accounts.list", func(ctx context.Context, _ *nothing) (*out[list[PayAccount]], error) { return a.all(ctx) })
	gate.Add(g, "payment-accounts.get", func(ctx context.Context, in *byID) (*out[PayAccount], error) {
		x, err := a.Payments.Own(ctx, in.ID)
		return a.shown(ctx, x, err)
	})
	gate.Add(g, "payment-accounts.connect", a.connect)
	gate.Add(g, "payment-accounts.put", func(ctx context.Context, in *useIn) (*out[PayAccount], error) {
		x, err := a.Payments.Arrange(ctx, in.ID, in.Body.core())
		return a.shown(ctx, x, err)
	})
	gate.Add(g, "payment-accounts.keys", a.rekey)
	gate.Add(g, "payment-accounts.forget", func(ctx context.Context, in *byID) (*out[PayAccount], error) {
		x, err := a.Payments.Forget(ctx, in.ID)
		return a.shown(ctx, x, err)
	})
	gate.Add(g, "payment-accounts.test", func(ctx context.Context, in *byID) (*out[PayAccount], error) {
		x, err := a.Payments.Check(ctx, in.ID)
		return a.shown(ctx, x, err)
	})
	gate.Add(g, "payment-accounts.notice", a.notice)
	gate.Add(g, "payment-accounts.order", func(ctx context.Context, in *orderIn) (*out[list[PayAccount]], error) {
		if err := a.Payments.Reorder(ctx, in.Body.IDs); err != nil {
			return nil, err
		}
		return a.all(ctx)
	})
}

func (a *api) providers(ctx context.Context, _ *nothing) (*out[list[PayProvider]], error) {
	sh, err := a.Shops.Get(ctx)
	if err != nil {
		return nil, err
	}
	var all []PayProvider
	for _, k := range a.Payments.Kinds() {
		p := providerOf(k, sh.Currency)
		p.Stand = a.Stands && len(p.Keys) > 0 && !p.Inside
		all = append(all, p)
	}
	return &out[list[PayProvider]]{list[PayProvider]{Items: all}}, nil
}

func (a *api) all(ctx context.Context) (*out[list[PayAccount]], error) {
	accounts, err := a.Payments.List(ctx)
	if err != nil {
		return nil, err
	}
	items := []PayAccount{}
	for _, x := range accounts {
		shown, err := a.accountOf(ctx, x)
		if err != nil {
			return nil, err
		}
		items = append(items, shown)
	}
	return &out[list[PayAccount]]{list[PayAccount]{Items: items}}, nil
}

func (a *api) shown(ctx context.Context, x payment.Account, err error) (*out[PayAccount], error) {
	if err != nil {
		return nil, err
	}
	body, err := a.accountOf(ctx, x)
	return &out[PayAccount]{body}, err
}

type useIn struct {
	byID
	Body PayUse
}

type orderIn struct {
	Body struct {
		IDs []string `json:"ids" maxItems:"100"`
	}
}

// PayConnect is a provider with the keys of the shop's account there.
type PayConnect struct {
	Provider string            `json:"provider" maxLength:"40"`
	Keys     map[string]string `json:"keys,omitempty" doc:"by the names that the provider asks for; kept sealed, never answered"`
	BaseURL  string            `json:"base_url,omitempty" maxLength:"300" doc:"of a test stand, where the server allows one"`
}

// stand says whether the address of a test stand may be used.
func (a *api) stand(address string) error {
	if address != "" && (!a.Stands || !strings.HasPrefix(address, "http://") && !strings.HasPrefix(address, "https://")) {
		return payment.ErrStand
	}
	return nil
}

// connect adds an account. One whose keys are good is offered at once; with others it stays
// switched off, and its answer says why.
func (a *api) connect(ctx context.Context, in *struct{ Body PayConnect }) (*out[PayAccount], error) {
	if err := a.stand(in.Body.BaseURL); err != nil {
		return nil, err
	}
	x, err := a.Payments.Add(ctx, in.Body.Provider, in.Body.BaseURL, in.Body.Keys)
	if err != nil {
		return nil, err
	}
	x, err = a.Payments.Check(ctx, x.ID)
	if err == nil && x.Config.Checked.Fault == "" {
		x, err = a.Payments.Arrange(ctx, x.ID, payment.Use{Active: true})
	}
	return a.shown(ctx, x, err)
}

type keysIn struct {
	byID
	Body struct {
		Keys    map[string]string `json:"keys,omitempty" doc:"those left out stay"`
		BaseURL *string           `json:"base_url,omitempty" maxLength:"300" doc:"of a test stand; empty: the service's own"`
	}
}

func (a *api) rekey(ctx context.Context, in *keysIn) (*out[PayAccount], error) {
	if u := in.Body.BaseURL; u != nil {
		if err := a.stand(*u); err != nil {
			return nil, err
		}
	}
	x, err := a.Payments.Rekey(ctx, in.ID, in.Body.BaseURL, in.Body.Keys)
	if err == nil {
		x, err = a.Payments.Check(ctx, x.ID)
	}
	return a.shown(ctx, x, err)
}

// NoticeAddress is where a provider posts to.
type NoticeAddress struct {
	URL string `json:"url" doc:"a secret: whoever knows it may post; empty: this provider posts nothing, or the shop has no public address"`
}

func (a *api) notice(ctx context.Context, in *byID) (*out[NoticeAddress], error) {
	x, err := a.Payments.Own(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	path, err := a.Payments.HookPath(x)
	base := strings.TrimSuffix(a.Public(), "/")
	if err != nil || base == "" || path == "" {
		return &out[NoticeAddress]{}, err
	}
	return &out[NoticeAddress]{NoticeAddress{base + path}}, nil
}
