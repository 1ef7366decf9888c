package direct

import (
	"context"
	"errors"

	"prilavok/core/shop"
	"prilavok/core/shop/link"
)

// Begin begins an attempt to connect an account to ctx's shop and returns the link that its
// owner opens. by is who asks; accountID is one of the shop's to connect anew, or "".
//
// Faults: link.ErrNoWay, link.ErrTooMany, link.ErrNotKnown.
func (d *Direct) Begin(ctx context.Context, w link.Way, by, accountID string) (page string, a link.Attempt, err error) {
	if w, err = d.way(ctx, w, accountID); err != nil {
		return "", a, err
	}
	word, a, err := d.Links.Begin(ctx, w, by, accountID)
	if err != nil {
		return "", a, err
	}
	return d.Meta.Base() + OpenPath + word, a, nil
}

// way is how an account is connected: as asked for, else as it is, else by Instagram's login.
func (d *Direct) way(ctx context.Context, w link.Way, accountID string) (link.Way, error) {
	if accountID != "" {
		l, err := d.Links.Get(ctx, accountID)
		if err != nil {
			return "", err
		}
		if l.Channel != shop.Instagram {
			return "", link.ErrNotKnown
		}
		if w == "" && l.Config.Page != "" {
			w = link.ByFacebook
		}
	}
	if w == "" {
		w = link.ByInstagram
	}
	if !d.login(w).Ready() {
		return "", link.ErrNoWay
	}
	return w, nil
}

// Invite makes the link of a notice, by which whoever has it connects an account of ctx's shop
// anew, once and for a while; only the same account can come of it. "" where none can be
// connected by logging in (notify.Ports).
func (d *Direct) Invite(ctx context.Context, accountID, channel string) (string, error) {
	if channel != string(shop.Instagram) || len(d.Ways()) == 0 {
		return "", nil
	}
	w, err := d.way(ctx, "", accountID)
	if errors.Is(err, link.ErrNoWay) || errors.Is(err, link.ErrNotKnown) {
		return "", nil // told without a link
	}
	if err != nil {
		return "", err
	}
	word, err := d.Links.Invite(ctx, w, accountID)
	if err != nil {
		return "", err
	}
	return d.Meta.Base() + OpenPath + word, nil
}

// Open opens a link in a browser and returns the login page, and the secret that the browser is
// to hold; held is the one that it has, or "".
//
// Faults: link.ErrOver, link.ErrTooMany, link.ErrNoWay.
func (d *Direct) Open(ctx context.Context, word, held string) (page, secret string, err error) {
	o, err := d.Links.Open(ctx, word, held)
	if err != nil {
		return "", "", err
	}
	login := d.login(o.Way)
	if !login.Ready() {
		return "", "", link.ErrNoWay
	}
	return login.URL(o.Word), o.Secret, nil
}
