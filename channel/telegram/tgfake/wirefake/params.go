// Package wirefake is how the fake reads requests: the four encodings of the Bot API, the
// documented parameters of every method of version 10.3, and answers that are not ok.
package wirefake

import (
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// Params are a request's parameters as raw values: JSON where it was JSON, texts
// otherwise. Files are uploads by part name.
type Params struct {
	Values map[string]json.RawMessage
	Files  map[string][]byte
}

const maxRequest = 50<<20 + 1<<20

// Read reads the four encodings that the Bot API takes.
func Read(r *http.Request) (Params, error) {
	p := Params{Values: map[string]json.RawMessage{}, Files: map[string][]byte{}}
	p.Form(r.URL.Query())
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch kind {
	case "application/json":
		b, err := io.ReadAll(io.LimitReader(r.Body, maxRequest))
		if err != nil {
			return p, err
		}
		if len(b) == 0 || string(b) == "null" {
			return p, nil
		}
		if err := json.Unmarshal(b, &p.Values); err != nil {
			return p, fmt.Errorf("can't parse request JSON object")
		}
	case "application/x-www-form-urlencoded":
		if err := r.ParseForm(); err != nil {
			return p, err
		}
		p.Form(r.PostForm)
	case "multipart/form-data":
		return p, p.multipart(r)
	}
	return p, nil
}

// Form adds parameters of a query or a form.
func (p Params) Form(v url.Values) {
	for name, list := range v {
		p.Values[name] = quoteJSON(list[0])
	}
}

// quoteJSON keeps what is JSON already (numbers, flags, objects) and quotes texts.
func quoteJSON(s string) json.RawMessage {
	b, err := json.Marshal(s)
	if err != nil {
		panic("tgfake: " + err.Error())
	}
	return b
}

func (p Params) multipart(r *http.Request) error {
	reader, err := r.MultipartReader()
	if err != nil {
		return err
	}
	for {
		part, err := reader.NextPart()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return fmt.Errorf("can't parse multipart request: %w", err)
		}
		b, err := io.ReadAll(io.LimitReader(part, maxRequest))
		if err != nil {
			return err
		}
		if part.FileName() != "" {
			p.Files[part.FormName()] = b
		} else {
			p.Values[part.FormName()] = quoteJSON(string(b))
		}
	}
}

// Check holds the parameters to the documented ones.
func (p Params) Check(method string) *Refusal {
	allowed, ok := documented[method]
	if !ok {
		return Refuse(404, "Not Found: method not found")
	}
	for name := range p.Values {
		if _, ok := allowed[name]; !ok {
			return Bad("tgfake: %s has no parameter %q", method, name)
		}
	}
	for name, required := range allowed {
		if _, have := p.Values[name]; required && !have && p.Files[name] == nil {
			if name == "text" {
				return Bad("message text is empty")
			}
			return Bad("tgfake: %s needs parameter %q", method, name)
		}
	}
	return nil
}

// Has reports whether a parameter was given.
func (p Params) Has(name string) bool { _, ok := p.Values[name]; return ok }

// Str is a parameter as text, Num as a number, Flag as a truth value.
func (p Params) Str(name string) string {
	var s string
	raw := p.Values[name]
	if json.Unmarshal(raw, &s) == nil {
		return s
	}
	return strings.TrimSpace(string(raw))
}

// Num is a parameter as a number, 0 when it is none.
func (p Params) Num(name string) int64 {
	n, _ := strconv.ParseInt(p.Str(name), 10, 64)
	return n
}

// Flag is a parameter as a truth value.
func (p Params) Flag(name string) bool { s := p.Str(name); return s == "true" || s == "1" }

// Object reads a nested object, given as JSON or as a text of JSON.
func (p Params) Object(name string, v any) *Refusal {
	raw, ok := p.Values[name]
	if !ok {
		return nil
	}
	var text string
	if json.Unmarshal(raw, &text) == nil {
		if text == "" {
			return nil
		}
		raw = json.RawMessage(text)
	}
	if err := json.Unmarshal(raw, v); err != nil {
		return Bad("can't parse %s JSON object", name)
	}
	return nil
}
