// Package knowledge is the questions that the owner has answered: articles that the
// shop's answers about delivery, payment and returns come from.
package knowledge

import (
	"context"
	"hash/maphash"
	"slices"
	"time"

	"prilavok/core/fault"
	"prilavok/core/id"
	"prilavok/core/lang"
	"prilavok/core/txn"
)

// Article is one question with its answer, or a policy.
type Article struct {
	ID       string
	Slug     string
	Kind     Kind
	Title    lang.Texts
	Body     lang.Texts
	Keywords lang.Texts // further words people use, separated by spaces
	Position int
	Active   bool
}

// Kind of an article.
type Kind string

const (
	FAQ    Kind = "faq"
	Policy Kind = "policy"
)

// Store is what knowledge needs of a database. All run inside a unit of work.
type Store interface {
	ArticleList(ctx context.Context) ([]Article, error)
	SaveArticle(ctx context.Context, a Article, at time.Time) error
	// DeleteArticle deletes one; false when there is none.
	DeleteArticle(ctx context.Context, id string) (bool, error)
}

// Faults of knowledge.
var (
	ErrNotFound   = fault.New(fault.NotFound, "knowledge.not_found", "there is no such article")
	ErrIncomplete = fault.New(fault.Invalid, "knowledge.incomplete", "an article needs a slug, a title and a text")
)

// Service keeps and finds articles.
type Service struct {
	store Store
	tx    txn.Runner
	now   func() time.Time
	ids   *id.Maker
	docs  *cache
}

// New returns the service.
func New(store Store, tx txn.Runner, now func() time.Time, ids *id.Maker) *Service {
	return &Service{store, tx, now, ids, &cache{docs: map[uint64]doc{}, seed: maphash.MakeSeed()}}
}

// Save adds an article, or replaces the one with its id.
func (s *Service) Save(ctx context.Context, a Article) (Article, error) {
	if a.ID == "" {
		a.ID = s.ids.Make("art")
	}
	if a.Slug == "" || len(a.Title) == 0 || len(a.Body) == 0 {
		return Article{}, ErrIncomplete
	}
	if a.Kind == "" {
		a.Kind = FAQ
	}
	err := s.tx.InTx(ctx, func(ctx context.Context) error { return s.store.SaveArticle(ctx, a, s.now()) })
	return a, err
}

// All returns every article in its order, those that are switched off too.
func (s *Service) All(ctx context.Context) ([]Article, error) {
	var out []Article
	err := s.tx.View(ctx, func(ctx context.Context) error {
		var err error
		out, err = s.store.ArticleList(ctx)
		return err
	})
	return out, err
}

// Get returns one article, switched off or not.
//
// Faults: ErrNotFound.
func (s *Service) Get(ctx context.Context, id string) (Article, error) {
	all, err := s.All(ctx)
	if i := slices.IndexFunc(all, func(a Article) bool { return a.ID == id }); err == nil && i >= 0 {
		return all[i], nil
	}
	if err == nil {
		err = ErrNotFound
	}
	return Article{}, err
}

// Delete deletes an article for good.
//
// Faults: ErrNotFound.
func (s *Service) Delete(ctx context.Context, id string) error {
	return s.tx.InTx(ctx, func(ctx context.Context) error {
		ok, err := s.store.DeleteArticle(ctx, id)
		if err == nil && !ok {
			err = ErrNotFound
		}
		return err
	})
}

// List returns the active articles in their order.
func (s *Service) List(ctx context.Context) ([]Article, error) {
	var out []Article
	err := s.tx.View(ctx, func(ctx context.Context) error {
		list, err := s.store.ArticleList(ctx)
		out = nil
		for _, a := range list {
			if a.Active {
				out = append(out, a)
			}
		}
		return err
	})
	return out, err
}

// Article returns one article.
func (s *Service) Article(ctx context.Context, id string) (Article, error) {
	list, err := s.List(ctx)
	if err != nil {
		return Article{}, err
	}
	for _, a := range list {
		if a.ID == id || a.Slug == id {
			return a, nil
		}
	}
	return Article{}, ErrNotFound
}
