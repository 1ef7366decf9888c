package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"prilavok/app/direct"
	"prilavok/app/server"
	"prilavok/core/shop"
	"prilavok/core/shop/link"
	"prilavok/core/txn"
)

var errShopUsage = errors.New(`usage: prilavok shop [list | add SLUG NAME | staff SLUG CHAT_ID [topics] | connect-instagram SLUG [human-agent | no-human-agent] [-] | login-instagram SLUG [facebook] |
  check-instagram SLUG | pull-instagram SLUG | disconnect-instagram SLUG NAME]
The token of connect-instagram comes from INSTAGRAM_TOKEN or, with -, as a line INSTAGRAM_TOKEN=… from standard input;
login-instagram prints the address at which the account's owner logs in instead, to be opened within half an hour;
human-agent says that Meta lets this account's operators answer up to seven days later`)

// The words of connect-instagram.
const (
	humanAgent   = "human-agent"
	noHumanAgent = "no-human-agent"
)

// connectInstagram gives a shop an Instagram account by its long-lived token. The token is
// never an argument: other people of the machine read those.
func (c console) connectInstagram(ctx context.Context, s *server.Server, slug string, words []string) error {
	token, _ := c.Env("INSTAGRAM_TOKEN")
	for _, w := range words {
		switch w {
		case "-":
			given := map[string]string{}
			if err := readSecrets(c.In, given); err != nil {
				return err
			}
			token = given["instagram_token"]
		case humanAgent, noHumanAgent:
		default:
			return errShopUsage
		}
	}
	if token = strings.TrimSpace(token); token == "" {
		return errShopUsage
	}
	sh, err := shopBySlug(ctx, s, slug)
	if err != nil {
		return err
	}
	acc, h, err := s.App.Direct.Connect(ctx, sh.ID, token)
	if err != nil {
		return err
	}
	if err := allowHumans(txn.ForShop(ctx, sh.ID), s, acc, words); err != nil {
		return err
	}
	fmt.Fprintf(c.Out, "%s\t%s\tthe token is good until %s and is renewed by itself\n", acc.ID, acc.Name, acc.Config.TokenUntil.Format("2006-01-02"))
	c.missing(acc.Name, h.MissingPermissions, h.MissingFields)
	return nil
}

// allowHumans notes whether Meta has approved an account for HUMAN_AGENT, where a word says so.
func allowHumans(ctx context.Context, s *server.Server, acc shop.Account, words []string) error {
	yes, no := slices.Contains(words, humanAgent), slices.Contains(words, noHumanAgent)
	if !yes && !no {
		return nil
	}
	acc.Config.Capabilities = slices.DeleteFunc(acc.Config.Capabilities, func(x string) bool { return x == direct.CapHumanAgent })
	if yes {
		acc.Config.Capabilities = append(acc.Config.Capabilities, direct.CapHumanAgent)
	}
	_, err := s.App.Shops.SaveAccount(ctx, acc, "", "")
	s.App.Direct.Forget(acc.ID)
	return err
}

// loginInstagram prints where the owner of an account connects it to a shop by logging in.
func (c console) loginInstagram(ctx context.Context, s *server.Server, slug string, words []string) error {
	sh, err := shopBySlug(ctx, s, slug)
	if err != nil {
		return err
	}
	way := link.ByInstagram
	switch {
	case len(words) == 1 && words[0] == string(link.ByFacebook):
		way = link.ByFacebook
	case len(words) > 0:
		return errShopUsage
	}
	page, a, err := s.App.Direct.Begin(txn.ForShop(ctx, sh.ID), way, "console", "")
	if err == nil {
		fmt.Fprintf(c.Out, "%s\nOpen it before %s and log in to the account of the shop.\n", page, a.ExpiresAt.Local().Format("15:04"))
	}
	return err
}

// pullInstagram has a shop's conversations looked through for what no webhook brought; the
// running server does it.
func (c console) pullInstagram(ctx context.Context, s *server.Server, slug string) error {
	return c.eachInstagram(ctx, s, slug, func(ctx context.Context, l link.Linked) error {
		err := s.App.Direct.PullSoon(ctx, l.ID)
		if err == nil {
			fmt.Fprintf(c.Out, "%s\tis looked through by the running server; missed so far: %d\n", l.Name, l.Health.Missed)
		}
		return err
	})
}

// disconnectInstagram disconnects one account of a shop.
func (c console) disconnectInstagram(ctx context.Context, s *server.Server, slug, name string) error {
	found := false
	err := c.eachInstagram(ctx, s, slug, func(ctx context.Context, l link.Linked) error {
		if l.Name != name && l.Name != "@"+name {
			return nil
		}
		found = true
		err := s.App.Direct.Disconnect(ctx, l.ID)
		if err == nil {
			fmt.Fprintf(c.Out, "%s\tis disconnected; its conversations stay\n", l.Name)
		}
		return err
	})
	if err == nil && !found {
		err = link.ErrNotKnown
	}
	return err
}

// eachInstagram does something for each Instagram account of a shop that is connected.
func (c console) eachInstagram(ctx context.Context, s *server.Server, slug string, do func(ctx context.Context, l link.Linked) error) error {
	sh, err := shopBySlug(ctx, s, slug)
	if err != nil {
		return err
	}
	ctx = txn.ForShop(ctx, sh.ID)
	list, err := s.App.Links.List(ctx)
	errs := []error{err}
	for _, l := range list {
		if l.Channel == shop.Instagram && l.Status != link.StatusDisconnected {
			errs = append(errs, do(ctx, l))
		}
	}
	return errors.Join(errs...)
}

// checkInstagram looks at a shop's Instagram accounts and names what is missing.
func (c console) checkInstagram(ctx context.Context, s *server.Server, slug string) error {
	return c.eachInstagram(ctx, s, slug, func(ctx context.Context, a link.Linked) error {
		h, err := s.App.Direct.Check(ctx, a.ID)
		if err != nil {
			return fmt.Errorf("%s: %w", a.Name, err)
		}
		until := "that does not end"
		if !a.Config.TokenUntil.IsZero() {
			until = "until " + a.Config.TokenUntil.Format("2006-01-02")
		}
		fmt.Fprintf(c.Out, "%s\t%s\ttoken %s\n", a.ID, a.Name, until)
		if c.missing(a.Name, h.MissingPermissions, h.MissingFields); !h.OK() {
			return fmt.Errorf("%s is not set up whole", a.Name)
		}
		return nil
	})
}

func (c console) missing(name string, permissions, fields []string) {
	if len(permissions) > 0 {
		fmt.Fprintf(c.Out, "%s lacks permissions: %s. Grant them in the Meta app and log in again.\n%s\n", name, strings.Join(permissions, ", "), direct.Trouble(permissions, nil).EN)
	}
	if len(fields) > 0 {
		fmt.Fprintf(c.Out, "%s is not subscribed to: %s. Run connect-instagram again.\n", name, strings.Join(fields, ", "))
	}
}
