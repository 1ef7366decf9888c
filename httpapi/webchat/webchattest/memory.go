// Package webchattest is a shop in memory for tests of the chat page: a message log
// and a small scripted bot. It stands in for the database and the bot core, and for
// nothing else.
package webchattest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"prilavok/core/inbox"
	"prilavok/core/lang"
	"prilavok/core/shop"
)

// Memory is a log of conversations. It implements the Store of httpapi/webchat.
type Memory struct {
	mu       sync.Mutex
	now      func() time.Time
	accounts []shop.Account
	shops    map[string]shop.Shop
	logs     map[string][]inbox.Message
	known    map[string]bool
	status   inbox.Status
	ids      int
	fail     error
}

// New returns a log with one shop, "demo", whose account is "acc1".
func New(now func() time.Time) *Memory {
	m := &Memory{now: now, shops: map[string]shop.Shop{}, logs: map[string][]inbox.Message{}, known: map[string]bool{}, status: inbox.Pending}
	m.Add(shop.Shop{ID: "shp1", Slug: "demo", Name: lang.Texts{lang.RU: "Лавка «Прилавок»", lang.EN: "The Counter"}, Languages: []lang.Lang{lang.RU, lang.EN}, Currency: "RUB",
		Settings: shop.Settings{Contact: shop.Contact{Phone: "+7 495 000-00-00", Email: "hello@example.com", Hours: lang.Texts{lang.RU: "ежедневно, 10–20", lang.EN: "daily, 10–20"},
			Address: lang.Texts{lang.RU: "Москва, Тверская, 1", lang.EN: "1 Tverskaya, Moscow"}}}}, "acc1", "https://friend.example")
	return m
}

// Add opens one more shop with a chat page account.
func (m *Memory) Add(s shop.Shop, accountID string, origins ...string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.shops[s.ID] = s
	m.accounts = append(m.accounts, shop.Account{ID: accountID, ShopID: s.ID, Channel: shop.Webchat, Status: "active", Config: shop.AccountConfig{Origins: origins}})
}

// Fail makes everything fail with err; nil mends it.
func (m *Memory) Fail(err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.fail = err
}

// InTx runs fn.
func (m *Memory) InTx(ctx context.Context, fn func(ctx context.Context) error) error { return fn(ctx) }

// View runs fn.
func (m *Memory) View(ctx context.Context, fn func(ctx context.Context) error) error { return fn(ctx) }

// WebchatEntry finds an account as the store does.
func (m *Memory) WebchatEntry(_ context.Context, accountID, slug string) (shop.Account, shop.Shop, bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, a := range m.accounts {
		if s := m.shops[a.ShopID]; (accountID == "" || a.ID == accountID) && (slug == "" || s.Slug == slug) {
			return a, s, true, m.fail
		}
	}
	return shop.Account{}, shop.Shop{}, false, m.fail
}

// WebchatMessages lists what is newer.
func (m *Memory) WebchatMessages(_ context.Context, accountID, key string, after int64, limit int) ([]inbox.Message, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var out []inbox.Message
	for _, x := range m.logs[accountID+"/"+key] {
		if x.Seq > after && len(out) < limit {
			out = append(out, x)
		}
	}
	return out, m.fail
}

// WebchatBefore lists the end of what is older.
func (m *Memory) WebchatBefore(_ context.Context, accountID, key string, before int64, limit int) ([]inbox.Message, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var out []inbox.Message
	for _, x := range m.logs[accountID+"/"+key] {
		if x.Seq < before {
			out = append(out, x)
		}
	}
	return slices.Clone(out[max(0, len(out)-limit):]), m.fail
}

// WebchatStatus tells who answers.
func (m *Memory) WebchatStatus(_ context.Context, accountID, key string) (inbox.Status, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.logs[accountID+"/"+key]) == 0 {
		return "", m.fail
	}
	return m.status, m.fail
}

// SetStatus changes who answers every conversation.
func (m *Memory) SetStatus(s inbox.Status) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.status = s
}

// Take stores incoming messages, each delivery key once, and tells which were new.
func (m *Memory) Take(in []inbox.Incoming) (fresh []inbox.Incoming, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.fail != nil {
		return nil, m.fail
	}
	for _, x := range in {
		if m.known[x.AccountID+x.DeliveryKey] {
			continue
		}
		m.known[x.AccountID+x.DeliveryKey] = true
		m.append(x.AccountID, x.ConversationKey, inbox.Message{Author: inbox.ByContact, Kind: x.Kind, Text: x.Text, Payload: x.Payload, ExternalID: x.ExternalID, State: inbox.Received})
		fresh = append(fresh, x)
	}
	return fresh, nil
}

// Say appends an answer in a state and returns its sequence number and id.
func (m *Memory) Say(accountID, key string, state inbox.Delivery, author inbox.Author, out inbox.Outgoing) (seq int64, id string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.ids++
	id = fmt.Sprintf("wm_%d", m.ids)
	if out.Replaces != "" {
		id = out.Replaces
	}
	x := m.append(accountID, key, inbox.Message{Author: author, Kind: inbox.KindText, Out: &out, ExternalID: id, State: state})
	return x.Seq, id
}

// Settle changes the state of a message.
func (m *Memory) Settle(accountID, key string, seq int64, state inbox.Delivery) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.logs[accountID+"/"+key][seq-1].State = state
}

// Conversations lists the keys that have messages on an account.
func (m *Memory) Conversations(accountID string) []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	var out []string
	for k := range m.logs {
		if key, ok := strings.CutPrefix(k, accountID+"/"); ok {
			out = append(out, key)
		}
	}
	return out
}

func (m *Memory) append(accountID, key string, x inbox.Message) inbox.Message {
	log := accountID + "/" + key
	x.Seq, x.CreatedAt = int64(len(m.logs[log])+1), m.now()
	m.logs[log] = append(m.logs[log], x)
	return x
}
