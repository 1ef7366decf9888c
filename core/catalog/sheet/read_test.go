package sheet

import (
	"strings"
	"testing"

	"prilavok/core/lang"
)

// Whatever is read: it ends, every row has a cell for every column, and every problem
// names its row.
func FuzzRead(f *testing.F) {
	for _, s := range []string{"sku,title,price\nA,B,1\n", "\ufeffартикул;цена\nA;1 000,5", "sku\n\"", "sku,option:Цвет|Color\nA,красный|red", "\xd7\xe0\xe9;sku\n1;2", "", "sku,sku\n", "sku\n" + strings.Repeat("a,", 300)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, err := readSheet(strings.NewReader(text), lang.RU)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range s.rows {
			if len(r.cells) != len(s.columns) || r.number < 2 {
				t.Fatalf("row %d has %d cells for %d columns", r.number, len(r.cells), len(s.columns))
			}
			for _, cell := range r.cells {
				if unguard(guard(cell)) != cell {
					t.Fatalf("%q does not come back", cell)
				}
				if got := both(inBoth(both(cell, lang.RU), lang.RU), lang.RU); !sameTexts(got, both(cell, lang.RU)) {
					t.Fatalf("%q is read as %v", cell, got)
				}
			}
		}
		for _, p := range s.problems {
			if p.Row < 1 || p.Expected.RU == "" || p.Expected.EN == "" {
				t.Fatalf("a problem says nothing: %+v", p)
			}
		}
	})
}
