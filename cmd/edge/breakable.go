//go:build js && wasm && breakable

package main

import (
	"os"
	"strings"
	"syscall/js"
)

// breaks is what tests ask for, to see that somebody picks up the pieces. It is not in
// what is deployed: scripts/edge builds without the tag.
func (e *edge) breaks(r request) (res response, ok bool) {
	what, ok := strings.CutPrefix(r.path, "/break/")
	if !ok {
		return response{}, false
	}
	switch what {
	case "request":
		panic("broken on purpose")
	case "goroutine":
		go panic("broken on purpose")
	case "throw":
		go js.Global().Get("JSON").Call("parse", "{")
	case "throw/request":
		js.Global().Get("JSON").Call("parse", "{")
	case "exit":
		os.Exit(7)
	case "return":
		close(e.end)
	case "trap":
		go deep(0)
	}
	select {}
}

// deep calls itself until the machine has no room left.
func deep(n int) int { return deep(n+1) + n }
