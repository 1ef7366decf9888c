package storetest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"prilavok/core/inbox"
	"prilavok/core/shop"
	"prilavok/core/txn"
	"prilavok/store"
)

// thread opens a conversation of a shop made for the case.
func thread(t *testing.T, st *store.Store, slug string) (context.Context, inbox.Conversation) {
	t.Helper()
	ctx, _, acc := Shop(t, st, slug)
	var c inbox.Conversation
	check(t, st.InTx(ctx, func(ctx context.Context) (err error) {
		c, err = st.OpenThread(ctx, inbox.Thread{AccountID: acc.ID, Key: "chat-" + slug, Channel: shop.Webchat, ContactID: "ctc_" + slug,
			AddressID: "adr_" + slug, ConvID: "cnv_" + slug, Lang: "ru", At: noon})
		return err
	}))
	return ctx, c
}

func arrival(c inbox.Conversation, n int) inbox.Arrival {
	return inbox.Arrival{In: inbox.Incoming{AccountID: c.AccountID, ConversationKey: c.Key, DeliveryKey: fmt.Sprintf("%s-%d", c.ID, n),
		ExternalID: fmt.Sprint(n), Kind: inbox.KindText, Text: fmt.Sprintf("сообщение %d", n), Raw: []byte(`{"x":"\u0000"}`)},
		JobID: fmt.Sprintf("%s-job%d", c.ID, n), RunAt: noon, At: noon.Add(time.Duration(n) * time.Second), Payload: "{}"}
}

func receive(t *testing.T, ctx context.Context, st *store.Store, list ...inbox.Arrival) []inbox.Outcome {
	t.Helper()
	var out []inbox.Outcome
	for i, a := range list {
		list[i].Asked = inbox.Opened(a.In, a.At)
	}
	check(t, st.InTx(ctx, func(ctx context.Context) (err error) { out, err = st.StoreArrivals(ctx, list); return err }))
	return out
}

func read(t *testing.T, ctx context.Context, st *store.Store, fn func(ctx context.Context) error) {
	t.Helper()
	check(t, st.View(ctx, fn))
}

func texts(list []inbox.Message) (out []string) {
	for _, m := range list {
		out = append(out, fmt.Sprintf("%d %s %s", m.Seq, m.Author, m.Text))
	}
	return out
}

func equal(t *testing.T, what string, got, want any) {
	t.Helper()
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

var _ = Case("StoreArrivals OpenThread ConversationByID ConversationByKey MessagesAfter MessagesBefore", func(t *testing.T, st *store.Store) {
	ctx, c := thread(t, st, "arrivals")
	other, _ := thread(t, st, "arrivals-other")
	stranger := arrival(c, 9)
	stranger.In.ConversationKey = "nobody's"
	a1, a2 := arrival(c, 1), arrival(c, 2)
	equal(t, "a batch", receive(t, ctx, st, a1, a2, stranger, a1), []inbox.Outcome{inbox.Stored, inbox.Stored, inbox.NoThread, inbox.Duplicate})
	equal(t, "sent again", receive(t, ctx, st, a2, arrival(c, 3)), []inbox.Outcome{inbox.Duplicate, inbox.Stored})
	equal(t, "to another shop's conversation", receive(t, other, st, arrival(c, 4)), []inbox.Outcome{inbox.NoThread})
	all := []string{"1 contact сообщение 1", "2 contact сообщение 2", "3 contact сообщение 3"}
	read(t, ctx, st, func(ctx context.Context) error {
		after, err := st.MessagesAfter(ctx, c.ID, 1, 10)
		equal(t, "after 1", texts(after), all[1:])
		before, err2 := st.MessagesBefore(ctx, c.ID, 2, 1)
		equal(t, "the newest up to 2", texts(before), all[1:2])
		got, err3 := st.ConversationByID(ctx, c.ID)
		if got.LastSeq != 3 || !got.AskedAt.Equal(noon.Add(3*time.Second)) {
			t.Errorf("conversation %+v", got)
		}
		again, found, err4 := st.ConversationByKey(ctx, c.AccountID, c.Key)
		equal(t, "by key", fmt.Sprint(again.ID, found), fmt.Sprint(c.ID, true))
		_, found, err5 := st.ConversationByKey(ctx, c.AccountID, "none")
		equal(t, "no such key", found, false)
		return errors.Join(err, err2, err3, err4, err5)
	})
	if err := st.View(other, func(ctx context.Context) error { _, err := st.ConversationByID(ctx, c.ID); return err }); !errors.Is(err, inbox.ErrNoConversation) {
		t.Errorf("another shop reads it: %v", err)
	}
	var turns []string
	check(t, st.InTx(txn.ForSystem(ctx), func(ctx context.Context) error {
		turns = nil
		list, err := st.ClaimJobs(ctx, noon.Add(time.Hour), 100, noon.Add(2*time.Hour), "T")
		for _, j := range list {
			if j.ShopID == c.ShopID {
				turns = append(turns, j.Lane)
			}
		}
		return err
	}))
	equal(t, "one turn waits for all of them", turns, []string{"turn:" + c.ID})
})

var _ = Case("StoreArrivals ConversationByID", func(t *testing.T, st *store.Store) {
	ctx, c := thread(t, st, "asked-at")
	asked := func(want time.Time) {
		t.Helper()
		read(t, ctx, st, func(ctx context.Context) error {
			got, err := st.ConversationByID(ctx, c.ID)
			if !got.AskedAt.Equal(want) {
				t.Errorf("asked at %s, want %s", got.AskedAt, want)
			}
			return err
		})
	}
	aside := arrival(c, 5)
	aside.In.Payload.Aside = true
	receive(t, ctx, st, aside)
	asked(time.Time{})
	late, older, ahead, both := arrival(c, 1), arrival(c, 2), arrival(c, 3), arrival(c, 4)
	late.In.SentAt, older.In.SentAt, ahead.In.SentAt = noon.Add(-30*time.Hour), noon.Add(-40*time.Hour), noon.Add(time.Hour)
	receive(t, ctx, st, late)
	asked(late.In.SentAt)
	receive(t, ctx, st, older)
	asked(late.In.SentAt)
	receive(t, ctx, st, ahead)
	asked(ahead.At)
	older, late = arrival(c, 5), arrival(c, 6)
	older.In.SentAt, late.In.SentAt = noon.Add(-2*time.Hour), noon.Add(-time.Hour)
	receive(t, ctx, st, late, both, older) // at once, in no order
	asked(both.At)
})

var _ = Case("AppendMessages MessageAt SetDelivery SetAnswered SetConversationStatus LockConversation", func(t *testing.T, st *store.Store) {
	ctx, c := thread(t, st, "answers")
	receive(t, ctx, st, arrival(c, 1))
	out := inbox.Message{Author: inbox.ByAssistant, Kind: inbox.KindText, Text: "Здравствуйте!", Out: &inbox.Outgoing{}, State: inbox.Queued, CreatedAt: noon}
	check(t, st.InTx(ctx, func(ctx context.Context) error {
		if _, err := st.LockConversation(ctx, c.ID); err != nil {
			return err
		}
		list, err := st.AppendMessages(ctx, c.ID, []inbox.Message{out, out})
		if err != nil {
			return err
		}
		equal(t, "sequence", fmt.Sprint(list[0].Seq, list[1].Seq), "2 3")
		return errors.Join(st.SetDelivery(ctx, c.ID, 2, inbox.Sent, "ext", "", noon), st.SetAnswered(ctx, c.ID, 3, noon), st.SetAnswered(ctx, c.ID, 1, noon),
			st.SetConversationStatus(ctx, c.ID, inbox.Open, "opr", noon))
	}))
	read(t, ctx, st, func(ctx context.Context) error {
		m, a, got, err := st.MessageAt(ctx, c.ID, 2)
		equal(t, "message", fmt.Sprint(m.State, m.ExternalID, m.Out != nil, m.Text), fmt.Sprint(inbox.Sent, "ext", true, "Здравствуйте!"))
		equal(t, "to whom", fmt.Sprint(a.ID, a.ConversationKey), fmt.Sprint(c.AddressID, c.Key))
		equal(t, "conversation", fmt.Sprint(got.Status, got.Assignee, got.AnsweredTo, got.LastSeq), fmt.Sprint(inbox.Open, "opr", 3, 3))
		return err
	})
	err := st.View(ctx, func(ctx context.Context) error { _, _, _, err := st.MessageAt(ctx, c.ID, 99); return err })
	err2 := st.InTx(ctx, func(ctx context.Context) error {
		return st.SetConversationStatus(ctx, "cnv_none", inbox.Open, "", noon)
	})
	err3 := st.InTx(ctx, func(ctx context.Context) error {
		_, err := st.AppendMessages(ctx, "cnv_none", []inbox.Message{out})
		return err
	})
	if !errors.Is(err, inbox.ErrNoMessage) || !errors.Is(err2, inbox.ErrNoConversation) || !errors.Is(err3, inbox.ErrNoConversation) {
		t.Errorf("what is not there: %v; %v; %v", err, err2, err3)
	}
})

var _ = Case("Requeue", func(t *testing.T, st *store.Store) {
	ctx, c := thread(t, st, "cutoff")
	say := func(author inbox.Author, turn string, at time.Time) inbox.Message {
		return inbox.Message{Author: author, Kind: inbox.KindText, Text: "x", Out: &inbox.Outgoing{}, State: inbox.Queued, TurnID: turn, CreatedAt: at}
	}
	fail := func(codes ...string) {
		check(t, st.InTx(ctx, func(ctx context.Context) error {
			for i, code := range codes {
				state := inbox.Failed
				if code == "" {
					state = inbox.Sent
				}
				if err := st.SetDelivery(ctx, c.ID, int64(i+2), state, "", code, noon); err != nil {
					return err
				}
			}
			return nil
		}))
	}
	receive(t, ctx, st, arrival(c, 1))
	check(t, st.InTx(ctx, func(ctx context.Context) error {
		_, err := st.AppendMessages(ctx, c.ID, []inbox.Message{say(inbox.ByAssistant, "t", noon), say(inbox.ByOperator, "", noon), say(inbox.ByAssistant, "t", noon.Add(-time.Hour)),
			say(inbox.BySystem, "", noon), say(inbox.BySystem, "t", noon), say(inbox.ByAssistant, "t", noon), say(inbox.ByAssistant, "t", noon)})
		return err
	}))
	requeue := func(account string, since time.Time, faults ...string) (out []inbox.DeliverJob) {
		check(t, st.InTx(ctx, func(ctx context.Context) (err error) { out, err = st.Requeue(ctx, account, since, faults); return err }))
		return out
	}
	fail("cut", "off", "cut", "cut", "cut", "other", "")
	equal(t, "another account's", len(requeue("acc_none", noon, "cut", "off")), 0)
	equal(t, "of no fault", len(requeue(c.AccountID, noon)), 0)
	equal(t, "who has not written since", len(requeue(c.AccountID, noon.Add(time.Hour), "cut", "off")), 0)
	// Not what is too old, a notice that went another way, failed otherwise or was sent.
	equal(t, "again", fmt.Sprint(requeue(c.AccountID, noon, "cut", "off")), fmt.Sprint([]inbox.DeliverJob{{ConversationID: c.ID, Seq: 2}, {ConversationID: c.ID, Seq: 3}, {ConversationID: c.ID, Seq: 6}}))
	equal(t, "twice", len(requeue(c.AccountID, noon, "cut", "off")), 0)
	read(t, ctx, st, func(ctx context.Context) error {
		m, _, _, err := st.MessageAt(ctx, c.ID, 2)
		equal(t, "waits", fmt.Sprint(m.State, m.Fault), fmt.Sprint(inbox.Queued, ""))
		return err
	})
})

var _ = Case("KeepIntake EditMessage DeleteMessages SetBlocked", func(t *testing.T, st *store.Store) {
	ctx, c := thread(t, st, "changes")
	receive(t, ctx, st, arrival(c, 1), arrival(c, 2))
	var flags []bool
	check(t, st.InTx(ctx, func(ctx context.Context) error {
		flags = nil
		var all []error
		note := func(ok bool, err error) { flags, all = append(flags, ok), append(all, err) }
		event := arrival(c, 77).In
		note(st.KeepIntake(ctx, event, "kept", "", noon))
		note(st.KeepIntake(ctx, event, "kept", "", noon))
		note(st.EditMessage(ctx, c.ID, "1", "исправлено", noon))
		note(st.EditMessage(ctx, c.ID, "1", "исправлено", noon))
		note(st.EditMessage(ctx, c.ID, "404", "x", noon))
		return errors.Join(append(all, st.DeleteMessages(ctx, c.ID, []string{"2", "404"}, false, noon), st.SetBlocked(ctx, c.AddressID, true, noon))...)
	}))
	equal(t, "new, known, edited, unchanged, unknown", flags, []bool{true, false, true, false, false})
	read(t, ctx, st, func(ctx context.Context) error {
		list, err := st.MessagesAfter(ctx, c.ID, 0, 10)
		edited := slices.IndexFunc(list, func(m inbox.Message) bool {
			return m.Seq == 1 && m.Text == "исправлено" && m.EditedAt.Equal(noon)
		})
		_, a, _, err2 := st.MessageAt(ctx, c.ID, 2)
		equal(t, "edited, deleted, blocked", fmt.Sprint(edited, len(list) == 1 || !list[1].DeletedAt.IsZero(), a.Blocked), "0 true true")
		return errors.Join(err, err2)
	})
})

var _ = Case("AppendToGroup IntakeState", func(t *testing.T, st *store.Store) {
	ctx, c := thread(t, st, "album")
	other, _ := thread(t, st, "album-other")
	first := arrival(c, 1)
	first.In.GroupKey, first.In.Kind = "g1", inbox.KindPhoto
	receive(t, ctx, st, first)
	add := func(ctx context.Context, group, caption string, files ...inbox.Attachment) (joined bool) {
		t.Helper()
		check(t, st.InTx(ctx, func(ctx context.Context) (err error) {
			joined, err = st.AppendToGroup(ctx, c.ID, group, files, caption)
			return err
		}))
		return joined
	}
	photo := inbox.Attachment{Kind: "photo", FileID: "f2"}
	equal(t, "asked only, joined, another group's, another shop's", fmt.Sprint(add(ctx, "g1", ""), add(ctx, "g1", "подпись", photo), add(ctx, "g2", "x", photo), add(other, "g1", "x", photo)),
		"true true false false")
	check(t, st.InTx(ctx, func(ctx context.Context) error {
		_, err := st.KeepIntake(ctx, arrival(c, 50).In, "joined", "", noon)
		return errors.Join(err, st.SetAnswered(ctx, c.ID, 1, noon))
	}))
	equal(t, "after the answer", add(ctx, "g1", "x", photo), false)
	read(t, ctx, st, func(ctx context.Context) error {
		list, err := st.MessagesAfter(ctx, c.ID, 0, 10)
		equal(t, "one message", fmt.Sprintf("%d %q %d", len(list), list[0].Text, len(list[0].Payload.Attachments)), `1 "сообщение 1\nподпись" 1`)
		state, kind, found, err2 := st.IntakeState(ctx, c.AccountID, arrival(c, 50).In.DeliveryKey)
		equal(t, "kept event", fmt.Sprint(state, kind, found), fmt.Sprint("joined", inbox.KindText, true))
		_, _, found, err3 := st.IntakeState(ctx, c.AccountID, "none")
		equal(t, "no such event", found, false)
		return errors.Join(err, err2, err3)
	})
	read(t, other, st, func(ctx context.Context) error {
		_, _, found, err := st.IntakeState(ctx, c.AccountID, arrival(c, 50).In.DeliveryKey)
		equal(t, "another shop's event", found, false)
		return err
	})
})

var _ = Case("SaidAs DeleteMessages EditMessage", func(t *testing.T, st *store.Store) {
	ctx, c := thread(t, st, "erased")
	other, _ := thread(t, st, "erased-other")
	second := arrival(c, 2)
	second.In.SentAt = noon.Add(-time.Minute)
	receive(t, ctx, st, arrival(c, 1), second)
	check(t, st.InTx(ctx, func(ctx context.Context) error { return st.DeleteMessages(ctx, c.ID, []string{"1"}, true, noon) }))
	check(t, st.InTx(ctx, func(ctx context.Context) error {
		changed, err := st.EditMessage(ctx, c.ID, "1", "снова", noon)
		equal(t, "what is gone is edited", changed, false)
		return err
	}))
	known := func(ctx context.Context, id string) (ok bool) {
		read(t, ctx, st, func(ctx context.Context) (err error) { ok, err = st.SaidAs(ctx, c.ID, id); return err })
		return ok
	}
	equal(t, "gone, there, unknown, another shop's", []bool{known(ctx, "1"), known(ctx, "2"), known(ctx, "404"), known(other, "2")}, []bool{true, true, false, false})
	read(t, ctx, st, func(ctx context.Context) error {
		list, err := st.MessagesAfter(ctx, c.ID, 0, 10)
		if len(list) != 2 || list[0].Text != "" || list[0].DeletedAt.IsZero() || len(list[0].Payload.Attachments) > 0 || list[1].Text == "" || !list[1].DeletedAt.IsZero() {
			t.Errorf("after an erasure: %+v", list)
		}
		if !list[1].SentAt.Equal(noon.Add(-time.Minute)) || !list[0].SentAt.IsZero() {
			t.Errorf("sent at %v and %v", list[0].SentAt, list[1].SentAt)
		}
		return err
	})
})

var _ = Case("AskedAfter", func(t *testing.T, st *store.Store) {
	ctx, c := thread(t, st, "asked")
	other, _ := thread(t, st, "asked-other")
	receive(t, ctx, st, arrival(c, 1), arrival(c, 2))
	check(t, st.InTx(ctx, func(ctx context.Context) error {
		_, err := st.AppendMessages(ctx, c.ID, []inbox.Message{{Author: inbox.ByAssistant, Kind: inbox.KindText, Text: "наш ответ", Out: &inbox.Outgoing{}, State: inbox.Queued, CreatedAt: noon}})
		return errors.Join(err, st.DeleteMessages(ctx, c.ID, []string{"2"}, false, noon))
	}))
	receive(t, ctx, st, arrival(c, 3), arrival(c, 4))
	asked := func(ctx context.Context, seq int64, limit int) (out []string) {
		read(t, ctx, st, func(ctx context.Context) error {
			list, err := st.AskedAfter(ctx, c.ID, seq, limit)
			out = texts(list)
			return err
		})
		return out
	}
	all := []string{"1 contact сообщение 1", "4 contact сообщение 3", "5 contact сообщение 4"}
	equal(t, "without ours and the deleted", asked(ctx, 0, 10), all)
	equal(t, "after 1, one of them", asked(ctx, 1, 1), all[1:2])
	equal(t, "another shop's", len(asked(other, 0, 10)), 0)
})

var _ = Case("OpenThreads", func(t *testing.T, st *store.Store) {
	ctx, old := thread(t, st, "threads")
	other, _ := thread(t, st, "threads-other")
	named := func(key, person, ids string) inbox.Thread {
		return inbox.Thread{AccountID: old.AccountID, Key: key, Channel: shop.Webchat, ContactID: "ctc_" + ids, AddressID: "adr_" + ids, ConvID: "cnv_" + ids,
			From: inbox.Person{ExternalID: person, Name: "О'Нил \"{}\\", Username: ""}, Lang: "en", At: noon}
	}
	open := func(ctx context.Context, list ...inbox.Thread) {
		t.Helper()
		check(t, st.InTx(ctx, func(ctx context.Context) error { return st.OpenThreads(ctx, list) }))
	}
	// Two conversations of one new person, a new one of a known person, one that stands.
	open(ctx, named("b", "новый", "t2"), named("a", "новый", "t1"), named("c", "", "t3"), named(old.Key, "кто-то", "t4"))
	open(ctx, named("a", "новый", "t9"))
	a := receive(t, ctx, st, arrival(inbox.Conversation{AccountID: old.AccountID, Key: "a", ID: "threads-a"}, 1))
	equal(t, "it can be written to", a, []inbox.Outcome{inbox.Stored})
	read(t, ctx, st, func(ctx context.Context) error {
		var all []error
		by := func(key string) inbox.Conversation {
			c, found, err := st.ConversationByKey(ctx, old.AccountID, key)
			if !found {
				err = errors.Join(err, errors.New("no conversation "+key))
			}
			all = append(all, err)
			return c
		}
		a, b, c := by("a"), by("b"), by("c")
		equal(t, "ids, language, status", fmt.Sprint(a.ID, b.ID, a.Lang, a.Status, a.Route, a.CreatedAt.Equal(noon)), fmt.Sprint("cnv_t1", "cnv_t2", "en", inbox.Pending, inbox.RouteOurs, true))
		equal(t, "one person", fmt.Sprint(a.ContactID == b.ContactID, a.AddressID == b.AddressID, a.ContactID != c.ContactID), "true true true")
		equal(t, "the known person", fmt.Sprint(c.ContactID, c.AddressID), fmt.Sprint(old.ContactID, old.AddressID))
		equal(t, "what stood", by(old.Key).ID, old.ID)
		_, to, _, err := st.MessageAt(ctx, a.ID, 1)
		equal(t, "address", fmt.Sprint(to.ID, to.ExternalID), fmt.Sprint(a.AddressID, "новый"))
		return errors.Join(append(all, err)...)
	})
	if err := st.InTx(other, func(ctx context.Context) error {
		return st.OpenThreads(ctx, []inbox.Thread{named("d", "чужой", "t5")})
	}); err == nil {
		read(t, ctx, st, func(ctx context.Context) error {
			_, found, err := st.ConversationByKey(ctx, old.AccountID, "d")
			equal(t, "another shop's is not seen here", found, false)
			return err
		})
	}
})
