package storetest

import (
	"context"
	"testing"

	"prilavok/core/inbox"
	"prilavok/core/job"
	"prilavok/store"
)

var _ = Case("Floor", func(t *testing.T, st *store.Store) {
	ctx, c := thread(t, st, "floor")
	other, _ := thread(t, st, "floor-other")
	floor := func(want inbox.Floor) {
		t.Helper()
		read(t, ctx, st, func(ctx context.Context) error {
			f, err := st.Floor(ctx, c.ID, 1, "d", "m")
			equal(t, "floor", f, want)
			return err
		})
	}
	floor(inbox.Floor{Status: inbox.Pending})
	put := func(lane string, seq int64, lease string) job.Job {
		j := job.Job{ID: "job_" + lane + lease, ShopID: c.ShopID, Kind: "x", Lane: lane, Seq: seq, Payload: []byte(`{}`), RunAt: noon, CreatedAt: noon, Lease: lease, Until: noon}
		check(t, st.InTx(ctx, func(ctx context.Context) error { return st.EnqueueJob(ctx, j) }))
		return j
	}
	say := func(author inbox.Author) {
		check(t, st.InTx(ctx, func(ctx context.Context) error {
			_, err := st.AppendMessages(ctx, c.ID, []inbox.Message{{Author: author, Kind: inbox.KindText, State: inbox.Queued, CreatedAt: noon, Out: &inbox.Outgoing{}}})
			return err
		}))
	}
	say(inbox.ByAssistant)
	put("d", 1, "")
	put("d", 2, "running")
	floor(inbox.Floor{Status: inbox.Pending})
	put("d", 1, "begun")
	floor(inbox.Floor{Status: inbox.Pending, Begun: true})
	put("m", 0, "")
	say(inbox.BySystem)
	floor(inbox.Floor{Status: inbox.Pending, Begun: true, Undecided: true})
	say(inbox.ByOperator)
	check(t, st.InTx(ctx, func(ctx context.Context) error { return st.SetConversationStatus(ctx, c.ID, inbox.Open, "", noon) }))
	floor(inbox.Floor{Status: inbox.Open, Begun: true, Undecided: true, Spoken: true})
	wantFault(t, st.View(other, func(ctx context.Context) error { _, err := st.Floor(ctx, c.ID, 1, "d", "m"); return err }), inbox.ErrNoConversation)
})
