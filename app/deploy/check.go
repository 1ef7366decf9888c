package deploy

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"prilavok/app/doctor"
	"prilavok/core/lang"
)

// Project is what Check looks at before a deploy.
type Project struct {
	Dir     string
	Secrets string // file of secrets; "" the project's own
	Version string // of this program: the commit that it was built from
	// Tool runs a program in the project's folder and returns what it says.
	Tool func(ctx context.Context, dir, name string, args ...string) (string, error)
}

// Tool runs a program, for Project.Tool.
func Tool(ctx context.Context, dir, name string, args ...string) (string, error) {
	var out bytes.Buffer
	cmd := command(ctx, dir, name, args...)
	cmd.Stdout, cmd.Stderr = &out, &out
	err := cmd.Run()
	return out.String(), err
}

// Check lists the checks of a project's files and of what this machine has to deploy them.
func Check(p Project) []doctor.Check {
	if p.Secrets == "" {
		p.Secrets = filepath.Join(p.Dir, filepath.FromSlash(SecretsPath))
	}
	list := []doctor.Check{{Name: "config", Title: both("config.toml", "config.toml"), Run: p.config}}
	for i, f := range functions {
		prefix := ""
		if i > 0 {
			prefix = f.name + "_"
		}
		of := of{p, f}
		list = append(list,
			doctor.Check{Name: prefix + "files", Title: both("Файлы функции %[1]s", "Files of function %[1]s", f.name), Run: of.files},
			doctor.Check{Name: prefix + "module", Title: both("Модуль %[1]s", "Module %[1]s", f.name), Run: of.module},
			doctor.Check{Name: prefix + "size", Title: both("Размер %[1]s", "Size of %[1]s", f.name), Run: of.size},
			doctor.Check{Name: prefix + "build", Title: both("Сборка %[1]s", "Build of %[1]s", f.name), Run: of.build})
	}
	return append(append(list, []doctor.Check{
		{Name: "docker", Title: both("Docker", "Docker"), Run: p.docker},
		{Name: "cli", Title: both("Supabase CLI", "Supabase CLI"), Run: p.cli},
	}...), p.secretChecks()...)
}

func (p Project) read(name string) ([]byte, error) {
	return os.ReadFile(filepath.Join(p.Dir, filepath.FromSlash(name)))
}

func initMend() lang.Phrase {
	return both("Выполните: prilavok supabase init DIR --ref REFERENCE", "Run: prilavok supabase init DIR --ref REFERENCE")
}

func buildMend() lang.Phrase {
	return both("В папке исходников: prilavok supabase build -o DIR/supabase/functions, либо init --wasm FILE", "In the source's folder: prilavok supabase build -o DIR/supabase/functions, or init --wasm FILE")
}

// wanted are the values of config.toml without which the function does not work as it should.
var wanted = []struct {
	key, value string
	why        lang.Phrase
}{
	{"functions.bot.verify_jwt", "false", lang.Phrase{RU: "мессенджеры приходят без JWT", EN: "messengers come without a JWT"}},
	{"functions.bot.entrypoint", `"./functions/bot/index.ts"`, lang.Phrase{RU: "с него начинается функция", EN: "the function begins there"}},
	{"functions.bot.import_map", `"./functions/bot/deno.json"`, lang.Phrase{RU: "он называет клиента Postgres", EN: "it names the Postgres client"}},
	{"functions.admin.verify_jwt", "false", lang.Phrase{RU: "ключи API — не JWT, а токены проверяет сам API", EN: "API keys are no JWT, and the API verifies tokens itself"}},
	{"functions.admin.entrypoint", `"./functions/admin/index.ts"`, lang.Phrase{RU: "с него начинается функция", EN: "the function begins there"}},
	{"functions.admin.import_map", `"./functions/admin/deno.json"`, lang.Phrase{RU: "он называет клиента Postgres", EN: "it names the Postgres client"}},
	{"edge_runtime.policy", `"per_worker"`, lang.Phrase{RU: "oneshot обрывает работу после ответа", EN: "oneshot ends work with the answer"}},
	{"edge_runtime.deno_version", "2", lang.Phrase{RU: "функция написана для Deno 2", EN: "the function is written for Deno 2"}},
}

func (p Project) config(context.Context) doctor.Result {
	text, err := p.read(configPath)
	if err != nil {
		return wrong(doctor.Fail, both("%s не читается", "%s cannot be read", configPath), initMend())
	}
	have := readTOML(string(text))
	for _, w := range wanted {
		if have[w.key] != w.value {
			return wrong(doctor.Fail, both("%s = %s", "%s = %s", w.key, or(have[w.key], "–")), lang.Phrase{
				RU: "Нужно " + w.key + " = " + w.value + ": " + w.why.RU, EN: "Set " + w.key + " = " + w.value + ": " + w.why.EN})
		}
	}
	for _, f := range functions {
		key, dir := "functions."+f.name+".static_files", "./functions/"+f.name+"/"
		if s := have[key]; !strings.Contains(s, `"`+dir+f.wasm()+`"`) && !strings.Contains(s, `"`+dir+`*.wasm"`) {
			return wrong(doctor.Fail, both("%s = %s", "%s = %s", key, or(s, "–")), both(
				`Нужно static_files = ["%s"]: иначе модуль не попадёт в функцию`, `Set static_files = ["%s"]: the module is not deployed else`, dir+f.wasm()))
		}
	}
	if ref := strings.Trim(have["project_id"], `"`); !refForm.MatchString(ref) {
		return wrong(doctor.Warn, both("project_id = %q — не ссылка проекта", "project_id = %q is no project's reference", ref), initMend())
	}
	return fine("значения верны, проект %s", "its values are right, project %s", p.ref())
}

// ref is the project's reference as config.toml has it.
func (p Project) ref() string {
	text, err := p.read(configPath)
	if err != nil {
		return ""
	}
	return strings.Trim(readTOML(string(text))["project_id"], `"`)
}

func or(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// readTOML reads the keys of tables with values on one line, which is how this file is
// written: "table.key" to the value as it stands.
func readTOML(text string) map[string]string {
	out, table := map[string]string{}, ""
	for _, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if name, ok := strings.CutPrefix(line, "["); ok && strings.Contains(name, "]") {
			name, _, _ = strings.Cut(name, "]")
			table = strings.TrimSpace(name) + "."
			continue
		}
		key, value, ok := strings.Cut(line, "=")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		if before, _, found := strings.Cut(value, " #"); found {
			value = before
		}
		out[table+strings.TrimSpace(key)] = strings.TrimSpace(value)
	}
	return out
}

var importForm = regexp.MustCompile(`(?m)^import (?:[^"]* from )?"(\.\.?/[^"]+)"`)

// of is a project, looked at for one of its functions.
type of struct {
	Project
	fn function
}

// files looks for the entry and for all that is imported from there on.
func (p of) files(context.Context) doctor.Result {
	for _, name := range []string{"index.ts", "deno.json"} {
		if _, err := p.read(p.fn.file(name)); err != nil {
			return wrong(doctor.Fail, both("нет файла %s", "there is no %s", p.fn.file(name)), initMend())
		}
	}
	list, by := []string{p.fn.file("index.ts")}, map[string]string{}
	for i := 0; i < len(list); i++ {
		text, err := p.read(list[i])
		if err != nil {
			mend := initMend()
			if list[i] == p.fn.file(execName) {
				mend = buildMend()
			}
			return wrong(doctor.Fail, both("нет файла %s, который подключает %s", "there is no %s, which %s imports", list[i], by[list[i]]), mend)
		}
		if !strings.HasSuffix(list[i], ".ts") {
			continue
		}
		for _, m := range importForm.FindAllStringSubmatch(string(text), -1) {
			if name := path.Join(path.Dir(list[i]), m[1]); !slices.Contains(list, name) {
				list, by[name] = append(list, name), path.Base(list[i])
			}
		}
	}
	return fine("index.ts и %d подключённых файлов на месте", "index.ts and the %d files that it imports are there", len(list)-1)
}

// noted is build.json.
func (p of) noted() (b Built, err error) {
	text, err := p.read(p.fn.file(builtName))
	if err == nil {
		err = json.Unmarshal(text, &b)
	}
	return b, err
}

func (p of) module(context.Context) doctor.Result {
	wasm, err := p.read(p.fn.file(p.fn.wasm()))
	if err != nil {
		return wrong(doctor.Fail, both("модуль %s не собран", "the module %s is not built", p.fn.file(p.fn.wasm())), buildMend())
	}
	b, err := p.noted()
	if err != nil {
		return wrong(doctor.Fail, both("нет %s: неизвестно, что за модуль", "there is no %s: nobody knows which module this is", builtName), buildMend())
	}
	page, err := p.read(p.fn.file(execName))
	switch {
	case sum(wasm) != b.WasmSum:
		return wrong(doctor.Fail, both("%s не тот, что записан в build.json", "%s is another than build.json says", p.fn.wasm()), buildMend())
	case err != nil || sum(page) != b.ExecSum:
		return wrong(doctor.Fail, both("wasm_exec.mjs не от компилятора %s, собравшего модуль", "wasm_exec.mjs is not of %s, the compiler that built the module", b.Go), buildMend())
	}
	return fine("модуль и wasm_exec.mjs одного компилятора, %s", "module and wasm_exec.mjs are of one compiler, %s", b.Go)
}

func (p of) size(context.Context) doctor.Result {
	wasm, err := p.read(p.fn.file(p.fn.wasm()))
	if err != nil {
		return off("модуля нет", "there is no module")
	}
	var b Built
	if err := b.measure(wasm); err != nil {
		return wrong(doctor.Fail, both("%v", "%v", err), buildMend())
	}
	raw, packed := float64(b.Raw)/1e6, float64(b.Packed)/1e6
	detail := both("%.2f МБ, сжатый %.2f МБ", "%.2f MB, packed %.2f MB", raw, packed)
	if b.large() {
		return wrong(doctor.Fail, detail, both("Предел 15 и 3,5 МБ: платформа может отказать. Смотрите, что прибавилось, в Prilavok.", "The limit is 15 and 3.5 MB: the platform may refuse it. Look what was added to Prilavok."))
	}
	return doctor.Result{State: doctor.OK, Detail: detail}
}

// commitForm is how a program names its commit; one that was not built from a commit has no name.
var commitForm = regexp.MustCompile(`^[0-9a-f]{12}(-changed)?$`)

// build compares the module with the source, where this is the source's folder, else with
// this program: files of a project and its module are of one release.
func (p of) build(ctx context.Context) doctor.Result {
	b, err := p.noted()
	if err != nil {
		return off("модуля нет", "there is no module")
	}
	current, whose := p.Version, both("этой программы", "this program")
	if root, err := sourceRoot(ctx, p.Dir); err == nil {
		current, whose = commit(ctx, root), both("исходников", "the source")
	}
	switch {
	case strings.HasSuffix(b.Build, "-changed") || b.Build == "unknown":
		return wrong(doctor.Warn, both("%s: собран не из чистого коммита", "%s: not built from a clean commit", b.Build), both("Для боевого магазина соберите из коммита: иначе неизвестно, что развёрнуто.", "For a real shop build from a commit: nobody knows else what is deployed."))
	case commitForm.MatchString(current) && current != b.Build:
		return wrong(doctor.Warn, lang.Phrase{RU: "модуль " + b.Build + ", версия " + whose.RU + " " + current, EN: "the module is " + b.Build + ", " + whose.EN + " is " + current}, buildMend())
	}
	return fine("%s", "%s", b.Build)
}

// docker: without it the CLI deploys through the API, which leaves static files out and
// only warns.
func (p Project) docker(ctx context.Context) doctor.Result {
	said, err := p.Tool(ctx, p.Dir, "docker", "info")
	if err == nil && !strings.Contains(said, "Cannot connect") {
		return fine("отвечает", "answers")
	}
	detail := both("Docker не отвечает: отсюда модули не развернуть", "Docker does not answer: the modules cannot be deployed from here")
	if _, err := p.read(".github/workflows/deploy.yml"); err == nil {
		return wrong(doctor.Warn, detail, both("Разворачивайте из GitHub Actions (.github/workflows/deploy.yml), не отсюда.", "Deploy from GitHub Actions (.github/workflows/deploy.yml), not from here."))
	}
	return wrong(doctor.Fail, detail, both("Запустите Docker, либо prilavok supabase init: он пишет сценарий для GitHub Actions.", "Start Docker, or prilavok supabase init: it writes a workflow for GitHub Actions."))
}

var versionForm = regexp.MustCompile(`(\d+)\.(\d+)\.\d+`)

func (p Project) cli(ctx context.Context) doctor.Result {
	said, err := p.Tool(ctx, p.Dir, "supabase", "--version")
	install := both("Поставьте: npm install supabase --save-dev, команды тогда начинаются с npx.", "Install it: npm install supabase --save-dev; commands then begin with npx.")
	if errors.Is(err, exec.ErrNotFound) || errors.Is(err, fs.ErrNotExist) {
		return wrong(doctor.Warn, both("не найден", "not found"), install)
	}
	v := versionForm.FindString(said)
	switch {
	case err != nil || v == "":
		return wrong(doctor.Warn, both("версия неизвестна", "its version is unknown"), install)
	case olderThan(v, 2, 7):
		return wrong(doctor.Fail, both("версия %s не знает static_files", "version %s does not know static_files", v), both("Нужна 2.7.0 или новее.", "2.7.0 or newer is needed."))
	case olderThan(v, 3, 0):
		return wrong(doctor.Warn, both("версия %s", "version %s", v), both("Она ещё не знает --remote: пишите --project-ref REFERENCE вместо --remote=REFERENCE, либо поставьте 3.", "It does not know --remote yet: write --project-ref REFERENCE in place of --remote=REFERENCE, or install 3."))
	}
	return fine("%s", "%s", v)
}
