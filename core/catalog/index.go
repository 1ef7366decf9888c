package catalog

import (
	"context"

	"prilavok/core/fold"
	"prilavok/core/lang"
)

// Term is one word under which a product is found; Weight tells where it stands.
type Term struct {
	Term   string
	Weight int
}

// Posting is a product that stands under a term.
type Posting struct {
	Term      string
	ProductID string
	Weight    int
	Position  int64
	InStock   bool
}

// PostingQuery asks for products under terms. Products must have a term of every
// group where that leaves any; Groups is never empty.
type PostingQuery struct {
	Groups     [][]string
	CategoryID string
	PriceMin   int64
	PriceMax   int64
	InStock    bool
}

// SearchStore is what searching needs of a database: an index of terms, kept in the
// unit of work that saves a product. Ranking is not its business.
type SearchStore interface {
	// IndexProduct replaces the terms of a product.
	IndexProduct(ctx context.Context, productID string, terms []Term) error
	// KnownTerms returns those of the terms that some product has.
	KnownTerms(ctx context.Context, terms []string) ([]string, error)
	// TermsBetween lists known terms from a to b, without sounds.
	TermsBetween(ctx context.Context, a, b string, limit int) ([]string, error)
	// TermsLike lists known terms that share most of the trigrams, the most first.
	TermsLike(ctx context.Context, trigrams []string, limit int) ([]string, error)
	// Postings lists where the terms of the groups lead, best first within a term.
	Postings(ctx context.Context, q PostingQuery, limit int) ([]Posting, error)
	SynonymList(ctx context.Context) (map[string][]string, error)
	SaveSynonyms(ctx context.Context, stem string, words []string) error
}

// Weights of where a word stands.
const (
	weightTitle     = 12
	weightBrand     = 10
	weightCategory  = 7
	weightOption    = 6
	weightAttribute = 4
	weightText      = 1
)

// Terms returns the words under which a product is found. It is pure.
func Terms(p Product, category Category) []Term {
	best := map[string]int{}
	put := func(text string, weight int) {
		for _, w := range fold.Words(text) {
			if fold.Stop(w) || len(w) > 60 {
				continue
			}
			for _, t := range termsOf(w) {
				best[t] = max(best[t], weight)
			}
		}
	}
	each := func(t lang.Texts, weight int) {
		for _, text := range t {
			put(text, weight)
		}
	}
	each(p.Description, weightText)
	for _, a := range p.Attributes {
		each(a.Value, weightAttribute)
	}
	for _, v := range p.Variants {
		put(v.SKU, weightTitle)
		for _, o := range v.Options {
			each(o.Value, weightOption)
		}
	}
	each(category.Title, weightCategory)
	put(p.Brand, weightBrand)
	each(p.Title, weightTitle)
	out := make([]Term, 0, len(best))
	for t, w := range best {
		out = append(out, Term{t, w})
	}
	return out
}

// Synonyms lists the shop's synonyms by stem.
func (s *Service) Synonyms(ctx context.Context) (map[string][]string, error) {
	var out map[string][]string
	err := s.tx.View(ctx, func(ctx context.Context) error {
		var err error
		out, err = s.search.SynonymList(ctx)
		return err
	})
	return out, err
}

// SaveSynonyms makes words of one meaning find each other. An empty list of others
// removes those of the word.
func (s *Service) SaveSynonyms(ctx context.Context, words ...string) error {
	return s.tx.InTx(ctx, func(ctx context.Context) error {
		for i, w := range words {
			var others []string
			others = append(append(others, words[:i]...), words[i+1:]...)
			for _, folded := range fold.Words(w) {
				if err := s.search.SaveSynonyms(ctx, fold.Stem(folded), others); err != nil {
					return err
				}
			}
		}
		return nil
	})
}
