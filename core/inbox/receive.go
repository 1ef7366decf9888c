package inbox

import (
	"context"
	"errors"
	"sync"
	"time"

	"prilavok/core/fault"
	"prilavok/core/lang"
	"prilavok/core/shop"
	"prilavok/core/txn"
)

// Special handles an event that is no customer's message, inside the unit of work
// that keeps it. An error makes the channel send the event again.
type Special func(ctx context.Context, acc shop.Account, in Incoming) error

// albumWait is how long a turn waits for further parts of an album: parts come as
// separate events, without a count and without an end.
const albumWait = 1200 * time.Millisecond

// Receive is stop 3: it stores what one account's channel brought, drops what is
// known, and enqueues the turns that are asked for. When it returns nil everything
// is committed. Messages that arrive together share a commit.
func (s *Service) Receive(ctx context.Context, acc shop.Account, in []Incoming) error {
	var errs []error
	var waits []*waiting
	settle := func() { // what came before is stored before what follows: an edit needs its message
		for _, w := range waits {
			errs = append(errs, w.wait(ctx))
		}
		waits = nil
	}
	for _, one := range in {
		one.AccountID, one.Channel = acc.ID, acc.Channel
		if one.Kind.Asks() && one.GroupKey == "" {
			waits = append(waits, s.batches.add(ctx, acc.ShopID, s.arrival(one)))
			continue
		}
		settle()
		if one.Kind.Asks() {
			errs = append(errs, s.receivePart(txn.ForShop(ctx, acc.ShopID), one))
		} else {
			errs = append(errs, s.receiveSpecial(txn.ForShop(ctx, acc.ShopID), acc, one))
		}
	}
	settle()
	return errors.Join(errs...)
}

func (s *Service) arrival(in Incoming) Arrival {
	now := s.now()
	return Arrival{In: in, JobID: s.ids.Make("job"), RunAt: now, At: now, Payload: MarshalPayload(in.Payload)}
}

// storeBatch stores one shop's arrivals in one unit; if that fails each is tried
// alone, so that one bad message never fails its neighbours.
func (s *Service) storeBatch(shopID string, batch []Arrival) []error {
	ctx, cancel := context.WithTimeout(txn.ForShop(context.Background(), shopID), 20*time.Second)
	defer cancel()
	errs := make([]error, len(batch))
	err := s.storeAll(ctx, batch)
	if err == nil {
		return errs
	}
	if len(batch) == 1 || fault.Is(err, fault.Unavailable) {
		for i := range errs {
			errs[i] = err
		}
		return errs
	}
	for i := range batch {
		errs[i] = s.storeAll(ctx, batch[i:i+1])
	}
	return errs
}

func (s *Service) storeAll(ctx context.Context, batch []Arrival) error {
	return s.tx.InTx(ctx, func(ctx context.Context) error {
		outcomes, err := s.store.StoreArrivals(ctx, batch)
		if err != nil {
			return err
		}
		var again []Arrival
		for i, o := range outcomes {
			if o != NoThread {
				continue
			}
			if _, err := s.openThread(ctx, batch[i].In, batch[i].At); err != nil {
				return err
			}
			again = append(again, batch[i])
		}
		if len(again) > 0 {
			if _, err := s.store.StoreArrivals(ctx, again); err != nil {
				return err
			}
		}
		txn.AfterCommit(ctx, s.jobs.Wake)
		return nil
	})
}

func (s *Service) openThread(ctx context.Context, in Incoming, at time.Time) (Conversation, error) {
	return s.store.OpenThread(ctx, Thread{AccountID: in.AccountID, Key: in.ConversationKey, Channel: in.Channel,
		ContactID: s.ids.Make("con"), AddressID: s.ids.Make("adr"), ConvID: s.ids.Make("cnv"),
		From: in.From, Lang: lang.Of(in.From.Lang, ""), At: at})
}

// receivePart stores one part of an album: as a new message, or as one more
// attachment of the message that its first part made, while that waits for an answer.
func (s *Service) receivePart(ctx context.Context, in Incoming) error {
	return s.tx.InTx(ctx, func(ctx context.Context) error {
		a := s.arrival(in)
		a.RunAt = a.At.Add(albumWait)
		c, err := s.openThread(ctx, in, a.At)
		if err != nil {
			return err
		}
		if _, err := s.store.LockConversation(ctx, c.ID); err != nil {
			return err
		}
		joined, err := s.store.AppendToGroup(ctx, c.ID, in.GroupKey, nil, "")
		if err != nil {
			return err
		}
		if joined {
			fresh, err := s.store.KeepIntake(ctx, in, "joined", "", a.At)
			if err != nil || !fresh {
				return err
			}
			_, err = s.store.AppendToGroup(ctx, c.ID, in.GroupKey, in.Payload.Attachments, in.Text)
			return err
		}
		_, err = s.store.StoreArrivals(ctx, []Arrival{a})
		txn.AfterCommit(ctx, s.jobs.Wake)
		return err
	})
}

// batcher lets arrivals of one shop that come together share one unit of work: while
// a batch commits, the next one gathers.
type batcher struct {
	run func(shopID string, batch []Arrival) []error

	mu     sync.Mutex
	queues map[string]*gathering
}

type gathering struct {
	waiting []*waiting
	busy    bool
}

type waiting struct {
	a    Arrival
	done chan error
}

// maxBatch bounds a batch, so that a burst does not make one endless statement.
const maxBatch = 128

func (b *batcher) add(ctx context.Context, shopID string, a Arrival) *waiting {
	w := &waiting{a: a, done: make(chan error, 1)}
	b.mu.Lock()
	if b.queues == nil {
		b.queues = map[string]*gathering{}
	}
	g := b.queues[shopID]
	if g == nil {
		g = &gathering{}
		b.queues[shopID] = g
	}
	g.waiting = append(g.waiting, w)
	lead := !g.busy
	g.busy = true
	b.mu.Unlock()
	if lead {
		go b.lead(shopID, g)
	}
	return w
}

// lead stores batch after batch until nobody waits.
func (b *batcher) lead(shopID string, g *gathering) {
	for {
		b.mu.Lock()
		n := min(len(g.waiting), maxBatch)
		if n == 0 {
			g.busy = false
			delete(b.queues, shopID)
			b.mu.Unlock()
			return
		}
		batch := g.waiting[:n:n]
		g.waiting = g.waiting[n:]
		b.mu.Unlock()
		arrivals := make([]Arrival, n)
		for i, w := range batch {
			arrivals[i] = w.a
		}
		for i, err := range b.run(shopID, arrivals) {
			batch[i].done <- err
		}
	}
}

// wait returns what became of the arrival. When ctx ends first the message may still
// be stored; the channel sends it again and its delivery key drops it.
func (w *waiting) wait(ctx context.Context) error {
	select {
	case err := <-w.done:
		return err
	case <-ctx.Done():
		return fault.Wrap(ctx.Err(), fault.Unavailable, "inbox.receive_timeout", "the message was not stored in time")
	}
}
