package promotion

import (
	"context"
	"fmt"
	"time"

	"prilavok/core/fault"
	"prilavok/core/id"
	"prilavok/core/txn"
)

// Service keeps a shop's promotions.
type Service struct {
	store Store
	tx    txn.Runner
	now   func() time.Time
	ids   *id.Maker
}

// New returns the service of promotions.
func New(store Store, tx txn.Runner, now func() time.Time, ids *id.Maker) *Service {
	return &Service{store: store, tx: tx, now: now, ids: ids}
}

// Create adds a promotion; one without a status is active.
//
// Faults: a *fault.Fields, which unwraps to ErrFields and names each bad field.
func (s *Service) Create(ctx context.Context, p Promotion) (Promotion, error) {
	p = tidy(p)
	if err := Check(p); err != nil {
		return Promotion{}, err
	}
	err := s.tx.InTx(ctx, func(ctx context.Context) error {
		if err := s.free(ctx, p); err != nil {
			return err
		}
		now := s.now().UTC().Truncate(time.Microsecond)
		if p.ID == "" {
			p.ID = s.ids.Make("prm")
		}
		p.Used, p.Revision, p.CreatedAt, p.UpdatedAt = 0, 1, now, now
		return s.store.InsertPromotion(ctx, p)
	})
	if err != nil {
		return Promotion{}, err
	}
	return p, nil
}

// Update replaces the promotion with p.ID if its revision is still p.Revision. Orders
// keep what they were sold under.
//
// Faults: as of Create; ErrNotFound, ErrRevision, ErrArchived.
func (s *Service) Update(ctx context.Context, p Promotion) (Promotion, error) {
	p = tidy(p)
	if err := Check(p); err != nil {
		return Promotion{}, err
	}
	return s.change(ctx, p.ID, func(ctx context.Context, old Promotion) (Promotion, error) {
		switch {
		case old.Status == Archived:
			return old, ErrArchived
		case old.Revision != p.Revision:
			return old, ErrRevision
		}
		return p, s.free(ctx, p)
	})
}

// Archive ends a promotion for good. An archived one stays as it is.
//
// Faults: ErrNotFound; ErrRevision when somebody changed it at this moment.
func (s *Service) Archive(ctx context.Context, promotionID string) (Promotion, error) {
	return s.change(ctx, promotionID, func(_ context.Context, p Promotion) (Promotion, error) {
		p.Status = Archived
		return p, nil
	})
}

func (s *Service) change(ctx context.Context, promotionID string, fn func(ctx context.Context, old Promotion) (Promotion, error)) (Promotion, error) {
	var out Promotion
	err := s.tx.InTx(ctx, func(ctx context.Context) error {
		old, err := s.store.PromotionByID(ctx, promotionID)
		if err != nil {
			return err
		}
		p, err := fn(ctx, old)
		if err != nil {
			return err
		}
		p.UpdatedAt = s.now().UTC().Truncate(time.Microsecond)
		ok, err := s.store.SavePromotion(ctx, p)
		if err == nil && !ok {
			err = ErrRevision
		}
		if err != nil {
			return err
		}
		out, err = s.store.PromotionByID(ctx, promotionID)
		return err
	})
	if err != nil {
		return Promotion{}, err
	}
	return out, nil
}

// free refuses codes that other promotions have.
func (s *Service) free(ctx context.Context, p Promotion) error {
	var codes []string
	for _, c := range p.Codes {
		codes = append(codes, FoldCode(c))
	}
	taken, err := s.store.CodesTaken(ctx, p.ID, codes)
	if err != nil || len(taken) == 0 {
		return err
	}
	bad := fault.Fields{Fault: ErrFields}
	for i, c := range codes {
		for _, t := range taken {
			if c == t {
				bad.Add(fmt.Sprintf("codes[%d]", i), "another promotion has this code, maybe an archived one")
			}
		}
	}
	return &bad
}

// Get returns any promotion of the shop.
func (s *Service) Get(ctx context.Context, promotionID string) (Promotion, error) {
	var p Promotion
	err := s.tx.View(ctx, func(ctx context.Context) error {
		var err error
		p, err = s.store.PromotionByID(ctx, promotionID)
		return err
	})
	return p, err
}

// Page is part of a list; Next is "" at its end.
type Page struct {
	Promotions []Promotion
	Next       string
}

// List lists the shop's promotions, newest first, 50 at a time.
func (s *Service) List(ctx context.Context, archived bool, cursor string) (Page, error) {
	const most = 50
	var out Page
	err := s.tx.View(ctx, func(ctx context.Context) error {
		list, err := s.store.Promotions(ctx, archived, cursor, most+1)
		out = Page{Promotions: list}
		if len(list) > most {
			out.Promotions, out.Next = list[:most], list[most-1].ID
		}
		return err
	})
	return out, err
}
