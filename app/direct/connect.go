package direct

import (
	"context"
	"errors"
	"slices"
	"time"

	"prilavok/channel/instagram"
	"prilavok/channel/instagram/event"
	"prilavok/core/fault"
	"prilavok/core/shop"
	"prilavok/core/shop/link"
	"prilavok/core/txn"
)

// MetaApp is the Meta app that owners log in to.
type MetaApp struct {
	InstagramID, InstagramSecret string        // "" no login of Instagram's
	MetaID, MetaSecret           string        // "" no login of Facebook's
	Base                         func() string // where this program answers Meta's logins, without a slash at the end
	All                          string        // one server in place of all of Meta's, for tests; "" none
}

// CallbackPath is where logins come back to, and OpenPath where links lead, under MetaApp.Base.
const (
	CallbackPath = "/callback"
	OpenPath     = "/begin/" // and the link's word
)

// Faults of connecting.
var (
	errOtherShop = fault.New(fault.Conflict, "instagram.other_shop", "another shop of this installation has this Instagram account")
	errOther     = fault.New(fault.Conflict, "instagram.other_account", "another account was logged in than the one to connect anew")
)

func (d *Direct) login(w link.Way) instagram.Login {
	l := instagram.Login{AppID: d.Meta.InstagramID, AppSecret: d.Meta.InstagramSecret, All: d.Meta.All, Base: d.API.Base, Version: d.API.Version, Do: d.HTTP, Now: d.Now}
	if d.Meta.Base != nil && d.Meta.Base() != "" {
		l.Redirect = d.Meta.Base() + CallbackPath
	}
	if w == link.ByFacebook {
		l.Facebook, l.AppID, l.AppSecret = true, d.Meta.MetaID, d.Meta.MetaSecret
	}
	return l
}

// Ways lists the ways that the installation can connect accounts by.
func (d *Direct) Ways() []link.Way {
	var out []link.Way
	for _, w := range []link.Way{link.ByInstagram, link.ByFacebook} {
		if d.login(w).Ready() {
			out = append(out, w)
		}
	}
	return out
}

// Connected is what became of one account of a login.
type Connected struct {
	Account shop.Account
	Missing []string // permissions
	Err     error    // why it was not connected
}

// Finish ends an attempt, in the browser that opened it, with the code that a login gave.
// Faults of single accounts are told with them. When no account was connected the link may be
// opened again.
//
// Faults: link.ErrAttempt, link.ErrBrowser; those of instagram.Login.
func (d *Direct) Finish(ctx context.Context, word, code, browser string) (a link.Attempt, out []Connected, err error) {
	if a, err = d.Links.Take(ctx, word, browser); err != nil {
		return a, nil, err
	}
	ctx = txn.ForShop(ctx, a.ShopID)
	out, err = d.finish(ctx, a, code)
	if !slices.ContainsFunc(out, func(c Connected) bool { return c.Err == nil }) {
		err = errors.Join(err, d.Links.Reopen(ctx, a))
	}
	return a, out, err
}

func (d *Direct) finish(ctx context.Context, a link.Attempt, code string) (out []Connected, err error) {
	wanted := ""
	if a.AccountID != "" {
		l, err := d.Links.Get(ctx, a.AccountID)
		if err != nil {
			return nil, err
		}
		wanted = l.ExternalID
	}
	grants, err := d.login(a.Way).Exchange(ctx, code)
	if err != nil {
		return nil, err
	}
	if wanted != "" {
		grants = slices.DeleteFunc(grants, func(g instagram.Grant) bool { return g.ID != wanted })
		if len(grants) == 0 {
			return nil, errOther
		}
	}
	for _, g := range grants {
		acc, err := d.adopt(ctx, g)
		c := Connected{Account: acc, Err: err}
		if c.Account.Name == "" {
			c.Account.Name = "@" + g.Username
		}
		c.Missing = missing(g.Permissions, g.Page != "")
		out = append(out, c)
	}
	d.Log.Info("Instagram accounts were connected", "shop_id", a.ShopID, "begun_by", a.By, "way", a.Way, "accounts", len(out))
	return out, nil
}

// missing lists the permissions that a shop sells with and that were not granted; none when
// Meta did not say.
func missing(granted []string, facebook bool) []string {
	var out []string
	for _, p := range instagram.Permissions(facebook) {
		if granted != nil && !slices.Contains(granted, p) {
			out = append(out, p)
		}
	}
	return out
}

// adopt makes a granted account one of ctx's shop, or gives one that it has its new token;
// what was said by it stays. Then it is subscribed to its webhooks, looked at, and given
// what came for it before.
func (d *Direct) adopt(ctx context.Context, g instagram.Grant) (shop.Account, error) {
	acc, err := d.place(ctx, g)
	if err != nil {
		return acc, err
	}
	now := d.Now()
	acc.Name, acc.Status, acc.Config.Mode = "@"+g.Username, "active", "webhook"
	acc.Config.TokenAt, acc.Config.TokenUntil, acc.Config.WarnedAt = now, g.Until, time.Time{}
	acc.Config.Page, acc.Config.UserIDs, acc.Config.Granted = g.Page, g.UserIDs, g.Permissions
	if acc, err = d.Shops.SaveAccount(ctx, acc, g.Token, ""); err != nil {
		return acc, err
	}
	d.Forget(acc.ID)
	if err := d.begin(ctx, acc); err != nil {
		return acc, err
	}
	return acc, d.release(ctx, acc)
}

// begin puts a connected account to work.
func (d *Direct) begin(ctx context.Context, acc shop.Account) error {
	now := d.Now()
	if err := d.Links.Change(ctx, acc.ID, func(h *link.Health) {
		// Sending may begin again; the history from before the shop had the account is not its business.
		h.PauseCode, h.PausedUntil, h.Pauses, h.Told, h.ToldAt, h.Fault, h.CheckedAt = "", time.Time{}, 0, "", time.Time{}, "", time.Time{}
		if h.PulledTo.IsZero() {
			h.PulledTo = now
		}
	}); err != nil {
		return err
	}
	if _, err := d.Check(ctx, acc.ID); err != nil && fault.CodeOf(err) != instagram.CodePermission {
		return err
	}
	return d.claim(ctx, acc)
}

// place finds the row that a granted account has or gets in ctx's shop.
func (d *Direct) place(ctx context.Context, g instagram.Grant) (shop.Account, error) {
	fresh := shop.Account{Channel: shop.Instagram, ExternalID: g.ID, ShopID: txn.ShopID(ctx)}
	acc, err := d.Shops.AccountAt(ctx, shop.Instagram, g.ID)
	switch {
	case errors.Is(err, shop.ErrNoAccount):
		return fresh, nil
	case err != nil:
		return acc, err
	case acc.ShopID == fresh.ShopID:
		return acc, nil
	case acc.Status != link.StatusDisconnected:
		return fresh, errOtherShop
	}
	// Its former shop has let it go: the row stays there with its conversations, under an
	// id that no account has.
	acc.ExternalID = "gone:" + acc.ID
	_, err = d.Shops.SaveAccount(txn.ForShop(ctx, acc.ShopID), acc, "", "")
	return fresh, err
}

// claimed is how many strays are taken at once.
const claimed = 200

// claim gives an account what came for it while no shop had it.
func (d *Direct) claim(ctx context.Context, acc shop.Account) error {
	for range link.MostStrays / claimed {
		list, err := d.Links.Strays(ctx, shop.Instagram, acc.ExternalID, claimed)
		if err != nil || len(list) == 0 {
			return err
		}
		for _, x := range list {
			parts, err := event.Parse(x.Raw)
			if err != nil {
				continue // it was readable when it was kept, by an older release
			}
			for _, p := range parts {
				if err := d.Receive(ctx, acc, p.Events); err != nil {
					return err
				}
			}
		}
		if err := d.Links.Drop(ctx, list); err != nil {
			return err
		}
	}
	return nil
}

// Disconnect takes an account of ctx's shop off Meta's webhooks and forgets its token. Its
// conversations stay. A token that Meta no longer takes is forgotten all the same.
func (d *Direct) Disconnect(ctx context.Context, accountID string) error {
	acc, err := d.Shops.Account(ctx, accountID)
	if err != nil {
		return err
	}
	if acc.ShopID != txn.ShopID(ctx) || acc.Channel != shop.Instagram {
		return link.ErrNotKnown
	}
	if acc.Status == link.StatusDisconnected {
		return nil
	}
	if token, err := d.Shops.Token(acc); err == nil && token != "" {
		err := d.open(acc, token).Unsubscribe(ctx)
		if fault.Retryable(err) {
			return err
		}
	}
	return d.letGo(ctx, acc, link.StatusDisconnected)
}

// letGo forgets the token of an account.
func (d *Direct) letGo(ctx context.Context, acc shop.Account, status string) error {
	acc.Status, acc.Secret, acc.SecretKeyID = status, nil, ""
	acc.Config.TokenAt, acc.Config.TokenUntil, acc.Config.WarnedAt, acc.Config.Granted = time.Time{}, time.Time{}, time.Time{}, nil
	if _, err := d.Shops.SaveAccount(ctx, acc, "", ""); err != nil {
		return err
	}
	d.Forget(acc.ID)
	return nil
}

// of lists the accounts that a user of Meta's has connected, of all shops.
func (d *Direct) known(ctx context.Context, userID string) ([]shop.Account, error) {
	all, err := d.Shops.AccountsOf(ctx, shop.Instagram)
	return slices.DeleteFunc(all, func(a shop.Account) bool {
		return userID == "" || a.ExternalID != userID && !slices.Contains(a.Config.UserIDs, userID)
	}), err
}

// Deauthorized hears from Meta that a user has taken the app away: the tokens are dead. The
// shops are told.
func (d *Direct) Deauthorized(ctx context.Context, userID string) error {
	list, err := d.known(ctx, userID)
	errs := []error{err}
	for _, acc := range list {
		if acc.Status == "active" {
			within := txn.ForShop(ctx, acc.ShopID)
			if err := d.letGo(within, acc, "revoked"); err != nil {
				errs = append(errs, err)
				continue
			}
			errs = append(errs, d.Record(within, revoked(acc, "instagram.deauthorized")))
		}
	}
	return errors.Join(errs...)
}

// Erase hears from Meta that a user wants deleted what the app has of them. It notes the
// request and returns the code by which they look up what became of it; the work is done
// by a job. A user of whom nothing is known gets the code none.
func (d *Direct) Erase(ctx context.Context, userID string) (code string, err error) {
	list, err := d.known(ctx, userID)
	if err != nil {
		return "", err
	}
	code = NoneErased
	for _, acc := range list {
		within := txn.ForShop(ctx, acc.ShopID)
		e, err := d.Links.Erase(within, acc.ID)
		if err != nil {
			return "", err
		}
		code = e.Code
		if err := d.enqueue(within, JobErase, "channel:"+acc.ID, work{AccountID: acc.ID, Code: e.Code}); err != nil {
			return "", err
		}
	}
	return code, nil
}

// NoneErased is the code of a request of whom nothing is known.
const NoneErased = "none"

// erase forgets an account's token, and empties the conversations that came through it.
func (d *Direct) erase(ctx context.Context, w work) error {
	acc, err := d.Shops.Account(ctx, w.AccountID)
	if err != nil {
		return err
	}
	if err := d.Disconnect(ctx, acc.ID); err != nil {
		return err
	}
	if acc, err = d.Shops.Account(ctx, w.AccountID); err != nil {
		return err
	}
	acc.Name, acc.Config.UserIDs, acc.Config.Page = "", nil, ""
	if _, err := d.Shops.SaveAccount(ctx, acc, "", ""); err != nil {
		return err
	}
	for {
		n, err := d.Empty(ctx, acc.ID)
		if err != nil {
			return err
		}
		if n == 0 {
			return d.Links.Erased(ctx, w.Code)
		}
	}
}
