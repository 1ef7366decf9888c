package storetest

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"prilavok/core/assistant"
	"prilavok/core/inbox"
	"prilavok/store"
)

// turns is a shop with one conversation and a clock, for the assistant's store.
type turns struct {
	*Counter
	conv inbox.Conversation
}

func newTurns(t *testing.T, st *store.Store, slug string) turns {
	c := NewCounter(t, st, slug)
	return turns{c, c.Buyer()}
}

func (c turns) do(fn func(ctx context.Context) error) {
	c.T.Helper()
	c.OK(c.Store.InTx(c.Ctx, fn))
}

func (c turns) open(id string) (got assistant.Turn) {
	c.T.Helper()
	c.do(func(ctx context.Context) (err error) {
		got, err = c.Store.OpenTurn(ctx, assistant.Turn{ID: id, ConversationID: c.conv.ID, ContactID: c.conv.ContactID,
			Status: assistant.Running, CreatedAt: c.Now()})
		return err
	})
	return got
}

var _ = Case("OpenTurn SaveTurn LastTurnBefore", func(t *testing.T, st *store.Store) {
	c := newTurns(t, st, "asst-turn")
	first := c.open("trn_1")
	if first.Status != assistant.Running || !first.CreatedAt.Equal(c.Now()) || !first.EndedAt.IsZero() {
		t.Errorf("a new turn is %+v", first)
	}
	first.Status, first.UpTo, first.EndedAt = assistant.Ended, 7, c.Now()
	first.Meta = inbox.TurnMeta{Path: "model", Model: "m", PromptVersion: "1", Rounds: 2, TokensIn: 3, TokensOut: 4, Cost: 5, Fault: "x.y"}
	c.do(func(ctx context.Context) error { return st.SaveTurn(ctx, first) })
	if again := c.open("trn_1"); again != first {
		t.Errorf("read again it is %+v, want %+v", again, first)
	}
	c.Pass(time.Second)
	c.open("trn_2")
	c.do(func(ctx context.Context) error {
		got, found, err := st.LastTurnBefore(ctx, c.conv.ID, "trn_2")
		if !found || got != first {
			t.Errorf("the turn before is %+v, %v", got, found)
		}
		_, found, _ = st.LastTurnBefore(ctx, c.conv.ID, "trn_1")
		if found { // a running one is no answer yet
			t.Error("a running turn was found")
		}
		return err
	})
})

var _ = Case("AddTurnStep TurnSteps", func(t *testing.T, st *store.Store) {
	c := newTurns(t, st, "asst-step")
	c.open("trn_1")
	add := func(n int64) error {
		return st.InTx(c.Ctx, func(ctx context.Context) error {
			return st.AddTurnStep(ctx, "trn_1", assistant.Step{N: n, Kind: assistant.StepTool, Data: json.RawMessage(`{"a": "чай"}`), At: c.Now()})
		})
	}
	c.OK(add(2))
	c.OK(add(1))
	if err := add(1); err == nil {
		t.Error("a step was added twice")
	}
	c.do(func(ctx context.Context) error {
		list, err := st.TurnSteps(ctx, "trn_1")
		if len(list) != 2 || list[0].N != 1 || list[1].Kind != assistant.StepTool || !list[0].At.Equal(c.Now()) {
			t.Errorf("steps are %+v", list)
		}
		var v struct{ A string }
		if json.Unmarshal(list[0].Data, &v) != nil || v.A != "чай" {
			t.Errorf("data is %s", list[0].Data)
		}
		return err
	})
	other := newTurns(t, st, "asst-other")
	other.do(func(ctx context.Context) error {
		list, err := st.TurnSteps(ctx, "trn_1")
		if len(list) != 0 {
			t.Error("another shop's transcript was read")
		}
		return err
	})
})

var _ = Case("HearMessage", func(t *testing.T, st *store.Store) {
	c := newTurns(t, st, "asst-hear")
	var m inbox.Message
	c.do(func(ctx context.Context) error {
		list, err := st.AppendMessages(ctx, c.conv.ID, []inbox.Message{{Author: inbox.ByContact, Kind: inbox.KindVoice, State: inbox.Received, CreatedAt: c.Now()}})
		if err == nil {
			m = list[0]
		}
		return err
	})
	for _, heard := range []string{"есть чай?", "другое"} {
		c.do(func(ctx context.Context) error { return st.HearMessage(ctx, c.conv.ID, m.Seq, heard) })
	}
	c.do(func(ctx context.Context) error {
		list, err := st.MessagesAfter(ctx, c.conv.ID, m.Seq-1, 5)
		if len(list) != 1 || list[0].Text != "есть чай?" {
			t.Errorf("messages are %+v", list)
		}
		return err
	})
})

var _ = Case("InsertProposal OpenProposal ProposalByToken SettleProposal QuietProposals", func(t *testing.T, st *store.Store) {
	c := newTurns(t, st, "asst-offer")
	make := func(token string) assistant.Proposal {
		p := assistant.Proposal{Token: token, ConversationID: c.conv.ID, ContactID: c.conv.ContactID, TurnID: "trn_1", Kind: "place_order",
			Payload: json.RawMessage(`{"total":1}`), Status: assistant.Offered, Asked: true, CreatedAt: c.Now(), ExpiresAt: c.Now().Add(time.Hour)}
		c.do(func(ctx context.Context) error { return st.InsertProposal(ctx, p) })
		c.Pass(time.Second)
		return p
	}
	make("a")
	want := make("b")
	c.do(func(ctx context.Context) error {
		got, found, err := st.OpenProposal(ctx, c.conv.ID)
		if !found || got.Token != "b" || !got.Asked || !got.ExpiresAt.Equal(want.ExpiresAt) {
			t.Errorf("the open proposal is %+v, %v", got, found)
		}
		return err
	})
	c.do(func(ctx context.Context) error { return st.QuietProposals(ctx, c.conv.ID, false, c.Now()) })
	c.do(func(ctx context.Context) error {
		got, found, err := st.ProposalByToken(ctx, "b")
		if !found || got.Asked || got.Status != assistant.Offered {
			t.Errorf("a quiet proposal is %+v", got)
		}
		return err
	})
	for _, want := range []bool{true, false} {
		c.do(func(ctx context.Context) error {
			ok, err := st.SettleProposal(ctx, "b", assistant.Done, c.Now())
			if ok != want {
				t.Errorf("settled %v, want %v", ok, want)
			}
			return err
		})
	}
	c.do(func(ctx context.Context) error { return st.QuietProposals(ctx, c.conv.ID, true, c.Now()) })
	c.do(func(ctx context.Context) error {
		_, found, err := st.OpenProposal(ctx, c.conv.ID)
		done, _, _ := st.ProposalByToken(ctx, "b")
		old, _, _ := st.ProposalByToken(ctx, "a")
		if found || done.Status != assistant.Done || old.Status != assistant.Replaced {
			t.Errorf("open %v, b %s, a %s", found, done.Status, old.Status)
		}
		return err
	})
	other := newTurns(t, st, "asst-thief")
	other.do(func(ctx context.Context) error {
		_, found, err := st.ProposalByToken(ctx, "b")
		if found {
			t.Error("another shop's proposal was read")
		}
		return err
	})
})

var _ = Case("Spend SpentIn ModelHealth SetModelHealth", func(t *testing.T, st *store.Store) {
	c := newTurns(t, st, "asst-spend")
	for i := int64(1); i <= 2; i++ {
		c.do(func(ctx context.Context) error {
			got, err := st.Spend(ctx, "2026-11-23", "ctc_1", assistant.Spent{Messages: 1, Tokens: 10, Cost: 3})
			if got != (assistant.Spent{Messages: i, Tokens: 10 * i, Cost: 3 * i}) {
				t.Errorf("spent %+v", got)
			}
			return err
		})
	}
	c.do(func(ctx context.Context) error {
		mine, err := st.SpentIn(ctx, "2026-11-23", "ctc_1")
		none, _ := st.SpentIn(ctx, "2026-11-23", "")
		if mine.Tokens != 20 || none != (assistant.Spent{}) {
			t.Errorf("contact %+v, shop %+v", mine, none)
		}
		return err
	})
	for _, want := range []assistant.Health{{}, {DownSince: c.Now(), Fault: "model.quota", ToldOn: "2026-11-23"}, {ToldOn: "2026-11-23"}} {
		c.do(func(ctx context.Context) error {
			if want != (assistant.Health{}) {
				if err := st.SetModelHealth(ctx, want, c.Now()); err != nil {
					return err
				}
			}
			got, err := st.ModelHealth(ctx)
			if got != want {
				t.Errorf("health is %+v, want %+v", got, want)
			}
			return err
		})
	}
})

var _ = Case("ForgetTurnSteps", func(t *testing.T, st *store.Store) {
	c := newTurns(t, st, "asst-forget")
	c.open("trn_1")
	start := c.Now()
	for n := range 5 {
		c.do(func(ctx context.Context) error {
			return st.AddTurnStep(ctx, "trn_1", assistant.Step{N: int64(n), Kind: assistant.StepTool, Data: json.RawMessage(`{}`), At: c.Now()})
		})
		c.Pass(time.Hour)
	}
	other := newTurns(t, st, "asst-forget-other")
	for _, want := range []struct {
		in          turns
		deleted     int64
		left, first int64
	}{{other, 0, 5, 0}, {c, 2, 3, 2}, {c, 1, 2, 3}, {c, 0, 2, 3}} {
		want.in.do(func(ctx context.Context) error {
			n, err := st.ForgetTurnSteps(ctx, start.Add(150*time.Minute), 2)
			if n != want.deleted {
				t.Errorf("%d steps are gone, want %d", n, want.deleted)
			}
			return err
		})
		c.do(func(ctx context.Context) error {
			list, err := st.TurnSteps(ctx, "trn_1")
			if int64(len(list)) != want.left || list[0].N != want.first {
				t.Errorf("left are %+v", list)
			}
			return err
		})
	}
})
