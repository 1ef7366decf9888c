package comment

import (
	"strings"
	"unicode/utf8"

	"prilavok/core/catalog"
	"prilavok/core/fold"
	"prilavok/core/lang"
	"prilavok/core/shop"
)

var (
	txtFrom = lang.Phrase{RU: "от %s", EN: "from %s"}
	// What the conversation says of where the comment stood.
	txtUnder = lang.Phrase{RU: "Комментарий под публикацией: %s", EN: "A comment under the post: %s"}
	txtPost  = lang.Phrase{RU: "Комментарий под публикацией", EN: "A comment under a post"}
)

// langOf is the language of a comment: that of its letters, else the shop's.
func langOf(text string, sh shop.Shop) lang.Lang {
	ru, en := 0, 0
	for _, r := range fold.Text(unnamed(text)) {
		switch {
		case r >= 'а' && r <= 'я':
			ru++
		case r >= 'a' && r <= 'z':
			en++
		}
	}
	switch {
	case ru > 0 && ru >= en:
		return sh.Speaks(lang.RU)
	case en > 0:
		return sh.Speaks(lang.EN)
	}
	return sh.DefaultLang()
}

// facts fill in a text; "" is unknown.
type facts map[string]string

func factsOf(e Entry, p *catalog.Product, sh shop.Shop) facts {
	f := facts{"name": "", "shop": sh.Name.In(e.Lang, sh.DefaultLang())}
	if e.Username != "" {
		f["name"] = "@" + e.Username
	}
	f["product"], f["price"] = "", ""
	if p == nil {
		return f
	}
	f["product"] = p.Title.In(e.Lang, sh.DefaultLang())
	if len(p.Sellable()) > 0 {
		low, high := p.PriceRange()
		f["price"] = low.Format(string(e.Lang))
		if high.Amount > low.Amount {
			f["price"] = txtFrom.F(e.Lang, f["price"])
		}
	}
	return f
}

// fill writes a text with its facts. A line that names an unknown one is left out: what a
// person reads never has a hole.
func (f facts) fill(text string) string {
	var lines []string
	for line := range strings.SplitSeq(text, "\n") {
		whole := true
		for name, value := range f {
			mark := "{" + name + "}"
			whole = whole && (value != "" || !strings.Contains(line, mark))
		}
		if whole {
			lines = append(lines, f.line(line))
		}
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}

// about names the product of a post, with its price where it is sold.
func (f facts) about() string {
	if f["price"] == "" {
		return f["product"]
	}
	return f["product"] + ", " + f["price"]
}

// line fills in from left to right, so that a value that looks like a mark stays as it is.
func (f facts) line(s string) string {
	var pairs []string
	for name, value := range f {
		pairs = append(pairs, "{"+name+"}", value)
	}
	return strings.NewReplacer(pairs...).Replace(s)
}

// strange returns the first mark of a text that nothing fills in, "" when there is none.
func strange(text string) string {
	for {
		from := strings.IndexByte(text, '{')
		if from < 0 {
			return ""
		}
		text = text[from:]
		to := strings.IndexByte(text, '}')
		if to < 0 {
			return ""
		}
		switch text[1:to] {
		case "product", "price", "name", "shop":
		default:
			return text[:to+1]
		}
		text = text[to:]
	}
}

// cutBytes and cutRunes keep a text in what the channel takes.
func cutBytes(s string, most int) string {
	if len(s) <= most {
		return s
	}
	for most -= len("…"); most > 0 && !utf8.RuneStart(s[most]); most-- {
	}
	return strings.TrimSpace(s[:most]) + "…"
}

func cutRunes(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return strings.TrimSpace(string(r[:most-1])) + "…"
	}
	return s
}
