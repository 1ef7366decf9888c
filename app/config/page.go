package config

import (
	"fmt"
	"strings"
)

// Usage is the text of --help: every flag with its name in the environment.
func Usage() string {
	var b strings.Builder
	b.WriteString("Settings, each as a flag, in the environment, or as NAME=value in a file (--config FILE,\n")
	b.WriteString("else prilavok.conf if it is here). Flags come before the environment, that before the file.\n\n")
	for _, s := range settings(&Config{}) {
		head := "  " + s.name
		if s.flag != "" {
			head = fmt.Sprintf("  --%s, %s", s.flag, s.name)
		}
		fmt.Fprintf(&b, "%s\n        %s%s\n", head, s.help, s.note())
	}
	return b.String()
}

func (s setting) note() string {
	switch {
	case s.def != "" && s.demo != "":
		return fmt.Sprintf(" (%s; demo: %s)", s.def, s.demo)
	case s.def != "":
		return fmt.Sprintf(" (%s)", s.def)
	}
	return ""
}

// Page is docs/CONFIG.md.
func Page() string {
	var b strings.Builder
	b.WriteString(`# Settings

Of ` + "`prilavok serve`, `demo`" + ` and the commands that need the database. Flags come before the
environment, the environment before the config file (` + "`--config FILE`, else `prilavok.conf`" + ` if it is
in the working folder), the file before the defaults. A file holds lines of ` + "`NAME=value`" + `, so that the
same one serves systemd's ` + "`EnvironmentFile`" + ` and Docker's ` + "`--env-file`" + `. Everything wrong is listed at
once at the start. Secrets are never printed.

Made from the source (` + "`app/config`" + `); a test compares.

`)
	group := "-"
	for _, s := range settings(&Config{}) {
		if s.group != group {
			group = s.group
			b.WriteString(heading(group) + "| Name | Flag | Default | What it is |\n|---|---|---|---|\n")
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", s.name, code("--", s.flag), s.defaults(), s.explained())
	}
	b.WriteString("\nA file to begin with:\n\n```sh\n")
	for _, s := range settings(&Config{}) {
		if s.example != "" && s.name != "OPENAI_API_KEY" {
			fmt.Fprintf(&b, "# %s=%s\n", s.name, s.example)
		}
	}
	b.WriteString("```\n")
	return b.String()
}

func heading(group string) string {
	if group == "" {
		return ""
	}
	return "\n## " + group + "\n\n"
}

func code(prefix, v string) string {
	if v == "" {
		return "–"
	}
	return "`" + prefix + v + "`"
}

func (s setting) defaults() string {
	if s.demo != "" {
		return code("", s.def) + ", demo " + code("", s.demo)
	}
	return code("", s.def)
}

func (s setting) explained() string {
	out := s.help
	if len(s.oneof) > 0 {
		out += " One of " + strings.Join(s.oneof, ", ") + "."
	}
	return out
}
