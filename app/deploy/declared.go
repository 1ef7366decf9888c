package deploy

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// declaration is a fault that a package declares, by itself or in a table: a sentence without
// verbs of fmt, on a line.
var declaration = regexp.MustCompile(`(?m)^((?:var |\t)Err\w+ += |\t\{"\w+", )fault\.New\((fault\.\w+), ("[^"]*"), ("(?:[^"\\%]|\\.)*")\)(\},|(?: *//.*)?)$`)

// kept is a regular expression that is compiled when it is used, of a text by itself.
var kept = regexp.MustCompile("pattern\\.New\\((`[^`]*`)\\)")

// declared writes to the folder out, of each of our files that declares faults or patterns, one
// that has them as data, and returns whose each is. A call for each at the start of every isolate
// is 300 bytes of code and its part of the time until the first answer; the compiler keeps it a
// call where it does not inline.
func declared(root, out string) (map[string]string, error) {
	instead := map[string]string{}
	for _, dir := range []string{"app", "channel", "cmd/edge", "core", "httpapi", "provider", "store"} {
		err := filepath.WalkDir(filepath.Join(root, filepath.FromSlash(dir)), func(path string, d fs.DirEntry, err error) error {
			if errors.Is(err, fs.ErrNotExist) {
				return nil
			}
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			text, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			data := declaration.ReplaceAll(text, []byte(`$1&fault.Fault{Kind: $2, Code: $3, Message: $4}$5`))
			data = kept.ReplaceAll(data, []byte(`&pattern.Pattern{Text: $1}`))
			if bytes.Equal(data, text) {
				return nil
			}
			instead[path] = filepath.Join(out, "declared"+strconv.Itoa(len(instead))+".go")
			return os.WriteFile(instead[path], data, 0o600)
		})
		if err != nil {
			return nil, err
		}
	}
	return instead, nil
}
