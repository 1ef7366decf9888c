package faults

import (
	"context"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"prilavok/core/inbox"
	"prilavok/core/order"
	"prilavok/store"
	"prilavok/store/sqlite"
	"prilavok/store/storetest"
)

// purchase is what one customer sends, in order, without waiting for answers.
func (w *world) purchase(chat int) [][]byte {
	return [][]byte{
		w.text(chat, "кружка"), w.press(chat, "add:"+w.variant), w.press(chat, "buy"), w.text(chat, "Ольга"), w.text(chat, "+79211234567"),
		w.press(chat, "co:dm:"+w.pickup), w.press(chat, "co:skip"), w.press(chat, "co:ok"), w.text(chat, "где мой заказ"),
	}
}

// onBoth runs a test on SQLite and on Postgres, each with its own database.
func onBoth(t *testing.T, run func(t *testing.T, db store.DB, url string)) {
	t.Run("sqlite", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "shop.db")
		db, err := sqlite.Open(context.Background(), path)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = store.New(db).Close() })
		if _, err := sqlite.Migrate(context.Background(), db); err != nil {
			t.Fatal(err)
		}
		run(t, db, "sqlite:"+path)
	})
	t.Run("postgres", func(t *testing.T) {
		e := storetest.Ways[2].Open(t)
		run(t, e.DB, e.URL)
	})
}

// TestKill kills the server again and again while customers buy. Whenever it dies, at
// whatever stop, every accepted update has its effect exactly once in the end.
func TestKill(t *testing.T) {
	onBoth(t, func(t *testing.T, db store.DB, url string) {
		const customers, kills = 12, 6
		w := newWorld(t, db, url, customers)
		w.run(customers, kills, 1)
	})
}

// TestTwoProcesses lets two servers share one Postgres, and kills each in turn.
func TestTwoProcesses(t *testing.T) {
	e := storetest.Ways[2].Open(t)
	newWorld(t, e.DB, e.URL, 12).run(12, 4, 2)
}

func (w *world) run(customers, kills, processes int) {
	t := w.t
	t.Helper()
	until := time.Now().Add(3 * time.Minute)
	var mu sync.Mutex
	running := make([]*process, processes)
	for i := range running {
		running[i] = w.start()
	}
	hook := func(chat int) func() string {
		return func() string {
			mu.Lock()
			defer mu.Unlock()
			return running[chat%processes].hook
		}
	}
	var scripts [][][]byte
	for c := range customers {
		scripts = append(scripts, w.purchase(100+c))
	}
	var senders sync.WaitGroup
	for c, script := range scripts {
		senders.Go(func() {
			for _, body := range script {
				if err := deliver(hook(c), body, until); err != nil {
					t.Error(err)
				}
			}
		})
	}
	for k := range kills {
		time.Sleep(time.Duration(120+90*k) * time.Millisecond) // load, not a condition: any moment will do
		fresh := w.start()
		mu.Lock()
		old := running[k%processes]
		running[k%processes] = fresh
		mu.Unlock()
		old.kill()
	}
	senders.Wait()
	w.settle(until)
	w.check(customers, kills)
}

func (w *world) check(customers, kills int) {
	t := w.t
	t.Helper()
	seen := map[string]int{}
	page, err := w.app.Orders.List(w.ctx, order.Filter{}, "")
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range page.Orders {
		seen[o.ContactID]++
	}
	if len(page.Orders) != customers || len(seen) != customers {
		t.Errorf("%d orders of %d customers, want one each of %d", len(page.Orders), len(seen), customers)
	}
	p, v, err := w.app.Catalog.VariantProduct(w.ctx, w.variant)
	if err != nil || v.OnHand != int64(customers) || v.Reserved != int64(customers) {
		t.Errorf("stock of %s: on hand %d, reserved %d, want %d of each (%v)", p.Slug, v.OnHand, v.Reserved, customers, err)
	}
	in, out, unsent := w.messages()
	if want := customers * 9; in != want {
		t.Errorf("%d updates stored, want %d", in, want)
	}
	if unsent != 0 {
		t.Errorf("%d replies were not sent", unsent)
	}
	duplicates := w.api.count() - out
	t.Logf("%d kills: %d updates, %d replies, %d deliveries repeated", kills, in, out, duplicates)
	if bound := kills * 4; duplicates < 0 || duplicates > bound {
		t.Errorf("%d deliveries were repeated, want at most %d: one per worker and kill", duplicates, bound)
	}
}

// messages counts what is stored of all conversations.
func (w *world) messages() (in, out, unsent int) {
	w.t.Helper()
	err := w.st.View(w.ctx, func(ctx context.Context) error {
		in, out, unsent = 0, 0, 0
		for chat := 100; ; chat++ {
			c, found, err := w.st.ConversationByKey(ctx, w.acc.ID, itoa(chat))
			if err != nil || !found {
				return err
			}
			list, err := w.st.MessagesBefore(ctx, c.ID, c.LastSeq, 1000)
			if err != nil {
				return err
			}
			for _, m := range list {
				switch {
				case m.Author == inbox.ByContact:
					in++
				case m.State == inbox.Sent:
					out++
				default:
					unsent++
				}
			}
		}
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return in, out, unsent
}
