package storetest

import (
	"context"
	"fmt"
	"slices"
	"testing"

	inboxdesk "prilavok/core/desk"
	"prilavok/core/inbox"
	"prilavok/core/shop"
	"prilavok/store"
)

var _ = Case(`InsertDraft DraftByID WriteDraft SettleDraft SetMode SetHeld`, func(t *testing.T, st *store.Store) {
	d := newDesk(t, st, false, "drafts", fmt.Sprint(st.Dialect()))
	other := newDesk(t, st, false, "drafts-else", fmt.Sprint(st.Dialect()))
	d.writes(inbox.ByContact, "есть чай?")
	id := d.IDs.Make("drf")
	x := inboxdesk.Draft{ID: id, ConversationID: d.conv.ID, From: 1, UpTo: 1, Status: inboxdesk.DraftMaking, AskedBy: "mem_1", CreatedAt: d.Now()}
	in := func(fn func(ctx context.Context) error) { t.Helper(); d.OK(st.InTx(d.Ctx, fn)) }
	conv := func() (c inbox.Conversation) {
		d.OK(st.View(d.Ctx, func(ctx context.Context) (err error) { c, err = st.ConversationByID(ctx, d.conv.ID); return err }))
		return c
	}
	read := func() (got inboxdesk.Draft) {
		d.OK(st.View(d.Ctx, func(ctx context.Context) error {
			var found bool
			var err error
			if got, found, err = st.DraftByID(ctx, id); err == nil && !found {
				t.Error("the draft is not there")
			}
			return err
		}))
		return got
	}
	in(func(ctx context.Context) error { return st.InsertDraft(ctx, x) })
	if got := read(); got.Status != inboxdesk.DraftMaking || got.AskedBy != "mem_1" || got.UpTo != 1 || len(got.Would) != 0 || conv().DraftID != id {
		t.Errorf("inserted: %+v, noted %q", got, conv().DraftID)
	}
	d.OK(st.View(other.Ctx, func(ctx context.Context) error {
		if _, found, err := st.DraftByID(ctx, id); found || err != nil {
			t.Errorf("another shop's draft: %v %v", found, err)
		}
		return nil
	}))
	x.Status, x.Text, x.ProductIDs, x.Would, x.Path = inboxdesk.DraftReady, "Есть чай", []string{"prd_1"}, []inbox.Would{{Tool: "add_to_cart", Args: `{"n":1}`}}, "model"
	in(func(ctx context.Context) error {
		wrote, err := st.WriteDraft(ctx, x)
		again, err2 := st.WriteDraft(ctx, x)
		if !wrote || again || err2 != nil {
			t.Errorf("written %v, again %v %v", wrote, again, err2)
		}
		return err
	})
	if got := read(); got.Text != x.Text || !slices.Equal(got.ProductIDs, x.ProductIDs) || !slices.Equal(got.Would, x.Would) || got.Path != "model" {
		t.Errorf("written: %+v", got)
	}
	d.OK(st.View(d.Ctx, func(ctx context.Context) error {
		list, err := st.ListConversations(ctx, inboxdesk.Filter{Drafted: true}, inboxdesk.Spot{}, 5)
		if len(list) != 1 || !list[0].Draft {
			t.Errorf("listed: %+v", list)
		}
		return err
	}))
	in(func(ctx context.Context) error {
		return st.SettleDraft(ctx, d.conv.ID, id, inboxdesk.DraftSent, "Ольга", true, d.Now())
	})
	in(func(ctx context.Context) error {
		return st.SettleDraft(ctx, d.conv.ID, id, inboxdesk.DraftDropped, "Пётр", false, d.Now())
	})
	if got := read(); got.Status != inboxdesk.DraftSent || got.SettledBy != "Ольга" || !got.Edited || got.SettledAt.IsZero() || conv().DraftID != "" {
		t.Errorf("settled: %+v, noted %q", got, conv().DraftID)
	}
	in(func(ctx context.Context) error {
		d.OK(st.SetHeld(ctx, d.conv.ID, 1, d.Now()))
		return st.SetMode(ctx, d.conv.ID, shop.Proposes)
	})
	if c := conv(); c.HeldTo != 1 || c.Mode != shop.Proposes || c.AnsweredTo != 0 {
		t.Errorf("held: %+v", c)
	}
	in(func(ctx context.Context) error { return st.SetMode(ctx, d.conv.ID, shop.Answers) })
	if c := conv(); c.HeldTo != 0 || c.Mode != shop.Answers {
		t.Errorf("answering again: %+v", c)
	}
})
