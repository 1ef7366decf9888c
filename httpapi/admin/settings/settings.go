// Package settings is the part of the API that an owner sets the shop up with: settings and their
// history, the guide of the first run, articles, API keys, Telegram bots, the assistant's model
// and the talk with it on trial. No answer has a secret, but for a new API key's, once.
package settings

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"prilavok/core/knowledge"
	"prilavok/core/lang"
	"prilavok/core/shop"
	"prilavok/core/shop/guide"
	"prilavok/core/shop/link"
	"prilavok/core/shop/setting"
	"prilavok/core/staff"
	"prilavok/httpapi/admin/gate"
)

// Services is what the routes call. Bots, Model and Trial may be nil: their routes say then
// that this program cannot do it.
type Services struct {
	Settings *setting.Service
	Guide    *guide.Service
	Articles *knowledge.Service
	Staff    *staff.Service
	Links    *link.Service
	Groups   StaffChats // nil: this program reaches no groups
	Bots     Bots
	Model    Model
	Trial    Trial
	Public   func() string // where the shop is reached
	Now      func() time.Time
}

const (
	get   = http.MethodGet
	post  = http.MethodPost
	put   = http.MethodPut
	patch = http.MethodPatch
	del   = http.MethodDelete
)

// Routes is this package's part of the API's table.
var Routes = []gate.Route{
	{ID: "settings.get", Method: get, Path: "/settings", Scope: staff.SettingsRead, Summary: "Every setting: what it does, its bounds, its value"},
	{ID: "settings.patch", Method: patch, Path: "/settings", Scope: staff.SettingsWrite, Summary: "Change some settings at once, or none of them"},
	{ID: "settings.versions", Method: get, Path: "/settings/versions", Scope: staff.SettingsRead, Summary: "Who changed which settings, when, from what to what; newest first, 30 at a time"},
	{ID: "settings.undo", Method: post, Path: "/settings/versions/{id}/undo", Scope: staff.SettingsWrite, Summary: "Take a change of settings back, unless they were changed again since"},
	{ID: "guide.get", Method: get, Path: "/guide", Scope: staff.SettingsRead, Summary: "The steps of the first run, and how far each is"},
	{ID: "guide.set", Method: put, Path: "/guide", Scope: staff.SettingsWrite, Summary: "A step is done, skipped, or open again"},
	{ID: "articles.list", Method: get, Path: "/articles", Scope: staff.CatalogRead, Summary: "Articles that answers come from, those switched off too"},
	{ID: "articles.get", Method: get, Path: "/articles/{id}", Scope: staff.CatalogRead, Summary: "One article"},
	{ID: "articles.create", Method: post, Path: "/articles", Scope: staff.CatalogWrite, Status: http.StatusCreated, Summary: "Add an article"},
	{ID: "articles.put", Method: put, Path: "/articles/{id}", Scope: staff.CatalogWrite, Summary: "Replace an article"},
	{ID: "articles.delete", Method: del, Path: "/articles/{id}", Scope: staff.CatalogWrite, Status: http.StatusNoContent, Summary: "Delete an article"},
	{ID: "keys.list", Method: get, Path: "/api-keys", Scope: staff.SecretsWrite, Summary: "API keys, newest first, revoked ones too; never their secrets"},
	{ID: "keys.create", Method: post, Path: "/api-keys", Scope: staff.SecretsWrite, Status: http.StatusCreated, Secret: "secret", Prove: true, Summary: "Issue an API key; its secret is in this answer only"},
	{ID: "keys.revoke", Method: post, Path: "/api-keys/{id}/revoke", Scope: staff.SecretsWrite, Status: http.StatusNoContent, Summary: "End an API key at once"},
	{ID: "telegram.connect", Method: post, Path: "/channels/telegram", Scope: staff.SecretsWrite, Status: http.StatusCreated, Prove: true, Summary: "Connect a Telegram bot by its token, or give a bot a new one"},
	{ID: "telegram.look", Method: get, Path: "/channels/{id}/telegram", Scope: staff.ChannelsRead, Summary: "Ask Telegram how a bot's updates come: webhook, what waits, the last error"},
	{ID: "staff_chat.get", Method: get, Path: "/staff-chat", Scope: staff.SettingsRead, Summary: "The group in Telegram where staff are told and answer"},
	{ID: "staff_chat.code", Method: post, Path: "/staff-chat/code", Scope: staff.SettingsWrite, Status: http.StatusCreated, Secret: "say", Summary: "A code that connects the group in which it is said, once, for half an hour"},
	{ID: "staff_chat.test", Method: post, Path: "/staff-chat/test", Scope: staff.SettingsWrite, Status: http.StatusNoContent, Quiet: true, Summary: "Write into the group, so that somebody sees it works"},
	{ID: "telegram.disconnect", Method: post, Path: "/channels/{id}/telegram/disconnect", Scope: staff.SecretsWrite, Status: http.StatusNoContent, Summary: "Disconnect a bot: its token is forgotten, its conversations stay"},
	{ID: "widget.get", Method: get, Path: "/widget", Scope: staff.ChannelsRead, Summary: "The code that puts the chat on a website"},
	{ID: "assistant.test", Method: post, Path: "/assistant/test", Scope: staff.SettingsWrite, Quiet: true, Summary: "Ask the language model something small, and say in words what does not work"},
	{ID: "assistant.prompt", Method: get, Path: "/assistant/prompt", Scope: staff.SettingsRead, Summary: "What the model is told of the shop before each talk"},
	{ID: "assistant.trial", Method: post, Path: "/assistant/trial", Scope: staff.SettingsRead, Quiet: true, Summary: "Talk to the shop as a customer; nothing of it stays: no order, no notice, no number"},
}

type out[T any] struct{ Body T }

type tagged[T any] struct {
	ETag string `header:"ETag" doc:"names this revision, for If-Match"`
	Body T
}

type nothing struct{}

type byID struct {
	ID string `path:"id" minLength:"1" maxLength:"64"`
}

type list[T any] struct {
	Items []T    `json:"items"`
	Next  string `json:"next" doc:"the cursor of the next page; empty at the end"`
}

type api struct{ Services }

// Add gives the routes their handlers.
func Add(g *gate.Gate, s Services) {
	a := &api{s}
	gate.Add(g, "settings.get", a.get)
	gate.Add(g, "settings.patch", a.change)
	gate.Add(g, "settings.versions", a.versions)
	gate.Add(g, "settings.undo", a.undo)
	gate.Add(g, "guide.get", a.guide)
	gate.Add(g, "guide.set", a.step)
	a.articles(g)
	a.keys(g)
	a.bots(g)
	a.staffChats(g)
	gate.Add(g, "assistant.test", a.test)
	gate.Add(g, "assistant.trial", a.trial)
	gate.Add(g, "assistant.prompt", a.prompt)
}

// Words are a text in both languages, so that the panel finds a setting by either.
type Words struct {
	RU string `json:"ru"`
	EN string `json:"en"`
}

func wordsOf(p lang.Phrase) Words { return Words{p.RU, p.EN} }

// SettingOption is one value that can be chosen.
type SettingOption struct {
	Value string `json:"value"`
	Label Words  `json:"label"`
}

// Setting is one setting with its value.
type Setting struct {
	Key      string          `json:"key" example:"orders.prefix"`
	Group    string          `json:"group"`
	Kind     string          `json:"kind" enum:"line,text,texts,long_texts,languages,choice,number,decimal,money,switch,clock,zone,stages"`
	Label    Words           `json:"label"`
	Help     Words           `json:"help"`
	Value    any             `json:"value" doc:"as its kind says"`
	Default  any             `json:"default,omitempty" doc:"what counts where nothing is set"`
	Required bool            `json:"required"`
	Least    int64           `json:"least,omitempty" doc:"of numbers"`
	Most     int64           `json:"most,omitempty" doc:"of numbers; of texts the most characters"`
	Unit     *Words          `json:"unit,omitempty"`
	Options  []SettingOption `json:"options,omitempty"`
}

func settingOf(s setting.Setting, sh shop.Shop) Setting {
	x := Setting{Key: s.Key, Group: s.Group, Kind: string(s.Kind), Label: wordsOf(s.Label), Help: wordsOf(s.Help), Value: value(s.Of(sh)), Default: s.Default, Required: s.Required,
		Least: s.Least, Most: s.Most}
	if s.Unit != (lang.Phrase{}) {
		u := wordsOf(s.Unit)
		x.Unit = &u
	}
	for _, o := range s.Options {
		x.Options = append(x.Options, SettingOption{o.Value, wordsOf(o.Label)})
	}
	return x
}

func value(doc json.RawMessage) any {
	var v any
	_ = json.Unmarshal(doc, &v) // we have written it
	return v
}

// SettingGroup is a page of settings.
type SettingGroup struct {
	Key   string `json:"key"`
	Label Words  `json:"label"`
	Help  Words  `json:"help"`
}

// Settings is every setting.
type Settings struct {
	Revision int64          `json:"revision"`
	Currency string         `json:"currency" doc:"of amounts; it cannot be changed"`
	Groups   []SettingGroup `json:"groups"`
	Items    []Setting      `json:"items"`
}

func allOf(sh shop.Shop) *tagged[Settings] {
	body := Settings{Revision: sh.Revision, Currency: sh.Currency}
	for _, g := range setting.Groups {
		body.Groups = append(body.Groups, SettingGroup{g.Key, wordsOf(g.Label), wordsOf(g.Help)})
	}
	for _, s := range setting.All {
		body.Items = append(body.Items, settingOf(s, sh))
	}
	return &tagged[Settings]{gate.ETag(sh.Revision), body}
}

func (a *api) get(ctx context.Context, _ *nothing) (*tagged[Settings], error) {
	sh, err := a.Settings.Get(ctx)
	if err != nil {
		return nil, err
	}
	return allOf(sh), nil
}

type changeIn struct {
	IfMatch string `header:"If-Match" maxLength:"100" doc:"the ETag that was read; required"`
	Body    struct {
		Changes map[string]any `json:"changes" doc:"new values by key; null is the default"`
	}
}

// SettingsChanged is what a change of settings has come to.
type SettingsChanged struct {
	Version  SettingsVersion `json:"version"`
	Revision int64           `json:"revision"`
}

func (a *api) change(ctx context.Context, in *changeIn) (*tagged[SettingsChanged], error) {
	sh, err := a.Settings.Get(ctx)
	if err != nil {
		return nil, err
	}
	if err := gate.Match(in.IfMatch, sh.Revision, true); err != nil {
		return nil, err
	}
	values := map[string]json.RawMessage{}
	for key, v := range in.Body.Changes {
		doc, err := json.Marshal(v)
		if err != nil {
			return nil, gate.ErrMalformed
		}
		values[key] = doc
	}
	sh, v, err := a.Settings.Change(ctx, gate.CallerOf(ctx).ID, sh.Revision, values)
	return changed(ctx, sh, v, err)
}

func changed(ctx context.Context, sh shop.Shop, v setting.Version, err error) (*tagged[SettingsChanged], error) {
	var wrong *setting.Wrong
	switch {
	case errors.As(err, &wrong):
		return nil, gate.WithFields(err, fields(ctx, wrong))
	case errors.Is(err, shop.ErrRevision):
		return nil, gate.ErrStale
	case err != nil:
		return nil, err
	}
	before, after := map[string]any{}, map[string]any{}
	for key, c := range v.Changes {
		before[key], after[key] = value(c.Before), value(c.After)
	}
	gate.Changed(ctx, v.ID, before, after)
	return &tagged[SettingsChanged]{gate.ETag(sh.Revision), SettingsChanged{versionOf(v), sh.Revision}}, nil
}
