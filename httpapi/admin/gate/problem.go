package gate

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/danielgtaylor/huma/v2"

	"prilavok/core/fault"
	"prilavok/core/lang"
	"prilavok/core/order"
	"prilavok/core/staff"
)

// Faults of the gate; those of what is asked for come from core.
var (
	errNoRoute       = fault.New(fault.NotFound, "api.no_route", "there is no such endpoint; see /api/v1/openapi.json")
	errScope         = fault.New(fault.Forbidden, "api.scope", "this API key, or your role in the shop, may not do that: it lacks the scope")
	errTooFast       = fault.New(fault.TooMany, "api.too_fast", "too many requests by this caller")
	errTooLarge      = fault.New(fault.Invalid, "api.too_large", "a request has at most 1 MB")
	ErrMalformed     = fault.New(fault.Invalid, "api.malformed", "the body is not the JSON document that this endpoint reads")
	errType          = fault.New(fault.Invalid, "api.content_type", "send application/json")
	errAccept        = fault.New(fault.Invalid, "api.accept", "answers are application/json")
	errInvalid       = fault.New(fault.Invalid, "api.invalid", "some fields are not as they must be: errors says which")
	errNoIdempotency = fault.New(fault.Invalid, "api.idempotency_key", "a POST needs the header Idempotency-Key: 1 to 200 printable characters, new for each operation")
	errBroken        = fault.New(fault.Internal, "api.broken", "the request could not be carried out")
	errHuma          = fault.New(fault.Internal, "api.failed", "the request could not be carried out")

	// ErrCursor is a cursor that no page has given.
	ErrCursor = fault.New(fault.Invalid, "api.bad_cursor", "take the cursor from next of the page before, as it is")
	// ErrMatch is a missing If-Match.
	ErrMatch = fault.New(fault.Invalid, "api.if_match", "this change needs the header If-Match with the ETag that was read")
	// ErrStale is a change of something that was changed meanwhile.
	ErrStale = fault.New(fault.Conflict, "api.stale", "it was changed meanwhile: read it again, and decide anew")
)

// statuses is how each kind of fault is answered; special ones have their own.
var (
	statuses = map[fault.Kind]int{fault.Internal: 500, fault.Invalid: 422, fault.NotFound: 404, fault.Conflict: 409,
		fault.Unauthorized: 401, fault.Forbidden: 403, fault.TooMany: 429, fault.Unavailable: 503, fault.Unsupported: 422}
	special = map[string]int{order.ErrRevision.Code: 412, "promotion.changed": 412, errTooLarge.Code: 413, ErrMalformed.Code: 400, errType.Code: 415, errAccept.Code: 406, errNoIdempotency.Code: 400,
		ErrCursor.Code: 400, ErrMatch.Code: 428, ErrStale.Code: 412, staff.ErrReused.Code: 422, staff.ErrWhichShop.Code: 400}
)

// Problem is an RFC 9457 answer. Code is stable; the sentences are for people, in the
// language that Accept-Language prefers.
type Problem struct {
	Type      string  `json:"type" doc:"urn:prilavok: and the code" example:"urn:prilavok:order.not_found"`
	Title     string  `json:"title" doc:"what kind of refusal this is"`
	Status    int     `json:"status"`
	Code      string  `json:"code" doc:"stable, see docs/FAULTS.md" example:"order.not_found"`
	Detail    string  `json:"detail,omitempty" doc:"what is wrong here"`
	Advice    string  `json:"advice" doc:"what to do"`
	RequestID string  `json:"request_id" doc:"names this request in the shop's log"`
	Errors    []Field `json:"errors,omitempty" doc:"the fields that are wrong"`

	retry int // seconds
}

// Field is what is wrong with one field.
type Field struct {
	Field   string `json:"field" doc:"where it stands" example:"body.lines[0].quantity"`
	Message string `json:"message"`
}

// Error implements error.
func (p *Problem) Error() string { return p.Code }

// GetStatus implements huma.StatusError.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType implements huma.ContentTypeFilter.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

// GetHeaders implements huma.HeadersError.
func (p *Problem) GetHeaders() http.Header {
	if p.retry == 0 {
		return nil
	}
	return http.Header{"Retry-After": {strconv.Itoa(p.retry)}}
}

// WithFields says which fields a fault is about.
func WithFields(err error, fields []Field) error { return &fielded{err, fields} }

type fielded struct {
	error
	fields []Field
}

// Unwrap returns the fault.
func (f *fielded) Unwrap() error { return f.error }

// problemOf is the one place where a fault becomes an answer.
func problemOf(ctx context.Context, err error) *Problem {
	c := CallerOf(ctx)
	code, kind := fault.CodeOf(err), fault.KindOf(err)
	status, ok := special[code]
	if !ok {
		status = statuses[kind]
	}
	if status == 0 {
		status = http.StatusInternalServerError
	}
	p := &Problem{Type: "urn:prilavok:" + code, Title: titles[kind].In(c.Lang), Status: status, Code: code, Advice: advice[kind].In(c.Lang), RequestID: c.RequestID}
	if a, ok := special[code]; ok && specialAdvice[a].In(c.Lang) != "" {
		p.Advice = specialAdvice[a].In(c.Lang)
	}
	var f *fault.Fault
	if errors.As(err, &f) && kind != fault.Internal {
		p.Detail = f.Message
		if t := details[code]; c.Lang == lang.RU && t != "" {
			p.Detail = t
		}
	}
	var bad *fielded
	if errors.As(err, &bad) {
		p.Errors = bad.fields
	}
	var wrong *fault.Fields
	if errors.As(err, &wrong) {
		for _, x := range wrong.List {
			p.Errors = append(p.Errors, Field{Field: "body." + x.Name, Message: x.Why})
		}
	}
	if wait := fault.RetryAfter(err); wait > 0 {
		p.retry = int(math.Ceil(wait.Seconds()))
	}
	if status >= 500 {
		c.fault = err
	}
	return p
}

func (g *Gate) refuse(w http.ResponseWriter, ctx context.Context, err error) { tell(w, ctx, err) }

func tell(w http.ResponseWriter, ctx context.Context, err error) {
	p := problemOf(ctx, err)
	for k, v := range p.GetHeaders() {
		w.Header()[k] = v
	}
	if p.Status == http.StatusUnauthorized {
		w.Header().Set("WWW-Authenticate", `Bearer realm="prilavok"`)
	}
	b, _ := json.Marshal(p)
	write(w, p.Status, map[string]string{"Content-Type": "application/problem+json"}, b)
}

// Refuse answers a request that is not the API's as the API would. It returns what a 5xx
// answer does not tell, for the log.
func Refuse(w http.ResponseWriter, r *http.Request, requestID string, err error) error {
	c := &Caller{Lang: langOf(r.Header.Get("Accept-Language")), RequestID: requestID}
	w.Header().Set("Content-Language", string(c.Lang))
	tell(w, context.WithValue(r.Context(), callerKey{}, c), choices(err))
	return c.fault
}

// speakOnce gives huma our form of errors: it keeps that in variables of its package.
var speakOnce sync.Once

func speak() {
	speakOnce.Do(func() {
		huma.NewError = func(status int, msg string, errs ...error) huma.StatusError {
			return fromHuma(context.Background(), status, msg, errs)
		}
		huma.NewErrorWithContext = func(hc huma.Context, status int, msg string, errs ...error) huma.StatusError {
			ctx := context.Background()
			if hc != nil {
				ctx = hc.Context()
			}
			return fromHuma(ctx, status, msg, errs)
		}
	})
}

// fromHuma turns what huma found, or what a handler returned, into an answer.
func fromHuma(ctx context.Context, status int, msg string, errs []error) *Problem {
	var fields []Field
	for _, err := range errs {
		var f *fault.Fault
		if errors.As(err, &f) {
			return problemOf(ctx, err)
		}
		var d *huma.ErrorDetail
		if errors.As(err, &d) {
			fields = append(fields, Field{d.Location, fieldText(CallerOf(ctx).Lang, d.Message)})
		}
	}
	switch {
	case status == http.StatusRequestEntityTooLarge:
		return problemOf(ctx, errTooLarge)
	case status == http.StatusUnsupportedMediaType:
		return problemOf(ctx, errType)
	case status == http.StatusNotAcceptable:
		return problemOf(ctx, errAccept)
	case status >= 500:
		return problemOf(ctx, fault.Wrap(errors.Join(errs...), fault.Internal, errHuma.Code, "%s", msg))
	case status == http.StatusBadRequest || len(fields) == 0:
		return problemOf(ctx, ErrMalformed)
	}
	p := problemOf(ctx, errInvalid)
	p.Errors = fields
	return p
}

// langOf reads which of our languages is preferred; English when neither is named.
func langOf(accept string) lang.Lang {
	best, out := 0.0, lang.EN
	for _, part := range strings.Split(accept, ",") {
		tag, params, _ := strings.Cut(strings.TrimSpace(part), ";")
		q := 1.0
		if v, ok := strings.CutPrefix(strings.TrimSpace(params), "q="); ok {
			q, _ = strconv.ParseFloat(v, 64)
		}
		base, _, _ := strings.Cut(strings.ToLower(tag), "-")
		if l := lang.Lang(base); (l == lang.RU || l == lang.EN) && q > best {
			best, out = q, l
		}
	}
	return out
}

// LangOf is the language that a request prefers.
func LangOf(r *http.Request) lang.Lang { return langOf(r.Header.Get("Accept-Language")) }
