package webchat

import (
	"encoding/json"
	"errors"
	"math"
	"net/http"
	"strconv"

	"prilavok/core/fault"
	"prilavok/core/upload"
)

// Faults of the endpoints; those of a message's content come from the channel.
var (
	errNoRoute   = fault.New(fault.NotFound, "webchat.no_route", "there is no such endpoint; see GET config, POST session, GET and POST messages, GET stream, POST uploads")
	errNoShop    = fault.New(fault.NotFound, "webchat.no_shop", "there is no open chat page at this address")
	errNoSession = fault.New(fault.Unauthorized, "webchat.no_session", "start with POST /api/webchat/session")
	errCrossSite = fault.New(fault.Forbidden, "webchat.cross_site", "this endpoint answers only the chat page itself")
	errType      = fault.New(fault.Invalid, "webchat.content_type", "send application/json")
	errTooLarge  = fault.New(fault.Invalid, "webchat.too_large", "a request has at most 16 KB")
	errQuery     = fault.New(fault.Invalid, "webchat.bad_query", "after, before and limit are whole numbers, and only one of after and before is given")
	errTooFast   = fault.New(fault.TooMany, "webchat.too_fast", "too many messages; wait a little")
	errTooMany   = fault.New(fault.TooMany, "webchat.too_many_requests", "too many requests from this address; wait a little")
	errStreams   = fault.New(fault.TooMany, "webchat.too_many_streams", "too many open pages; close some")
)

// problem is an RFC 9457 answer. Code is stable.
type problem struct {
	Type   string `json:"type"`
	Title  string `json:"title"`
	Status int    `json:"status"`
	Code   string `json:"code"`
	Detail string `json:"detail,omitempty"`
}

var statuses = map[fault.Kind]int{fault.Internal: 500, fault.Invalid: 400, fault.NotFound: 404, fault.Conflict: 409,
	fault.Unauthorized: 401, fault.Forbidden: 403, fault.TooMany: 429, fault.Unavailable: 503, fault.Unsupported: 422}

func statusOf(err error) int {
	switch {
	case errors.Is(err, errTooLarge), errors.Is(err, upload.ErrTooBig):
		return http.StatusRequestEntityTooLarge
	case errors.Is(err, errType), errors.Is(err, errUploadType), errors.Is(err, upload.ErrKind):
		return http.StatusUnsupportedMediaType
	}
	return statuses[fault.KindOf(err)]
}

func (h *Handler) problem(w http.ResponseWriter, r *http.Request, err error) {
	status := statusOf(err)
	p := problem{Type: "about:blank", Title: http.StatusText(status), Status: status, Code: fault.CodeOf(err)}
	var f *fault.Fault
	if errors.As(err, &f) && status < 500 {
		p.Detail = f.Message
	}
	if status >= 500 {
		h.o.Logger.ErrorContext(r.Context(), "webchat", "path", r.URL.Path, "code", p.Code, "err", err)
	}
	if wait := fault.RetryAfter(err); wait > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(wait.Seconds()))))
	}
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(p) // the visitor may be gone
}

func answer(w http.ResponseWriter, status int, v any) error {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v) // the visitor may be gone
	return nil
}
