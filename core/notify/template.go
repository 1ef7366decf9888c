package notify

import (
	"slices"
	"strings"
	"unicode/utf8"

	"prilavok/core/fault"
	"prilavok/core/markup"
)

// Template is the text of a notice with places for what is known: {number} stands for a
// variable, [[ … ]] is a part that is left out when a variable in it has no value, {{ and
// }} are braces themselves. The text around is markup; what is put in is escaped.
type Template struct{ parts []part }

type part struct {
	text     string // as it stands
	name     string // of a variable
	optional []part
}

// maxTemplate is how many characters a template may have.
const maxTemplate = 3000

// Value is what a variable stands for. Text is plain unless Markup says that it was
// composed by us and is escaped already.
type Value struct {
	Text   string
	Markup bool
}

// ParseTemplate reads a template. Faults: ErrSyntax's code, with what is wrong and where.
func ParseTemplate(src string) (Template, error) {
	if utf8.RuneCountInString(src) > maxTemplate {
		return Template{}, fault.New(fault.Invalid, "notify.template", "the text is longer than %d characters", maxTemplate)
	}
	r := reader{src: src}
	parts, err := r.parts(false)
	return Template{parts}, err
}

type reader struct {
	src string
	at  int
}

// parts reads up to the end, or up to ]] inside an optional part.
func (r *reader) parts(inside bool) ([]part, error) {
	var out []part
	var text strings.Builder
	flush := func() {
		if text.Len() > 0 {
			out = append(out, part{text: text.String()})
			text.Reset()
		}
	}
	for begin := r.at; r.at < len(r.src); {
		rest := r.src[r.at:]
		switch {
		case strings.HasPrefix(rest, "{{"), strings.HasPrefix(rest, "}}"):
			text.WriteByte(rest[0])
			r.at += 2
		case strings.HasPrefix(rest, "[["):
			flush()
			p, err := r.optional(inside)
			if err != nil {
				return nil, err
			}
			out = append(out, p)
		case inside && strings.HasPrefix(rest, "]]"):
			flush()
			return out, nil
		case rest[0] == '{':
			flush()
			name, ok := variable(rest)
			if !ok {
				return nil, r.wrong(r.at, "a variable is written like {number}: letters, digits and _ in braces")
			}
			out = append(out, part{name: name})
			r.at += len(name) + 2
		default:
			text.WriteByte(rest[0])
			r.at++
		}
		if inside && r.at >= len(r.src) {
			return nil, r.wrong(begin, "[[ has no ]] after it")
		}
	}
	flush()
	return out, nil
}

func (r *reader) optional(inside bool) (part, error) {
	begin := r.at
	if inside {
		return part{}, r.wrong(begin, "an optional part cannot stand in another")
	}
	r.at += 2
	inner, err := r.parts(true)
	if err != nil {
		return part{}, err
	}
	if r.at >= len(r.src) {
		return part{}, r.wrong(begin, "[[ has no ]] after it")
	}
	r.at += 2
	if !slices.ContainsFunc(inner, func(p part) bool { return p.name != "" }) {
		return part{}, r.wrong(begin, "an optional part needs a variable that decides")
	}
	return part{optional: inner}, nil
}

func variable(s string) (string, bool) {
	name, _, ok := strings.Cut(s[1:], "}")
	if !ok || name == "" || len(name) > 40 {
		return "", false
	}
	for _, c := range name {
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '_' {
			return "", false
		}
	}
	return name, true
}

func (r *reader) wrong(at int, what string) error {
	line := 1 + strings.Count(r.src[:at], "\n")
	return fault.New(fault.Invalid, "notify.template", "line %d: %s", line, what)
}

// Names lists the variables of a template, each once, in their order.
func (t Template) Names() []string { return names(t.parts, nil) }

func names(list []part, out []string) []string {
	for _, p := range list {
		if p.name != "" && !slices.Contains(out, p.name) {
			out = append(out, p.name)
		}
		out = names(p.optional, out)
	}
	return out
}

// Check refuses a template that names a variable outside of known.
func (t Template) Check(known []string) error {
	for _, n := range t.Names() {
		if !slices.Contains(known, n) {
			return fault.New(fault.Invalid, "notify.unknown_variable", "there is no variable {%s} here; there are: {%s}", n, strings.Join(known, "}, {"))
		}
	}
	return nil
}

// Render puts values in and returns markup. A variable without a value is "".
func (t Template) Render(values map[string]Value) string {
	var b strings.Builder
	render(&b, t.parts, values)
	lines := strings.Split(b.String(), "\n")
	var out []string
	for _, l := range lines {
		l = strings.TrimRight(l, " ")
		if l == "" && (len(out) == 0 || out[len(out)-1] == "") {
			continue // what was left out leaves no gap
		}
		out = append(out, l)
	}
	return strings.TrimRight(strings.Join(out, "\n"), "\n")
}

func render(b *strings.Builder, list []part, values map[string]Value) {
	for _, p := range list {
		switch {
		case p.name != "":
			v := values[p.name]
			if !v.Markup {
				v.Text = markup.Esc(v.Text)
			}
			b.WriteString(v.Text)
		case p.optional != nil:
			if slices.ContainsFunc(names(p.optional, nil), func(n string) bool { return values[n].Text == "" }) {
				continue
			}
			render(b, p.optional, values)
		default:
			b.WriteString(p.text)
		}
	}
}
