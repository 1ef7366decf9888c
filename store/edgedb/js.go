//go:build js && wasm

package edgedb

import (
	"context"
	"syscall/js"

	"prilavok/store"
)

// Open returns the store's database over a JavaScript bridge with three methods, none of
// which may ever throw:
//
//	query(text, epoch) -> Promise of a text, which ReadAnswer reads; epoch 0 beside an
//	    error says that the connection is gone
//	post(text, epoch) is query whose answer nobody wants
//	close() cancels what runs and closes the connection; the next query opens a new one
func Open(bridge js.Value) (store.DB, error) { return New(wire{bridge}, Options{}), nil }

type wire struct{ bridge js.Value }

// errThrown is what an exception of the bridge becomes, against its promise: as a panic it
// would leave the connection to nobody, or end the program.
var errThrown = &Error{Code: "08006"}

// caught makes an error of an exception, and lets every other panic pass.
func caught(err *error) {
	switch p := recover().(type) {
	case nil:
	case js.Error:
		*err = errThrown
	default:
		panic(p)
	}
}

// Query implements Wire.
func (w wire) Query(ctx context.Context, text string, epoch int) (a Answer, err error) {
	defer caught(&err)
	reply := make(chan string, 1)
	var settle js.Func
	settle = js.FuncOf(func(_ js.Value, args []js.Value) any {
		settle.Release()
		reply <- args[0].String()
		return nil
	})
	w.bridge.Call("query", text, epoch).Call("then", settle)
	select {
	case raw := <-reply:
		a, err = ReadAnswer(raw)
		if a.Epoch == 0 { // whatever is left of the connection
			w.bridge.Call("close")
		}
		return a, err
	case <-ctx.Done():
		w.bridge.Call("close")
		return Answer{}, ctx.Err()
	}
}

// Post implements Wire.
func (w wire) Post(text string, epoch int) {
	var err error // nobody waits for it, and what follows on this connection fails as well
	defer caught(&err)
	w.bridge.Call("post", text, epoch)
}
