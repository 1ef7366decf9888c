package storetest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"prilavok/core/hook"
	"prilavok/core/inbox"
	"prilavok/store"
)

var _ = Case("HookEndpoints PutHookEndpoint AddHookDeliveries LockHookDelivery SaveHookDelivery HookDeliveries", func(t *testing.T, st *store.Store) {
	ctx, _, _ := Shop(t, st, "hooks")
	other, _, _ := Shop(t, st, "hooks-other")
	e := hook.Endpoint{ID: "whe_1", URL: "https://crm.example.com/in", SecretKeyID: "k1", Secret: []byte{0, 1, 255}, Events: []string{"order.*"}, Active: true, CreatedAt: noon, UpdatedAt: noon}
	d := hook.Delivery{ID: "whd_1", EndpointID: e.ID, EventID: "evt_1", Event: "order.placed", Body: `{"ёж":1}`, State: hook.Waiting, Run: 1, NextAt: noon, CreatedAt: noon, UpdatedAt: noon}
	twin := d
	twin.ID = "whd_2"
	check(t, st.InTx(ctx, func(ctx context.Context) error {
		if err := st.PutHookEndpoint(ctx, e); err != nil {
			return err
		}
		e.Active, e.Reason, e.FailingSince, e.Secret = false, "http_500", noon, []byte("another")
		err := st.PutHookEndpoint(ctx, e)
		fresh, err2 := st.AddHookDeliveries(ctx, []hook.Delivery{d})
		again, err3 := st.AddHookDeliveries(ctx, []hook.Delivery{twin})
		equal(t, "once per endpoint and event", fmt.Sprint(fresh, again), "[whd_1] []")
		return errors.Join(err, err2, err3)
	}))
	d.State, d.Run, d.Attempts, d.Status, d.Fault, d.NextAt = hook.Failed, 2, 3, 500, "call.timeout", time.Time{}
	check(t, st.InTx(ctx, func(ctx context.Context) error { return st.SaveHookDelivery(ctx, d) }))
	check(t, st.InTx(ctx, func(ctx context.Context) error {
		got, to, err := st.LockHookDelivery(ctx, d.ID)
		equal(t, "delivery", fmt.Sprint(got.Body, got.State, got.Run, got.Attempts, got.Status, got.Fault, got.NextAt.IsZero()), fmt.Sprint(d.Body, d.State, 2, 3, 500, "call.timeout", true))
		equal(t, "endpoint keeps its secret", fmt.Sprint(to.Secret, to.Events, to.Active, to.Reason, to.FailingSince.Equal(noon)), fmt.Sprint([]byte{0, 1, 255}, e.Events, false, "http_500", true))
		return err
	}))
	read(t, ctx, st, func(ctx context.Context) error {
		all, err := st.HookEndpoints(ctx)
		list, err2 := st.HookDeliveries(ctx, e.ID, "", time.Time{}, 5)
		late, err3 := st.HookDeliveries(ctx, e.ID, "", noon.Add(time.Second), 5)
		below, err4 := st.HookDeliveries(ctx, e.ID, d.ID, noon, 5)
		equal(t, "lists", fmt.Sprint(len(all), len(list), len(late), len(below)), "1 1 0 0")
		return errors.Join(err, err2, err3, err4)
	})
	read(t, other, st, func(ctx context.Context) error {
		all, err := st.HookEndpoints(ctx)
		list, err2 := st.HookDeliveries(ctx, e.ID, "", time.Time{}, 5)
		equal(t, "another shop sees", len(all)+len(list), 0)
		return errors.Join(err, err2)
	})
	err := st.InTx(other, func(ctx context.Context) error { _, _, err := st.LockHookDelivery(ctx, d.ID); return err })
	if !errors.Is(err, hook.ErrNoDelivery) {
		t.Errorf("another shop's: %v", err)
	}
})

var _ = Case("EventsAfter", func(t *testing.T, st *store.Store) {
	ctx, _, _ := Shop(t, st, "feed")
	other, _, _ := Shop(t, st, "feed-other")
	record := func(ctx context.Context, id string, at time.Time) {
		t.Helper()
		check(t, st.InTx(ctx, func(ctx context.Context) error {
			return st.RecordEvent(ctx, id, inbox.Event{Name: "order.placed", ContactID: "ctc_1", SubjectID: "ord_1", Data: map[string]any{"ёж": 1}}, at)
		}))
	}
	record(ctx, "evt_c", noon)
	record(ctx, "evt_b", noon.Add(time.Second)) // ids of several processes are not in the order of time
	record(ctx, "evt_a", noon.Add(time.Second))
	record(ctx, "evt_d", noon.Add(time.Minute))
	record(other, "evt_x", noon)
	after := func(spot hook.Spot, before time.Time, limit int) string {
		t.Helper()
		ids := []string{}
		read(t, ctx, st, func(ctx context.Context) error {
			list, err := st.EventsAfter(ctx, spot, before, limit)
			for _, e := range list {
				ids = append(ids, e.ID)
				equal(t, "the event", fmt.Sprint(e.Name, e.ContactID, e.ConversationID, e.SubjectID, strings.ReplaceAll(string(e.Data), " ", "")), fmt.Sprint("order.placed", "ctc_1", "", "ord_1", `{"ёж":1}`))
			}
			return err
		})
		return fmt.Sprint(ids)
	}
	begin, end := hook.Spot{At: time.UnixMicro(0)}, noon.Add(time.Hour)
	equal(t, "from the beginning", after(begin, end, 9), "[evt_c evt_a evt_b evt_d]")
	equal(t, "some", after(begin, end, 2), "[evt_c evt_a]")
	equal(t, "after one of two at a time", after(hook.Spot{At: noon.Add(time.Second), ID: "evt_a"}, end, 9), "[evt_b evt_d]")
	equal(t, "before a time", after(begin, noon.Add(time.Minute), 9), "[evt_c evt_a evt_b]")
	equal(t, "at the end", after(hook.Spot{At: noon.Add(time.Minute), ID: "evt_d"}, end, 9), "[]")
})
