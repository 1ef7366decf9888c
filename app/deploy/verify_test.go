package deploy_test

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"prilavok/app"
	"prilavok/app/deploy"
	"prilavok/app/doctor"
	"prilavok/app/server"
	"prilavok/channel/telegram"
	"prilavok/channel/telegram/tgfake"
	"prilavok/core/id"
	"prilavok/core/lang"
	"prilavok/core/seal"
	"prilavok/core/shop"
	"prilavok/core/txn"
	"prilavok/httpapi/webhook"
	"prilavok/provider/nethttp"
	"prilavok/store"
	"prilavok/store/postgres"
	"prilavok/store/storetest"
)

const (
	botToken = "5550001:verify-test-token"
	keyText  = "k1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
)

// findings runs checks and returns them by name; every one speaks both languages, and what
// is wrong says how to mend it.
func findings(t *testing.T, checks []doctor.Check) map[string]doctor.Finding {
	t.Helper()
	out := map[string]doctor.Finding{}
	doctor.Examine(t.Context(), checks, func(f doctor.Finding) {
		out[f.Name] = f
		if f.Detail.RU == "" || f.Detail.EN == "" || f.Title.RU == "" || (f.Mend.RU == "") != (f.Mend.EN == "") {
			t.Errorf("%s is not in both languages: %+v", f.Name, f)
		}
		if (f.State == doctor.Fail || f.State == doctor.Warn) && f.Mend.EN == "" {
			t.Errorf("%s does not say how to mend it: %+v", f.Name, f)
		}
	})
	return out
}

func expect(t *testing.T, all map[string]doctor.Finding, name string, state doctor.State, say string) {
	t.Helper()
	f, ok := all[name]
	if !ok || f.State != state || !strings.Contains(f.Detail.EN+" → "+f.Mend.EN, say) {
		t.Errorf("%s: %s %q → %q, want %s %q", name, f.State, f.Detail.EN, f.Mend.EN, state, say)
	}
}

func TestVerifyFunction(t *testing.T) {
	for _, tt := range []struct {
		name   string
		status int
		body   string
		build  string
		state  doctor.State
		say    string
	}{
		{"well", 200, `{"status":"ok","build":"b1","database_ms":7}`, "b1", doctor.OK, "its database in 7 ms"},
		{"no build expected", 200, `{"status":"ok","build":"b1","database_ms":7}`, "", doctor.OK, "build b1 answers"},
		{"another build", 200, `{"status":"ok","build":"b0","database_ms":7}`, "b1", doctor.Fail, "build b0 answers, b1 was expected"},
		{"one that does not look", 200, `{"status":"ok","build":"b1"}`, "b1", doctor.Fail, "does not look at its database"},
		{"no database", 503, `{"status":"down","build":"b1","database_ms":3000,"code":"store.connect"}`, "b1", doctor.Fail, "port 6543"},
		{"not migrated", 503, `{"status":"down","build":"b1","database_ms":3,"code":"store.system"}`, "b1", doctor.Fail, "migrations"},
		{"jwt", 401, `{"code":401,"message":"Missing authorization header"}`, "", doctor.Fail, "verify_jwt = false"},
		{"no function", 404, `{"code":"NOT_FOUND"}`, "", doctor.Fail, "supabase functions deploy bot"},
		{"does not start", 503, ``, "", doctor.Fail, "bot.wasm was not deployed"},
		{"too much", 546, `{"code":"WORKER_LIMIT"}`, "", doctor.Fail, "go back to the release before"},
		{"something else", 418, `tea`, "", doctor.Fail, "Logs"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				w.WriteHeader(tt.status)
				_, _ = io.WriteString(w, tt.body)
			}))
			defer s.Close()
			d := deploy.Deployed{FunctionURL: s.URL, Build: tt.build, HTTP: nethttp.New("test", time.Now, nil), Now: time.Now}
			expect(t, findings(t, deploy.Verify(t.Context(), d)), "function", tt.state, tt.say)
			s.Close()
			expect(t, findings(t, deploy.Verify(t.Context(), d)), "function", doctor.Fail, "does not answer")
		})
	}
}

// secretly gives webhook requests the secret that setWebhook was not told here.
type secretly struct{}

// RoundTrip implements http.RoundTripper.
func (secretly) RoundTrip(r *http.Request) (*http.Response, error) {
	parts := strings.Split(r.URL.Path, "/")
	r.Header.Set(telegram.SecretHeader, server.HookSecret(botToken, parts[len(parts)-1]))
	return http.DefaultTransport.RoundTrip(r)
}

// live is a function that works: the same app behind the paths of the edge, on a real
// database, with a Bot API that sends it nothing.
type live struct {
	t         *testing.T
	app       *app.App
	super     string
	acc       shop.Account
	fake      *tgfake.Server
	api, url  string
	answering bool // work is done after a webhook
	refuses   int  // what a webhook is answered, 0 as it deserves
}

func newLive(t *testing.T) *live {
	t.Helper()
	l := &live{t: t, super: storetest.NewDatabase(t, true), fake: tgfake.New(tgfake.Options{AnyHook: true, Hooks: secretly{}}), answering: true}
	api := httptest.NewServer(l.fake)
	t.Cleanup(api.Close)
	l.api = api.URL
	l.fake.Bot(botToken)
	db, err := postgres.Open(t.Context(), l.super, postgres.Options{MaxConns: 3})
	check(t, err)
	st := store.New(db)
	t.Cleanup(func() { check(t, st.Close()) })
	ring, err := seal.ParseKeys(keyText)
	check(t, err)
	keys, err := seal.New(ring, nil)
	check(t, err)
	l.app = app.New(app.Deps{Store: st, HTTP: nethttp.New("test", time.Now, nil), Keys: keys, Now: time.Now, IDs: id.New(time.Now, nil), Log: slog.New(slog.DiscardHandler), Telegram: l.api})
	sh, err := l.app.Shops.Create(t.Context(), shop.Shop{Slug: "live", Name: lang.Texts{lang.RU: "Лавка"}, Languages: []lang.Lang{lang.RU}, Currency: "RUB", TimeZone: "UTC"})
	check(t, err)
	acc := shop.Account{Channel: shop.Telegram, Name: "@live", ExternalID: "5550001", Status: "active"}
	ctx := txn.ForShop(t.Context(), sh.ID)
	l.acc, err = l.app.Shops.SaveAccount(ctx, acc, botToken, "first")
	check(t, err)
	l.acc, err = l.app.Shops.SaveAccount(ctx, l.acc, "", server.HookSecret(botToken, l.acc.ID))
	check(t, err)
	s := httptest.NewServer(http.StripPrefix("/functions/v1/bot", http.HandlerFunc(l.serve)))
	t.Cleanup(s.Close)
	l.url = s.URL + "/functions/v1/bot"
	return l
}

func (l *live) serve(w http.ResponseWriter, r *http.Request) {
	switch {
	case r.URL.Path == "/health":
		_, _ = io.WriteString(w, `{"status":"ok","build":"b1","database_ms":1}`)
	case r.URL.Path == "/tick" && r.Header.Get("x-prilavok-tick") == tickSecret:
		w.WriteHeader(202)
	case r.URL.Path == "/tick":
		w.WriteHeader(401)
	case l.refuses != 0:
		w.WriteHeader(l.refuses)
	default:
		body, err := io.ReadAll(r.Body)
		if err != nil {
			l.t.Error(err)
		}
		res := l.app.Webhook.Serve(r.Context(), webhook.Request{Method: r.Method, Path: r.URL.Path, Body: body, Header: r.Header.Get})
		if l.answering {
			if _, err := l.app.Jobs.Drain(context.WithoutCancel(r.Context())); err != nil {
				l.t.Error(err)
			}
		}
		w.WriteHeader(res.Status)
	}
}

// setWebhook tells the Bot API where updates go.
func (l *live) setWebhook(to string) {
	l.t.Helper()
	res, err := http.PostForm(l.api+"/bot"+botToken+"/setWebhook", url.Values{"url": {to}})
	check(l.t, err)
	check(l.t, res.Body.Close())
}

// begun is the owner, who has written to the bot.
func (l *live) begun() *tgfake.User {
	l.t.Helper()
	owner := l.fake.Bot(botToken).User(77, "Хозяйка")
	owner.Say("/start")
	l.setWebhook(l.url + "/hook/telegram/" + l.acc.ID)
	if n := l.fake.Deliver(l.t.Context()); n != 1 {
		l.t.Fatalf("%d updates delivered", n)
	}
	return owner
}

// verify looks at the function as the command does.
func (l *live) verify(change func(d *deploy.Deployed)) map[string]doctor.Finding {
	l.t.Helper()
	d := deploy.Deployed{FunctionURL: l.url, TickSecret: tickSecret, TelegramURL: l.api, HTTP: nethttp.New("test", time.Now, nil), Now: time.Now}
	done, err := d.Database(l.t.Context(), l.super, keyText)
	check(l.t, err)
	defer done()
	if change != nil {
		change(&d)
	}
	return findings(l.t, deploy.Verify(l.t.Context(), d))
}

func TestVerify(t *testing.T) {
	l := newLive(t)
	l.setWebhook(l.url + "/hook/telegram/" + l.acc.ID)
	all := l.verify(nil)
	expect(t, all, "function", doctor.OK, "b1")
	expect(t, all, "tick", doctor.OK, "accepted")
	expect(t, all, "migrations", doctor.OK, "all migrations")
	expect(t, all, "telegram @live", doctor.OK, "the webhook is in place; 0 updates wait")
	expect(t, all, "clock", doctor.Warn, "prilavok supabase enable --function-url "+l.url)
	expect(t, all, "queue", doctor.OK, "0 wait")

	expect(t, l.verify(func(d *deploy.Deployed) { d.TickSecret = "another" }), "tick", doctor.Fail, "answer 401")
	expect(t, l.verify(func(d *deploy.Deployed) { d.App, d.BotToken = nil, botToken }), "telegram", doctor.OK, "in place")
	expect(t, l.verify(func(d *deploy.Deployed) { d.App, d.BotToken = nil, "5550001:wrong" }), "telegram", doctor.Fail, "@BotFather")
	l.setWebhook("https://elsewhere.example.com/hook/telegram/" + l.acc.ID)
	expect(t, l.verify(nil), "telegram @live", doctor.Fail, "prilavok supabase connect")

	db := open(t, l.super)
	exec1(t, db, strings.ReplaceAll(aJob, "'shp_a'", "'"+l.acc.ShopID+"'"), "j1", nil, 0, "ready", "-10min", nil, nil)
	expect(t, l.verify(nil), "queue", doctor.Fail, "work has waited for 10m")
	exec1(t, db, `UPDATE prilavok.jobs SET status = 'dead'`)
	expect(t, l.verify(nil), "queue", doctor.Warn, "prilavok jobs replay")
	exec1(t, db, `UPDATE prilavok.channel_accounts SET status = 'revoked'`)
	expect(t, l.verify(nil), "telegram @live", doctor.Off, "revoked")
	exec1(t, db, `DELETE FROM prilavok.channel_accounts`)
	expect(t, l.verify(nil), "telegram", doctor.Warn, "no bot")
	exec1(t, db, `DELETE FROM supabase_migrations.schema_migrations WHERE version = '20261126230100'`)
	expect(t, l.verify(nil), "migrations", doctor.Fail, "20261126230100")
}

// TestVerifyClock reads pg_cron's and pg_net's tables, which stand here empty or with what
// goes wrong.
func TestVerifyClock(t *testing.T) {
	l := newLive(t)
	db := open(t, l.super)
	exec1(t, db, `CREATE SCHEMA cron; CREATE TABLE cron.job (jobid bigint, jobname text, active boolean);
		CREATE TABLE cron.job_run_details (jobid bigint, status text, return_message text, start_time timestamptz);
		CREATE SCHEMA net; CREATE TABLE net._http_response (status_code integer, error_msg text, created timestamptz)`)
	expect(t, l.verify(nil), "clock", doctor.Warn, "not set up")
	exec1(t, db, `INSERT INTO cron.job VALUES (1, 'prilavok-tick', true)`)
	expect(t, l.verify(nil), "clock", doctor.OK, "they run")
	exec1(t, db, `INSERT INTO net._http_response VALUES (202, NULL, now()), (401, NULL, now()), (NULL, 'timeout', now()), (500, NULL, now() - interval '2 hours')`)
	expect(t, l.verify(nil), "clock", doctor.Warn, "2 call(s)")
	exec1(t, db, `INSERT INTO cron.job_run_details VALUES (1, 'succeeded', '1 row', now()), (1, 'failed', 'ERROR: Vault has no address', now())`)
	expect(t, l.verify(nil), "clock", doctor.Fail, "failed 1 time(s) within an hour: ERROR: Vault has no address")
}

// TestTalk: the owner's question goes through webhook, queue and answer, and nothing of a
// customer's is touched; a bot that does not answer is noticed.
func TestTalk(t *testing.T) {
	l := newLive(t)
	owner := l.begun()
	expect(t, l.verify(func(d *deploy.Deployed) { d.Talk = "77" }), "talk", doctor.OK, "has answered in chat 77")
	seen := owner.Sees().Messages()
	if last := seen[len(seen)-1]; !last.Mine || last.Text == "" {
		t.Errorf("the owner sees %+v", seen)
	}
	db := open(t, l.super)
	if n := one(t, db, `SELECT (SELECT count(*) FROM prilavok.jobs) || ' ' || (SELECT count(*) FROM prilavok.orders) || ' ' || (SELECT count(*) FROM prilavok.contacts)`); n != "0 0 1" {
		t.Errorf("jobs, orders and contacts: %s", n)
	}
	for _, bad := range []string{"olga", "-100123", "0"} {
		expect(t, l.verify(func(d *deploy.Deployed) { d.Talk = bad }), "talk", doctor.Fail, "deploy.talk")
	}
	expect(t, l.verify(func(d *deploy.Deployed) { d.Talk, d.App = "77", nil }), "talk", doctor.Fail, "needs --database-url")
	if name := one(t, db, `SELECT name FROM prilavok.contacts`); name != "Хозяйка" {
		t.Errorf("the owner is called %s now", name)
	}
	expect(t, l.verify(func(d *deploy.Deployed) { d.Talk = "78" }), "talk", doctor.Fail, "deploy.no_chat")
	if n := one(t, db, `SELECT count(*)::text FROM prilavok.contacts`); n != "1" {
		t.Errorf("a chat that nobody has begun makes a contact")
	}
	l.refuses = 401
	expect(t, l.verify(func(d *deploy.Deployed) { d.Talk = "77" }), "talk", doctor.Fail, "the webhook answers 401")
}

// TestTalkUnanswered: when nobody does the work, talk gives up in time and says so.
func TestTalkUnanswered(t *testing.T) {
	l := newLive(t)
	l.begun()
	l.answering = false
	d := deploy.Deployed{FunctionURL: l.url, Talk: "77", TelegramURL: l.api, HTTP: nethttp.New("test", time.Now, nil), Now: time.Now}
	done, err := d.Database(t.Context(), l.super, keyText)
	check(t, err)
	defer done()
	checks := deploy.Verify(t.Context(), d)
	ctx, stop := context.WithCancel(t.Context())
	got := make(chan doctor.Result)
	go func() { got <- checks[len(checks)-1].Run(ctx) }()
	db := open(t, l.super)
	waitFor(t, func() bool {
		return one(t, db, `SELECT count(*)::text FROM prilavok.messages WHERE text = '/help'`) == "1"
	})
	stop()
	if r := <-got; r.State != doctor.Fail || r.Mend.EN == "" {
		t.Errorf("%+v", r)
	}
}

// waitFor waits until a condition holds, a minute at most.
func waitFor(t *testing.T, ok func() bool) {
	t.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for end := time.Now().Add(time.Minute); !ok(); <-tick.C {
		if time.Now().After(end) {
			t.Fatal("it did not happen")
		}
	}
}

// TestReportIsForMachines: the JSON names every check with its state.
func TestReportIsForMachines(t *testing.T) {
	var out strings.Builder
	d := deploy.Deployed{FunctionURL: answering(t, `{"status":"ok","build":"b1","database_ms":1}`), HTTP: nethttp.New("test", time.Now, nil), Now: time.Now}
	if code := doctor.JSON(t.Context(), &out, deploy.Verify(t.Context(), d)); code != 0 {
		t.Errorf("it ends with %d:\n%s", code, out.String())
	}
	var all struct {
		OK     bool
		Checks []struct{ Name, State string }
	}
	check(t, json.Unmarshal([]byte(out.String()), &all))
	if !all.OK || len(all.Checks) != 3 || all.Checks[0].Name != "function" {
		t.Errorf("%+v", all)
	}
}
