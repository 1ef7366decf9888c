package comment

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"prilavok/core/catalog"
	"prilavok/core/txn"
)

// waiting is the entry that comes next of each step, and nothing else of a database.
type waiting struct {
	Store
	txn.Runner
	next   map[Step]Entry
	broken error
}

func (w *waiting) View(ctx context.Context, fn func(ctx context.Context) error) error { return fn(ctx) }

func (w *waiting) FirstComment(_ context.Context, accountID string, step Step) (Entry, bool, error) {
	e, found := w.next[step]
	return e, found && e.AccountID == accountID, w.broken
}

// shown is what posts are known to show.
type shown map[string]*catalog.Product

func (s shown) ProductOf(_ context.Context, _, mediaID string) (*catalog.Product, error) {
	return s[mediaID], nil
}

// under is an entry under a post, which may be an ad that shows another.
func under(accountID, mediaID, original string) Entry {
	return Entry{AccountID: accountID, Seen: Seen{MediaID: mediaID, OriginalMediaID: original}}
}

// TestLearn: the channel is asked about a post once an hour, however many comments stand
// under it, and about no post that is known.
func TestLearn(t *testing.T) {
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	w := &waiting{}
	var asked []string
	s := New(Deps{Store: w, Tx: w, Products: shown{"known": {ID: "prd_1"}}, Now: func() time.Time { return now },
		Learn: func(_ context.Context, accountID, mediaID string) { asked = append(asked, accountID+" "+mediaID) }})
	for _, c := range []struct {
		name    string
		account string
		after   time.Duration
		next    map[Step]Entry
		want    []string
	}{
		{"nothing waits", "a", 0, nil, nil},
		{"a post that is known", "a", 0, map[Step]Entry{Private: under("a", "known", "")}, nil},
		{"an ad for one that is known", "a", 0, map[Step]Entry{Private: under("a", "ad", "known")}, nil},
		{"no post", "a", 0, map[Step]Entry{Private: under("a", "", "")}, nil},
		{"one that is not", "a", 0, map[Step]Entry{Private: under("a", "new", "")}, []string{"a new"}},
		{"once more", "a", askAgain - time.Second, map[Step]Entry{Private: under("a", "new", "")}, nil},
		{"after an hour", "a", time.Second, map[Step]Entry{Private: under("a", "new", "")}, []string{"a new"}},
		{"another account's", "b", 0, map[Step]Entry{Private: under("b", "new", "")}, []string{"b new"}},
		{"an ad, and what it shows", "a", 0, map[Step]Entry{Public: under("a", "ad2", "post2")}, []string{"a ad2", "a post2"}},
		{"of every step", "a", 0, map[Step]Entry{Live: under("a", "l", ""), Private: under("a", "p", ""), Public: under("a", "u", "")}, []string{"a l", "a p", "a u"}},
	} {
		now, asked, w.next = now.Add(c.after), nil, c.next
		if err := s.learn(t.Context(), c.account); err != nil || !slices.Equal(asked, c.want) {
			t.Errorf("%s: asked %v, want %v (%v)", c.name, asked, c.want, err)
		}
	}
	w.broken = errors.New("no database")
	if err := s.learn(t.Context(), "a"); !errors.Is(err, w.broken) {
		t.Errorf("a broken database: %v", err)
	}
	s.Learn = nil
	if err := s.learn(t.Context(), "a"); err != nil {
		t.Errorf("nobody to ask: %v", err)
	}
}

// TestAskedIsBounded: what is remembered of posts does not grow with them.
func TestAskedIsBounded(t *testing.T) {
	var a asked
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	for i := range 3 * mostAsked {
		if !a.first(fmt.Sprint(i), now) {
			t.Fatalf("post %d was asked about", i)
		}
		if len(a.when) > mostAsked {
			t.Fatalf("%d posts are remembered", len(a.when))
		}
	}
}
