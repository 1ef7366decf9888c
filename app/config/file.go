package config

import (
	"fmt"
	"strconv"
	"strings"
)

// parseFile reads lines of NAME=value, the form that systemd's EnvironmentFile and
// Docker's --env-file have too. A value may stand in quotes; a line that begins with
// # is a comment.
func parseFile(list []setting, name, text string) (map[string]value, Problems) {
	known := map[string]bool{}
	for _, s := range list {
		known[s.name] = true
	}
	values, problems := map[string]value{}, Problems(nil)
	n := 0
	for line := range strings.Lines(strings.TrimPrefix(text, "\ufeff")) {
		n++
		from := fmt.Sprintf("%s:%d", name, n)
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		key, raw, ok := strings.Cut(strings.TrimPrefix(line, "export "), "=")
		key = strings.TrimSpace(key)
		if !ok {
			problems = append(problems, Problem{Name: from, Wrong: "is no NAME=value line", Example: "LISTEN=:8080"})
			continue
		}
		v, err := unquote(strings.TrimSpace(raw))
		if _, twice := values[key]; twice {
			problems = append(problems, Problem{Name: key, From: from, Wrong: "stands there twice", Mend: "delete one of the lines"})
			continue
		}
		switch {
		case !known[key]:
			problems = append(problems, Problem{Name: key, From: from, Wrong: "is no setting", Mend: "see docs/CONFIG.md" + nearest(strings.ToUpper(key), known)})
		case err != nil:
			problems = append(problems, Problem{Name: key, From: from, Wrong: err.Error()})
		case v != "":
			values[key] = value{v, from}
		}
	}
	return values, problems
}

func unquote(v string) (string, error) {
	if len(v) == 0 || v[0] != '"' && v[0] != '\'' {
		return v, nil
	}
	if len(v) < 2 || v[len(v)-1] != v[0] {
		return "", fmt.Errorf("has a quote that is not closed")
	}
	if v[0] == '\'' {
		return v[1 : len(v)-1], nil
	}
	out, err := strconv.Unquote(v)
	if err != nil {
		return "", fmt.Errorf("is not quoted as it should be")
	}
	return out, nil
}
