package main

import (
	"context"
	"errors"
	"fmt"

	"prilavok/app/server"
	"prilavok/core/seal"
	"prilavok/core/txn"
)

var errSecretsUsage = errors.New(`usage: prilavok secrets list | rotate | new-key
rotate seals every secret anew with the first key of PRILAVOK_SECRET_KEY: set it to NEW:KEY,OLD:KEY before`)

// secrets looks after the keys that seal tokens and passwords. It shows none of either.
func (c console) secrets(ctx context.Context, args []string) error {
	if len(args) > 0 && args[0] == "new-key" {
		key, err := seal.NewKey(nil)
		if err == nil {
			fmt.Fprintln(c.Out, key)
		}
		return err
	}
	return c.with(ctx, args, func(s *server.Server, rest []string) error {
		switch {
		case len(rest) == 1 && rest[0] == "list":
			return c.listSecrets(ctx, s)
		case len(rest) == 1 && rest[0] == "rotate":
			return c.rotateSecrets(ctx, s)
		}
		return errSecretsUsage
	})
}

// eachShop runs fn for every shop and joins what goes wrong.
func eachShop(ctx context.Context, s *server.Server, fn func(ctx context.Context, slug string) error) error {
	shops, err := s.App.Shops.List(txn.ForSystem(ctx))
	errs := []error{err}
	for _, sh := range shops {
		errs = append(errs, fn(txn.ForShop(ctx, sh.ID), sh.Slug))
	}
	return errors.Join(errs...)
}

func (c console) listSecrets(ctx context.Context, s *server.Server) error {
	return eachShop(ctx, s, func(ctx context.Context, slug string) error {
		counts, err := s.Keyring.Census(ctx, s.App.Store, s.App.Store)
		for _, n := range counts {
			state := "rotate moves them to the first key"
			switch {
			case n.First:
				state = "the key in use"
			case !n.Known:
				state = "PRILAVOK_SECRET_KEY does not have this key: add it at the end, or enter these secrets anew"
			}
			fmt.Fprintf(c.Out, "%s\t%s\t%d\t%s\n", slug, n.KeyID, n.Secrets, state)
		}
		return err
	})
}

func (c console) rotateSecrets(ctx context.Context, s *server.Server) error {
	total := 0
	err := eachShop(ctx, s, func(ctx context.Context, _ string) error {
		n, err := s.Keyring.Rotate(ctx, s.App.Store, s.App.Store)
		total += n
		return err
	})
	fmt.Fprintf(c.Out, "secrets sealed anew: %d\n", total)
	if err == nil {
		fmt.Fprintln(c.Err, "no secret needs another key than the first any more")
	}
	return err
}
