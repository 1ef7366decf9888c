//go:build js && wasm

package host

import (
	"context"
	"fmt"
	"syscall/js"
	"time"
)

// answerWithin is how long one request may take, well inside of what the platform allows.
const answerWithin = 30 * time.Second

// Request is what a program is asked.
type Request struct {
	Method, Path string
	Query        string            // as it came, without the question mark
	Header       map[string]string // keys in lower case
	Body         []byte
}

// Response is what it answers.
type Response struct {
	Status int
	Header map[string]string
	Body   []byte
	After  func() // work that the request caused, done after the answer; nil: none
}

// retire is called by the page, once or more: retire(reason) -> Promise. The isolate ends
// soon.
func (h *Host) retire(_ js.Value, args []js.Value) any {
	reason := args[0].String()
	return promise(func() js.Value { h.program.Retire(reason); return js.Undefined() })
}

// guarded answers 500 where a request makes us panic; the instance lives on.
func (h *Host) guarded(ctx context.Context, r Request) (res Response) {
	defer func() {
		if p := recover(); p != nil {
			h.Log.Error("a request panicked", "path", r.Path, "panic", p)
			res = Response{Status: 500}
		}
	}()
	if r.Path == "/health" && r.Method == "GET" {
		return h.health(ctx)
	}
	h.breaks(r)
	return h.program.Answer(ctx, r)
}

// promise runs fn beside the caller: nothing may wait inside a callback.
func promise(fn func() js.Value) js.Value {
	var start js.Func
	start = js.FuncOf(func(_ js.Value, args []js.Value) any {
		resolve, reject := args[0], args[1]
		go func() {
			defer start.Release()
			defer func() {
				if p := recover(); p != nil { // an exception of JavaScript's is one as well
					reject.Invoke(fmt.Sprint(p))
				}
			}()
			resolve.Invoke(fn())
		}()
		return nil
	})
	return js.Global().Get("Promise").New(start)
}

func bytesToJS(b []byte) js.Value {
	out := js.Global().Get("Uint8Array").New(len(b))
	js.CopyBytesToJS(out, b)
	return out
}
