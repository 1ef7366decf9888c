package person

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
	"time"

	"prilavok/core/fault"
	"prilavok/core/txn"
)

// telegramLasts is how old the Login Widget's word may be: it is used at once.
const telegramLasts = 5 * time.Minute

// Signed reports whether the fields of Telegram's Login Widget are signed by a bot's token:
// the other fields as sorted lines key=value, under HMAC-SHA-256 with the SHA-256 of the
// token as its key (channels.md A.15).
func Signed(fields map[string]string, botToken string) bool {
	var lines []string
	for k, v := range fields {
		if k != "hash" {
			lines = append(lines, k+"="+v)
		}
	}
	slices.Sort(lines)
	key := sha256.Sum256([]byte(botToken))
	mac := hmac.New(sha256.New, key[:])
	mac.Write([]byte(strings.Join(lines, "\n")))
	want := hex.EncodeToString(mac.Sum(nil)) // in this form only: a signature is remembered by its text
	return botToken != "" && hmac.Equal([]byte(fields["hash"]), []byte(want))
}

// Telegram signs in whom Telegram's Login Widget vouches for, by a bot of the person's own
// shop: another shop's bot vouches for nobody here. With a second factor its code is asked
// for as well. A word of Telegram is taken once.
//
// Faults: ErrBadSignIn, ErrCode, ErrTelegramOff, ErrLocked.
func (s *Service) Telegram(ctx context.Context, fields map[string]string, code string, from From) (g Grant, err error) {
	if s.Bots == nil {
		return g, ErrTelegramOff
	}
	err = s.attempt(ctx, from, "", func(ctx context.Context) error {
		until, err := s.recent(fields)
		if err != nil {
			return err
		}
		p, err := lookup(ctx, s, func(ctx context.Context) (Person, error) { return s.find.PersonByTelegram(ctx, fields["id"]) })
		if err != nil {
			return err
		}
		if p.ID == "" {
			return ErrBadSignIn
		}
		there := txn.ForShop(ctx, p.ShopID)
		if err := s.vouched(there, fields); err != nil {
			return err
		}
		if err := s.second(ctx, p, code); err != nil {
			return err
		}
		if err := s.tx.InTx(there, func(ctx context.Context) error { return s.spend(ctx, digest("telegram", fields["hash"]), until) }); err != nil {
			return err
		}
		g, err = s.grant(ctx, p, ByTelegram, from)
		return err
	})
	return g, err
}

// LinkTelegram lets who has signed in do so by the Telegram account that the widget vouches
// for from now on.
//
// Faults: ErrProve, ErrBadSignIn, ErrTelegramOff, ErrWhoseLine.
func (s *Service) LinkTelegram(ctx context.Context, v Visit, fields map[string]string) error {
	switch {
	case s.Bots == nil:
		return ErrTelegramOff
	case !v.Fresh:
		return ErrProve
	}
	until, err := s.recent(fields)
	if err != nil {
		return err
	}
	there := txn.ForShop(ctx, v.Person.ShopID)
	if err := s.vouched(there, fields); err != nil {
		return err
	}
	err = s.tx.InTx(there, func(ctx context.Context) error {
		if err := s.spend(ctx, digest("telegram", fields["hash"]), until); err != nil {
			return err
		}
		return s.people.LinkTelegram(ctx, v.Person.ID, fields["id"], s.time())
	})
	if fault.CodeOf(err) == "store.duplicate" {
		return ErrWhoseLine
	}
	return err
}

// UnlinkTelegram ends signing in by Telegram.
//
// Faults: ErrProve.
func (s *Service) UnlinkTelegram(ctx context.Context, v Visit) error {
	if !v.Fresh {
		return ErrProve
	}
	return s.tx.InTx(txn.ForShop(ctx, v.Person.ShopID), func(ctx context.Context) error {
		return s.people.LinkTelegram(ctx, v.Person.ID, "", s.time())
	})
}

// recent reads when Telegram vouched, and until when that is good.
func (s *Service) recent(fields map[string]string) (until time.Time, err error) {
	at, err := strconv.ParseInt(fields["auth_date"], 10, 64)
	if id, bad := strconv.ParseInt(fields["id"], 10, 64); err != nil || bad != nil || id <= 0 || fields["id"] != strconv.FormatInt(id, 10) {
		return until, ErrBadSignIn
	}
	since, now := time.Unix(at, 0), s.time()
	if now.Sub(since) > telegramLasts || since.Sub(now) > time.Minute {
		return until, ErrBadSignIn
	}
	return since.Add(2 * telegramLasts), nil
}

// vouched compares what the widget said with the bots of ctx's shop.
func (s *Service) vouched(ctx context.Context, fields map[string]string) error {
	bots, err := s.Bots.Bots(ctx)
	if err != nil {
		return err
	}
	good := false
	for _, b := range bots {
		good = Signed(fields, b.Token) || good
	}
	return unless(good, ErrBadSignIn)
}

// Bot is the bot that the first shop's people sign in by, the zero one without.
func (s *Service) Bot(ctx context.Context) (Bot, error) {
	home, err := s.firstShop(ctx)
	if err != nil || home == "" || s.Bots == nil {
		return Bot{}, err
	}
	bots, err := s.Bots.Bots(txn.ForShop(ctx, home))
	if err != nil || len(bots) == 0 {
		return Bot{}, err
	}
	return bots[0], nil
}
