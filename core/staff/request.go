package staff

import "time"

// Request is something asked for under an idempotency key, and what was answered.
type Request struct {
	KeyID     string // the API key's or the member's; idempotency keys of two callers never meet
	Key       string // the caller's idempotency key
	OpID      string // names the operation to services: the same in every run
	Route     string
	BodyHash  string
	Done      bool
	Status    int
	Headers   map[string]string
	Body      string
	CreatedAt time.Time
	StartedAt time.Time // of the run that works on it
}

const (
	// RequestsKept is how long an answer is remembered.
	RequestsKept = 24 * time.Hour
	// RunsFor is how long a run may work; then its process is taken for dead, and the
	// same key runs it again under the same operation id.
	RunsFor = 2 * time.Minute
)

// same reports whether two requests ask for the same.
func (r Request) same(x Request) bool { return r.Route == x.Route && r.BodyHash == x.BodyHash }
