package facts_test

import (
	"strings"
	"testing"

	"prilavok/core/assistant/facts"
)

func BenchmarkTurn(b *testing.B) {
	big := strings.Repeat(policy+"\n", 12) // about 4 KB
	draft := "Чай «Луговой» стоит 490 ₽, было 690 ₽. Осталось 7 штук. Доставка 300 ₽, итого 1 770 ₽. Приедет 12 мая с 10:00 до 20:00."
	known := facts.Known(big)
	b.ReportAllocs()
	for b.Loop() {
		e := facts.New()
		e.Policy(known)
		for _, t := range tools {
			e.Tool(t)
		}
		e.Contact(said)
		e.Check(draft)
	}
}
