package deploy

import (
	"context"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"prilavok/app/doctor"
	"prilavok/core/lang"
	"prilavok/core/seal"
)

func (p Project) secretChecks() []doctor.Check {
	return []doctor.Check{
		{Name: "secrets", Title: both("Секреты", "Secrets"), Run: p.secrets},
		{Name: "database_url", Title: both("Адрес базы", "Database address"), Run: p.databaseURL},
		{Name: "committed", Title: both("Секреты в git", "Secrets in git"), Run: p.committed},
	}
}

func (p Project) readSecrets() (map[string]string, error) {
	text, err := os.ReadFile(p.Secrets)
	if err != nil {
		return nil, err
	}
	return ReadSecrets(string(text))
}

// secrets names everything that is wrong at once. No value is ever shown.
func (p Project) secrets(context.Context) doctor.Result {
	have, err := p.readSecrets()
	if err != nil {
		return wrong(doctor.Fail, both("файл секретов %s не читается: %v", "the file of secrets %s cannot be read: %v", p.Secrets, err),
			both("Скопируйте %s.example в .env рядом и заполните.", "Copy %s.example to .env beside it and fill it in.", SecretsPath))
	}
	var bad []lang.Phrase
	add := func(ru, en string, args ...any) { bad = append(bad, both(ru, en, args...)) }
	known := map[string]bool{}
	for _, s := range secrets {
		known[s.name] = true
		if v := have[s.name]; s.needed && (v == "" || v == s.value) {
			add("%s не задан", "%s is not set", s.name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(have)) {
		switch {
		case strings.HasPrefix(name, reservedPrefix):
			add("%s: имена с SUPABASE_ заняты платформой", "%s: names with SUPABASE_ are the platform's", name)
		case len(have[name]) > mostSecret:
			add("%s больше 48 КиБ", "%s is larger than 48 KiB", name)
		case !known[name]:
			add("%s бот не читает", "the bot does not read %s", name)
		}
	}
	if v := have["PRILAVOK_SECRET_KEY"]; v != "" && v != "KEY" {
		if _, err := seal.ParseKeys(v); err != nil {
			add("PRILAVOK_SECRET_KEY: %v", "PRILAVOK_SECRET_KEY: %v", err)
		}
	}
	if v := have["PRILAVOK_TICK_SECRET"]; v != "" && v != "SECRET" && len(v) < leastTick {
		add("PRILAVOK_TICK_SECRET короче %d знаков", "PRILAVOK_TICK_SECRET is shorter than %d characters", leastTick)
	}
	if v := have["PRILAVOK_PUBLIC_URL"]; v != "" && !strings.HasPrefix(v, "https://") {
		add("PRILAVOK_PUBLIC_URL начинается не с https://", "PRILAVOK_PUBLIC_URL does not begin with https://")
	}
	if have["PRILAVOK_EDGE_BREAKABLE"] != "" {
		add("PRILAVOK_EDGE_BREAKABLE позволяет любому уронить бота", "PRILAVOK_EDGE_BREAKABLE lets anybody break the bot")
	}
	if len(bad) > 0 {
		return wrong(doctor.Fail, joined(bad), both("Исправьте %s; что это и как сделать — в docs/supabase.ru.md.", "Mend %s; docs/supabase.md says what each is and how to make one.", p.Secrets))
	}
	return fine("%d заданы", "%d are set", len(have))
}

func joined(list []lang.Phrase) lang.Phrase {
	var ru, en []string
	for _, p := range list {
		ru, en = append(ru, p.RU), append(en, p.EN)
	}
	return lang.Phrase{RU: strings.Join(ru, "; "), EN: strings.Join(en, "; ")}
}

// databaseURL: the function has many short-lived instances, so that only the transaction
// pooler has room for their connections.
func (p Project) databaseURL(context.Context) doctor.Result {
	have, err := p.readSecrets()
	text := have["PRILAVOK_DATABASE_URL"]
	if err != nil || text == "" {
		return off("не задан", "not set")
	}
	mend := both("Возьмите строку в Dashboard: Connect, Transaction pooler, порт 6543, и впишите пароль базы.", "Take the string from Dashboard: Connect, Transaction pooler, port 6543, and put the database's password in.")
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "postgres" && u.Scheme != "postgresql" {
		return wrong(doctor.Fail, both("это не адрес postgres://", "this is no postgres:// address"), mend)
	}
	password, _ := u.User.Password()
	ref := p.ref()
	switch {
	case strings.HasPrefix(u.Hostname(), "db.") && strings.HasSuffix(u.Hostname(), ".supabase.co"):
		return wrong(doctor.Fail, both("прямой адрес базы, тот же, что SUPABASE_DB_URL: соединений не хватит", "the database's direct address, the one of SUPABASE_DB_URL: its connections run out"), mend)
	case u.Port() != "6543":
		return wrong(doctor.Fail, both("порт %s, у пулера транзакций 6543", "port %s, the transaction pooler's is 6543", or(u.Port(), "5432")), mend)
	case password == "" || password == "PASSWORD" || strings.Contains(password, "YOUR-PASSWORD") || u.Hostname() == "POOLER":
		return wrong(doctor.Fail, both("в строке остались слова шаблона", "words of the template are left in it"), mend)
	case refForm.MatchString(ref) && u.User.Username() != "postgres" && !strings.HasSuffix(u.User.Username(), "."+ref):
		return wrong(doctor.Fail, both("база другого проекта, не %s", "the database of another project, not of %s", ref), mend)
	}
	return fine("пулер транзакций %s", "the transaction pooler at %s", u.Hostname())
}

// committed: a secret in the repository is known to everybody who ever reads it.
func (p Project) committed(ctx context.Context) doctor.Result {
	path, err := filepath.Abs(p.Secrets)
	if err != nil {
		path = p.Secrets
	}
	if _, err := p.Tool(ctx, p.Dir, "git", "rev-parse", "--git-dir"); err != nil {
		return off("папка не в git", "the folder is not in git")
	}
	if _, err := p.Tool(ctx, p.Dir, "git", "ls-files", "--error-unmatch", path); err == nil {
		return wrong(doctor.Fail, both("файл секретов лежит в репозитории", "the file of secrets is in the repository"), both(
			"git rm --cached его, замените все секреты: прежние известны каждому, кто видел репозиторий.", "git rm --cached it and replace all secrets: the old ones are known to everybody who has seen the repository."))
	}
	return fine("не в репозитории", "not in the repository")
}
