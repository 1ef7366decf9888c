package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"time"

	"prilavok/app/deploy"
	"prilavok/core/fault"
	"prilavok/provider/nethttp"
)

// supabase looks after a Supabase project that runs the bot.
func (c console) supabase(ctx context.Context, args []string) error {
	cmd, err := deploy.Read(args)
	if errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(c.Out, deploy.Usage)
		return nil
	}
	if err != nil {
		return err
	}
	switch cmd.Verb {
	case "init":
		return c.supabaseInit(cmd)
	case "build":
		built, err := deploy.Build(ctx, ".", cmd.Out, cmd.Tags)
		for _, b := range built {
			fmt.Fprintln(c.Out, "edge:", b)
		}
		return err
	case "check":
		return c.supabaseCheck(ctx, cmd)
	}
	if c, err = c.withSecrets(cmd); err != nil {
		return err
	}
	cmd.DatabaseURL = c.first(cmd.DatabaseURL, "PRILAVOK_DATABASE_URL", "DATABASE_URL")
	cmd.TelegramURL = c.first(cmd.TelegramURL, "PRILAVOK_TELEGRAM_API", "TELEGRAM_API_URL")
	switch {
	case cmd.Verb == "verify":
		return c.supabaseVerify(ctx, cmd)
	case cmd.DatabaseURL == "":
		return fault.New(fault.Invalid, "deploy.no_database", "no database is named: --database-url, PRILAVOK_DATABASE_URL, or that name in %s", deploy.SecretsPath)
	case cmd.Verb == "disable":
		return deploy.Disable(ctx, cmd.DatabaseURL)
	case cmd.Verb == "connect":
		return c.supabaseConnect(ctx, cmd)
	}
	return c.supabaseEnable(ctx, cmd)
}

// first is a flag's value, else the first variable that is set.
func (c console) first(flag string, names ...string) string {
	for _, name := range names {
		if flag != "" {
			break
		}
		flag, _ = c.Env(name)
	}
	return flag
}

// withSecrets is a console whose environment has the project's secrets too, below its own
// variables, so that nothing has to be typed twice. Without --secrets there need be no file.
func (c console) withSecrets(cmd deploy.Command) (console, error) {
	path := cmd.Secrets
	if path == "" {
		path = deploy.SecretsPath
	}
	text, err := c.ReadFile(path)
	if err != nil {
		if cmd.Secrets == "" {
			err = nil
		}
		return c, err
	}
	list, err := deploy.ReadSecrets(string(text))
	env := c.Env
	c.Env = func(name string) (string, bool) {
		if v, ok := env(name); ok && v != "" {
			return v, true
		}
		v, ok := list[name]
		return v, ok
	}
	return c, err
}

func (c console) supabaseInit(cmd deploy.Command) error {
	written, err := deploy.Init(cmd.Dir, cmd.Ref, cmd.Wasm, cmd.Force)
	for _, path := range written {
		fmt.Fprintln(c.Out, "wrote", path)
	}
	if err == nil && len(written) == 0 {
		fmt.Fprintln(c.Out, "nothing to write")
	}
	return err
}

// supabaseCheck looks at a database only when a flag names one: it may be another's.
func (c console) supabaseCheck(ctx context.Context, cmd deploy.Command) error {
	checks := deploy.Check(deploy.Project{Dir: cmd.Dir, Secrets: cmd.Secrets, Version: version(), Tool: deploy.Tool})
	if cmd.DatabaseURL != "" {
		more, done := deploy.CheckDatabase(ctx, cmd.DatabaseURL)
		defer done()
		checks = append(checks, more...)
	}
	return c.report(ctx, cmd.JSON, checks)
}

func (c console) supabaseEnable(ctx context.Context, cmd deploy.Command) error {
	said, err := deploy.Enable(ctx, cmd.DatabaseURL, deploy.Clock{FunctionURL: cmd.FunctionURL, Secret: c.first("", "PRILAVOK_TICK_SECRET"), Every: cmd.Every, Realtime: cmd.Realtime})
	for _, line := range said {
		fmt.Fprintln(c.Out, line)
	}
	return err
}

// supabaseConnect gives the first shop its bot, where a token is given, and leads the
// webhooks of all bots to the function.
func (c console) supabaseConnect(ctx context.Context, cmd deploy.Command) error {
	cfg, _, err := c.load(nil, false)
	if err != nil {
		return err
	}
	cfg.PublicURL, cfg.DatabaseURL = cmd.FunctionURL, cmd.DatabaseURL
	cfg.Telegram.Token = c.first(cmd.BotToken, "TELEGRAM_BOT_TOKEN")
	if cmd.TelegramURL != "" {
		cfg.Telegram.APIURL = cmd.TelegramURL
	}
	s, err := c.open(ctx, cfg)
	if err != nil {
		return err
	}
	defer s.Close()
	if err := firstShop(ctx, s, cfg); err != nil {
		return err
	}
	done, err := s.Connect(ctx)
	for _, acc := range done {
		fmt.Fprintf(c.Out, "%s\t%s/hook/telegram/%s\n", acc.Name, cmd.FunctionURL, acc.ID)
	}
	if err == nil && len(done) == 0 {
		err = fault.New(fault.NotFound, "deploy.no_bot", "no bot is connected")
	}
	return err
}

func (c console) supabaseVerify(ctx context.Context, cmd deploy.Command) error {
	d := deploy.Deployed{FunctionURL: cmd.FunctionURL, Build: cmd.Build, TickSecret: c.first("", "PRILAVOK_TICK_SECRET"), BotToken: c.first(cmd.BotToken, "TELEGRAM_BOT_TOKEN"),
		TelegramURL: cmd.TelegramURL, Talk: cmd.Talk, HTTP: nethttp.New("prilavok-verify/"+version(), time.Now, nil), Now: time.Now}
	if cmd.DatabaseURL != "" {
		done, err := d.Database(ctx, cmd.DatabaseURL, c.first("", "PRILAVOK_SECRET_KEY"))
		if err != nil {
			return err
		}
		defer done()
	}
	return c.report(ctx, cmd.JSON, deploy.Verify(ctx, d))
}
