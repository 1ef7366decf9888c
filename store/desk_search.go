package store

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"prilavok/core/desk"
	"prilavok/core/order"
)

// Bounds of a search by words.
const (
	walkLeast  = 200 // so many rows of the list at least are walked at once
	walkMost   = 4000
	begunWords = 64 // words that begin as the last one of a search
)

// searchConversations finds by what is known of the contact (names, the end of a phone,
// numbers of orders) and by words that were said.
func (s *Store) searchConversations(ctx context.Context, search string, w where, below desk.Spot, limit int) ([]string, error) {
	list, err := s.spotsOfContacts(ctx, search, w, limit)
	if err != nil {
		return nil, err
	}
	said, err := s.spotsOfWords(ctx, search, w, below, limit)
	if err != nil {
		return nil, err
	}
	list = newestSpots(append(list, said...), limit)
	ids := make([]string, len(list))
	for i, x := range list {
		ids[i] = x.ID
	}
	return ids, nil
}

// newestSpots puts spots in the order of the list, each once.
func newestSpots(list []desk.Spot, limit int) []desk.Spot {
	slices.SortFunc(list, func(a, b desk.Spot) int { return cmp.Or(b.At.Compare(a.At), strings.Compare(b.ID, a.ID)) })
	list = slices.CompactFunc(list, func(a, b desk.Spot) bool { return a.ID == b.ID })
	return list[:min(len(list), limit)]
}

func (s *Store) talkSpots(ctx context.Context, what, query string, args []any) (out []desk.Spot, err error) {
	err = s.conn(ctx).all(ctx, what, query, args, func(row scanner) error {
		var x desk.Spot
		err := row.Scan(&x.ID, at(&x.At))
		out = append(out, x)
		return err
	})
	return out, err
}

// spotsOfContacts begins with the contacts, found by indexes of their own: names, the end of a
// phone, numbers of orders, labels, and the names that orders were placed under.
func (s *Store) spotsOfContacts(ctx context.Context, search string, w where, limit int) ([]desk.Spot, error) {
	list := waysTo(search)
	if t := order.ReadTerm(search); t.Name != "" && !strings.HasPrefix(search, "#") && !strings.HasPrefix(search, "@") {
		for _, c := range []string{"name_key", "name_back"} {
			list = append(list, found{`SELECT o.contact_id AS id FROM orders o WHERE o.shop_id = $1 AND o.` + c + ` >= $%d AND o.` + c + ` < $%d`, []any{t.Name, t.Name + beyond}})
		}
	}
	if len(list) == 0 {
		return nil, nil
	}
	w.args = slices.Clone(w.args)
	// Found first, then put in order: a planner that goes by the order walks through all.
	people := peopleOf(list, &w.args)
	w.or(` ORDER BY c.active_at DESC, c.id DESC LIMIT $%d`, limit)
	return s.talkSpots(ctx, "search conversations", people+`, p AS MATERIALIZED (SELECT DISTINCT id FROM f)
		SELECT c.id, c.active_at FROM p CROSS JOIN conversations c WHERE c.shop_id = $1 AND c.contact_id = p.id`+w.text, w.args)
}

// spotsOfWords begins with the words. Few conversations are looked up by their numbers; of many
// the list is walked from its head until a page is full. With m of n found that takes m rows or
// limit·n/m: it goes by the fewer.
func (s *Store) spotsOfWords(ctx context.Context, search string, w where, below desk.Spot, limit int) ([]desk.Spot, error) {
	nums, err := s.talksWith(ctx, search)
	if err != nil || len(nums) == 0 {
		return nil, err
	}
	var n int64
	if _, err := s.conn(ctx).one(ctx, "talks numbered", `SELECT next_num FROM words_state WHERE shop_id = $1`, []any{shopID(ctx)}, &n); err != nil {
		return nil, err
	}
	m := int64(len(nums))
	if walk := int64(limit) * n / m; m > walk {
		return s.walkTalks(ctx, nums, w, below, limit, int(min(max(walk+walk/4, walkLeast), walkMost)))
	}
	var out []desk.Spot
	for part := range slices.Chunk(nums, 1000) {
		b := binder{args: slices.Clone(w.args)}
		var among []string
		for _, n := range part {
			among = append(among, b.one(int64(n)))
		}
		// CROSS keeps SQLite from walking the list.
		list, err := s.talkSpots(ctx, "conversations with words", `SELECT c.id, c.active_at FROM talk_words t CROSS JOIN conversations c
			WHERE t.shop_id = $1 AND t.num IN (`+strings.Join(among, ", ")+`) AND c.shop_id = $1 AND c.id = t.conversation_id`+w.text, b.args)
		if err != nil {
			return nil, err
		}
		out = newestSpots(append(out, list...), limit)
	}
	return out, nil
}

// walkTalks reads so many of the list at once until limit of them have one of the numbers.
func (s *Store) walkTalks(ctx context.Context, nums []uint32, w where, below desk.Spot, limit, atOnce int) (out []desk.Spot, err error) {
	base := w
	for len(out) < limit {
		w := where{base.text, slices.Clone(base.args)}
		if !below.At.IsZero() {
			w.add(`(c.active_at, c.id) < ($%d`, below.At)
			w.or(`, $%d)`, below.ID)
		}
		w.or(` ORDER BY c.active_at DESC, c.id DESC LIMIT $%d`, atOnce)
		n := 0
		err := s.conn(ctx).all(ctx, "walk conversations", `SELECT c.id, c.active_at, coalesce((SELECT t.num FROM talk_words t WHERE t.shop_id = $1 AND t.conversation_id = c.id), -1)
			FROM conversations c WHERE c.shop_id = $1`+w.text, w.args, func(row scanner) error {
			var num int64
			err := row.Scan(&below.ID, at(&below.At), &num)
			n++
			if _, ok := slices.BinarySearch(nums, uint32(num)); ok && num >= 0 && len(out) < limit {
				out = append(out, below)
			}
			return err
		})
		if err != nil || n < atOnce {
			return out, err
		}
	}
	return out, nil
}
