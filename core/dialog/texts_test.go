package dialog

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"prilavok/core/cart"
	"prilavok/core/dialog/purchase"
	"prilavok/core/fault"
	"prilavok/core/lang"
)

// phrases reads every p("…", "…") of the package from its source, so that none is left out.
func phrases(t *testing.T) map[string]lang.Phrase {
	t.Helper()
	files := token.NewFileSet()
	names, err := fs.Glob(os.DirFS("."), "*.go")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]lang.Phrase{}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(files, name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			c, ok := n.(*ast.CompositeLit)
			if !ok || len(c.Elts) == 0 {
				return true
			}
			if of, ok := c.Type.(*ast.SelectorExpr); !ok || of.Sel.Name != "Phrase" {
				return true
			}
			said := map[string]string{}
			for _, e := range c.Elts {
				field, ok := e.(*ast.KeyValueExpr)
				if !ok {
					return true
				}
				if _, fixed := field.Value.(*ast.BasicLit); !fixed {
					return true // it is put together of others
				}
				said[field.Key.(*ast.Ident).Name] = literal(t, field.Value)
			}
			out[files.Position(c.Pos()).String()] = lang.Phrase{RU: said["RU"], EN: said["EN"]}
			return true
		})
	}
	return out
}

func literal(t *testing.T, e ast.Expr) string {
	t.Helper()
	s, err := strconv.Unquote(e.(*ast.BasicLit).Value)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

var (
	verb     = regexp.MustCompile(`%[sd]`)
	latin    = regexp.MustCompile(`[A-Za-z]{2,}`)
	cyrillic = regexp.MustCompile(`\p{Cyrillic}`)
	spoken   = regexp.MustCompile(`/[a-z]+|%[sd]`) // commands and places for values
)

func TestEveryTextIsInBothLanguages(t *testing.T) {
	all := phrases(t)
	if len(all) < 120 {
		t.Fatalf("only %d phrases were found", len(all))
	}
	for at, p := range all {
		if strings.TrimSpace(p.RU) == "" || strings.TrimSpace(p.EN) == "" {
			t.Errorf("%s: a language is missing: %+v", at, p)
		}
		if a, b := strings.Join(verb.FindAllString(p.RU, -1), ""), strings.Join(verb.FindAllString(p.EN, -1), ""); a != b {
			t.Errorf("%s: places for values differ: %q, %q", at, a, b)
		}
		names := p.RU == p.EN // the languages call themselves
		if w := latin.FindString(spoken.ReplaceAllString(p.RU, "")); w != "" && !names {
			t.Errorf("%s: %q in a Russian text", at, w)
		}
		if cyrillic.MatchString(p.EN) && !names {
			t.Errorf("%s: Cyrillic letters in an English text: %s", at, p.EN)
		}
		if strings.Contains(p.RU, `"`) || strings.Contains(p.EN, `"`) || strings.Contains(p.RU, " - ") {
			t.Errorf("%s: typewriter signs: %+v", at, p)
		}
	}
}

func TestEveryProblemHasWords(t *testing.T) {
	for _, code := range constants(t, "../cart/faults.go", "Problem") {
		switch p := cart.Problem(code); p {
		case cart.ProblemNone, cart.ProblemEmpty, cart.ProblemGone, cart.ProblemOut, cart.ProblemShort, cart.ProblemMinTotal:
			// of a quote: the cart's lines and txtMinTotal, txtFixCart tell them
		default:
			if problems.Of(p).RU == "" {
				t.Errorf("no words for the problem %q", p)
			}
		}
	}
}

// constants returns the string values of constants whose names begin with prefix.
func constants(t *testing.T, file, prefix string) []string {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	ast.Inspect(f, func(n ast.Node) bool {
		if v, ok := n.(*ast.ValueSpec); ok && strings.HasPrefix(v.Names[0].Name, prefix) && len(v.Values) == 1 {
			if b, ok := v.Values[0].(*ast.BasicLit); ok {
				out = append(out, literal(t, b))
			}
		}
		return true
	})
	if len(out) < 10 {
		t.Fatalf("only %d constants %s* in %s", len(out), prefix, file)
	}
	return out
}

func TestEveryRefusalHasWords(t *testing.T) {
	never := map[string]bool{ // what no customer can cause
		"cart.method_fields": true, "order.key": true, "order.not_placed": true, "order.unknown_status": true,
		"contact.bad_code": true, "contact.own_code": true, "contact.guesses": true, // answered in core/dialog/across
		"contact.same": true, "contact.no_join": true, "contact.not_joined": true, "contact.joined_on": true,
		"contact.postal": true, "order.price_override": true, "order.lapsed": true, "order.shortfall": true, "order.no_shortfall": true, "order.no_stage": true, "order.not_packed": true,
		"return.not_found": true, "return.amount": true, "return.requested": true, "return.not_approved": true, "return.decided": true, "return.over": true, "return.unknown_state": true, "return.seen": true,
		"order.no_parcel": true, "order.parcel_packed": true, "order.parcel_shipped": true, "order.parcel_delivered": true, "order.parcel_canceled": true,
		"catalog.incomplete": true, "catalog.sku_taken": true, "catalog.quantity": true, "knowledge.incomplete": true, "catalog.slug_taken": true,
	}
	code := regexp.MustCompile(`fault\.New\(fault\.\w+, "((?:cart|order|return|catalog|contact|knowledge)\.\w+)"`)
	seen := 0
	for _, file := range []string{"../cart/faults.go", "../order/faults.go", "../order/returns/faults.go", "../catalog/faults.go", "../contact/service.go", "../knowledge/knowledge.go"} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range code.FindAllStringSubmatch(string(text), -1) {
			seen++
			_, ok := refusals.Find(m[1])
			if _, desk := purchase.Refusal(fault.New(fault.Conflict, m[1], ""), lang.RU); !ok && !desk && !never[m[1]] {
				t.Errorf("no words for the refusal %s", m[1])
			}
		}
	}
	if seen < 25 {
		t.Errorf("only %d faults were found", seen)
	}
}
