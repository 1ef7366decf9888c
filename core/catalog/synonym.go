package catalog

import (
	"context"

	"prilavok/core/fold"
)

// Synonyms lists the shop's synonyms by stem.
func (s *Service) Synonyms(ctx context.Context) (map[string][]string, error) {
	var out map[string][]string
	err := s.tx.View(ctx, func(ctx context.Context) error {
		var err error
		out, err = s.synonyms.SynonymList(ctx)
		return err
	})
	return out, err
}

// SaveSynonyms makes words of one meaning find each other. One word alone loses its own.
func (s *Service) SaveSynonyms(ctx context.Context, words ...string) error {
	return s.tx.InTx(ctx, func(ctx context.Context) error {
		for i, w := range words {
			var others []string
			others = append(append(others, words[:i]...), words[i+1:]...)
			for _, folded := range fold.Words(w) {
				if err := s.synonyms.SaveSynonyms(ctx, fold.Stem(folded), others); err != nil {
					return err
				}
			}
		}
		return nil
	})
}
