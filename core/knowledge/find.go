package knowledge

import (
	"context"
	"math"
	"slices"

	"prilavok/core/fold"
	"prilavok/core/lang"
)

// Hit is an article with how well it answers.
type Hit struct {
	Article Article
	Score   float64 // share of what the question says that the article speaks of, 0 to 1
}

// floor is the score below which an article does not answer a question.
const floor = 0.5

// Weights of where a word stands.
const (
	inTitle    = 1.0
	inKeywords = 1.0
	inBody     = 0.45
)

// Find returns the n articles that answer best, the best first. None is an answer too.
func (s *Service) Find(ctx context.Context, question string, l lang.Lang, n int) ([]Hit, error) {
	list, err := s.List(ctx)
	if err != nil {
		return nil, err
	}
	return Rank(list, question, n), nil
}

// Rank is Find over a list. It is pure. Words that few articles have weigh more; both
// languages of an article are searched, because people mix them.
func Rank(list []Article, question string, n int) []Hit {
	words := fold.Stems(question)
	if len(words) == 0 || len(words) > 40 {
		return nil
	}
	docs := make([]map[string]float64, len(list))
	seen := map[string]int{}
	for i, a := range list {
		docs[i] = weights(a)
		for w := range docs[i] {
			seen[w]++
		}
	}
	var hits []Hit
	for i, a := range list {
		if score := score(docs[i], words, seen, len(list)); score >= floor {
			hits = append(hits, Hit{a, score})
		}
	}
	slices.SortStableFunc(hits, func(a, b Hit) int {
		switch {
		case a.Score > b.Score:
			return -1
		case a.Score < b.Score:
			return 1
		}
		return a.Article.Position - b.Article.Position
	})
	return hits[:min(n, len(hits))]
}

func weights(a Article) map[string]float64 {
	out := map[string]float64{}
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

// score is the weighted share of the question's words that the article has.
func score(doc map[string]float64, words []string, seen map[string]int, n int) float64 {
	var got, all float64
	for _, w := range words {
		rare := math.Log(1 + float64(n+1)/float64(1+seen[w]))
		all += rare
		got += rare * doc[w]
	}
	if all == 0 {
		return 0
	}
	return got / all
}
