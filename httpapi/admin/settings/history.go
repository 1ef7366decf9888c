package settings

import (
	"context"
	"maps"
	"slices"
	"time"

	"prilavok/core/shop/guide"
	"prilavok/core/shop/setting"
	"prilavok/httpapi/admin/gate"
)

// fields says in the caller's language which settings were refused.
func fields(ctx context.Context, wrong *setting.Wrong) []gate.Field {
	var out []gate.Field
	for _, key := range slices.Sorted(maps.Keys(wrong.Fields)) {
		out = append(out, gate.Field{Field: "body.changes." + key, Message: wrong.Fields[key].In(gate.CallerOf(ctx).Lang)})
	}
	return out
}

// SettingsVersion is one change of settings.
type SettingsVersion struct {
	ID       string          `json:"id"`
	At       time.Time       `json:"at"`
	ActorID  string          `json:"actor_id" doc:"of a member of staff or an API key; empty: the server's keeper"`
	Undoes   string          `json:"undoes,omitempty" doc:"the version that it took back"`
	UndoneBy string          `json:"undone_by,omitempty"`
	Changes  []SettingChange `json:"changes"`
}

// SettingChange is one setting of a version.
type SettingChange struct {
	Key    string `json:"key"`
	Label  Words  `json:"label"`
	Before any    `json:"before"`
	After  any    `json:"after"`
}

func versionOf(v setting.Version) SettingsVersion {
	x := SettingsVersion{ID: v.ID, At: v.At, ActorID: v.ActorID, Undoes: v.Undoes, UndoneBy: v.UndoneBy, Changes: []SettingChange{}}
	for _, key := range slices.Sorted(maps.Keys(v.Changes)) {
		s, _ := setting.Find(key) // of one that is gone the key has to do
		x.Changes = append(x.Changes, SettingChange{key, wordsOf(s.Label), value(v.Changes[key].Before), value(v.Changes[key].After)})
	}
	return x
}

type pageIn struct {
	Cursor string `query:"cursor" maxLength:"200" doc:"next of the page before; leave out for the first page"`
}

func (a *api) versions(ctx context.Context, in *pageIn) (*out[list[SettingsVersion]], error) {
	cursor, err := gate.ReadCursor(in.Cursor)
	if err != nil {
		return nil, err
	}
	page, next, err := a.Settings.Versions(ctx, cursor)
	if err != nil {
		return nil, err
	}
	o := &out[list[SettingsVersion]]{list[SettingsVersion]{Items: []SettingsVersion{}, Next: gate.Cursor(next)}}
	for _, v := range page {
		o.Body.Items = append(o.Body.Items, versionOf(v))
	}
	return o, nil
}

func (a *api) undo(ctx context.Context, in *byID) (*tagged[SettingsChanged], error) {
	sh, v, err := a.Settings.Undo(ctx, gate.CallerOf(ctx).ID, in.ID)
	return changed(ctx, sh, v, err)
}

// GuideStep is a step of the guide.
type GuideStep struct {
	Key   string `json:"key" enum:"shop,goods,telegram,try,live"`
	State string `json:"state" enum:",done,skipped"`
}

// Guide is the way of the first run.
type Guide struct {
	Finished bool        `json:"finished"`
	Steps    []GuideStep `json:"steps"`
}

func guideOf(steps []guide.Step) *out[Guide] {
	o := &out[Guide]{Guide{Finished: guide.Finished(steps)}}
	for _, s := range steps {
		o.Body.Steps = append(o.Body.Steps, GuideStep{s.Key, string(s.State)})
	}
	return o
}

func (a *api) guide(ctx context.Context, _ *nothing) (*out[Guide], error) {
	steps, err := a.Guide.Get(ctx)
	if err != nil {
		return nil, err
	}
	return guideOf(steps), nil
}

func (a *api) step(ctx context.Context, in *struct{ Body GuideStep }) (*out[Guide], error) {
	steps, err := a.Guide.Set(ctx, in.Body.Key, guide.State(in.Body.State))
	if err != nil {
		return nil, err
	}
	return guideOf(steps), nil
}
