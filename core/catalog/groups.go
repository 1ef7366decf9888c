package catalog

import (
	"context"
	"maps"
	"slices"
	"strings"

	"prilavok/core/fold"
)

// maxWords bounds a query: more words are talk, not a search.
const maxWords = 16

// maxWord is the bytes of a word; what is longer is no word and stands in no index.
const maxWord = 60

// group is what one word of a query leads to. No lists means that the shop has nothing
// of that name.
type group struct {
	word  string // as it was typed
	meant string // as it was understood
	lists [][]Posting
}

// token is one word of a query before the index was asked.
type token struct {
	word  string
	other string // on the other keyboard layout, "" none
}

// tokens splits a query at spaces, because on the wrong layout a comma is a letter.
func tokens(text string) []token {
	var out []token
	for _, piece := range strings.Fields(fold.Text(text)) {
		other, ok := fold.Layout(piece)
		words := fold.Words(piece)
		var others []string
		if ok {
			others = fold.Words(other)
		}
		for i, w := range words {
			switch {
			case fold.Stop(w), len(w) > maxWord:
			case len(others) == 1 && i == 0:
				out = append(out, token{w, others[0]})
			case len(others) == len(words):
				out = append(out, token{w, others[i]})
			case len(others) != 1:
				out = append(out, token{word: w})
			}
		}
	}
	return out[:min(len(out), maxWords)]
}

// groups turns the words of a query into groups of index terms: the stem and the sound
// of each, its synonyms; and where the shop knows none of these, the other keyboard
// layout, the parts of the word, words it begins, and words a typo away.
func (s *Service) groups(ctx context.Context, q Query) ([]group, error) {
	list := tokens(q.Text)
	if len(list) == 0 {
		return nil, nil
	}
	v, err := s.vocabulary(ctx, list)
	if err != nil {
		return nil, err
	}
	var out []group
	for _, t := range list {
		g := v.pick(t.word)
		if len(g.lists) == 0 && t.other != "" && !fold.Stop(t.other) {
			if g = v.pick(t.other); len(g.lists) > 0 {
				g.word = t.word
			}
		}
		if len(g.lists) > 0 {
			out = append(out, g)
			continue
		}
		more, err := s.guess(ctx, t, v)
		if err != nil {
			return nil, err
		}
		out = append(out, more...)
	}
	return out[:min(len(out), maxWords)], nil
}

// vocabulary is what the index and the synonyms know of the words of a query.
type vocabulary struct {
	synonyms map[string][]string
	lists    map[string][]Posting
}

// vocabulary asks in one go for all the forms of all the words.
func (s *Service) vocabulary(ctx context.Context, list []token) (vocabulary, error) {
	var v vocabulary
	var stems, forms []string
	for _, t := range list {
		for _, w := range append(fold.Parts(t.word), t.word, t.other) {
			if w != "" {
				stems = append(stems, fold.Stem(w))
				forms = append(forms, termsOf(w)...)
			}
		}
	}
	slices.Sort(forms)
	forms = slices.Compact(forms)
	var err error
	if v.synonyms, v.lists, err = s.search.Words(ctx, stems, forms); err != nil || len(v.synonyms) == 0 {
		return v, err
	}
	forms = nil
	for _, words := range v.synonyms {
		for _, w := range words {
			for _, x := range fold.Words(w) {
				forms = append(forms, termsOf(x)...)
			}
		}
	}
	slices.Sort(forms)
	more, err := s.search.Postings(ctx, slices.Compact(forms))
	maps.Copy(v.lists, more)
	return v, err
}

func (v vocabulary) pick(word string) group {
	g := group{word: word, meant: word}
	var terms []string
	add := func(w string) {
		for _, t := range termsOf(w) {
			if list := v.lists[t]; len(list) > 0 && !slices.Contains(terms, t) {
				terms = append(terms, t)
				g.lists = append(g.lists, list)
			}
		}
	}
	add(word)
	for _, syn := range v.synonyms[fold.Stem(word)] {
		for _, w := range fold.Words(syn) {
			add(w)
		}
	}
	return g
}

// guess is for a word that the index does not know: its parts ("iphone15"), what it
// begins, what is a typo away, in either layout; else a group that leads nowhere.
func (s *Service) guess(ctx context.Context, t token, v vocabulary) ([]group, error) {
	var parts []group
	for _, p := range fold.Parts(t.word) {
		if g := v.pick(p); len(g.lists) > 0 {
			parts = append(parts, g)
		}
	}
	if len(parts) > 1 {
		return parts, nil
	}
	for _, w := range []string{t.word, t.other} {
		if w == "" || fold.Stop(w) {
			continue
		}
		found, err := s.similar(ctx, fold.Stem(w))
		if err != nil {
			return nil, err
		}
		if len(found) == 0 {
			continue
		}
		lists, err := s.search.Postings(ctx, found)
		if err != nil {
			return nil, err
		}
		if len(lists) > 0 {
			return []group{{t.word, w, slices.Collect(maps.Values(lists))}}, nil
		}
	}
	return []group{{word: t.word, meant: t.word}}, nil
}

// similar finds index terms that begin with the stem, or are typos away from it.
func (s *Service) similar(ctx context.Context, stem string) ([]string, error) {
	if len([]rune(stem)) >= 3 {
		begun, err := s.search.TermsBetween(ctx, stem, stem+"\U0010FFFF", 10)
		if err != nil || len(begun) > 0 {
			return begun, err
		}
	}
	letters := []rune(stem)
	most := fold.Typos(stem)
	if most == 0 {
		return nil, nil
	}
	// People rarely miss the first letter; when they do, they often swap it with the second.
	for _, head := range letters[:2] {
		near, err := s.search.TermsNear(ctx, string(head), len(letters)-most, len(letters)+most, 5000)
		if err != nil {
			return nil, err
		}
		if found := closest(stem, near, most); len(found) > 0 {
			return found, nil
		}
	}
	return nil, nil
}

// closest returns the words that are the fewest typos away, and no more than most.
func closest(stem string, words []string, most int) []string {
	var found []string
	for _, w := range words {
		switch d := fold.Distance(stem, w, most); {
		case d < most:
			most, found = d, []string{w}
		case d == most:
			found = append(found, w)
		}
	}
	slices.Sort(found)
	return found[:min(len(found), 10)]
}

// corrected tells what was understood, "" when it is what was typed.
func corrected(groups []group) string {
	changed := false
	words := make([]string, len(groups))
	for i, g := range groups {
		words[i] = g.meant
		changed = changed || g.meant != g.word
	}
	if !changed {
		return ""
	}
	return strings.Join(words, " ")
}
