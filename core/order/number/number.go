// Package number gives a shop's orders their numbers: unique, in the order of asking as far
// as rivals allow, with a gap only after a crash. It also reads numbers as people write them.
// It knows nothing of orders.
package number

import (
	"context"
	"slices"
	"sync"

	"prilavok/core/fault"
	"prilavok/core/shop"
	"prilavok/core/txn"
)

// counter names the row that a shop's order numbers are counted in. A unit of work
// that has taken a number makes all others that want one wait until it ends.
const counter = "order"

// numbers lets rivals of one process share that wait: those who come while others are
// placing take their numbers together, in a short unit of their own, before they begin.
// A number that was not used goes to the next one who asks; after a crash it is a gap.
type numbers struct {
	mu    sync.Mutex
	piles map[string]*pile // by shop
}

type pile struct {
	placing int // orders being placed now
	waiting int // of them, those who want a number
	filling bool
	free    []int64 // ascending
	changed *sync.Cond
}

// enter counts an order being placed; alone is true when no other is.
func (n *numbers) enter(shopID string) (p *pile, alone bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	p = n.piles[shopID]
	if p == nil {
		p = &pile{changed: sync.NewCond(&n.mu)}
		n.piles[shopID] = p
	}
	p.placing++
	return p, p.placing == 1 && len(p.free) == 0
}

func (n *numbers) leave(shopID string, p *pile) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if p.placing--; p.placing == 0 && len(p.free) == 0 {
		delete(n.piles, shopID)
	}
}

// take returns a free number. Whoever finds none fetches for all who wait.
func (n *numbers) take(p *pile, fetch func(count int) ([]int64, error)) (int64, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	p.waiting++
	defer func() { p.waiting-- }()
	for len(p.free) == 0 {
		if p.filling {
			p.changed.Wait()
			continue
		}
		p.filling = true
		count := p.waiting
		n.mu.Unlock()
		list, err := fetch(count)
		n.mu.Lock()
		p.filling = false
		p.free = append(p.free, list...)
		p.changed.Broadcast()
		if err != nil {
			return 0, err
		}
	}
	v := p.free[0]
	p.free = p.free[1:]
	return v, nil
}

func (n *numbers) giveBack(p *pile, v int64) {
	n.mu.Lock()
	defer n.mu.Unlock()
	p.free = append(p.free, v)
	slices.Sort(p.free)
	p.changed.Broadcast()
}

// Store is what numbers need of a database. All run inside a unit of work.
type Store interface {
	// TakeNumbers takes the next count values of a counter, none below first, and
	// returns the last. Rivals wait for each other from here to the end of the unit.
	TakeNumbers(ctx context.Context, counter string, first int64, count int) (last int64, err error)
	// ShopByID reads the shop with its rules for orders.
	ShopByID(ctx context.Context, id string) (shop.Shop, error)
}

// Source gives numbers.
type Source struct {
	store   Store
	tx      txn.Runner
	numbers numbers
}

// New returns a source of numbers.
func New(store Store, tx txn.Runner) *Source {
	return &Source{store: store, tx: tx, numbers: numbers{piles: map[string]*pile{}}}
}

// fetch takes count numbers in a unit of its own.
func (s *Source) fetch(ctx context.Context, count int) ([]int64, error) {
	var list []int64
	err := s.tx.InTx(ctx, func(ctx context.Context) error {
		list = nil
		sh, err := s.store.ShopByID(ctx, txn.ShopID(ctx))
		if err != nil {
			return err
		}
		last, err := s.store.TakeNumbers(ctx, counter, first(sh.Settings.Orders), count)
		if err != nil {
			return err
		}
		for i := range int64(count) {
			list = append(list, last-int64(count)+1+i)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return list, nil
}

// Numbered runs fn with a number taken beforehand, or with 0 when fn shall take one
// inside its own unit: when nobody else is placing an order, and in an outer unit.
func (s *Source) Numbered(ctx context.Context, fn func(seq int64) (used bool, err error)) error {
	if txn.Open(ctx) {
		_, err := fn(0)
		return err
	}
	shopID := txn.ShopID(ctx)
	p, alone := s.numbers.enter(shopID)
	defer s.numbers.leave(shopID, p)
	if alone {
		_, err := fn(0)
		return err
	}
	seq, err := s.numbers.take(p, func(count int) ([]int64, error) { return s.fetch(ctx, count) })
	if err != nil {
		return err
	}
	used, err := fn(seq)
	if !used && !fault.Retryable(err) { // after an outage nobody knows whether it is used
		s.numbers.giveBack(p, seq)
	}
	return err
}

// Next returns the number taken beforehand, else takes one in the open unit.
func (s *Source) Next(ctx context.Context, seq int64, rules shop.Orders) (int64, error) {
	if least := first(rules); seq < least { // none, or taken before the shop moved on
		return s.store.TakeNumbers(ctx, counter, least, 1)
	}
	return seq, nil
}

func first(set shop.Orders) int64 {
	if set.FirstNumber > 0 {
		return set.FirstNumber
	}
	return 1001
}
