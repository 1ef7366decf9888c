package telegram

import (
	"context"
	"slices"
	"sync"
)

// Capabilities of a bot, as shop.AccountConfig stores them.
const (
	CapDrafts   = "drafts"   // sendMessageDraft works
	CapTopics   = "topics"   // private chats have topics
	CapBusiness = "business" // may be connected to a Business account
)

// capabilities are what the server was seen to do; one that fails is turned off.
type capabilities struct {
	mu   sync.Mutex
	list []string
}

func newCapabilities(list []string) *capabilities { return &capabilities{list: slices.Clone(list)} }

func (c *capabilities) has(name string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Contains(c.list, name)
}

func (c *capabilities) off(name string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.list = slices.DeleteFunc(c.list, func(x string) bool { return x == name })
}

func (c *capabilities) all() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.list)
}

// memoryFiles is the FileCache of a process, bounded: the oldest goes first.
type memoryFiles struct {
	mu    sync.Mutex
	ids   map[string]string
	order []string
	limit int
}

func newMemoryFiles(limit int) *memoryFiles {
	return &memoryFiles{ids: map[string]string{}, limit: limit}
}

// FileID implements FileCache.
func (m *memoryFiles) FileID(_ context.Context, accountID, source string) (string, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	id, ok := m.ids[accountID+" "+source]
	return id, ok && id != ""
}

// RememberFile implements FileCache. An empty id forgets.
func (m *memoryFiles) RememberFile(_ context.Context, accountID, source, fileID string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	key := accountID + " " + source
	if _, known := m.ids[key]; !known {
		m.order = append(m.order, key)
	}
	m.ids[key] = fileID
	for len(m.order) > m.limit {
		delete(m.ids, m.order[0])
		m.order = m.order[1:]
	}
}

func (c *capabilities) set(list []string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.list = slices.Clone(list)
}
