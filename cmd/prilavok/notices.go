package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"prilavok/app/server"
	"prilavok/core/lang"
	"prilavok/core/notify"
	"prilavok/core/shop"
	"prilavok/core/txn"
)

var (
	errNoticesUsage = errors.New("usage: prilavok notices list SLUG | preview SLUG EVENT [staff] LANG [FILE] | set SLUG EVENT [staff] LANG FILE | off SLUG EVENT [staff] LANG | " +
		"versions SLUG EVENT [staff] LANG | quiet SLUG FROM TO [staff] | unreached SLUG")
	errHooksUsage = errors.New("usage: prilavok hooks list SLUG | add SLUG URL [EVENT…] | deliveries SLUG ID | replay SLUG DELIVERY | replay SLUG ID since TIME | on SLUG ID | off SLUG ID")
)

// forShop opens the shop that the second word names.
func (c console) forShop(ctx context.Context, args []string, usage error, fn func(ctx context.Context, s *server.Server, sh shop.Shop, verb string, rest []string) error) error {
	return c.with(ctx, args, func(s *server.Server, rest []string) error {
		if len(rest) < 2 {
			return usage
		}
		sh, err := shopBySlug(ctx, s, rest[1])
		if err != nil {
			return err
		}
		return fn(txn.ForShop(ctx, sh.ID), s, sh, rest[0], rest[2:])
	})
}

// notices shows and changes what customers and staff are told.
func (c console) notices(ctx context.Context, args []string) error {
	return c.forShop(ctx, args, errNoticesUsage, func(ctx context.Context, s *server.Server, sh shop.Shop, verb string, rest []string) error {
		switch {
		case verb == "list" && len(rest) == 0:
			return c.listNotices(ctx, s)
		case verb == "unreached" && len(rest) == 0:
			return c.unreached(ctx, s)
		case verb == "quiet" && (len(rest) == 2 || len(rest) == 3 && rest[2] == "staff"):
			for _, h := range rest[:2] {
				if _, err := time.Parse("15:04", h); err != nil {
					return notify.ErrHours
				}
			}
			sh.Settings.Notices.QuietFrom, sh.Settings.Notices.QuietTo = rest[0], rest[1]
			sh.Settings.Notices.Staff = len(rest) == 3 // their chat is quiet as well, but for what cannot wait
			_, err := s.App.Shops.Save(ctx, sh)
			return err
		case len(rest) < 2:
			return errNoticesUsage
		}
		key := notify.Key{Event: rest[0], Audience: notify.Customer}
		if rest = rest[1:]; rest[0] == "staff" {
			key.Audience, rest = notify.Staff, rest[1:]
		}
		if len(rest) == 0 {
			return errNoticesUsage
		}
		key.Lang = lang.Lang(rest[0])
		return c.notice(ctx, s, key, verb, rest[1:])
	})
}

func (c console) notice(ctx context.Context, s *server.Server, key notify.Key, verb string, rest []string) error {
	body := ""
	if len(rest) == 1 {
		text, err := c.ReadFile(rest[0])
		if err != nil {
			return err
		}
		body = strings.TrimSpace(string(text))
	}
	switch {
	case verb == "preview" && len(rest) < 2:
		show, err := s.App.Notices.Preview(ctx, key, body)
		if err == nil {
			fmt.Fprintln(c.Out, show)
		}
		return err
	case verb == "set" && len(rest) == 1, verb == "off" && len(rest) == 0:
		t, err := s.App.Notices.SetText(ctx, key, body, verb == "set", "cli")
		if err == nil {
			fmt.Fprintf(c.Out, "version %d\n", t.Version)
		}
		return err
	case verb == "versions" && len(rest) == 0:
		list, err := s.App.Notices.Versions(ctx, key)
		for _, t := range list {
			fmt.Fprintf(c.Out, "%d\t%s\t%v\t%s\t%q\n", t.Version, t.CreatedAt.Format(time.RFC3339), t.Active, t.Author, t.Body)
		}
		return err
	}
	return errNoticesUsage
}

func (c console) listNotices(ctx context.Context, s *server.Server) error {
	list, err := s.App.Notices.Settings(ctx)
	for _, n := range list {
		state := "built-in"
		switch {
		case !n.Active:
			state = "off"
		case n.Body != "":
			state = fmt.Sprint("version ", n.Version)
		}
		fmt.Fprintf(c.Out, "%s\t%s\t%s\t%s\t{%s}\n", n.Event, n.Audience, n.Lang, state, strings.Join(n.Vars, "} {"))
	}
	return err
}

func (c console) unreached(ctx context.Context, s *server.Server) error {
	list, err := s.App.Notices.Unreached(ctx, "")
	for _, n := range list {
		fmt.Fprintf(c.Out, "%s\t%s\t%s\t%s\t%s\t%s\n", n.CreatedAt.Format(time.RFC3339), n.Event, n.SubjectID, n.Audience, n.State, n.Reason)
	}
	return err
}

// hooks keeps the webhooks of a shop.
func (c console) hooks(ctx context.Context, args []string) error {
	return c.forShop(ctx, args, errHooksUsage, func(ctx context.Context, s *server.Server, _ shop.Shop, verb string, rest []string) error {
		switch {
		case verb == "list" && len(rest) == 0:
			list, err := s.App.Hooks.List(ctx)
			for _, e := range list {
				fmt.Fprintf(c.Out, "%s\t%s\t%v\t%s\t%s\n", e.ID, e.URL, e.Active, e.Reason, strings.Join(e.Events, ","))
			}
			return err
		case verb == "add" && len(rest) >= 1:
			e, secret, err := s.App.Hooks.Add(ctx, rest[0], rest[1:])
			if err == nil {
				fmt.Fprintf(c.Out, "%s\nsecret, shown only now: %s\n", e.ID, secret)
			}
			return err
		case verb == "deliveries" && len(rest) == 1:
			list, err := s.App.Hooks.Deliveries(ctx, rest[0], "")
			for _, d := range list {
				fmt.Fprintf(c.Out, "%s\t%s\t%s\t%s\tHTTP %d\t%s\t%d attempts\n", d.ID, d.CreatedAt.Format(time.RFC3339), d.Event, d.State, d.Status, d.Fault, d.Attempts)
			}
			return err
		case verb == "replay" && len(rest) == 1:
			return s.App.Hooks.Replay(ctx, rest[0])
		case verb == "replay" && len(rest) == 3 && rest[1] == "since":
			since, err := time.Parse(time.RFC3339, rest[2])
			if err != nil {
				return fmt.Errorf("write the time like 2026-11-26T00:00:00Z")
			}
			n, err := s.App.Hooks.ReplaySince(ctx, rest[0], since)
			fmt.Fprintf(c.Out, "%d deliveries are sent again\n", n)
			return err
		case (verb == "on" || verb == "off") && len(rest) == 1:
			return s.App.Hooks.Switch(ctx, rest[0], verb == "on")
		}
		return errHooksUsage
	})
}
