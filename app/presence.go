package app

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

// attentive shows that an answer is being made while the model path makes it. It
// implements inbox.Responder.
type attentive struct {
	next  inbox.Responder
	shows map[shop.Channel]inbox.Presence
	stops *stops
}

// stops lets a customer's Stop button end an answer that this process is making. One
// that another process makes goes on: the button promises no more than a try.
type stops struct {
	mu sync.Mutex
	by map[string]context.CancelFunc // account and draft
}

func stopKey(accountID string, draft int64) string {
	return accountID + ":" + strconv.FormatInt(draft, 10)
}

func (s *stops) add(key string, cancel context.CancelFunc) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.by[key] = cancel
}

// drop forgets an answer that ended; pressed tells whether it was stopped.
func (s *stops) drop(key string) (pressed bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, waiting := s.by[key]
	delete(s.by, key)
	return !waiting
}

func (s *stops) press(key string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if cancel := s.by[key]; cancel != nil {
		delete(s.by, key)
		cancel()
	}
}

var txtStopped = lang.Phrase{RU: "Хорошо, остановился. Напишите, если что-то понадобится.", EN: "All right, I have stopped. Write any time you need something."}

// Answer implements inbox.Responder.
func (a attentive) Answer(ctx context.Context, in inbox.TurnInput) (inbox.TurnResult, error) {
	p := a.shows[in.Conversation.Channel]
	if p == nil {
		return a.next.Answer(ctx, in)
	}
	work, stop := context.WithCancel(ctx)
	key := stopKey(in.Conversation.AccountID, telegram.DraftID(in.Conversation.Key))
	a.stops.add(key, stop)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		show(work, p, in)
	}()
	res, err := a.next.Answer(work, in)
	stopped := a.stops.drop(key)
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
