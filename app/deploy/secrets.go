package deploy

import (
	"fmt"
	"strings"

	"prilavok/core/fault"
)

// secret is one secret of the functions, which share them. What each reads is listed in its
// index.ts in supabase/functions; a test compares.
type secret struct {
	name   string
	needed bool
	what   string // one line of .env.example
	value  string // what stands there to be replaced; "" leaves the line commented out
}

var secrets = []secret{
	{"PRILAVOK_DATABASE_URL", true, "Transaction pooler, port 6543: Dashboard, Connect, Transaction pooler. Not the direct address.",
		"postgresql://postgres.REFERENCE:PASSWORD@POOLER:6543/postgres"},
	{"PRILAVOK_SECRET_KEY", true, "Tokens and passwords in the database are sealed with it: prilavok secrets new-key. Keep a copy elsewhere.", "KEY"},
	{"PRILAVOK_TICK_SECRET", true, "The database's clock proves itself with it: openssl rand -hex 32. The same value goes to prilavok supabase enable.", "SECRET"},
	{"PRILAVOK_PUBLIC_URL", true, "Where payment services and customers reach the bot.", "https://REFERENCE.supabase.co/functions/v1/bot"},
	{"PRILAVOK_LOG_LEVEL", false, "debug, info (so without this line), warn or error.", ""},
	{"PRILAVOK_PANEL_ORIGIN", false, "Origins whose pages may use the API of the function admin, with commas: https://panel.example. None without this line.", ""},
	{"PRILAVOK_SUPABASE_URL", false, "Address of the project whose users sign in to the API; this project's without this line.", ""},
	{"PRILAVOK_SUPABASE_ANON_KEY", false, "That project's anon or publishable key; this project's without this line.", ""},
	{"PRILAVOK_SUPABASE_JWT_SECRET", false, "Legacy JWT secret, where that project signs tokens with it and not with a key of its own.", ""},
	{"PRILAVOK_SUPABASE_PICTURES_BUCKET", false, "Public bucket of Storage for pictures of products. Without one they are named by their addresses.", ""},
	{"PRILAVOK_SUPABASE_SERVICE_ROLE_KEY", false, "Secret (service role) key for Storage, where the bucket is another project's; this project's without this line.", ""},
	{"OPENAI_API_KEY", false, "Key of the model service. Without it the assistant answers by its rules alone.", ""},
	{"OPENAI_BASE_URL", false, "Any service that speaks OpenAI's chat completions, with /v1.", ""},
	{"OPENAI_PROFILE", false, "What that service can do: openai, openrouter, yandex, gigachat, custom, …; guessed from the address.", ""},
	{"OPENAI_MODEL", false, "Model that answers; gpt-4.1-mini without this line.", ""},
	{"OPENAI_MODEL_FAST", false, "Cheaper model for small tasks.", ""},
	{"OPENAI_MODEL_TRANSCRIBE", false, "Model that turns voice messages into text.", ""},
	{"OPENAI_MODEL_VISION", false, "Model that looks at customers' pictures.", ""},
	{"OPENAI_TIMEOUT", false, "How long one answer of the model may take; 40s without this line.", ""},
	{"OPENAI_PRICE_INPUT", false, "Price of a million prompt tokens, for statistics.", ""},
	{"OPENAI_PRICE_OUTPUT", false, "Price of a million answer tokens.", ""},
	{"PRILAVOK_BUDGET_DAILY_TOKENS", false, "Model tokens of one shop a day; 2000000 without this line.", ""},
	{"PRILAVOK_BUDGET_CONTACT_TOKENS", false, "Model tokens of one customer a day; 100000.", ""},
	{"PRILAVOK_BUDGET_TURN_TOKENS", false, "Model tokens of one answer; 30000.", ""},
	{"PRILAVOK_KEEP_TRANSCRIPTS", false, "How long the model's and the tools' part of conversations is kept; 720h.", ""},
	{"PRILAVOK_DATABASE_CA", false, "Certificate (PEM) that the database's must come from, where the platform does not know it.", ""},
	{"PRILAVOK_META_APP_SECRET", false, "App secret of the Meta app, which Instagram's webhooks are signed with.", ""},
	{"PRILAVOK_INSTAGRAM_APP_SECRET", false, "Instagram app secret of the same app; either may sign.", ""},
	{"PRILAVOK_INSTAGRAM_VERIFY_TOKEN", false, "Word of your own, typed where the app's webhook is set up: openssl rand -hex 16.", ""},
	{"PRILAVOK_INSTAGRAM_APP_ID", false, "Instagram app id of that app: owners connect accounts by logging in.", ""},
	{"PRILAVOK_META_APP_ID", false, "App id of the Meta app, where accounts are connected through Facebook pages.", ""},
	{"PRILAVOK_INSTAGRAM_API_URL", false, "Another Graph API server than Meta's.", ""},
	{"PRILAVOK_INSTAGRAM_API_VERSION", false, "Version of the Graph API; v25.0 without this line.", ""},
	{"PRILAVOK_INSTAGRAM_TEXTS_PER_SECOND", false, "Most messages a second of one account; 100.", ""},
	{"PRILAVOK_INSTAGRAM_MEDIA_PER_SECOND", false, "Most pictures a second of one account; 10.", ""},
	{"PRILAVOK_FILE_HOSTS", false, "Hosts that files of customers' messages are fetched from; Meta's without this line.", ""},
	{"PRILAVOK_FILE_MAX_MB", false, "Largest file that is kept, in megabytes; 8 at most here.", ""},
	{"PRILAVOK_TELEGRAM_API_URL", false, "Another Bot API server than Telegram's.", ""},
}

// Bounds of the platform and of ours.
const (
	mostSecret     = 48 << 10 // bytes of one secret
	leastTick      = 24       // characters
	reservedPrefix = "SUPABASE_"
)

// secretsExample is the file of names that Init writes.
func secretsExample(ref string) []byte {
	var b strings.Builder
	b.WriteString("# Copy this file to .env beside it, fill it in, and: supabase secrets set --env-file supabase/functions/.env\n# Never commit .env. Names that begin with SUPABASE_ are the platform's own.\n")
	for _, s := range secrets {
		line := s.name + "=" + strings.ReplaceAll(s.value, "REFERENCE", ref)
		if s.value == "" {
			line = "# " + line
		}
		fmt.Fprintf(&b, "\n# %s\n%s\n", s.what, line)
	}
	return []byte(b.String())
}

// ReadSecrets reads lines of NAME=value; quotes around a value are taken off, as the
// Supabase CLI does.
//
// Faults: deploy.secrets_line, which names the line and never shows it.
func ReadSecrets(text string) (map[string]string, error) {
	out := map[string]string{}
	for i, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		name, value, ok := strings.Cut(strings.TrimPrefix(line, "export "), "=")
		name, value = strings.TrimSpace(name), strings.TrimSpace(value)
		if !ok || name == "" || strings.ContainsAny(name, " \t") {
			return nil, fault.New(fault.Invalid, "deploy.secrets_line", "line %d of the secrets is not NAME=value", i+1)
		}
		if n := len(value); n >= 2 && (value[0] == '"' || value[0] == '\'') && value[n-1] == value[0] {
			value = value[1 : n-1]
		}
		out[name] = value
	}
	return out, nil
}
