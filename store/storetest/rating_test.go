package storetest

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"prilavok/core/assistant"
	"prilavok/core/inbox"
	"prilavok/core/rating"
	"prilavok/core/shop"
	"prilavok/store"
)

// spoken is a conversation in which the customer asked something and was answered.
func spoken(t *testing.T, st *store.Store, slug string) (context.Context, inbox.Conversation) {
	t.Helper()
	ctx, c := thread(t, st, slug)
	receive(t, ctx, st, arrival(c, 1))
	answered(t, ctx, st, c, inbox.ByAssistant, "trn_"+slug, 1)
	return ctx, c
}

// answered says something to the customer, which answers what they said up to a message.
func answered(t *testing.T, ctx context.Context, st *store.Store, c inbox.Conversation, by inbox.Author, turn string, upTo int64) {
	t.Helper()
	check(t, st.InTx(ctx, func(ctx context.Context) error {
		_, _, err := st.AppendAnswer(ctx, inbox.Answer{ConversationID: c.ID, UpTo: upTo, At: noon.Add(time.Minute), Lane: "deliver:" + c.ID},
			[]inbox.Message{{Author: by, Kind: inbox.KindText, Text: "…", State: inbox.Sent, TurnID: turn, CreatedAt: noon.Add(time.Minute)}})
		return err
	}))
}

func askedAbout(c inbox.Conversation, id string, seq int64, at time.Time) rating.Rating {
	return rating.Rating{ID: "rat_" + id, ContactID: c.ContactID, ConversationID: c.ID, Channel: c.Channel, Ending: rating.Quiet, Seq: seq, AskedAt: at}
}

var _ = Case("QuietTalks TalkToRate", func(t *testing.T, st *store.Store) {
	ctx, c := spoken(t, st, "quiet")
	other, _ := spoken(t, st, "quiet-other")
	quiet := func(q rating.Search, want string) {
		t.Helper()
		read(t, ctx, st, func(ctx context.Context) error {
			list, err := st.QuietTalks(ctx, q)
			equal(t, "quiet", fmt.Sprint(list), want)
			return err
		})
	}
	talk := func(ctx context.Context, id string, since time.Time, want string) {
		t.Helper()
		read(t, ctx, st, func(ctx context.Context) error {
			x, err := st.TalkToRate(ctx, id, since)
			equal(t, "talk", fmt.Sprint(x), want)
			return err
		})
	}
	day := rating.Search{From: noon.Add(-time.Hour), To: noon.Add(time.Hour), Alone: noon.Add(-time.Hour), Since: noon.Add(-time.Hour), Limit: 10}
	quiet(day, "[cnv_quiet]")
	for _, change := range []func(q *rating.Search){
		func(q *rating.Search) { q.From = noon.Add(30 * time.Second) },
		func(q *rating.Search) { q.To = noon },
		func(q *rating.Search) { q.Since = noon.Add(time.Hour) },
	} {
		q := day
		change(&q)
		quiet(q, "[]")
	}
	check(t, st.InTx(ctx, func(ctx context.Context) error {
		turn := assistant.Turn{ID: "trn_quiet", ConversationID: c.ID, ContactID: c.ContactID, Status: "done", CreatedAt: noon}
		turn.Meta.Model, turn.Meta.PromptVersion = "m1", "p1"
		return st.InsertTurn(ctx, turn)
	}))
	talk(ctx, c.ID, noon, "{1 false trn_quiet m1 p1}")
	talk(ctx, c.ID, noon.Add(time.Hour), "{0 false   }")
	talk(other, c.ID, noon, "{0 false   }")

	// Who waits for an answer, presses buttons only, is with people or blocked is not asked.
	receive(t, ctx, st, arrival(c, 2))
	quiet(day, "[]")
	talk(ctx, c.ID, noon, "{1 false trn_quiet m1 p1}") // what was answered
	answered(t, ctx, st, c, inbox.ByOperator, "", 3)
	talk(ctx, c.ID, noon, "{2 true trn_quiet m1 p1}")
	quiet(day, "[cnv_quiet]")
	for _, s := range []inbox.Status{inbox.Open, inbox.Snoozed, inbox.Resolved} {
		check(t, st.InTx(ctx, func(ctx context.Context) error { return st.SetConversationStatus(ctx, c.ID, s, "", noon) }))
		quiet(day, map[bool]string{true: "[cnv_quiet]", false: "[]"}[s == inbox.Resolved])
	}
	for _, blocked := range []bool{true, false} {
		check(t, st.InTx(ctx, func(ctx context.Context) error { return st.SetBlocked(ctx, c.AddressID, blocked, noon) }))
		quiet(day, map[bool]string{false: "[cnv_quiet]", true: "[]"}[blocked])
	}

	// Whoever was asked is left alone, and is asked anew only about what they said since.
	r := askedAbout(c, "quiet", 3, noon.Add(time.Minute))
	check(t, st.InTx(ctx, func(ctx context.Context) error {
		_, err := st.AddRating(ctx, &r)
		r.MessageSeq = 5
		return errors.Join(err, st.SaveRating(ctx, &r))
	}))
	quiet(day, "[]")
	later := day
	later.Alone = noon.Add(2 * time.Minute)
	quiet(later, "[]")
	check(t, st.InTx(ctx, func(ctx context.Context) error {
		_, err := st.AppendMessages(ctx, c.ID, []inbox.Message{{Author: inbox.BySystem, Kind: inbox.KindText, Text: "?", State: inbox.Sent, CreatedAt: noon}})
		return err
	}))
	press := arrival(c, 3)
	press.In.Kind = inbox.KindButton
	receive(t, ctx, st, press)
	answered(t, ctx, st, c, inbox.ByAssistant, "", 6)
	quiet(later, "[]")
	receive(t, ctx, st, arrival(c, 4))
	answered(t, ctx, st, c, inbox.ByAssistant, "", 8)
	quiet(later, "[cnv_quiet]")
	talk(ctx, c.ID, noon, "{1 false   }")
})

var _ = Case("AddRating LockRating SaveRating AskedSince RatingsOf", func(t *testing.T, st *store.Store) {
	ctx, c := spoken(t, st, "rated")
	other, _ := thread(t, st, "rated-other")
	r := askedAbout(c, "a", 1, noon)
	r.Ending, r.Talk = rating.Resolved, rating.Talk{Helped: true, TurnID: "trn_1", Model: "m", PromptVersion: "p"}
	for _, want := range []bool{true, false} {
		check(t, st.InTx(ctx, func(ctx context.Context) error {
			fresh, err := st.AddRating(ctx, &r)
			equal(t, "fresh", fresh, want)
			r.ID = "rat_b" // another about the same message is none
			return err
		}))
	}
	since := func(ctx context.Context, contactID string, at time.Time, want bool) {
		t.Helper()
		read(t, ctx, st, func(ctx context.Context) error {
			got, err := st.AskedSince(ctx, contactID, at)
			equal(t, "asked since", got, want)
			return err
		})
	}
	since(ctx, c.ContactID, noon.Add(-time.Second), true)
	since(ctx, c.ContactID, noon, false)
	since(ctx, "ctc_else", noon.Add(-time.Second), false)
	since(other, c.ContactID, noon.Add(-time.Second), false)

	list := func(ctx context.Context, want string) {
		t.Helper()
		read(t, ctx, st, func(ctx context.Context) error {
			list, err := st.RatingsOf(ctx, c.ID, 10)
			var got string
			for _, x := range list {
				got += fmt.Sprint(x.ID, " ", x.Score, " ", x.Comment, " ", x.Ending, " ", x.MessageSeq, " ", x.Talk, x.AskedAt.Equal(noon), x.RatedAt.Equal(noon.Add(time.Hour)))
			}
			equal(t, "ratings", got, want)
			return err
		})
	}
	list(ctx, "")
	check(t, st.InTx(ctx, func(ctx context.Context) error {
		x, err := st.LockRating(ctx, "rat_a")
		equal(t, "found", x != nil, true)
		x.Score, x.Comment, x.MessageSeq, x.RatedAt = 2, "долго\x00", 7, noon.Add(time.Hour)
		none, err2 := st.LockRating(ctx, "rat_b\x00")
		equal(t, "none", none == nil, true)
		return errors.Join(err, err2, st.SaveRating(ctx, x))
	}))
	list(ctx, "rat_a 2 долго\ufffd resolved 7 {0 true trn_1 m p} true true")
	list(other, "")
	check(t, st.InTx(other, func(ctx context.Context) error {
		x, err := st.LockRating(ctx, "rat_a")
		equal(t, "another shop's", x == nil, true)
		return errors.Join(err, st.SaveRating(ctx, &rating.Rating{ID: "rat_a"})) // changes nothing
	}))
	list(ctx, "rat_a 2 долго\ufffd resolved 7 {0 true trn_1 m p} true true")
})

var _ = Case("RatingCounts PoorRatings", func(t *testing.T, st *store.Store) {
	ctx, c := spoken(t, st, "counts")
	other, _ := thread(t, st, "counts-other")
	add := func(id string, seq int64, channel shop.Channel, helped bool, score int, at time.Time) {
		t.Helper()
		r := askedAbout(c, id, seq, at)
		r.Channel, r.Helped = channel, helped
		check(t, st.InTx(ctx, func(ctx context.Context) error {
			_, err := st.AddRating(ctx, &r)
			if r.Score, r.MessageSeq = score, seq; score > 0 {
				r.RatedAt = at.Add(time.Minute)
			}
			return errors.Join(err, st.SaveRating(ctx, &r))
		}))
	}
	day := 24 * time.Hour
	add("a", 1, shop.Telegram, false, 5, noon)
	add("b", 2, shop.Telegram, false, 5, noon.Add(time.Hour))
	add("c", 3, shop.Telegram, true, 1, noon.Add(time.Hour))
	add("d", 4, shop.Webchat, false, 2, noon.Add(2*time.Hour))
	add("e", 5, shop.Webchat, false, 0, noon.Add(2*time.Hour))
	add("f", 6, shop.Webchat, false, 3, noon.Add(day))
	counts := func(ctx context.Context, from, to time.Time, channel, want, poor string) {
		t.Helper()
		read(t, ctx, st, func(ctx context.Context) error {
			list, err := st.RatingCounts(ctx, from, to, channel)
			equal(t, "counts", fmt.Sprint(list), want)
			low, err2 := st.PoorRatings(ctx, from, to, channel, 2)
			var got string
			for _, x := range low {
				got += fmt.Sprint(x.ID, x.Score, x.Helped, x.ConversationID == c.ID, x.ContactID == c.ContactID, x.At.After(noon), " ")
			}
			equal(t, "poor", got, poor)
			return errors.Join(err, err2)
		})
	}
	counts(ctx, noon, noon.Add(day), "", "[{telegram false 5 2} {telegram true 1 1} {webchat false 0 1} {webchat false 2 1}]", "rat_d2 false true true true rat_c1 true true true true ")
	counts(ctx, noon, noon.Add(time.Hour), "", "[{telegram false 5 1}]", "")
	counts(ctx, noon, noon.Add(day), "telegram", "[{telegram false 5 2} {telegram true 1 1}]", "rat_c1 true true true true ")
	counts(other, noon, noon.Add(day), "", "[]", "")

	// A question that did not arrive was not put, unless it was answered all the same.
	check(t, st.InTx(ctx, func(ctx context.Context) error {
		_, err := st.AppendMessages(ctx, c.ID, []inbox.Message{{Author: inbox.BySystem, Kind: inbox.KindText, Text: "?", State: inbox.Failed, CreatedAt: noon}, // seq 3
			{Author: inbox.BySystem, Kind: inbox.KindText, Text: "?", State: inbox.Sent, CreatedAt: noon}, {Author: inbox.BySystem, Kind: inbox.KindText, Text: "?", State: inbox.Failed, CreatedAt: noon}})
		return err
	}))
	counts(ctx, noon, noon.Add(day), "", "[{telegram false 5 2} {telegram true 1 1} {webchat false 2 1}]", "rat_d2 false true true true rat_c1 true true true true ")
})
