// Package guide is the way of a new owner from nothing to a shop that sells: a few steps, kept on
// the server, so that it goes on at another desk. It does none of the steps itself.
package guide

import (
	"context"
	"slices"
	"time"

	"prilavok/core/fault"
	"prilavok/core/txn"
)

// State is how far a step is.
type State string

const (
	Open    State = ""
	Done    State = "done"
	Skipped State = "skipped"
)

// Steps are all there are, in their order; with "live" the guide ends.
var Steps = []string{"shop", "goods", "telegram", "try", "live"}

// Live is the last step.
const Live = "live"

// Step is one step with its state.
type Step struct {
	Key   string
	State State
}

// Store keeps the states. All run inside a unit of work of the shop.
type Store interface {
	GuideSteps(ctx context.Context) (map[string]State, error)
	SaveGuideStep(ctx context.Context, step string, state State, now time.Time) error
}

// ErrStep is a step or a state that there is not.
var ErrStep = fault.New(fault.Invalid, "guide.step", "the guide has no such step, or a step no such state")

// Service leads through the steps.
type Service struct {
	store Store
	tx    txn.Runner
	now   func() time.Time
}

// New returns the service.
func New(store Store, tx txn.Runner, now func() time.Time) *Service { return &Service{store, tx, now} }

// Get returns all steps.
func (s *Service) Get(ctx context.Context) ([]Step, error) {
	var known map[string]State
	err := s.tx.View(ctx, func(ctx context.Context) error {
		var err error
		known, err = s.store.GuideSteps(ctx)
		return err
	})
	return steps(known), err
}

func steps(known map[string]State) []Step {
	out := make([]Step, 0, len(Steps))
	for _, key := range Steps {
		out = append(out, Step{key, known[key]})
	}
	return out
}

// Finished reports whether the guide has ended.
func Finished(list []Step) bool {
	return slices.ContainsFunc(list, func(s Step) bool { return s.Key == Live && s.State != Open })
}

// Set says that a step is done, skipped or open again. All may be skipped: an owner who knows
// the way is not held up.
//
// Faults: ErrStep.
func (s *Service) Set(ctx context.Context, step string, state State) ([]Step, error) {
	if !slices.Contains(Steps, step) || state != Open && state != Done && state != Skipped {
		return nil, ErrStep
	}
	var known map[string]State
	err := s.tx.InTx(ctx, func(ctx context.Context) error {
		if err := s.store.SaveGuideStep(ctx, step, state, s.now().UTC().Truncate(time.Microsecond)); err != nil {
			return err
		}
		var err error
		known, err = s.store.GuideSteps(ctx)
		return err
	})
	return steps(known), err
}
