package deploy

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"prilavok/core/fault"
	"prilavok/supabase"
)

//go:embed project
var project embed.FS

var refForm = regexp.MustCompile(`^[a-z]{20}$`)

// file is one file of a project; its path has slashes.
type file struct {
	path string
	body []byte
}

// notesPath holds what Init has written, by its sums, so that a later Init tells what the
// owner has changed from what is merely older.
const notesPath = "supabase/.prilavok.json"

// places are where the templates of folder project go.
var places = map[string]string{
	"deploy.yml":   ".github/workflows/deploy.yml",
	"rollback.yml": ".github/workflows/rollback.yml",
	"gitignore":    ".gitignore",
}

// files are what a project for a reference consists of, without the module.
func files(ref string) ([]file, error) {
	out := []file{
		{configPath, []byte(strings.Replace(supabase.Config, `project_id = "prilavok"`, `project_id = "`+ref+`"`, 1))},
		{"supabase/seed.sql", []byte(supabase.Seed)},
		{SecretsPath + ".example", secretsExample(ref)},
	}
	for _, from := range []embed.FS{supabase.Function, supabase.Migrations} {
		err := fs.WalkDir(from, ".", func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			b, err := from.ReadFile(name)
			out = append(out, file{path.Join("supabase", name), b})
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	for name, to := range places {
		b, err := project.ReadFile("project/" + name)
		if err != nil {
			return nil, err
		}
		out = append(out, file{to, bytes.ReplaceAll(b, []byte("REFERENCE"), []byte(ref))})
	}
	slices.SortFunc(out, func(a, b file) int { return strings.Compare(a.path, b.path) })
	return out, nil
}

// Init writes the files of a project and returns the paths written; those that are there
// already and equal are left alone, so that a second Init writes nothing. wasm names the
// bot's module to copy, with those beside it, "" for none. Nothing is written when a file has other content
// than Init gave it, unless force is set.
//
// Faults: deploy.ref, deploy.changed, deploy.half_module.
func Init(dir, ref, wasm string, force bool) (written []string, err error) {
	if !refForm.MatchString(ref) {
		return nil, ErrRef
	}
	list, err := files(ref)
	if err != nil {
		return nil, err
	}
	if wasm != "" {
		more, err := modules(wasm)
		if err != nil {
			return nil, err
		}
		list = append(list, more...)
	}
	notes, err := readNotes(dir)
	if err != nil {
		return nil, err
	}
	list, changed, err := unlike(dir, list, notes)
	if err != nil {
		return nil, err
	}
	if len(changed) > 0 && !force {
		return nil, fault.New(fault.Conflict, "deploy.changed", "these files have changes of yours, which --force would overwrite: %s", strings.Join(changed, ", "))
	}
	if len(list) == 0 {
		return nil, nil
	}
	for _, f := range list {
		if err := put(dir, f); err != nil {
			return written, err
		}
		notes[f.path] = sum(f.body)
		written = append(written, f.path)
	}
	body, err := json.MarshalIndent(notes, "", "  ")
	if err != nil {
		return written, err
	}
	return written, put(dir, file{notesPath, append(body, '\n')})
}

// unlike leaves out the files that are in the folder already, and lists those of the rest
// that are there with content that is neither new nor noted.
func unlike(dir string, list []file, notes map[string]string) (rest []file, changed []string, err error) {
	for _, f := range list {
		have, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(f.path)))
		switch {
		case errors.Is(err, fs.ErrNotExist):
		case err != nil:
			return nil, nil, err
		case bytes.Equal(have, f.body):
			notes[f.path] = sum(f.body)
			continue
		case notes[f.path] != sum(have):
			changed = append(changed, f.path)
		}
		rest = append(rest, f)
	}
	return rest, changed, nil
}

// modules reads the bot's module, and the others' in the folders beside the bot's, with what
// belongs to each. Only the bot's must be there.
func modules(wasm string) ([]file, error) {
	var out []file
	for i, f := range functions {
		from := wasm
		if i > 0 {
			from = filepath.Join(filepath.Dir(filepath.Dir(wasm)), f.name, f.wasm())
			if _, err := os.Stat(from); errors.Is(err, fs.ErrNotExist) {
				continue
			}
		}
		list, err := f.module(from)
		if err != nil {
			return nil, err
		}
		out = append(out, list...)
	}
	return out, nil
}

// module reads a built module with what belongs to it.
func (f function) module(wasm string) ([]file, error) {
	var out []file
	for _, name := range []string{f.wasm(), execName, builtName} {
		from := filepath.Join(filepath.Dir(wasm), name)
		if name == f.wasm() {
			from = wasm
		}
		b, err := os.ReadFile(from)
		if err != nil {
			return nil, ErrHalfModule
		}
		out = append(out, file{f.file(name), b})
	}
	var b Built
	if json.Unmarshal(out[2].body, &b) != nil || b.WasmSum != sum(out[0].body) || b.ExecSum != sum(out[1].body) {
		return nil, ErrHalfModule
	}
	return out, nil
}

func readNotes(dir string) (map[string]string, error) {
	notes := map[string]string{}
	b, err := os.ReadFile(filepath.Join(dir, notesPath))
	if errors.Is(err, fs.ErrNotExist) {
		return notes, nil
	}
	if err == nil {
		err = json.Unmarshal(b, &notes)
	}
	return notes, err
}

func put(dir string, f file) error {
	to := filepath.Join(dir, filepath.FromSlash(f.path))
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	return os.WriteFile(to, f.body, 0o644)
}

func sum(b []byte) string {
	s := sha256.Sum256(b)
	return hex.EncodeToString(s[:])
}
