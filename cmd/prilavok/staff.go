package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"prilavok/app/config"
	"prilavok/app/server"
	"prilavok/core/staff"
	"prilavok/core/txn"
)

var errStaffUsage = errors.New("usage: prilavok staff list --shop SLUG | invite --shop SLUG --role owner|manager|operator|viewer [--email ADDRESS]" +
	" | reset --shop SLUG --user EMAIL | end --shop SLUG --user EMAIL|UUID" +
	" | add --shop SLUG --user UUID --email ADDRESS --role owner|manager|operator|viewer; the UUID is the user's in Supabase Auth")

// staff looks after the people of a shop: whose shop, in which role. invite and reset print a
// link that works once; add is for people of Supabase Auth.
func (c console) staff(ctx context.Context, args []string) error {
	opts, args, err := options(args, "shop", "user", "email", "role")
	if err != nil {
		return err
	}
	return c.with(ctx, args, func(s *server.Server, rest []string) error {
		if len(rest) != 1 || opts["shop"] == "" {
			return errStaffUsage
		}
		sh, err := shopBySlug(ctx, s, opts["shop"])
		if err != nil {
			return err
		}
		ctx := txn.ForShop(ctx, sh.ID)
		switch rest[0] {
		case "list":
			return c.listStaff(ctx, s)
		case "add":
			m, err := s.App.Staff.AddMember(ctx, opts["user"], opts["email"], staff.Role(opts["role"]))
			if err == nil {
				fmt.Fprintln(c.Out, m.ID)
			}
			return err
		case "invite":
			_, token, err := s.People.Invite(ctx, staff.Role(opts["role"]), opts["email"], "")
			return c.link(s, "invitation", token, err)
		case "reset":
			token, err := s.People.Reset(ctx, opts["user"])
			return c.link(s, "reset", token, err)
		case "end":
			return endStaff(ctx, s, opts["user"])
		}
		return errStaffUsage
	})
}

// link prints the page of a one-time link.
func (c console) link(s *server.Server, page, token string, err error) error {
	if err == nil {
		fmt.Fprintln(c.Out, server.Link(address(s.Config), page, token))
	}
	return err
}

// address is where people reach an installation: the internet's, else this machine's.
func address(cfg config.Config) string {
	if cfg.PublicURL != "" {
		return cfg.PublicURL
	}
	return cfg.LocalURL()
}

// endStaff ends a member, named by an e-mail, the user's id or the member's.
func endStaff(ctx context.Context, s *server.Server, who string) error {
	if strings.Contains(who, "@") {
		list, err := s.App.Staff.Members(ctx)
		if err != nil {
			return err
		}
		for _, m := range list {
			if m.EndedAt.IsZero() && strings.EqualFold(m.Email, who) {
				return s.App.Staff.EndMember(ctx, m.ID)
			}
		}
	}
	return s.App.Staff.EndMember(ctx, who)
}

func (c console) listStaff(ctx context.Context, s *server.Server) error {
	list, err := s.App.Staff.Members(ctx)
	for _, m := range list {
		state := "since " + day(m.CreatedAt)
		if !m.EndedAt.IsZero() {
			state = "ended " + day(m.EndedAt)
		}
		fmt.Fprintf(c.Out, "%s\t%s\t%s\t%s\t%s\n", m.ID, m.UserID, m.Email, m.Role, state)
	}
	return err
}

// options takes a command's own options out of its arguments; the others are settings.
func options(args []string, names ...string) (own map[string]string, rest []string, err error) {
	own = map[string]string{}
	for i := 0; i < len(args); i++ {
		name, value, given := strings.Cut(strings.TrimLeft(args[i], "-"), "=")
		if !strings.HasPrefix(args[i], "-") || !slices.Contains(names, name) {
			rest = append(rest, args[i])
			continue
		}
		if !given {
			if i++; i == len(args) {
				return nil, nil, fmt.Errorf("--%s has no value", name)
			}
			value = args[i]
		}
		own[name] = value
	}
	return own, rest, nil
}
