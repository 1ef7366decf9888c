package inbox

import (
	"context"
	"errors"
	"slices"
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
// is committed. Messages that arrive together share a commit. Its units of work are urgent:
// the channel counts seconds, answers can wait.
func (s *Service) Receive(ctx context.Context, acc shop.Account, in []Incoming) error {
	ctx = txn.Urgent(ctx)
	var errs []error
	var waits []*waiting[Arrival]
	var bulk []Incoming
	settle := func() { // what came before is stored before what follows: an edit needs its message
		for _, w := range waits {
			errs = append(errs, w.wait(ctx))
		}
		waits = nil
	}
	for _, one := range in {
		one.AccountID, one.Channel = acc.ID, acc.Channel
		if s.bulk[one.Kind] != nil {
			bulk = append(bulk, one)
			continue
		}
		if !acc.Config.Has(CapMentionAside) {
			one.Payload.Aside = false
		}
		if one.Kind.Asks() && one.GroupKey == "" {
			waits = append(waits, s.batches.add(acc.ShopID, s.arrival(one)))
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
	errs = append(errs, s.receiveBulk(ctx, acc, bulk))
	return errors.Join(append(errs, s.linked(ctx, acc, in))...)
}

// linked tells who keeps files of messages that link to something. A crash before it has the
// channel send the messages again: they are known then, and told of all the same.
func (s *Service) linked(ctx context.Context, acc shop.Account, in []Incoming) error {
	if s.files == nil {
		return nil
	}
	var list []Incoming
	for _, one := range in {
		link := slices.ContainsFunc(one.Payload.Attachments, func(a Attachment) bool { return a.URL != "" })
		if one.Kind.Asks() && (link || one.Kind == KindShare) {
			one.AccountID, one.Channel = acc.ID, acc.Channel
			list = append(list, one)
		}
	}
	if list == nil {
		return nil
	}
	return s.files.Ask(txn.ForShop(ctx, acc.ShopID), list)
}

func (s *Service) arrival(in Incoming) Arrival {
	now := s.now()
	return Arrival{In: in, JobID: s.ids.Make("job"), RunAt: now, At: now, Asked: Opened(in, now), Payload: MarshalPayload(in.Payload)}
}

// storeBatch stores one shop's arrivals in one unit; if that fails each is tried
// alone, so that one bad message never fails its neighbours. stored is called when
// nothing but the commit is left to do, before is closed when earlier batches are done with.
func (s *Service) storeBatch(shopID string, batch []Arrival, before <-chan struct{}, stored func()) []error {
	ctx, cancel := context.WithTimeout(txn.ForShop(txn.Urgent(context.Background()), shopID), 20*time.Second)
	defer cancel()
	errs := make([]error, len(batch))
	err := s.storeAll(ctx, batch, before, stored)
	if err == nil {
		return errs
	}
	// A conflict of one alone: another process stored the same delivery at this moment.
	if fault.Is(err, fault.Unavailable) || len(batch) == 1 && !fault.Is(err, fault.Conflict) {
		for i := range errs {
			errs[i] = err
		}
		return errs
	}
	for i := range batch {
		errs[i] = s.storeOne(ctx, batch[i:i+1])
	}
	return errs
}

// storeOne stores an arrival alone. A conflict says that another process has just stored
// the same delivery: looked at again, it is a known one.
func (s *Service) storeOne(ctx context.Context, one []Arrival) error {
	const tries = 3
	for n := 1; ; n++ {
		err := s.storeAll(ctx, one, nil, func() {})
		if n == tries || !fault.Is(err, fault.Conflict) {
			return err
		}
	}
}

func (s *Service) storeAll(ctx context.Context, batch []Arrival, before <-chan struct{}, stored func()) error {
	if s.lone {
		return s.storeLone(ctx, batch, before, stored)
	}
	return s.tx.InTx(ctx, func(ctx context.Context) error {
		strangers, err := s.storeKnown(ctx, batch)
		if err != nil {
			return err
		}
		if len(strangers) > 0 {
			if err := s.welcome(ctx, strangers); err != nil {
				return err
			}
		}
		txn.AfterCommit(ctx, s.jobs.Wake)
		stored()
		return nil
	})
}

// storeLone is storeAll in as few round trips as there can be: what is known is one
// statement, behind which the next batch is sent, and only strangers need a unit of their own.
// They wait for those of the batch before: what a customer wrote first is stored first.
func (s *Service) storeLone(ctx context.Context, batch []Arrival, before <-chan struct{}, stored func()) error {
	var strangers []Arrival
	err := s.tx.InTx(txn.WhenSent(txn.Only(ctx), stored), func(ctx context.Context) (err error) {
		strangers, err = s.storeKnown(ctx, batch)
		txn.AfterCommit(ctx, s.jobs.Wake)
		return err
	})
	if err != nil || len(strangers) == 0 {
		return err
	}
	if before != nil {
		<-before
	}
	return s.tx.InTx(ctx, func(ctx context.Context) error {
		txn.AfterCommit(ctx, s.jobs.Wake)
		return s.welcome(ctx, strangers)
	})
}

// storeKnown stores what has a conversation, and returns what has none yet.
func (s *Service) storeKnown(ctx context.Context, batch []Arrival) (strangers []Arrival, err error) {
	outcomes, err := s.store.StoreArrivals(ctx, batch)
	if err != nil {
		return nil, err
	}
	for i, o := range outcomes {
		if o == NoThread {
			strangers = append(strangers, batch[i])
		}
	}
	return strangers, nil
}

// welcome opens the conversations of new customers, all at once, and stores what they
// wrote. What another process opens at the same moment is left over and opened singly.
func (s *Service) welcome(ctx context.Context, strangers []Arrival) error {
	type conversation struct{ account, key string }
	seen := make(map[conversation]bool, len(strangers))
	threads := make([]Thread, 0, len(strangers))
	for _, a := range strangers {
		if c := (conversation{a.In.AccountID, a.In.ConversationKey}); !seen[c] {
			seen[c] = true
			threads = append(threads, s.thread(a.In, a.At))
		}
	}
	if err := s.store.OpenThreads(ctx, threads); err != nil {
		return err
	}
	left, err := s.storeKnown(ctx, strangers)
	if err != nil || len(left) == 0 {
		return err
	}
	for _, a := range left {
		if _, err := s.openThread(ctx, a.In, a.At); err != nil {
			return err
		}
	}
	_, err = s.storeKnown(ctx, left)
	return err
}

func (s *Service) thread(in Incoming, at time.Time) Thread {
	return Thread{AccountID: in.AccountID, Key: in.ConversationKey, Channel: in.Channel,
		ContactID: s.ids.Make("con"), AddressID: s.ids.Make("adr"), ConvID: s.ids.Make("cnv"),
		From: in.From, Lang: lang.Of(in.From.Lang, ""), At: at}
}

func (s *Service) openThread(ctx context.Context, in Incoming, at time.Time) (Conversation, error) {
	return s.store.OpenThread(ctx, s.thread(in, at))
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
