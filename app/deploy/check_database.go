package deploy

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"prilavok/app/doctor"
	"prilavok/app/server"
	"prilavok/core/lang"
	"prilavok/store"
	"prilavok/store/lint"
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
		{Name: "lints", Title: both("Закрытость", "Lints"), Run: inside(lints)},
	}
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

// lints: nothing of the shop's may be open to strangers, or slow to read. The worst is told.
func lints(ctx context.Context, tx *sql.Tx) doctor.Result {
	list, err := lint.In(ctx, tx)
	if err != nil {
		return unread(err)
	}
	list = slices.DeleteFunc(list, func(f lint.Finding) bool { return f.Level == lint.Info })
	if len(list) == 0 {
		return fine("замечаний нет, проверок %d", "nothing found, %d lints", len(lint.All()))
	}
	var names []string
	for _, f := range list {
		names = append(names, f.Lint+" "+f.Object)
	}
	state := doctor.Warn
	if list[0].Level == lint.Error {
		state = doctor.Fail
	}
	return wrong(state, both("%s", "%s", strings.Join(names, "; ")), lang.Phrase{RU: list[0].Advice, EN: list[0].Advice})
}
