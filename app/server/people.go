package server

import (
	"context"
	"strings"
	"time"

	"prilavok/app/obs"
	"prilavok/core/shop"
	"prilavok/core/staff/person"
	"prilavok/core/txn"
	"prilavok/httpapi/admin/team"
	"prilavok/httpapi/signin"
	"prilavok/provider/argon"
	"prilavok/provider/passkey"
	"prilavok/provider/totp"
)

// At most hashesAtOnce passwords are hashed at a time, 76 MiB of memory; who waits longer
// than hashWait is told to come again.
const (
	hashesAtOnce = 4
	hashWait     = 10 * time.Second
)

// people wires the server's own sign-in.
func (s *Server) people() error {
	hasher, err := argon.New(argon.Default, hashesAtOnce, hashWait, nil)
	if err != nil {
		return err
	}
	a := s.App
	s.People = person.New(person.Ports{Hasher: hasher, Codes: totp.Codes{}, Passkeys: passkey.Ceremonies{}, Bots: signInBots{s}, Keys: a.Keys}, a.Store, a.Staff, a.Store, a.Now, a.IDs)
	s.signIn = signin.New(signin.Options{People: s.People, Shops: a.Shops, Public: s.publicURL, Now: a.Now, IDs: a.IDs, Log: s.log, Name: obs.WithRequest, Push: s.push,
		Supabase: signin.Supabase{URL: s.Config.Supabase.URL, AnonKey: s.Config.Supabase.AnonKey}})
	return nil
}

// FirstLinks makes a link for the first owner of each shop that has none.
func (s *Server) FirstLinks(ctx context.Context, address string) ([]string, error) {
	tokens, err := s.People.First(ctx)
	var out []string
	for _, token := range tokens {
		out = append(out, Link(address, "first", token))
	}
	return out, err
}

// Link is a page of the panel at an address, for a one-time token.
func Link(address, page, token string) string { return team.Link(address, page, token) }

// signInBots finds the bots that people of a shop sign in by.
type signInBots struct{ s *Server }

// Bots implements person.Bots.
func (b signInBots) Bots(ctx context.Context) ([]person.Bot, error) {
	all, err := b.s.App.Shops.AccountsOf(ctx, shop.Telegram)
	if err != nil {
		return nil, err
	}
	var out []person.Bot
	for _, acc := range all {
		if acc.ShopID != txn.ShopID(ctx) || acc.Status != "active" {
			continue
		}
		token, err := b.s.App.Shops.Token(acc)
		if err != nil {
			return nil, err
		}
		if token != "" {
			out = append(out, person.Bot{Name: strings.TrimPrefix(acc.Name, "@"), Token: token})
		}
	}
	return out, nil
}
