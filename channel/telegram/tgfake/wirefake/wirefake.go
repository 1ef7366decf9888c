package wirefake

import (
	_ "embed"
	"fmt"
	"strings"
)

//go:embed methods.tsv
var methodTable string

// documented are the parameters of every method of Bot API 10.3; true is required.
var documented = func() map[string]map[string]bool {
	all := map[string]map[string]bool{}
	for line := range strings.Lines(methodTable) {
		method, params, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		one := map[string]bool{}
		for _, p := range strings.Fields(params) {
			one[strings.TrimSuffix(p, "?")] = !strings.HasSuffix(p, "?")
		}
		all[method] = one
	}
	return all
}()

// Refusal is an answer that is not ok.
type Refusal struct {
	Code       int
	Text       string
	RetryAfter int
	MigrateTo  int64
}

// Refuse makes an answer that is not ok.
func Refuse(code int, format string, args ...any) *Refusal {
	return &Refusal{Code: code, Text: fmt.Sprintf(format, args...)}
}

// Bad is a 400 with the prefix that the server writes.
func Bad(format string, args ...any) *Refusal {
	return Refuse(400, "Bad Request: "+format, args...)
}

// Canonical finds a method regardless of case, as the server does.
func Canonical(method string) string {
	if _, ok := documented[method]; ok {
		return method
	}
	for m := range documented {
		if strings.EqualFold(m, method) {
			return m
		}
	}
	return method
}
