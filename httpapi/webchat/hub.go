package webchat

import "sync"

// Hub connects what happens to a conversation with the pages that show it, within one
// process. Pages look into the log by themselves now and then, so a hub may lose
// anything and nothing is missed; it makes arrival immediate.
type Hub struct {
	mu     sync.Mutex
	topics map[topic]map[*listener]struct{}
	total  int
	done   chan struct{}
	closed bool
}

type topic struct{ account, visitor string }

// listener is one open page.
type listener struct {
	wake   chan struct{} // of size 1: many wakes are one
	typing chan string   // of size 1: the newest line
}

// NewHub returns an empty hub.
func NewHub() *Hub {
	return &Hub{topics: map[topic]map[*listener]struct{}{}, done: make(chan struct{})}
}

// Close ends all streams, so that a server can shut down; pages come again by themselves.
func (h *Hub) Close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	if !h.closed {
		h.closed = true
		close(h.done)
	}
}

// Wake tells a visitor's open pages that the log has something new.
func (h *Hub) Wake(accountID, visitor string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for l := range h.topics[topic{accountID, visitor}] {
		select {
		case l.wake <- struct{}{}:
		default:
		}
	}
}

// Typing tells a visitor's open pages that an answer is being made.
func (h *Hub) Typing(accountID, visitor, progress string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for l := range h.topics[topic{accountID, visitor}] {
		select {
		case <-l.typing:
		default:
		}
		l.typing <- progress // has room: only this function sends, and under the lock
	}
}

// join adds a page; nil when the visitor or the process has too many.
func (h *Hub) join(t topic, perVisitor, total int) *listener {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed || len(h.topics[t]) >= perVisitor || h.total >= total {
		return nil
	}
	if h.topics[t] == nil {
		h.topics[t] = map[*listener]struct{}{}
	}
	l := &listener{wake: make(chan struct{}, 1), typing: make(chan string, 1)}
	h.topics[t][l] = struct{}{}
	h.total++
	return l
}

func (h *Hub) leave(t topic, l *listener) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if _, ok := h.topics[t][l]; !ok {
		return
	}
	delete(h.topics[t], l)
	h.total--
	if len(h.topics[t]) == 0 {
		delete(h.topics, t)
	}
}

// Open returns how many pages are listening, for metrics.
func (h *Hub) Open() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.total
}
