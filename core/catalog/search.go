package catalog

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"prilavok/core/fold"
	"prilavok/core/lang"
)

// Query is what somebody looks for. Zero fields do not narrow.
type Query struct {
	Text       string // in people's own words; prices and sizes in it are understood
	Lang       lang.Lang
	CategoryID string
	PriceMin   *int64 // minor units
	PriceMax   *int64
	Options    []string // values that one and the same variant must have: "46", "красный"
	InStock    bool
	Limit      int // 0 is 8
	Offset     int
}

// Hit is a product that was found, and the variants of it that match.
type Hit struct {
	Product Product
	Score   int
}

// Result is what a search found. When Items is empty the shop does not have what was
// asked for, and Nearest is the closest that it has.
type Result struct {
	Items     []Hit
	Nearest   []Hit
	More      bool   // there are further items after these
	Corrected string // what was understood instead of what was typed, "" the same
}

// maxWords bounds a query: more words are talk, not a search.
const maxWords = 16

// candidates is how many products are ranked at the most.
const candidates = 300

// Search finds products. Ranking is done here, the same for every engine: a product
// that has all words of the query comes first, then where the words stand weighs.
func (s *Service) Search(ctx context.Context, q Query) (Result, error) {
	var res Result
	if q.Limit <= 0 || q.Limit > 50 {
		q.Limit = 8
	}
	q = understand(q)
	err := s.tx.View(ctx, func(ctx context.Context) error {
		res = Result{}
		groups, corrected, err := s.groups(ctx, q)
		if err != nil {
			return err
		}
		res.Corrected = corrected
		if len(groups) == 0 {
			return s.unnamed(ctx, q, &res)
		}
		if res.Items, res.More, err = s.match(ctx, q, groups, len(groups)); err != nil || len(res.Items) > 0 {
			return err
		}
		res.Nearest, err = s.nearest(ctx, q, groups)
		return err
	})
	return res, err
}

// group is what one word of a query may be written as in the index.
type group struct {
	word  string
	terms []string
}

// groups turns the words of a query into groups of index terms: the stem and the sound
// of each, its synonyms; and where the shop knows none of these, the words it begins, and
// words a typo away.
func (s *Service) groups(ctx context.Context, q Query) ([]group, string, error) {
	words, err := s.layout(ctx, q.Text)
	if err != nil || len(words) == 0 {
		return nil, "", err
	}
	synonyms, err := s.search.SynonymList(ctx)
	if err != nil {
		return nil, "", err
	}
	var out []group
	var said []string
	changed := strings.Join(words, " ") != strings.Join(content(q.Text), " ")
	for _, w := range words {
		g, meant, err := s.group(ctx, w, synonyms)
		if err != nil {
			return nil, "", err
		}
		changed = changed || meant != w
		said = append(said, meant)
		out = append(out, g)
	}
	if !changed {
		return out, "", nil
	}
	return out, strings.Join(said, " "), nil
}

// layout returns the words of a query; when the shop knows none of them, those that
// the same keys give on the other keyboard layout, if it knows some of these. The text
// is turned as a whole: keys of letters on one layout are signs on the other.
func (s *Service) layout(ctx context.Context, text string) ([]string, error) {
	words := content(text)
	other, ok := fold.Layout(text)
	if !ok || len(words) == 0 {
		return words, nil
	}
	known, err := s.knows(ctx, words)
	if err != nil || known {
		return words, err
	}
	turned := content(other)
	if known, err = s.knows(ctx, turned); err != nil || !known {
		return words, err
	}
	return turned, nil
}

func (s *Service) knows(ctx context.Context, words []string) (bool, error) {
	var terms []string
	for _, w := range words {
		terms = append(terms, termsOf(w)...)
	}
	known, err := s.search.KnownTerms(ctx, terms)
	return len(known) > 0, err
}

// content returns the words of a query that say something.
func content(text string) []string {
	var out []string
	for _, w := range fold.Words(text) {
		if !fold.Stop(w) {
			out = append(out, w)
		}
	}
	return out[:min(len(out), maxWords)]
}

func (s *Service) group(ctx context.Context, word string, synonyms map[string][]string) (group, string, error) {
	terms := termsOf(word)
	for _, syn := range synonyms[fold.Stem(word)] {
		terms = append(terms, fold.Stem(syn))
	}
	known, err := s.search.KnownTerms(ctx, terms)
	if err != nil || len(known) > 0 {
		return group{word, known}, word, err
	}
	return s.similar(ctx, word)
}

// similar finds index terms that begin with the word, or are a typo away.
func (s *Service) similar(ctx context.Context, word string) (group, string, error) {
	stem := fold.Stem(word)
	var found []string
	if len([]rune(stem)) >= 3 {
		begun, err := s.search.TermsBetween(ctx, stem, stem+"\U0010FFFF", 20)
		if err != nil || len(begun) > 0 {
			return group{word, begun}, word, err
		}
	}
	most := fold.Typos(stem)
	if most == 0 {
		return group{word: word, terms: termsOf(word)}, word, nil
	}
	near, err := s.search.TermsLike(ctx, fold.Trigrams(stem), 60)
	if err != nil {
		return group{}, "", err
	}
	best := most
	for _, t := range near {
		switch d := fold.Distance(stem, t, best); {
		case d < best:
			best, found = d, []string{t}
		case d == best:
			found = append(found, t)
		}
	}
	if len(found) == 0 {
		return group{word: word, terms: termsOf(word)}, word, nil
	}
	return group{word, found}, word, nil
}

// soundMark begins index terms that hold a sound, so that they meet only each other.
const soundMark = "~"

// termsOf returns how a folded word stands in the index.
func termsOf(word string) []string {
	out := []string{fold.Stem(word)}
	if s := fold.Sound(fold.Stem(word)); len(s) >= 3 {
		out = append(out, soundMark+s)
	}
	return out
}

// match ranks the products that have at least need of the groups.
func (s *Service) match(ctx context.Context, q Query, groups []group, need int) ([]Hit, bool, error) {
	found, err := s.search.Postings(ctx, postingQuery(q, groups), candidates)
	if err != nil {
		return nil, false, err
	}
	ranked := rank(found, groups, need)
	n := min(len(ranked), q.Offset+q.Limit*3)
	if q.Offset >= len(ranked) {
		return nil, false, nil
	}
	ids := make([]string, 0, n)
	for _, r := range ranked[q.Offset:n] {
		ids = append(ids, r.id)
	}
	list, err := s.products(ctx, ids)
	if err != nil {
		return nil, false, err
	}
	scores := map[string]int{}
	for _, r := range ranked {
		scores[r.id] = r.score
	}
	var hits []Hit
	for _, p := range list {
		if !fits(p, q) {
			continue
		}
		if len(hits) == q.Limit {
			return hits, true, nil
		}
		hits = append(hits, Hit{p, scores[p.ID]})
	}
	return hits, n < len(ranked), nil
}

func postingQuery(q Query, groups []group) PostingQuery {
	pq := PostingQuery{CategoryID: q.CategoryID, InStock: q.InStock}
	if q.PriceMin != nil {
		pq.PriceMin = *q.PriceMin
	}
	if q.PriceMax != nil {
		pq.PriceMax = *q.PriceMax
	}
	for _, g := range groups {
		pq.Groups = append(pq.Groups, g.terms)
	}
	return pq
}

type ranking struct {
	id       string
	score    int
	groups   int
	position int64
}

// rank adds up what the postings say of each product.
func rank(found []Posting, groups []group, need int) []ranking {
	which := map[string][]int{}
	for i, g := range groups {
		for _, t := range g.terms {
			which[t] = append(which[t], i)
		}
	}
	type tally struct {
		best []int
		p    Posting
	}
	by := map[string]*tally{}
	for _, p := range found {
		t := by[p.ProductID]
		if t == nil {
			t = &tally{best: make([]int, len(groups)), p: p}
			by[p.ProductID] = t
		}
		for _, g := range which[p.Term] {
			t.best[g] = max(t.best[g], p.Weight)
		}
	}
	var out []ranking
	for id, t := range by {
		r := ranking{id: id, position: t.p.Position}
		for _, w := range t.best {
			r.score += w
			if w > 0 {
				r.groups++
			}
		}
		if t.p.InStock {
			r.score += 2
		}
		if r.groups >= need {
			out = append(out, r)
		}
	}
	slices.SortFunc(out, func(a, b ranking) int {
		return cmp.Or(cmp.Compare(b.groups, a.groups), cmp.Compare(b.score, a.score), cmp.Compare(a.position, b.position), strings.Compare(a.id, b.id))
	})
	return out
}

// fits checks the filters that only a variant as a whole can meet.
func fits(p Product, q Query) bool {
	for _, v := range p.Sellable() {
		if q.PriceMin != nil && v.Price.Amount < *q.PriceMin || q.PriceMax != nil && v.Price.Amount > *q.PriceMax {
			continue
		}
		if q.InStock && v.Available() == 0 {
			continue
		}
		if hasOptions(v, q.Options) {
			return true
		}
	}
	return false
}

func hasOptions(v Variant, wanted []string) bool {
	for _, w := range wanted {
		found := false
		for _, o := range v.Options {
			for _, val := range o.Value {
				found = found || slices.Equal(fold.Stems(val), fold.Stems(w))
			}
		}
		if !found {
			return false
		}
	}
	return true
}

// nearest finds what has some of the words, without the price and stock filters.
func (s *Service) nearest(ctx context.Context, q Query, groups []group) ([]Hit, error) {
	need := (len(groups) + 1) / 2
	hits, _, err := s.match(ctx, q, groups, need)
	if err != nil || len(hits) > 0 || (q.PriceMin == nil && q.PriceMax == nil && !q.InStock && len(q.Options) == 0) {
		return hits, err
	}
	q.PriceMin, q.PriceMax, q.InStock, q.Options = nil, nil, false, nil
	hits, _, err = s.match(ctx, q, groups, need)
	return hits, err
}

// unnamed answers a query that has only filters: "до 1000".
func (s *Service) unnamed(ctx context.Context, q Query, res *Result) error {
	if q.PriceMin == nil && q.PriceMax == nil && q.CategoryID == "" && len(q.Options) == 0 {
		return nil
	}
	f := Filter{CategoryID: q.CategoryID, InStock: true}
	if q.PriceMin != nil {
		f.PriceMin = *q.PriceMin
	}
	if q.PriceMax != nil {
		f.PriceMax = *q.PriceMax
	}
	page, err := s.Browse(ctx, f, "", min(q.Offset+q.Limit*2, 100))
	for _, p := range page.Products[min(q.Offset, len(page.Products)):] {
		if fits(p, q) && len(res.Items) < q.Limit {
			res.Items = append(res.Items, Hit{Product: p})
		}
	}
	res.More = page.Next != ""
	return err
}
