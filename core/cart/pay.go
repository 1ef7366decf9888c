package cart

import (
	"context"
	"strconv"
	"strings"
	"unicode/utf8"

	"prilavok/core/lang"
	"prilavok/core/money"
)

// Way is one way to pay, as a checkout offers it.
type Way struct {
	Method string // what the order is told
	Title  lang.Texts
	Online bool // there will be a link
}

// PaidBy says where the ways to pay for goods of a worth come from. It is called once,
// before the first use; without it nobody is asked how they will pay.
func (s *Service) PaidBy(ways func(ctx context.Context, items money.Money) ([]Way, error)) {
	s.ways = ways
}

// Ways lists the ways to pay for goods of a worth; none when nobody is asked.
func (s *Service) Ways(ctx context.Context, items money.Money) ([]Way, error) {
	if s.ways == nil {
		return nil, nil
	}
	return s.ways(ctx, items)
}

// onlyWay is what needs no asking: the one way there is.
func onlyWay(env Env) string {
	if len(env.Ways) == 1 {
		return env.Ways[0].Method
	}
	return ""
}

func wayOf(method string, env Env) (Way, bool) {
	for _, w := range env.Ways {
		if w.Method == method {
			return w, true
		}
	}
	return Way{}, false
}

// takeWay chooses how to pay; its button works at a later step too.
func takeWay(st State, method string, env Env) (State, Problem) {
	if !applies(StepPayment, st, env) || rank(st.Step) < rank(StepPayment) {
		return st, ProblemNotHere
	}
	if _, ok := wayOf(method, env); !ok {
		return st, ProblemWay
	}
	if st.Step != StepPayment {
		st, _ = edit(st, StepPayment, env)
	}
	st.Payment = method
	return st, ProblemNone
}

// wayWords are what people call ways to pay, folded, by what is found in their methods.
// Words of the first line are told from those of the second by coming first.
var wayWords = []struct {
	in    []string // parts of Way.Method
	words []string
}{
	{[]string{"card_on_delivery"}, []string{"картой при получении", "картой курьеру", "терминал", "card on delivery", "card to the courier"}},
	{[]string{"sbp"}, []string{"сбп", "систем быстрых", "быстрым платеж", "по qr", "куар", "sbp", "faster payments"}},
	{[]string{"star"}, []string{"звезд", "звёзд", "stars"}},
	{[]string{"cash", "on_delivery"}, []string{"налич", "налом", "кэш", "cash", "при получении", "курьеру", "on delivery", "when i get"}},
	{[]string{"bank_transfer"}, []string{"перевод", "на счет", "реквизит", "transfer", "wire"}},
	{[]string{".card", "online", "telegram", "tokens", "card_on_delivery"}, []string{"карт", "онлайн", "card", "online"}},
}

// wayMeant finds the way to pay that a text names: its method, its number in the list, its
// title, or the common words for it; "" when none.
func wayMeant(text string, env Env) string {
	want := fold(text)
	if n, err := strconv.Atoi(want); err == nil && n >= 1 && n <= len(env.Ways) {
		return env.Ways[n-1].Method
	}
	for _, w := range env.Ways {
		for _, title := range w.Title {
			if w.Method == text || want != "" && fold(title) == want {
				return w.Method
			}
		}
	}
	for _, line := range wayWords {
		for _, word := range line.words {
			if !strings.Contains(want, fold(word)) {
				continue
			}
			for _, part := range line.in {
				for _, w := range env.Ways {
					if strings.Contains(w.Method, part) {
						return w.Method
					}
				}
			}
		}
	}
	found := ""
	for _, w := range env.Ways {
		for _, title := range w.Title {
			if utf8.RuneCountInString(want) >= 4 && (strings.Contains(fold(title), want) || strings.Contains(want, fold(title))) {
				if found != "" && found != w.Method {
					return ""
				}
				found = w.Method
			}
		}
	}
	return found
}
