package doctor

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"prilavok/core/call"
	"prilavok/core/fault"
	"prilavok/core/lang"
)

// said is an error in both languages: its own words, which are for people.
func said(ru, en string, err error) lang.Phrase {
	return lang.Phrase{RU: ru + ": " + err.Error(), EN: en + ": " + err.Error()}
}

func phrase(ru, en string, args ...any) lang.Phrase {
	return lang.Phrase{RU: fmt.Sprintf(ru, args...), EN: fmt.Sprintf(en, args...)}
}

// Database checks that the database answers. where names it without its password.
func Database(where string, ping func(ctx context.Context) error) Check {
	return Check{"database", lang.Phrase{RU: "База данных", EN: "Database"}, func(ctx context.Context) Result {
		if err := ping(ctx); err != nil {
			return Result{Fail, said(where+" не отвечает", where+" does not answer", err), lang.Phrase{
				RU: "Проверьте DATABASE_URL: адрес, имя, пароль; запущен ли сервер и пускает ли он отсюда (pg_hba.conf). Для SQLite — есть ли папка и право писать в неё.",
				EN: "Check DATABASE_URL: address, name, password; whether the server runs and lets this machine in (pg_hba.conf). For SQLite: whether the folder exists and may be written to."}}
		}
		return Result{OK, phrase("%s отвечает", "%s answers", where), lang.Phrase{}}
	}}
}

// Migrations checks that the schema is the one this program needs.
func Migrations(pending func(ctx context.Context) ([]string, error)) Check {
	return Check{"migrations", lang.Phrase{RU: "Схема базы", EN: "Schema"}, func(ctx context.Context) Result {
		versions, err := pending(ctx)
		switch {
		case err != nil:
			return Result{Fail, said("список миграций не читается", "the list of migrations cannot be read", err), lang.Phrase{
				RU: "Сначала почините базу данных; роли нужно право на схему supabase_migrations.",
				EN: "Mend the database first; the role needs rights on the schema supabase_migrations."}}
		case len(versions) > 0:
			return Result{Fail, phrase("не применено миграций: %d (%s)", "%d migration(s) not applied (%s)", len(versions), strings.Join(versions, ", ")), lang.Phrase{
				RU: "Выполните: prilavok migrate", EN: "Run: prilavok migrate"}}
		}
		return Result{OK, lang.Phrase{RU: "все миграции применены", EN: "all migrations are applied"}, lang.Phrase{}}
	}}
}

// SecretKey checks that there is a key, and how many.
func SecretKey(keys int) Check {
	return Check{"secret_key", lang.Phrase{RU: "Ключ шифрования", EN: "Secret key"}, func(context.Context) Result {
		if keys == 0 {
			return Result{Fail, lang.Phrase{RU: "PRILAVOK_SECRET_KEY не задан", EN: "PRILAVOK_SECRET_KEY is not set"}, lang.Phrase{
				RU: "Создайте ключ командой openssl rand -base64 32, задайте его и сохраните отдельно от резервных копий.",
				EN: "Make one with openssl rand -base64 32, set it, and keep it apart from backups."}}
		}
		return Result{OK, phrase("ключей: %d", "%d key(s)", keys), lang.Phrase{}}
	}}
}

// Model checks that the model service answers and has the model. A nil list says
// that none is set up.
func Model(name string, list func(ctx context.Context) ([]string, error)) Check {
	return Check{"model", lang.Phrase{RU: "Языковая модель", EN: "Model"}, func(ctx context.Context) Result {
		if list == nil {
			return Result{Off, lang.Phrase{RU: "не подключена: помощник отвечает по правилам", EN: "not connected: the assistant answers by its rules"}, lang.Phrase{}}
		}
		models, err := list(ctx)
		switch {
		case fault.Is(err, fault.Unsupported):
			return Result{Warn, lang.Phrase{RU: "служба не умеет перечислять модели, проверить нечем", EN: "the service cannot list its models; nothing to check with"}, lang.Phrase{}}
		case fault.Is(err, fault.Unauthorized):
			return Result{Fail, said("ключ не принят", "the key is refused", err), lang.Phrase{
				RU: "Проверьте OPENAI_API_KEY и к той ли службе он относится (OPENAI_BASE_URL).", EN: "Check OPENAI_API_KEY, and that it belongs to the service of OPENAI_BASE_URL."}}
		case err != nil:
			return Result{Fail, said("служба не отвечает", "the service does not answer", err), lang.Phrase{
				RU: "Проверьте OPENAI_BASE_URL (с /v1 на конце) и доступ в сеть. До тех пор помощник отвечает по правилам.", EN: "Check OPENAI_BASE_URL (it ends in /v1) and the network. Until then the assistant answers by its rules."}}
		case !slices.Contains(models, name):
			return Result{Fail, phrase("у службы нет модели %q", "the service has no model %q", name), lang.Phrase{
				RU: "Задайте OPENAI_MODEL. Есть: " + few(models), EN: "Set OPENAI_MODEL. There are: " + few(models)}}
		}
		return Result{OK, phrase("модель %s доступна", "model %s is available", name), lang.Phrase{}}
	}}
}

// few shows the beginning of a long list.
func few(list []string) string {
	const most = 8
	if len(list) > most {
		return strings.Join(list[:most], ", ") + "…"
	}
	return strings.Join(list, ", ")
}

// Disk checks the space left where the data lies.
func Disk(dir string, free func(dir string) (left, total uint64, err error)) Check {
	return Check{"disk", lang.Phrase{RU: "Диск", EN: "Disk"}, func(context.Context) Result {
		left, total, err := free(dir)
		mend := lang.Phrase{RU: "Освободите место: при полном диске заказы не сохраняются.", EN: "Free some space: orders cannot be stored on a full disk."}
		const mib = 1 << 20
		switch {
		case fault.Is(err, fault.Unsupported):
			return Result{Off, lang.Phrase{RU: "на этой системе не проверяется", EN: "not checked on this system"}, lang.Phrase{}}
		case err != nil:
			return Result{Fail, said("папка "+dir+" недоступна", "folder "+dir+" cannot be looked at", err), lang.Phrase{
				RU: "Создайте папку DATA_DIR и дайте право писать в неё.", EN: "Make the folder DATA_DIR and let this program write to it."}}
		case left < 200*mib:
			return Result{Fail, phrase("свободно %d МБ из %d", "%d MB of %d are free", left/mib, total/mib), mend}
		case left < 1024*mib || left < total/20:
			return Result{Warn, phrase("свободно %d МБ из %d", "%d MB of %d are free", left/mib, total/mib), mend}
		}
		return Result{OK, phrase("свободно %d МБ", "%d MB are free", left/mib), lang.Phrase{}}
	}}
}

// Watch is somebody else's clock.
type Watch struct {
	Name string
	Time func(ctx context.Context) (time.Time, error)
}

// DateOf reads the clock of a web service from the Date header of any answer.
func DateOf(name string, do call.Doer, url string) Watch {
	return Watch{name, func(ctx context.Context) (time.Time, error) {
		res, err := do.Do(ctx, call.Request{Method: "GET", URL: url, Timeout: 10 * time.Second, Service: "doctor", Name: "date"})
		if err != nil {
			return time.Time{}, err
		}
		t, err := time.Parse(time.RFC1123, res.Header["date"])
		if err != nil {
			return time.Time{}, fault.New(fault.Unsupported, "doctor.no_date", "%s tells no time", name)
		}
		return t, nil
	}}
}

// Clock compares the machine's clock with others'. Leases, limits and signatures
// bear a minute; more makes trouble.
func Clock(now func() time.Time, others ...Watch) Check {
	return Check{"clock", lang.Phrase{RU: "Часы", EN: "Clock"}, func(ctx context.Context) Result {
		for _, w := range others {
			theirs, err := w.Time(ctx)
			if err != nil {
				continue // whether it can be reached is another check's business
			}
			off := now().Sub(theirs).Round(time.Second)
			if off.Abs() > time.Minute {
				return Result{Fail, phrase("расходятся на %s с часами %s", "%s apart from the clock of %s", off, w.Name), lang.Phrase{
					RU: "Включите синхронизацию времени: timedatectl set-ntp true", EN: "Turn on time synchronization: timedatectl set-ntp true"}}
			}
			return Result{OK, phrase("идут верно (по %s)", "right (by %s)", w.Name), lang.Phrase{}}
		}
		return Result{Off, lang.Phrase{RU: "сравнить не с чем", EN: "nothing to compare with"}, lang.Phrase{}}
	}}
}
