// Package config is how an installation is set: flags before environment before a
// config file before defaults, checked at the start with every problem listed at
// once. It reads nothing by itself: arguments, environment and files are handed in.
// What a shop's owner sets for the shop is not here but in shop.Settings.
package config

import (
	"log/slog"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"prilavok/core/seal"
)

// Config is the whole configuration. A field's tags are its name in the environment
// and in the file, its flag, its default ("-" in demo: what demo takes instead), an
// example, and what it is; docs/CONFIG.md is made from them.
type Config struct {
	Listen      string        `name:"LISTEN" flag:"listen" default:":8080" demo:"127.0.0.1:8080" check:"listen" example:"127.0.0.1:8080" help:"Address and port of the chat page, webhooks and health."`
	PublicURL   string        `name:"PUBLIC_URL" flag:"public-url" check:"public" example:"https://shop.example.com" help:"Address under which the internet reaches this process. With it Telegram uses webhooks, without it long polling."`
	DataDir     string        `name:"DATA_DIR" flag:"data" default:"data" example:"/var/lib/prilavok" help:"Folder of the embedded database, pictures and demo's key."`
	DatabaseURL string        `name:"DATABASE_URL" flag:"database" check:"database" secret:"url" example:"postgres://prilavok:password@127.0.0.1:5432/prilavok" help:"Database: a postgres:// address, or sqlite:PATH. Empty: DATA_DIR/prilavok.db."`
	DatabaseMax int           `name:"DATABASE_CONNECTIONS" flag:"database-connections" default:"16" min:"1" max:"1000" help:"Most connections to Postgres at the same time."`
	SecretKey   string        `name:"PRILAVOK_SECRET_KEY" check:"keys" secret:"all" example:"$(openssl rand -base64 32)" help:"32 bytes in base64 or hex that tokens are encrypted with; several as id:key,id:key, the newest first. serve needs it; demo makes one in DATA_DIR/secret.key. No flag: other users of a machine see flags."`
	MetricsAddr string        `name:"METRICS_ADDR" flag:"metrics" check:"listen" example:"127.0.0.1:9180" help:"Address of its own for /metrics. Empty: /metrics of LISTEN, for direct callers from this machine or a private network only."`
	TraceURL    string        `name:"OTEL_EXPORTER_OTLP_ENDPOINT" flag:"trace-url" check:"url" example:"http://127.0.0.1:4318" help:"OpenTelemetry collector (OTLP over HTTP) that traces are sent to. Empty: no traces."`
	HookPrivate string        `name:"WEBHOOK_PRIVATE" flag:"webhook-private" default:"no" oneof:"no,yes" help:"yes lets shops send webhooks, and push messages to staff, to addresses of private networks and over plain HTTP. With no they reach the internet only."`
	Workers     int           `name:"WORKERS" flag:"workers" default:"16" min:"1" max:"512" help:"Turns and deliveries worked on at the same time."`
	Transcripts time.Duration `name:"KEEP_TRANSCRIPTS" flag:"keep-transcripts" default:"720h" min:"24h" max:"87600h" help:"How long the model's and the tools' part of conversations is kept, for looking into answers. What was said stays."`
	Stopping    time.Duration `name:"SHUTDOWN_TIMEOUT" flag:"shutdown-timeout" default:"20s" min:"1s" max:"10m" help:"How long work in hand may take to end when the process is told to stop."`

	Telegram  Telegram
	Instagram Instagram
	Graph     Graph
	Supabase  Supabase
	S3        S3
	Model     Model
	Logs      Logs
	Limits    Limits
}

// Telegram is the first bot of the installation; more are connected per shop.
type Telegram struct {
	Token  string `name:"TELEGRAM_BOT_TOKEN" check:"telegram" secret:"all" example:"123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw" help:"Token of the shop's bot, from @BotFather. Empty: no Telegram."`
	APIURL string `name:"TELEGRAM_API_URL" flag:"telegram-api-url" default:"https://api.telegram.org" check:"url" example:"http://127.0.0.1:8081" help:"Bot API server; another one than Telegram's for a local server."`
}

// Graph is how Instagram's accounts are called. They are connected by prilavok shop
// connect-instagram, each with its own token.
type Graph struct {
	APIURL  string `name:"INSTAGRAM_API_URL" flag:"instagram-api-url" default:"https://graph.instagram.com" check:"url" example:"http://127.0.0.1:8082" help:"Graph API server; another one than Meta's for a local server."`
	Version string `name:"INSTAGRAM_API_VERSION" flag:"instagram-api-version" default:"v25.0" check:"graph" example:"v25.0" help:"Version of the Graph API. Meta keeps one for about two years."`
	Texts   int    `name:"INSTAGRAM_TEXTS_PER_SECOND" flag:"instagram-texts-per-second" default:"100" min:"1" max:"300" help:"Most messages a second of one account, as Meta publishes it."`
	Hosts   string `name:"FILE_HOSTS" flag:"file-hosts" default:"fbsbx.com,fbcdn.net,cdninstagram.com" help:"Hosts that files of customers' messages are fetched from, with all below them, between commas. Meta does not publish its list."`
	FileMB  int    `name:"FILE_MAX_MB" flag:"file-max-mb" default:"16" min:"1" max:"25" help:"Largest file of a customer's message that is kept, in megabytes. Pictures are at most 8."`
	Media   int    `name:"INSTAGRAM_MEDIA_PER_SECOND" flag:"instagram-media-per-second" default:"10" min:"1" max:"100" help:"Most pictures a second of one account."`
}

// Instagram is the Meta app through which the shops' accounts write to us: they share its
// address, /hook/instagram, and its secrets. docs/instagram.md tells how it is set up.
type Instagram struct {
	AppID      string `name:"INSTAGRAM_APP_ID" flag:"instagram-app-id" check:"key" example:"990001234567890" help:"Instagram app id of the Meta app (Instagram, API setup with Instagram login). With it and INSTAGRAM_APP_SECRET owners connect accounts by logging in. Empty: by a token that is typed."`
	MetaID     string `name:"META_APP_ID" flag:"meta-app-id" check:"key" example:"880001234567890" help:"App id of the Meta app (App settings, Basic). With it and META_APP_SECRET owners connect accounts by logging in to Facebook, where an account belongs to a page."`
	MetaURL    string `name:"META_URL" flag:"meta-url" check:"url" example:"http://127.0.0.1:8082" help:"One server in place of all that owners log in to and codes are exchanged at, for tests. Empty: Meta's own."`
	MetaSecret string `name:"META_APP_SECRET" check:"key" secret:"all" example:"0123456789abcdef0123456789abcdef" help:"App secret of the Meta app (App settings, Basic). Webhooks are signed with it, or with INSTAGRAM_APP_SECRET: either is taken. Both empty: no Instagram webhooks."`
	AppSecret  string `name:"INSTAGRAM_APP_SECRET" check:"key" secret:"all" example:"0123456789abcdef0123456789abcdef" help:"Instagram app secret of the same app (Instagram, API setup with Instagram login). It is another one than META_APP_SECRET."`
	Verify     string `name:"INSTAGRAM_VERIFY_TOKEN" check:"key" secret:"all" example:"$(openssl rand -hex 16)" help:"Word of your own that you also type where the app's webhook is set up, with the callback address PUBLIC_URL/hook/instagram. Empty: the address cannot be set up."`
}

// Secrets lists the secrets that webhooks may be signed with.
func (i Instagram) Secrets() []string {
	var out []string
	for _, s := range []string{i.MetaSecret, i.AppSecret} {
		if s != "" {
			out = append(out, s)
		}
	}
	return out
}

// ConnectURL is where Meta sends owners back to, and what it tells of them: on Supabase the
// function admin answers beside the bot. "" without a public address.
func (c Config) ConnectURL() string {
	public := strings.TrimSuffix(c.PublicURL, "/")
	if public == "" {
		return ""
	}
	if project, ok := strings.CutSuffix(public, "/functions/v1/bot"); ok {
		public = project + "/functions/v1/admin"
	}
	return public + "/connect/instagram"
}

// Supabase is the project whose Auth staff sign in with. At the edge the platform tells
// address and key; PRILAVOK_ before a name overrides it.
type Supabase struct {
	URL       string `name:"SUPABASE_URL" flag:"supabase-url" check:"url" example:"https://abcdefghijklmnopqrst.supabase.co" help:"Supabase project whose Auth staff sign in with: the API then takes their access tokens besides API keys. Empty: only API keys."`
	AnonKey   string `name:"SUPABASE_ANON_KEY" check:"key" secret:"all" example:"sb_publishable_…" help:"Publishable (anon) key of the project. Needed only where tokens are still signed with the shared secret (HS256) and SUPABASE_JWT_SECRET is not set: the project is asked about each."`
	Pictures  string `name:"SUPABASE_PICTURES_BUCKET" flag:"supabase-pictures-bucket" check:"bucket" example:"pictures" help:"Public bucket of the project's Storage that pictures of products go to, straight from the browser. It needs SUPABASE_SERVICE_ROLE_KEY. Empty: S3_BUCKET, or the disk."`
	Service   string `name:"SUPABASE_SERVICE_ROLE_KEY" check:"key" secret:"all" example:"sb_secret_…" help:"Secret (service role) key of the project, for its Storage. It may do everything there: it stays on the server."`
	JWTSecret string `name:"SUPABASE_JWT_SECRET" check:"key" secret:"all" example:"the-secret-of-JWT-settings" help:"Shared secret that tokens of an old project are signed with (HS256). Projects with signing keys (ES256, RS256) need none."`
}

// S3 is a bucket of a store of files that speaks S3's protocol: Amazon's, MinIO, R2, Yandex
// Object Storage, Supabase Storage. docs/pictures.md tells how it is set up.
type S3 struct {
	Endpoint string `name:"S3_ENDPOINT" flag:"s3-endpoint" check:"url" example:"https://s3.eu-central-1.amazonaws.com" help:"Store that speaks S3's protocol, for pictures of products; the address without the bucket. Browsers must reach it too."`
	Bucket   string `name:"S3_BUCKET" flag:"s3-bucket" check:"bucket" example:"shop-pictures" help:"Bucket that pictures of products go to, straight from the browser; anybody may read it. Empty: SUPABASE_PICTURES_BUCKET, or the folder media of DATA_DIR."`
	Region   string `name:"S3_REGION" flag:"s3-region" default:"us-east-1" check:"key" example:"eu-central-1" help:"Region that requests are signed for."`
	KeyID    string `name:"S3_ACCESS_KEY_ID" check:"key" secret:"all" example:"AKIAIOSFODNN7EXAMPLE" help:"Access key that may put, get and delete in the bucket, and nothing else."`
	Secret   string `name:"S3_SECRET_ACCESS_KEY" check:"key" secret:"all" example:"wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY" help:"Secret of the access key."`
	Read     string `name:"S3_PUBLIC_URL" flag:"s3-public-url" check:"url" example:"https://pictures.example.com" help:"Address under which anybody reads the bucket's files, such as a CDN's. Empty: the bucket below S3_ENDPOINT."`
}

// PicturesAt lists the origins that browsers send pictures to and read them from.
func (c Config) PicturesAt() (out []string) {
	list := []string{c.S3.Endpoint, c.S3.Read}
	switch {
	case c.S3.Bucket != "":
	case c.Supabase.Pictures != "":
		list = []string{c.Supabase.URL}
	default:
		return nil
	}
	for _, address := range list {
		if u, err := url.Parse(address); err == nil && u.Host != "" {
			out = append(out, u.Scheme+"://"+u.Host)
		}
	}
	return out
}

// Model is the language model of the installation. Without a key, or a local base
// address, the assistant answers by its rules alone.
type Model struct {
	Key         string        `name:"OPENAI_API_KEY" check:"key" secret:"all" example:"sk-…" help:"Key of the model service. Empty with an empty OPENAI_BASE_URL: no model, the assistant sells by its rules."`
	BaseURL     string        `name:"OPENAI_BASE_URL" flag:"model-url" check:"url" example:"http://127.0.0.1:11434/v1" help:"Any service that speaks OpenAI's chat completions, with /v1. Empty: the profile's."`
	Profile     string        `name:"OPENAI_PROFILE" flag:"model-profile" example:"ollama" help:"What the service can do: openai, ollama, vllm, openrouter, yandex, gigachat, custom, with features added or taken away (custom,+vision). Empty: guessed from the address."`
	Name        string        `name:"OPENAI_MODEL" flag:"model" default:"gpt-4.1-mini" example:"gpt-4.1-mini" help:"Model that answers."`
	Fast        string        `name:"OPENAI_MODEL_FAST" flag:"model-fast" example:"gpt-4.1-nano" help:"Cheaper model for small tasks. Empty: OPENAI_MODEL."`
	Transcribe  string        `name:"OPENAI_MODEL_TRANSCRIBE" flag:"model-transcribe" example:"whisper-1" help:"Model that turns voice messages into text. Empty: voice messages are not understood."`
	Vision      string        `name:"OPENAI_MODEL_VISION" flag:"model-vision" example:"gpt-4.1-mini" help:"Model that looks at customers' pictures. Empty: OPENAI_MODEL, if the profile sees."`
	Timeout     time.Duration `name:"OPENAI_TIMEOUT" flag:"model-timeout" default:"40s" min:"1s" max:"5m" help:"How long one answer of the model may take."`
	InputPrice  float64       `name:"OPENAI_PRICE_INPUT" flag:"model-price-input" min:"0" max:"100000" example:"0.4" help:"Price of a million prompt tokens, for the cost in statistics and metrics."`
	OutputPrice float64       `name:"OPENAI_PRICE_OUTPUT" flag:"model-price-output" min:"0" max:"100000" example:"1.6" help:"Price of a million answer tokens."`
}

// Logs is what is written to standard error.
type Logs struct {
	Level  string `name:"LOG_LEVEL" flag:"log-level" default:"info" oneof:"debug,info,warn,error" help:"Least important line to write."`
	Format string `name:"LOG_FORMAT" flag:"log-format" default:"json" demo:"text" oneof:"json,text" help:"json for machines, text for people."`
}

// Limits is what a shop may spend unless its settings say otherwise. 0 is no limit.
type Limits struct {
	DailyTokens   int64 `name:"BUDGET_DAILY_TOKENS" flag:"budget-daily-tokens" default:"2000000" min:"0" help:"Model tokens of one shop a day."`
	ContactTokens int64 `name:"BUDGET_CONTACT_TOKENS" flag:"budget-contact-tokens" default:"100000" min:"0" help:"Model tokens of one contact a day."`
	TurnTokens    int64 `name:"BUDGET_TURN_TOKENS" flag:"budget-turn-tokens" default:"30000" min:"0" help:"Model tokens of one answer."`
}

// Postgres reports whether the database is Postgres.
func (c Config) Postgres() bool {
	return strings.HasPrefix(c.DatabaseURL, "postgres://") || strings.HasPrefix(c.DatabaseURL, "postgresql://")
}

// SQLitePath returns the file of the embedded database, "" on Postgres.
func (c Config) SQLitePath() string {
	switch {
	case c.Postgres():
		return ""
	case c.DatabaseURL == "":
		return filepath.Join(c.DataDir, "prilavok.db")
	}
	path := strings.TrimPrefix(c.DatabaseURL, "sqlite:")
	if rest, ok := strings.CutPrefix(path, "//"); ok {
		path = rest
	}
	return path
}

// Keys returns the keys of SecretKey, nil when there is none. Load has checked them.
func (c Config) Keys() []seal.Key {
	if c.SecretKey == "" {
		return nil
	}
	keys, err := seal.ParseKeys(c.SecretKey)
	if err != nil {
		return nil
	}
	return keys
}

// KeyFile is where demo keeps its key.
func (c Config) KeyFile() string { return filepath.Join(c.DataDir, "secret.key") }

// UsesModel reports whether a model is set up.
func (c Config) UsesModel() bool { return c.Model.Key != "" || c.Model.BaseURL != "" }

// LocalURL is where a browser on this machine finds the process.
func (c Config) LocalURL() string {
	i := strings.LastIndex(c.Listen, ":") // Load has checked that there is one
	host, port := c.Listen[:i], c.Listen[i+1:]
	switch host {
	case "", "0.0.0.0", "[::]", "127.0.0.1", "[::1]":
		host = "localhost"
	}
	return "http://" + host + ":" + port + "/"
}

// LogValue keeps secrets out of logs.
func (c Config) LogValue() slog.Value { return slog.GroupValue(c.attrs()...) }

// String shows the configuration without its secrets.
func (c Config) String() string {
	var b strings.Builder
	for _, a := range c.attrs() {
		b.WriteString(a.Key + "=" + a.Value.String() + "\n")
	}
	return b.String()
}

// GoString keeps secrets out of %#v.
func (c Config) GoString() string { return c.String() }

func (c Config) attrs() []slog.Attr {
	var out []slog.Attr
	for _, s := range settings(&c) {
		out = append(out, slog.String(s.name, s.shown()))
	}
	return out
}

// hidden stands for a secret that is set.
const hidden = "(set, hidden)"

// shown is a setting's value as it may be shown.
func (s setting) shown() string {
	v := s.text()
	switch {
	case v == "" || s.secret == "":
		return v
	case s.secret == "url":
		u, err := url.Parse(v)
		if err != nil {
			return hidden
		}
		q := u.Query()
		if q.Has("password") {
			q.Set("password", "hidden")
			u.RawQuery = q.Encode()
		}
		return u.Redacted()
	}
	return hidden
}
