package main

import (
	"fmt"
	"path"
	"regexp"
	"strings"
)

// maxScreen is the most lines of a component's file of the panel: one screen, or one part of it.
const maxScreen = 120

// anyType finds TypeScript's way around its own types.
var anyType = regexp.MustCompile(`(?::|\bas|<|,|\|)\s*any\b[\s;,)>\[|=]`)

const panel = "web/src/panel/"

// screens holds the panel to small components and to types without holes.
func screens(t *tree) ([]finding, error) {
	var out []finding
	for _, name := range t.files {
		if !strings.HasPrefix(name, panel) || path.Ext(name) != ".tsx" && path.Ext(name) != ".ts" {
			continue
		}
		body, err := t.read(name)
		if err != nil {
			return nil, err
		}
		text := string(body)
		if n := strings.Count(text, "\n"); path.Ext(name) == ".tsx" && !strings.HasSuffix(name, ".test.tsx") && n > maxScreen {
			out = append(out, finding{name, name, fmt.Sprintf("%d lines, %d are allowed: give a part of the screen its own file", n, maxScreen)})
		}
		for i, line := range strings.Split(text, "\n") {
			if anyType.MatchString(line) && !strings.HasPrefix(strings.TrimSpace(line), "//") && !strings.HasPrefix(strings.TrimSpace(line), "*") {
				out = append(out, finding{fmt.Sprintf("%s:%d", name, i+1), name, "any hides a mistake: name the type, or unknown"})
			}
		}
	}
	return out, nil
}
