package main

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"prilavok/app/server"
	"prilavok/core/staff"
	"prilavok/core/txn"
)

const keysUsage = "usage: prilavok keys [list SLUG | add SLUG NAME SCOPES [DAYS] | revoke SLUG ID]; scopes, with commas: all, %s"

// keys looks after the keys that programs call the API with.
func (c console) keys(ctx context.Context, args []string) error {
	return c.with(ctx, args, func(s *server.Server, rest []string) error {
		if len(rest) < 2 {
			return keysHelp()
		}
		sh, err := shopBySlug(ctx, s, rest[1])
		if err != nil {
			return err
		}
		ctx := txn.ForShop(ctx, sh.ID)
		switch {
		case rest[0] == "list" && len(rest) == 2:
			return c.listKeys(ctx, s)
		case rest[0] == "add" && (len(rest) == 4 || len(rest) == 5):
			return c.addKey(ctx, s, rest[2:])
		case rest[0] == "revoke" && len(rest) == 3:
			return s.App.Staff.Revoke(ctx, rest[2])
		}
		return keysHelp()
	})
}

func keysHelp() error {
	var all []string
	for _, x := range staff.Scopes {
		all = append(all, string(x))
	}
	return fmt.Errorf(keysUsage, strings.Join(all, ", "))
}

// addKey makes a key and prints its secret, which is nowhere to be read again.
func (c console) addKey(ctx context.Context, s *server.Server, args []string) error {
	scopes, err := staff.ReadScopes(args[1])
	if err != nil {
		return err
	}
	var until time.Time
	if len(args) == 3 {
		days, err := strconv.Atoi(args[2])
		if err != nil || days < 1 {
			return staff.ErrExpiry
		}
		until = s.App.Now().AddDate(0, 0, days)
	}
	k, secret, err := s.App.Staff.Issue(ctx, args[0], scopes, until)
	if err != nil {
		return err
	}
	fmt.Fprintf(c.Out, "%s\n", secret)
	fmt.Fprintf(c.Err, "key %s: keep it, it is not shown again\n", k.ID)
	return nil
}

func (c console) listKeys(ctx context.Context, s *server.Server) error {
	list, err := s.App.Staff.Keys(ctx)
	for _, k := range list {
		var scopes []string
		for _, x := range k.Scopes {
			scopes = append(scopes, string(x))
		}
		fmt.Fprintf(c.Out, "%s\t%s…\t%s\t%s\t%s\tlast used %s\n", k.ID, k.Prefix, k.Name, strings.Join(scopes, ","), stateOf(k, s.App.Now()), day(k.LastUsed))
	}
	return err
}

func stateOf(k staff.Key, now time.Time) string {
	switch {
	case !k.RevokedAt.IsZero():
		return "revoked " + day(k.RevokedAt)
	case k.Good(now) != nil:
		return "expired " + day(k.ExpiresAt)
	case k.ExpiresAt.IsZero():
		return "good"
	}
	return "good until " + day(k.ExpiresAt)
}

func day(t time.Time) string {
	if t.IsZero() {
		return "never"
	}
	return t.Format("2006-01-02")
}
