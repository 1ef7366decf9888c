package link

import (
	"context"
	"strings"
	"time"

	"prilavok/core/fault"
	"prilavok/core/shop"
	"prilavok/core/txn"
)

// Attempts is what attempts need of a database. All run inside a unit of work.
type Attempts interface {
	// AddAttempt stores an attempt of the shop; those that have long been over go.
	AddAttempt(ctx context.Context, a Attempt) error
	// OpenAttempts counts what is good at a time: the openings of a link, or with "" the links
	// that people of the shop have begun.
	OpenAttempts(ctx context.Context, link string, now time.Time) (int, error)
	// AttemptOf finds an attempt of the shop and holds it for the unit of work.
	AttemptOf(ctx context.Context, hash string) (a Attempt, found bool, err error)
	// UseAttempt uses up an attempt of the shop; false when it was used before.
	UseAttempt(ctx context.Context, hash string, now time.Time) (bool, error)
	// ReopenAttempt makes a used one good again.
	ReopenAttempt(ctx context.Context, hash string) error
}

// Faults of attempts.
var (
	ErrAttempt  = fault.New(fault.Invalid, "link.attempt", "this attempt to connect is over or was used before: begin anew")
	ErrOver     = fault.New(fault.Invalid, "link.over", "this link to connect has run out or was used before: get a new one")
	ErrBrowser  = fault.New(fault.Forbidden, "link.browser", "the login was begun in another browser: it is ended only there")
	ErrTooMany  = fault.New(fault.TooMany, "link.attempts", "too many attempts to connect are open: wait until the first are over").After(AttemptLife)
	ErrNoWay    = fault.New(fault.Unsupported, "link.not_set_up", "the installation has no Meta app for this way to connect: see docs/instagram.md")
	ErrNotKnown = fault.New(fault.NotFound, "link.no_account", "there is no such connected account")
)

// SecretLength is how long secrets and words' secrets are.
const SecretLength = 32

// ByNotice is who begins an attempt that comes from a notice's link.
const ByNotice = "link"

// Begin begins an attempt of ctx's shop, and returns the word of its link.
//
// Faults: ErrTooMany.
func (s *Service) Begin(ctx context.Context, w Way, by, accountID string) (word string, a Attempt, err error) {
	err = s.tx.InTx(ctx, func(ctx context.Context) error {
		n, err := s.tries.OpenAttempts(ctx, "", s.now())
		if err == nil && n >= MostAttempts {
			return ErrTooMany
		}
		if err != nil {
			return err
		}
		word, a, err = s.add(ctx, Attempt{Way: w, By: by, AccountID: accountID}, AttemptLife)
		return err
	})
	return word, a, err
}

// Invite makes the link of a notice, good for InviteLife, to connect an account of ctx's shop
// anew. It joins the notice's unit of work.
func (s *Service) Invite(ctx context.Context, w Way, accountID string) (word string, err error) {
	err = s.tx.InTx(ctx, func(ctx context.Context) error {
		word, _, err = s.add(ctx, Attempt{Way: w, By: ByNotice, AccountID: accountID}, InviteLife)
		return err
	})
	return word, err
}

func (s *Service) add(ctx context.Context, a Attempt, life time.Duration) (word string, _ Attempt, err error) {
	secret, now := s.ids.Token(SecretLength), s.now()
	a.Hash, a.ShopID, a.CreatedAt, a.ExpiresAt = shop.HashSecret(secret), txn.ShopID(ctx), now, now.Add(life)
	return a.ShopID + "." + secret, a, s.tries.AddAttempt(ctx, a)
}

// read splits a word into its shop and the hash of its secret.
func read(word string) (shopID, hash string, ok bool) {
	shopID, secret, ok := strings.Cut(word, ".")
	return shopID, shop.HashSecret(secret), ok && len(word) <= 200
}

// Opened is a link that was opened in a browser.
type Opened struct {
	Attempt
	Word   string // that the messenger hands back
	Secret string // that the browser has to hold until then
}

// Open opens a link in a browser. held is the secret that it has of another opening, "" none.
//
// Faults: ErrOver, for a link that is unknown, old or used; ErrTooMany.
func (s *Service) Open(ctx context.Context, word, held string) (o Opened, err error) {
	shopID, hash, ok := read(word)
	if !ok {
		return o, ErrOver
	}
	if o.Secret = held; held == "" {
		o.Secret = s.ids.Token(SecretLength)
	}
	err = s.tx.InTx(txn.ForShop(ctx, shopID), func(ctx context.Context) error {
		l, found, err := s.tries.AttemptOf(ctx, hash)
		if err != nil {
			return err
		}
		if !found || l.Browser != "" || !l.UsedAt.IsZero() || !s.now().Before(l.ExpiresAt) {
			return ErrOver
		}
		n, err := s.tries.OpenAttempts(ctx, hash, s.now())
		if err == nil && n >= MostAttempts {
			return ErrTooMany
		}
		if err != nil {
			return err
		}
		o.Word, o.Attempt, err = s.add(ctx, Attempt{Way: l.Way, By: l.By, AccountID: l.AccountID, Browser: shop.HashSecret(o.Secret), Link: hash}, AttemptLife)
		return err
	})
	return o, err
}

// Take uses up the attempt of a word that was handed back to a browser that holds a secret, and
// with it the link. An attempt of another browser stays as it is.
//
// Faults: ErrAttempt, for a word that is unknown, old or used; ErrBrowser.
func (s *Service) Take(ctx context.Context, word, browser string) (Attempt, error) {
	return s.end(ctx, word, browser, true)
}

// Cancel uses up an attempt that came to nothing; its link may be opened again. Faults as of Take.
func (s *Service) Cancel(ctx context.Context, word, browser string) error {
	_, err := s.end(ctx, word, browser, false)
	return err
}

func (s *Service) end(ctx context.Context, word, browser string, link bool) (a Attempt, err error) {
	shopID, hash, ok := read(word)
	if !ok {
		return a, ErrAttempt
	}
	err = s.tx.InTx(txn.ForShop(ctx, shopID), func(ctx context.Context) error {
		var found bool
		if a, found, err = s.tries.AttemptOf(ctx, hash); err != nil {
			return err
		}
		switch {
		case !found || a.Browser == "" || !a.UsedAt.IsZero() || !s.now().Before(a.ExpiresAt):
			return ErrAttempt
		case browser == "" || a.Browser != shop.HashSecret(browser):
			return ErrBrowser
		}
		list := []string{hash}
		if link {
			list = append(list, a.Link)
		}
		for _, h := range list {
			fresh, err := s.tries.UseAttempt(ctx, h, s.now())
			if err == nil && !fresh {
				err = ErrAttempt
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
	return a, err
}

// Reopen makes the link of an attempt good again, as nothing came of it. A crash before leaves it
// used: somebody gets a new one then.
func (s *Service) Reopen(ctx context.Context, a Attempt) error {
	return s.tx.InTx(ctx, func(ctx context.Context) error { return s.tries.ReopenAttempt(ctx, a.Link) })
}
