package direct

import (
	"context"
	"errors"
	"time"

	"prilavok/channel/instagram"
	"prilavok/core/fault"
	"prilavok/core/inbox"
	"prilavok/core/notify"
	"prilavok/core/shop"
	"prilavok/core/txn"
)

// Connect gives a shop the Instagram account of a long-lived token, subscribes it to its
// webhooks and says what is missing. The same account again only gets its new token.
//
// Faults: instagram.token; instagram.permission when not even its name can be read.
func (d *Direct) Connect(ctx context.Context, shopID, token string) (shop.Account, instagram.Health, error) {
	api := d.API
	me, err := instagram.New(instagram.Options{Token: token, Base: api.Base, Version: api.Version, Do: d.HTTP, Now: d.Now}).Identify(ctx)
	if err != nil {
		return shop.Account{}, instagram.Health{}, err
	}
	now := d.Now()
	g := instagram.Grant{Identity: me, Token: token, Until: now.Add(instagram.TokenLife), UserIDs: []string{me.ID}}
	// How old a token is nobody tells: one that can be renewed is, and then its end is known.
	one := instagram.New(instagram.Options{IGID: me.ID, Token: token, Base: api.Base, Version: api.Version, Do: d.HTTP, Now: d.Now})
	if fresh, life, err := one.Refresh(ctx); err == nil {
		g.Token, g.Until = fresh, now.Add(life)
	}
	ctx = txn.ForShop(ctx, shopID)
	acc, err := d.adopt(ctx, g)
	if err != nil {
		return acc, instagram.Health{}, err
	}
	h, err := d.Probe(ctx, acc.ID)
	return acc, h, err
}

// release lets out what could not be sent while the account was cut off.
func (d *Direct) release(ctx context.Context, acc shop.Account) error {
	if d.Resume == nil {
		return nil
	}
	n, err := d.Resume(txn.ForShop(ctx, acc.ShopID), acc.ID, instagram.CodeToken, codeDisconnected)
	if err == nil && n > 0 {
		d.Log.Info("messages that waited for the account to be connected are sent", "account", acc.ID, "messages", n)
	}
	return err
}

// Probe looks at the health of an account of the scope's shop or of any.
func (d *Direct) Probe(ctx context.Context, accountID string) (h instagram.Health, err error) {
	err = d.with(ctx, accountID, func(a *instagram.Account) error {
		var err error
		h, err = a.Probe(ctx)
		return err
	})
	return h, err
}

// KeepTokens renews the tokens of the shop's accounts that are old enough. It is part of
// upkeep, which one process does at a time. The old token stays in use until the new one
// is stored; one fault keeps no other account waiting.
func (d *Direct) KeepTokens(ctx context.Context) error {
	accounts, err := d.Shops.AccountsOf(ctx, shop.Instagram)
	errs := []error{err}
	for _, acc := range accounts {
		if acc.ShopID == txn.ShopID(ctx) && acc.Status == "active" && acc.Config.Page == "" && d.Now().Sub(acc.Config.TokenAt) >= instagram.RefreshAfter {
			errs = append(errs, d.keepToken(ctx, acc))
		}
	}
	return errors.Join(errs...)
}

func (d *Direct) keepToken(ctx context.Context, acc shop.Account) error {
	token, err := d.Shops.Token(acc)
	if err != nil {
		return err
	}
	fresh, life, err := d.open(acc, token).Refresh(ctx)
	if err != nil {
		return d.notKept(ctx, acc, err)
	}
	now := d.Now()
	acc.Config.TokenAt, acc.Config.TokenUntil, acc.Config.WarnedAt = now, now.Add(life), time.Time{}
	if _, err := d.Shops.SaveAccount(ctx, acc, fresh, ""); err != nil {
		return err
	}
	d.Forget(acc.ID)
	return nil
}

// notKept tells the owner, once, of a token that is dead or ends soon. Until then a token
// that could not be renewed is only tried again.
func (d *Direct) notKept(ctx context.Context, acc shop.Account, cause error) error {
	e := inbox.Event{SubjectID: acc.ID, Data: map[string]any{"fault": fault.CodeOf(cause), "channel": acc.Channel, "name": acc.Name,
		"expires_at": acc.Config.TokenUntil.Format(time.RFC3339)}}
	switch now := d.Now(); {
	case fault.Is(cause, fault.Unauthorized):
		if err := d.revoke(ctx, acc.ID, cause); !errors.Is(err, cause) {
			return err
		}
		e.Name = inbox.EventRevoked
	case acc.Config.TokenUntil.Sub(now) < instagram.WarnBefore && acc.Config.WarnedAt.IsZero():
		acc.Config.WarnedAt = now
		if _, err := d.Shops.SaveAccount(ctx, acc, "", ""); err != nil {
			return err
		}
		e.Name = notify.EventExpiring
	default:
		d.Log.Warn("an Instagram token was not renewed; it is tried again", "account", acc.ID, "fault", fault.CodeOf(cause))
		return nil
	}
	return d.Record(ctx, e)
}
