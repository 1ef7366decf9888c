package sheet

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"prilavok/core/fold"
	"prilavok/core/lang"
)

// sheet is a table as it was read.
type sheet struct {
	columns  []column
	rows     []sheetRow
	ignored  []string
	problems []Problem
}

type sheetRow struct {
	number int
	cells  []string
}

// readSheet reads CSV in UTF-8 or Windows-1251, with commas, semicolons or tabs. What
// is wrong with the table stands in its problems; the error is the reader's.
func readSheet(r io.Reader, untagged lang.Lang) (sheet, error) {
	data, err := io.ReadAll(io.LimitReader(r, MaxBytes+1))
	if err != nil {
		return sheet{}, err
	}
	if len(data) > MaxBytes {
		return sheet{problems: []Problem{{Row: 1, Expected: wantSmaller}}}, nil
	}
	text := decode(data)
	c := csv.NewReader(strings.NewReader(text))
	c.Comma, c.FieldsPerRecord, c.ReuseRecord = delimiter(text), -1, false
	head, err := c.Read()
	if err != nil {
		return sheet{problems: []Problem{{Row: 1, Expected: wantRows}}}, nil
	}
	s := sheet{}
	s.heads(head, untagged)
	for n := 2; len(s.problems) == 0 || s.columns != nil; n++ {
		cells, err := c.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			s.problems = append(s.problems, Problem{Row: n, Expected: wantCSV})
			break // what follows a broken quote cannot be told apart
		}
		if n-1 > MaxRows {
			s.problems = append(s.problems, Problem{Row: n, Expected: wantFewerRows})
			break
		}
		s.row(n, cells)
	}
	return s, nil
}

func (s *sheet) row(n int, cells []string) {
	empty := true
	for i, cell := range cells {
		cells[i] = unguard(strings.TrimSpace(fold.Visible(cell)))
		empty = empty && cells[i] == ""
		switch {
		case i >= len(s.columns) && cells[i] == "":
		case i >= len(s.columns):
			s.problems = append(s.problems, Problem{Row: n, Value: short(cells[i]), Expected: wantFewerCells})
			return
		case len(cell) > maxCell:
			s.problems = append(s.problems, Problem{n, s.columns[i].head, short(cell), wantShorter})
			return
		}
	}
	if empty {
		return
	}
	for len(cells) < len(s.columns) {
		cells = append(cells, "")
	}
	s.rows = append(s.rows, sheetRow{n, cells[:len(s.columns)]})
}

// heads understands the first row.
func (s *sheet) heads(head []string, untagged lang.Lang) {
	seen := map[field]map[lang.Lang]bool{}
	for _, h := range head[:min(len(head), maxCells)] {
		c := headOf(strings.TrimSpace(fold.Clean(h)), untagged)
		if c.field == "" && c.head != "" {
			s.ignored = append(s.ignored, c.head)
		}
		if c.field != "" && c.name == nil {
			if seen[c.field][c.lang] {
				s.problems = append(s.problems, Problem{1, c.head, "", wantOneOfColumn})
			}
			if seen[c.field] == nil {
				seen[c.field] = map[lang.Lang]bool{}
			}
			seen[c.field][c.lang] = true
		}
		s.columns = append(s.columns, c)
	}
	if seen[fSKU] == nil {
		s.problems = append(s.problems, Problem{1, "", short(strings.Join(head, ", ")), wantSKUColumn})
	}
	if len(s.problems) > 0 {
		s.columns = nil
	}
}

func headOf(head string, untagged lang.Lang) column {
	c := column{head: head}
	kind, name, tagged := strings.Cut(head, ":")
	folded := strings.Join(strings.Fields(fold.Text(head)), " ")
	if tagged {
		switch strings.TrimSpace(fold.Text(kind)) {
		case "option", "опция", "вариант":
			c.field, c.name = fOption, both(strings.TrimSpace(name), untagged)
		case "attribute", "атрибут", "свойство", "характеристика":
			c.field, c.name = fAttribute, both(strings.TrimSpace(name), untagged)
		}
		if len(c.name) == 0 {
			c.field = ""
		}
		return c
	}
	if f, ok := aliases[folded]; ok {
		c.field = f
		switch f {
		case fOption:
			c.name = lang.Texts{untagged: head}
		case fTitle, fDescription:
			c.lang = untagged
		}
		return c
	}
	for _, l := range []lang.Lang{lang.RU, lang.EN} {
		for _, sep := range []string{"_", " ", "."} {
			base, ok := strings.CutSuffix(folded, sep+string(l))
			if f := aliases[base]; ok && (f == fTitle || f == fDescription) {
				c.field, c.lang = f, l
			}
		}
	}
	return c
}

// decode makes UTF-8 of a file: a byte order mark goes, and what is no UTF-8 is what
// Russian spreadsheets write, Windows-1251.
func decode(data []byte) string {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if utf8.Valid(data) {
		return string(data)
	}
	var b strings.Builder
	for _, c := range data {
		switch {
		case c < 0x80:
			b.WriteByte(c)
		case c >= 0xc0:
			b.WriteRune(rune(c) - 0xc0 + 'А')
		default:
			b.WriteRune([]rune(cp1251)[c-0x80])
		}
	}
	return b.String()
}

// cp1251 is the bytes 80 to BF of Windows-1251 (unicode.org, CP1251.TXT); 98 is none.
const cp1251 = "ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—\u0098™љ›њќћџ\u00a0ЎўЈ¤Ґ¦§Ё©Є«¬\u00ad®Ї°±Ііґµ¶·ё№є»јЅѕї"

// delimiter is what stands most often in the first row, outside quotes.
func delimiter(text string) rune {
	count := map[rune]int{}
	quoted := false
	for _, r := range text {
		if r == '"' {
			quoted = !quoted
		}
		if r == '\n' && !quoted {
			break
		}
		if !quoted {
			count[r]++
		}
	}
	best := ','
	for _, r := range []rune{';', '\t'} {
		if count[r] > count[best] {
			best = r
		}
	}
	return best
}

// A cell that a spreadsheet would run as a formula is exported with an apostrophe
// before it, which is taken off again here.
func formula(s string) bool {
	s = strings.TrimLeft(s, "'")
	return s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0]))
}

func guard(s string) string {
	if formula(s) {
		return "'" + s
	}
	return s
}

func unguard(s string) string {
	if strings.HasPrefix(s, "'") && formula(s) {
		return s[1:]
	}
	return s
}

// both reads "красный|red": a text in the untagged language and in the other one. A
// stroke in the text is written \|.
func both(s string, untagged lang.Lang) lang.Texts {
	other := lang.EN
	if untagged == lang.EN {
		other = lang.RU
	}
	parts := cutEscaped(s, '|')
	out := lang.Texts{}
	for i, l := range []lang.Lang{untagged, other} {
		if i < len(parts) && parts[i] != "" {
			out[l] = parts[i]
		}
	}
	return out
}

// inBoth writes what both reads.
func inBoth(t lang.Texts, untagged lang.Lang) string {
	other := lang.EN
	if untagged == lang.EN {
		other = lang.RU
	}
	out := escape(t[untagged], '|')
	if t[other] != "" {
		out += "|" + escape(t[other], '|')
	}
	return out
}

func escape(s string, mark rune) string {
	return strings.NewReplacer(`\`, `\\`, string(mark), `\`+string(mark)).Replace(strings.TrimSpace(s))
}

func cutEscaped(s string, mark rune) []string {
	var parts []string
	var b strings.Builder
	escaped := false
	for _, r := range s {
		switch {
		case escaped:
			b.WriteRune(r)
			escaped = false
		case r == '\\':
			escaped = true
		case r == mark:
			parts = append(parts, strings.TrimSpace(b.String()))
			b.Reset()
		default:
			b.WriteRune(r)
		}
	}
	return append(parts, strings.TrimSpace(b.String()))
}

func short(s string) string {
	r := []rune(s)
	if len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}
