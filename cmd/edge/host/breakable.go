//go:build js && wasm && breakable

package host

import (
	"os"
	"strings"
	"syscall/js"
)

// breaks is what tests ask for, to see that somebody picks up the pieces. It is not in
// what is deployed: scripts/edge builds without the tag.
func (h *Host) breaks(r Request) {
	what, ok := strings.CutPrefix(r.Path, "/break/")
	if !ok {
		return
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
		close(h.end)
	case "trap":
		go deep(0)
	}
	select {}
}

// deep calls itself until the machine has no room left.
func deep(n int) int { return deep(n+1) + n }
