package table

import (
	"archive/zip"
	"bytes"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "write zones.txt from the time zones that come with Go")

// The table holds for these times; after them a rule goes on as it is. What changes without a
// rule is written down for some years more.
var (
	from = time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	to   = time.Date(2038, 1, 1, 0, 0, 0, 0, time.UTC)
)

// world reads the time zones that come with Go.
func world(t *testing.T) map[string][]byte {
	t.Helper()
	root, err := exec.CommandContext(t.Context(), "go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	z, err := zip.OpenReader(filepath.Join(strings.TrimSpace(string(root)), "lib", "time", "zoneinfo.zip"))
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	all := map[string][]byte{}
	for _, f := range z.File {
		if strings.HasSuffix(f.Name, "/") {
			continue
		}
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if all[f.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

// TestTable: each zone that Go knows is here, with the same clock at all times since 2020.
func TestTable(t *testing.T) {
	all := world(t)
	if *update {
		if err := os.WriteFile("zones.txt", []byte(written(t, all)), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	for name, data := range all {
		want, err := time.LoadLocationFromTZData(name, data)
		if err != nil {
			t.Fatal(err)
		}
		got, err := Load(name)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if at := differ(got, want); !at.IsZero() {
			t.Errorf("%s: at %s it is %s, want %s", name, at.UTC(), at.In(got), at.In(want))
		}
	}
	t.Logf("%d zones in %d bytes", len(all), len(zones))
}

// differ returns the first time at which two zones differ.
func differ(a, b *time.Location) time.Time {
	for at := from; at.Before(to); at = next(at, a, b) {
		if at.In(a).Format(time.RFC3339+" MST") != at.In(b).Format(time.RFC3339+" MST") || at.In(a).IsDST() != at.In(b).IsDST() {
			return at
		}
	}
	return time.Time{}
}

// next is when the clock of one of the zones changes next. Go's own answer is a time that is
// past already where a year has no change of a rule: then it is looked for hour by hour.
func next(at time.Time, zones ...*time.Location) time.Time {
	soon := to.AddDate(3, 0, 0)
	for _, z := range zones {
		_, end := at.In(z).ZoneBounds()
		if !end.IsZero() && !end.After(at) {
			end = at.Add(time.Hour)
		}
		if !end.IsZero() && end.Before(soon) {
			soon = end
		}
	}
	return soon
}

// written is the table of all zones.
func written(t *testing.T, all map[string][]byte) string {
	t.Helper()
	names := map[string][]string{}
	for name, data := range all {
		loc, err := time.LoadLocationFromTZData(name, data)
		if err != nil {
			t.Fatal(err)
		}
		parts := bytes.Split(bytes.TrimSuffix(data, []byte("\n")), []byte("\n"))
		what := string(parts[len(parts)-1])
		rule, err := tzif(what)
		if err != nil {
			t.Fatal(err)
		}
		if ruled, err := time.LoadLocationFromTZData(name, rule); err != nil || !differ(ruled, loc).IsZero() {
			what = changes(loc) + what
		}
		names[what] = append(names[what], name)
	}
	var lines []string
	for what, n := range names {
		slices.Sort(n)
		lines = append(lines, strings.Join(n, " ")+"\t"+what+"\n")
	}
	slices.Sort(lines)
	return strings.Join(lines, "")
}

// changes of a zone between from and to.
func changes(loc *time.Location) string {
	var b strings.Builder
	for at := from; at.Before(to.AddDate(2, 0, 0)); at = next(at, loc) {
		name, east := at.In(loc).Zone()
		summer := 0
		if at.In(loc).IsDST() {
			summer = 1
		}
		fmt.Fprintf(&b, "%d,%d,%d,%s;", at.Unix(), east, summer, name)
	}
	return b.String()
}

func TestUnknown(t *testing.T) {
	for _, name := range []string{"Local", "Europe", "europe/moscow", "Europe/Moscow Europe/Simferopol", "Nowhere/Town", " ", "\t", "MSK-3"} {
		if z, err := Load(name); err == nil {
			t.Errorf("%q is %s", name, z)
		}
	}
	for _, name := range []string{"", "UTC"} {
		if z, err := Load(name); err != nil || z != time.UTC {
			t.Errorf("%q is %v, %v", name, z, err)
		}
	}
}

// TestForm: a broken line is an error, not a wrong clock.
func TestForm(t *testing.T) {
	for _, zone := range []string{"1,2;MSK-3", "x,0,0,UTC;MSK-3", "0,y,0,UTC;MSK-3"} {
		if _, err := tzif(zone); err == nil {
			t.Errorf("%q is taken", zone)
		}
	}
}
