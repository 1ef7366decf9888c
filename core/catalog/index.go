package catalog

import (
	"context"

	"prilavok/core/fold"
	"prilavok/core/lang"
)

// Term is one word under which a product is found; Weight tells where it stands.
type Term struct {
	Term   string
	Weight int // 0 for terms that only narrow
}

// Posting is a product, by its number in the index, that stands under a term.
type Posting struct {
	Num    uint32
	Weight uint8
}

// Entry is a product and the terms that it is to be found under; none takes it out.
type Entry struct {
	ProductID string
	Terms     []Term
}

// Place is a product of the index as ranking needs it.
type Place struct {
	Num      uint32
	ID       string
	Position int64
	InStock  bool
}

// PlaceFilter narrows places; zero fields do not.
type PlaceFilter struct {
	PriceMin int64
	PriceMax int64
	InStock  bool
}

// SearchStore is what searching needs of a database: lists of products by term, kept in
// the unit of work that saves a product. Ranking is not its business.
type SearchStore interface {
	// LockIndex keeps other writers of the index waiting until the unit ends. It comes
	// before anything else is locked.
	LockIndex(ctx context.Context) error
	// IndexProducts replaces the terms of products.
	IndexProducts(ctx context.Context, entries []Entry) error
	// Postings lists the products under each term, by rising number; terms that lead
	// nowhere are left out.
	Postings(ctx context.Context, terms []string) (map[string][]Posting, error)
	// Words returns the synonyms of stems, as SynonymList does, with Postings of terms.
	Words(ctx context.Context, stems, terms []string) (map[string][]string, map[string][]Posting, error)
	// Places returns those of the numbered products that pass a filter, in no order.
	Places(ctx context.Context, nums []uint32, f PlaceFilter) ([]Place, error)
	// TermsBetween lists terms from a to b.
	TermsBetween(ctx context.Context, a, b string, limit int) ([]string, error)
	// TermsNear lists terms that begin with a letter and have about as many.
	TermsNear(ctx context.Context, head string, shortest, longest, limit int) ([]string, error)
}

// SynonymStore keeps words of one meaning by the stem of each.
type SynonymStore interface {
	// SynonymList returns those of the stems, of all when none is named.
	SynonymList(ctx context.Context, stems ...string) (map[string][]string, error)
	// SaveSynonyms replaces the words of a stem; none removes them.
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
	// soundsLike is taken off where only the sound of a word stands in the index.
	soundsLike = 2
)

// Marks begin index terms that are no stems, so that they meet only each other.
const (
	soundMark    = "~"
	categoryMark = "="
)

// Terms returns the words under which a product is found: stems of everything, sounds
// of names, and its category with those above it. It is pure.
func Terms(p Product, categories []Category) []Term {
	t := terms{}
	t.each(p.Description, weightText)
	for _, a := range p.Attributes {
		t.each(a.Value, weightAttribute)
	}
	for _, v := range p.Variants {
		if !v.Active {
			continue
		}
		t.put(v.SKU, weightTitle)
		for _, o := range v.Options {
			t.each(o.Value, weightOption)
		}
	}
	t.categories(p.CategoryID, categories)
	t.put(p.Brand, weightBrand)
	t.each(p.Title, weightTitle)
	out := make([]Term, 0, len(t))
	for term, weight := range t {
		out = append(out, Term{term, weight})
	}
	return out
}

// terms collects the best weight of each term.
type terms map[string]int

func (t terms) add(term string, weight int) {
	if was, ok := t[term]; !ok || was < weight {
		t[term] = weight
	}
}

func (t terms) put(text string, weight int) {
	for _, w := range fold.Words(text) {
		if fold.Stop(w) || len(w) > maxWord {
			continue
		}
		for _, part := range append(fold.Parts(w), w) {
			t.add(fold.Stem(part), weight)
			if weight > weightAttribute {
				for _, s := range soundTerms(part) {
					t.add(s, weight-soundsLike)
				}
			}
		}
	}
}

func (t terms) each(texts lang.Texts, weight int) {
	for _, text := range texts {
		t.put(text, weight)
	}
}

// categories adds a category and those above it, their names weighing less and less.
func (t terms) categories(id string, list []Category) {
	for weight := weightCategory; id != "" && weight > weightAttribute; weight-- {
		t.add(categoryMark+id, 0)
		parent := ""
		for _, c := range list {
			if c.ID == id {
				t.each(c.Title, weight)
				parent = c.ParentID
			}
		}
		id = parent
	}
}

func soundTerms(word string) []string {
	var out []string
	for _, s := range fold.Sounds(word) {
		if len(s) >= 3 {
			out = append(out, soundMark+s)
		}
	}
	return out
}

// termsOf returns how a folded word may stand in the index.
func termsOf(word string) []string { return append([]string{fold.Stem(word)}, soundTerms(word)...) }
