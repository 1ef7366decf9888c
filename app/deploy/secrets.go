package deploy

import (
	"fmt"
	"strings"

	"prilavok/core/fault"
)

// secret is one secret of the function. What the bot reads is listed in
// supabase/functions/bot/index.ts; a test compares.
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
	{"PRILAVOK_TELEGRAM_API", false, "Another Bot API server than Telegram's.", ""},
	{"PRILAVOK_EDGE_BREAKABLE", false, "Only for the bot's own tests. Never set it.", ""},
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
		if s.name == "PRILAVOK_EDGE_BREAKABLE" {
			continue
		}
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
