// Package call is one HTTP request to an outside service as data, and the port
// that carries it out. Core and adapters build requests; the server carries them
// out with net/http, the edge with fetch. It is not an HTTP client itself.
package call

import (
	"context"
	"time"
)

// Request is one call. URL may hold a secret (a bot token): it never reaches a log.
type Request struct {
	Method  string
	URL     string
	Header  map[string]string
	Body    []byte
	Timeout time.Duration // of the whole call; 0 is 30 s
	MaxBody int64         // answers longer than this are a fault; 0 is 8 MiB
	Service string        // for metrics and logs: "telegram", "openai"
	Name    string        // for metrics and logs: the method or route, without ids
}

// Response is the whole answer.
type Response struct {
	Status int
	Header map[string]string // keys in lower case, the first value of each
	Body   []byte
}

// Doer carries out one call, once, without retries.
//
// Faults: call.timeout and call.connect (Unavailable), call.too_large (Invalid),
// txn.open when a unit of work is open in ctx. Texts of faults never hold the URL.
// Response.Status is not judged: a 500 is an answer.
type Doer interface {
	Do(ctx context.Context, r Request) (Response, error)
}
