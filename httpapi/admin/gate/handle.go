package gate

import (
	"bytes"
	"context"
	"errors"
	"io"
	"maps"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
)

// handler is a route's function without its types: in points to a shape's input, and what
// it returns to the output.
type handler func(ctx context.Context, in any) (any, error)

// asked is one request for a route, while it is read.
type asked struct {
	hc     huma.Context
	api    huma.API
	op     *huma.Operation
	shape  *shape
	in     reflect.Value // the input
	at     *huma.PathBuffer
	found  huma.ValidateResult
	status int // of the answer when something was found
}

// handle answers requests for a route: what comes is read and compared with its schemas, and
// all that is wrong is told at once.
func (s *shape) handle(api huma.API, op *huma.Operation, fn handler) func(huma.Context) {
	return func(hc huma.Context) {
		in := reflect.New(s.in)
		a := &asked{hc: hc, api: api, op: op, shape: s, in: in.Elem(), at: huma.NewPathBuffer(nil, 0), status: http.StatusUnprocessableEntity}
		if a.unknown(); len(a.found.Errors) > 0 {
			a.refuse()
			return
		}
		for i := range s.params {
			a.param(&s.params[i])
		}
		if s.body != nil {
			a.body()
		}
		if len(a.found.Errors) > 0 || a.status == http.StatusBadRequest {
			a.refuse()
			return
		}
		out, err := fn(hc.Context(), in.Interface())
		if err != nil {
			a.fail(problemOf(hc.Context(), err))
			return
		}
		a.say(reflect.ValueOf(out).Elem())
	}
}

// place is where something was found.
func (a *asked) place(parts ...string) *huma.PathBuffer {
	a.at.Reset()
	for _, p := range parts {
		a.at.Push(p)
	}
	return a.at
}

// unknown finds parameters of the query that nobody reads.
func (a *asked) unknown() {
	u := a.hc.URL()
	for _, name := range slices.Sorted(maps.Keys(u.Query())) {
		if !a.shape.known[name] {
			a.found.Add(a.place("query", name), "", "unknown query parameter")
		}
	}
}

// param reads one parameter.
func (a *asked) param(p *param) {
	var text string
	switch p.loc {
	case "path":
		text = a.hc.Param(p.name)
	case "query":
		text = a.hc.Query(p.name)
	case "header":
		text = a.hc.Header(p.name)
	}
	if text == "" {
		text = p.init
	}
	at := a.place(p.loc, p.name)
	if text == "" {
		if p.required {
			a.found.Add(at, "", "required "+p.loc+" parameter is missing")
		}
		return
	}
	v, err := parsed(a.in.FieldByIndex(p.index), text)
	if err != nil {
		a.found.Add(at, text, err.Error())
		return
	}
	huma.Validate(a.api.OpenAPI().Components.Schemas, p.schema, at, huma.ModeWriteToServer, v, &a.found)
}

// errKind is a type that parameters cannot have.
var errKind = errors.New("unsupported type")

var (
	timeType  = reflect.TypeFor[time.Time]()
	textsType = reflect.TypeFor[[]string]()
)

// parsed sets a field to what a text says, and returns it in the form that schemas compare.
func parsed(f reflect.Value, text string) (any, error) {
	switch {
	case f.Type() == timeType:
		t, err := time.Parse(time.RFC3339Nano, text)
		if err != nil {
			return nil, errors.New("invalid date/time for format " + time.RFC3339Nano)
		}
		f.Set(reflect.ValueOf(t))
		return text, nil
	case f.Type() == textsType:
		list := strings.Split(text, ",")
		f.Set(reflect.ValueOf(list))
		return list, nil
	case f.Kind() == reflect.String:
		f.SetString(text)
		return text, nil
	case f.Kind() == reflect.Int:
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return nil, errors.New("invalid integer")
		}
		f.SetInt(n)
		return n, nil
	case f.Kind() == reflect.Bool:
		b, err := strconv.ParseBool(text)
		if err != nil {
			return nil, errors.New("invalid boolean")
		}
		f.SetBool(b)
		return b, nil
	}
	return nil, errKind
}

// body reads the body, and leaves in status why there is none.
func (a *asked) body() {
	var b bytes.Buffer
	if _, err := io.Copy(&b, a.hc.BodyReader()); err != nil || b.Len() == 0 {
		if err != nil || a.op.RequestBody.Required {
			a.status = http.StatusBadRequest
		}
		return
	}
	kind := a.hc.Header("Content-Type")
	wrong := func(err error) {
		a.found.Errors = append(a.found.Errors, &huma.ErrorDetail{Location: "body", Message: err.Error(), Value: b.String()})
	}
	var plain any
	if err := a.api.Unmarshal(kind, b.Bytes(), &plain); err != nil {
		a.status = http.StatusBadRequest
		wrong(err)
		return
	}
	before := len(a.found.Errors)
	huma.Validate(a.api.OpenAPI().Components.Schemas, a.shape.schema, a.place("body"), huma.ModeWriteToServer, plain, &a.found)
	if len(a.found.Errors) > before {
		return
	}
	if err := a.api.Unmarshal(kind, b.Bytes(), a.in.FieldByIndex(a.shape.body).Addr().Interface()); err != nil { // a number that does not fit
		wrong(err)
	}
}

// refuse tells what was found.
func (a *asked) refuse() {
	_ = huma.WriteErr(a.api, a.hc, a.status, "validation failed", a.found.Errors...) // the caller may be gone
}

func (a *asked) fail(p *Problem) {
	for k, values := range p.GetHeaders() {
		a.hc.SetHeader(k, values[0])
	}
	a.hc.SetHeader("Content-Type", p.ContentType(""))
	a.write(p.Status, "application/json", p)
}

// say answers with what the route's function has returned.
func (a *asked) say(out reflect.Value) {
	for _, h := range a.shape.headers {
		if v := out.Field(h.index).String(); v != "" {
			a.hc.SetHeader(h.name, v)
		}
	}
	if a.shape.answer < 0 {
		a.hc.SetStatus(a.op.DefaultStatus)
		return
	}
	kind, err := a.api.Negotiate(a.hc.Header("Accept"))
	if err != nil {
		a.fail(problemOf(a.hc.Context(), errAccept))
		return
	}
	a.hc.SetHeader("Content-Type", kind)
	a.write(a.op.DefaultStatus, kind, out.Field(a.shape.answer).Interface())
}

func (a *asked) write(status int, kind string, doc any) {
	a.hc.SetStatus(status)
	if err := a.api.Marshal(a.hc.BodyWriter(), kind, doc); err != nil && a.hc.Context().Err() == nil {
		panic("an answer that is no JSON: " + err.Error())
	}
}
