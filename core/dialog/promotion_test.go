package dialog

import (
	"go/ast"
	"go/parser"
	"go/token"
	"testing"

	"prilavok/core/cart"
)

// TestEveryCodeProblemHasWords reads the problems of codes out of their package.
func TestEveryCodeProblemHasWords(t *testing.T) {
	f, err := parser.ParseFile(token.NewFileSet(), "../promotion/promotion.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	ast.Inspect(f, func(n ast.Node) bool {
		v, ok := n.(*ast.ValueSpec)
		if !ok || len(v.Values) != 1 {
			return true
		}
		if typ, ok := v.Type.(*ast.Ident); !ok || typ.Name != "Problem" {
			return true
		}
		lit := literal(t, v.Values[0].(*ast.BasicLit))
		if lit == "" {
			return true
		}
		seen++
		if p := codeProblems[cart.Problem(lit)]; p.RU == "" || p.EN == "" {
			t.Errorf("no words for %q", lit)
		}
		return true
	})
	if seen < 12 {
		t.Errorf("only %d problems were found", seen)
	}
}

func TestCodeWords(t *testing.T) {
	for text, want := range map[string]string{
		"промокод СКИДКА10": "СКИДКА10", "Промокод: привет10": "привет10", "promo code SALE": "SALE", "купон «ЛЕТО-5»": "ЛЕТО-5", "coupon code X_10!": "X_10",
		"промокод не работает": "", "промокод есть": "", "какой промокод сегодня?": "", "кружка": "", "мой промокод ABC": "ABC",
	} {
		got := ""
		if m := codeWords.FindStringSubmatch(text); m != nil && looksLikeCode(m[1]) {
			got = m[1]
		}
		if got != want {
			t.Errorf("%q: code %q, want %q", text, got, want)
		}
	}
	for text, want := range map[string]bool{"убрать промокод": true, "Remove my promo code": true, "промокод": false, "убрать всё": false} {
		if codeOff.MatchString(text) != want {
			t.Errorf("%q removes a code: %v", text, !want)
		}
	}
}
