package main

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"prilavok/app/config"
	"prilavok/app/deploy"
)

// theirs are the commands of the Supabase CLI that a guide or a workflow may name, with the
// flags that version 3.1.0 has.
var theirs = map[string][]string{
	"functions deploy": {"--remote", "--yes", "--use-api", "--jobs", "--prune", "--no-verify-jwt"},
	"functions serve":  {},
	"secrets set":      {"--remote", "--yes", "--env-file"},
	"test db":          {},
	"db advisors":      {"--remote", "--type", "--level", "--fail-on"},
	"migration new":    {},
}

var (
	shellBlock = regexp.MustCompile("(?s)```sh\n(.*?)```")
	inlineCode = regexp.MustCompile("`([^`\n]+)`")
	runStep    = regexp.MustCompile(`(?m)^\s+(?:- )?run: ([a-z].*)$`)
	assignment = regexp.MustCompile(`^[A-Z_]+=\S* `)
	words      = regexp.MustCompile(`"[^"]*"|'[^']*'|\S+`)
)

// commandLines are the calls of a program that a page shows, as words.
func commandLines(page, program string) [][]string {
	var lines []string
	for _, m := range shellBlock.FindAllStringSubmatch(page, -1) {
		lines = append(lines, strings.Split(m[1], "\n")...)
	}
	for _, m := range inlineCode.FindAllStringSubmatch(shellBlock.ReplaceAllString(page, ""), -1) {
		lines = append(lines, m[1])
	}
	for _, m := range runStep.FindAllStringSubmatch(page, -1) {
		lines = append(lines, m[1])
	}
	var out [][]string
	for _, line := range lines {
		line, _, _ = strings.Cut(assignment.ReplaceAllString(strings.TrimSpace(line), ""), " #")
		list := words.FindAllString(strings.TrimPrefix(line, "npx --yes "), -1)
		if len(list) > 1 && strings.SplitN(list[0], "@", 2)[0] == program {
			out = append(out, list[1:])
		}
	}
	return out
}

// wrongCall says what is wrong with a call of ours, "" when it would be understood.
func wrongCall(args []string) string {
	if args[0] == "supabase" {
		if _, err := deploy.Read(args[1:]); err != nil {
			return err.Error()
		}
		return ""
	}
	for _, cmd := range commands() {
		if cmd.name != args[0] {
			continue
		}
		rest := slices.DeleteFunc(slices.Clone(args[1:]), func(a string) bool { return cmd.name == "doctor" && a == "--json" })
		_, rest, err := config.Load(config.Input{Demo: true, Args: rest})
		if err != nil {
			return err.Error()
		}
		if len(rest) > 0 && !strings.Contains(" "+strings.NewReplacer(",", " ", ":", " ", ";", " ").Replace(cmd.help)+" ", " "+rest[0]+" ") {
			return "it has no " + rest[0]
		}
		return ""
	}
	return "there is no such command"
}

func guides(t *testing.T) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, name := range []string{"docs/supabase.md", "docs/supabase.ru.md", "docs/instagram.md", "docs/instagram.ru.md", "app/deploy/project/deploy.yml", "app/deploy/project/rollback.yml"} {
		text, err := os.ReadFile("../../" + name)
		if err != nil {
			t.Fatal(err)
		}
		out[name] = string(text)
	}
	return out
}

// TestGuideCommands: each call that a guide shows is one that the program understands.
func TestGuideCommands(t *testing.T) {
	calls := 0
	for name, page := range guides(t) {
		for _, args := range commandLines(page, "prilavok") {
			calls++
			if why := wrongCall(args); why != "" {
				t.Errorf("%s: prilavok %s: %s", name, strings.Join(args, " "), why)
			}
		}
	}
	if calls < 50 {
		t.Errorf("only %d calls were found", calls)
	}
	for _, bad := range []string{"launch", "supabase launch", "supabase check --force", "secrets turn", "migrate --data-base x", "jobs replace ID"} {
		if wrongCall(strings.Fields(bad)) == "" {
			t.Errorf("prilavok %s is taken for a good call", bad)
		}
	}
}

// TestGuideSupabaseCommands: each call of the Supabase CLI is a known one, and none deploys in
// a way that leaves the module out.
func TestGuideSupabaseCommands(t *testing.T) {
	calls := 0
	for name, page := range guides(t) {
		for _, args := range commandLines(page, "supabase") {
			if args[0] == "--version" {
				continue
			}
			calls++
			flags, ok := theirs[strings.Join(args[:min(2, len(args))], " ")]
			if !ok {
				t.Errorf("%s: supabase %s is none of the known commands", name, strings.Join(args, " "))
				continue
			}
			for _, a := range args[2:] {
				flag, _, _ := strings.Cut(a, "=")
				if strings.HasPrefix(a, "-") && (!slices.Contains(flags, flag) || flag == "--use-api") {
					t.Errorf("%s: supabase %s: %s", name, strings.Join(args, " "), a)
				}
			}
		}
	}
	if calls < 10 {
		t.Errorf("only %d calls were found", calls)
	}
}

var (
	codeBlock = regexp.MustCompile("(?s)```(?:sh|sql)\n.*?```")
	sqlBlock  = regexp.MustCompile("(?s)```sql\n(.*?)```")
	asked     = regexp.MustCompile(`'msg'\) (?:= ('[^']+')|IN \(([^)]+)\))`)
	quoted    = regexp.MustCompile(`'([^']+)'`)
)

// TestGuideQueries: what the queries look for in the log is what the bot writes there.
func TestGuideQueries(t *testing.T) {
	var sources strings.Builder
	for _, dir := range []string{"../edge/bot", "../edge/host", "../../supabase/functions/_shared"} {
		files, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			if strings.HasSuffix(f.Name(), ".go") || strings.HasSuffix(f.Name(), ".ts") {
				text, err := os.ReadFile(dir + "/" + f.Name())
				if err != nil {
					t.Fatal(err)
				}
				sources.Write(text)
			}
		}
	}
	found := 0
	for _, block := range sqlBlock.FindAllString(guides(t)["docs/supabase.md"], -1) {
		for _, m := range asked.FindAllStringSubmatch(block, -1) {
			for _, q := range quoted.FindAllStringSubmatch(m[1]+m[2], -1) {
				found++
				if !strings.Contains(sources.String(), `"`+q[1]+`"`) {
					t.Errorf("nothing logs %q", q[1])
				}
			}
		}
	}
	if found < 8 {
		t.Errorf("only %d messages are looked for", found)
	}
}

var anchor = regexp.MustCompile(`\]\(#([^)]+)\)`)

// TestGuidesAlike: both languages have the same commands in the same order and the same
// headings' number, and links inside a page lead somewhere.
func TestGuidesAlike(t *testing.T) {
	all := guides(t)
	for _, name := range []string{"supabase", "instagram"} {
		alike(t, all["docs/"+name+".md"], all["docs/"+name+".ru.md"])
	}
}

func alike(t *testing.T, en, ru string) {
	t.Helper()
	if a, b := codeBlock.FindAllString(en, -1), codeBlock.FindAllString(ru, -1); !slices.Equal(a, b) {
		t.Errorf("the blocks of commands differ: %d and %d", len(a), len(b))
	}
	if a, b := strings.Count(en, "\n## "), strings.Count(ru, "\n## "); a != b {
		t.Errorf("%d and %d parts", a, b)
	}
	if a, b := strings.Count(en, "\n| "), strings.Count(ru, "\n| "); a != b {
		t.Errorf("%d and %d rows of tables", a, b)
	}
	for name, page := range map[string]string{"en": en, "ru": ru} {
		for _, m := range anchor.FindAllStringSubmatch(page, -1) {
			if !slices.ContainsFunc(strings.Split(page, "\n"), func(line string) bool {
				head, ok := strings.CutPrefix(line, "## ")
				return ok && strings.NewReplacer(" ", "-", "'", "").Replace(strings.ToLower(head)) == m[1]
			}) {
				t.Errorf("%s: #%s leads nowhere", name, m[1])
			}
		}
	}
}
