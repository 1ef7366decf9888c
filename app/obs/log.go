// Package obs is how the running program is watched: structured logs without
// secrets, ids that travel with the context into every line, the fixed set of
// metrics, and wrappers that measure the six stops from outside. It serves nothing
// (httpapi/health does) and works the same at the edge.
package obs

import (
	"context"
	"io"
	"log/slog"
	"regexp"
	"slices"

	"prilavok/core/fault"
	"prilavok/core/txn"
)

// NewLogger returns a logger that writes lines of the given level (debug, info,
// warn, error) as "json" or "text", without secrets.
func NewLogger(out io.Writer, level, format string) *slog.Logger {
	var l slog.Level
	if err := l.UnmarshalText([]byte(level)); err != nil {
		l = slog.LevelInfo
	}
	opt := &slog.HandlerOptions{Level: l, ReplaceAttr: redact}
	if format == "text" {
		return slog.New(&handler{slog.NewTextHandler(out, opt)})
	}
	return slog.New(&handler{slog.NewJSONHandler(out, opt)})
}

type attrsKey struct{}

// With returns a context whose log lines carry attrs as well.
func With(ctx context.Context, attrs ...slog.Attr) context.Context {
	had, _ := ctx.Value(attrsKey{}).([]slog.Attr)
	return context.WithValue(ctx, attrsKey{}, append(slices.Clip(had), attrs...))
}

// WithRequest returns a context whose log lines name the request.
func WithRequest(ctx context.Context, id string) context.Context {
	return With(ctx, slog.String("request_id", id))
}

// WithTurn returns a context whose log lines name the turn.
func WithTurn(ctx context.Context, id string) context.Context {
	return With(ctx, slog.String("turn_id", id))
}

// handler adds what the context knows to each line: the shop and the attrs of With.
type handler struct{ slog.Handler }

func (h *handler) Handle(ctx context.Context, r slog.Record) error {
	if attrs, ok := ctx.Value(attrsKey{}).([]slog.Attr); ok {
		r.AddAttrs(attrs...)
	}
	if shop := txn.ShopID(ctx); shop != "" {
		r.AddAttrs(slog.String("shop_id", shop))
	}
	return h.Handler.Handle(ctx, r)
}

func (h *handler) WithAttrs(attrs []slog.Attr) slog.Handler {
	return &handler{h.Handler.WithAttrs(attrs)}
}
func (h *handler) WithGroup(name string) slog.Handler { return &handler{h.Handler.WithGroup(name)} }

// Fault is how an error stands in a log line: its code, kind and text.
func Fault(err error) slog.Attr {
	return slog.Group("fault", slog.String("code", fault.CodeOf(err)), slog.String("kind", fault.KindOf(err).String()),
		slog.String("text", err.Error()))
}

// secretNames are names of attributes whose value is never written.
var secretNames = regexp.MustCompile(`(?i)^(.*[_.-])?(token|secret|password|passwd|authorization|cookie|api_?key|secret_?key|phone|email)$`)

// secrets are forms of secrets wherever they stand: a bot's token, keys of model and
// payment services, bearer tokens, passwords in addresses.
var secrets = []struct {
	form *regexp.Regexp
	with string
}{
	{regexp.MustCompile(`\d{6,}:[A-Za-z0-9_-]{20,}`), "[token]"},
	{regexp.MustCompile(`\b(sk|rk|pk|prk|whsec)[-_][A-Za-z0-9_-]{8,}`), "[key]"},
	{regexp.MustCompile(`\b(live|test)_[A-Za-z0-9_-]{24,}`), "[key]"},
	{regexp.MustCompile(`(?i)\b(bearer|basic)\s+[A-Za-z0-9._~+/=-]{8,}`), "$1 [hidden]"},
	{regexp.MustCompile(`(://[^\s/:@]*):[^\s@/]+@`), "$1:[hidden]@"},
	{regexp.MustCompile(`(?i)\b(password|secret|token|api_key)=[^\s&"']+`), "$1=[hidden]"},
}

// Redact takes what looks like a secret out of a text.
func Redact(s string) string {
	for _, x := range secrets {
		s = x.form.ReplaceAllString(s, x.with)
	}
	return s
}

func redact(_ []string, a slog.Attr) slog.Attr {
	if a.Value.Kind() == slog.KindGroup || a.Key == slog.TimeKey || a.Key == slog.LevelKey {
		return a
	}
	if secretNames.MatchString(a.Key) {
		return slog.String(a.Key, "[hidden]")
	}
	switch v := a.Value.Any().(type) {
	case string:
		return slog.String(a.Key, Redact(v))
	case error:
		return slog.String(a.Key, Redact(v.Error()))
	case []byte:
		return slog.Int(a.Key+"_bytes", len(v))
	}
	return a
}
