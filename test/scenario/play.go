package scenario

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"prilavok/core/order"
)

// Play runs a scenario to its end.
func (s *Stage) Play(text string) {
	s.t.Helper()
	for i, l := range strings.Split(text, "\n") {
		l = strings.TrimSpace(l)
		if l == "" || strings.HasPrefix(l, "#") {
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
}

func (s *Stage) line(verb, arg string) {
	s.t.Helper()
	toCustomer := func(c int64) bool { return c == customer }
	toStaff := func(c int64) bool { return c == staffChat }
	switch verb {
	case "customer>":
		s.write(arg)
	case "press>":
		s.press(arg)
	case "share>":
		s.update(`"message":{"message_id":%d,%s,"contact":{"phone_number":%q,"first_name":"Ольга","user_id":279058397}}`, 100+s.n, person, arg)
	case "photo>":
		s.update(`"message":{"message_id":%d,%s,"photo":[{"file_id":"AgAC%d","file_unique_id":"u%d","width":90,"height":90,"file_size":1000}],"caption":%q}`, 100+s.n, person, s.n, s.n, arg)
	case "data>":
		s.pressData(arg)
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
