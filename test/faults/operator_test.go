package faults

import (
	"context"
	"strings"
	"testing"
	"time"

	"prilavok/app"
	"prilavok/core/handoff"
	"prilavok/core/inbox"
	"prilavok/core/job"
	"prilavok/provider/modeltest"
	"prilavok/store"
	"prilavok/store/storetest"
)

// TestOperatorTakesOver lets an operator take the conversation at the very moment that
// the assistant answers: between stop 4 and 5, and between 5 and 6. The assistant is
// silent either way, and what the operator says is delivered.
func TestOperatorTakesOver(t *testing.T) {
	for _, at := range []string{"before stop 5", "before stop 6"} {
		t.Run(at, func(t *testing.T) {
			storetest.Both(t, func(t *testing.T, st *store.Store) { takeOver(t, st, at) })
		})
	}
}

// rival is an operator who acts once, when told.
type rival struct {
	x     *inside
	acted bool
}

func (r *rival) act() {
	if r.acted {
		return
	}
	r.acted = true
	c, _, _ := r.x.thread(buyer)
	if _, err := r.x.Handoffs.Accept(r.x.ctx, c.ID, handoff.Operator{ID: "7001", Name: "Марина"}); err != nil {
		r.x.t.Fatal(err)
	}
	if err := r.x.Inbox.Say(r.x.ctx, c.ID, inbox.ByOperator, inbox.Outgoing{Text: "Это Марина, отвечу сама."}); err != nil {
		r.x.t.Fatal(err)
	}
}

// late answers, and only then the rival acts: the answer is made but not stored.
type late struct {
	inbox.Responder
	r *rival
}

// Answer implements inbox.Responder.
func (l late) Answer(ctx context.Context, in inbox.TurnInput) (inbox.TurnResult, error) {
	res, err := l.Responder.Answer(ctx, in)
	l.r.act()
	return res, err
}

func takeOver(t *testing.T, st *store.Store, at string) {
	r := &rival{}
	x := newInside(t, st, func(x *inside, d *app.Deps) {
		r.x = x
		if at == "before stop 5" {
			// Only a model leaves a gap there: without one, answer and reply are one unit.
			d.Model.Generate = modeltest.NewScript(modeltest.Say("Интересного много. Что вы ищете?"))
			d.Observe.Responder = func(next inbox.Responder) inbox.Responder { return late{next, r} }
			return
		}
		d.Observe.Stop = func(stop string, next job.Handler) job.Handler {
			return func(ctx context.Context, j job.Job) error {
				if stop == "deliver" {
					r.act()
				}
				return next(ctx, j)
			}
		}
	})
	x.say(buyer, "расскажите что-нибудь интересное")
	x.settle(10*time.Second, 20)
	if got := x.texts(buyer); len(got) != 1 || !strings.Contains(got[0], "Марина") || !r.acted {
		t.Errorf("the customer was told %q, want only the operator's words", got)
	}
	c, _, list := x.thread(buyer)
	for _, m := range list {
		if m.Author == inbox.ByAssistant && (m.State != inbox.Failed || m.Fault != inbox.ErrTakenOver.Code) {
			t.Errorf("the assistant's message is %s %q", m.State, m.Fault)
		}
	}
	if queued := states(list, inbox.ByAssistant); at == "before stop 6" && queued[inbox.Failed] == 0 {
		t.Errorf("no queued answer was there to silence: %v", queued)
	}
	if c.Status != inbox.Open || x.dead() != 0 {
		t.Errorf("conversation %s, %d dead letters", c.Status, x.dead())
	}
	x.say(buyer, "кружка")
	x.settle(10*time.Second, 20)
	if got := x.texts(buyer); len(got) != 1 {
		t.Errorf("the assistant speaks while the operator has the conversation: %q", got)
	}
}
