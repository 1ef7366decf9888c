package storetest

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"prilavok/core/assistant"
	"prilavok/core/cart"
	inboxdesk "prilavok/core/desk"
	"prilavok/core/handoff"
	"prilavok/core/inbox"
	"prilavok/core/lang"
	"prilavok/core/order"
	"prilavok/core/staff"
	"prilavok/store"
)

var _ = Case(`ListConversations ConversationLine NotesBelow OrderEventsBelow NamesOf SaidBy SetRead SetLabels Snooze Snoozed Answering ChangesAfter LastChange ForgetChanges CannedReplies SaveCanned DropCanned TriedIn`, func(t *testing.T, st *store.Store) {
	d := newDesk(t, st, false, "inbox", fmt.Sprint(st.Dialect()))
	other := newDesk(t, st, false, "elsewhere", fmt.Sprint(st.Dialect()))
	d.writes(inbox.ByContact, "где заказ")
	until := d.Now().Add(time.Hour)
	d.OK(st.InTx(d.Ctx, func(ctx context.Context) error {
		id := d.conv.ID
		d.OK(st.SetLabels(ctx, id, []string{"vip", "опт"}))
		d.OK(st.SetRead(ctx, id, 1))
		d.OK(st.Snooze(ctx, id, until, d.Now()))
		at, err := st.Snoozed(ctx, id)
		if d.OK(err); !at.Equal(until) {
			t.Errorf("snoozed until %v", at)
		}
		c, err := st.ConversationLine(ctx, id)
		if d.OK(err); !slices.Equal(c.Labels, []string{"vip", "опт"}) || c.State != inbox.Snoozed || c.Unread != 0 || c.LastText != "где заказ" || c.Revision != 3 {
			t.Errorf("line: %+v", c)
		}
		list, err := st.ListConversations(ctx, inboxdesk.Filter{Label: "vip", States: []inbox.Status{inbox.Snoozed}, Assignee: inboxdesk.Nobody}, inboxdesk.Spot{}, 5)
		if d.OK(err); len(list) != 1 || list[0].ID != id {
			t.Errorf("list: %+v", list)
		}
		if list, err = st.ListConversations(ctx, inboxdesk.Filter{}, inboxdesk.Spot{At: list[0].LastAt, ID: id}, 5); err != nil || len(list) != 0 {
			t.Errorf("below the last: %v %v", list, err)
		}
		said, err := st.AppendMessages(ctx, id, []inbox.Message{{Author: inbox.ByOperator, Kind: inbox.KindText, Out: &inbox.Outgoing{Client: "c1"}, State: inbox.Queued, CreatedAt: d.Now()}})
		d.OK(err)
		m, found, err := st.SaidBy(ctx, id, "c1")
		if d.OK(err); !found || m.Seq != said[0].Seq {
			t.Errorf("said by: %+v", m)
		}
		_, found, err = st.SaidBy(ctx, id, "c2")
		if d.OK(err); found {
			t.Error("said by nobody is found")
		}
		return st.AddConversationNote(ctx, handoff.Note{ID: "note_1", ConversationID: id, Author: "Ольга", Text: "перезвонить", At: d.Now()})
	}))
	m := staff.Member{ShopID: d.Shop.ID, ID: d.IDs.Make("mem"), UserID: "6f1d2c3b-4a59-4e68-8d77-" + d.IDs.Make("u")[14:26], Email: "worker@shop.example", Name: "Ольга", Role: staff.Operator, CreatedAt: d.Now()}
	d.OK(st.InTx(d.Ctx, func(ctx context.Context) error { _, err := st.SaveMember(ctx, m); return err }))
	d.OK(st.View(d.Ctx, func(ctx context.Context) error {
		notes, err := st.NotesBelow(ctx, d.conv.ID, "", 5)
		if d.OK(err); len(notes) != 1 || notes[0].Note.Text != "перезвонить" {
			t.Errorf("notes: %+v", notes)
		}
		events, err := st.OrderEventsBelow(ctx, d.conv.ID, "", 5)
		if d.OK(err); len(events) != 0 {
			t.Errorf("events of no order: %+v", events)
		}
		name, ok, err := st.Answering(ctx, m.ID)
		names, err2 := st.NamesOf(ctx, []string{m.ID, "mem_none"})
		if d.OK(err); err2 != nil || !ok || name != "Ольга" || len(names) != 1 || names[m.ID] != "Ольга" {
			t.Errorf("who answers: %q %v %v", name, ok, names)
		}
		return nil
	}))
	d.OK(st.InTx(d.Ctx, func(ctx context.Context) error { return ready(ctx, d) }))
	var begin inboxdesk.Place
	changes := func(after inboxdesk.Place) (list []inboxdesk.Change) {
		d.OK(st.View(d.Ctx, func(ctx context.Context) (err error) { list, err = st.ChangesAfter(ctx, after, 100); return err }))
		return list
	}
	// On Postgres a change is told once every transaction of the cluster that began before it is
	// over, those of other tests too: it is asked for until it is there.
	seen := asked(func() ([]inboxdesk.Change, bool) { l := changes(begin); return l, len(l) >= 5 })
	kinds := map[string]int{}
	for _, c := range seen {
		kinds[c.Kind]++
		if c.ConversationID != d.conv.ID {
			t.Errorf("another's change: %+v", c)
		}
	}
	var last inboxdesk.Place
	d.OK(st.View(d.Ctx, func(ctx context.Context) (err error) { last, err = st.LastChange(ctx); return err }))
	if kinds["message"] < 2 || kinds["note"] != 1 || kinds["conversation"] < 2 || last != seen[len(seen)-1].Place || len(changes(last)) != 0 {
		t.Errorf("changes: %v, last %v", kinds, last)
	}
	d.writes(inbox.ByContact, "ещё")
	if now := asked(func() ([]inboxdesk.Change, bool) { l := changes(last); return l, len(l) > 0 }); len(now) != 1 || now[0].Kind != "message" {
		t.Errorf("after the last: %+v", now)
	}
	d.OK(st.InTx(d.Ctx, func(ctx context.Context) error { _, err := st.ForgetChanges(ctx, 0); return err }))
	if left := changes(begin); len(left) != 0 {
		t.Errorf("forgotten, and there: %+v", left)
	}
	err := st.View(other.Ctx, func(ctx context.Context) error { _, err := st.ConversationLine(ctx, d.conv.ID); return err })
	wantFault(t, err, inbox.ErrNoConversation)
})

// ready keeps, replaces and drops ready answers, and tells what a conversation has tried.
func ready(ctx context.Context, d *desk) error {
	st := d.Store
	c := inboxdesk.Canned{ID: "can_1", Shortcut: "hi", Title: "Привет", Text: lang.Texts{lang.RU: "Здравствуйте"}}
	d.OK(st.SaveCanned(ctx, c, d.Now()))
	c.Title, c.Text = "Приветствие", lang.Texts{lang.EN: "Hello"}
	d.OK(st.SaveCanned(ctx, c, d.Now()))
	list, err := st.CannedReplies(ctx)
	if d.OK(err); len(list) != 1 || list[0].Title != "Приветствие" || list[0].Text[lang.EN] != "Hello" || list[0].Text[lang.RU] != "" {
		d.T.Errorf("ready answers: %+v", list)
	}
	gone, err := st.DropCanned(ctx, "can_1")
	again, err2 := st.DropCanned(ctx, "can_1")
	if d.OK(err); !gone || again || err2 != nil {
		d.T.Errorf("dropped %v, once more %v %v", gone, again, err2)
	}
	turn := assistant.Turn{ID: "trn_tried", ConversationID: d.conv.ID, ContactID: d.conv.ContactID, Status: assistant.Running, CreatedAt: d.Now()}
	_, err = st.OpenTurn(ctx, turn)
	d.OK(err)
	for n, data := range []string{`{"name":"search_products","args":"{\"query\":\"лён\"}"}`, `{"name":"check_stock","args":"{}","failed":true}`} {
		d.OK(st.AddTurnStep(ctx, turn.ID, assistant.Step{N: int64(n), Kind: assistant.StepTool, Data: []byte(data), At: d.Now()}))
	}
	tried, err := st.TriedIn(ctx, d.conv.ID, 5)
	if d.OK(err); len(tried) != 2 || tried[0].Tool != "check_stock" || !tried[0].Failed || tried[1].Failed || tried[1].Args != `{"query":"лён"}` {
		d.T.Errorf("tried: %+v", tried)
	}
	return nil
}

// asked repeats a question until it is answered, or has been put very often.
func asked[T any](question func() (T, bool)) (answer T) {
	for range 20_000 {
		var good bool
		if answer, good = question(); good {
			break
		}
	}
	return answer
}

// TestSearchConversations: a conversation is found by its contact and by what they ordered,
// whole filters applied, and by nothing else.
func TestSearchConversations(t *testing.T) {
	Both(t, func(t *testing.T, st *store.Store) {
		x := NewCounter(t, st, "search-talks")
		mug := x.Variant("кружка", 100, 50)
		var first, second inbox.Conversation
		var o order.Order
		for _, c := range []*inbox.Conversation{&first, &second} {
			*c = x.Buyer()
			x.Pass(time.Minute)
			_, err := x.Carts.Add(x.Ctx, c.ContactID, mug, 1)
			x.OK(err)
			r := x.PlaceRequest(*c, x.IDs.Make("chk"), cart.Choice{})
			if c == &second {
				r.Name, r.Phone = "Глеб Ёлкин", "8 999 000-11-22"
			}
			o, err = x.Orders.Place(x.Ctx, r)
			x.OK(err)
		}
		check(t, st.InTx(x.Ctx, func(ctx context.Context) error { return st.SetLabels(ctx, first.ID, []string{"опт"}) }))
		find := func(f inboxdesk.Filter, want ...string) {
			t.Helper()
			read(t, x.Ctx, st, func(ctx context.Context) error {
				list, err := st.ListConversations(ctx, f, inboxdesk.Spot{}, 10)
				var got []string
				for _, c := range list {
					got = append(got, c.ID)
				}
				equal(t, f.Search, fmt.Sprint(got), fmt.Sprint(want))
				return err
			})
		}
		find(inboxdesk.Filter{Search: "анна петр"}, second.ID, first.ID) // both contacts are called so
		find(inboxdesk.Filter{Search: "Анна Петрова", Label: "опт"}, first.ID)
		find(inboxdesk.Filter{Search: "елкин"}, second.ID)
		find(inboxdesk.Filter{Search: "Глеб Ё"}, second.ID)
		find(inboxdesk.Filter{Search: "0001122"}, second.ID)
		find(inboxdesk.Filter{Search: o.Number}, second.ID)
		find(inboxdesk.Filter{Search: "#опт"}, first.ID)
		find(inboxdesk.Filter{Search: "нет такого"})
		find(inboxdesk.Filter{Search: "%"})
		find(inboxdesk.Filter{Search: "елкин", States: []inbox.Status{inbox.Resolved}})
	})
}
