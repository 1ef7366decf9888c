package main

import (
	"context"
	"strings"
	"time"

	"prilavok/app/config"
	"prilavok/app/deploy"
	"prilavok/app/doctor"
	"prilavok/app/server"
	"prilavok/channel/telegram"
	"prilavok/core/seal"
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
		doctor.Model(cfg.Model.Name, server.ListModels(cfg, do)),
		deploy.SignIn(cfg.Supabase.URL, do, time.Now),
		doctor.Clock(time.Now, doctor.DateOf("Telegram", do, cfg.Telegram.APIURL)),
		doctor.Disk(cfg.DataDir, doctor.Free),
	}, done
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
