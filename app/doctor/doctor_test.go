package doctor_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"prilavok/app/doctor"
	"prilavok/channel/telegram"
	"prilavok/core/call"
	"prilavok/core/fault"
	"prilavok/core/lang"
)

var at = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func now() time.Time { return at }

type bot struct {
	err  error
	hook telegram.Webhook
}

func (b bot) Identify(context.Context) (telegram.Identity, error) {
	return telegram.Identity{Username: "shop_bot"}, b.err
}
func (b bot) WebhookInfo(context.Context) (telegram.Webhook, error) { return b.hook, nil }

type web struct{ date string }

func (w web) Do(context.Context, call.Request) (call.Response, error) {
	return call.Response{Status: 404, Header: map[string]string{"date": w.date}}, nil
}

func list(models ...string) func(context.Context) ([]string, error) {
	return func(context.Context) ([]string, error) { return models, nil }
}

func fails(err error) func(context.Context) ([]string, error) {
	return func(context.Context) ([]string, error) { return nil, err }
}

func space(left, total uint64, err error) func(string) (uint64, uint64, error) {
	return func(string) (uint64, uint64, error) { return left << 20, total << 20, err }
}

func TestChecks(t *testing.T) {
	refused := fault.New(fault.Unauthorized, "x.token", "unknown token")
	down := fault.New(fault.Unavailable, "call.connect", "no way")
	gone := func(context.Context) error { return down }
	well := func(context.Context) error { return nil }
	const hook = "https://shop.example.com/hook/telegram/1"
	tests := []struct {
		name  string
		check doctor.Check
		state doctor.State
		say   string // part of the English detail or mend
	}{
		{"database", doctor.Database("Postgres at h/d", well), doctor.OK, "Postgres at h/d answers"},
		{"database down", doctor.Database("Postgres at h/d", gone), doctor.Fail, "no way"},
		{"migrated", doctor.Migrations(list()), doctor.OK, "all migrations"},
		{"not migrated", doctor.Migrations(list("20261123000100")), doctor.Fail, "prilavok migrate"},
		{"unreadable", doctor.Migrations(fails(down)), doctor.Fail, "Mend the database"},
		{"key", doctor.SecretKey(2), doctor.OK, "2 key(s)"},
		{"no key", doctor.SecretKey(0), doctor.Fail, "openssl rand"},
		{"no model", doctor.Model("m", nil), doctor.Off, "by its rules"},
		{"model", doctor.Model("m", list("a", "m")), doctor.OK, "m is available"},
		{"other model", doctor.Model("m", list("a", "b", "c", "d", "e", "f", "g", "h", "i")), doctor.Fail, "a, b, c, d, e, f, g, h…"},
		{"model key", doctor.Model("m", fails(refused)), doctor.Fail, "OPENAI_API_KEY"},
		{"model down", doctor.Model("m", fails(down)), doctor.Fail, "OPENAI_BASE_URL"},
		{"no list", doctor.Model("m", fails(fault.New(fault.Unsupported, "x.y", ""))), doctor.Warn, "cannot list"},
		{"disk", doctor.Disk("data", space(50_000, 100_000, nil)), doctor.OK, "50000 MB"},
		{"disk low", doctor.Disk("data", space(500, 100_000, nil)), doctor.Warn, "Free some space"},
		{"disk of a big machine", doctor.Disk("data", space(2_000, 100_000, nil)), doctor.Warn, "2000 MB of 100000"},
		{"disk full", doctor.Disk("data", space(20, 100_000, nil)), doctor.Fail, "20 MB"},
		{"no folder", doctor.Disk("data", space(0, 0, errors.New("denied"))), doctor.Fail, "DATA_DIR"},
		{"no such system", doctor.Disk("data", space(0, 0, fault.New(fault.Unsupported, "x.y", ""))), doctor.Off, "not checked"},
		{"clock", doctor.Clock(now, doctor.DateOf("a", web{"Mon, 23 Nov 2026 11:59:30 GMT"}, "http://a")), doctor.OK, "by a"},
		{"clock off", doctor.Clock(now, doctor.DateOf("a", web{"Mon, 23 Nov 2026 11:50:00 GMT"}, "http://a")), doctor.Fail, "10m0s apart"},
		{"clock by the second", doctor.Clock(now, doctor.DateOf("a", web{""}, "http://a"), doctor.DateOf("b", web{"Mon, 23 Nov 2026 12:00:01 GMT"}, "http://b")), doctor.OK, "by b"},
		{"no clock", doctor.Clock(now), doctor.Off, "nothing to compare"},
		{"no bot", doctor.Telegram(nil, "", now), doctor.Off, "TELEGRAM_BOT_TOKEN"},
		{"polling", doctor.Telegram(bot{}, "", now), doctor.OK, "@shop_bot, polling"},
		{"webhook", doctor.Telegram(bot{hook: telegram.Webhook{URL: hook, Pending: 3}}, hook, now), doctor.OK, "3 updates wait"},
		{"webhook by its beginning", doctor.Telegram(bot{hook: telegram.Webhook{URL: hook}}, "https://shop.example.com/hook/telegram/", now), doctor.OK, "webhook"},
		{"webhook of another", doctor.Telegram(bot{hook: telegram.Webhook{URL: hook}}, "https://other.example.com/hook/telegram/", now), doctor.Warn, "leads elsewhere"},
		{"token", doctor.Telegram(bot{err: refused}, "", now), doctor.Fail, "@BotFather"},
		{"telegram down", doctor.Telegram(bot{err: down}, "", now), doctor.Fail, "HTTPS_PROXY"},
		{"stale webhook", doctor.Telegram(bot{hook: telegram.Webhook{URL: hook}}, "", now), doctor.Warn, "polling gets no messages"},
		{"no webhook", doctor.Telegram(bot{}, hook, now), doctor.Warn, "leads elsewhere"},
		{"delivery fails", doctor.Telegram(bot{hook: telegram.Webhook{URL: hook, LastErrorAt: at.Unix() - 60, LastError: "SSL error"}}, hook, now), doctor.Fail, "SSL error"},
		{"delivery failed once", doctor.Telegram(bot{hook: telegram.Webhook{URL: hook, LastErrorAt: at.Unix() - 6000, LastError: "SSL error"}}, hook, now), doctor.OK, "webhook"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := tt.check.Run(t.Context())
			if r.State != tt.state || !strings.Contains(r.Detail.EN+" "+r.Mend.EN, tt.say) {
				t.Errorf("%s %q %q", r.State, r.Detail.EN, r.Mend.EN)
			}
			if r.Detail.RU == "" || (r.Mend.EN == "") != (r.Mend.RU == "") || tt.check.Title.RU == "" {
				t.Errorf("not in both languages: %+v", r)
			}
			if r.State == doctor.Fail && r.Mend.EN == "" {
				t.Error("a failure does not say how to mend it")
			}
		})
	}
}

func TestReports(t *testing.T) {
	secret := fault.New(fault.Unavailable, "x.y", "postgres://u:hunter2@h/d is down")
	good := []doctor.Check{doctor.SecretKey(1), doctor.Clock(now)}
	bad := append(good, doctor.Database("db", func(context.Context) error { return secret }))
	var out bytes.Buffer
	if code := doctor.Human(t.Context(), &out, lang.RU, good); code != 0 || !strings.Contains(out.String(), "✓ Ключ шифрования  ключей: 1\n– Часы             сравнить не с чем\n") || !strings.Contains(out.String(), "Всё в порядке.") {
		t.Errorf("%d\n%s", code, out.String())
	}
	out.Reset()
	if code := doctor.Human(t.Context(), &out, lang.EN, bad); code != 1 || !strings.Contains(out.String(), "✗ Database    db does not answer") || !strings.Contains(out.String(), "→ Check DATABASE_URL") || strings.Contains(out.String(), "hunter2") {
		t.Errorf("%d\n%s", code, out.String())
	}
	out.Reset()
	code := doctor.JSON(t.Context(), &out, bad)
	var got struct {
		OK     bool
		Checks []struct{ Name, State, Detail, Mend string }
	}
	if err := json.Unmarshal(out.Bytes(), &got); err != nil || code != 1 || got.OK || len(got.Checks) != 3 || got.Checks[2].Name != "database" || got.Checks[2].State != "fail" || strings.Contains(out.String(), "hunter2") {
		t.Errorf("%d %v\n%s", code, err, out.String())
	}
}

func TestLangOf(t *testing.T) {
	for _, tt := range []struct {
		env  map[string]string
		want lang.Lang
	}{
		{map[string]string{"LANG": "ru_RU.UTF-8"}, lang.RU},
		{map[string]string{"LANG": "ru_RU.UTF-8", "LC_ALL": "C"}, lang.EN},
		{map[string]string{"LANG": "en_US.UTF-8"}, lang.EN},
		{nil, lang.EN},
	} {
		if got := doctor.LangOf(func(k string) string { return tt.env[k] }); got != tt.want {
			t.Errorf("%v: %s", tt.env, got)
		}
	}
}

func TestFree(t *testing.T) {
	dir := t.TempDir()
	left, total, err := doctor.Free(dir + "/not/yet")
	if err != nil || total == 0 || left > total {
		t.Errorf("%d of %d, %v", left, total, err)
	}
}
