//go:build js && wasm

package host

import (
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"
	"strings"
	"syscall/js"
	"time"

	"prilavok/app"
	"prilavok/app/config"
	"prilavok/core/call"
	"prilavok/core/id"
	"prilavok/core/seal"
	"prilavok/store"
	"prilavok/store/edgedb"
)

// The page is globalThis.prilavok with
//
//	db             the connection to the database: _shared/db.ts
//	env            the variables that we may see, as an object
//	call           one outgoing request: caller
//	spent()        what this isolate has used of the processor since its boot, in ms
//	ready(wake, retire)   takes what Host.deliver and Host.retire are
//	failed(why)    is told why there will be no program
//	log(line)      writes one line
//
// None of these may throw. Requests, answers and the database's answers pass as bytes: mail.go.

// Build names what was built; the linker sets it.
var Build = "unknown"

// Program is what runs in an isolate.
type Program interface {
	// Answer answers a request. /health is the host's.
	Answer(ctx context.Context, r Request) Response
	// Retire is told, once or more, that the isolate ends soon, and why.
	Retire(reason string)
}

// Host is the page around a program.
type Host struct {
	Env    Environment
	Config config.Config
	Log    *slog.Logger
	Store  *store.Store
	HTTP   call.Doer

	page    js.Value
	program Program
	checkup checkup
	bridge  *edgedb.Bridge
	hands   hands
	end     chan struct{} // closed to end the program; only a test does so
}

// Run runs a program until the isolate ends. open wires it; it reads nothing and calls
// nobody: the isolate's time counts.
func Run(open func(h *Host) (Program, error)) {
	page := js.Global().Get("prilavok")
	// The processor is scarcer than memory here: an isolate is kept below 128 MB in all, of
	// which this leaves most to JavaScript.
	debug.SetGCPercent(400)
	debug.SetMemoryLimit(40 << 20)
	h, err := host(page)
	if err == nil {
		h.program, err = open(h)
	}
	if err != nil {
		page.Call("failed", err.Error())
		return
	}
	page.Call("ready", js.FuncOf(h.deliver), js.FuncOf(h.retire))
	<-h.end
}

func host(page js.Value) (*Host, error) {
	h := &Host{Env: Environment{page.Get("env")}, page: page, HTTP: caller{page}, end: make(chan struct{})}
	var err error
	if h.Config, _, err = config.Load(config.Input{Env: h.Env.setting}); err != nil {
		return nil, err
	}
	h.Log = slog.New(slog.NewJSONHandler(console{page}, &slog.HandlerOptions{Level: level(h.Config.Logs.Level)}))
	h.bridge = edgedb.NewBridge(sender{})
	h.Store = store.New(edgedb.New(h.bridge, edgedb.Options{}))
	return h, nil
}

// Deps is what app's constructors ask for, as far as the page knows it.
func (h *Host) Deps() (app.Deps, error) {
	keys, err := seal.New(h.Config.Keys(), nil)
	if err != nil {
		return app.Deps{}, fmt.Errorf("PRILAVOK_SECRET_KEY: %w", err)
	}
	return app.Deps{Store: h.Store, HTTP: h.HTTP, Outside: outside{caller{h.page}}, Keys: keys, Now: time.Now, IDs: id.New(time.Now, nil), Log: h.Log,
		Telegram:  h.Config.Telegram.APIURL,
		PublicURL: func() string { return strings.TrimSuffix(h.Config.PublicURL, "/") }}, nil
}

// Spent is what the isolate has used of the processor since its boot.
func (h *Host) Spent() time.Duration {
	return time.Duration(h.page.Call("spent").Float() * float64(time.Millisecond))
}

// Trips counts the answers of the database that this instance has waited for.
func (h *Host) Trips() int { return int(mailTrips()) }
