package deploy_test

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"prilavok/app"
	"prilavok/app/deploy"
	"prilavok/store"
	"prilavok/store/postgres"
	"prilavok/store/storetest"
	"prilavok/supabase"
)

// imitations stand for pg_net, Vault and Realtime, which Debian does not have: the
// functions that the clock calls, with the signatures that Supabase documents. A call
// becomes a row.
const imitations = `
CREATE SCHEMA net;
CREATE TABLE net.calls (id bigserial, url text, body jsonb, headers jsonb, timeout integer);
CREATE FUNCTION net.http_post(url text, body jsonb DEFAULT '{}', params jsonb DEFAULT '{}', headers jsonb DEFAULT '{"Content-Type": "application/json"}', timeout_milliseconds integer DEFAULT 2000)
RETURNS bigint LANGUAGE sql AS $$ INSERT INTO net.calls (url, body, headers, timeout) VALUES (url, body, headers, timeout_milliseconds) RETURNING id $$;
CREATE SCHEMA vault;
CREATE TABLE vault.secrets (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), name text UNIQUE, description text NOT NULL DEFAULT '', secret text NOT NULL);
CREATE VIEW vault.decrypted_secrets AS SELECT id, name, description, secret AS decrypted_secret FROM vault.secrets;
CREATE FUNCTION vault.create_secret(new_secret text, new_name text DEFAULT NULL, new_description text DEFAULT '', new_key_id uuid DEFAULT NULL)
RETURNS uuid LANGUAGE sql AS $$ INSERT INTO vault.secrets (name, secret, description) VALUES (new_name, new_secret, new_description) RETURNING id $$;
CREATE FUNCTION vault.update_secret(secret_id uuid, new_secret text DEFAULT NULL, new_name text DEFAULT NULL, new_description text DEFAULT NULL, new_key_id uuid DEFAULT NULL)
RETURNS void LANGUAGE sql AS $$ UPDATE vault.secrets SET secret = coalesce(new_secret, secret) WHERE id = secret_id $$;
CREATE SCHEMA realtime;
CREATE TABLE realtime.sent (payload jsonb, event text, topic text, private boolean);
CREATE FUNCTION realtime.send(payload jsonb, event text, topic text, private boolean DEFAULT true)
RETURNS void LANGUAGE sql AS $$ INSERT INTO realtime.sent VALUES (payload, event, topic, private) $$;
`

const (
	functionURL = "https://" + ref + ".supabase.co/functions/v1/bot"
	tickSecret  = "0123456789abcdef0123456789abcdef"
)

func exec1(t *testing.T, db *sql.DB, query string, args ...any) {
	t.Helper()
	_, err := db.ExecContext(t.Context(), query, args...)
	check(t, err)
}

// one reads one value as text.
func one(t *testing.T, db *sql.DB, query string, args ...any) string {
	t.Helper()
	list := texts(t, db, query, args...)
	if len(list) != 1 {
		t.Fatalf("%s: %d rows", query, len(list))
	}
	return list[0]
}

const aShop = `INSERT INTO prilavok.shops (shop_id, slug, name, languages, currency, time_zone, settings, created_at, updated_at)
	VALUES ($1, $1, '{}', '[]', 'RUB', 'UTC', '{}', now(), now())`

const aJob = `INSERT INTO prilavok.jobs (shop_id, id, kind, lane, seq, payload, status, run_at, lease, lease_until, created_at) VALUES ('shp_a', $1, 'x', $2, $3, '{}', $4, now() + $5::text::interval, $6, now() + $7::text::interval, now())`

// TestTick: the guard calls once when a job or a look after the shops is due, and never else.
func TestTick(t *testing.T) {
	db := open(t, storetest.NewDatabase(t, true))
	exec1(t, db, imitations)
	sqlText, err := supabase.Clock.ReadFile("clock/tick.sql")
	check(t, err)
	exec1(t, db, string(sqlText))
	exec1(t, db, `SELECT vault.create_secret($1, 'prilavok_function_url'), vault.create_secret($2, 'prilavok_tick_secret')`, functionURL, tickSecret)
	calls := func() string {
		exec1(t, db, `DELETE FROM net.calls`)
		exec1(t, db, `SELECT prilavok.tick()`)
		return one(t, db, `SELECT count(*)::text FROM net.calls`)
	}
	if n := calls(); n != "0" {
		t.Errorf("an empty database calls %s times", n)
	}
	exec1(t, db, aShop, "shp_a")
	if n := calls(); n != "1" {
		t.Errorf("a shop that was never looked after calls %s times", n)
	}
	exec1(t, db, `INSERT INTO prilavok.upkeep VALUES ('shp_a', now())`)
	for _, x := range []struct {
		what string
		jobs [][]any // id, lane, seq, status, run_at in, lease, lease_until in
		want string
	}{
		{"nothing", nil, "0"},
		{"a job that is due", [][]any{{"a", nil, 0, "ready", "-1s", nil, nil}}, "1"},
		{"two of them", [][]any{{"a", nil, 0, "ready", "-1s", nil, nil}, {"b", nil, 0, "ready", "-1s", nil, nil}}, "1"},
		{"a job for later", [][]any{{"a", nil, 0, "ready", "1h", nil, nil}}, "0"},
		{"a job that runs", [][]any{{"a", nil, 0, "running", "-1s", "l", "1min"}}, "0"},
		{"a job whose worker has died", [][]any{{"a", nil, 0, "running", "-5min", "l", "-1s"}}, "1"},
		{"a dead letter", [][]any{{"a", nil, 0, "dead", "-1s", nil, nil}}, "0"},
		{"a job behind one that runs", [][]any{{"a", "turn:1", 1, "running", "-1s", "l", "1min"}, {"b", "turn:1", 2, "ready", "-1s", nil, nil}}, "0"},
		{"a job behind a dead letter", [][]any{{"a", "turn:1", 1, "dead", "-1s", nil, nil}, {"b", "turn:1", 2, "ready", "-1s", nil, nil}}, "1"},
	} {
		exec1(t, db, `DELETE FROM prilavok.jobs`)
		for _, j := range x.jobs {
			exec1(t, db, aJob, j...)
		}
		if n := calls(); n != x.want {
			t.Errorf("%s: %s calls, want %s", x.what, n, x.want)
		}
	}
	exec1(t, db, `DELETE FROM prilavok.jobs`)
	exec1(t, db, `UPDATE prilavok.upkeep SET begun_at = now() - interval '11 minutes'`)
	if n := calls(); n != "1" {
		t.Errorf("a shop that was looked after long ago calls %s times", n)
	}
	call := one(t, db, `SELECT concat_ws(' ', url, body, headers->>'Content-Type', headers->>'x-prilavok-tick', timeout) FROM net.calls`)
	if call != functionURL+"/tick {} application/json "+tickSecret+" 5000" {
		t.Errorf("the call is %s", call)
	}
	exec1(t, db, `DELETE FROM vault.secrets`)
	if _, err := db.ExecContext(t.Context(), `SELECT prilavok.tick()`); err == nil || !strings.Contains(err.Error(), "prilavok supabase enable") {
		t.Errorf("without its secrets: %v", err)
	}
}

// withCron is a migrated database of a cluster that has Debian's pg_cron.
func withCron(t *testing.T) string {
	t.Helper()
	if found, _ := filepath.Glob("/usr/share/postgresql/*/extension/pg_cron.control"); len(found) == 0 {
		t.Skip("SKIPPED: pg_cron is missing, scripts/setup installs it")
	}
	// Starting it reads no setting of the database that the other tests share.
	s, err := storetest.StartPostgres(t.Context(), "-c", "shared_preload_libraries=pg_cron", "-c", "cron.database_name=postgres", "-c", "cron.use_background_workers=on")
	check(t, err)
	t.Cleanup(func() { check(t, s.Stop()) })
	url := s.URL("postgres", "postgres")
	db, err := postgres.Open(t.Context(), url, postgres.Options{MaxConns: 1})
	check(t, err)
	_, err = postgres.Migrate(t.Context(), db)
	check(t, err)
	check(t, store.New(db).Close())
	return url
}

// made lists what enable makes and disable takes back.
func made(t *testing.T, db *sql.DB) string {
	t.Helper()
	return strings.Join(append(texts(t, db, `SELECT proname::text FROM pg_proc WHERE pronamespace = 'prilavok'::regnamespace AND proname IN ('tick', 'tick_due', 'tell_realtime')
		UNION ALL SELECT tgname::text FROM pg_trigger WHERE tgname = 'tell_realtime'
		UNION ALL SELECT name FROM vault.secrets ORDER BY 1`), texts(t, db, `SELECT jobname FROM cron.job ORDER BY 1`)...), " ")
}

func TestEnable(t *testing.T) {
	url := withCron(t)
	db := open(t, url)
	exec1(t, db, imitations)
	c := deploy.Clock{FunctionURL: functionURL, Secret: tickSecret, Every: 10}
	said, err := deploy.Enable(t.Context(), url, c)
	check(t, err)
	if s := strings.Join(said, "\n"); !strings.Contains(s, "extension pg_cron") || strings.Contains(s, tickSecret) {
		t.Errorf("it says:\n%s", s)
	}
	all := "prilavok_function_url prilavok_tick_secret tick tick_due prilavok-tick prilavok-tick-history"
	if got := made(t, db); got != all {
		t.Errorf("there is %s", got)
	}
	// What cron will run calls with the secret of today, once.
	c.Secret = "another" + tickSecret
	_, err = deploy.Enable(t.Context(), url, c)
	check(t, err)
	if got := made(t, db); got != all {
		t.Errorf("after the second time there is %s", got)
	}
	exec1(t, db, aShop, "shp_a")
	exec1(t, db, one(t, db, `SELECT command FROM cron.job WHERE jobname = 'prilavok-tick'`))
	if got := one(t, db, `SELECT string_agg(url || ' ' || (headers->>'x-prilavok-tick'), ',') FROM net.calls`); got != functionURL+"/tick "+c.Secret {
		t.Errorf("cron calls %s", got)
	}
	exec1(t, db, one(t, db, `SELECT command FROM cron.job WHERE jobname = 'prilavok-tick-history'`))

	c.Realtime = true
	_, err = deploy.Enable(t.Context(), url, c)
	check(t, err)
	// As the bot writes it: the role has no right on anything of Realtime's.
	event := `DO $$ BEGIN PERFORM set_config('app.shop_id', 'shp_a', true), set_config('role', 'prilavok_bot', true);
		INSERT INTO prilavok.events (shop_id, id, name, data, created_at) VALUES ('shp_a', '%s', 'order.placed', '{"phone": "secret"}', now()); END $$`
	exec1(t, db, fmt.Sprintf(event, "evt_1"))
	if got := one(t, db, `SELECT concat_ws(' ', event, topic, private, payload) FROM realtime.sent`); !strings.HasPrefix(got, "order.placed prilavok:shp_a t {") || strings.Contains(got, "phone") {
		t.Errorf("realtime was told %s", got)
	}
	exec1(t, db, `DROP TABLE realtime.sent`) // now every send fails
	exec1(t, db, fmt.Sprintf(event, "evt_2"))
	if n := one(t, db, `SELECT count(*)::text FROM prilavok.events`); n != "2" {
		t.Errorf("%s events are kept when nobody can be told", n)
	}
	for range 2 {
		check(t, deploy.Disable(t.Context(), url))
		if got := made(t, db); got != "" {
			t.Errorf("disable leaves %s", got)
		}
	}
	// A pg_cron that says it knows seconds and does not: the last step fails, the first ones are undone.
	exec1(t, db, `UPDATE pg_extension SET extversion = '1.6' WHERE extname = 'pg_cron'`)
	_, err = deploy.Enable(t.Context(), url, c)
	code(t, err, "deploy.enable")
	if got := made(t, db); got != "" {
		t.Errorf("half of it is there: %s", got)
	}
}

// TestEnableAsTheProjectsUser: Supabase's user postgres is no superuser; it sees all rows, may
// use cron, and may call what pg_net and Vault have.
func TestEnableAsTheProjectsUser(t *testing.T) {
	super := withCron(t)
	db := open(t, super)
	exec1(t, db, imitations+`
		CREATE EXTENSION pg_cron;
		CREATE ROLE project LOGIN CREATEROLE BYPASSRLS;
		GRANT USAGE ON SCHEMA cron, net, vault TO project;
		GRANT ALL ON ALL TABLES IN SCHEMA cron TO project;
		GRANT SELECT, DELETE ON vault.secrets, vault.decrypted_secrets TO project;
		ALTER FUNCTION vault.create_secret SECURITY DEFINER; ALTER FUNCTION vault.update_secret SECURITY DEFINER; ALTER FUNCTION net.http_post SECURITY DEFINER;
		ALTER SCHEMA prilavok OWNER TO project;
		DO $$ DECLARE r record; BEGIN FOR r IN SELECT oid::regclass AS name FROM pg_class WHERE relnamespace = 'prilavok'::regnamespace AND relkind = 'r' LOOP
			EXECUTE 'ALTER TABLE ' || r.name || ' OWNER TO project'; END LOOP; END $$;
		GRANT prilavok_bot, prilavok_system TO project`)
	url := strings.Replace(super, "postgres@", "project@", 1)
	c := deploy.Clock{FunctionURL: functionURL, Secret: tickSecret, Every: 10}
	for range 2 {
		_, err := deploy.Enable(t.Context(), url, c)
		check(t, err)
	}
	exec1(t, db, aShop, "shp_a")
	mine := open(t, url)
	exec1(t, mine, one(t, mine, `SELECT command FROM cron.job WHERE jobname = 'prilavok-tick'`))
	exec1(t, mine, one(t, mine, `SELECT command FROM cron.job WHERE jobname = 'prilavok-tick-history'`))
	if n := one(t, db, `SELECT count(*)::text FROM net.calls`); n != "1" {
		t.Errorf("cron calls %s times", n)
	}
	check(t, deploy.Disable(t.Context(), url))
	if got := made(t, db); got != "" {
		t.Errorf("disable leaves %s", got)
	}
}

// TestEnableAllOrNothing: what cannot be set up whole is not begun.
func TestEnableAllOrNothing(t *testing.T) {
	c := deploy.Clock{FunctionURL: functionURL, Secret: tickSecret, Every: 10}
	super := storetest.NewDatabase(t, true)
	db := open(t, super)
	exec1(t, db, imitations)
	_, err := deploy.Enable(t.Context(), super, c) // pg_cron is not loaded there, if it is installed at all
	code(t, err, "deploy.extension")
	if !strings.Contains(err.Error(), "pg_cron") {
		t.Errorf("%v", err)
	}
	left := one(t, db, `SELECT (SELECT count(*) FROM vault.secrets) + (SELECT count(*) FROM pg_proc WHERE pronamespace = 'prilavok'::regnamespace AND proname LIKE 'tick%')::bigint || ''`)
	if left != "0" {
		t.Errorf("%s things are left behind", left)
	}
	_, err = deploy.Enable(t.Context(), storetest.AsOwner(super), c)
	code(t, err, "deploy.clock_role")
	empty := storetest.NewDatabase(t, false)
	_, err = deploy.Enable(t.Context(), empty, c)
	code(t, err, "deploy.not_migrated")
	check(t, deploy.Disable(t.Context(), empty))
	c.Secret = "short"
	_, err = deploy.Enable(t.Context(), super, c)
	code(t, err, "deploy.tick_secret")
	for _, bad := range []string{"", "bot", "http://shop.example.com/bot", functionURL + "/tick", functionURL + "?x=1"} {
		c := deploy.Clock{FunctionURL: bad, Secret: tickSecret, Every: 10}
		_, err = deploy.Enable(t.Context(), super, c)
		code(t, err, "deploy.function_url")
	}
}

// TestTickLooksAsOftenAsUpkeep: the guard's ten minutes are the app's.
func TestTickLooksAsOftenAsUpkeep(t *testing.T) {
	text, err := supabase.Clock.ReadFile("clock/tick.sql")
	check(t, err)
	if app.UpkeepEvery != 10*time.Minute || !strings.Contains(string(text), "interval '10 minutes'") {
		t.Errorf("the shops are looked after every %s, tick.sql says otherwise", app.UpkeepEvery)
	}
}
