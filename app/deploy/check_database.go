package deploy

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"prilavok/app/doctor"
	"prilavok/app/server"
	"prilavok/core/lang"
	"prilavok/store"
	"prilavok/store/postgres"
)

// CheckDatabase lists the checks of a project's database, and closes it with done. A
// database that cannot be reached is a finding.
func CheckDatabase(ctx context.Context, databaseURL string) (list []doctor.Check, done func()) {
	db, openErr := postgres.Open(ctx, databaseURL, postgres.Options{MaxConns: 2})
	done = func() {}
	if openErr == nil {
		done = func() { _ = store.New(db).Close() }
	}
	// inside runs a look in a transaction that changes nothing.
	inside := func(look func(ctx context.Context, tx *sql.Tx) doctor.Result) func(ctx context.Context) doctor.Result {
		return func(ctx context.Context) doctor.Result {
			if openErr != nil {
				return off("база не отвечает", "the database does not answer")
			}
			tx, err := db.Write.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
			if err != nil {
				return unread(err)
			}
			defer tx.Rollback()
			return look(ctx, tx)
		}
	}
	list = []doctor.Check{
		doctor.Database("Postgres", func(context.Context) error { return openErr }),
		doctor.Migrations(func(ctx context.Context) ([]string, error) {
			if openErr != nil {
				return nil, openErr
			}
			return server.Pending(ctx, db)
		}),
		{Name: "roles", Title: both("Роли", "Roles"), Run: inside(roles)},
		{Name: "extensions", Title: both("Расширения", "Extensions"), Run: inside(extensionsThere)},
		{Name: "exposed", Title: both("Закрытость", "Exposure"), Run: inside(exposed)},
	}
	// The lints of store/lint belong here, after the looks that say whether there is
	// anything to lint: one check, or one for each level.
	return list, done
}

func unread(err error) doctor.Result {
	return wrong(doctor.Fail, both("не читается: %v", "cannot be read: %v", err), both("Сначала почините базу.", "Mend the database first."))
}

// roles: the bot takes two roles for each unit of work, and its login must be allowed to.
func roles(ctx context.Context, tx *sql.Tx) doctor.Result {
	for _, role := range []string{"prilavok_bot", "prilavok_system"} {
		there, err := holds(ctx, tx, fmt.Sprintf(`EXISTS (SELECT FROM pg_roles WHERE rolname = '%s')`, role))
		if err != nil {
			return unread(err)
		}
		may := false
		if there {
			if may, err = holds(ctx, tx, fmt.Sprintf(`pg_has_role(current_user, '%s', 'MEMBER')`, role)); err != nil {
				return unread(err)
			}
		}
		if !may {
			return wrong(doctor.Fail, both("роли %s нет, или она не выдана этому пользователю", "there is no role %s, or this user may not take it", role), both(
				"Выполните prilavok migrate тем же пользователем, которым ходит бот.", "Run prilavok migrate as the user that the bot connects as."))
		}
	}
	return fine("prilavok_bot и prilavok_system на месте", "prilavok_bot and prilavok_system are there")
}

func extensionsThere(ctx context.Context, tx *sql.Tx) doctor.Result {
	missing, err := unavailable(ctx, tx, false)
	switch {
	case err != nil:
		return unread(err)
	case len(missing) > 0:
		return wrong(doctor.Warn, both("нет: %s", "there is no %s", strings.Join(missing, ", ")), both(
			"Без них нет часов: работа, брошенная функцией, ждёт следующего сообщения. Включите в Dashboard: Database, Extensions.",
			"There is no clock without them: work that the function left behind waits for the next message. Turn them on in Dashboard: Database, Extensions."))
	}
	return fine("pg_cron, pg_net и Vault есть или могут быть включены", "pg_cron, pg_net and Vault are there or can be made")
}

// exposed: nothing of the shop's may be reached by the roles of Supabase's own API.
func exposed(ctx context.Context, tx *sql.Tx) doctor.Result {
	rows, err := tx.QueryContext(ctx, `SELECT r.rolname FROM pg_roles r JOIN pg_namespace n ON n.nspname = 'prilavok'
		WHERE r.rolname IN ('anon', 'authenticated') AND has_schema_privilege(r.rolname, n.oid, 'USAGE') ORDER BY 1`)
	if err != nil {
		return unread(err)
	}
	defer rows.Close()
	var open []string
	for rows.Next() {
		var role string
		if err := rows.Scan(&role); err != nil {
			return unread(err)
		}
		open = append(open, role)
	}
	if err := rows.Err(); err != nil {
		return unread(err)
	}
	if len(open) > 0 {
		revoke := "REVOKE ALL ON SCHEMA prilavok FROM " + strings.Join(open, ", ")
		return wrong(doctor.Fail, both("схема prilavok открыта для %s", "the schema prilavok is open to %s", strings.Join(open, ", ")), lang.Phrase{RU: "Выполните: " + revoke, EN: "Run: " + revoke})
	}
	return fine("схема prilavok закрыта для anon и authenticated", "the schema prilavok is closed to anon and authenticated")
}
