package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"strings"
)

// openEnd finds what was left for later. It is spelled so that it does not find itself.
var openEnd = regexp.MustCompile(`\b(TO` + `DO|FIX` + `ME|XX` + `X|HA` + `CK)\b`)

// place finds hosts of package registries and paths of one machine. Both make a
// checkout depend on where it was made.
var place = regexp.MustCompile(strings.Join([]string{
	`registry\.np` + `mjs\.org`, `registry\.ya` + `rnpkg\.com`, `proxy\.go` + `lang\.org`, `sum\.go` + `lang\.org`,
	`deb\.deb` + `ian\.org`, `security\.deb` + `ian\.org`, `(?:^|[\s"'=(:])/wo` + `rk(?:/|\b)`, `(?:^|[\s"'=(:])/ro` + `ot/`, `(?:^|[\s"'=(:])/ho` + `me/[a-z]`,
}, "|"))

// binary are endings of files that hold no text.
var binary = map[string]bool{".png": true, ".jpg": true, ".jpeg": true, ".webp": true, ".ico": true, ".woff2": true,
	".gif": true, ".avif": true, ".ogg": true, ".oga": true, ".mp3": true, ".gz": true, ".zip": true, ".pdf": true}

func openEnds(t *tree) ([]finding, error) {
	return t.grep(openEnd, "%s is an open end: finish it or file an issue", func(name string) bool {
		switch path.Ext(name) {
		case ".go", ".ts", ".tsx", ".mjs", ".js", ".sql", ".css", ".sh", "":
			return true
		}
		return false
	})
}

func places(t *tree) ([]finding, error) {
	return t.grep(place, "%q belongs to one machine or one registry", func(name string) bool { return true })
}

func (t *tree) grep(re *regexp.Regexp, text string, want func(name string) bool) ([]finding, error) {
	var out []finding
	for _, name := range t.files {
		if binary[path.Ext(name)] || !want(name) {
			continue
		}
		body, err := t.read(name)
		if errors.Is(err, fs.ErrNotExist) {
			continue // a build beside us has just replaced it
		}
		if err != nil {
			return nil, err
		}
		for _, m := range re.FindAllIndex(body, -1) {
			line := 1 + bytes.Count(body[:m[0]], []byte("\n"))
			out = append(out, finding{fmt.Sprintf("%s:%d", name, line), name, fmt.Sprintf(text, strings.TrimSpace(string(body[m[0]:m[1]])))})
		}
	}
	return out, nil
}
