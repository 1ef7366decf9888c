// Package doctor looks at an installation and says, for each thing that is wrong,
// how to mend it. Its checks change nothing.
package doctor

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"prilavok/app/obs"
	"prilavok/core/lang"
)

// State is what became of a check.
type State string

// The states. Only Fail makes the installation unwell.
const (
	OK   State = "ok"
	Warn State = "warn" // works, but not as it should
	Fail State = "fail"
	Off  State = "off" // not set up, and need not be
)

// Result is what a check found.
type Result struct {
	State  State
	Detail lang.Phrase
	Mend   lang.Phrase // empty when there is nothing to mend
}

// Check is one look at the installation.
type Check struct {
	Name  string // stable, for machines: "database"
	Title lang.Phrase
	Run   func(ctx context.Context) Result
}

// checkWithin bounds one check.
const checkWithin = 15 * time.Second

// Finding is a check with its result.
type Finding struct {
	Check
	Result
}

// Examine runs the checks one after another and passes each finding on at once.
func Examine(ctx context.Context, checks []Check, each func(Finding)) (well bool) {
	well = true
	for _, c := range checks {
		r := within(ctx, c)
		well = well && r.State != Fail
		each(Finding{c, r})
	}
	return well
}

func within(ctx context.Context, c Check) Result {
	ctx, stop := context.WithTimeout(ctx, checkWithin)
	defer stop()
	return c.Run(ctx)
}

var marks = map[State]string{OK: "✓", Warn: "!", Fail: "✗", Off: "–"}

var verdict = map[bool]lang.Phrase{
	true:  {RU: "Всё в порядке.", EN: "All is well."},
	false: {RU: "Есть что починить: смотрите строки с ✗.", EN: "Something needs mending: see the lines with ✗."},
}

// Human writes findings for people and returns the exit code: 0 well, 1 not.
func Human(ctx context.Context, out io.Writer, l lang.Lang, checks []Check) int {
	width := 0
	for _, c := range checks {
		width = max(width, len([]rune(c.Title.In(l))))
	}
	well := Examine(ctx, checks, func(f Finding) {
		title := f.Title.In(l)
		pad := strings.Repeat(" ", width-len([]rune(title)))
		fmt.Fprintf(out, "%s %s%s  %s\n", marks[f.State], title, pad, obs.Redact(f.Detail.In(l)))
		if mend := f.Mend.In(l); mend != "" {
			fmt.Fprintf(out, "  %s  → %s\n", strings.Repeat(" ", width), mend)
		}
	})
	fmt.Fprintf(out, "\n%s\n", verdict[well].In(l))
	return code(well)
}

// JSON writes findings for machines, in English, and returns the exit code.
func JSON(ctx context.Context, out io.Writer, checks []Check) int {
	type line struct {
		Name   string `json:"name"`
		State  State  `json:"state"`
		Detail string `json:"detail"`
		Mend   string `json:"mend,omitempty"`
	}
	lines := []line{}
	well := Examine(ctx, checks, func(f Finding) {
		lines = append(lines, line{f.Name, f.State, obs.Redact(f.Detail.In(lang.EN)), f.Mend.In(lang.EN)})
	})
	enc := json.NewEncoder(out)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	_ = enc.Encode(map[string]any{"ok": well, "checks": lines})
	return code(well)
}

func code(well bool) int {
	if well {
		return 0
	}
	return 1
}

// LangOf reads the language of the terminal from the environment.
func LangOf(env func(name string) string) lang.Lang {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if v := env(name); v != "" {
			tag, _, _ := strings.Cut(v, ".")
			return lang.Of(strings.ReplaceAll(tag, "_", "-"), lang.EN)
		}
	}
	return lang.EN
}
