package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	"prilavok/app/replay"
	"prilavok/app/server"
	"prilavok/core/job"
	"prilavok/core/lang"
	"prilavok/core/shop"
	"prilavok/core/txn"
	"prilavok/store"
)

func (c console) migrate(ctx context.Context, args []string) error {
	cfg, _, err := c.load(args, true)
	if err != nil {
		return err
	}
	db, err := server.OpenDB(ctx, cfg)
	if err != nil {
		return err
	}
	defer store.New(db).Close()
	done, err := server.Migrate(ctx, db)
	for _, v := range done {
		fmt.Fprintln(c.Out, "applied", v)
	}
	if err == nil && len(done) == 0 {
		fmt.Fprintln(c.Out, "nothing to apply")
	}
	return err
}

// with opens the installation for a command of the shop's keeper.
func (c console) with(ctx context.Context, args []string, fn func(s *server.Server, rest []string) error) error {
	cfg, rest, err := c.load(args, true)
	if err != nil {
		return err
	}
	if err := demoKey(&cfg); err != nil {
		return err
	}
	s, err := c.open(ctx, cfg)
	if err != nil {
		return err
	}
	defer s.Close()
	return fn(s, rest)
}

func (c console) shop(ctx context.Context, args []string) error {
	return c.with(ctx, args, func(s *server.Server, rest []string) error {
		switch {
		case len(rest) == 0 || rest[0] == "list":
			return c.listShops(ctx, s)
		case rest[0] == "add" && len(rest) == 3:
			sh, err := newShop(ctx, s, rest[1], rest[2])
			if err == nil {
				fmt.Fprintf(c.Out, "%s\t%s\n", sh.ID, sh.Slug)
			}
			return err
		case rest[0] == "staff" && len(rest) >= 3:
			return setStaff(ctx, s, rest[1], rest[2], len(rest) > 3 && rest[3] == "topics")
		case rest[0] == "connect-instagram" && len(rest) >= 2:
			return c.connectInstagram(ctx, s, rest[1], rest[2:])
		case rest[0] == "login-instagram" && len(rest) >= 2:
			return c.loginInstagram(ctx, s, rest[1], rest[2:])
		case rest[0] == "pull-instagram" && len(rest) == 2:
			return c.pullInstagram(ctx, s, rest[1])
		case rest[0] == "disconnect-instagram" && len(rest) == 3:
			return c.disconnectInstagram(ctx, s, rest[1], rest[2])
		case rest[0] == "check-instagram" && len(rest) == 2:
			return c.checkInstagram(ctx, s, rest[1])
		}
		return errShopUsage
	})
}

func (c console) listShops(ctx context.Context, s *server.Server) error {
	shops, err := s.App.Shops.List(ctx)
	for _, sh := range shops {
		fmt.Fprintf(c.Out, "%s\t%s\t%s\n", sh.ID, sh.Slug, sh.Name.In(lang.RU, lang.EN))
	}
	return err
}

func shopBySlug(ctx context.Context, s *server.Server, slug string) (shop.Shop, error) {
	shops, err := s.App.Shops.List(ctx)
	if err != nil {
		return shop.Shop{}, err
	}
	for _, sh := range shops {
		if sh.Slug == slug {
			return sh, nil
		}
	}
	return shop.Shop{}, shop.ErrNoShop
}

// setStaff names the Telegram group where staff are told and answer.
func setStaff(ctx context.Context, s *server.Server, slug, chat string, topics bool) error {
	sh, err := shopBySlug(ctx, s, slug)
	if err != nil {
		return err
	}
	accounts, err := s.App.Shops.AccountsOf(ctx, shop.Telegram)
	if err != nil {
		return err
	}
	for _, a := range accounts {
		if a.ShopID == sh.ID {
			sh.Settings.Staff = shop.Staff{AccountID: a.ID, ChatID: chat, Topics: topics}
			_, err := s.App.Shops.Save(txn.ForShop(ctx, sh.ID), sh)
			return err
		}
	}
	return fmt.Errorf("the shop has no Telegram bot yet: set TELEGRAM_BOT_TOKEN and start it once")
}

func (c console) jobs(ctx context.Context, args []string) error {
	return c.with(ctx, args, func(s *server.Server, rest []string) error {
		verb := "list"
		if len(rest) > 0 {
			verb = rest[0]
		}
		if verb == "stats" {
			st, err := s.App.QueueStats(ctx)
			if err == nil {
				err = json.NewEncoder(c.Out).Encode(map[string]any{"ready": st.Ready, "running": st.Running, "dead": st.Dead, "oldest_seconds": st.OldestReady.Seconds()})
			}
			return err
		}
		if verb != "list" && len(rest) < 2 {
			return fmt.Errorf("usage: prilavok jobs [list | stats | replay ID | drop ID]")
		}
		shops, err := s.App.Shops.List(ctx)
		if err != nil {
			return err
		}
		found := false
		for _, sh := range shops {
			ok, err := c.shopJobs(txn.ForShop(ctx, sh.ID), s, verb, rest)
			if err != nil {
				return err
			}
			found = found || ok
		}
		if !found && verb != "list" {
			return job.ErrNotDead
		}
		return nil
	})
}

func (c console) shopJobs(ctx context.Context, s *server.Server, verb string, rest []string) (found bool, err error) {
	if verb == "list" {
		return true, c.listDead(ctx, s)
	}
	err = s.App.Store.InTx(ctx, func(ctx context.Context) error {
		if verb == "drop" {
			return s.App.Store.DropJob(ctx, rest[1])
		}
		return s.App.Store.ReplayJob(ctx, rest[1], s.App.Now())
	})
	if err == job.ErrNotDead {
		return false, nil
	}
	return err == nil, err
}

func (c console) listDead(ctx context.Context, s *server.Server) error {
	for after := ""; ; {
		var page []job.DeadLetter
		err := s.App.Store.View(ctx, func(ctx context.Context) error {
			var err error
			page, err = s.App.Store.DeadJobs(ctx, after, 100)
			return err
		})
		if err != nil || len(page) == 0 {
			return err
		}
		for _, d := range page {
			fmt.Fprintf(c.Out, "%s\t%s\t%s\t%s\t%d attempts\n", d.ID, d.DiedAt.Format("2006-01-02 15:04:05"), d.Kind, d.LastFault, d.Attempts)
			after = d.ID
		}
	}
}

func (c console) replay(ctx context.Context, args []string) error {
	channel, files := "telegram", args
	if len(args) >= 2 && args[0] == "--channel" {
		channel, files = args[1], args[2:]
	}
	if len(files) == 0 {
		return fmt.Errorf("usage: prilavok replay --channel telegram|instagram FILE…")
	}
	return replay.Run(ctx, shop.Channel(channel), files, os.ReadFile, c.Out)
}

func (c console) doctor(ctx context.Context, args []string) error {
	asJSON := false
	var rest []string
	for _, a := range args {
		if a == "--json" {
			asJSON = true
			continue
		}
		rest = append(rest, a)
	}
	cfg, _, err := c.load(rest, true)
	if err != nil {
		return err
	}
	checks, done := c.checks(ctx, cfg)
	defer done()
	return c.report(ctx, asJSON, checks)
}
