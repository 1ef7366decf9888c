package main

import (
	"fmt"
	"slices"
	"strings"
)

// exceptionsFile lists what may break a rule: "rule subject: reason" a line, where
// subject is a path, or path and name as the finding says.
const exceptionsFile = "tools/check/exceptions.txt"

type exception struct {
	rule, subject string
	line          int
	used          bool
}

type exceptions struct{ list []*exception }

func readExceptions(t *tree) (*exceptions, error) {
	e := &exceptions{}
	if !slices.Contains(t.files, exceptionsFile) {
		return e, nil
	}
	text, err := t.read(exceptionsFile)
	if err != nil {
		return nil, err
	}
	n := 0
	for line := range strings.Lines(string(text)) {
		n++
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		what, reason, _ := strings.Cut(line, ": ")
		rule, subject, ok := strings.Cut(what, " ")
		if !ok || strings.TrimSpace(reason) == "" {
			return nil, fmt.Errorf("%s:%d: want \"rule subject: reason\"", exceptionsFile, n)
		}
		e.list = append(e.list, &exception{rule: rule, subject: strings.TrimSpace(subject), line: n})
	}
	return e, nil
}

// filter takes away the findings that are excepted.
func (e *exceptions) filter(rule string, found []finding) []finding {
	return slices.DeleteFunc(found, func(f finding) bool {
		for _, x := range e.list {
			if x.rule == rule && x.subject == f.subject {
				x.used = true
				return true
			}
		}
		return false
	})
}

// unused finds exceptions that nothing needs any more.
func (e *exceptions) unused() []finding {
	var out []finding
	for _, x := range e.list {
		if !x.used {
			out = append(out, finding{where: fmt.Sprintf("%s:%d", exceptionsFile, x.line),
				text: fmt.Sprintf("nothing needs the exception %s %s any more; delete it", x.rule, x.subject)})
		}
	}
	return out
}
