package storetest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"prilavok/core/comment"
	"prilavok/core/lang"
	"prilavok/store"
)

var _ = Case("InsertCommentRule SaveCommentRule CommentRuleByID CommentRules PlaceCommentRule", func(t *testing.T, st *store.Store) {
	north, _, _ := Shop(t, st, "rules-north")
	south, _, _ := Shop(t, st, "rules-south")
	r := comment.Rule{ID: "crl_1", AccountID: "acc_rules-north", Title: "цена", Position: 3, When: comment.When{Words: []string{"цена", "+"}, Posts: []string{"m"},
		Intents: []comment.Intent{comment.Price}, Replies: comment.All, Live: true, From: "09:00", Until: "21:00", Often: true}, Private: lang.Texts{lang.RU: "да"},
		Public: lang.Texts{lang.EN: "yes"}, Status: comment.Active, Revision: 1, CreatedAt: noon, UpdatedAt: noon}
	check(t, st.InTx(north, func(ctx context.Context) error {
		check(t, st.InsertCommentRule(ctx, r))
		second := r
		second.ID, second.Position, second.Status = "crl_2", 1, comment.Archived
		return st.InsertCommentRule(ctx, second)
	}))
	check(t, st.InTx(north, func(ctx context.Context) error {
		got, err := st.CommentRuleByID(ctx, "crl_1")
		if err != nil || fmt.Sprint(got) != fmt.Sprint(r) {
			t.Errorf("kept as\n%+v, made as\n%+v (%v)", got, r, err)
		}
		r.Title = "другая"
		ok, err := st.SaveCommentRule(ctx, r)
		check(t, err)
		again, err := st.SaveCommentRule(ctx, r)
		check(t, err)
		if !ok || again {
			t.Errorf("saved %v, and once more %v", ok, again)
		}
		check(t, st.PlaceCommentRule(ctx, "crl_1", 0, noon))
		active, err := st.CommentRules(ctx, false)
		check(t, err)
		all, err := st.CommentRules(ctx, true)
		check(t, err)
		if len(active) != 1 || active[0].Title != "другая" || active[0].Revision != 2 || len(all) != 2 || all[0].ID != "crl_1" {
			t.Errorf("lists %+v and %+v", active, all)
		}
		return nil
	}))
	wantFault(t, st.View(south, func(ctx context.Context) error {
		_, err := st.CommentRuleByID(ctx, "crl_1")
		return err
	}), comment.ErrNoRule)
})

func seenComment(id, account, key string) comment.Entry {
	return comment.Entry{ID: id, AccountID: account, Seen: comment.Seen{Key: key, Kind: comment.Said, CommentID: key, MediaID: "m1", PersonID: "p1", Username: "olga",
		Text: "Цена?", At: noon}, State: comment.Open, RuleID: "crl_1", Intents: []comment.Intent{comment.Price}, Lang: lang.RU, Step: comment.Private, DueAt: noon,
		Private: comment.Part{State: comment.Waiting}, SeenAt: noon, UpdatedAt: noon}
}

var _ = Case("AddComments CommentByID SaveComment Comments FirstComment LatestAnswer AnsweredUnder CountComments ForgetComments", func(t *testing.T, st *store.Store) {
	north, _, acc := Shop(t, st, "ledger-north")
	south, _, _ := Shop(t, st, "ledger-south")
	one, two := seenComment("cmt_1", acc.ID, "c:1"), seenComment("cmt_2", acc.ID, "c:2")
	two.DueAt = noon.Add(-time.Minute)
	check(t, st.InTx(north, func(ctx context.Context) error {
		fresh, err := st.AddComments(ctx, []comment.Entry{one, two, seenComment("cmt_3", acc.ID, "c:1")})
		if len(fresh) != 2 {
			t.Errorf("fresh %v", fresh)
		}
		return err
	}))
	check(t, st.InTx(north, func(ctx context.Context) error {
		again, err := st.AddComments(ctx, []comment.Entry{seenComment("cmt_4", acc.ID, "c:2")})
		check(t, err)
		got, err := st.CommentByID(ctx, "cmt_1", true)
		if err != nil || len(again) != 0 || fmt.Sprint(got) != fmt.Sprint(one) {
			t.Errorf("kept as\n%+v, made as\n%+v (%v, again %v)", got, one, err, again)
		}
		first, found, err := st.FirstComment(ctx, acc.ID, comment.Private)
		if err != nil || !found || first.ID != "cmt_2" {
			t.Errorf("first %+v, %v, %v", first, found, err)
		}
		_, found, err = st.FirstComment(ctx, acc.ID, comment.Public)
		if err != nil || found {
			t.Errorf("nothing waits in public: %v, %v", found, err)
		}
		one.State, one.Step, one.Reason, one.ProductID, one.ByHand, one.Attempts, one.DueAt = comment.Done, "", "why", "prd_1", true, 2, time.Time{}
		one.Private = comment.Part{Text: "да", State: comment.Sent, ExternalID: "mid", At: noon}
		one.Public = comment.Part{Text: "yes", State: comment.Refused, ExternalID: "rid", At: noon.Add(time.Second)}
		one.ConversationID, one.Seq, one.Sorted, one.Intents = "cnv_1", 7, comment.ByModel, []comment.Intent{comment.Price, comment.Praise}
		check(t, st.SaveComment(ctx, one))
		if got, err = st.CommentByID(ctx, "cmt_1", false); err != nil || fmt.Sprint(got) != fmt.Sprint(one) {
			t.Errorf("saved as\n%+v, was\n%+v (%v)", got, one, err)
		}
		for _, x := range []struct {
			step comment.Step
			n    int
			want time.Time
		}{{comment.Private, 1, noon}, {comment.Private, 2, time.Time{}}, {comment.Public, 1, noon.Add(time.Second)}, {comment.Live, 1, time.Time{}}} {
			if at, found, err := st.LatestAnswer(ctx, acc.ID, x.step, x.n); err != nil || found == x.want.IsZero() || !at.Equal(x.want) {
				t.Errorf("latest %d of %s: %v, %v, %v", x.n, x.step, at, found, err)
			}
		}
		before, err := st.AnsweredUnder(ctx, two)
		self, err2 := st.AnsweredUnder(ctx, one)
		if err != nil || err2 != nil || !before || self {
			t.Errorf("answered under %v, by itself %v, %v, %v", before, self, err, err2)
		}
		for want, f := range map[int]comment.Filter{
			2: {}, 1: {AccountID: acc.ID, MediaID: "m1", RuleID: "crl_1", PersonID: "p1", State: comment.Done, Reason: "why", From: noon, Until: noon.Add(time.Second)}, 0: {Until: noon}} {
			if list, err := st.Comments(ctx, f, "", 10); err != nil || len(list) != want {
				t.Errorf("%+v: %d, %v", f, len(list), err)
			}
		}
		page, err := st.Comments(ctx, comment.Filter{}, "cmt_2", 10)
		if err != nil || len(page) != 1 || page[0].ID != "cmt_1" {
			t.Errorf("below the cursor %+v, %v", page, err)
		}
		counts, err := st.CountComments(ctx, noon, noon.Add(time.Second))
		if err != nil || len(counts) != 2 || counts[0].N != 1 || counts[0].MediaID != "m1" || counts[0].RuleID != "crl_1" {
			t.Errorf("counts %+v, %v", counts, err)
		}
		for _, want := range []int64{1, 1, 0} {
			if n, err := st.ForgetComments(ctx, noon.Add(time.Second), 1); err != nil || n != want {
				t.Errorf("forgot %d, %v", n, err)
			}
		}
		return nil
	}))
	wantFault(t, st.View(south, func(ctx context.Context) error {
		_, err := st.CommentByID(ctx, "cmt_1", false)
		return err
	}), comment.ErrNoEntry)
})

var _ = Case("WakeComments LockCommentQueue SaveCommentQueue CommentQueues", func(t *testing.T, st *store.Store) {
	north, _, acc := Shop(t, st, "queue-north")
	check(t, st.InTx(north, func(ctx context.Context) error {
		for i, x := range []struct {
			at   time.Time
			turn int64
			woke bool
		}{{noon, 1, true}, {noon, 0, false}, {noon.Add(time.Minute), 0, false}, {noon.Add(-time.Minute), 2, true}} {
			if turn, woke, err := st.WakeComments(ctx, acc.ID, x.at); err != nil || turn != x.turn || woke != x.woke {
				t.Errorf("wake %d: %d, %v, %v", i, turn, woke, err)
			}
		}
		q, found, err := st.LockCommentQueue(ctx, acc.ID)
		if err != nil || !found || q.Turn != 2 || !q.DueAt.Equal(noon.Add(-time.Minute)) {
			t.Errorf("queue %+v, %v, %v", q, found, err)
		}
		q.Turn, q.DueAt, q.HeldUntil, q.Fault = 5, time.Time{}, noon, "instagram.token"
		check(t, st.SaveCommentQueue(ctx, q))
		list, err := st.CommentQueues(ctx)
		if err != nil || len(list) != 1 || list[0] != q {
			t.Errorf("queues %+v, %v", list, err)
		}
		turn, woke, err := st.WakeComments(ctx, acc.ID, noon)
		if err != nil || turn != 6 || !woke {
			t.Errorf("a sleeping one: %d, %v, %v", turn, woke, err)
		}
		_, found, err = st.LockCommentQueue(ctx, "acc_none")
		if err != nil || found {
			t.Errorf("no queue: %v, %v", found, err)
		}
		return nil
	}))
})
