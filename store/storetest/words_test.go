package storetest

import (
	"context"
	"fmt"
	"slices"
	"testing"

	inboxdesk "prilavok/core/desk"
	"prilavok/core/inbox"
	"prilavok/store"
)

var _ = Case(`WordsBehind LockWords SaveWordsState TalksAfter SaidIn IndexTalks`, func(t *testing.T, st *store.Store) {
	d := newDesk(t, st, false, "words", fmt.Sprint(st.Dialect()))
	other := newDesk(t, st, false, "words-else", fmt.Sprint(st.Dialect()))
	d.writes(inbox.ByContact, "Где моя льняная скатерть?")
	d.OK(st.InTx(d.Ctx, func(ctx context.Context) error {
		_, err := st.AppendMessages(ctx, d.conv.ID, []inbox.Message{{Author: inbox.ByContact, Kind: inbox.KindText, Text: "Позвоните +79211234567", ExternalID: "m2", State: inbox.Received, CreatedAt: d.Now()}})
		return err
	}))
	id := d.conv.ID
	service := inboxdesk.New(inboxdesk.Ports{Store: st, Tx: st, Now: d.Now})
	behind := func() (b bool) {
		d.OK(st.View(d.Ctx, func(ctx context.Context) (err error) { b, err = st.WordsBehind(ctx); return err }))
		return b
	}
	read := func() {
		t.Helper()
		// On Postgres changes are told once the transactions of other tests are over.
		asked(func() (bool, bool) {
			for range 5 {
				more, err := service.ReadWords(d.Ctx)
				if d.OK(err); !more {
					break
				}
			}
			return true, !behind()
		})
	}
	found := func(d2 *desk, search string) (ids []string) {
		d2.OK(st.View(d2.Ctx, func(ctx context.Context) error {
			list, err := st.ListConversations(ctx, inboxdesk.Filter{Search: search}, inboxdesk.Spot{}, 5)
			for _, c := range list {
				ids = append(ids, c.ID)
			}
			return err
		}))
		return ids
	}
	if !behind() {
		t.Error("nothing is read, and the index is not behind")
	}
	read()
	for search, want := range map[string]bool{"скатерти": true, "скатерть льняную": true, "СКАТ": true, "79211234567": true, "подушка": false, "скатерть подушка": false} {
		if got := found(d, search); (len(got) == 1 && got[0] == id) != want {
			t.Errorf("%q finds %v", search, got)
		}
	}
	if got := found(other, "скатерть"); len(got) != 0 {
		t.Errorf("another shop finds %v", got)
	}
	d.OK(st.View(d.Ctx, func(ctx context.Context) error {
		said, err := st.SaidIn(ctx, []string{id}, 1)
		all, err2 := st.SaidIn(ctx, []string{id, "cnv_none"}, 0)
		ids, err3 := st.TalksAfter(ctx, "", 5)
		if len(said) != 1 || said[0].Seq != 2 || len(all) != 2 || all[1].Seq != 1 || all[1].By != inbox.ByContact || !slices.Equal(ids, []string{id}) {
			t.Errorf("said: %+v of %+v in %v", said, all, ids)
		}
		if err == nil {
			err = err2
		}
		if err == nil {
			err = err3
		}
		return err
	}))
	// What was taken back and forgotten is found no more, nor is what was changed.
	d.OK(st.InTx(d.Ctx, func(ctx context.Context) error {
		return st.DeleteMessages(ctx, id, []string{"m2"}, true, d.Now())
	}))
	// Until the change is told the index is not even behind.
	if got := asked(func() ([]string, bool) {
		read()
		ids := found(d, "79211234567")
		return ids, len(ids) == 0
	}); len(got) != 0 {
		t.Errorf("taken back, and found: %v", got)
	}
	if got := found(d, "скатерть"); len(got) != 1 {
		t.Errorf("what stays is not found: %v", got)
	}
})

// TestErasureReachesTheWords: once a person is forgotten no word that they alone have written
// stands anywhere in the index.
func TestErasureReachesTheWords(t *testing.T) {
	for _, w := range []Way{Ways[0], Ways[2]} {
		t.Run(w.Name, func(t *testing.T) {
			e := w.Open(t)
			st := e.Store
			d := newDesk(t, st, false, "words", w.Name)
			d.writes(inbox.ByContact, "Мой телефон 79210009988, паспорт забыла")
			service := inboxdesk.New(inboxdesk.Ports{Store: st, Tx: st, Now: d.Now})
			for more := true; more; {
				var err error
				more, err = service.ReadWords(d.Ctx)
				d.OK(err)
			}
			db, schema := raw(e)
			count := func() (n int) {
				d.OK(db.QueryRowContext(t.Context(), `SELECT (SELECT count(*) FROM `+schema+`talk_postings) + (SELECT count(*) FROM `+schema+`talk_words)`).Scan(&n))
				return n
			}
			if n := count(); n < 4 {
				t.Errorf("the index has %d rows", n)
			}
			d.OK(st.InTx(d.Ctx, func(ctx context.Context) error { return st.EraseContact(ctx, d.conv.ContactID, d.Now()) }))
			if n := count(); n != 0 {
				t.Errorf("the person is forgotten, and the index has %d rows", n)
			}
		})
	}
}
