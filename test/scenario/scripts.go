package scenario

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"prilavok/core/shop"
)

// Script is a scenario on one messenger.
type Script struct {
	Name   string // "purchase/instagram"
	On     shop.Channel
	Text   string
	Golden string // the file that what the customer saw is compared with; "" none
}

// Scripts are the scenarios in a folder, once for each messenger that they are for, and
// those of its folder across, which begin in Telegram and go on elsewhere.
func Scripts(dir string) (out []Script, err error) {
	across, err := filepath.Glob(filepath.Join(dir, "across", "*.txt"))
	if err != nil {
		return nil, err
	}
	for _, file := range across {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		out = append(out, Script{Name: "across/" + strings.TrimSuffix(filepath.Base(file), ".txt"), On: shop.Telegram, Text: string(text)})
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.txt"))
	if err == nil && len(files) == 0 {
		err = fmt.Errorf("no scenarios in %s", dir)
	}
	if err != nil {
		return nil, err
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		name := strings.TrimSuffix(filepath.Base(file), ".txt")
		for _, c := range channels(string(text)) {
			s := Script{Name: name + "/" + string(c), On: c, Text: string(text)}
			if c == shop.Instagram {
				s.Golden = filepath.Join(dir, "instagram", name+".golden")
			}
			out = append(out, s)
		}
	}
	return out, nil
}

// channels reads which messengers a script is for.
func channels(text string) (on []shop.Channel) {
	for l := range strings.Lines(text) {
		if names, ok := strings.CutPrefix(l, "on: "); ok {
			for name := range strings.FieldsSeq(names) {
				on = append(on, shop.Channel(name))
			}
			return on
		}
	}
	for c := range messengers {
		on = append(on, c)
	}
	slices.Sort(on)
	return on
}

// Run plays a script, and compares what the customer saw with its golden file, or writes
// that anew.
func (s *Stage) Run(x Script, rewrite bool) {
	s.t.Helper()
	s.Play(x.Text)
	m, kept := s.on.messenger.(*direct)
	if !kept {
		return
	}
	got := m.paper.String()
	if rewrite {
		s.ok(os.WriteFile(x.Golden, []byte(got), 0o644))
	}
	want, err := os.ReadFile(x.Golden)
	s.ok(err)
	if got != string(want) {
		s.t.Errorf("the customer saw something else than %s tells; go test ./test/scenario -golden writes it anew:\n%s", x.Golden, differs(string(want), got))
	}
}

// differs shows the first lines that are not the same.
func differs(want, got string) string {
	a, b := strings.Split(want, "\n"), strings.Split(got, "\n")
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	part := func(l []string) string { return strings.Join(l[min(max(i-2, 0), len(l)):min(i+6, len(l))], "\n") }
	return fmt.Sprintf("line %d\nwant:\n%s\ngot:\n%s", i+1, part(a), part(b))
}
