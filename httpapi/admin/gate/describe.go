package gate

import (
	"fmt"
	"net/http"
	"reflect"
	"strconv"

	"github.com/danielgtaylor/huma/v2"
)

// shape is what a route's input and output are, read once from their types. huma.Register
// reads the same, but is compiled anew for every pair of types: 39 kB of WebAssembly each.
// Routes use a part of what huma can; all else panics when the route is added.
type shape struct {
	in, out reflect.Type
	params  []param
	known   map[string]bool // parameters of the query
	body    []int           // index of the input's body; nil without
	schema  *huma.Schema    // of the input's body
	answer  int             // index of the output's body; -1 without
	headers []header        // of the output
}

// param is a parameter of the path, the query or the header.
type param struct {
	index           []int
	name, loc, init string
	schema          *huma.Schema
	required        bool
}

// header is a text of the output that goes into the answer's header.
type header struct {
	index int
	name  string
}

// describe reads the types of a route, and writes down what they are in its operation.
func describe(api huma.API, op *huma.Operation, in, out reflect.Type) *shape {
	reg := api.OpenAPI().Components.Schemas
	s := &shape{in: in, out: out, known: map[string]bool{}, answer: -1}
	op.Responses = map[string]*huma.Response{}
	s.readInput(reg, op)
	s.readOutput(reg, op)
	if len(s.params) > 0 || s.body != nil {
		op.Errors = append(op.Errors, http.StatusUnprocessableEntity)
	}
	op.Errors = append(op.Errors, http.StatusInternalServerError)
	problem := reg.Schema(reflect.TypeFor[Problem](), true, "Problem")
	for _, code := range op.Errors {
		op.Responses[strconv.Itoa(code)] = &huma.Response{Description: http.StatusText(code),
			Content: map[string]*huma.MediaType{"application/problem+json": {Schema: problem}}}
	}
	api.OpenAPI().AddOperation(op)
	return s
}

func (s *shape) readInput(reg huma.Registry, op *huma.Operation) {
	for _, f := range reflect.VisibleFields(s.in) {
		if f.Anonymous {
			continue
		}
		if f.Name == "Body" {
			s.body = f.Index
			continue
		}
		s.readParam(reg, op, f)
	}
	if s.body == nil {
		return
	}
	f := s.in.FieldByIndex(s.body)
	if defaults(f.Type, map[reflect.Type]bool{}) {
		panic(op.OperationID + ": fields of a body have no defaults")
	}
	s.schema = huma.SchemaFromField(reg, f, hint(s.in, f.Name, op.OperationID+"Request"))
	s.schema.PrecomputeMessages()
	op.RequestBody = &huma.RequestBody{Required: f.Type.Kind() != reflect.Pointer,
		Content: map[string]*huma.MediaType{"application/json": {Schema: s.schema}}}
}

func (s *shape) readParam(reg huma.Registry, op *huma.Operation, f reflect.StructField) {
	p := param{index: f.Index, init: f.Tag.Get("default")}
	var explode *bool
	switch {
	case f.Tag.Get("path") != "":
		p.loc, p.name, p.required = "path", f.Tag.Get("path"), true
	case f.Tag.Get("query") != "":
		p.loc, p.name, explode = "query", f.Tag.Get("query"), new(bool) // lists come with commas
		s.known[p.name] = true
	case f.Tag.Get("header") != "":
		p.loc, p.name = "header", f.Tag.Get("header")
	default:
		panic(fmt.Sprintf("%s: %s is neither a parameter nor a body", op.OperationID, f.Name))
	}
	if _, err := parsed(reflect.New(f.Type).Elem(), "1"); err == errKind {
		panic(fmt.Sprintf("%s: parameters are not of type %s", op.OperationID, f.Type))
	}
	p.schema = huma.SchemaFromField(reg, f, "")
	s.params = append(s.params, p)
	op.Parameters = append(op.Parameters, &huma.Param{Name: p.name, Description: p.schema.Description, In: p.loc, Explode: explode,
		Required: p.required, Schema: p.schema})
}

func (s *shape) readOutput(reg huma.Registry, op *huma.Operation) {
	ok := &huma.Response{Description: http.StatusText(op.DefaultStatus)}
	op.Responses[strconv.Itoa(op.DefaultStatus)] = ok
	for _, f := range reflect.VisibleFields(s.out) {
		switch name := f.Tag.Get("header"); {
		case f.Name == "Body":
			s.answer = f.Index[0]
			schema := huma.SchemaFromField(reg, f, hint(s.out, f.Name, op.OperationID+"Response"))
			ok.Content = map[string]*huma.MediaType{"application/json": {Schema: schema}}
		case name != "" && f.Type.Kind() == reflect.String:
			s.headers = append(s.headers, header{f.Index[0], name})
			if ok.Headers == nil {
				ok.Headers = map[string]*huma.Param{}
			}
			ok.Headers[name] = &huma.Header{Schema: huma.SchemaFromField(reg, f, hint(s.out, f.Name, op.OperationID+strconv.Itoa(op.DefaultStatus)+name))}
		default:
			panic(fmt.Sprintf("%s: %s is neither a header nor a body of the answer", op.OperationID, f.Name))
		}
	}
}

// hint names the schema of a type that has no name of its own.
func hint(parent reflect.Type, name, other string) string {
	if parent.Name() != "" {
		return parent.Name() + name
	}
	return other
}

// defaults reports whether fields below a type have values to begin with.
func defaults(t reflect.Type, seen map[reflect.Type]bool) bool {
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Map:
		return defaults(t.Elem(), seen)
	case reflect.Struct:
		if seen[t] {
			return false
		}
		seen[t] = true
		for i := range t.NumField() {
			if f := t.Field(i); f.Tag.Get("default") != "" || f.IsExported() && defaults(f.Type, seen) {
				return true
			}
		}
	}
	return false
}
