package gate

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"prilavok/core/staff"
)

func newAPI(mux *http.ServeMux, version string) huma.API {
	speak()
	return humago.New(mux, huma.Config{
		OpenAPI: &huma.OpenAPI{
			OpenAPI: "3.1.0",
			Info: &huma.Info{Title: "Prilavok", Version: version,
				Description: "Orders, payments, goods and what happens to them, for programs. Amounts are whole minor units with their currency. See docs/api.md."},
			Components: &huma.Components{
				Schemas: huma.NewMapRegistry("#/components/schemas/", huma.DefaultSchemaNamer),
				SecuritySchemes: map[string]*huma.SecurityScheme{
					"key": {Type: "http", Scheme: "bearer", Description: "An API key: prilavok keys add."},
					"cookie": {Type: "apiKey", In: "cookie", Name: "__Host-prilavok",
						Description: "The session of a member of staff who has signed in on the server itself (/auth/). Requests that change something also carry X-Prilavok: panel."},
					"session": {Type: "http", Scheme: "bearer", BearerFormat: "JWT",
						Description: "The access token of a member of staff who has signed in with Supabase Auth (prilavok staff add). Who is staff of several shops names one in the header " + ShopHeader + ", by its id or slug."}},
			},
		},
		Formats:                      map[string]huma.Format{"application/json": huma.DefaultJSONFormat, "json": huma.DefaultJSONFormat},
		DefaultFormat:                "application/json",
		RejectUnknownQueryParameters: true,
	})
}

// Add gives a route of the table its handler. Handlers run in the scope of the
// caller's shop, outside a unit of work; what they return as faults becomes a Problem.
func Add[I, O any](g *Gate, id string, fn func(ctx context.Context, in *I) (*O, error)) {
	g.add(id, reflect.TypeFor[I](), reflect.TypeFor[O](), func(ctx context.Context, in any) (any, error) { return fn(ctx, in.(*I)) })
}

// add is Add without its types: it is in the program once, not once for each pair of them.
func (g *Gate) add(id string, in, out reflect.Type, fn handler) {
	r, ok := g.routes[id]
	if !ok || g.added[id] {
		panic("the table of routes has no line, or has one already taken, for " + id)
	}
	g.added[id] = true
	status := r.Status
	if status == 0 {
		status = http.StatusOK
	}
	op := huma.Operation{OperationID: id, Method: r.Method, Path: Base + r.Path, Summary: r.Summary, Tags: []string{strings.Split(id, ".")[0]},
		DefaultStatus: status, Errors: failures(r),
		Description: scopeOf(r), Security: []map[string][]string{{"key": {}}, {"session": {}}, {"cookie": {}}}}
	if r.Method == http.MethodPost {
		lo, hi := 1, 200
		op.Parameters = append(op.Parameters, &huma.Param{Name: "Idempotency-Key", In: "header", Required: true,
			Description: "New for each operation. A repetition with the same key and body is answered as the first time, for 24 hours.",
			Schema:      &huma.Schema{Type: "string", MinLength: &lo, MaxLength: &hi}})
	}
	shape := describe(g.api, &op, in, out)
	g.api.Adapter().Handle(&op, shape.handle(g.api, &op, fn))
}

// scopeOf tells what a route asks of its caller.
func scopeOf(r Route) string {
	if r.Scope == "" {
		return "Any caller."
	}
	return "Scope: " + string(r.Scope) + "."
}

// failures lists what a route may answer besides success.
func failures(r Route) []int {
	out := []int{400, 401, 403, 404, 422, 429}
	if r.Method != http.MethodGet {
		out = append(out, 409, 412, 413, 415, 428)
	}
	slices.Sort(out)
	return out
}

// Seal ends the adding of routes: the description is made. It returns the lines of the
// table that nothing was added for.
func (g *Gate) Seal() (missing []string) {
	for id := range g.routes {
		if !g.added[id] {
			missing = append(missing, id)
		}
	}
	slices.Sort(missing)
	spec := g.api.OpenAPI()
	spec.Info.Description += " Scopes: " + scopeList() + "."
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(spec); err != nil {
		panic("the description of the API: " + err.Error())
	}
	g.spec = b.Bytes()
	return missing
}

func scopeList() string {
	var out []string
	for _, s := range staff.Scopes {
		out = append(out, string(s))
	}
	return strings.Join(out, ", ")
}

// OpenAPI returns the description of the API; Seal has made it.
func (g *Gate) OpenAPI() []byte { return g.spec }

// Cursor makes what a service calls the place where a page ended opaque; "" stays "".
func Cursor(inner string) string {
	if inner == "" {
		return ""
	}
	return base64.RawURLEncoding.EncodeToString([]byte("1" + inner))
}

// ReadCursor reads what Cursor has made.
//
// Faults: ErrCursor.
func ReadCursor(s string) (string, error) {
	if s == "" {
		return "", nil
	}
	b, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil || len(b) < 2 || b[0] != '1' || !printable(string(b)) {
		return "", ErrCursor
	}
	return string(b[1:]), nil
}

// ETag names a revision.
func ETag(revision int64) string { return `"` + strconv.FormatInt(revision, 10) + `"` }

// Match compares If-Match with the revision that is there. An empty one is ErrMatch where
// it is required.
//
// Faults: ErrMatch, ErrStale.
func Match(ifMatch string, revision int64, required bool) error {
	switch {
	case ifMatch == "" && required:
		return ErrMatch
	case ifMatch == "" || ifMatch == "*":
		return nil
	}
	for _, tag := range strings.Split(ifMatch, ",") {
		if strings.TrimPrefix(strings.TrimSpace(tag), "W/") == ETag(revision) {
			return nil
		}
	}
	return ErrStale
}

// ListOf returns list, never nil: JSON has no list that is null.
func ListOf[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
