//go:build js && wasm

package host

import (
	"encoding/binary"
	"strings"
	"syscall/js"
	"unsafe"
)

// The page's half is supabase/functions/_shared/mail.ts: what passes goes as bytes, and all
// that has come at once with one call. None of its functions may throw.

// mailNext is the length of the next letter, 0 when there is none.
//
//go:wasmimport prilavok next
func mailNext() int32

// mailTake copies the next letter to an address and takes it off the pile.
//
//go:wasmimport prilavok take
func mailTake(to unsafe.Pointer)

// mailReply answers a request. working says that its work goes on, until mailDone.
//
//go:wasmimport prilavok reply
func mailReply(id uint32, status int32, working bool, head string, body unsafe.Pointer, length int32)

//go:wasmimport prilavok done
func mailDone(id uint32)

//go:wasmimport prilavok query
func mailQuery(id uint32, packet unsafe.Pointer, length, epoch int32)

//go:wasmimport prilavok post
func mailPost(packet unsafe.Pointer, length, epoch int32)

//go:wasmimport prilavok hangup
func mailHangup()

//go:wasmimport prilavok trips
func mailTrips() int32

// Kinds of letters, and the bytes before the head and the body of one: kind, id, epoch, length
// of the head, each of four bytes.
const (
	letterRequest = 1
	letterAnswer  = 2
	letterPrefix  = 16
)

// deliver is called by the page when there are letters.
func (h *Host) deliver(js.Value, []js.Value) any {
	var group *deadline
	for n := mailNext(); n > 0; n = mailNext() {
		raw := make([]byte, n)
		mailTake(unsafe.Pointer(unsafe.SliceData(raw)))
		field := func(i int) uint32 { return binary.LittleEndian.Uint32(raw[4*i:]) }
		id, rest := field(1), raw[letterPrefix:]
		switch field(0) {
		case letterRequest:
			if group == nil {
				group = newDeadline()
			}
			group.add()
			h.hands.give(letter{group, id, string(rest[:field(3)]), rest[field(3):]}, h.serve)
		case letterAnswer:
			h.bridge.Answered(id, int(field(2)), rest)
		}
	}
	return nil
}

// letter is a request as it came.
type letter struct {
	group *deadline
	id    uint32
	head  string
	body  []byte
}

// hands are goroutines that serve one letter after another: the stack of one that has served
// is as large as serving needs, and a fresh one's is copied four times on the way there. There
// are as many as were ever needed at once, and those above idleHands end.
type hands struct{ idle []chan letter }

const idleHands = 32

// give never waits. Only the page's callback calls it: there is one thread.
func (h *hands) give(l letter, serve func(letter)) {
	if n := len(h.idle); n > 0 {
		free := h.idle[n-1]
		h.idle = h.idle[:n-1]
		free <- l
		return
	}
	go func() {
		mine := make(chan letter, 1)
		for {
			serve(l)
			if len(h.idle) == idleHands {
				return
			}
			h.idle = append(h.idle, mine)
			l = <-mine
		}
	}()
}

// serve answers one request, and then does the work that it causes. Requests that have come
// together share a deadline.
func (h *Host) serve(l letter) {
	id := l.id
	res := h.guarded(l.group.ctx, request(l.head, l.body))
	l.group.done()
	var b strings.Builder
	for k, v := range res.Header {
		b.WriteString(k + "\x00" + v + "\x00")
	}
	mailReply(id, int32(res.Status), res.After != nil, strings.TrimSuffix(b.String(), "\x00"), unsafe.Pointer(unsafe.SliceData(res.Body)), int32(len(res.Body)))
	if res.After == nil {
		return
	}
	defer mailDone(id)
	defer func() {
		if p := recover(); p != nil {
			h.Log.Error("work after an answer panicked", "panic", p)
		}
	}()
	res.After()
}

// request reads a head: method, path and query, then names of headers and values.
func request(head string, body []byte) Request {
	parts := strings.Split(head, "\x00")
	r := Request{Method: parts[0], Path: parts[1], Query: parts[2], Header: make(map[string]string, len(parts)/2), Body: body}
	for i := 3; i+1 < len(parts); i += 2 {
		r.Header[parts[i]] = parts[i+1] // fetch's names are in lower case
	}
	return r
}

// sender is the page's database as edgedb asks it.
type sender struct{}

// Query implements edgedb.Sender.
func (sender) Query(id uint32, packet []byte, epoch int) {
	mailQuery(id, unsafe.Pointer(unsafe.SliceData(packet)), int32(len(packet)), int32(epoch))
}

// Post implements edgedb.Sender.
func (sender) Post(packet []byte, epoch int) {
	mailPost(unsafe.Pointer(unsafe.SliceData(packet)), int32(len(packet)), int32(epoch))
}

// Close implements edgedb.Sender.
func (sender) Close() { mailHangup() }
