package config_test

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"prilavok/app/config"
)

var update = flag.Bool("update", false, "write docs/CONFIG.md")

const key = "3q2+796tvu/erb7v3q2+796tvu/erb7v3q2+796tvu8="

func env(kv ...string) func(string) (string, bool) {
	m := map[string]string{"PRILAVOK_SECRET_KEY": key}
	for i := 0; i+1 < len(kv); i += 2 {
		m[kv[i]] = kv[i+1]
	}
	return func(name string) (string, bool) { v, ok := m[name]; return v, ok }
}

func files(m map[string]string) func(string) ([]byte, error) {
	return func(name string) ([]byte, error) {
		text, ok := m[name]
		if !ok {
			return nil, fmt.Errorf("open %s: %w", name, fs.ErrNotExist)
		}
		return []byte(text), nil
	}
}

func TestOrder(t *testing.T) {
	file := files(map[string]string{"prilavok.conf": "# a shop\nLISTEN=:1\nWORKERS = 3\nLOG_LEVEL='debug'\nexport DATA_DIR=\"/d \\\"x\\\"\"\nPUBLIC_URL=\n"})
	c, rest, err := config.Load(config.Input{
		Args:     []string{"--listen", ":3", "one", "--workers=5", "--", "--two"},
		Env:      env("LISTEN", ":2", "LOG_LEVEL", "warn", "METRICS_ADDR", "  "),
		ReadFile: file,
	})
	if err != nil {
		t.Fatal(err)
	}
	got := []any{c.Listen, c.Workers, c.Logs.Level, c.DataDir, c.PublicURL, c.MetricsAddr, c.Stopping, c.Limits.TurnTokens, strings.Join(rest, " ")}
	want := []any{":3", 5, "warn", `/d "x"`, "", "", 20 * time.Second, int64(30000), "one --two"}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("%d: got %v, want %v", i, got[i], want[i])
		}
	}
}

func TestDemo(t *testing.T) {
	c, _, err := config.Load(config.Input{Demo: true})
	if err != nil {
		t.Fatal(err)
	}
	if c.Listen != "127.0.0.1:8080" || c.Logs.Format != "text" || c.SQLitePath() != "data/prilavok.db" || c.KeyFile() != "data/secret.key" || c.UsesModel() || c.LocalURL() != "http://localhost:8080/" {
		t.Errorf("%v", c)
	}
}

func TestProblems(t *testing.T) {
	tests := []struct {
		name string
		args []string
		env  []string
		file string
		want []string // each in a problem of its own, in order
	}{
		{"no key", nil, []string{"PRILAVOK_SECRET_KEY", ""}, "", []string{"PRILAVOK_SECRET_KEY is not set: tokens in the database are encrypted with it; make a key with: openssl rand -base64 32"}},
		{"bad key", nil, []string{"PRILAVOK_SECRET_KEY", "hunter2hunter2"}, "", []string{"key 1 is not 32 bytes"}},
		{"everything at once", []string{"--listen=8080", "--workers=0", "--nonsense", "x"},
			[]string{"PUBLIC_URL", "http://shop.example.com", "DATABASE_URL", "mysql://h/d", "LOG_FORMAT", "xml", "SHUTDOWN_TIMEOUT", "long"}, "",
			[]string{"--nonsense is no flag", "LISTEN (--listen) is no host:port", "PUBLIC_URL (environment) does not begin with https", "DATABASE_URL (environment) is neither",
				"WORKERS (--workers) is less than 1", "SHUTDOWN_TIMEOUT (environment) is no duration", "LOG_FORMAT (environment) is none of the possible values: write one of json, text"}},
		{"file", nil, nil, "LISTEN=:8080\nnonsense\nLISTN=1\nLISTEN=:1\nLOG_LEVEL=\"info\n", []string{"prilavok.conf:2 is no NAME=value", "LISTN (prilavok.conf:3) is no setting", "LISTEN (prilavok.conf:4) stands there twice", "LOG_LEVEL (prilavok.conf:5) has a quote"}},
		{"near names", []string{"--database-url", "x"}, nil, "", []string{"did you mean database?"}},
		{"flag without value", []string{"--listen"}, nil, "", []string{"--listen has no value"}},
		{"token", nil, []string{"TELEGRAM_BOT_TOKEN", "hunter2"}, "", []string{"TELEGRAM_BOT_TOKEN (environment) is no bot token: copy the whole token"}},
		{"same address", []string{"--listen=:1", "--metrics=:1"}, nil, "", []string{"METRICS_ADDR is the same as LISTEN"}},
		{"public address", nil, []string{"PUBLIC_URL", "https://shop.example.com/"}, "", []string{"PUBLIC_URL (environment) ends in a slash"}},
		{"speech without model", nil, []string{"OPENAI_MODEL_TRANSCRIBE", "whisper-1"}, "", []string{"set OPENAI_API_KEY"}},
		{"port", []string{"--listen=:99999"}, nil, "", []string{"has no port from 0 to 65535"}},
		{"number", []string{"--workers=many"}, nil, "", []string{"WORKERS (--workers) is no whole number: write a number from 1 to 512, like 16"}},
		{"no file", []string{"--config=other.conf"}, nil, "", []string{"names a file that cannot be read (other.conf)"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, _, err := config.Load(config.Input{Args: tt.args, Env: env(tt.env...), ReadFile: files(map[string]string{"prilavok.conf": tt.file})})
			var p config.Problems
			if !errors.As(err, &p) || len(p) != len(tt.want) {
				t.Fatalf("err %v, want %d problems", err, len(tt.want))
			}
			for i, w := range tt.want {
				if !strings.Contains(p[i].String(), w) {
					t.Errorf("problem %d: %s\nwant %s", i, p[i], w)
				}
			}
			if strings.Contains(err.Error(), "hunter2") {
				t.Errorf("a secret shows in %v", err)
			}
		})
	}
}

func TestGood(t *testing.T) {
	for _, kv := range [][]string{
		{"DATABASE_URL", "sqlite:/x/y.db"}, {"DATABASE_URL", "shop.db"}, {"DATABASE_URL", "sqlite::memory:"},
		{"DATABASE_URL", "postgres:///shop?host=/var/run/postgresql"}, {"PUBLIC_URL", "http://127.0.0.1:8081"},
		{"PRILAVOK_SECRET_KEY", "new:" + key + ",old:" + strings.Repeat("ab", 32)}, {"TELEGRAM_BOT_TOKEN", "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"},
		{"LISTEN", "[::1]:0"}, {"OPENAI_PRICE_INPUT", "0.4"},
	} {
		if _, _, err := config.Load(config.Input{Env: env(kv...)}); err != nil {
			t.Errorf("%v: %v", kv, err)
		}
	}
}

func TestDatabase(t *testing.T) {
	tests := []struct {
		url, path string
		postgres  bool
	}{
		{"", "data/prilavok.db", false},
		{"sqlite:shop.db", "shop.db", false},
		{"sqlite:///var/shop.db", "/var/shop.db", false},
		{"sqlite:/var/shop.db", "/var/shop.db", false},
		{"sqlite::memory:", ":memory:", false},
		{"postgres://h/d", "", true},
		{"postgresql://h/d", "", true},
	}
	for _, tt := range tests {
		c := config.Config{DatabaseURL: tt.url, DataDir: "data"}
		if c.SQLitePath() != tt.path || c.Postgres() != tt.postgres {
			t.Errorf("%s: %q %v", tt.url, c.SQLitePath(), c.Postgres())
		}
	}
}

func TestSecretsAreHidden(t *testing.T) {
	c, _, err := config.Load(config.Input{Env: env("DATABASE_URL", "postgres://u:hunter2@h/d?sslmode=disable", "OPENAI_API_KEY", "sk-hunter2", "TELEGRAM_BOT_TOKEN", "123456789:hunter2-hunter2-hunter2")})
	if err != nil {
		t.Fatal(err)
	}
	var log strings.Builder
	slog.New(slog.NewTextHandler(&log, nil)).Info("start", "config", c)
	for name, text := range map[string]string{"%v": fmt.Sprintf("%v", c), "%+v": fmt.Sprintf("%+v", c), "%#v": fmt.Sprintf("%#v", c), "print": fmt.Sprintln(&c), "slog": log.String()} {
		if strings.Contains(text, "hunter2") || strings.Contains(text, key[:10]) || !strings.Contains(text, "hidden") || !strings.Contains(text, "sslmode=disable") {
			t.Errorf("%s: %s", name, text)
		}
	}
	c.DatabaseURL = "postgres:///d?host=h&password=hunter2"
	if s := c.String(); strings.Contains(s, "hunter2") {
		t.Errorf("%s", s)
	}
}

func TestHelp(t *testing.T) {
	if _, _, err := config.Load(config.Input{Args: []string{"--help"}}); !errors.Is(err, config.ErrHelp) {
		t.Errorf("err %v", err)
	}
	if u := config.Usage(); !strings.Contains(u, "--listen, LISTEN") || !strings.Contains(u, "  PRILAVOK_SECRET_KEY\n") {
		t.Errorf("%s", u)
	}
}

func TestPage(t *testing.T) {
	const name = "../../docs/CONFIG.md"
	if *update {
		if err := os.WriteFile(name, []byte(config.Page()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	have, err := os.ReadFile(name)
	if err != nil || string(have) != config.Page() {
		t.Errorf("docs/CONFIG.md differs (%v); run go test ./app/config -update", err)
	}
}

// TestPicturesAt: the panel's page may reach the store that pictures go to, and no other.
func TestPicturesAt(t *testing.T) {
	s3 := config.S3{Endpoint: "https://s3.example/", Bucket: "b", Read: "https://cdn.example/shop"}
	project := config.Supabase{URL: "https://p.supabase.co", Pictures: "b"}
	for name, c := range map[string]struct {
		cfg  config.Config
		want []string
	}{
		"the disk":      {config.Config{Supabase: config.Supabase{URL: "https://p.supabase.co"}}, nil},
		"S3":            {config.Config{S3: s3}, []string{"https://s3.example", "https://cdn.example"}},
		"Supabase":      {config.Config{Supabase: project}, []string{"https://p.supabase.co"}},
		"both: S3 goes": {config.Config{S3: s3, Supabase: project}, []string{"https://s3.example", "https://cdn.example"}},
	} {
		if got := c.cfg.PicturesAt(); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// TestPicturesWithoutKeys: a bucket that nobody may write to is told at the start.
func TestPicturesWithoutKeys(t *testing.T) {
	env := map[string]string{"S3_BUCKET": "shop-pictures", "S3_ENDPOINT": "https://s3.example", "SUPABASE_PICTURES_BUCKET": "pictures", "SUPABASE_URL": "https://p.supabase.co"}
	_, _, err := config.Load(config.Input{Demo: true, Env: func(name string) (string, bool) { v, ok := env[name]; return v, ok }})
	for _, name := range []string{"S3_BUCKET", "SUPABASE_PICTURES_BUCKET"} {
		if err == nil || !strings.Contains(err.Error(), name+" is set without") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
