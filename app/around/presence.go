// Package around holds what stands around the making of an answer: that somebody sees it being
// made and can stop it, how many a contact gets in an hour, and what answers without a model.
package around

import (
	"context"
	"strconv"
	"sync"
	"time"

	"prilavok/channel/telegram"
	"prilavok/core/contact"
	"prilavok/core/dialog"
	"prilavok/core/inbox"
	"prilavok/core/lang"
	"prilavok/core/shop"
)

// typingEvery keeps "typing" alive: Telegram shows it for five seconds.
const typingEvery = 4 * time.Second

// progress are the fixed lines shown while a model thinks, in their order; the last
// one stays. Nothing of a draft is ever shown.
var progress = []lang.Phrase{
	{},
	{RU: "Смотрю в каталоге…", EN: "Looking in the catalog…"},
	{RU: "Ещё минутку…", EN: "Just a moment more…"},
}

// Attentive shows that an answer is being made while Next makes it. It implements
// inbox.Responder.
type Attentive struct {
	Next  inbox.Responder
	Shows map[shop.Channel]inbox.Presence
	Stops *Stops
}

// Stops lets a customer's Stop button end an answer that this process is making. One
// that another process makes goes on: the button promises no more than a try.
type Stops struct {
	mu sync.Mutex
	by map[string]context.CancelFunc // account and draft
}

// NewStops returns none yet.
func NewStops() *Stops { return &Stops{by: map[string]context.CancelFunc{}} }

func stopKey(accountID string, draft int64) string {
	return accountID + ":" + strconv.FormatInt(draft, 10)
}

func (s *Stops) add(key string, cancel context.CancelFunc) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.by[key] = cancel
}

// drop forgets an answer that ended; pressed tells whether it was stopped.
func (s *Stops) drop(key string) (pressed bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, waiting := s.by[key]
	delete(s.by, key)
	return !waiting
}

// Stop ends the answer that is being made in a conversation, if it is here.
func (s *Stops) Stop(accountID string, draft int64) { s.press(stopKey(accountID, draft)) }

func (s *Stops) press(key string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if cancel := s.by[key]; cancel != nil {
		delete(s.by, key)
		cancel()
	}
}

var txtStopped = lang.Phrase{RU: "Хорошо, остановился. Напишите, если что-то понадобится.", EN: "All right, I have stopped. Write any time you need something."}

// Answer implements inbox.Responder.
func (a Attentive) Answer(ctx context.Context, in inbox.TurnInput) (inbox.TurnResult, error) {
	p := a.Shows[in.Conversation.Channel]
	if p == nil {
		return a.Next.Answer(ctx, in)
	}
	work, stop := context.WithCancel(ctx)
	key := stopKey(in.Conversation.AccountID, telegram.DraftID(in.Conversation.Key))
	a.Stops.add(key, stop)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		show(work, p, in)
	}()
	res, err := a.Next.Answer(work, in)
	stopped := a.Stops.drop(key)
	stop()
	<-ended // nothing is shown after the answer
	if err != nil && stopped && ctx.Err() == nil {
		l := dialog.Lang(in.Shop, in.Contact, in.Conversation)
		return inbox.TurnResult{Handled: true, Out: []inbox.Outgoing{{Text: txtStopped.In(l)}}}, nil
	}
	return res, err
}

func show(ctx context.Context, p inbox.Presence, in inbox.TurnInput) {
	c := in.Conversation
	to := contact.Address{ID: c.AddressID, ShopID: c.ShopID, ContactID: c.ContactID, AccountID: c.AccountID, Channel: c.Channel,
		ExternalID: c.Key, ConversationKey: c.Key}
	l := dialog.Lang(in.Shop, in.Contact, c)
	tick := time.NewTicker(typingEvery)
	defer tick.Stop()
	for i := 0; ; i++ {
		p.Typing(ctx, to, progress[min(i, len(progress)-1)].In(l))
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}
