// Package fault is the one error type of Prilavok: a kind that machines act on,
// a stable code that documentation and support name, and a sentence for people.
//
// It is not a stack tracer and not a logger: wrap once where a package is left,
// then either return or log, never both.
package fault

import (
	"errors"
	"fmt"
	"time"
)

// Kind says what a caller can do about a fault. Each kind maps in one place to
// an HTTP status, to what the chat says and to whether a job retries.
type Kind uint8

const (
	// Internal is a defect or an unknown state of ours; jobs retry with backoff.
	Internal Kind = iota
	// Invalid is input that will never be accepted as it is.
	Invalid
	// NotFound also stands for "not yours": the two are never told apart.
	NotFound
	// Conflict is a lost race or a state that forbids the step (revision, status, stock).
	Conflict
	// Unauthorized means the caller, or our own credential at a service, is unknown.
	Unauthorized
	// Forbidden means known but not allowed; for a Sender: the contact blocked us.
	Forbidden
	// TooMany is a rate or quota limit; RetryAfter says when, when known.
	TooMany
	// Unavailable is a passing outage of something outside this process.
	Unavailable
	// Unsupported is what a channel or a provider cannot do at all.
	Unsupported
)

var kindNames = [...]string{"internal", "invalid", "not_found", "conflict", "unauthorized", "forbidden", "too_many", "unavailable", "unsupported"}

// String returns the kind's name as it stands in logs and metrics.
func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return "internal"
}

// Fault is an error with a kind and a stable code such as "order.already_paid".
type Fault struct {
	Kind       Kind
	Code       string
	Message    string        // for people; holds no secret and no personal data
	RetryAfter time.Duration // 0 when unknown
	cause      error
}

// Error gives code, message and cause; it is for logs, not for customers.
func (f *Fault) Error() string {
	s := f.Code
	if f.Message != "" {
		s += ": " + f.Message
	}
	if f.cause != nil {
		s += ": " + f.cause.Error()
	}
	return s
}

// Unwrap returns the cause.
func (f *Fault) Unwrap() error { return f.cause }

// Is makes two faults with one code equal for errors.Is, so that packages can
// export sentinel faults.
func (f *Fault) Is(target error) bool {
	var t *Fault
	return errors.As(target, &t) && t.Code == f.Code && t.Kind == f.Kind
}

// New makes a fault.
func New(kind Kind, code, format string, args ...any) *Fault {
	return &Fault{Kind: kind, Code: code, Message: fmt.Sprintf(format, args...)}
}

// Wrap gives err a kind and a code. A nil err stays nil.
func Wrap(err error, kind Kind, code, format string, args ...any) error {
	if err == nil {
		return nil
	}
	f := New(kind, code, format, args...)
	f.cause = err
	return f
}

// After returns a copy of f that says when to try again.
func (f *Fault) After(d time.Duration) *Fault {
	g := *f
	g.RetryAfter = d
	return &g
}

// KindOf returns the kind of the first fault in err's chain, Internal for others.
func KindOf(err error) Kind {
	var f *Fault
	if errors.As(err, &f) {
		return f.Kind
	}
	return Internal
}

// CodeOf returns the code of the first fault in err's chain, else "internal".
func CodeOf(err error) string {
	var f *Fault
	if errors.As(err, &f) {
		return f.Code
	}
	return "internal"
}

// RetryAfter returns the wait that err asks for, 0 when it names none.
func RetryAfter(err error) time.Duration {
	var f *Fault
	if errors.As(err, &f) {
		return f.RetryAfter
	}
	return 0
}

// Is reports whether err is a fault of the given kind.
func Is(err error, kind Kind) bool { return err != nil && KindOf(err) == kind }

// Retryable reports whether the same call may succeed later without a change.
func Retryable(err error) bool {
	switch KindOf(err) {
	case Internal, TooMany, Unavailable:
		return err != nil
	default:
		return false
	}
}
