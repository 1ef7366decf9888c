package knowledge

import (
	"cmp"
	"context"
	"hash/maphash"
	"math"
	"slices"
	"sync"

	"prilavok/core/fold"
	"prilavok/core/lang"
)

// Hit is an article with how well it answers.
type Hit struct {
	Article Article
	Score   float64 // share of what the question says that the article speaks of, 0 to 1
}

// floor is the score below which an article does not answer a question.
const floor = 0.51

// Weights of where a word stands.
const (
	inTitle    = 1.0
	inKeywords = 1.0
	inBody     = 0.45
	// kin is for a word of the same root: "доставляете" for "доставка".
	kin = 0.85
	// foreign is what a word that no article has counts in a question: less than one
	// that some have, for people tell more than they ask.
	foreign = 0.5
)

// maxQuestion bounds a question: more words are a letter, for a person to read.
const maxQuestion = 40

// Find returns the n active articles that answer best, the best first. None is an
// answer too. Both languages of an article are searched, because people mix them.
func (s *Service) Find(ctx context.Context, question string, _ lang.Lang, n int) ([]Hit, error) {
	list, err := s.List(ctx)
	if err != nil {
		return nil, err
	}
	docs := make([]doc, len(list))
	for i, a := range list {
		docs[i] = s.docs.of(a)
	}
	return rank(list, docs, question, n), nil
}

// Answer returns the article that answers a question; ok is false when none does.
func (s *Service) Answer(ctx context.Context, question string, l lang.Lang) (hit Hit, ok bool, err error) {
	hits, err := s.Find(ctx, question, l, 1)
	if err != nil || len(hits) == 0 {
		return Hit{}, false, err
	}
	return hits[0], true, nil
}

// Rank is Find over a list. It is pure.
func Rank(list []Article, question string, n int) []Hit {
	docs := make([]doc, len(list))
	for i, a := range list {
		docs[i] = weights(a)
	}
	return rank(list, docs, question, n)
}

func rank(list []Article, docs []doc, question string, n int) []Hit {
	words := fold.Stems(question)
	if len(words) == 0 || len(words) > maxQuestion {
		return nil
	}
	rare := make([]float64, len(words)) // words that few articles have weigh more
	found := make([][]float64, len(words))
	for i, w := range words {
		found[i] = make([]float64, len(docs))
		seen := 0
		for k, d := range docs {
			if found[i][k] = d.weight(w); found[i][k] > 0 {
				seen++
			}
		}
		rare[i] = math.Log(1 + float64(len(docs)+1)/float64(1+max(seen, 1)))
		if seen == 0 {
			rare[i] *= foreign
		}
	}
	var hits []Hit
	for k, a := range list {
		var got, all float64
		for i := range words {
			all += rare[i]
			got += rare[i] * found[i][k]
		}
		if score := got / all; score >= floor {
			hits = append(hits, Hit{a, score})
		}
	}
	slices.SortStableFunc(hits, func(a, b Hit) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Article.Position, b.Article.Position))
	})
	return hits[:min(n, len(hits))]
}

// doc is an article's stems with their weights.
type doc map[string]float64

func weights(a Article) doc {
	out := doc{}
	put := func(t lang.Texts, weight float64) {
		for _, text := range t {
			for _, w := range fold.Stems(text) {
				out[w] = max(out[w], weight)
			}
		}
	}
	put(a.Body, inBody)
	put(a.Keywords, inKeywords)
	put(a.Title, inTitle)
	return out
}

// weight returns what a stem weighs in an article: its own, else that of a word of the
// same root in the title or the keywords.
func (d doc) weight(stem string) float64 {
	if w := d[stem]; w > inBody {
		return w
	}
	best := d[stem]
	for other, w := range d {
		if w > inBody && w*kin > best && related(stem, other) {
			best = w * kin
		}
	}
	return best
}

// related reports whether two stems share all but the last letter of the shorter one.
func related(a, b string) bool {
	x, y := []rune(a), []rune(b)
	if len(x) > len(y) {
		x, y = y, x
	}
	if len(x) < 4 || len(y)-len(x) > 4 {
		return false
	}
	same := 0
	for same < len(x) && x[same] == y[same] {
		same++
	}
	return same >= max(4, len(x)-1)
}

// cache keeps what was made of articles, by their text. It is safe for concurrent use.
type cache struct {
	mu   sync.Mutex
	docs map[uint64]doc
	seed maphash.Seed
}

// maxCached bounds the cache; when it is full it starts anew.
const maxCached = 5000

func (c *cache) of(a Article) doc {
	var h maphash.Hash
	h.SetSeed(c.seed)
	for _, t := range []lang.Texts{a.Title, a.Body, a.Keywords} {
		for _, l := range []lang.Lang{lang.RU, lang.EN} {
			h.WriteString(t[l])
			h.WriteByte(0)
		}
	}
	key := h.Sum64()
	c.mu.Lock()
	defer c.mu.Unlock()
	if d, ok := c.docs[key]; ok {
		return d
	}
	if len(c.docs) >= maxCached {
		clear(c.docs)
	}
	d := weights(a)
	c.docs[key] = d
	return d
}
