package config

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
)

// Input is everything that a configuration is read from.
type Input struct {
	Demo     bool                              // demo's defaults; no key needed
	Args     []string                          // flags, without the command's name
	Env      func(name string) (string, bool)  // os.LookupEnv
	ReadFile func(name string) ([]byte, error) // os.ReadFile; of the config file
}

// Problem is one thing wrong with the configuration.
type Problem struct {
	Name    string // of the setting
	From    string // where the value stands: "--listen", "environment", "prilavok.conf:3"
	Wrong   string // the value's fault, without the value
	Mend    string // what to do
	Example string
}

// String is the problem in one line.
func (p Problem) String() string {
	s := p.Name
	if p.From != "" {
		s += " (" + p.From + ")"
	}
	s += " " + p.Wrong
	if p.Mend != "" {
		s += ": " + p.Mend
	}
	if p.Example != "" {
		s += ", like " + p.Example
	}
	return s
}

// Problems is every problem of a configuration. It is an error.
type Problems []Problem

// Error lists all of them.
func (p Problems) Error() string {
	lines := make([]string, 0, len(p)+1)
	lines = append(lines, fmt.Sprintf("the configuration has %d problem(s):", len(p)))
	for _, x := range p {
		lines = append(lines, "  "+x.String())
	}
	return strings.Join(lines, "\n")
}

// ErrHelp is returned when -h or --help stands among the arguments.
var ErrHelp = errors.New("help is wanted")

// value is a raw value and where it stands.
type value struct{ text, from string }

// Load reads the configuration and returns the arguments that are no flags. Its
// error is ErrHelp, or Problems with every one there is.
func Load(in Input) (Config, []string, error) {
	var c Config
	list := settings(&c)
	flags, rest, problems := parseArgs(list, in.Args)
	if _, ok := flags["help"]; ok {
		return c, rest, ErrHelp
	}
	file, more := readConfigFile(list, in, flags)
	problems = append(problems, more...)
	for _, s := range list {
		v, ok := flags[s.flag]
		if !ok || s.flag == "" {
			v, ok = fromEnv(in, s.name)
		}
		if !ok {
			v, ok = file[s.name]
		}
		if !ok {
			v = value{text: s.fallback(in.Demo)}
		}
		if p, bad := s.take(v); bad {
			problems = append(problems, p)
		}
	}
	problems = append(problems, together(c, in.Demo)...)
	if len(problems) > 0 {
		return c, rest, problems
	}
	return c, rest, nil
}

func fromEnv(in Input, name string) (value, bool) {
	if in.Env == nil {
		return value{}, false
	}
	v, ok := in.Env(name)
	// A variable that is set to nothing is as good as not set: compose files and
	// unit files often write it so.
	return value{strings.TrimSpace(v), "environment"}, ok && strings.TrimSpace(v) != ""
}

func (s setting) fallback(demo bool) string {
	if demo && s.demo != "" {
		return s.demo
	}
	return s.def
}

// take sets the field and checks its value.
func (s setting) take(v value) (Problem, bool) {
	p := Problem{Name: s.name, From: v.from, Mend: s.wants(), Example: s.like()}
	if v.text != "" && len(s.oneof) > 0 && !slices.Contains(s.oneof, v.text) {
		p.Wrong, p.Mend, p.Example = "is none of the possible values", "write one of "+strings.Join(s.oneof, ", "), ""
		return p, true
	}
	if err := s.set(v.text); err != nil {
		p.Wrong = err.Error()
		return p, true
	}
	if c, ok := checks[s.check]; ok && v.text != "" {
		if err := c.run(v.text); err != nil {
			p.Wrong = err.Error()
			return p, true
		}
	}
	return p, false
}

// together checks settings that belong to each other.
func together(c Config, demo bool) []Problem {
	var out []Problem
	if !demo && c.SecretKey == "" {
		out = append(out, Problem{Name: "PRILAVOK_SECRET_KEY", Wrong: "is not set", Mend: "tokens in the database are encrypted with it; " + checks["keys"].mend})
	}
	if c.MetricsAddr != "" && c.MetricsAddr == c.Listen {
		out = append(out, Problem{Name: "METRICS_ADDR", Wrong: "is the same as LISTEN", Mend: "take another port, or leave it out", Example: "127.0.0.1:9180"})
	}
	if c.Model.Transcribe != "" && !c.UsesModel() {
		out = append(out, Problem{Name: "OPENAI_MODEL_TRANSCRIBE", Wrong: "is set without a model service", Mend: "set OPENAI_API_KEY or OPENAI_BASE_URL too"})
	}
	if c.S3.Bucket != "" && (c.S3.Endpoint == "" || c.S3.KeyID == "" || c.S3.Secret == "") {
		out = append(out, Problem{Name: "S3_BUCKET", Wrong: "is set without where it is and who may write to it", Mend: "set S3_ENDPOINT, S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY too"})
	}
	if c.Supabase.Pictures != "" && (c.Supabase.URL == "" || c.Supabase.Service == "") {
		out = append(out, Problem{Name: "SUPABASE_PICTURES_BUCKET", Wrong: "is set without the project and its key", Mend: "set SUPABASE_URL and SUPABASE_SERVICE_ROLE_KEY too"})
	}
	return out
}

func parseArgs(list []setting, args []string) (map[string]value, []string, Problems) {
	known := map[string]bool{"config": true}
	for _, s := range list {
		known[s.flag] = s.flag != ""
	}
	flags, rest, problems := map[string]value{}, []string(nil), Problems(nil)
	for i := 0; i < len(args); i++ {
		a := args[i]
		if a == "--" {
			return flags, append(rest, args[i+1:]...), problems
		}
		if len(a) < 2 || a[0] != '-' {
			rest = append(rest, a)
			continue
		}
		name, text, given := strings.Cut(strings.TrimLeft(a, "-"), "=")
		switch {
		case name == "h" || name == "help":
			flags["help"] = value{}
			continue
		case !known[name]:
			problems = append(problems, Problem{Name: "--" + name, Wrong: "is no flag of this command", Mend: "see --help" + nearest(name, known)})
			continue
		case !given && i+1 < len(args):
			i++
			text = args[i]
		case !given:
			problems = append(problems, Problem{Name: "--" + name, Wrong: "has no value"})
			continue
		}
		flags[name] = value{strings.TrimSpace(text), "--" + name}
	}
	return flags, rest, problems
}

// nearest suggests the longest known name that is part of the given one or has it as
// a part.
func nearest(name string, known map[string]bool) string {
	best := ""
	for k, ok := range known {
		if !ok || k == "" || !strings.Contains(k, name) && !strings.Contains(name, k) {
			continue
		}
		if len(k) > len(best) || len(k) == len(best) && k < best {
			best = k
		}
	}
	if best == "" {
		return ""
	}
	return "; did you mean " + best + "?"
}

// DefaultFile is read when --config names no other; it may be missing.
const DefaultFile = "prilavok.conf"

func readConfigFile(list []setting, in Input, flags map[string]value) (map[string]value, Problems) {
	name, named := DefaultFile, false
	if v, ok := fromEnv(in, "PRILAVOK_CONFIG"); ok {
		name, named = v.text, true
	}
	if v, ok := flags["config"]; ok {
		name, named = v.text, true
	}
	if in.ReadFile == nil {
		return nil, nil
	}
	text, err := in.ReadFile(name)
	switch {
	case errors.Is(err, fs.ErrNotExist) && !named:
		return nil, nil
	case err != nil:
		return nil, Problems{{Name: "--config", Wrong: fmt.Sprintf("names a file that cannot be read (%s)", name), Mend: "check its path and its rights"}}
	}
	return parseFile(list, name, string(text))
}
