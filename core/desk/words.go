package desk

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"prilavok/core/fold"
	"prilavok/core/inbox"
)

// Conversations are found by what was said in them: an index of stems, which follows the
// changes of the shop. It is brought up to date by upkeep, and before a search.

// WordsState is how far a shop's words have been read.
type WordsState struct {
	Place Place  // of the changes
	Scan  string // the conversation that the first reading has come to
	Done  bool   // the first reading is over
}

// TalkWords are the stems of what was said in a conversation.
type TalkWords struct {
	ConversationID string
	Words          []string
}

// SaidText is one message as it is searched and shown among what was found.
type SaidText struct {
	ConversationID string
	Seq            int64
	By             inbox.Author
	Text           string
	At             time.Time
}

// WordStore keeps the index. All run inside a unit of work.
type WordStore interface {
	// WordsBehind reports whether something was said that the index does not have.
	WordsBehind(ctx context.Context) (bool, error)
	// LockWords reads how far the index is, and holds it until the unit ends.
	LockWords(ctx context.Context) (WordsState, error)
	SaveWordsState(ctx context.Context, st WordsState) error
	// TalksAfter lists ids of conversations above one, in their order.
	TalksAfter(ctx context.Context, id string, limit int) ([]string, error)
	// SaidIn lists the newest messages of each conversation that say something and were not
	// taken back, by conversation, newest first; last 0 is all of them.
	SaidIn(ctx context.Context, ids []string, last int64) ([]SaidText, error)
	// IndexTalks replaces what the index has of conversations.
	IndexTalks(ctx context.Context, list []TalkWords) error
}

// Bounds of the index.
const (
	readAtOnce   = 1000 // changes
	scanAtOnce   = 2000 // conversations, of the first reading: the more, the fewer times a list of numbers is written
	scanInSearch = 400  // while somebody waits
	longestWord  = 40   // characters
	mostWords    = 5000 // of a conversation
	foundFar     = 300  // messages of a conversation that are looked through for what to show
	foundAround  = 70   // characters on either side of what was found
	wordsInQuery = 8
)

// ReadWords reads on in what was said, one step of bounded size; more is true when there is
// something left.
func (s *Service) ReadWords(ctx context.Context) (more bool, err error) {
	return s.readWords(ctx, scanAtOnce)
}

func (s *Service) readWords(ctx context.Context, scan int) (more bool, err error) {
	behind := false
	err = s.Tx.View(ctx, func(ctx context.Context) (err error) { behind, err = s.Store.WordsBehind(ctx); return err })
	if err != nil || !behind {
		return false, err
	}
	err = s.Tx.InTx(ctx, func(ctx context.Context) error {
		st, err := s.Store.LockWords(ctx)
		if err != nil {
			return err
		}
		var ids []string
		if ids, more, err = s.unread(ctx, &st, scan); err != nil {
			return err
		}
		said, err := s.Store.SaidIn(ctx, ids, 0)
		if err != nil {
			return err
		}
		if err := s.Store.IndexTalks(ctx, stemmed(ids, said)); err != nil {
			return err
		}
		return s.Store.SaveWordsState(ctx, st)
	})
	return more, err
}

// unread finds the conversations that are to be read next, and moves on.
func (s *Service) unread(ctx context.Context, st *WordsState, scan int) (ids []string, more bool, err error) {
	if !st.Done {
		if st.Scan == "" { // what comes while the first reading lasts is among the changes
			if st.Place, err = s.Store.LastChange(ctx); err != nil {
				return nil, false, err
			}
		}
		if ids, err = s.Store.TalksAfter(ctx, st.Scan, scan); err != nil {
			return nil, false, err
		}
		if st.Done = len(ids) < scan; len(ids) > 0 {
			st.Scan = ids[len(ids)-1]
		}
		return ids, true, nil
	}
	list, err := s.Store.ChangesAfter(ctx, st.Place, readAtOnce)
	seen := map[string]bool{}
	for _, c := range list {
		if st.Place = c.Place; c.Kind == "message" && !seen[c.ConversationID] {
			seen[c.ConversationID] = true
			ids = append(ids, c.ConversationID)
		}
	}
	return ids, len(list) == readAtOnce, err
}

// stemmed makes the words of conversations, of those without any too.
func stemmed(ids []string, said []SaidText) []TalkWords {
	words := make(map[string]map[string]bool, len(ids))
	for _, id := range ids {
		words[id] = map[string]bool{}
	}
	known := map[string]string{}
	for _, m := range said {
		of := words[m.ConversationID]
		for _, w := range fold.Words(m.Text) {
			if fold.Stop(w) || utf8.RuneCountInString(w) > longestWord || len(of) >= mostWords {
				continue
			}
			stem, ok := known[w]
			if !ok {
				stem = fold.Stem(w)
				known[w] = stem
			}
			of[stem] = true
		}
	}
	out := make([]TalkWords, 0, len(ids))
	for _, id := range ids {
		t := TalkWords{ConversationID: id}
		for w := range words[id] {
			t.Words = append(t.Words, w)
		}
		slices.Sort(t.Words)
		out = append(out, t)
	}
	return out
}

// Sought is what a search looks for in what was said: stems that all have to stand there. The
// last may be the beginning of a word, as somebody who types it has not come to its end.
func Sought(search string) (stems []string, begun string) {
	list := fold.Words(search)
	for i, w := range list {
		last := i == len(list)-1
		if last && utf8.RuneCountInString(w) >= 3 && !strings.HasSuffix(search, " ") {
			return stems, w
		}
		if !fold.Stop(w) && len(stems) < wordsInQuery {
			stems = append(stems, fold.Stem(w))
		}
	}
	return stems, ""
}

// Found is the newest message of a conversation with words that were searched for.
type Found struct {
	Seq   int64
	By    inbox.Author
	Text  string   // the piece around them
	Words []string // as they stand in Text
	At    time.Time
}

// find shows where in what was said the words stand.
func find(said []SaidText, search string) (best Found, ok bool) {
	stems, begun := Sought(search)
	ends := fold.Stem(begun)
	heads := []string{head(begun)}
	for _, x := range stems {
		heads = append(heads, head(x))
	}
	for _, m := range said {
		f := Found{Seq: m.Seq, By: m.By, At: m.At}
		low, first := strings.ReplaceAll(strings.ToLower(m.Text), "ё", "е"), -1
		for _, w := range fold.Words(m.Text) {
			if !slices.ContainsFunc(heads, func(h string) bool { return h != "" && strings.HasPrefix(w, h) }) {
				continue // stems keep their beginnings, and making them takes its time
			}
			stem := fold.Stem(w)
			if !slices.Contains(stems, stem) && (begun == "" || !strings.HasPrefix(w, begun) && stem != ends) {
				continue
			}
			at, word := place(low, m.Text, w)
			if at < 0 || slices.Contains(f.Words, word) {
				continue
			}
			if f.Words = append(f.Words, word); first < 0 || at < first {
				first = at
			}
		}
		if len(f.Words) > len(best.Words) {
			f.Text = around(m.Text, first)
			best, ok = f, true
		}
	}
	return best, ok
}

// head is the beginning that a word and its stem have in common.
func head(w string) string {
	n := 0
	for i := range w {
		if n++; n > 3 {
			return w[:i]
		}
	}
	return w
}

// place finds a folded word in a text, and the word as it stands there. low is the text in lower
// case: where that changes its length nothing is marked.
func place(low, text, folded string) (at int, word string) {
	if at = strings.Index(low, folded); at < 0 || len(low) != len(text) {
		return -1, ""
	}
	return at, text[at : at+len(folded)]
}

// around cuts the piece of a text that lies about a place.
func around(text string, at int) string {
	from, to := at, at
	for n := 0; n < foundAround && from > 0; n++ {
		_, size := utf8.DecodeLastRuneInString(text[:from])
		from -= size
	}
	for n := 0; n < foundAround && to < len(text); n++ {
		_, size := utf8.DecodeRuneInString(text[to:])
		to += size
	}
	piece := strings.Join(strings.Fields(text[from:to]), " ")
	if from > 0 {
		piece = "…" + piece
	}
	if to < len(text) {
		piece += "…"
	}
	return piece
}

// show adds to what was found by words where they stand.
func (s *Service) show(ctx context.Context, list []Conversation, search string) error {
	ids := make([]string, len(list))
	for i, c := range list {
		ids[i] = c.ID
	}
	said, err := s.Store.SaidIn(ctx, ids, foundFar)
	if err != nil {
		return err
	}
	of := map[string][]SaidText{}
	for _, m := range said {
		of[m.ConversationID] = append(of[m.ConversationID], m)
	}
	for i := range list {
		if f, ok := find(of[list[i].ID], search); ok {
			list[i].Found = &f
		}
	}
	return nil
}
