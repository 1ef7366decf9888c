package deploy

import (
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"prilavok/supabase"
)

var (
	rowForm  = regexp.MustCompile("(?m)^\\| `([A-Z0-9_]+)` \\|.*\\| ([^|]+) \\|$")
	envForm  = regexp.MustCompile(`Deno\.env\.get\("([A-Z0-9_]+)"\)`)
	listForm = regexp.MustCompile(`(?s)\nserve\(.*?\[(.*?)\]`)
	nameForm = regexp.MustCompile(`"([A-Z0-9_]+)"`)
)

// readByFunction lists the names that the page around the bot reads: its list for Go, and
// its own.
func readByFunction(t *testing.T) []string {
	t.Helper()
	files, err := fs.Glob(supabase.Function, "functions/*/*.ts")
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, f := range files {
		text, err := supabase.Function.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range envForm.FindAllStringSubmatch(string(text), -1) {
			out = append(out, m[1])
		}
		if list := listForm.FindStringSubmatch(string(text)); list != nil {
			for _, m := range nameForm.FindAllStringSubmatch(list[1], -1) {
				out = append(out, m[1])
			}
		}
	}
	out = slices.DeleteFunc(out, func(name string) bool { return strings.HasPrefix(name, reservedPrefix) })
	slices.Sort(out)
	return slices.Compact(out)
}

// TestSecretNames: what the function reads, what check knows and what both guides tell are
// the same names, and the same ones are needed.
func TestSecretNames(t *testing.T) {
	want := readByFunction(t)
	var known []string
	for _, s := range secrets {
		known = append(known, s.name)
	}
	slices.Sort(known)
	if !slices.Equal(known, want) || len(want) < 5 {
		t.Errorf("app/deploy/secrets.go knows %v, the function reads %v", known, want)
	}
	for page, yes := range map[string]string{"../../docs/supabase.md": "yes", "../../docs/supabase.ru.md": "да"} {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		told := map[string]string{}
		for _, m := range rowForm.FindAllStringSubmatch(string(text), -1) {
			told[m[1]] = m[2]
		}
		if len(told) != len(secrets) {
			t.Errorf("%s has %d names, %d are there", page, len(told), len(secrets))
		}
		for _, s := range secrets {
			if _, ok := told[s.name]; !ok || (told[s.name] == yes) != s.needed {
				t.Errorf("%s: %s: needed %q, want %v", page, s.name, told[s.name], s.needed)
			}
		}
	}
}

// TestSecretsExample: filled in or not, it can be read back, and what is needed stands there.
func TestSecretsExample(t *testing.T) {
	have, err := ReadSecrets(string(secretsExample("abcdefghijklmnopqrst")))
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range secrets {
		if _, ok := have[s.name]; ok != s.needed {
			t.Errorf("%s stands there: %v", s.name, ok)
		}
	}
	if have["PRILAVOK_PUBLIC_URL"] != "https://abcdefghijklmnopqrst.supabase.co/functions/v1/bot" {
		t.Errorf("%v", have)
	}
}

func TestOlderThan(t *testing.T) {
	for version, want := range map[string]bool{"1.4.2": true, "1.4": true, "0.9": true, "1.5": false, "1.6.4": false, "2.0": false} {
		if olderThan(version, 1, 5) != want {
			t.Errorf("%s: %v", version, !want)
		}
	}
}
