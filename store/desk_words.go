package store

import (
	"context"
	"maps"
	"slices"
	"strings"

	"prilavok/core/desk"
	"prilavok/core/fold"
)

// A talk in a posting is two bytes: its offset in the block, high byte first.
const talkBlock = 4096

// WordsBehind implements desk.WordStore.
func (s *Store) WordsBehind(ctx context.Context) (bool, error) {
	var st desk.WordsState
	found, err := s.conn(ctx).one(ctx, "words state", `SELECT xid, seq, done FROM words_state WHERE shop_id = $1`, []any{shopID(ctx)}, &st.Place.Tx, &st.Place.Seq, flag(&st.Done))
	if err != nil || !found || !st.Done {
		return true, err
	}
	list, err := s.ChangesAfter(ctx, st.Place, 1)
	return len(list) > 0, err
}

// LockWords implements desk.WordStore.
func (s *Store) LockWords(ctx context.Context) (st desk.WordsState, err error) {
	_, err = s.conn(ctx).one(ctx, "lock words", `
		INSERT INTO words_state (shop_id, xid, seq, scan, done, next_num) VALUES ($1, 0, 0, '', $2, 0)
		ON CONFLICT (shop_id) DO UPDATE SET next_num = words_state.next_num RETURNING xid, seq, scan, done`,
		[]any{shopID(ctx), false}, &st.Place.Tx, &st.Place.Seq, &st.Scan, flag(&st.Done))
	return st, err
}

// SaveWordsState implements desk.WordStore.
func (s *Store) SaveWordsState(ctx context.Context, st desk.WordsState) error {
	return s.conn(ctx).later(ctx, "save words state", `UPDATE words_state SET xid = $2, seq = $3, scan = $4, done = $5 WHERE shop_id = $1`,
		shopID(ctx), st.Place.Tx, st.Place.Seq, st.Scan, st.Done)
}

// TalksAfter implements desk.WordStore.
func (s *Store) TalksAfter(ctx context.Context, id string, limit int) ([]string, error) {
	return s.texts(ctx, "talks after", `SELECT id FROM conversations WHERE shop_id = $1 AND id > $2 ORDER BY id LIMIT $3`, shopID(ctx), id, limit)
}

// SaidIn implements desk.WordStore.
func (s *Store) SaidIn(ctx context.Context, ids []string, last int64) ([]desk.SaidText, error) {
	var out []desk.SaidText
	for part := range slices.Chunk(ids, 500) {
		b := binder{args: []any{shopID(ctx)}}
		among := b.list(part)
		far := ``
		if last > 0 {
			far = ` AND m.seq > c.last_seq - ` + b.one(last)
		}
		err := s.conn(ctx).all(ctx, "said in", `SELECT m.conversation_id, m.seq, m.author, m.text, m.created_at
			FROM conversations c JOIN messages m ON m.shop_id = c.shop_id AND m.conversation_id = c.id
			WHERE c.shop_id = $1 AND c.id IN (`+among+`) AND m.text <> '' AND m.deleted_at IS NULL AND m.kind <> 'button'`+far+` ORDER BY m.conversation_id, m.seq DESC`, b.args, func(row scanner) error {
			var m desk.SaidText
			err := row.Scan(&m.ConversationID, &m.Seq, &m.By, &m.Text, at(&m.At))
			out = append(out, m)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// talkWord is one row of talk_postings.
type talkWord struct {
	word  string
	block int64
}

// IndexTalks implements desk.WordStore. Whoever calls it holds the index.
func (s *Store) IndexTalks(ctx context.Context, list []desk.TalkWords) error {
	was, err := s.indexedTalks(ctx, list)
	if err != nil {
		return err
	}
	changes := map[talkWord]map[uint16]bool{} // offset: put in, or taken out
	note := func(word string, num int64, in bool) {
		at := talkWord{word, num / talkBlock}
		if changes[at] == nil {
			changes[at] = map[uint16]bool{}
		}
		changes[at][uint16(num%talkBlock)] = in
	}
	b := binder{args: []any{shopID(ctx)}}
	var rows []string
	for _, t := range list {
		old := was[t.ConversationID]
		for i := range t.Words {
			t.Words[i] = clean(t.Words[i])
		}
		if old.num < 0 || slices.Equal(old.words, t.Words) && old.known {
			continue
		}
		for _, w := range old.words {
			if _, stays := slices.BinarySearch(t.Words, w); !stays {
				note(w, old.num, false)
			}
		}
		for _, w := range t.Words {
			if _, had := slices.BinarySearch(old.words, w); !had {
				note(w, old.num, true)
			}
		}
		rows = append(rows, `($1, `+b.one(t.ConversationID)+`, `+b.one(old.num)+`, `+b.one(strings.Join(t.Words, " "))+`)`)
		if len(rows) == 500 {
			if err := s.saveTalks(ctx, rows, b.args); err != nil {
				return err
			}
			rows, b = nil, binder{args: []any{shopID(ctx)}}
		}
	}
	if err := s.saveTalks(ctx, rows, b.args); err != nil {
		return err
	}
	return s.writeTalks(ctx, changes)
}

func (s *Store) saveTalks(ctx context.Context, rows []string, args []any) error {
	if len(rows) == 0 {
		return nil
	}
	_, err := s.conn(ctx).exec(ctx, "save talk words", `INSERT INTO talk_words (shop_id, conversation_id, num, words) VALUES `+strings.Join(rows, ", ")+`
		ON CONFLICT (shop_id, conversation_id) DO UPDATE SET words = excluded.words`, args...)
	return err
}

type indexedTalk struct {
	num   int64 // below 0: the conversation is gone
	words []string
	known bool
}

// indexedTalks reads what the index has of conversations, and gives new ones a number.
func (s *Store) indexedTalks(ctx context.Context, list []desk.TalkWords) (map[string]indexedTalk, error) {
	out := map[string]indexedTalk{}
	for part := range slices.Chunk(list, 500) {
		ids := make([]string, len(part))
		for i, t := range part {
			ids[i] = t.ConversationID
			out[t.ConversationID] = indexedTalk{num: -1}
		}
		b := binder{args: []any{shopID(ctx)}}
		err := s.conn(ctx).all(ctx, "indexed talks", `SELECT c.id, coalesce(t.num, -1), coalesce(t.words, '') FROM conversations c
			LEFT JOIN talk_words t ON t.shop_id = c.shop_id AND t.conversation_id = c.id WHERE c.shop_id = $1 AND c.id IN (`+b.list(ids)+`)`, b.args, func(row scanner) error {
			var id, words string
			var num int64
			err := row.Scan(&id, &num, &words)
			t := indexedTalk{num: num, words: strings.Fields(words), known: num >= 0}
			if slices.Sort(t.words); num < 0 {
				t.num = fresh
			}
			out[id] = t
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	n := 0
	for _, t := range out {
		if t.num == fresh {
			n++
		}
	}
	if n == 0 {
		return out, nil
	}
	var next int64
	if _, err := s.conn(ctx).one(ctx, "number talks", `UPDATE words_state SET next_num = next_num + $2 WHERE shop_id = $1 RETURNING next_num`, []any{shopID(ctx), n}, &next); err != nil {
		return nil, err
	}
	for _, x := range list {
		if t := out[x.ConversationID]; t.num == fresh {
			t.num = next - int64(n)
			n--
			out[x.ConversationID] = t
		}
	}
	return out, nil
}

// fresh marks a conversation that has no number yet.
const fresh = int64(1) << 40

// writeTalks changes the lists of words, some hundred at a time.
func (s *Store) writeTalks(ctx context.Context, changes map[talkWord]map[uint16]bool) error {
	byBlock := map[int64][]string{}
	for at := range changes {
		byBlock[at.block] = append(byBlock[at.block], at.word)
	}
	for _, block := range slices.Sorted(maps.Keys(byBlock)) {
		words := byBlock[block]
		slices.Sort(words)
		for part := range slices.Chunk(words, 500) {
			if err := s.writeTalkBlock(ctx, block, part, changes); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *Store) writeTalkBlock(ctx context.Context, block int64, words []string, changes map[talkWord]map[uint16]bool) error {
	b := binder{args: []any{shopID(ctx), block}}
	was := map[string][]byte{}
	if err := s.conn(ctx).all(ctx, "read talk postings", `SELECT word, talks FROM talk_postings WHERE shop_id = $1 AND block = $2 AND word IN (`+b.list(words)+`)`, b.args, func(row scanner) error {
		var word string
		var data []byte
		err := row.Scan(&word, &data)
		was[word] = data
		return err
	}); err != nil {
		return err
	}
	b = binder{args: []any{shopID(ctx), block}}
	var rows, empty []string
	for _, word := range words {
		data := laidOver(was[word], changes[talkWord{word, block}])
		if len(data) == 0 {
			empty = append(empty, word)
			continue
		}
		rows = append(rows, `($1, `+b.one(word)+`, $2, `+b.one(data)+`)`)
	}
	if len(rows) > 0 {
		if _, err := s.conn(ctx).exec(ctx, "write talk postings", `INSERT INTO talk_postings (shop_id, word, block, talks) VALUES `+strings.Join(rows, ", ")+`
			ON CONFLICT (shop_id, word, block) DO UPDATE SET talks = excluded.talks`, b.args...); err != nil {
			return err
		}
	}
	if len(empty) == 0 {
		return nil
	}
	b = binder{args: []any{shopID(ctx), block}}
	_, err := s.conn(ctx).exec(ctx, "drop talk postings", `DELETE FROM talk_postings WHERE shop_id = $1 AND block = $2 AND word IN (`+b.list(empty)+`)`, b.args...)
	return err
}

// laidOver puts talks into a list, and takes some out.
func laidOver(was []byte, changes map[uint16]bool) []byte {
	have := make(map[uint16]bool, len(was)/2+len(changes))
	for i := 0; i+2 <= len(was); i += 2 {
		have[uint16(was[i])<<8|uint16(was[i+1])] = true
	}
	maps.Copy(have, changes)
	offsets := make([]uint16, 0, len(have))
	for at, in := range have {
		if in {
			offsets = append(offsets, at)
		}
	}
	slices.Sort(offsets)
	out := make([]byte, 0, 2*len(offsets))
	for _, at := range offsets {
		out = append(out, byte(at>>8), byte(at))
	}
	return out
}

// talksWith lists the numbers of the conversations in which all words of a search stand.
func (s *Store) talksWith(ctx context.Context, search string) ([]uint32, error) {
	stems, begun := desk.Sought(search)
	var lists [][]uint32
	for _, stem := range stems {
		list, err := s.talksOf(ctx, `word = $2`, clean(stem))
		if err != nil || len(list) == 0 {
			return nil, err
		}
		lists = append(lists, list)
	}
	if begun != "" {
		list, err := s.talksBegun(ctx, clean(begun))
		if err != nil || len(list) == 0 {
			return nil, err
		}
		lists = append(lists, list)
	}
	if len(lists) == 0 {
		return nil, nil
	}
	slices.SortFunc(lists, func(a, b []uint32) int { return len(a) - len(b) })
	out := lists[0]
	for _, l := range lists[1:] {
		out = slices.DeleteFunc(out, func(n uint32) bool { _, ok := slices.BinarySearch(l, n); return !ok })
	}
	return out, nil
}

func (s *Store) talksOf(ctx context.Context, condition string, args ...any) ([]uint32, error) {
	var out []uint32
	err := s.conn(ctx).all(ctx, "talks with a word", `SELECT block, talks FROM talk_postings WHERE shop_id = $1 AND `+condition, append([]any{shopID(ctx)}, args...), func(row scanner) error {
		var block int64
		var data []byte
		if err := row.Scan(&block, &data); err != nil {
			return err
		}
		for i := 0; i+2 <= len(data); i += 2 {
			out = append(out, uint32(block*talkBlock)+(uint32(data[i])<<8|uint32(data[i+1])))
		}
		return nil
	})
	slices.Sort(out)
	return slices.Compact(out), err
}

// talksBegun finds a word by its stem, and words that begin as it is written.
func (s *Store) talksBegun(ctx context.Context, begun string) ([]uint32, error) {
	words, err := s.texts(ctx, "words that begin", `SELECT DISTINCT word FROM talk_postings WHERE shop_id = $1 AND word >= $2 AND word < $3 ORDER BY word LIMIT $4`,
		shopID(ctx), begun, begun+beyond, begunWords)
	if err != nil {
		return nil, err
	}
	words = append(words, clean(fold.Stem(begun)))
	b := binder{args: []any{shopID(ctx)}}
	among := b.list(words)
	return s.talksOf(ctx, `word IN (`+among+`)`, b.args[1:]...)
}

// forgetTalks takes a contact's conversations out of the index, before they are deleted.
func (s *Store) forgetTalks(ctx context.Context, contactID string) error {
	ids, err := s.texts(ctx, "talks of a contact", `SELECT c.id FROM conversations c JOIN addresses a ON a.shop_id = c.shop_id AND a.id = c.address_id
		JOIN talk_words t ON t.shop_id = c.shop_id AND t.conversation_id = c.id WHERE c.shop_id = $1 AND a.contact_id = $2`, shopID(ctx), contactID)
	if err != nil || len(ids) == 0 {
		return err
	}
	if _, err := s.LockWords(ctx); err != nil {
		return err
	}
	none := make([]desk.TalkWords, len(ids))
	for i, id := range ids {
		none[i].ConversationID = id
	}
	return s.IndexTalks(ctx, none)
}
