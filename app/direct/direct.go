// Package direct is all Instagram accounts of an installation: it sends for each with the
// account's own token, keeps the tokens good, and notes when an owner has to connect anew.
// It does not speak Instagram's protocol (channel/instagram does).
package direct

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"prilavok/app/config"
	"prilavok/channel/instagram"
	"prilavok/core/call"
	"prilavok/core/contact"
	"prilavok/core/fault"
	"prilavok/core/inbox"
	"prilavok/core/job"
	"prilavok/core/shop"
	"prilavok/core/shop/link"
	"prilavok/core/txn"
)

// CapHumanAgent is the capability of an account whose operators may answer for seven days.
const CapHumanAgent = instagram.CapHumanAgent

// API is where and how Instagram's accounts are called.
type API struct {
	Base    string // "" Meta's own server
	Version string // of the Graph API, "" the one that is known to work
	Rates   instagram.Rates
}

// APIOf is what a configuration says of it.
func APIOf(cfg config.Config) API {
	g := cfg.Graph
	return API{Base: g.APIURL, Version: g.Version, Rates: instagram.Rates{Text: float64(g.Texts), Media: float64(g.Media)}}
}

// MetaOf is the app that a configuration names.
func MetaOf(cfg config.Config) MetaApp {
	i := cfg.Instagram
	return MetaApp{InstagramID: i.AppID, InstagramSecret: i.AppSecret, MetaID: i.MetaID, MetaSecret: i.MetaSecret, All: i.MetaURL, Base: cfg.ConnectURL}
}

// Direct is all Instagram accounts of the installation: it sends for each with the
// account's own token. It implements inbox.Adapter, inbox.Presence and inbox.Finder.
type Direct struct {
	Deps
	mu    sync.Mutex
	ready map[string]ready
	heard map[string]time.Time // the last webhook of an account that is not noted yet
}

// Deps are what accounts need; all but PublicURL and Missed are required.
type Deps struct {
	Shops     *shop.Service
	HTTP      call.Doer
	Now       func() time.Time
	Log       *slog.Logger
	PublicURL func() string
	Record    func(ctx context.Context, e inbox.Event) error // in a unit of work of its own
	Resume    func(ctx context.Context, accountID string, faults ...string) (int, error)
	RecordIn  func(ctx context.Context, e inbox.Event) error // in the open one
	API       API
	Meta      MetaApp
	Links     *link.Service
	Jobs      *job.Queue
	Tx        txn.Runner
	Receive   func(ctx context.Context, acc shop.Account, in []inbox.Incoming) error
	Known     func(ctx context.Context, accountID string, keys []string) (map[string]bool, error) // delivery keys that are stored
	Empty     func(ctx context.Context, accountID string) (int64, error)                          // a batch of what was said through an account
	Missed    func(n int)                                                                         // messages that no webhook brought
}

type ready struct {
	account *instagram.Account
	token   string
	id      string
	shopID  string
	name    string
	pause   string // the fault that the account is held back for
	until   time.Time
}

// New returns the accounts.
func New(d Deps) *Direct {
	return &Direct{Deps: d, ready: map[string]ready{}, heard: map[string]time.Time{}}
}

const codeDisconnected = "instagram.disconnected"

// errDisconnected is a send for an account that the owner has to connect anew.
var errDisconnected = fault.New(fault.Unsupported, codeDisconnected, "the Instagram account is cut off: connect it anew")

// Shape implements inbox.Shaper.
func (d *Direct) Shape(m inbox.Outgoing) []inbox.Outgoing { return instagram.Shape(m) }

// Send implements inbox.Sender.
func (d *Direct) Send(ctx context.Context, to contact.Address, m inbox.Outgoing) (id string, err error) {
	err = d.sending(ctx, to.AccountID, func(a *instagram.Account) error {
		var err error
		id, err = a.Send(ctx, to, m)
		return err
	})
	return id, err
}

// Find implements inbox.Finder.
func (d *Direct) Find(ctx context.Context, to contact.Address, m inbox.Outgoing, since time.Time, known []string) (id string, found bool, err error) {
	err = d.with(ctx, to.AccountID, func(a *instagram.Account) error {
		var err error
		id, found, err = a.Find(ctx, to, m, since, known)
		return err
	})
	return id, found, err
}

// Typing implements inbox.Presence. It also marks what the customer wrote as seen.
func (d *Direct) Typing(ctx context.Context, to contact.Address, progress string) {
	if r, err := d.of(ctx, to.AccountID); err == nil {
		if progress == "" {
			r.account.Seen(ctx, to)
		}
		r.account.Typing(ctx, to, progress)
	}
}

// Forget drops an account that has changed.
func (d *Direct) Forget(accountID string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.ready, accountID)
}

// Account returns an account that is in use. It is called outside of units of work.
func (d *Direct) Account(ctx context.Context, accountID string) (*instagram.Account, error) {
	r, err := d.of(ctx, accountID)
	return r.account, err
}

func (d *Direct) of(ctx context.Context, accountID string) (ready, error) {
	d.mu.Lock()
	r, ok := d.ready[accountID]
	d.mu.Unlock()
	if ok {
		return r, nil
	}
	acc, err := d.Shops.Account(ctx, accountID)
	if err != nil {
		return ready{}, err
	}
	if acc.Status != "active" {
		return ready{}, errDisconnected
	}
	token, err := d.Shops.Token(acc)
	if err != nil {
		return ready{}, err
	}
	h, err := d.Links.Health(txn.ForShop(ctx, acc.ShopID), acc.ID)
	if err != nil {
		return ready{}, err
	}
	r = ready{d.open(acc, token), token, acc.ID, acc.ShopID, acc.Name, h.PauseCode, h.PausedUntil}
	d.mu.Lock()
	d.ready[acc.ID] = r
	d.mu.Unlock()
	return r, nil
}

// open makes the client of an account with a token.
func (d *Direct) open(acc shop.Account, token string) *instagram.Account {
	api := d.API
	if acc.Config.Page != "" {
		api.Base = instagram.FacebookBase
		if d.Meta.All != "" {
			api.Base = d.Meta.All
		}
	}
	if acc.Config.BaseURL != "" {
		api.Base = acc.Config.BaseURL
	}
	return instagram.New(instagram.Options{IGID: acc.ExternalID, Page: acc.Config.Page, Token: token, Base: api.Base, Version: api.Version, Rates: api.Rates, Do: d.HTTP, Now: d.Now,
		HumanAgent: acc.Config.Has(instagram.CapHumanAgent), Public: d.public})
}

// public is the address under which Meta can fetch a picture of our own.
func (d *Direct) public(path string) string {
	if d.PublicURL == nil || d.PublicURL() == "" {
		return ""
	}
	return d.PublicURL() + path
}

// with does a call for an account. A token that Meta no longer takes is looked up once
// more, as another process may have renewed it; the last one revokes the account.
func (d *Direct) with(ctx context.Context, accountID string, fn func(a *instagram.Account) error) error {
	used, err := d.of(ctx, accountID)
	if err != nil {
		return err
	}
	if err = fn(used.account); !fault.Is(err, fault.Unauthorized) {
		return err
	}
	d.Forget(accountID)
	fresh, readErr := d.of(ctx, accountID)
	if readErr != nil {
		return readErr
	}
	if fresh.token != used.token {
		if err = fn(fresh.account); !fault.Is(err, fault.Unauthorized) {
			return err
		}
	}
	return d.revoke(ctx, accountID, err)
}

// revoke notes that the owner must connect an account anew. Only the first to see it gets
// the cause back, of which the owner is told; webhooks are taken all the same.
func (d *Direct) revoke(ctx context.Context, accountID string, cause error) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.ready, accountID)
	acc, err := d.Shops.Account(ctx, accountID)
	if err != nil {
		return err
	}
	if acc.Status != "active" {
		return errDisconnected
	}
	acc.Status = "revoked"
	if _, err := d.Shops.SaveAccount(txn.ForShop(ctx, acc.ShopID), acc, "", ""); err != nil {
		return err
	}
	d.Log.Error("Instagram no longer takes the account's token", "account", acc.ID, "fault", fault.CodeOf(cause))
	return cause
}
