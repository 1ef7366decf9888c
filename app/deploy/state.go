package deploy

import (
	"context"
	"database/sql"
	"log/slog"
	"time"

	"prilavok/app"
	"prilavok/app/doctor"
	"prilavok/app/server"
	"prilavok/core/fault"
	"prilavok/core/id"
	"prilavok/core/seal"
	"prilavok/store"
	"prilavok/store/postgres"
)

// Database opens the database of a project to be looked at: nothing is migrated. done closes it.
//
// Faults: deploy.no_key, seal.key, those of opening Postgres.
func (d *Deployed) Database(ctx context.Context, databaseURL, keys string) (done func(), err error) {
	if keys == "" {
		return nil, fault.New(fault.Invalid, "deploy.no_key", "PRILAVOK_SECRET_KEY is not set here: the bots' tokens do not open without it")
	}
	ring, err := seal.ParseKeys(keys)
	if err != nil {
		return nil, err
	}
	keyring, err := seal.New(ring, nil)
	if err != nil {
		return nil, err
	}
	db, err := postgres.Open(ctx, databaseURL, postgres.Options{MaxConns: 2})
	if err != nil {
		return nil, err
	}
	d.App = app.New(app.Deps{Store: store.New(db), HTTP: d.HTTP, Keys: keyring, Now: d.Now, IDs: id.New(d.Now, nil), Log: slog.New(slog.DiscardHandler), Telegram: d.TelegramURL})
	d.Pending = func(ctx context.Context) ([]string, error) { return server.Pending(ctx, db) }
	d.Clock = func(ctx context.Context) (ClockState, error) { return clockState(ctx, db.Write) }
	return func() { _ = store.New(db).Close() }, nil
}

// ClockState is what the database says of its clock.
type ClockState struct {
	Scheduled bool
	Failed    int64  // looks that failed within an hour
	Last      string // what the last of them said
	Refused   int64  // calls within an hour that the function did not answer with 202
}

// clockState reads pg_cron's and pg_net's own tables, where there are any.
func clockState(ctx context.Context, db *sql.DB) (s ClockState, err error) {
	tx, err := db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return s, err
	}
	defer tx.Rollback()
	if ok, err := holds(ctx, tx, `to_regclass('cron.job') IS NOT NULL AND to_regclass('cron.job_run_details') IS NOT NULL`); err != nil || !ok {
		return s, err
	}
	err = tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT FROM cron.job WHERE jobname = 'prilavok-tick' AND active),
		(SELECT count(*) FROM cron.job_run_details d JOIN cron.job j USING (jobid) WHERE j.jobname = 'prilavok-tick' AND d.status = 'failed' AND d.start_time > now() - interval '1 hour'),
		coalesce((SELECT d.return_message FROM cron.job_run_details d JOIN cron.job j USING (jobid) WHERE j.jobname = 'prilavok-tick' AND d.status = 'failed' ORDER BY d.start_time DESC LIMIT 1), '')`).
		Scan(&s.Scheduled, &s.Failed, &s.Last)
	if err != nil {
		return s, err
	}
	// pg_net notes answers without their addresses: those of other callers count as well.
	if ok, err := holds(ctx, tx, `to_regclass('net._http_response') IS NOT NULL`); err != nil || !ok {
		return s, err
	}
	err = tx.QueryRowContext(ctx, `SELECT count(*) FROM net._http_response WHERE created > now() - interval '1 hour' AND (status_code IS NULL OR status_code >= 400)`).Scan(&s.Refused)
	return s, err
}

func (d Deployed) clockCheck() doctor.Check {
	return doctor.Check{Name: "clock", Title: both("Часы базы", "Database clock"), Run: func(ctx context.Context) doctor.Result {
		s, err := d.Clock(ctx)
		enable := both("Включите: prilavok supabase enable --function-url %s", "Set it up: prilavok supabase enable --function-url %s", d.FunctionURL)
		switch {
		case err != nil:
			return wrong(doctor.Fail, both("не читаются: %v", "cannot be read: %v", err), enable)
		case !s.Scheduled:
			return wrong(doctor.Warn, both("не заведены: брошенная работа ждёт следующего сообщения", "not set up: work left behind waits for the next message"), enable)
		case s.Failed > 0:
			return wrong(doctor.Fail, both("за час не удалось %d раз: %s", "failed %d time(s) within an hour: %s", s.Failed, s.Last), enable)
		case s.Refused > 0:
			return wrong(doctor.Warn, both("за час без успеха вызовов: %d", "%d call(s) within an hour had no success", s.Refused), both(
				"Посмотрите: SELECT status_code, error_msg, created FROM net._http_response ORDER BY created DESC LIMIT 20", "Look: SELECT status_code, error_msg, created FROM net._http_response ORDER BY created DESC LIMIT 20"))
		}
		return fine("идут", "they run")
	}}
}

// lag is how long work may wait before something is wrong.
const lag = 2 * time.Minute

func (d Deployed) queueCheck() doctor.Check {
	return doctor.Check{Name: "queue", Title: both("Очередь", "Queue"), Run: func(ctx context.Context) doctor.Result {
		s, err := d.App.QueueStats(ctx)
		switch {
		case err != nil:
			return wrong(doctor.Fail, both("не читается: %v", "cannot be read: %v", err), both("Сначала почините базу и миграции.", "Mend database and migrations first."))
		case s.OldestReady > lag:
			return wrong(doctor.Fail, both("работа ждёт уже %s", "work has waited for %s", s.OldestReady.Round(time.Second)), both(
				"Часы не будят функцию: смотрите строки выше.", "The clock does not wake the function: see the lines above."))
		case s.Dead > 0:
			return wrong(doctor.Warn, both("не сделано и само не повторится: %d", "%d job(s) will not run again by themselves", s.Dead), both(
				"Посмотрите prilavok jobs list, почините причину, затем prilavok jobs replay ID.", "See prilavok jobs list, mend the cause, then prilavok jobs replay ID."))
		}
		return fine("ждут %d", "%d wait", s.Ready)
	}}
}
