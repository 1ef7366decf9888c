package scenario

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"prilavok/core/order"
	"prilavok/core/shop"
)

// Play runs a scenario to its end.
func (s *Stage) Play(text string) {
	s.t.Helper()
	for i, l := range strings.Split(text, "\n") {
		l, here := forChannel(strings.TrimSpace(l), s.on.name())
		if l == "" || strings.HasPrefix(l, "#") || strings.HasPrefix(l, "on: ") || !here {
			continue
		}
		verb, arg, _ := strings.Cut(l, " ")
		ok := s.t.Run(fmt.Sprintf("%d_%s", i+1, strings.Trim(verb, ">:!")), func(t *testing.T) {
			outer := s.t
			s.t = t
			defer func() { s.t = outer }()
			s.line(verb, strings.TrimSpace(arg))
		})
		if !ok {
			s.t.FailNow()
		}
	}
	s.on.ends()
}

// questions are the lines that change nothing.
var questions = []string{"bot>", "bot!", "silent", "post>", "orders:", "order:", "calls:", "link:", "state:", "account:"}

// forChannel takes the name of a messenger off a line, and reports whether it is for that.
func forChannel(l string, on shop.Channel) (string, bool) {
	name, rest, _ := strings.Cut(l, " ")
	if name, only := strings.CutPrefix(name, "@"); only {
		return strings.TrimSpace(rest), name == string(on)
	}
	return l, true
}

func (s *Stage) line(verb, arg string) {
	s.t.Helper()
	if !slices.Contains(questions, verb) {
		s.on.happens(strings.TrimSpace(verb + " " + arg))
	}
	if m, ok := s.on.messenger.(*direct); ok && m.troubles(verb, arg) || s.input(verb, arg) || s.beside(verb, arg) {
		return
	}
	toCustomer := func(c int64) bool { return c == customer }
	toStaff := func(c int64) bool { return c == staffChat }
	switch verb {
	case "staffpress>":
		s.pressIn(staffChat, "supergroup", arg)
	case "stranger>":
		s.pressIn(-100777, "supergroup", arg)
	case "staff>":
		s.staff(arg)
	case "staffedits>":
		s.staffWrites("edited_message", arg)
	case "bot>":
		if got := s.told(toCustomer); !strings.Contains(got, arg) {
			s.t.Fatalf("want %q in what the customer was told:\n%s", arg, got)
		}
	case "bot!":
		if got := s.told(toCustomer); strings.Contains(got, arg) {
			s.t.Fatalf("%q must not be in:\n%s", arg, got)
		}
	case "silent":
		if got := s.told(toCustomer); got != "" {
			s.t.Fatalf("want silence, the customer was told:\n%s", got)
		}
	case "post>":
		if got := s.told(toStaff); !strings.Contains(got, arg) {
			s.t.Fatalf("want %q in the staff chat:\n%s", arg, got)
		}
	case "orders:":
		page, err := s.app.Orders.List(s.ctx, order.Filter{}, "")
		if err != nil || strconv.Itoa(len(page.Orders)) != arg {
			s.t.Fatalf("want %s orders, got %d (%v)", arg, len(page.Orders), err)
		}
	case "calls:":
		if !slices.Contains(s.called, arg) {
			s.t.Fatalf("the Bot API was not asked for %s", arg)
		}
	case "restart":
		s.place.Restart()
	default:
		s.owner(verb, arg)
	}
}

// input does what the customer does.
func (s *Stage) input(verb, arg string) bool {
	s.t.Helper()
	if !strings.HasSuffix(verb, ">") {
		return false
	}
	spoke := len(s.all)
	switch verb {
	case "customer>":
		s.on.writes(arg)
	case "press>":
		s.press(s.on, customer, arg)
	case "share>":
		s.on.shares(arg)
	case "photo>":
		s.on.shows(arg)
	case "hand>":
		s.on.byHand(arg)
	case "data>":
		s.on.presses(said{id: 1}, button{action: arg})
	default:
		return false
	}
	s.spoke[customer] = spoke
	return true
}
