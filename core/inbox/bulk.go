package inbox

import (
	"context"
	"errors"
	"time"

	"prilavok/core/fault"
	"prilavok/core/shop"
	"prilavok/core/txn"
)

// Bulk keeps events of a kind that comes in masses and belongs to no conversation: all of
// one account that came together, inside one unit of work. It drops what is known by
// itself; nothing else is kept of them. After a fault each is handed over alone.
type Bulk func(ctx context.Context, acc shop.Account, in []Incoming) error

// HandleAll names who keeps a kind of event in bulk. It is called before anything is received.
func (s *Service) HandleAll(k Kind, fn Bulk) { s.bulk[k] = fn }

type bulkItem struct {
	acc shop.Account
	in  Incoming
}

// receiveBulk stores what comes in masses, after the messages of the same body: nobody's
// message waits for it. Bodies that come at the same time share a commit.
func (s *Service) receiveBulk(ctx context.Context, acc shop.Account, in []Incoming) error {
	waits := make([]*waiting[bulkItem], len(in))
	for i, one := range in {
		waits[i] = s.bulks.add(acc.ID+"/"+string(one.Kind), bulkItem{acc, one})
	}
	var errs []error
	for _, w := range waits {
		errs = append(errs, w.wait(ctx))
	}
	return errors.Join(errs...)
}

// storeBulk stores one account's batch in one unit; if that fails each is tried alone.
func (s *Service) storeBulk(_ string, batch []bulkItem, _ <-chan struct{}, stored func()) []error {
	acc := batch[0].acc
	ctx, cancel := context.WithTimeout(txn.ForShop(context.Background(), acc.ShopID), 20*time.Second)
	defer cancel()
	list := make([]Incoming, len(batch))
	for i, b := range batch {
		list[i] = b.in
	}
	errs := make([]error, len(batch))
	err := s.storeAllBulk(ctx, acc, list, stored)
	if err == nil {
		return errs
	}
	for i := range list {
		if errs[i] = err; len(list) > 1 && !fault.Is(err, fault.Unavailable) {
			errs[i] = s.storeAllBulk(ctx, acc, list[i:i+1], func() {})
		}
	}
	return errs
}

func (s *Service) storeAllBulk(ctx context.Context, acc shop.Account, list []Incoming, stored func()) error {
	return s.tx.InTx(ctx, func(ctx context.Context) error {
		if err := s.bulk[list[0].Kind](ctx, acc, list); err != nil {
			return err
		}
		if !s.lone {
			stored()
		}
		return nil
	})
}
