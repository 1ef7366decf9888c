package order

import (
	"context"
	"slices"

	"prilavok/core/shop"
)

// StageOf resolves the shop's own stage of an order; false when none fits.
func StageOf(o Order, stages []shop.Stage) (shop.Stage, bool) {
	if o.Label != "" {
		if i := slices.IndexFunc(stages, func(s shop.Stage) bool { return s.ByHand && s.Key == o.Label }); i >= 0 {
			return stages[i], true
		}
	}
	for _, s := range stages {
		if !s.ByHand && among(s.Status, o.Status) && among(s.Payment, o.Payment) && among(s.Fulfillment, o.Fulfillment) {
			return s, true
		}
	}
	return shop.Stage{}, false
}

func among[T ~string](list []string, v T) bool {
	return len(list) == 0 || slices.Contains(list, string(v))
}

// StageRequest sets a stage that a shop sets by hand; Key "" takes it back.
type StageRequest struct {
	OrderID string
	Key     string
	By      Actor
	Why     string
}

// SetStage gives an order one of the shop's stages that are set by hand. It holds until a
// status of the order changes.
//
// Faults: ErrNotFound, ErrNoStage, ErrNoChange, the reasons of May.
func (s *Service) SetStage(ctx context.Context, r StageRequest) (Order, error) {
	return s.Change(ctx, r.OrderID, r.By, func(ctx context.Context, o *Order) error {
		if err := May(ActLabel, o.Status); err != nil {
			return err
		}
		if o.Label == r.Key {
			return ErrNoChange
		}
		rules, err := s.Rules(ctx)
		if err != nil {
			return err
		}
		if r.Key != "" && !slices.ContainsFunc(rules.Stages, func(g shop.Stage) bool { return g.ByHand && g.Key == r.Key }) {
			return ErrNoStage
		}
		o.Label = r.Key
		return nil
	})
}

// stage tells when the shop's stage of an order is another than before.
func (s *Service) stage(ctx context.Context, was Order, o *Order, by Actor) error {
	same := was.Status == o.Status && was.Payment == o.Payment && was.Fulfillment == o.Fulfillment
	if !same && o.Label == was.Label {
		o.Label = ""
	}
	if same && o.Label == was.Label {
		return nil
	}
	rules, err := s.Rules(ctx)
	if err != nil || len(rules.Stages) == 0 {
		return err
	}
	from, _ := StageOf(was, rules.Stages)
	to, _ := StageOf(*o, rules.Stages)
	if from.Key == to.Key {
		return nil
	}
	return s.Tell(ctx, *o, EventStage, by, "", map[string]any{"from": from.Key, "to": to.Key})
}
