package storetest

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	inboxdesk "prilavok/core/desk"
	"prilavok/core/handoff"
	"prilavok/core/inbox"
	"prilavok/core/staff"
	"prilavok/store"
)

var _ = Case(`ListConversations ConversationLine NotesBelow OrderEventsBelow NamesOf SaidBy SetRead SetLabels Snooze Snoozed Answering ChangesAfter LastChange ForgetChanges`, func(t *testing.T, st *store.Store) {
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
