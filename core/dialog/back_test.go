package dialog_test

import (
	"strings"
	"testing"

	"prilavok/core/catalog"
	"prilavok/core/dialog"
	"prilavok/core/lang"
	"prilavok/core/money"
)

// TestBackTellsWhatIsLeft: of goods that are not counted it tells no number.
func TestBackTellsWhatIsLeft(t *testing.T) {
	d := catalog.StockData{Product: lang.Texts{lang.RU: "Кружка"}, Price: money.Of(100, "RUB"), Left: 2}
	if got := dialog.Back(lang.RU, lang.RU, "var_1", d).Text; !strings.HasSuffix(got, " Осталось 2.") {
		t.Errorf("two are left, and it says %q", got)
	}
	if d.Left = -1; strings.Contains(dialog.Back(lang.RU, lang.RU, "var_1", d).Text, "Осталось") {
		t.Errorf("it is not counted, and it says %q", dialog.Back(lang.RU, lang.RU, "var_1", d).Text)
	}
}
