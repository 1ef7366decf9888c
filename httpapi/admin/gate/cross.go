package gate

import (
	"net/http"
	"slices"
	"strings"
)

// Headers that a page on another host may send, and may read.
const (
	crossSends = "Authorization, Content-Type, Accept-Language, Idempotency-Key, If-Match, X-Request-Id, " + ShopHeader
	crossReads = "ETag, Retry-After, Idempotency-Replayed, X-Request-Id, Content-Language"
)

// Cross lets pages of other origins, "https://panel.example", use an API. Without any it
// adds nothing, and browsers keep all pages of other hosts out. No cookie is let through:
// pages elsewhere sign in with Supabase Auth.
func Cross(origins []string, next http.Handler) http.Handler {
	if len(origins) == 0 {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		origin := r.Header.Get("Origin")
		if origin == "" || !slices.ContainsFunc(origins, func(o string) bool { return strings.TrimSuffix(o, "/") == origin }) {
			next.ServeHTTP(crossed{w, ""}, r)
			return
		}
		if r.Method != http.MethodOptions || r.Header.Get("Access-Control-Request-Method") == "" {
			next.ServeHTTP(crossed{w, origin}, r)
			return
		}
		h := w.Header()
		h.Set("Access-Control-Allow-Origin", origin)
		h.Set("Access-Control-Allow-Methods", "GET, POST, PUT, PATCH, DELETE")
		h.Set("Access-Control-Allow-Headers", crossSends)
		h.Set("Access-Control-Max-Age", "600")
		h.Set("Vary", "Origin")
		w.WriteHeader(http.StatusNoContent)
	})
}

// crossed adds who may read an answer to it.
type crossed struct {
	http.ResponseWriter
	origin string
}

// WriteHeader implements http.ResponseWriter.
func (c crossed) WriteHeader(status int) {
	h := c.Header()
	if v := h.Get("Vary"); v != "" {
		h.Set("Vary", v+", Origin")
	} else {
		h.Set("Vary", "Origin")
	}
	if c.origin != "" {
		h.Set("Access-Control-Allow-Origin", c.origin)
		h.Set("Access-Control-Expose-Headers", crossReads)
	}
	c.ResponseWriter.WriteHeader(status)
}
