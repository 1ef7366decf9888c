package deploy

import (
	"errors"
	"flag"
	"io"
	"strings"

	"prilavok/core/fault"
)

// Command is one call of `prilavok supabase`, as it was typed.
type Command struct {
	Verb string
	Dir  string // of the project

	Ref, Wasm string // init
	Force     bool
	Out, Tags string // build

	Secrets     string // a file of them
	DatabaseURL string
	FunctionURL string
	Build       string // expected
	BotToken    string
	TelegramURL string
	Every       int // seconds between ticks
	Realtime    bool
	Talk        string // a chat with the bot
	JSON        bool
}

// Usage tells the verbs and their flags.
const Usage = `usage: prilavok supabase init DIR --ref REFERENCE [--wasm FILE] [--force]
       prilavok supabase build [-o DIR] [-tags TAGS]
       prilavok supabase check [DIR] [--secrets FILE] [--database-url URL] [--json]
       prilavok supabase enable --function-url URL [--database-url URL] [--every SECONDS] [--realtime]
       prilavok supabase disable [--database-url URL]
       prilavok supabase connect --function-url URL [--database-url URL] [--bot-token TOKEN] [--telegram-api-url URL]
       prilavok supabase verify URL [--build ID] [--database-url URL] [--bot-token TOKEN] [--telegram-api-url URL] [--talk CHAT_ID] [--json]
Database, keys and secrets that no flag names come from the environment, else from --secrets FILE, else from
supabase/functions/.env: PRILAVOK_DATABASE_URL, PRILAVOK_SECRET_KEY, PRILAVOK_TICK_SECRET, TELEGRAM_BOT_TOKEN.`

// flags declares what a verb understands; false is no verb.
func (c *Command) flags(f *flag.FlagSet) bool {
	database := func() { f.StringVar(&c.DatabaseURL, "database-url", "", "") }
	secrets := func() { f.StringVar(&c.Secrets, "secrets", "", "") }
	function := func() { f.StringVar(&c.FunctionURL, "function-url", "", "") }
	bot := func() {
		f.StringVar(&c.BotToken, "bot-token", "", "")
		f.StringVar(&c.TelegramURL, "telegram-api-url", "", "")
	}
	switch c.Verb {
	case "init":
		f.StringVar(&c.Ref, "ref", "", "")
		f.StringVar(&c.Wasm, "wasm", "", "")
		f.BoolVar(&c.Force, "force", false, "")
	case "build":
		f.StringVar(&c.Out, "o", "", "")
		f.StringVar(&c.Tags, "tags", "", "")
	case "check":
		database()
		secrets()
		f.BoolVar(&c.JSON, "json", false, "")
	case "enable":
		database()
		secrets()
		function()
		f.IntVar(&c.Every, "every", 10, "")
		f.BoolVar(&c.Realtime, "realtime", false, "")
	case "disable":
		database()
		secrets()
	case "connect":
		database()
		secrets()
		function()
		bot()
	case "verify":
		database()
		secrets()
		bot()
		f.StringVar(&c.Build, "build", "", "")
		f.StringVar(&c.Talk, "talk", "", "")
		f.BoolVar(&c.JSON, "json", false, "")
	default:
		return false
	}
	return true
}

// Read reads the arguments after `prilavok supabase`. Flags may stand before and after the
// one word that init, check and verify take.
//
// Its error is flag.ErrHelp where help is wanted, else a fault: deploy.usage.
func Read(args []string) (Command, error) {
	var c Command
	if len(args) > 0 {
		c.Verb, args = args[0], args[1:]
	}
	if c.Verb == "--help" || c.Verb == "-h" || c.Verb == "help" {
		return c, flag.ErrHelp
	}
	f := flag.NewFlagSet(c.Verb, flag.ContinueOnError)
	f.SetOutput(io.Discard)
	if !c.flags(f) {
		return c, fault.New(fault.Invalid, "deploy.usage", "%s", Usage)
	}
	var words []string
	for {
		if err := f.Parse(args); errors.Is(err, flag.ErrHelp) {
			return c, err
		} else if err != nil {
			return c, usage(c.Verb, err.Error())
		}
		if f.NArg() == 0 {
			break
		}
		words, args = append(words, f.Arg(0)), f.Args()[1:]
	}
	return c, c.place(words)
}

// place puts the words that are no flags where they belong, and names what is missing.
func (c *Command) place(words []string) error {
	takes := map[string]*string{"init": &c.Dir, "check": &c.Dir, "verify": &c.FunctionURL}[c.Verb]
	if takes != nil && len(words) > 0 {
		*takes, words = words[0], words[1:]
	}
	switch {
	case len(words) > 0:
		return usage(c.Verb, "does not take "+words[0])
	case c.Verb == "init" && c.Dir == "":
		return usage(c.Verb, "needs a folder")
	case (c.Verb == "enable" || c.Verb == "connect") && c.FunctionURL == "":
		return usage(c.Verb, "needs --function-url")
	case c.Verb == "verify" && c.FunctionURL == "":
		return usage(c.Verb, "needs the function's address")
	case c.Verb == "enable" && (c.Every < 1 || c.Every > 60):
		return usage(c.Verb, "takes 1 to 60 seconds for --every")
	case c.Verb == "check" && c.Dir == "":
		c.Dir = "."
	}
	c.FunctionURL = strings.TrimSuffix(c.FunctionURL, "/")
	return nil
}

func usage(verb, wrong string) error {
	return fault.New(fault.Invalid, "deploy.usage", "supabase %s: %s\n%s", verb, wrong, Usage)
}
