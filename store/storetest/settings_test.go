package storetest

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"prilavok/core/shop/guide"
	"prilavok/core/shop/setting"
	"prilavok/store"
)

var _ = Case("InsertSettingsVersion SettingsVersions SettingsVersion", func(t *testing.T, st *store.Store) {
	north, _, _ := Shop(t, st, "settings-north")
	south, _, _ := Shop(t, st, "settings-south")
	in := func(ctx context.Context, fn func(ctx context.Context) error) { t.Helper(); check(t, st.InTx(ctx, fn)) }
	for i, v := range []setting.Version{{ActorID: "mem_1", Revision: 2}, {Revision: 3}, {ActorID: "mem_1", Revision: 4, Undoes: "set_1"}} {
		v.ID, v.At = fmt.Sprintf("set_%d", i), noon.Add(time.Duration(i)*time.Minute)
		v.Changes = map[string]setting.Change{"orders.prefix": {Before: json.RawMessage(`""`), After: json.RawMessage(`"A-"`)}}
		in(north, func(ctx context.Context) error { return st.InsertSettingsVersion(ctx, v) })
	}
	list := func(ctx context.Context, below string, limit int) (out []setting.Version) {
		t.Helper()
		check(t, st.View(ctx, func(ctx context.Context) (err error) { out, err = st.SettingsVersions(ctx, below, limit); return err }))
		return out
	}
	all := list(north, "", 9)
	if len(all) != 3 || all[0].ID != "set_2" || all[0].Undoes != "set_1" || all[1].UndoneBy != "set_2" || all[2].UndoneBy != "" || !all[2].At.Equal(noon) || all[2].Revision != 2 || all[2].ActorID != "mem_1" ||
		string(all[2].Changes["orders.prefix"].After) != `"A-"` {
		t.Errorf("versions are %+v", all)
	}
	say(t, "below", list(north, "set_1", 9)[0].ID, "set_0")
	say(t, "a page", len(list(north, "", 2)), 2)
	say(t, "another shop's", len(list(south, "", 9)), 0)
	for _, x := range []struct {
		ctx  context.Context
		id   string
		want bool
	}{{north, "set_1", true}, {north, "set_9", false}, {south, "set_1", false}} {
		check(t, st.View(x.ctx, func(ctx context.Context) error {
			v, found, err := st.SettingsVersion(ctx, x.id)
			if found != x.want || found && v.UndoneBy != "set_2" {
				t.Errorf("%s: %+v, %v", x.id, v, found)
			}
			return err
		}))
	}
	if err := st.InTx(north, func(ctx context.Context) error {
		return st.InsertSettingsVersion(ctx, setting.Version{ID: "set_3", At: noon, Undoes: "set_1", Changes: map[string]setting.Change{}})
	}); err == nil {
		t.Error("a version was undone twice")
	}
})

var _ = Case("GuideSteps SaveGuideStep", func(t *testing.T, st *store.Store) {
	north, _, _ := Shop(t, st, "guide-north")
	south, _, _ := Shop(t, st, "guide-south")
	for _, state := range []guide.State{guide.Skipped, guide.Done} {
		check(t, st.InTx(north, func(ctx context.Context) error { return st.SaveGuideStep(ctx, "goods", state, noon) }))
	}
	for _, x := range []struct {
		ctx  context.Context
		want string
	}{{north, "map[goods:done]"}, {south, "map[]"}} {
		check(t, st.View(x.ctx, func(ctx context.Context) error {
			got, err := st.GuideSteps(ctx)
			say(t, "steps", got, x.want)
			return err
		}))
	}
})
