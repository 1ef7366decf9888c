// Command prilavok is the shop assistant as one binary: `demo` is a shop to try,
// `serve` the production form; the other commands look after it.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"

	"prilavok/app/config"
)

// main catches signals; a second one ends the process at once.
func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	go func() {
		<-ctx.Done()
		stop()
	}()
	c := console{In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Env: os.LookupEnv, ReadFile: os.ReadFile}
	os.Exit(c.run(ctx, os.Args[1:]))
}

// console is where a command talks to, so that tests can run commands.
type console struct {
	In       io.Reader
	Out, Err io.Writer
	Env      func(string) (string, bool)
	ReadFile func(string) ([]byte, error)
}

// command is one subcommand.
type command struct {
	name string
	help string
	run  func(c console, ctx context.Context, args []string) error
}

func commands() []command {
	return []command{
		{"demo", "a shop to try: sample goods, embedded database, chat page", console.demo},
		{"serve", "run the shop", console.serve},
		{"migrate", "bring the database up to date (serve does so itself)", console.migrate},
		{"doctor", "check everything and say how to mend it (--json)", console.doctor},
		{"shop", "list, add SLUG NAME, staff SLUG CHAT_ID, connect-instagram SLUG, login-instagram SLUG, check-instagram SLUG, pull-instagram SLUG, disconnect-instagram SLUG NAME: shops of this installation", console.shop},
		{"keys", "list SLUG, add SLUG NAME SCOPES [DAYS], revoke SLUG ID: keys of the API for programs", console.keys},
		{"staff", "list, invite, reset, end, add (--shop SLUG): people who sign in to the panel, and their roles", console.staff},
		{"catalog", "export SLUG, import SLUG FILE [partial] [dry], or stock-log SLUG: goods as CSV", console.catalog},
		{"posts", "list SLUG [linked], link SLUG ACCOUNT POST [PRODUCT…]: which products posts of Instagram are about", console.posts},
		{"promotions", "list SLUG [all], add SLUG FILE or archive SLUG ID: discounts and codes, as JSON", console.promotions},
		{"notices", "list, preview, set, off, versions, quiet, unreached: what customers and staff are told", console.notices},
		{"hooks", "list, add, deliveries, replay, on, off: webhooks to other programs", console.hooks},
		{"payments", "list, add, test, report, problems SLUG …: payment providers of a shop", console.payments},
		{"supabase", "init, build, check, enable, disable, connect, verify: the bot as a Supabase Edge Function", console.supabase},
		{"secrets", "list, rotate, new-key: the keys that tokens and passwords are sealed with", console.secrets},
		{"jobs", "list, replay ID, drop ID, stats: work that could not be done", console.jobs},
		{"replay", "--channel telegram|instagram FILE…: what would become of raw webhook bodies", console.replay},
		{"bench", "tau2 DIR: carry out a public data set's tasks through the order services", console.bench},
		{"version", "print the version", console.version},
	}
}

func (c console) run(ctx context.Context, args []string) int {
	name := "help"
	if len(args) > 0 {
		name, args = args[0], args[1:]
	}
	for _, cmd := range commands() {
		if cmd.name != name {
			continue
		}
		err := cmd.run(c, ctx, args)
		switch {
		case err == nil:
			return 0
		case errors.Is(err, config.ErrHelp):
			fmt.Fprintf(c.Out, "prilavok %s: %s\n\n%s", cmd.name, cmd.help, config.Usage())
			return 0
		}
		var code exitCode
		if errors.As(err, &code) {
			return int(code)
		}
		fmt.Fprintln(c.Err, "prilavok:", err)
		return 1
	}
	c.usage()
	if strings.TrimLeft(name, "-") == "help" || name == "-h" {
		return 0
	}
	return 2
}

// exitCode ends a command that has said everything already.
type exitCode int

// Error implements error.
func (e exitCode) Error() string { return fmt.Sprintf("exit %d", int(e)) }

func (c console) usage() {
	fmt.Fprint(c.Out, "Prilavok, an AI shop assistant for small online shops.\n\n")
	for _, cmd := range commands() {
		fmt.Fprintf(c.Out, "  prilavok %-10s %s\n", cmd.name, cmd.help)
	}
	fmt.Fprint(c.Out, "\nprilavok COMMAND --help lists the settings.\n")
}

func (c console) version(context.Context, []string) error {
	fmt.Fprintln(c.Out, "prilavok", version())
	return nil
}

// version is the commit that the binary was built from.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	v := info.Main.Version
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && len(s.Value) >= 12 {
			v = s.Value[:12]
		}
	}
	return v
}
