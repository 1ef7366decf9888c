package app_test

import (
	"strings"
	"testing"
	"time"

	"prilavok/core/shop"
	"prilavok/store"
	"prilavok/store/storetest"
)

// inGroup says something in a group, and answers with what was told there.
func (b *bench) inGroup(chat, text string) string {
	b.t.Helper()
	command, _, _ := strings.Cut(text, " ")
	b.update(`"message":{"message_id":%d,"date":1,"chat":{"id":`+chat+`,"type":"supergroup","title":"Смена","is_forum":true},"from":{"id":8,"first_name":"Пётр"},"text":%q,"entities":[{"type":"bot_command","offset":0,"length":%d}]}`, b.n, text, len(command))
	return strings.Join(b.drain(), "\n")
}

// TestStaffCode: a code that the panel gave makes the group in which it is said the staff chat,
// once and for half an hour; the change can be undone like any other.
func TestStaffCode(t *testing.T) {
	storetest.Both(t, func(t *testing.T, st *store.Store) {
		b := newBench(t, st)
		ok := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		says := b.inGroup
		staff := func() shop.Staff {
			t.Helper()
			sh, err := b.Shops.Get(b.ctx)
			ok(err)
			return sh.Settings.Staff
		}
		before := staff()
		code, until, err := b.Crew.Code(b.ctx, "mem_1")
		ok(err)
		if got := until.Sub(b.now); got != 30*time.Minute || len(code) != 10 {
			t.Errorf("the code %q is good for %v", code, got)
		}
		for what, text := range map[string]string{"a wrong code": "/staff AAAAAAAAAA", "none": "/staff"} {
			if got := says("-1007", text); staff() != before || strings.Contains(got, "Готово") {
				t.Errorf("%s: %q, %+v", what, got, staff())
			}
		}
		if got := says("-1007", "/staff "+strings.ToLower(code)); !strings.Contains(got, "чат сотрудников") {
			t.Errorf("told %q", got)
		}
		if want := (shop.Staff{AccountID: b.acc.ID, ChatID: "-1007", Topics: true}); staff() != want {
			t.Errorf("connected %+v, want %+v", staff(), want)
		}
		if got := says("-1008", "/staff "+code); !strings.Contains(got, "Код не подошёл") || staff().ChatID != "-1007" {
			t.Errorf("used twice: %q", got)
		}
		list, _, err := b.Settings.Versions(b.ctx, "")
		ok(err)
		if len(list) != 1 || list[0].ActorID != "mem_1" {
			t.Fatalf("versions %+v", list)
		}
		_, _, err = b.Settings.Undo(b.ctx, "mem_1", list[0].ID)
		ok(err)
		if staff() != before {
			t.Errorf("undone to %+v", staff())
		}

		first, _, err := b.Crew.Code(b.ctx, "mem_1")
		ok(err)
		second, _, err := b.Crew.Code(b.ctx, "mem_1")
		ok(err)
		says("-1009", "/staff "+first) // the newer one ended it
		b.now = b.now.Add(31 * time.Minute)
		says("-1009", "/staff "+second)
		if staff() != before {
			t.Errorf("an old code connected %+v", staff())
		}
	})
}
