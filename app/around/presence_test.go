package around

import (
	"context"
	"errors"
	"sync"
	"testing"

	"prilavok/channel/telegram"
	"prilavok/core/contact"
	"prilavok/core/inbox"
	"prilavok/core/shop"
)

// shown remembers what a contact was shown.
type shown struct {
	mu    sync.Mutex
	lines []string
	first chan struct{}
}

func (s *shown) Typing(_ context.Context, to contact.Address, progress string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lines = append(s.lines, to.ConversationKey+" "+progress)
	if len(s.lines) == 1 {
		close(s.first)
	}
}

// slow answers once it is let, or fails when it is stopped.
type slow struct{ let chan struct{} }

func (s slow) Answer(ctx context.Context, _ inbox.TurnInput) (inbox.TurnResult, error) {
	select {
	case <-s.let:
		return inbox.TurnResult{Handled: true}, nil
	case <-ctx.Done():
		return inbox.TurnResult{}, errors.New("stopped")
	}
}

func TestPresence(t *testing.T) {
	in := inbox.TurnInput{Conversation: inbox.Conversation{AccountID: "acc", Channel: shop.Telegram, Key: "7"}}
	for _, tt := range []struct {
		name  string
		press bool
		says  string
	}{{"an answer", false, ""}, {"the customer presses Stop", true, txtStopped.RU}} {
		t.Run(tt.name, func(t *testing.T) {
			s := &shown{first: make(chan struct{})}
			let := make(chan struct{})
			a := Attentive{slow{let}, map[shop.Channel]inbox.Presence{shop.Telegram: s}, NewStops()}
			go func() {
				<-s.first // typing is shown while the answer is made
				if tt.press {
					a.Stops.press(stopKey("acc", telegram.DraftID("7")))
				} else {
					close(let)
				}
			}()
			res, err := a.Answer(context.Background(), in)
			if err != nil || !res.Handled {
				t.Fatalf("%+v %v", res, err)
			}
			if tt.says != "" && (len(res.Out) != 1 || res.Out[0].Text != tt.says) {
				t.Errorf("said %+v", res.Out)
			}
			if s.lines[0] != "7 " {
				t.Errorf("shown %q", s.lines)
			}
			if len(a.Stops.by) != 0 {
				t.Error("an ended answer can still be stopped")
			}
		})
	}
}
