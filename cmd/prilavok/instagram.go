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
	"prilavok/core/txn"
)

var errShopUsage = errors.New(`usage: prilavok shop [list | add SLUG NAME | staff SLUG CHAT_ID [topics] | connect-instagram SLUG [human-agent | no-human-agent] [-] | check-instagram SLUG]
The token of connect-instagram comes from INSTAGRAM_TOKEN or, with -, as a line INSTAGRAM_TOKEN=… from standard input;
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

// checkInstagram looks at a shop's Instagram accounts and names what is missing.
func (c console) checkInstagram(ctx context.Context, s *server.Server, slug string) error {
	sh, err := shopBySlug(ctx, s, slug)
	if err != nil {
		return err
	}
	accounts, err := s.App.Shops.AccountsOf(ctx, shop.Instagram)
	if err != nil {
		return err
	}
	var errs []error
	for _, a := range accounts {
		if a.ShopID != sh.ID {
			continue
		}
		h, err := s.App.Direct.Probe(ctx, a.ID)
		if err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", a.Name, err))
			continue
		}
		fmt.Fprintf(c.Out, "%s\t%s\ttoken until %s\n", a.ID, a.Name, a.Config.TokenUntil.Format("2006-01-02"))
		if c.missing(a.Name, h.MissingPermissions, h.MissingFields); !h.OK() {
			errs = append(errs, fmt.Errorf("%s is not set up whole", a.Name))
		}
	}
	return errors.Join(errs...)
}

func (c console) missing(name string, permissions, fields []string) {
	if len(permissions) > 0 {
		fmt.Fprintf(c.Out, "%s lacks permissions: %s. Grant them in the Meta app and log in again.\n", name, strings.Join(permissions, ", "))
	}
	if len(fields) > 0 {
		fmt.Fprintf(c.Out, "%s is not subscribed to: %s. Run connect-instagram again.\n", name, strings.Join(fields, ", "))
	}
}
