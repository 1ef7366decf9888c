package deploy

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"prilavok/core/fault"
	"prilavok/store"
	"prilavok/store/postgres"
	"prilavok/supabase"
)

// Clock is what Enable sets up.
type Clock struct {
	FunctionURL string // https://REFERENCE.supabase.co/functions/v1/bot
	Secret      string // PRILAVOK_TICK_SECRET of the function
	Every       int    // seconds between looks, 1 to 60
	Realtime    bool   // events are told to Realtime as well
}

// Faults of the clock.
var (
	ErrFunctionURL = fault.New(fault.Invalid, "deploy.function_url",
		"the function's address is https://REFERENCE.supabase.co/functions/v1/bot, without /tick and without a query")
	ErrTickSecret = fault.New(fault.Invalid, "deploy.tick_secret",
		"PRILAVOK_TICK_SECRET has at least 24 characters: openssl rand -hex 32 makes one; the function and the database have the same")
	ErrClockRole = fault.New(fault.Forbidden, "deploy.clock_role",
		"this database user does not see the rows of all shops: the clock belongs to the user postgres of the project")
	ErrNotMigrated = fault.New(fault.Conflict, "deploy.not_migrated",
		"the database has no tables of Prilavok's yet, or older ones: run prilavok migrate first")
)

// extension is one that the clock stands on. There says whether it is ready.
type extension struct{ name, there, create string }

var extensions = []extension{
	{"pg_cron", `to_regclass('cron.job') IS NOT NULL`, `CREATE EXTENSION pg_cron`},
	{"pg_net", `EXISTS (SELECT FROM pg_proc WHERE proname = 'http_post' AND pronamespace = to_regnamespace('net'))`, `CREATE EXTENSION pg_net`},
	{"supabase_vault", `to_regclass('vault.decrypted_secrets') IS NOT NULL`, `CREATE EXTENSION supabase_vault CASCADE`},
}

const realtimeThere = `EXISTS (SELECT FROM pg_proc WHERE proname = 'send' AND pronamespace = to_regnamespace('realtime'))`

// Enable sets up the clock in one transaction, so that all of it is there or nothing, and
// says what it has done. It may be repeated, to change the address, the secret or the pace.
//
// Faults: deploy.function_url, deploy.tick_secret, deploy.clock_role, deploy.not_migrated,
// deploy.extension, deploy.enable.
func Enable(ctx context.Context, databaseURL string, c Clock) ([]string, error) {
	u, err := url.Parse(c.FunctionURL)
	if err != nil || u.Host == "" || u.Scheme != "https" && !local(u.Hostname()) || u.RawQuery != "" || strings.HasSuffix(u.Path, "/tick") {
		return nil, ErrFunctionURL
	}
	if len(c.Secret) < leastTick {
		return nil, ErrTickSecret
	}
	var said []string
	err = inTx(ctx, databaseURL, func(tx *sql.Tx) error {
		said = nil
		return c.enable(ctx, tx, func(line string) { said = append(said, line) })
	})
	if err != nil {
		return nil, err
	}
	return said, nil
}

func local(host string) bool { return host == "localhost" || host == "127.0.0.1" }

// Disable takes back what Enable has made.
func Disable(ctx context.Context, databaseURL string) error {
	return inTx(ctx, databaseURL, func(tx *sql.Tx) error { return run(ctx, tx, "disable.sql") })
}

func inTx(ctx context.Context, databaseURL string, fn func(tx *sql.Tx) error) error {
	db, err := postgres.Open(ctx, databaseURL, postgres.Options{MaxConns: 1})
	if err != nil {
		return err
	}
	defer store.New(db).Close()
	tx, err := db.Write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := fn(tx); err != nil {
		var f *fault.Fault
		if errors.As(err, &f) {
			return err
		}
		return fault.Wrap(err, fault.Internal, "deploy.enable", "the database refuses a step; nothing was changed")
	}
	return tx.Commit()
}

func run(ctx context.Context, tx *sql.Tx, name string) error {
	text, err := supabase.Clock.ReadFile("clock/" + name)
	if err == nil {
		_, err = tx.ExecContext(ctx, string(text))
	}
	return err
}

func (c Clock) enable(ctx context.Context, tx *sql.Tx, say func(line string)) error {
	if err := c.possible(ctx, tx); err != nil {
		return err
	}
	for _, x := range extensions {
		if ok, err := holds(ctx, tx, x.there); err != nil || ok {
			if err != nil {
				return err
			}
			continue
		}
		if _, err := tx.ExecContext(ctx, x.create); err != nil {
			return fault.Wrap(err, fault.Unsupported, "deploy.extension", "the extension %s cannot be made; nothing was changed. Turn it on in the Dashboard: Database, Extensions", x.name)
		}
		say("extension " + x.name)
	}
	if err := run(ctx, tx, "tick.sql"); err != nil {
		return err
	}
	for _, s := range []struct{ name, value string }{{"prilavok_function_url", c.FunctionURL}, {"prilavok_tick_secret", c.Secret}} {
		if err := keep(ctx, tx, s.name, s.value); err != nil {
			return err
		}
		say("vault: " + s.name)
	}
	pace, err := c.schedule(ctx, tx)
	if err != nil {
		return err
	}
	say("cron: " + pace)
	if !c.Realtime {
		return nil
	}
	say("realtime: topic prilavok:SHOP_ID, private")
	return run(ctx, tx, "realtime.sql")
}

// possible looks whether all can be done, before anything is.
func (c Clock) possible(ctx context.Context, tx *sql.Tx) error {
	if ok, err := holds(ctx, tx, `to_regclass('prilavok.jobs') IS NOT NULL AND to_regclass('prilavok.upkeep') IS NOT NULL`); err != nil || !ok {
		return errors.Join(err, ErrNotMigrated)
	}
	if ok, err := holds(ctx, tx, `(SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user)`); err != nil || !ok {
		return errors.Join(err, ErrClockRole)
	}
	missing, err := unavailable(ctx, tx, c.Realtime)
	if err == nil && len(missing) > 0 {
		err = fault.New(fault.Unsupported, "deploy.extension", "this database does not have %s; nothing was changed", strings.Join(missing, ", "))
	}
	return err
}

// unavailable lists the extensions that are neither there nor can be made.
func unavailable(ctx context.Context, tx *sql.Tx, realtime bool) ([]string, error) {
	var missing []string
	for _, x := range extensions {
		ok, err := holds(ctx, tx, x.there+` OR EXISTS (SELECT FROM pg_available_extensions WHERE name = '`+x.name+`')`)
		if err != nil {
			return nil, err
		}
		if !ok {
			missing = append(missing, x.name)
		}
	}
	if realtime {
		ok, err := holds(ctx, tx, realtimeThere)
		if err != nil {
			return nil, err
		}
		if !ok {
			missing = append(missing, "realtime")
		}
	}
	return missing, nil
}

func holds(ctx context.Context, tx *sql.Tx, condition string) (ok bool, err error) {
	err = tx.QueryRowContext(ctx, `SELECT `+condition).Scan(&ok)
	return ok, err
}

// keep puts a secret into Vault, in the place of an older one of its name.
func keep(ctx context.Context, tx *sql.Tx, name, value string) error {
	var id string
	err := tx.QueryRowContext(ctx, `SELECT id::text FROM vault.secrets WHERE name = $1`, name).Scan(&id)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		_, err = tx.ExecContext(ctx, `SELECT vault.create_secret($1, $2)`, value, name)
	case err == nil:
		_, err = tx.ExecContext(ctx, `SELECT vault.update_secret($1::text::uuid, $2)`, id, value)
	}
	return err
}

// schedule makes or changes the cron jobs: the tick, and one that keeps cron's own history
// of it short. pg_cron knows seconds from 1.5 on.
func (c Clock) schedule(ctx context.Context, tx *sql.Tx) (pace string, err error) {
	var version string
	if err := tx.QueryRowContext(ctx, `SELECT extversion FROM pg_extension WHERE extname = 'pg_cron'`).Scan(&version); err != nil {
		return "", err
	}
	pace, when := "every "+strconv.Itoa(c.Every)+" seconds, when something is due", strconv.Itoa(c.Every)+" seconds"
	if old := olderThan(version, 1, 5); old || c.Every == 60 {
		pace, when = "every minute, when something is due", "* * * * *"
		if old {
			pace += fmt.Sprintf(" (pg_cron %s knows no seconds)", version)
		}
	}
	if _, err := tx.ExecContext(ctx, `SELECT cron.schedule('prilavok-tick', $1, 'SELECT prilavok.tick()')`, when); err != nil {
		return "", err
	}
	_, err = tx.ExecContext(ctx, `SELECT cron.schedule('prilavok-tick-history', '17 3 * * *',
		$$DELETE FROM cron.job_run_details WHERE end_time < now() - interval '1 day' AND jobid IN (SELECT jobid FROM cron.job WHERE jobname IN ('prilavok-tick', 'prilavok-tick-history'))$$)`)
	return pace, err
}

func olderThan(version string, major, minor int) bool {
	a, rest, _ := strings.Cut(version, ".")
	b, _, _ := strings.Cut(rest, ".")
	x, _ := strconv.Atoi(a)
	y, _ := strconv.Atoi(b)
	return x < major || x == major && y < minor
}
