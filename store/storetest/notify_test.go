package storetest

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"prilavok/core/cart"
	"prilavok/core/inbox"
	"prilavok/core/notify"
	"prilavok/core/order"
	"prilavok/core/shop"
	"prilavok/store"
)

var _ = Case("AddNotice SaveNotice LockNotice NoticeOfMessage WaitingNotices SetNoticesWait NoticesOf NoticesTo UnreachedNotices", func(t *testing.T, st *store.Store) {
	ctx, c := thread(t, st, "notices")
	other, _ := thread(t, st, "notices-other")
	n := notify.Notice{ID: "ntc_1", EventID: "evt_1", Event: "fulfillment.shipped", Recipient: c.ContactID, Audience: notify.Customer, ContactID: c.ContactID,
		SubjectID: "ord_1", State: notify.Queued, CreatedAt: noon, UpdatedAt: noon}
	check(t, st.InTx(ctx, func(ctx context.Context) error {
		fresh, err := st.AddNotice(ctx, n)
		again := n
		again.ID = "ntc_2"
		twice, err2 := st.AddNotice(ctx, again)
		again.ID, again.Recipient, again.Audience, again.ContactID = "ntc_3", "staff", notify.Staff, ""
		staff, err3 := st.AddNotice(ctx, again)
		equal(t, "once per event and recipient", fmt.Sprint(fresh, twice, staff), "true false true")
		return errors.Join(err, err2, err3)
	}))
	lock := func(ctx context.Context, id string) (got notify.Notice, err error) {
		err = st.InTx(ctx, func(ctx context.Context) (err error) { got, err = st.LockNotice(ctx, id); return err })
		return got, err
	}
	if _, err := lock(other, n.ID); !errors.Is(err, notify.ErrNoNotice) {
		t.Errorf("another shop's: %v", err)
	}
	var said []inbox.Message
	check(t, st.InTx(ctx, func(ctx context.Context) (err error) {
		part := inbox.Message{Author: inbox.BySystem, Kind: inbox.KindText, Text: "в пути", Out: &inbox.Outgoing{Text: "в пути"}, State: inbox.Queued, CreatedAt: noon}
		if said, err = st.AppendMessages(ctx, c.ID, []inbox.Message{part, part}); err != nil {
			return err
		}
		n.ConversationID, n.FirstSeq, n.LastSeq, n.Tried, n.Body = c.ID, said[0].Seq, said[1].Seq, []string{"cnv_0"}, "<b>в пути</b>"
		n.Buttons = [][]inbox.Button{{{Text: "Оплатить", URL: "https://pay.example.com/"}}}
		return st.SaveNotice(ctx, n)
	}))
	state := func() string {
		got, err := lock(ctx, n.ID)
		check(t, err)
		return string(got.State) + " " + got.Reason
	}
	deliver := func(seq int64, d inbox.Delivery, code string) string {
		check(t, st.InTx(ctx, func(ctx context.Context) error { return st.SetDelivery(ctx, c.ID, seq, d, "77", code, noon) }))
		return state()
	}
	equal(t, "the state is that of the messages", []string{state(), deliver(said[0].Seq, inbox.Sent, ""), deliver(said[1].Seq, inbox.Sent, ""),
		deliver(said[1].Seq, inbox.Unsure, "channel.unknown_outcome"), deliver(said[1].Seq, inbox.Failed, "telegram.blocked")},
		[]string{"queued ", "queued ", "sent ", "unknown channel.unknown_outcome", "failed telegram.blocked"})
	got, err := lock(ctx, n.ID)
	check(t, err)
	equal(t, "as stored", fmt.Sprint(got.Body, got.Tried, got.Buttons, got.CreatedAt.Equal(noon), got.DueAt.IsZero()), fmt.Sprint(n.Body, n.Tried, n.Buttons, true, true))
	find := func(ctx context.Context, seq int64) (found bool) {
		read(t, ctx, st, func(ctx context.Context) (err error) {
			_, found, err = st.NoticeOfMessage(ctx, c.ID, seq)
			return err
		})
		return found
	}
	equal(t, "by message: ours, none, another shop's", fmt.Sprint(find(ctx, said[1].Seq), find(ctx, said[1].Seq+1), find(other, said[1].Seq)), "true false false")
	n.State, n.Reason, n.ConversationID, n.FirstSeq, n.LastSeq, n.DueAt = notify.Waiting, notify.ReasonBlocked, "", 0, 0, noon
	check(t, st.InTx(ctx, func(ctx context.Context) error {
		return errors.Join(st.SaveNotice(ctx, n), st.SetNoticesWait(ctx, c.ContactID, true))
	}))
	read(t, ctx, st, func(ctx context.Context) error {
		list, err := st.WaitingNotices(ctx, c.ContactID, 5)
		all, err2 := st.NoticesOf(ctx, "ord_1")
		open, err3 := st.UnreachedNotices(ctx, "", 5)
		below, err4 := st.UnreachedNotices(ctx, n.ID, 5)
		who, err5 := st.ContactByID(ctx, c.ContactID)
		to, err6 := st.NoticesTo(ctx, c.ContactID, "", 5)
		older, err7 := st.NoticesTo(ctx, c.ContactID, n.ID, 5)
		equal(t, "to the contact", fmt.Sprint(len(to), to[0].ID, len(older)), fmt.Sprint(1, n.ID, 0))
		equal(t, "lists", fmt.Sprint(len(list), len(all), all[0].ID, len(open), open[0].Reason, open[0].DueAt.Equal(noon), len(below), who.NoticesWait),
			fmt.Sprint(1, 2, n.ID, 1, notify.ReasonBlocked, true, 0, true))
		return errors.Join(err, err2, err3, err4, err5, err6, err7)
	})
	read(t, other, st, func(ctx context.Context) error {
		all, err := st.NoticesOf(ctx, "ord_1")
		equal(t, "another shop sees", len(all), 0)
		return err
	})
})

var _ = Case("NoticeTexts NoticeVersions InsertNoticeText", func(t *testing.T, st *store.Store) {
	ctx, _, _ := Shop(t, st, "texts")
	other, _, _ := Shop(t, st, "texts-other")
	key := notify.Key{Event: "fulfillment.shipped", Audience: notify.Customer, Lang: "ru"}
	tg := key
	tg.Channel = "telegram"
	put := func(ctx context.Context, k notify.Key, version int64, body string) (fresh bool) {
		check(t, st.InTx(ctx, func(ctx context.Context) (err error) {
			fresh, err = st.InsertNoticeText(ctx, notify.Text{Key: k, ID: fmt.Sprint("ntx_", body, version), Version: version, Body: body, Active: version != 2, Author: "Ольга", CreatedAt: noon})
			return err
		}))
		return fresh
	}
	equal(t, "versions are taken once", fmt.Sprint(put(ctx, key, 1, "a"), put(ctx, key, 2, "b"), put(ctx, key, 2, "c"), put(ctx, tg, 1, "d"), put(other, key, 1, "e")),
		"true true false true true")
	read(t, ctx, st, func(ctx context.Context) error {
		list, err := st.NoticeTexts(ctx, key.Event)
		all, err2 := st.NoticeTexts(ctx, "")
		none, err3 := st.NoticeTexts(ctx, "order.placed")
		versions, err4 := st.NoticeVersions(ctx, key)
		equal(t, "texts", fmt.Sprint(len(list), list[0].Body, list[0].Active, list[0].Version, list[1].Body, list[1].Channel, len(all), len(none), len(versions), versions[1].Body, versions[1].Author),
			fmt.Sprint(2, "b", false, 2, "d", "telegram", 2, 0, 2, "a", "Ольга"))
		return errors.Join(err, err2, err3, err4)
	})
})

var _ = Case("EventByID PlacesOf ConsentsOf AddConsent", func(t *testing.T, st *store.Store) {
	c := NewCounter(t, st, "hearing")
	conv := c.Buyer()
	v := c.Product("кружка", 79000, 3)
	_, err := c.Carts.Add(c.Ctx, conv.ContactID, v.Variants[0].ID, 1)
	c.OK(err)
	o, err := c.Orders.Place(c.Ctx, c.PlaceRequest(conv, "hearing-1", cart.Choice{}))
	c.OK(err)
	entries, err := c.Orders.Timeline(c.Ctx, o.ID)
	c.OK(err)
	other, _, _ := Shop(t, st, "hearing-other")
	find := func(ctx context.Context) (e notify.Event, found bool) {
		read(t, ctx, st, func(ctx context.Context) (err error) { e, found, err = st.EventByID(ctx, entries[0].ID); return err })
		return e, found
	}
	e, found := find(c.Ctx)
	_, foreign := find(other)
	equal(t, "event", fmt.Sprint(found, e.Name, e.SubjectID == o.ID, e.ContactID == conv.ContactID, e.By.Kind, len(e.Data) > 2, foreign),
		fmt.Sprint(true, order.EventPlaced, true, true, order.ByContact, true, false))
	c.OK(st.InTx(c.Ctx, func(ctx context.Context) error {
		return errors.Join(st.AddConsent(ctx, notify.Consent{ID: "cns_1", ContactID: conv.ContactID, Topic: notify.Promo, Channel: shop.Telegram, Allowed: true, Version: "v1", Source: "chat", At: noon}),
			st.AddConsent(ctx, notify.Consent{ID: "cns_2", ContactID: conv.ContactID, Topic: notify.Promo, Allowed: false, Source: "chat", At: noon.Add(time.Hour)}),
			st.SetBlocked(ctx, conv.AddressID, true, noon))
	}))
	read(t, c.Ctx, st, func(ctx context.Context) error {
		places, err := st.PlacesOf(ctx, conv.ContactID)
		said, err2 := st.ConsentsOf(ctx, conv.ContactID)
		equal(t, "around", fmt.Sprint(len(places), places[0].ConversationID == conv.ID, places[0].Active, places[0].Blocked, places[0].Route, len(said), said[0]),
			fmt.Sprint(1, true, true, true, inbox.RouteOurs, 2, notify.Consent{ID: "cns_1", ContactID: conv.ContactID, Topic: notify.Promo,
				Channel: shop.Telegram, Allowed: true, Version: "v1", Source: "chat", At: noon}))
		return errors.Join(err, err2)
	})
})
