package main

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"prilavok/channel/telegram/tgfake"
	"prilavok/store/storetest"
)

const reference = "abcdefghijklmnopqrst"

// TestSupabaseInit: files are named as they are written, and a second call writes none.
func TestSupabaseInit(t *testing.T) {
	d, dir := openDesk(t), filepath.Join(t.TempDir(), "shop")
	if out, _ := d.run(0, "supabase", "init", dir, "--ref", reference); !strings.Contains(out, "wrote supabase/config.toml\n") {
		t.Errorf("it says %q", out)
	}
	if out, _ := d.run(0, "supabase", "init", "--ref", reference, dir); out != "nothing to write\n" {
		t.Errorf("the second time it says %q", out)
	}
	if _, said := d.run(1, "supabase", "init", dir, "--ref", "x"); !strings.Contains(said, "deploy.ref") {
		t.Errorf("it says %q", said)
	}
	for _, args := range [][]string{{"supabase", "--help"}, {"supabase", "verify", "-h"}} {
		if out, _ := d.run(0, args...); !strings.Contains(out, "prilavok supabase verify URL") {
			t.Errorf("%v says %q", args, out)
		}
	}
	if _, said := d.run(1, "supabase", "launch"); !strings.Contains(said, "usage: prilavok supabase") {
		t.Errorf("it says %q", said)
	}
}

// TestSupabaseCheck ends with 1 on what would break a deploy, in words and for machines.
func TestSupabaseCheck(t *testing.T) {
	d, dir := openDesk(t), t.TempDir()
	d.env["DATABASE_URL"] = "postgres://nobody@127.0.0.1:1/another" // of something else: only a flag names a database to check
	d.run(0, "supabase", "init", dir, "--ref", reference)
	out, _ := d.run(1, "supabase", "check", dir)
	if !strings.Contains(out, "✗ Module") || strings.Contains(out, "127.0.0.1") {
		t.Errorf("it says:\n%s", out)
	}
	out, _ = d.run(1, "supabase", "check", dir, "--json")
	var all struct{ OK bool }
	if err := json.Unmarshal([]byte(out), &all); err != nil || all.OK {
		t.Errorf("%v, %s", err, out)
	}
}

// TestSupabaseVerify takes what it needs from the project's secrets, below the environment.
func TestSupabaseVerify(t *testing.T) {
	var tick string
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/tick" {
			tick = r.Header.Get("x-prilavok-tick")
			w.WriteHeader(202)
			return
		}
		_, _ = w.Write([]byte(`{"status":"ok","build":"b1","database_ms":1}`))
	}))
	defer s.Close()
	file := filepath.Join(t.TempDir(), ".env")
	if err := os.WriteFile(file, []byte("PRILAVOK_TICK_SECRET=from-the-file\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	d := openDesk(t)
	d.readFile = os.ReadFile
	d.run(0, "supabase", "verify", s.URL+"/", "--build", "b1", "--secrets", file)
	if tick != "from-the-file" {
		t.Errorf("the tick came with %q", tick)
	}
	d.env["PRILAVOK_TICK_SECRET"] = "from-the-environment"
	d.run(0, "supabase", "verify", s.URL, "--secrets", file)
	if tick != "from-the-environment" {
		t.Errorf("the tick came with %q", tick)
	}
	if out, _ := d.run(1, "supabase", "verify", s.URL, "--build", "b2"); !strings.Contains(out, "b2 was expected") {
		t.Errorf("it says:\n%s", out)
	}
	d.run(1, "supabase", "verify", s.URL, "--secrets", file+".none")
}

// TestSupabaseDatabase: what needs a database says so, and reaches the one that is named.
func TestSupabaseDatabase(t *testing.T) {
	d := openDesk(t)
	d.env["PRILAVOK_SECRET_KEY"] = "k1:" + strings.Repeat("A", 43)
	for _, args := range [][]string{{"disable"}, {"enable", "--function-url", "https://x/bot"}, {"connect", "--function-url", "https://x/bot"}} {
		if _, said := d.run(1, append([]string{"supabase"}, args...)...); !strings.Contains(said, "deploy.no_database") {
			t.Errorf("%v says %q", args, said)
		}
	}
	super := storetest.NewDatabase(t, true)
	d.env["PRILAVOK_DATABASE_URL"] = super
	if _, said := d.run(1, "supabase", "enable", "--function-url", "https://x/bot"); !strings.Contains(said, "deploy.tick_secret") {
		t.Errorf("it says %q", said)
	}
	d.env["PRILAVOK_TICK_SECRET"] = strings.Repeat("s", 32)
	if _, said := d.run(1, "supabase", "enable", "--function-url", "https://x/bot"); !strings.Contains(said, "deploy.extension") {
		t.Errorf("it says %q", said)
	}
	d.run(0, "supabase", "disable")
	if _, said := d.run(1, "supabase", "connect", "--function-url", "https://x/bot"); !strings.Contains(said, "deploy.no_bot") {
		t.Errorf("it says %q", said)
	}
}

// TestSupabaseConnect leads a bot's webhook to the function, the second time from the
// database alone.
func TestSupabaseConnect(t *testing.T) {
	const token, function = "5550002:connect-test-token", "https://" + reference + ".supabase.co/functions/v1/bot"
	fake := tgfake.New(tgfake.Options{})
	fake.Bot(token)
	api := httptest.NewServer(fake)
	defer api.Close()
	d := openDesk(t)
	d.env["PRILAVOK_SECRET_KEY"] = "k1:" + strings.Repeat("A", 43)
	d.env["PRILAVOK_DATABASE_URL"] = storetest.AsOwner(storetest.NewDatabase(t, true))
	hook := func() string {
		res, err := http.Get(api.URL + "/bot" + token + "/getWebhookInfo")
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		var info struct{ Result struct{ URL string } }
		if err := json.NewDecoder(res.Body).Decode(&info); err != nil {
			t.Fatal(err)
		}
		return info.Result.URL
	}
	out, _ := d.run(0, "supabase", "connect", "--function-url", function+"/", "--bot-token", token, "--telegram-api-url", api.URL)
	if !strings.HasPrefix(hook(), function+"/hook/telegram/") || !strings.Contains(out, hook()) {
		t.Errorf("the webhook is %q, it says %q", hook(), out)
	}
	d.run(0, "supabase", "connect", "--function-url", "https://other.example.com/bot", "--telegram-api-url", api.URL)
	if !strings.HasPrefix(hook(), "https://other.example.com/bot/hook/telegram/") {
		t.Errorf("the webhook is %q", hook())
	}
}
