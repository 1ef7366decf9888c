package admin_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	"prilavok/core/job"
	"prilavok/core/staff"
	"prilavok/core/txn"
	"prilavok/httpapi/admin/system"
	"prilavok/store"
)

// gaveUp leaves a dead letter of the shop, and returns its id.
func (x *till) gaveUp(kind, lane, code string) string {
	x.T.Helper()
	j := job.Job{ShopID: x.Shop.ID, ID: x.IDs.Make("job"), Kind: kind, Lane: lane, Payload: []byte(`{}`), Lease: "L", Until: x.Now().Add(time.Minute), RunAt: x.Now(), CreatedAt: x.Now()}
	x.OK(x.Store.InTx(txn.ForShop(x.Ctx, x.Shop.ID), func(ctx context.Context) error {
		if err := x.Store.EnqueueJob(ctx, j); err != nil {
			return err
		}
		return x.Store.ReleaseJob(ctx, job.Release{ID: j.ID, Lease: "L", RunAt: x.Now(), Attempts: 12, Dead: true, Fault: code, Now: x.Now()})
	}))
	return j.ID
}

// TestSystem: a shop sees its own queue and what was given up in it, with the reason in
// words, and does it again or forgets it.
func TestSystem(t *testing.T) {
	everywhere(t, func(t *testing.T, st *store.Store) {
		x, other := openTill(t, st, "north"), openTill(t, st, "south")
		first, second := x.gaveUp("deliver", "deliver:cnv_1", "telegram.blocked"), x.gaveUp("event:order.placed", "event:ord_1", "job.panic")
		var s, there system.System
		x.get("/system").is(http.StatusOK, "").read(&s)
		other.get("/system").is(http.StatusOK, "").read(&there)
		if s.Queue.Dead != 2 || there.Queue.Dead != 0 || s.Database != string(st.Dialect()) || len(s.Faults) != 2 || s.Faults[0].What != "work" || s.Faults[0].Why == "" || len(there.Faults) != 0 {
			t.Errorf("got %+v, another shop %+v", s, there)
		}
		var page system.DeadLetters
		x.get("/dead-letters").is(http.StatusOK, "").read(&page)
		if len(page.Items) != 2 || page.Items[0].ID != second || page.Items[0].OrderID != "ord_1" || page.Items[1].ConversationID != "cnv_1" || page.Items[1].Why == "" || page.Items[1].Why == page.Items[0].Why {
			t.Errorf("given up: %+v", page)
		}
		x.post("/dead-letters/"+first+"/replay", "").is(http.StatusNoContent, "")
		x.post("/dead-letters/"+first+"/replay", "").is(http.StatusNotFound, "job.not_dead")
		x.do(ask{method: "DELETE", path: "/dead-letters/" + second, key: x.key}).is(http.StatusNoContent, "")
		x.get("/system").is(http.StatusOK, "").read(&s)
		if s.Queue.Dead != 0 || s.Queue.Due == 0 {
			t.Errorf("after both: %+v", s.Queue)
		}
		var c system.SystemChecks
		x.get("/system/checks").is(http.StatusOK, "").read(&c)
		if c.Supported || c.Items == nil {
			t.Errorf("checks of a program that has none: %+v", c)
		}
		x.key = x.issue("reads", staff.MetricsRead)
		x.post("/dead-letters/"+first+"/replay", "").is(http.StatusForbidden, "api.scope")
		x.get("/system/checks").is(http.StatusForbidden, "api.scope")
	})
}
