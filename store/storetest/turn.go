package storetest

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"prilavok/core/assistant"
	"prilavok/core/inbox"
	"prilavok/core/job"
	"prilavok/core/lang"
	"prilavok/store"
)

var _ = Case("Between UpdateShop", func(t *testing.T, st *store.Store) {
	ctx, c := thread(t, st, "between")
	other, _ := thread(t, st, "between-other")
	look := func(ctx context.Context) (got inbox.Conversation, name string, err error) {
		err = st.InTx(ctx, func(ctx context.Context) error {
			conv, who, sh, err := st.Between(ctx, c.ID)
			got, name = conv, sh.Name.In(lang.RU, lang.RU)
			if err == nil && (who.ID != c.ContactID || sh.ID != c.ShopID) {
				err = fmt.Errorf("between %s and %s", who.ID, sh.ID)
			}
			return err
		})
		return got, name, err
	}
	got, name, err := look(ctx)
	check(t, err)
	equal(t, "conversation", fmt.Sprint(got.ID, got.Key, got.Status), fmt.Sprint(c.ID, c.Key, inbox.Pending))
	equal(t, "shop", name, "Лавка between")
	check(t, st.InTx(ctx, func(ctx context.Context) error {
		sh, err := st.ShopByID(ctx, c.ShopID)
		sh.Name = lang.Texts{lang.RU: "Новая вывеска"}
		return errors.Join(err, st.UpdateShop(ctx, sh))
	}))
	_, name, err = look(ctx)
	check(t, err)
	equal(t, "the shop after a change", name, "Новая вывеска")
	if _, _, err = look(other); !errors.Is(err, inbox.ErrNoConversation) {
		t.Errorf("another shop's conversation: %v", err)
	}
})

var _ = Case("AppendAnswer EnqueueJobs", func(t *testing.T, st *store.Store) {
	ctx, c := thread(t, st, "append-answer")
	receive(t, ctx, st, arrival(c, 1))
	part := inbox.Message{Author: inbox.ByAssistant, Kind: inbox.KindText, Text: "ответ", Out: &inbox.Outgoing{Text: "ответ"}, State: inbox.Queued, CreatedAt: noon}
	lane := "deliver:" + c.ID
	answer := func(upTo int64, list ...inbox.Message) (seqs []int64, alone bool) {
		check(t, st.InTx(ctx, func(ctx context.Context) error {
			seqs = nil
			out, free, err := st.AppendAnswer(ctx, inbox.Answer{ConversationID: c.ID, UpTo: upTo, At: noon, Lane: lane}, list)
			for _, m := range out {
				seqs = append(seqs, m.Seq)
			}
			alone = free
			return err
		}))
		return seqs, alone
	}
	seqs, alone := answer(1, part, part)
	equal(t, "in an empty lane", fmt.Sprint(seqs, alone), "[2 3] true")
	until := noon.Add(15 * time.Second)
	check(t, st.InTx(ctx, func(ctx context.Context) error {
		held := job.Job{ID: c.ID + "-held", ShopID: c.ShopID, Kind: "deliver", Lane: lane, Seq: 2, Payload: []byte(`{}`), Lease: "L0", Until: until, RunAt: noon, CreatedAt: noon}
		waits := job.Job{ID: c.ID + "-waits", ShopID: c.ShopID, Kind: "deliver", Lane: lane, Seq: 3, Payload: []byte(`{}`), RunAt: noon, CreatedAt: noon}
		return st.EnqueueJobs(ctx, []job.Job{held, waits})
	}))
	seqs, alone = answer(0, part)
	equal(t, "behind two jobs, and answered earlier", fmt.Sprint(seqs, alone), "[4] false")
	seqs, _ = answer(4)
	equal(t, "with nothing to say", fmt.Sprint(seqs), "[]")
	q := queue{t, st, ctx}
	mine := func(at time.Time, lease string) (out []string) {
		for _, id := range q.claimAny(at, lease) {
			if id == c.ID+"-held" || id == c.ID+"-waits" {
				out = append(out, id)
			}
		}
		return out
	}
	q.want("while the first is held", mine(noon, "L1"))
	check(t, st.InTx(ctx, func(ctx context.Context) error { return st.FenceJob(ctx, c.ID+"-held", "L0") }))
	q.want("when its worker has crashed", mine(until.Add(time.Second), "L2"), c.ID+"-held")
	read(t, ctx, st, func(ctx context.Context) error {
		got, err := st.ConversationByID(ctx, c.ID)
		equal(t, "conversation", fmt.Sprint(got.AnsweredTo, got.LastSeq), "4 4")
		return err
	})
	err := st.InTx(ctx, func(ctx context.Context) error {
		_, _, err := st.AppendAnswer(ctx, inbox.Answer{ConversationID: "cnv_none", Lane: lane, At: noon}, []inbox.Message{part})
		return err
	})
	if !errors.Is(err, inbox.ErrNoConversation) {
		t.Errorf("an unknown conversation: %v", err)
	}
})

var _ = Case("InsertTurn Outset Count", func(t *testing.T, st *store.Store) {
	ctx, c := thread(t, st, "outset")
	period := "2026-01-02T12"
	outset := func(answeredTo int64) (o assistant.Outset) {
		c.AnsweredTo = answeredTo
		read(t, ctx, st, func(ctx context.Context) (err error) { o, err = st.Outset(ctx, c, period); return err })
		return o
	}
	equal(t, "of a new conversation", outset(0), assistant.Outset{})
	write := func(fn func(ctx context.Context) error) { t.Helper(); check(t, st.InTx(ctx, fn)) }
	turn := assistant.Turn{ID: "trn_outset", ConversationID: c.ID, ContactID: c.ContactID, Status: assistant.Ended, UpTo: 3, CreatedAt: noon, EndedAt: noon,
		Meta: inbox.TurnMeta{Path: "lost", Model: "m", Fault: "x.y", Rounds: 1}}
	write(func(ctx context.Context) error {
		return errors.Join(st.InsertTurn(ctx, turn), st.Count(ctx, period, c.ContactID, assistant.Spent{Messages: 2}), st.Count(ctx, period, c.ContactID, assistant.Spent{Messages: 1}))
	})
	equal(t, "after an answer that was lost", outset(3), assistant.Outset{Messages: 3, Lost: true})
	equal(t, "before what that answer answers", outset(2), assistant.Outset{Messages: 3, Lost: true, Begun: true})
	write(func(ctx context.Context) error {
		got, err := st.OpenTurn(ctx, assistant.Turn{ID: turn.ID, ConversationID: c.ID, ContactID: c.ContactID, Status: assistant.Running, CreatedAt: noon})
		equal(t, "the turn", got, turn)
		next := turn
		next.ID, next.Meta.Path, next.CreatedAt = "trn_outset2", "fallback", noon.Add(time.Second)
		return errors.Join(err, st.InsertTurn(ctx, next), st.InsertProposal(ctx, assistant.Proposal{Token: "tok-outset", ConversationID: c.ID, ContactID: c.ContactID,
			TurnID: turn.ID, Kind: "k", Payload: []byte("{}"), Status: assistant.Offered, CreatedAt: noon, ExpiresAt: noon.Add(time.Hour)}))
	})
	equal(t, "with a proposal", outset(3), assistant.Outset{Messages: 3, Offered: true})
})

var _ = Case("Ahead", func(t *testing.T, st *store.Store) {
	ctx, c := thread(t, st, "ahead")
	receive(t, ctx, st, arrival(c, 1), arrival(c, 2))
	check(t, st.InTx(ctx, func(ctx context.Context) error {
		asked := func(ctx context.Context) ([]inbox.Message, error) { return st.AskedAfter(ctx, c.ID, 0, 10) }
		if err := st.Ahead(ctx, func(ctx context.Context) error { _, err := asked(ctx); return err }); err != nil {
			return err
		}
		list, err := asked(ctx)
		equal(t, "asked ahead", len(list), 2)
		again, err2 := asked(ctx)
		equal(t, "and asked again", len(again), 2)
		if err := errors.Join(err, err2, st.Ahead(ctx, func(ctx context.Context) error { _, err := asked(ctx); return err })); err != nil {
			return err
		}
		if _, err := st.EditMessage(ctx, c.ID, "1", "исправлено", noon); err != nil {
			return err
		}
		list, err = asked(ctx)
		equal(t, "changed after it was asked", list[0].Text, "исправлено")
		return err
	}))
})
