package main

import (
	"context"
	"errors"
	"strings"
	"time"

	"prilavok/app/config"
	"prilavok/app/deploy"
	"prilavok/app/doctor"
	"prilavok/app/server"
	"prilavok/channel/telegram"
	"prilavok/core/seal"
	"prilavok/core/shop"
	"prilavok/core/shop/link"
	"prilavok/core/txn"
	"prilavok/provider/nethttp"
	"prilavok/store"
)

// checks is what doctor looks at. The database may be away: that is a finding, and
// the other checks go on.
func (c console) checks(ctx context.Context, cfg config.Config) ([]doctor.Check, func()) {
	db, openErr := server.OpenExisting(ctx, cfg)
	done := func() {}
	if openErr == nil {
		done = func() { _ = store.New(db).Close() }
	}
	do := nethttp.New("prilavok-doctor/"+version(), time.Now, nil)
	var bot doctor.Bot
	hook := ""
	if cfg.Telegram.Token != "" {
		bot = telegram.New(telegram.Options{Token: cfg.Telegram.Token, Base: cfg.Telegram.APIURL, Do: do, Now: time.Now})
		if cfg.PublicURL != "" {
			hook = strings.TrimSuffix(cfg.PublicURL, "/") + "/hook/telegram/"
		}
	}
	keys := len(cfg.Keys())
	if b, err := c.ReadFile(cfg.KeyFile()); keys == 0 && err == nil {
		if list, err := seal.ParseKeys(strings.TrimSpace(string(b))); err == nil {
			keys = len(list)
		}
	}
	return []doctor.Check{
		doctor.Database(databaseName(cfg), func(ctx context.Context) error {
			if openErr != nil {
				return openErr
			}
			return store.New(db).Ping(ctx)
		}),
		doctor.Migrations(func(ctx context.Context) ([]string, error) {
			if openErr != nil {
				return nil, openErr
			}
			return server.Pending(ctx, db)
		}),
		doctor.SecretKey(keys),
		doctor.Telegram(bot, hook, time.Now),
		doctor.Instagram(func(ctx context.Context) ([]link.Linked, map[string]int64, error) {
			if openErr != nil {
				return nil, nil, openErr
			}
			return instagramAccounts(ctx, store.New(db))
		}, time.Now),
		doctor.Model(cfg.Model.Name, server.ListModels(cfg, do)),
		deploy.SignIn(cfg.Supabase.URL, do, time.Now),
		doctor.Clock(time.Now, doctor.DateOf("Telegram", do, cfg.Telegram.APIURL)),
		doctor.Disk(cfg.DataDir, doctor.Free),
	}, done
}

// instagramAccounts reads the accounts of all shops, and what came for others.
func instagramAccounts(ctx context.Context, st *store.Store) ([]link.Linked, map[string]int64, error) {
	var shops []shop.Shop
	err := st.View(txn.ForSystem(ctx), func(ctx context.Context) error {
		var err error
		shops, err = st.Shops(ctx)
		return err
	})
	links := link.New(st, st, st, st, time.Now, nil)
	var all []link.Linked
	for _, sh := range shops {
		list, listErr := links.List(txn.ForShop(ctx, sh.ID))
		all, err = append(all, list...), errors.Join(err, listErr)
	}
	strays, strayErr := links.Waiting(ctx)
	return all, strays, errors.Join(err, strayErr)
}

// report shows findings as doctor does.
func (c console) report(ctx context.Context, asJSON bool, checks []doctor.Check) error {
	code := 0
	if asJSON {
		code = doctor.JSON(ctx, c.Out, checks)
	} else {
		env := func(name string) string { v, _ := c.Env(name); return v }
		code = doctor.Human(ctx, c.Out, doctor.LangOf(env), checks)
	}
	if code != 0 {
		return exitCode(code)
	}
	return nil
}

// databaseName names the database without its password.
func databaseName(cfg config.Config) string {
	if !cfg.Postgres() {
		return "SQLite " + cfg.SQLitePath()
	}
	_, rest, _ := strings.Cut(cfg.DatabaseURL, "@")
	host, _, _ := strings.Cut(rest, "?")
	return "Postgres " + host
}
