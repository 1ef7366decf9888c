package settings

import (
	"context"
	"time"

	"prilavok/core/knowledge"
	"prilavok/core/lang"
	"prilavok/core/staff"
	"prilavok/httpapi/admin/gate"
)

// ArticleBody is what an article says.
type ArticleBody struct {
	Slug     string            `json:"slug" minLength:"1" maxLength:"80" pattern:"^[a-z0-9-]+$" example:"delivery"`
	Kind     string            `json:"kind,omitempty" enum:"faq,policy" doc:"leave out for faq"`
	Title    map[string]string `json:"title" doc:"by language: ru, en"`
	Body     map[string]string `json:"body" doc:"by language"`
	Keywords map[string]string `json:"keywords,omitempty" doc:"further words people use, separated by spaces"`
	Position int               `json:"position,omitempty" minimum:"0" maximum:"100000"`
	Active   bool              `json:"active" doc:"false: no answer comes from it"`
}

// Article is one question with its answer, or a policy.
type Article struct {
	ID string `json:"id"`
	ArticleBody
}

func plain(t lang.Texts) map[string]string {
	m := map[string]string{}
	for l, s := range t {
		m[string(l)] = s
	}
	return m
}

func texts(m map[string]string) lang.Texts {
	t := lang.Texts{}
	for l, s := range m {
		if s != "" && (l == string(lang.RU) || l == string(lang.EN)) {
			t[lang.Lang(l)] = s
		}
	}
	return t
}

func articleOf(a knowledge.Article) Article {
	return Article{a.ID, ArticleBody{a.Slug, string(a.Kind), plain(a.Title), plain(a.Body), plain(a.Keywords), a.Position, a.Active}}
}

func (b ArticleBody) core(id string) knowledge.Article {
	return knowledge.Article{ID: id, Slug: b.Slug, Kind: knowledge.Kind(b.Kind), Title: texts(b.Title), Body: texts(b.Body), Keywords: texts(b.Keywords), Position: b.Position, Active: b.Active}
}

func (a *api) articles(g *gate.Gate) {
	gate.Add(g, "articles.list", func(ctx context.Context, _ *nothing) (*out[list[Article]], error) {
		all, err := a.Articles.All(ctx)
		o := &out[list[Article]]{list[Article]{Items: []Article{}}}
		for _, x := range all {
			o.Body.Items = append(o.Body.Items, articleOf(x))
		}
		return o, err
	})
	gate.Add(g, "articles.get", func(ctx context.Context, in *byID) (*out[Article], error) {
		x, err := a.Articles.Get(ctx, in.ID)
		return &out[Article]{articleOf(x)}, err
	})
	gate.Add(g, "articles.create", func(ctx context.Context, in *struct{ Body ArticleBody }) (*out[Article], error) {
		x, err := a.Articles.Save(ctx, in.Body.core(""))
		return &out[Article]{articleOf(x)}, err
	})
	gate.Add(g, "articles.put", func(ctx context.Context, in *struct {
		byID
		Body ArticleBody
	}) (*out[Article], error) {
		if _, err := a.Articles.Get(ctx, in.ID); err != nil {
			return nil, err
		}
		x, err := a.Articles.Save(ctx, in.Body.core(in.ID))
		return &out[Article]{articleOf(x)}, err
	})
	gate.Add(g, "articles.delete", func(ctx context.Context, in *byID) (*nothing, error) {
		return &nothing{}, a.Articles.Delete(ctx, in.ID)
	})
}

// APIKey is an API key without its secret.
type APIKey struct {
	ID        string     `json:"id"`
	Name      string     `json:"name"`
	Prefix    string     `json:"prefix" doc:"how the secret begins"`
	Scopes    []string   `json:"scopes"`
	CreatedAt time.Time  `json:"created_at"`
	ExpiresAt *time.Time `json:"expires_at,omitempty"`
	RevokedAt *time.Time `json:"revoked_at,omitempty"`
	LastUsed  *time.Time `json:"last_used,omitempty" doc:"to within five minutes"`
	Secret    string     `json:"secret,omitempty" doc:"in the answer that makes it only"`
}

func keyOf(k staff.Key) APIKey {
	x := APIKey{ID: k.ID, Name: k.Name, Prefix: k.Prefix, Scopes: []string{}, CreatedAt: k.CreatedAt, ExpiresAt: moment(k.ExpiresAt), RevokedAt: moment(k.RevokedAt), LastUsed: moment(k.LastUsed)}
	for _, s := range k.Scopes {
		x.Scopes = append(x.Scopes, string(s))
	}
	return x
}

func moment(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

type keyIn struct {
	Body struct {
		Name   string   `json:"name" minLength:"1" maxLength:"100"`
		Scopes []string `json:"scopes" minItems:"1" doc:"what the key may do; all is everything"`
		Days   int      `json:"days,omitempty" minimum:"1" maximum:"3650" doc:"how long it is good; leave out for ever"`
	}
}

func (a *api) keys(g *gate.Gate) {
	gate.Add(g, "keys.list", func(ctx context.Context, _ *nothing) (*out[list[APIKey]], error) {
		all, err := a.Staff.Keys(ctx)
		o := &out[list[APIKey]]{list[APIKey]{Items: []APIKey{}}}
		for _, k := range all {
			o.Body.Items = append(o.Body.Items, keyOf(k))
		}
		return o, err
	})
	gate.Add(g, "keys.create", func(ctx context.Context, in *keyIn) (*out[APIKey], error) {
		var scopes []staff.Scope
		for _, s := range in.Body.Scopes {
			scopes = append(scopes, staff.Scope(s))
		}
		var until time.Time
		if in.Body.Days > 0 {
			until = a.Now().AddDate(0, 0, in.Body.Days)
		}
		k, secret, err := a.Staff.Issue(ctx, in.Body.Name, scopes, until)
		if err != nil {
			return nil, err
		}
		x := keyOf(k)
		gate.Changed(ctx, x.ID, nil, x)
		x.Secret = secret
		return &out[APIKey]{x}, nil
	})
	gate.Add(g, "keys.revoke", func(ctx context.Context, in *byID) (*nothing, error) {
		return &nothing{}, a.Staff.Revoke(ctx, in.ID)
	})
}
