//go:build js && wasm

package host

import (
	"log/slog"
	"strings"
	"syscall/js"
)

// Environment is what the page lets through: never the whole Environment, which may be
// larger than a Go program accepts.
type Environment struct{ js.Value }

// Get returns a variable, "" when it is not set.
func (e Environment) Get(name string) string {
	if v := e.Value.Get(name); v.Type() == js.TypeString {
		return v.String()
	}
	return ""
}

// setting finds a setting of the server by the name it has here: the secrets of a Supabase
// project are shared by all its functions, so ours begin with PRILAVOK_, but for those of
// the model service, which others may use as well. What the platform itself tells of the
// project is used where we are told nothing else.
func (e Environment) setting(name string) (string, bool) {
	if strings.HasPrefix(name, "SUPABASE_") {
		v := e.Get("PRILAVOK_" + name)
		if v == "" {
			v = e.Get(name)
		}
		return v, v != ""
	}
	if !strings.HasPrefix(name, "OPENAI_") && !strings.HasPrefix(name, "PRILAVOK_") {
		name = "PRILAVOK_" + name
	}
	v := e.Get(name)
	return v, v != ""
}

func level(name string) slog.Level {
	var l slog.Level
	if l.UnmarshalText([]byte(name)) != nil {
		return slog.LevelInfo
	}
	return l
}

// console writes one line per event: the platform counts console calls.
type console struct{ host js.Value }

// Write implements io.Writer.
func (c console) Write(p []byte) (int, error) {
	line := string(p)
	if n := len(line); n > 0 && line[n-1] == '\n' {
		line = line[:n-1]
	}
	c.host.Call("log", line)
	return len(p), nil
}
