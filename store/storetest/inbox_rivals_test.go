package storetest

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"prilavok/core/id"
	"prilavok/core/inbox"
	"prilavok/core/job"
	"prilavok/core/shop"
)

// deaf hears no events.
type deaf struct{}

// Record implements inbox.Events.
func (deaf) Record(context.Context, inbox.Event) error { return nil }

// TestReceiveRivals lets two processes receive the same messages of the same new
// customers at the same time: each message is stored once, in its order, for one contact
// and one conversation, and one turn waits for all of it.
func TestReceiveRivals(t *testing.T) {
	const people, messages = 12, 8
	EachEnv(t, func(t *testing.T, e Env) {
		ctx, _, acc := Shop(t, e.Store, "rivals")
		var wg sync.WaitGroup
		for range 2 {
			ids := id.New(nil, nil)
			s := inbox.New(e.Store, e.Store, job.NewQueue(e.Store, e.Store, time.Now, ids, nil), deaf{}, time.Now, ids)
			for p := range people {
				wg.Go(func() {
					for n := range messages {
						check(t, s.Receive(ctx, acc, []inbox.Incoming{wrote(p, n)}))
					}
				})
			}
		}
		wg.Wait()
		var want []string
		for n := range messages {
			want = append(want, fmt.Sprintf("%d %d", n+1, n))
		}
		for p := range people {
			equal(t, fmt.Sprint("what ", p, " said"), e.list(t, "SELECT m.seq || ' ' || m.text FROM messages m JOIN conversations c ON c.id = m.conversation_id WHERE c.key = $1 ORDER BY m.seq", fmt.Sprint("p", p)), want)
		}
		for what, n := range map[string]int{"contacts": people, "addresses": people, "conversations": people, "jobs": people} {
			equal(t, what, e.list(t, "SELECT count(*) || '' FROM "+what), []int{n})
		}
	})
}

// TestReceiveKeepsOrder stores what came in an order in that order, however many batches
// it takes and however they overlap.
func TestReceiveKeepsOrder(t *testing.T) {
	const people, messages = 3, 150
	EachEnv(t, func(t *testing.T, e Env) {
		ctx, _, acc := Shop(t, e.Store, "order")
		ids := id.New(nil, nil)
		s := inbox.New(e.Store, e.Store, job.NewQueue(e.Store, e.Store, time.Now, ids, nil), deaf{}, time.Now, ids)
		var all []inbox.Incoming
		var want []string
		for n := range messages {
			for p := range people {
				all = append(all, wrote(p, n))
			}
			want = append(want, fmt.Sprintf("%d %d", n+1, n))
		}
		check(t, s.Receive(ctx, acc, all))
		for p := range people {
			equal(t, fmt.Sprint("what ", p, " said"), e.list(t, "SELECT m.seq || ' ' || m.text FROM messages m JOIN conversations c ON c.id = m.conversation_id WHERE c.key = $1 ORDER BY m.seq", fmt.Sprint("p", p)), want)
		}
	})
}

func wrote(person, n int) inbox.Incoming {
	who := fmt.Sprint("p", person)
	return inbox.Incoming{Channel: shop.Webchat, DeliveryKey: fmt.Sprint(who, "-", n), Kind: inbox.KindText, ConversationKey: who, From: inbox.Person{ExternalID: who, Name: who},
		ExternalID: fmt.Sprint(n), Text: fmt.Sprint(n), Raw: []byte(`{}`)}
}

// list reads one column past every policy.
func (e Env) list(t *testing.T, query string, args ...any) (out []string) {
	t.Helper()
	db := e.DB.Write
	if e.Admin != nil {
		db, query = e.Admin, strings.NewReplacer("FROM ", "FROM prilavok.", "JOIN ", "JOIN prilavok.").Replace(query)
	}
	rows, err := db.QueryContext(t.Context(), query, args...)
	check(t, err)
	defer rows.Close()
	for rows.Next() {
		var s string
		check(t, rows.Scan(&s))
		out = append(out, s)
	}
	check(t, rows.Err())
	return out
}
